import HomeostatTestSupport
import Testing

@testable import HomeostatNumerics

/// Kernels over columns, beside the operations on single numbers.
@Suite struct DoubleDoubleColumnsTests {
    private func column(_ count: Int, hasLow: Bool, _ generator: inout SeededGenerator) -> DoubleDoubleColumns {
        let high = (0..<count).map { _ in generator.unit() * 2 - 1 }
        let low = hasLow ? high.map { $0 * 0x1p-54 * (generator.unit() - 0.5) } : []
        return DoubleDoubleColumns(rowCount: count, columnCount: 1, high: high, low: low)
    }

    @Test(arguments: [0, 1, 7, 8, 9, 64, 1003], [false, true])
    func kernels(count: Int, hasLow: Bool) {
        var generator = SeededGenerator(seed: UInt64(count))
        let x = column(count, hasLow: hasLow, &generator)
        let y = column(count, hasLow: true, &generator)
        let factor = DoubleDouble(1) / 3
        var sum = y
        sum.add(factor, times: x, column: 0, rows: 0..<count, toColumn: 0, at: 0)
        var product = DoubleDouble.zero
        for row in 0..<count {
            let expected = y[row, 0] + factor * x[row, 0]
            #expect((sum[row, 0] - expected).magnitude.value <= 0x1p-102)
            product += x[row, 0] * y[row, 0]
        }
        #expect((x.product(y) - product).magnitude.value <= 0x1p-102 * (1 + Double(count).squareRoot()))
        guard count > 0 else { return }
        var multiplied = y
        multiplied.multiply(by: x)
        for row in 0..<count {
            let expected = y[row, 0] * x[row, 0]
            #expect((multiplied[row, 0] - expected).magnitude.value <= 0x1p-103 * expected.value.magnitude)
        }
    }

    /// What cancels in Doubles is kept: the products of 1 + e and 1 - e, and their opposites.
    @Test func cancellation() {
        let tiny = 0x1p-40
        let x = DoubleDoubleColumns(rowCount: 2, columnCount: 1, high: [1 + tiny, -1], low: [])
        let y = DoubleDoubleColumns(rowCount: 2, columnCount: 1, high: [1 - tiny, 1], low: [0, 0])
        #expect(x.product(y) == DoubleDouble(-tiny * tiny))
    }

    @Test func scalingByPowersOfTwo() {
        var columns = DoubleDoubleColumns(rowCount: 2, columnCount: 2, high: [0x1p-1060, 0, 3e300, -5e300], low: [])
        let exponents = columns.scaleToUnit()
        #expect(exponents == [-1060, 998])
        #expect(columns.high[0] == 1)
        #expect(columns.high[3].magnitude >= 1 && columns.high[3].magnitude < 2)
        columns.scale(0, byPowerOfTwo: -1060)
        columns.scale(1, byPowerOfTwo: 998)
        #expect(columns.high == [0x1p-1060, 0, 3e300, -5e300])
    }
}
