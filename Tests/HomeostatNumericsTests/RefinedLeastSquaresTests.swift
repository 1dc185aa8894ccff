import Foundation
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Reference: Tests/Golden/regression/least_squares.py (fractions, 45 digits).
@Suite struct RefinedLeastSquaresTests {
    struct Problem: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let columns: [[String]]
        let response: [String]
        let weights: [String]?
        let coefficients: [String]
        let residualSumOfSquares: String
        let inverseGramDiagonal: [String]
        let residuals: [String]

        var testDescription: String { name }

        func fit(inverseGramMatrix: Bool = true) throws -> RefinedLeastSquares {
            let columns = try columns.map(exact)
            let response = try exact(response)
            return try RefinedLeastSquares(
                design: Matrix(columns: columns.map { $0.map(\.high) }),
                designRemainder: Matrix(columns: columns.map { $0.map(\.low) }), response: response.map(\.high),
                responseRemainder: response.map(\.low), weights: weights?.compactMap { Double($0) },
                inverseGramMatrix: inverseGramMatrix)
        }
    }

    static let problems: [Problem] = {
        let path = ProjectPaths.root + "/Tests/Golden/regression/least_squares.json"
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return (try? JSONDecoder().decode([Problem].self, from: data)) ?? []
    }()

    @Test func goldenNumbersAreThere() { #expect(Self.problems.count == 17) }

    /// No digit that is called certain is wrong, and at least 15 are certain up to condition numbers of 1e13; beyond,
    /// each factor of ten costs one.
    @Test(arguments: problems, [false, true])
    func certifiedDigitsAreRight(_ problem: Problem, inverseGramMatrix: Bool) throws {
        let fit = try problem.fit(inverseGramMatrix: inverseGramMatrix)
        #expect(fit.dependentColumns.isEmpty)
        let condition = try #require(fit.conditionNumber)
        for (column, text) in problem.coefficients.enumerated() {
            let reference = try #require(ReferenceDecimal(text))
            let coefficient = try #require(fit.coefficients[column])
            let certified = try #require(fit.certifiedDigits[column])
            let digits = reference.agreeingDigits(coefficient)
            #expect(digits >= certified, "coefficient \(column): \(digits) digits, \(certified) certified")
            #expect(certified >= min(15, 28 - log10(condition)), "coefficient \(column), condition \(condition)")
        }
        let squares = try #require(ReferenceDecimal(problem.residualSumOfSquares))
        #expect(squares.agreeingDigits(fit.residualSumOfSquares) >= min(20, 32 - log10(condition)))
        for (row, text) in problem.residuals.enumerated() {
            let reference = try #require(ReferenceDecimal(text))
            let scale = fit.residualSumOfSquares.value.squareRoot()
            #expect(
                (fit.residuals[row] - reference.value).magnitude.value <= 1e-18 * max(1, condition * 1e-13) * scale,
                "row \(row)")
        }
    }

    @Test(arguments: problems)
    func inverseGramMatrix(_ problem: Problem) throws {
        let fit = try problem.fit()
        let inverse = try #require(fit.inverseGramMatrix)
        for (column, text) in problem.inverseGramDiagonal.enumerated() {
            let reference = try #require(ReferenceDecimal(text))
            #expect(reference.agreeingDigits(inverse[column, column]) >= 15)
            let variance = try #require(fit.residualVariance)
            let error = try #require(fit.standardErrors[column])
            #expect(((reference.value * variance).squareRoot() / error - .one).magnitude.value < 1e-15)
        }
    }

    /// What the scale of the data is does not matter, up to the ends of the range of Double.
    @Test(arguments: [-900, -300, 300, 900])
    func scales(exponent: Int) throws {
        let problem = try #require(Self.problems.first)
        let columns = try problem.columns.map(exact)
        let response = try exact(problem.response)
        let plain = try problem.fit()
        let scaled = try RefinedLeastSquares(
            design: Matrix(columns: columns.map { $0.map { $0.scaled(byPowerOfTwo: exponent).high } }),
            response: response.map(\.high))
        let doubles = try RefinedLeastSquares(
            design: Matrix(columns: columns.map { $0.map(\.high) }), response: response.map(\.high))
        for column in plain.coefficients.indices {
            let coefficient = try #require(doubles.coefficients[column])
            #expect(scaled.coefficients[column] == coefficient.scaled(byPowerOfTwo: -exponent))
            let error = try #require(doubles.standardErrors[column])
            #expect(scaled.standardErrors[column] == error.scaled(byPowerOfTwo: -exponent))
        }
        #expect(scaled.residualSumOfSquares == doubles.residualSumOfSquares)
        #expect(scaled.conditionNumber == doubles.conditionNumber)
    }

    @Test func dependentColumnsAreNamed() throws {
        var generator = SeededGenerator(seed: 5)
        let ones = [Double](repeating: 1, count: 30)
        let a = ones.map { _ in generator.unit() }
        let b = ones.map { _ in generator.unit() * 1e6 }
        let sum = zip(a, b).map { 3 * $0 - 1e-6 * $1 + 7 }
        let y = ones.map { _ in generator.unit() }
        let fit = try RefinedLeastSquares(
            design: Matrix(columns: [ones, a, b, sum, ones.map { _ in 0 }]), response: y)
        #expect(fit.dependentColumns == [3, 4])
        #expect(fit.independentColumns == [0, 1, 2])
        #expect(fit.rank == 3 && fit.residualDegreesOfFreedom == 27)
        #expect(fit.coefficients[3] == nil && fit.standardErrors[4] == nil && fit.certifiedDigits[3] == nil)
        let without = try RefinedLeastSquares(design: Matrix(columns: [ones, a, b]), response: y)
        for column in 0..<3 {
            let (kept, expected) = try (#require(fit.coefficients[column]), #require(without.coefficients[column]))
            #expect(((kept - expected) / expected).magnitude.value < 1e-25)
        }
        // Nothing is left to fit.
        let none = try RefinedLeastSquares(design: Matrix(columns: [ones.map { _ in 0 }]), response: y)
        #expect(none.rank == 0 && none.dependentColumns == [0])
        #expect(none.residuals.map(\.value) == y)
        #expect(none.conditionNumber == nil && none.digits == nil)
    }

    @Test func withoutColumns() throws {
        let fit = try RefinedLeastSquares(design: Matrix(rowCount: 3, columnCount: 0), response: [1, 2, 3])
        #expect(fit.rank == 0 && fit.residualDegreesOfFreedom == 3 && fit.residualSumOfSquares == 14)
        #expect(fit.fStatistic(hasIntercept: false) == .failure(.noModelDegreesOfFreedom))
        #expect(try fit.rSquared(hasIntercept: false).get() == .zero)
    }

    /// In exact decimals a column that differs in the 20th digit is another column, and one that does not is not.
    @Test func differencesBeyondDoubles() throws {
        let x = (1...12).compactMap { DoubleDouble(significand: Int64($0 * $0), exponent: -1) }
        let nudged = x.enumerated().map { $0.element + DoubleDouble(Double($0.offset % 3)) * 1e-20 }
        let y = x.map { $0 * 2 }
        func fit(_ columns: [[DoubleDouble]], isExact: Bool?) throws -> RefinedLeastSquares {
            try RefinedLeastSquares(
                design: Matrix(columns: columns.map { $0.map(\.high) }),
                designRemainder: Matrix(columns: columns.map { $0.map(\.low) }), response: y.map(\.high),
                responseRemainder: y.map(\.low), isExact: isExact)
        }
        let exact = try fit([x, nudged], isExact: nil)
        #expect(exact.dependentColumns.isEmpty)
        #expect(abs((exact.coefficients[0]?.value ?? 0) - 2) < 1e-9)
        #expect((exact.conditionNumber ?? 0) > 1e18)
        #expect(try fit([x, nudged], isExact: false).dependentColumns == [1])
        #expect(try fit([x, x], isExact: true).dependentColumns == [1])
        #expect(try fit([x, x.map { $0 * 3 / 7 }], isExact: true).dependentColumns == [1])
    }

    @Test func perfectFits() throws {
        let x = (0..<10).map { Double($0) }
        let design = Matrix(columns: [x.map { _ in 1 }, x])
        // 0.1 x + 0.2 in Doubles misses a line by rounding only.
        let rounded = try RefinedLeastSquares(design: design, response: x.map { 0.1 * $0 + 0.2 })
        #expect(rounded.isPerfectFit)
        #expect(rounded.fStatistic(hasIntercept: true) == .failure(.perfectFit))
        #expect(try rounded.rSquared(hasIntercept: true).get().value > 1 - 1e-15)
        let noisy = try RefinedLeastSquares(
            design: design, response: x.map { 0.1 * $0 + 0.2 + ($0 == 3 ? 1e-12 : 0) })
        #expect(!noisy.isPerfectFit)
        let constant = try RefinedLeastSquares(design: design, response: x.map { _ in 0.3 })
        #expect(constant.rSquared(hasIntercept: true) == .failure(.constantResponse))
        let saturated = try RefinedLeastSquares(
            design: Matrix(columns: [[1, 1], [1, 2]]), response: [3, 5])
        #expect(saturated.coefficients.map { $0?.value } == [1, 2])
        #expect(saturated.standardErrors == [nil, nil])
        #expect(saturated.fStatistic(hasIntercept: true) == .failure(.noResidualDegreesOfFreedom))
    }

    /// A factor that comes from elsewhere gives the same digits, and a poor one does no harm.
    @Test(arguments: [0.0, 1e-9, 1e-3])
    func startingFactor(perturbation: Double) throws {
        let problem = try #require(Self.problems.first { $0.columns.count > 3 })
        let columns = try problem.columns.map(exact).map { $0.map(\.high) }
        let response = try exact(problem.response).map(\.high)
        let design = Matrix(columns: columns)
        let plain = try RefinedLeastSquares(design: design, response: response)
        let qr = HouseholderQR(
            columnMajor: design.elements, rowCount: design.rowCount, columnCount: design.columnCount, pivoting: false)
        var r = Matrix(rowCount: design.columnCount, columnCount: design.columnCount)
        for column in 0..<design.columnCount {
            for row in 0...column { r[row, column] = qr.r(row, column) * (1 + perturbation * Double(row - column + 1)) }
        }
        let exponents = [Int](repeating: 0, count: design.columnCount)
        for inverse in [false, true] {
            let started = try RefinedLeastSquares(
                design: design, response: response, startingFactor: (r, exponents), inverseGramMatrix: inverse)
            for column in plain.coefficients.indices {
                let (found, expected) = try (
                    #require(started.coefficients[column]), #require(plain.coefficients[column])
                )
                let digits = try min(#require(plain.certifiedDigits[column]), #require(started.certifiedDigits[column]))
                #expect(digits >= 15)
                #expect(((found - expected) / expected).magnitude.value <= 2 * pow(10, -digits))
            }
        }
    }

    @Test func weightsOfZeroLeaveRowsOut() throws {
        let x: [Double] = [1, 2, 3, 4, 100]
        let y: [Double] = [2, 3, 5, 4, -1000]
        let fit = try RefinedLeastSquares(
            design: Matrix(columns: [x.map { _ in 1 }, x]), response: y, weights: [1, 1, 1, 1, 0])
        #expect(fit.weightedRowCount == 4 && fit.residualDegreesOfFreedom == 2)
        #expect(fit.coefficients.map { $0?.value } == [1.5, 0.8])
        #expect(fit.residuals[4].value == -1000 - 1.5 - 80)
        #expect(abs(fit.centredTotalSumOfSquares.value - 5) < 1e-14)
    }

    @Test func badInputIsRefused() {
        func error(
            _ design: Matrix, _ response: [Double], weights: [Double]? = nil, remainder: Matrix? = nil
        ) -> RefinedLeastSquaresError? {
            #expect(throws: RefinedLeastSquaresError.self) {
                try RefinedLeastSquares(
                    design: design, designRemainder: remainder, response: response, weights: weights)
            }
        }
        let design = Matrix(columns: [[1, 1, 1], [1, 2, 3]])
        #expect(error(design, [1, 2]) == .shapeDiffers("the response"))
        #expect(error(design, [1, .nan, 3]) == .notFinite(row: 1, column: nil))
        #expect(error(Matrix(columns: [[1, 1], [2, .infinity]]), [1, 2]) == .notFinite(row: 1, column: 1))
        #expect(error(design, [1, 2, 3], weights: [1, .infinity, 1]) == .invalidWeight(row: 1))
        #expect(error(design, [1, 2, 3], weights: [1, -1, 1]) == .invalidWeight(row: 1))
        #expect(error(design, [1, 2, 3], weights: [1, 0, 0]) == .fewerRowsThanColumns(rows: 1, columns: 2))
        #expect(error(Matrix(columns: [[1], [2]]), [1]) == .fewerRowsThanColumns(rows: 1, columns: 2))
        #expect(error(design, [1, 2, 3], remainder: Matrix(columns: [[0, 0, 0]]))?.description.isEmpty == false)
        #expect(error(Matrix(columns: [[1e-300, 2e-300]]), [1e100, 1e100]) == .coefficientOutOfRange(column: 0))
    }
}

/// Decimal texts as numbers.
private func exact(_ texts: [String]) throws -> [DoubleDouble] {
    try texts.map { try #require(ReferenceDecimal($0)).value }
}
