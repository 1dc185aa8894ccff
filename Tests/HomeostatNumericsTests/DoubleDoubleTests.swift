import Foundation
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Reference: Tests/Golden/regression/double_double.py (fractions).
@Suite struct DoubleDoubleTests {
    struct Case: Sendable {
        let operation: String
        let cells: [String]
        /// Three Doubles whose sum is the exact result.
        let result: [Double]

        /// The relative error of a number, itself exact to many digits: the leading parts cancel without rounding.
        func error(of found: DoubleDouble) -> Double {
            let rest = found - DoubleDouble(high: result[0], low: result[1])
            let difference = (rest - DoubleDouble(result[2])).value
            return result[0] == 0 ? difference.magnitude : (difference / result[0]).magnitude
        }
    }

    static let golden: [Case] = {
        let path = ProjectPaths.root + "/Tests/Golden/regression/double_double.csv"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: ",").map(String.init)
            return Case(
                operation: cells[0], cells: Array(cells[1..<5]), result: cells[5...].compactMap { Double($0) })
        }
    }()

    /// The largest relative error over the cases of an operation, which must be in the file.
    private func largestError(_ operation: String, _ compute: ([Double]) -> DoubleDouble) throws -> Double {
        let cases = Self.golden.filter { $0.operation == operation }
        try #require(cases.count >= 100)
        return cases.reduce(0) { max($0, $1.error(of: compute($1.cells.compactMap { Double($0) }))) }
    }

    private func a(_ cells: [Double]) -> DoubleDouble { DoubleDouble(high: cells[0], low: cells[1]) }
    private func b(_ cells: [Double]) -> DoubleDouble { DoubleDouble(high: cells[2], low: cells[3]) }

    /// The bounds proved by Joldes, Muller and Popescu for these operations, in units of 2^-106: 3, 3, 7 or less, 10.
    @Test func operationsAgainstFractions() throws {
        let unit = 0x1p-106
        #expect(try largestError("sum") { a($0) + b($0) } <= 3.1 * unit)
        #expect(try largestError("difference") { a($0) - b($0) } <= 3.1 * unit)
        #expect(try largestError("product") { a($0) * b($0) } <= 7 * unit)
        #expect(try largestError("quotient") { a($0) / b($0) } <= 10 * unit)
        #expect(try largestError("root") { a($0).squareRoot() } <= 10 * unit)
    }

    @Test func powersAgainstFractions() throws {
        #expect(try largestError("power") { a($0).power(Int($0[2])) } <= 100 * 0x1p-106)
        // 10^45 has 105 bits behind its factors of two, and is exact.
        for test in Self.golden where test.operation == "power" && test.cells[0] == "0x1.4000000000000p+3" {
            let exponent = try #require(Double(test.cells[2]))
            #expect(test.error(of: DoubleDouble(10).power(Int(exponent))) == 0, "10^\(exponent)")
        }
    }

    @Test func decimalsAgainstFractions() throws {
        let cases = Self.golden.filter { $0.operation == "decimal" }
        try #require(cases.count > 600)
        for test in cases {
            let significand = try #require(Int64(test.cells[0]))
            let exponent = try #require(Int16(test.cells[1]))
            let value = try #require(DoubleDouble(significand: significand, exponent: exponent))
            // A factor of 10^45 at a time; near the least Doubles, low parts lose digits.
            let steps = Double(1 + exponent.magnitude / 45)
            let bound = exponent < -250 ? 1e-24 : 4 * steps * 0x1p-106
            #expect(test.error(of: value) <= bound, "\(significand)e\(exponent)")
            #expect(value.high == test.result[0] || exponent.magnitude > 45)
            #expect(value.low.magnitude <= value.high.ulp / 2)
        }
    }

    @Test func decimalsAtTheEndsOfTheRange() throws {
        #expect(DoubleDouble(significand: 1, exponent: 309) == nil)
        #expect(DoubleDouble(significand: 1, exponent: .max) == nil)
        #expect(DoubleDouble(significand: 17, exponent: 307)?.value == 1.7e308)
        #expect(DoubleDouble(significand: 1, exponent: .min) == .zero)
        #expect(DoubleDouble(significand: 0, exponent: .max) == .zero)
        #expect(DoubleDouble(Int64.min).high == -0x1p63)
        #expect(DoubleDouble(Int64.max) + .one == DoubleDouble(0x1p63))
    }

    /// A sum and a product of Doubles, kept as two, leave nothing out: checked with integers of 128 bits.
    @Test func sumsAndProductsOfDoublesAreExact() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let (x, y) = (Int64(generator.next() >> 11) - (1 << 52), Int64(generator.next() >> 11) - (1 << 52))
            let product = DoubleDouble.product(Double(x), Double(y))
            #expect(Int128(product.high) + Int128(product.low) == Int128(x) * Int128(y))
            let shifted = Double(y) * 0x1p40
            let sum = DoubleDouble.sum(Double(x), shifted)
            #expect(Int128(sum.high) + Int128(sum.low) == Int128(x) + Int128(y) << 40)
            #expect(sum == DoubleDouble.sum(shifted, Double(x)))
        }
    }

    @Test func overflowIsNotFiniteAndNothingElseIsLost() {
        let large = DoubleDouble(0x1p1023)
        #expect(!(large + large).isFinite)
        #expect(!(large * 4).isFinite)
        #expect((large * 4).value == .infinity)
        #expect((DoubleDouble.one / .zero).value == .infinity)
        #expect((large / 4).value == 0x1p1021)
        #expect(((large * DoubleDouble(high: 1, low: 0x1p-60)) - large).value == 0x1p963)
        #expect(DoubleDouble.zero.squareRoot() == .zero)
        #expect(DoubleDouble(-1).squareRoot().value.isNaN)
        #expect(DoubleDouble(high: 1, low: 0x1p-70) > 1 && DoubleDouble(high: 1, low: -0x1p-70) < 1)
        #expect(DoubleDouble(high: -1, low: -0x1p-70).magnitude == DoubleDouble(high: 1, low: 0x1p-70))
        #expect(DoubleDouble(high: 0x1p-70, low: 1) == DoubleDouble(high: 1, low: 0x1p-70))
    }
}
