import HomeostatNumerics
import Testing

@testable import HomeostatModels

/// Input that a linear model cannot be fitted to, or of which not everything exists: each has an answer that says so.
@Suite struct LinearModelInputTests {
    static let x = [1.0, 2, 3, 4, 5, 6]
    static let y = [1.1, 1.9, 3.2, 3.9, 5.3, 5.8]

    static func design(_ columns: [[Double]], _ names: [String]) -> DesignMatrix {
        DesignMatrix(
            matrix: Matrix(columns: columns), columnNames: names, terms: names.filter { $0 != "(Intercept)" },
            termOfColumn: names.first == "(Intercept)"
                ? [nil] + Array(0..<names.count - 1) : Array(0..<names.count))
    }
    static let ones = x.map { _ in 1.0 }
    static let line = design([ones, x], ["(Intercept)", "x"])

    @Test func `more columns than rows`() {
        let wide = Self.design([[1, 1], [1, 2], [2, 5]], ["(Intercept)", "a", "b"])
        #expect(throws: LinearModelError.tooFewRows(rows: 2, columns: 3)) {
            try LinearModel(wide, response: [1, 2])
        }
        #expect(LinearModelError.tooFewRows(rows: 2, columns: 3).description.contains("2 rows cannot determine 3"))
        #expect(throws: LinearModelError.noColumns) {
            try LinearModel(
                DesignMatrix(
                    matrix: Matrix(rowCount: 6, columnCount: 0), columnNames: [], terms: [], termOfColumn: []),
                response: Self.y)
        }
    }

    @Test func `constant and collinear columns are named, and the others fitted without them`() throws {
        let columns = [Self.ones, Self.x, Self.ones.map { $0 * 7 }, Self.x.map { 3 - 2 * $0 }, Self.x.map { $0 * $0 }]
        let model = try LinearModel(
            Self.design(columns, ["(Intercept)", "x", "constant", "line", "square"]), response: Self.y)
        #expect(model.dependentNames == ["constant", "line"])
        #expect(model.rank == 3 && model.residualDegreesOfFreedom == 3)
        let alone = try LinearModel(
            Self.design([columns[0], columns[1], columns[4]], ["(Intercept)", "x", "square"]), response: Self.y)
        let table = try model.coefficientTable()
        #expect(table.rows.map(\.estimate.cause) == [nil, nil, .linearlyDependent, .linearlyDependent, nil])
        #expect(table.rows[2].pValue.cause == .linearlyDependent)
        #expect(table.rows[4] == (try alone.coefficientTable().rows[2]))
        for correction in [HeteroscedasticityCorrection.hc0, .hc3] {
            expectClose(
                try model.covariance(correction).standardErrors[2], try alone.covariance(correction).standardErrors[2],
                1e-13)
        }
        let inflation = model.varianceInflation()
        #expect(inflation[1].inflation.cause == .linearlyDependent && inflation[0].inflation.value != nil)
        #expect(model.standardizedCoefficients()[3].cause == .linearlyDependent)
    }

    @Test(arguments: [0, -1, Double.infinity, Double.nan])
    func `weights that are no weights`(_ weight: Double) {
        var weights = Self.ones
        weights[3] = weight
        let error = #expect(throws: LinearModelError.self) {
            try LinearModel(Self.line, response: Self.y, weights: weights)
        }
        guard case .unusableWeight(let row, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(row == 3)
        #expect(error?.description.contains("row 4") == true)
    }

    @Test func `numbers that are not finite, and lengths that differ`() {
        var response = Self.y
        response[2] = .nan
        #expect(throws: LinearModelError.notFinite(what: "the response", row: 2)) {
            try LinearModel(Self.line, response: response)
        }
        var column = Self.x
        column[5] = .infinity
        #expect(throws: LinearModelError.notFinite(what: "x", row: 5)) {
            try LinearModel(Self.design([Self.ones, column], ["(Intercept)", "x"]), response: Self.y)
        }
        #expect(throws: LinearModelError.notFinite(what: "the offset", row: 0)) {
            try LinearModel(Self.line, response: Self.y, offset: [.nan, 0, 0, 0, 0, 0])
        }
        #expect(throws: LinearModelError.differentLengths(what: "the response", count: 2, rows: 6)) {
            try LinearModel(Self.line, response: [1, 2])
        }
        #expect(throws: LinearModelError.differentLengths(what: "weights", count: 1, rows: 6)) {
            try LinearModel(Self.line, response: Self.y, weights: [1])
        }
    }

    @Test(arguments: ClusterCorrection.allCases)
    func `one cluster`(_ correction: ClusterCorrection) throws {
        let model = try LinearModel(Self.line, response: Self.y)
        #expect(throws: LinearModelError.oneCluster) {
            try model.covariance(correction, clusters: [3, 3, 3, 3, 3, 3])
        }
        #expect(throws: LinearModelError.differentLengths(what: "the cluster variable", count: 2, rows: 6)) {
            try model.covariance(correction, clusters: [1, 2])
        }
    }

    @Test func `a row that only one column knows has full leverage`() throws {
        let design = Self.design([Self.ones, Self.x, [0, 0, 0, 0, 0, 1]], ["(Intercept)", "x", "last"])
        let model = try LinearModel(design, response: Self.y)
        expectClose(model.leverages[5], 1, 1e-14)
        let rows = try #require(model.rowDiagnostics.value)
        #expect(rows.studentizedResiduals[5] == nil && rows.cooksDistances[5] == nil)
        #expect(rows.studentizedResiduals[4] != nil)
        #expect(throws: LinearModelError.fullLeverage(rows: [5], correction: "HC3")) { try model.covariance(.hc3) }
        #expect(try model.covariance(.hc1).standardErrors.allSatisfy(\.isFinite))
        #expect(throws: LinearModelError.clusterWithFullLeverage(cluster: 9, correction: "CR3")) {
            try model.covariance(.cr3, clusters: [1, 1, 2, 2, 2, 9])
        }
        #expect(try model.covariance(.cr2, clusters: [1, 1, 2, 2, 2, 9]).standardErrors.allSatisfy(\.isFinite))
    }

    @Test func `as many coefficients as rows`() throws {
        let design = Self.design([[1, 1], [1, 2]], ["(Intercept)", "x"])
        let model = try LinearModel(design, response: [3, 5])
        #expect(model.residualStandardDeviation.cause == .noResidualDegreesOfFreedom)
        #expect(model.fTest.cause == .noResidualDegreesOfFreedom)
        let table = try model.coefficientTable()
        expectClose(table.rows[1].estimate.value, 2, 1e-15)
        #expect(table.rows[1].standardError.cause == .noResidualDegreesOfFreedom)
        #expect(model.rowDiagnostics.cause == .noResidualDegreesOfFreedom)
        #expect(throws: LinearModelError.noResidualDegreesOfFreedom(rows: 2, coefficients: 2)) {
            try model.covariance(.hc0)
        }
        #expect(try model.predictions(design.matrix)[0].cause == .noResidualDegreesOfFreedom)
    }

    @Test func `a perfect fit has no tests`() throws {
        let model = try LinearModel(Self.line, response: Self.x.map { 3 - 2 * $0 })
        #expect(model.isPerfectFit)
        #expect(model.residualSumOfSquares < 1e-15)
        #expect(model.fTest.cause == .perfectFit)
        #expect(model.logLikelihood.cause == .perfectFit)
        let table = try model.coefficientTable()
        expectClose(table.rows[1].estimate.value, -2, 1e-15)
        #expect(try #require(table.rows[1].standardError.value) < 1e-15)
        #expect(table.rows[1].statistic.cause == .perfectFit && table.rows[1].pValue.cause == .perfectFit)
        #expect(model.rSquared.value == 1)
        #expect(model.breuschPaganTest().cause == .perfectFit && model.ramseyTest().cause == .perfectFit)
        #expect(model.durbinWatsonStatistic.cause == .perfectFit && model.rowDiagnostics.cause == .perfectFit)
        #expect(try model.analysisOfVariance(.sequential).rows[0].test.cause == .perfectFit)
    }

    @Test func `a constant response`() throws {
        let model = try LinearModel(Self.line, response: Self.ones.map { $0 * 0.1 })
        #expect(model.isPerfectFit)
        #expect(model.fTest.value == nil)
        #expect(model.standardizedCoefficients().allSatisfy { $0.cause == .noVariation })
    }

    @Test func `powers of two fitted values add nothing`() throws {
        let design = Self.design([Self.ones, [0, 1, 0, 1, 1, 0]], ["(Intercept)", "group"])
        let model = try LinearModel(design, response: Self.y)
        #expect(model.ramseyTest().cause == .nothingToTest)
    }

    @Test func `a tolerance of the caller's decides what is dependent everywhere`() throws {
        let nearly = zip(Self.x, [1.0, -1, 1, 1, -1, -1]).map { $0 + 1e-9 * $1 }
        let design = Self.design([Self.ones, Self.x, nearly], ["(Intercept)", "x", "nearly x"])
        let strict = try LinearModel(design, response: Self.y)
        #expect(strict.dependentColumns.isEmpty)
        #expect(try strict.analysisOfVariance(.sequential).rows.map(\.degreesOfFreedom) == [1, 1])
        #expect(try #require(strict.conditionNumber) > 1e8)
        let loose = try LinearModel(design, response: Self.y, rankTolerance: 1e-7)
        #expect(loose.dependentNames == ["nearly x"])
        #expect(try loose.analysisOfVariance(.sequential).rows.map(\.degreesOfFreedom) == [1, 0])
        #expect(try loose.analysisOfVariance(.marginal).rows.map(\.degreesOfFreedom) == [0, 0])
    }

    @Test func `an intercept alone`() throws {
        let model = try LinearModel(Self.design([Self.ones], ["(Intercept)"]), response: Self.y)
        #expect(model.fTest.cause == .nothingToTest)
        expectClose(model.estimates[0], Self.y.reduce(0, +) / 6, 1e-15)
        #expect(model.breuschPaganTest().cause == .nothingToTest)
        #expect(model.rSquared.value == 0)
        #expect(try model.analysisOfVariance(.marginal).rows.isEmpty)
    }
}
