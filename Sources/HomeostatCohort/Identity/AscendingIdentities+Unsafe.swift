/// The identities of a block that are whole numbers, each greater than the one before, with 8 bytes for each.
struct AscendingIdentities: Sendable {
    let first: Int64
    let last: Int64
    /// The distance from ``first``, and below it the content of the row.
    private let rows: [UInt64]

    /// - Parameters:
    ///   - numbers: the identities, ascending; more than none.
    ///   - contents: hashes of the rows.
    /// - Returns: nil where the numbers of the block are more than 32 bits apart.
    init?(_ numbers: [Int64], contents: [UInt64]) {
        guard let first = numbers.first, let last = numbers.last, last - first <= Int64(UInt32.max) else { return nil }
        self.first = first
        self.last = last
        let count = numbers.count
        precondition(contents.count == count)
        rows = unsafe [UInt64](unsafeUninitializedCapacity: count) { target, filled in
            for row in 0..<count {
                unsafe target[row] = UInt64(bitPattern: numbers[row] &- first) << 32 | contents[row] >> 32
            }
            filled = count
        }
    }

    var count: Int { rows.count }

    /// The identity of a row.
    func number(_ row: Int) -> Int64 { first + Int64(rows[row] >> 32) }

    /// The upper half of the hash of a row.
    func content(_ row: Int) -> UInt32 { UInt32(truncatingIfNeeded: rows[row]) }
}
