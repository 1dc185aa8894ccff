import CKernels
import Testing

/// Every level of instructions gives the same bits.
@Suite(.serialized) struct DoubleDoubleKernelTests {
    @Test(arguments: [1, 8, 13, 260])
    func levels(count: Int) {
        // Numbers with all bits set anyhow, from a fixed recurrence.
        var state: UInt64 = 88_172_645_463_325_252
        func next() -> Double {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Double(Int64(bitPattern: state)) * 0x1p-60
        }
        let (x, y) = ((0..<count).map { _ in next() }, (0..<count).map { _ in next() })
        let (xLow, yLow) = (x.map { $0 * 0x1p-55 }, y.map { $0 * -0x1p-54 })
        var bits: [[UInt64]] = []
        for level: Int32 in 0...2 {
            // A processor without a level gives the one below it.
            _ = hk_limit_level(level)
            var (high, low) = (y, yLow)
            unsafe hk_double_double_add_multiple(&high, &low, x, xLow, 0.3, 1e-18, count)
            unsafe hk_double_double_add_multiple(&high, &low, x, nil, -0.7, 1e-18, count)
            unsafe hk_double_double_multiply(&high, &low, x, xLow, count)
            var sums = hk_double_double_sums()
            unsafe hk_double_double_dot(x, xLow, high, low, count, &sums)
            unsafe hk_double_double_dot(x, nil, high, low, count, &sums)
            bits.append((high + low + [sums.high.0, sums.high.7, sums.low.0, sums.low.7]).map(\.bitPattern))
        }
        _ = hk_limit_level(-1)
        #expect(bits[0] == bits[1])
        #expect(bits[0] == bits[2])
    }
}
