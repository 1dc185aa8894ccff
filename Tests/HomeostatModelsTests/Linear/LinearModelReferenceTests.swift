import Foundation
import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatModels

/// Models on R's data set mtcars, as R 4.2 fits them (Tests/Golden/linear/mtcars.R), and sandwiches by their definitions
/// in 50-digit arithmetic (sandwiches.py).
@Suite struct LinearModelReferenceTests {
    let cars: ReferenceDocument
    let data: ReferenceDocument

    init() throws {
        cars = try ReferenceDocument(golden: "linear/mtcars.json")
        data = try cars["data"]
    }

    func values(_ name: String) throws -> [Double] { try data[name].numbers }
    func indicator(_ name: String, _ level: Double) throws -> [Double] { try values(name).map { $0 == level ? 1 : 0 } }
    func ones() throws -> [Double] { try values("mpg").map { _ in 1 } }

    func design(_ columns: [[Double]], _ terms: [String], _ termOfColumn: [Int?]) -> DesignMatrix {
        DesignMatrix(
            matrix: Matrix(columns: columns), columnNames: termOfColumn.indices.map { "c\($0)" }, terms: terms,
            termOfColumn: termOfColumn)
    }

    func model(_ name: String) throws -> LinearModel {
        let (mpg, wt, hp) = (try values("mpg"), try values("wt"), try values("hp"))
        let (six, eight) = (try indicator("cyl", 6), try indicator("cyl", 8))
        let gears = [try indicator("gear", 4), try indicator("gear", 5)]
        func product(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 * $1 } }
        switch name {
        case "interaction":
            return try LinearModel(
                design(
                    [try ones(), wt, six, eight, hp, product(wt, six), product(wt, eight)],
                    ["wt", "cyl", "hp", "wt:cyl"], [nil, 0, 1, 1, 2, 3, 3]), response: mpg)
        case "weighted":
            return try LinearModel(
                design([try ones(), wt, six, eight, hp], ["wt", "cyl", "hp"], [nil, 0, 1, 1, 2]), response: mpg,
                weights: try values("qsec"))
        case "shifted":
            return try LinearModel(
                design([try ones(), wt] + gears, ["wt", "gear"], [nil, 0, 1, 1]), response: mpg,
                offset: hp.map { $0 / 20 })
        case "origin":
            return try LinearModel(
                design([wt, try indicator("gear", 3)] + gears, ["wt", "gear"], [0, 1, 1, 1]), response: mpg)
        default:
            return try LinearModel(
                design(
                    [try ones(), wt, hp, zip(wt, hp).map { 2 * $0 - $1 }, six, eight], ["wt", "hp", "twice", "cyl"],
                    [nil, 0, 1, 2, 3, 3]), response: mpg)
        }
    }

    @Test(arguments: ["interaction", "weighted", "shifted", "origin", "dependent"])
    func `figures of the model and of its rows`(_ name: String) throws {
        let model = try model(name)
        let golden = try cars[name]
        for (found, expected) in zip(model.coefficients, try golden["coef"].tableRow) {
            if let expected {
                expectClose(found.value, expected, 1e-12, "coefficient")
            } else {
                #expect(found.cause == .linearlyDependent)
            }
        }
        let covariance = try #require(model.classicalCovariance.value)
        for (row, line) in try golden["vcov"].table.enumerated() {
            for (column, value) in line.enumerated() {
                expectClose(covariance.matrix[row, column], try #require(value), 1e-11, "vcov")
            }
        }
        let table = try model.coefficientTable(level: 0.9)
        for (line, limits) in zip(table.rows, try golden["confint90"].table) {
            guard let lower = limits[0], let upper = limits[1] else { continue }
            // A limit may be a small difference.
            let error = try #require(line.standardError.value)
            #expect(abs(try #require(line.interval.value).lower - lower) < 1e-12 * (error + abs(lower)))
            #expect(abs(try #require(line.interval.value).upper - upper) < 1e-12 * (error + abs(upper)))
        }
        for (found, value) in zip(covariance.standardErrors, try golden["se"].numbers) {
            expectClose(found, value, 1e-12, "se")
        }
        expectClose(model.residualStandardDeviation.value, try golden["sigma"].number, 1e-12, "sigma")
        expectClose(model.rSquared.value, try golden["r2"].number, 1e-12, "r2")
        expectClose(model.adjustedRSquared.value, try golden["adjr2"].number, 1e-12, "adjr2")
        let f = try golden["f"].numbers
        expectClose(model.fTest.value?.statistic, f[0], 1e-12, "F")
        #expect(model.fTest.value?.degreesOfFreedom == f[1] && model.fTest.value?.errorDegreesOfFreedom == f[2])
        expectClose(model.residualSumOfSquares, try golden["rss"].number, 1e-12, "rss")
        expectClose(model.logLikelihood.value, try golden["logLik"].number, 1e-12, "logLik")
        expectClose(model.akaikeCriterion.value, try golden["aic"].number, 1e-12, "aic")
        expectClose(model.bayesCriterion.value, try golden["bic"].number, 1e-12, "bic")

        let rows = try #require(model.rowDiagnostics.value)
        let changes = model.dfbetas()
        for row in 0..<model.rowCount {
            expectClose(rows.leverages[row], try golden["hat"].numbers[row], 1e-12, "hat")
            expectClose(rows.cooksDistances[row], try golden["cooks"].numbers[row], 1e-11, "cook")
            expectClose(rows.standardizedResiduals[row], try golden["rstandard"].numbers[row], 1e-11, "rstandard")
            expectClose(rows.studentizedResiduals[row], try golden["rstudent"].numbers[row], 1e-11, "rstudent")
            expectClose(rows.dffits[row], try golden["dffits"].numbers[row], 1e-11, "dffits")
            let betas = try golden["dfbetas"].table[row].compactMap { $0 }
            for (found, value) in zip(try #require(changes[row]), betas) {
                // R's own values: what is left of differences.
                #expect(abs(found - value) < 1e-12 * (1 + abs(value)), "dfbetas \(row)")
            }
        }
        let sequential = try model.analysisOfVariance(.sequential)
        let expected = try golden["anova1"].table
        var place = 0
        for line in sequential.rows {
            // A term without a coefficient has no line in R.
            if line.degreesOfFreedom == 0 {
                #expect(line.test.cause == .nothingToTest)
                continue
            }
            #expect(Double(line.degreesOfFreedom) == expected[place][0])
            expectClose(line.sumOfSquares, try #require(expected[place][1]), 1e-11, line.term)
            expectClose(line.test.value?.statistic, try #require(expected[place][3]), 1e-11, line.term)
            expectClose(line.test.value?.pValue.value, try #require(expected[place][4]), 1e-10, line.term)
            place += 1
        }
        #expect(Double(sequential.residualDegreesOfFreedom) == expected[place][0])
    }

    @Test func `type II compares a main effect with models without its interactions`() throws {
        let found = try model("interaction").analysisOfVariance(.marginal)
        for (line, value) in zip(found.rows, try cars["interaction"]["anova2"].numbers) {
            expectClose(line.sumOfSquares, value, 1e-11, line.term)
        }
        #expect(found.rows.map(\.degreesOfFreedom) == [1, 2, 1, 2])
    }

    @Test func `errors from the factor alone agree with those to full precision`() throws {
        let full = try model("interaction")
        let quick = try LinearModel(full.design, response: full.response, precision: .factor)
        #expect(quick.estimates == full.estimates && quick.residuals == full.residuals)
        for (found, value) in zip(
            try #require(quick.classicalCovariance.value).standardErrors,
            try #require(full.classicalCovariance.value).standardErrors)
        { expectClose(found, value, 1e-12) }
    }

    @Test func `predictions of a weighted model`() throws {
        let model = try model("weighted")
        let new = Matrix(columns: [[1, 1], [2, 3.5], [0, 0], [0, 1], [90, 210]])
        let found = try model.predictions(new, weights: [1, 2])
        let narrow = try model.predictions(new, level: 0.9)
        for row in 0..<2 {
            let expected = try cars["weighted"]["predict"].table[row].compactMap { $0 }
            let prediction = try #require(found[row].value?.prediction.value)
            expectClose(found[row].value?.fit, expected[0], 1e-12)
            expectClose(prediction.lower, expected[1], 1e-12)
            expectClose(prediction.upper, expected[2], 1e-12)
            let limits = try cars["weighted"]["confidence"].table[row].compactMap { $0 }
            expectClose(narrow[row].value?.confidence.lower, limits[1], 1e-12)
            expectClose(narrow[row].value?.confidence.upper, limits[2], 1e-12)
        }
    }

    @Test func `a dependent column leaves a prediction only where the dependence holds`() throws {
        let model = try model("dependent")
        #expect(model.dependentNames == ["c3"])
        let rows = Matrix(columns: [[1, 1], [2, 2], [90, 90], [4 - 90, 4 - 89], [0, 0], [0, 0]])
        let found = try model.predictions(rows)
        #expect(found[0].value != nil)
        #expect(found[1].cause == .notEstimable)
    }

    @Test(arguments: ["plain", "weighted", "plain_fixed"])
    func `sandwiches by their definitions`(_ name: String) async throws {
        let golden = try ReferenceDocument(golden: "linear/sandwiches.json")
        let rows = try golden[name == "plain_fixed" ? "fixed" : "design"].table.map { $0.compactMap { $0 } }
        let columns = rows[0].indices.map { column in rows.map { $0[column] } }
        let isFixed = name == "plain_fixed"
        let model = try LinearModel(
            design(columns, ["all"], columns.indices.map { $0 == 0 && !isFixed ? nil : 0 }),
            response: try golden["response"].numbers,
            weights: name == "weighted" ? try golden["weights"].numbers : nil)
        let clusters = try golden["clusters"].numbers.map { Int($0) }
        let expected = try golden[name]
        for (found, value) in zip(model.estimates, try expected["coef"].numbers) { expectClose(found, value, 1e-13) }
        for correction in HeteroscedasticityCorrection.allCases where correction != .hc1 {
            let covariance = try model.covariance(correction)
            for (found, value) in zip(
                covariance.standardErrors, try expected["se_" + covariance.estimator.name].numbers)
            { expectClose(found, value, 1e-13, covariance.estimator.name) }
            let fast = try await model.covariance(correction, threads: 2)
            for (found, value) in zip(fast.standardErrors, covariance.standardErrors) {
                expectClose(found, value, 1e-12)
            }
        }
        for correction in [ClusterCorrection.cr0, .cr2, .cr3] {
            if isFixed && correction == .cr3 {
                #expect(throws: LinearModelError.self) { try model.covariance(.cr3, clusters: clusters) }
                continue
            }
            let covariance = try model.covariance(correction, clusters: clusters, degreesOfFreedom: .satterthwaite)
            let key = covariance.estimator.name
            for (found, value) in zip(covariance.standardErrors, try expected["se_" + key].numbers) {
                expectClose(found, value, 1e-12, key)
            }
            for (found, value) in zip(covariance.degreesOfFreedom, try expected["df_" + key].numbers) {
                expectClose(found, value, 1e-12, "degrees of freedom " + key)
            }
        }
    }
}
