import CKernels
import Testing

/// The Householder kernels give the same bits on every instruction set that the processor has.
///
/// The level is a setting of the process, but no test may notice a change: that is what is tested.
@Suite(.serialized) struct HouseholderKernelTests {
    /// Numbers that fill all bits, from a linear congruence modulo 2^64 (Knuth's MMIX).
    static func numbers(_ count: Int, seed: UInt64) -> [Double] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) * 0x1p-52 - 1
        }
    }

    static func onEveryLevel<Result: Equatable>(_ work: () -> Result) {
        hk_limit_level(0)
        let expected = work()
        for level in Int32(1)...2 where hk_limit_level(level) == level { #expect(work() == expected, "level \(level)") }
        hk_limit_level(-1)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 8, 11, 12, 13, 14, 24, 25, 66])
    func fold(columns: Int) {
        for rows in [8, 64, 256] {
            let block = Self.numbers(rows * columns, seed: UInt64(rows))
            Self.onEveryLevel {
                var copy = block
                var r = [Double](repeating: 0, count: columns * columns)
                unsafe hk_qr_fold(&copy, rows, rows, columns, &r)
                copy = block.reversed()
                unsafe hk_qr_fold(&copy, rows, rows, columns, &r)
                return r
            }
        }
    }

    @Test func foldRowsAndSecondPass() {
        let columns = 5
        let count = 1111
        let numbers = Self.numbers(count * (columns + 2), seed: 9)
        Self.onEveryLevel { () -> [Double] in
            unsafe numbers.withUnsafeBufferPointer { all -> [Double] in
                guard let first = all.baseAddress else { return [] }
                let x = unsafe (0...columns).map { unsafe Optional(first + $0 * count) }
                let root = unsafe first + (columns + 1) * count
                var r = [Double](repeating: 0, count: (columns + 1) * (columns + 1))
                var exponents = [Int32](repeating: .min, count: columns + 1)
                var work = [Double](repeating: 0, count: (columns + 5) * 272)
                #expect(unsafe hk_qr_fold_rows(x, root, 3, count - 3, columns + 1, &r, &exponents, &work) == 1)
                var triangle: [Double] = []
                for row in 0..<columns { triangle += r[row * (columns + 1)..<row * (columns + 1) + columns] }
                let scale = [Double](repeating: 1, count: columns)
                var residuals = [Double](repeating: 0, count: count)
                var leverages = residuals
                var meat = [Double](repeating: 0, count: columns * columns)
                unsafe x.withUnsafeBufferPointer { x in
                    unsafe triangle.withUnsafeBufferPointer { triangle in
                        unsafe scale.withUnsafeBufferPointer { scale in
                            var pass = unsafe hk_qr_pass(
                                x: x.baseAddress, y: x[columns], root: root, columns: columns,
                                r: triangle.baseAddress, scale: scale.baseAddress, coefficients: scale.baseAddress)
                            unsafe hk_qr_residuals(&pass, 1, count - 1, &residuals, &leverages, &work)
                            _ = unsafe hk_qr_meat(&pass, HK_QR_HC3, nil, 0, 1, count - 1, &meat, &work)
                        }
                    }
                }
                return r + residuals + leverages + meat
            }
        }
    }

    @Test(arguments: [0, 1, 3, 7])
    func small(columns: Int) {
        for rows in [columns + 1, 9, 50] where rows > columns {
            let numbers = Self.numbers(rows * (columns + 1), seed: UInt64(rows + columns))
            Self.onEveryLevel {
                var coefficients = [Double](repeating: 0, count: columns + 1)
                var squares = 0.0
                var work = [Double](repeating: 0, count: (rows + 7) * (columns + 1) + (columns + 1) * (columns + 3))
                let response = Array(numbers.suffix(rows))
                let isFitted = unsafe hk_qr_small(
                    numbers, rows, response, rows, columns, 1, 1e-13, &coefficients, &squares, &work)
                return isFitted == 1 ? coefficients + [squares] : []
            }
        }
    }

    @Test(arguments: [1, 5, 8, 100, 1003])
    func draws(count: Int) {
        Self.onEveryLevel {
            var counts = [UInt32](repeating: 0, count: count)
            unsafe hk_draw(0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210, count, UInt32(count), &counts)
            return counts
        }
    }
}
