import Foundation
import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatModels

/// `ols_nhanes` of the reference: R 4.2.2 with sandwich, clubSandwich, car and lmtest.
@Suite(.needsSharedFolder) struct LinearModelGoldenTests {
    let people: NHANESRegression
    let model: LinearModel
    let golden: ReferenceDocument
    static let tolerance = 1e-12

    init() throws {
        people = try NHANESRegression()
        model = try LinearModel(people.design, response: people.logHOMA)
        golden = try ReferenceDocument(shared: "reference/stats/regression_golden.json")["ols_nhanes"]
    }

    func expectEach(_ found: [Double?], _ key: String, tolerance: Double = Self.tolerance) throws {
        let expected = try golden[key]
        #expect(expected.keys.count == found.count)
        for (name, value) in zip(model.estimatedNames, found) {
            expectClose(value, try expected[name].number, tolerance, "\(key) \(name)")
        }
    }

    @Test func `the table of coefficients`() throws {
        #expect(people.count == 2214)
        let table = try model.coefficientTable()
        try expectEach(table.rows.map(\.estimate.value), "coef")
        try expectEach(table.rows.map(\.standardError.value), "se")
        try expectEach(table.rows.map(\.statistic.value), "t")
        let limits = try golden["confint"].table
        for (row, line) in table.rows.enumerated() {
            let interval = try #require(line.interval.value)
            expectClose(interval.lower, try #require(limits[row][0]), Self.tolerance)
            expectClose(interval.upper, try #require(limits[row][1]), Self.tolerance)
        }
        let covariance = try #require(model.classicalCovariance.value).matrix
        for (row, values) in try golden["vcov"].table.enumerated() {
            for (column, value) in values.enumerated() {
                // The smallest covariances are what is left of far larger terms in R's own triangular solve.
                let scale = (covariance[row, row] * covariance[column, column]).squareRoot()
                #expect(abs(covariance[row, column] - (try #require(value))) <= Self.tolerance * scale)
            }
        }
    }

    @Test func `p values, as far as a t of twelve digits tells them`() throws {
        for line in try model.coefficientTable().rows {
            let statistic = try #require(line.statistic.value)
            // d log p / d log t is about -t^2: a small p is known to fewer digits than its t.
            let tolerance = Self.tolerance * max(1, statistic * statistic)
            expectClose(line.pValue.value?.value, try golden["p"][line.name].number, tolerance, line.name)
        }
    }

    @Test func `the figures of the whole model`() throws {
        expectClose(model.residualStandardDeviation.value, try golden["sigma"].number, Self.tolerance)
        expectClose(model.rSquared.value, try golden["r2"].number, Self.tolerance)
        expectClose(model.adjustedRSquared.value, try golden["adjr2"].number, Self.tolerance)
        let f = try #require(model.fTest.value)
        expectClose(f.statistic, try golden["F"]["value"].number, Self.tolerance)
        #expect(f.degreesOfFreedom == (try golden["F"]["numdf"].number))
        #expect(f.errorDegreesOfFreedom == (try golden["F"]["dendf"].number))
        expectClose(model.residualSumOfSquares, try golden["rss"].number, Self.tolerance)
        #expect(Double(model.residualDegreesOfFreedom) == (try golden["df"].number))
        expectClose(model.logLikelihood.value, try golden["logLik"].number, Self.tolerance)
        expectClose(model.akaikeCriterion.value, try golden["AIC"].number, Self.tolerance)
        expectClose(model.bayesCriterion.value, try golden["BIC"].number, Self.tolerance)
    }

    @Test(arguments: HeteroscedasticityCorrection.allCases)
    func `errors for unequal variances`(_ correction: HeteroscedasticityCorrection) throws {
        let covariance = try model.covariance(correction)
        try expectEach(covariance.standardErrors, "se_" + covariance.estimator.name)
    }

    @Test(arguments: ClusterCorrection.allCases)
    func `errors for clusters`(_ correction: ClusterCorrection) throws {
        let covariance = try model.covariance(correction, clusters: people.cluster)
        #expect(covariance.clusterCount == 30)
        try expectEach(covariance.standardErrors, "se_" + covariance.estimator.name)
    }

    @Test func `errors for clusters as the package sandwich names them`() throws {
        for (correction, key) in [(ClusterCorrection.cr1, "HC0"), (.cr1s, "HC1"), (.cr2, "HC2"), (.cr3, "HC3")] {
            let covariance = try model.covariance(correction, clusters: people.cluster)
            try expectEach(covariance.standardErrors, "se_cluster_sandwich_" + key)
        }
        // "nocadjust" leaves out G / (G - 1).
        let plain = try model.covariance(.cr0, clusters: people.cluster).standardErrors
        let factor = (2213.0 / 2205).squareRoot()
        try expectEach(plain.map { $0 * factor }, "se_cluster_sandwich_HC1_nocadjust")
    }

    @Test func `Satterthwaite's degrees of freedom, and p with them`() throws {
        let covariance = try model.covariance(.cr2, clusters: people.cluster)
        try expectEach(covariance.degreesOfFreedom, "CR2_satt_df")
        for line in try model.coefficientTable(covariance: covariance).rows {
            let statistic = try #require(line.statistic.value)
            let tolerance = Self.tolerance * max(1, statistic * statistic)
            expectClose(line.pValue.value?.value, try golden["CR2_p"][line.name].number, tolerance, line.name)
        }
    }

    @Test(arguments: SumOfSquaresType.allCases)
    func `analysis of variance`(_ type: SumOfSquaresType) throws {
        let found = try model.analysisOfVariance(type)
        let expected = try golden["anova_type" + type.rawValue].table
        let (squares, freedom) = type == .sequential ? (1, 0) : (0, 1)
        let (statistic, p) = type == .sequential ? (3, 4) : (2, 3)
        for (row, line) in found.rows.enumerated() {
            #expect(Double(line.degreesOfFreedom) == expected[row][freedom])
            // The reference of type II is a difference of residual sums of squares, some 1e3.
            let loss = max(1, model.residualSumOfSquares / line.sumOfSquares)
            expectClose(line.sumOfSquares, try #require(expected[row][squares]), Self.tolerance * loss, line.term)
            let test = try #require(line.test.value)
            expectClose(test.statistic, try #require(expected[row][statistic]), Self.tolerance * loss, line.term)
            let tolerance = Self.tolerance * loss * max(1, test.statistic * test.degreesOfFreedom)
            expectClose(test.pValue.value, try #require(expected[row][p]), tolerance, line.term)
            if type == .sequential {
                expectClose(line.meanSquare, try #require(expected[row][2]), Self.tolerance * loss, line.term)
            }
        }
        expectClose(found.residualSumOfSquares, try #require(expected[4][squares]), Self.tolerance)
        #expect(Double(found.residualDegreesOfFreedom) == expected[4][freedom])
        if type == .sequential { expectClose(found.residualMeanSquare, try #require(expected[4][2]), Self.tolerance) }
    }

    @Test func `variance inflation`() throws {
        let expected = try golden["vif"].table
        for (row, line) in model.varianceInflation().enumerated() {
            expectClose(line.inflation.value, try #require(expected[row][0]), Self.tolerance, line.term)
            #expect(Double(line.degreesOfFreedom) == expected[row][1])
            expectClose(line.scaledInflation.value, try #require(expected[row][2]), Self.tolerance, line.term)
        }
    }

    @Test func `what single rows do`() throws {
        let found = try #require(model.rowDiagnostics.value)
        let rows = try golden["diag_rows"].numbers.map { Int($0) - 1 }
        for (place, row) in rows.enumerated() {
            expectClose(found.leverages[row], try golden["hat"].numbers[place], Self.tolerance)
            expectClose(found.cooksDistances[row], try golden["cooks"].numbers[place], Self.tolerance)
            expectClose(found.standardizedResiduals[row], try golden["rstandard"].numbers[place], Self.tolerance)
            expectClose(found.studentizedResiduals[row], try golden["rstudent"].numbers[place], Self.tolerance)
            expectClose(found.dffits[row], try golden["dffits"].numbers[place], Self.tolerance)
        }
        let cooks = found.cooksDistances.map { $0 ?? 0 }
        let largest = try #require(cooks.indices.max { cooks[$0] < cooks[$1] })
        expectClose(cooks[largest], try golden["maxcook"].number, Self.tolerance)
        #expect(people.seqn[largest] == (try golden["maxcook_SEQN"].number))
    }

    @Test func `tests of the assumptions`() throws {
        let breuschPagan = try #require(model.breuschPaganTest().value)
        expectClose(breuschPagan.statistic, try golden["bptest"]["BP"].number, Self.tolerance)
        expectClose(breuschPagan.pValue.value, try golden["bptest"]["p"].number, Self.tolerance * 10)
        let reset = try #require(model.ramseyTest().value)
        #expect(reset.degreesOfFreedom == 2 && reset.errorDegreesOfFreedom == 2203)
        // The reference takes the difference of two residual sums of squares of which it is 1/35.
        expectClose(reset.statistic, try golden["reset"]["F"].number, Self.tolerance * 35)
        expectClose(reset.pValue.value, try golden["reset"]["p"].number, Self.tolerance * 35 * 32)
        expectClose(model.durbinWatsonStatistic.value, try golden["dw"].number, Self.tolerance)
    }

    @Test func `predictions with both intervals`() throws {
        let rows = Matrix(columns: [
            [1, 1], [30, 60], [0, 1], [24, 35], [0, 0], [1, 0], [0, 1], [0, 0], [0, 0],
        ])
        let found = try model.predictions(rows)
        let confidence = try golden["predict_conf"].table
        let prediction = try golden["predict_pred"].table
        for (row, line) in found.enumerated() {
            let value = try #require(line.value)
            expectClose(value.fit, try #require(confidence[row][0]), Self.tolerance)
            expectClose(value.confidence.lower, try #require(confidence[row][1]), Self.tolerance)
            expectClose(value.confidence.upper, try #require(confidence[row][2]), Self.tolerance)
            let own = try #require(value.prediction.value)
            expectClose(own.lower, try #require(prediction[row][1]), Self.tolerance)
            expectClose(own.upper, try #require(prediction[row][2]), Self.tolerance)
        }
    }
}
