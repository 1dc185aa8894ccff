import CKernels

extension PairsBootstrap {
    /// The factor of the rows drawn, each once and multiplied by the root of how often it was drawn.
    ///
    /// - Parameters:
    ///   - counts: how often each row was drawn.
    ///   - work: room for a block of rows.
    func factor(counts: [UInt32], drawn: inout Drawn) -> BlockFactor {
        drawn.collect(counts, roots: roots)
        var r = [Double](repeating: 0, count: columnCount * columnCount)
        let stride = Int(HK_QR_ROWS) + 8
        unsafe scaled.storage.withUnsafeBufferPointer { elements in
            unsafe drawn.rows.withUnsafeBufferPointer { rows in
                unsafe drawn.factors.withUnsafeBufferPointer { factors in
                    unsafe withWork(numbers: stride * columnCount) { work in
                        guard let x = elements.baseAddress, let rows = rows.baseAddress,
                            let factors = factors.baseAddress
                        else { return }
                        var first = 0
                        while first < drawn.count {
                            let count = min(drawn.count - first, Int(HK_QR_ROWS))
                            for column in 0..<columnCount {
                                unsafe hk_qr_gather(
                                    x + column * scaled.rowCount, rows + first, factors + first, count,
                                    work + column * stride)
                            }
                            unsafe hk_qr_fold(work, stride, (count + 7) / 8 * 8, columnCount, &r)
                            first += count
                        }
                    }
                }
            }
        }
        return BlockFactor(columnCount: columnCount, r: r, exponents: exponents)
    }
}

/// How often each of `count` things is drawn in as many draws with replacement: draw k is number k of a stream of a
/// ``CounterRandom``, times `count`, without its fraction.
func countsOfDraws(_ count: Int, seed: UInt64, stream: UInt64) -> [UInt32] {
    precondition(count > 0 && count <= Int(UInt32.max))
    var counts = [UInt32](repeating: 0, count: count)
    unsafe hk_draw(seed, stream, count, UInt32(count), &counts)
    return counts
}
