import HomeostatModels
import HomeostatNumerics
import Testing

/// Input that gives no fit is refused with the place and the way out; an exact fit is called one.
@Suite struct RobustBadInputTests {
    private let intercept = [Double](repeating: 1, count: 8)
    private let x = [1.0, 2, 3, 4, 5, 6, 7, 8]
    private let y = [2.0, 1, 4, 3, 6, 5, 8, 7]

    private func each(_ design: Matrix, _ y: [Double], names: [String]? = nil, throws expected: RegressionInputError) {
        #expect(throws: expected) { try MEstimate(design, response: y, columnNames: names) }
        #expect(throws: expected) { try MMEstimate(design, response: y, columnNames: names) }
        #expect(throws: expected) { try LeastTrimmedSquares(design, response: y, columnNames: names) }
        #expect(throws: expected) { try QuantileRegression(design, response: y, columnNames: names) }
    }

    @Test func shapes() {
        let wide = Matrix(columns: [[1, 1], [1, 2], [2, 1]])
        #expect(throws: RegressionInputError.tooFewRows(rows: 2, needed: 3)) { try MEstimate(wide, response: [1, 2]) }
        #expect(throws: RegressionInputError.tooFewRows(rows: 2, needed: 4)) { try MMEstimate(wide, response: [1, 2]) }
        #expect(throws: RegressionInputError.tooFewRows(rows: 2, needed: 7)) {
            try LeastTrimmedSquares(wide, response: [1, 2])
        }
        #expect(throws: RegressionInputError.tooFewRows(rows: 2, needed: 3)) {
            try QuantileRegression(wide, response: [1, 2])
        }
        each(Matrix(rowCount: 3, columnCount: 0), [1, 2, 3], throws: .noColumns)
        each(Matrix(columns: [intercept]), [1, 2], throws: .lengthsDiffer(rows: 8, values: 2))
    }

    @Test func values() {
        var broken = x
        broken[2] = .nan
        let names = ["(Intercept)", "carbs"]
        each(Matrix(columns: [intercept, broken]), y, names: names, throws: .notFinite(row: 2, column: "carbs"))
        broken = y
        broken[7] = .infinity
        each(Matrix(columns: [intercept, x]), broken, throws: .notFinite(row: 7, column: nil))
    }

    /// A constant beside the intercept, and a sum of two others: the later column is named.
    @Test func dependentColumns() {
        let names = ["(Intercept)", "carbs", "site", "total"]
        let sum = x.map { 0.1 * $0 + 3 }
        let design = Matrix(columns: [intercept, x, intercept.map { 5 * $0 }, sum])
        #expect(throws: RegressionInputError.dependentColumns(["site", "total"])) {
            try MEstimate(design, response: y, columnNames: names)
        }
        #expect(throws: RegressionInputError.dependentColumns(["site", "total"])) {
            try QuantileRegression(design, response: y, columnNames: names)
        }
        #expect("\(RegressionInputError.dependentColumns(["site", "total"]))".contains("site, total"))
    }

    /// Every row on the line, and most rows on it.
    @Test(arguments: [0, 3])
    func exactFit(outliers: Int) throws {
        let n = 11
        let x = (0..<n).map { Double($0) }
        var y = x.map { 0.3 + 0.1 * $0 }
        for row in 0..<outliers { y[row * 3] += 10 + Double(row) }
        let design = Matrix(columns: [[Double](repeating: 1, count: n), x])
        let mm = try MMEstimate(design, response: y)
        #expect(mm.ending == .exactFit && mm.scale == 0 && mm.covariance == nil)
        let trimmed = try LeastTrimmedSquares(design, response: y)
        #expect(trimmed.rawScale == 0 && trimmed.covariance == nil)
        let median = try QuantileRegression(design, response: y)
        for coefficients in [mm.coefficients, trimmed.coefficients, median.coefficients] {
            #expect(abs(coefficients[0] - 0.3) < 1e-13 && abs(coefficients[1] - 0.1) < 1e-13)
        }
        #expect(mm.weights.count { $0 == 0 } == outliers)
        let m = try MEstimate(design, response: y)
        if outliers == 0 { #expect(m.ending == .exactFit && m.scale == 0 && m.standardErrors == nil) }
        #expect(m.coefficients.allSatisfy { $0.isFinite } && m.weights.allSatisfy { $0.isFinite })
    }

    /// Half of the rows are one and the same.
    @Test func repeatedRows() throws {
        let n = 20
        var draws = CounterRandom(seed: 8).stream(1)
        let x = (0..<n).map { $0 < 10 ? 4.0 : draws.uniform(in: 0...10) }
        let y = (0..<n).map { $0 < 10 ? 2.0 : 0.5 * x[$0] + draws.normal() }
        let design = Matrix(columns: [[Double](repeating: 1, count: n), x])
        for coefficients in [
            try MEstimate(design, response: y).coefficients, try MMEstimate(design, response: y).coefficients,
            try LeastTrimmedSquares(design, response: y).coefficients,
            try QuantileRegression(design, response: y).coefficients,
        ] {
            #expect(coefficients.allSatisfy { $0.isFinite })
            #expect(abs(coefficients[0] + 4 * coefficients[1] - 2) < 0.5)
        }
    }

    /// As many rows as coefficients: a fit through all of them, without errors.
    @Test func noFreedom() throws {
        let design = Matrix(columns: [[1, 1], [1, 3]])
        let m = try MEstimate(design, response: [1, 5])
        #expect(m.ending == .exactFit && m.standardErrors == nil)
        let median = try QuantileRegression(design, response: [1, 5])
        #expect(abs(median.coefficients[1] - 2) < 1e-15 && median.objective == 0)
        let intervals = try median.rankIntervals(design: design, response: [1, 5])
        let covariance = try median.covariance(.independent, design: design, response: [1, 5])
        #expect(intervals == nil && covariance == nil)
    }
}
