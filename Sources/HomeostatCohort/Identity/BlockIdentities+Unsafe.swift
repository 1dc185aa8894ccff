import CKernels

/// The identities of the rows of one block, as far as they are needed to find repeated ones.
struct BlockIdentities: Sendable {
    /// The identities as numbers, where they are whole numbers and each is greater than the one before.
    private(set) var ascending: [Int64]?
    /// Hashes of the identifying fields; empty until they are needed.
    private(set) var hashes: [UInt64] = []
    /// Hashes of the whole rows.
    private(set) var contents: [UInt64] = []
    private var starts: [UInt32] = []
    private var ends: [UInt32] = []

    /// Looks at the rows of a block.
    ///
    /// - Parameter identity: positions of the identifying columns.
    mutating func read(_ index: RowIndex, bytes: [UInt8], columns: Int, identity: [Int]) {
        let count = index.count
        hashes.removeAll(keepingCapacity: true)
        fill(count) { index.range(of: $0, columns: columns, in: bytes) }
        contents = [UInt64](repeating: 0, count: count)
        unsafe hk_hash_slices(bytes, starts, ends, count, &contents)
        ascending = nil
        if identity.count == 1 {
            fill(count) { index.field($0, identity[0], columns: columns, in: bytes) }
            var numbers = [Int64](repeating: 0, count: count)
            if unsafe hk_ascending_numbers(bytes, starts, ends, count, &numbers) == 1 { ascending = numbers }
        }
        if ascending == nil { hash(index, bytes: bytes, columns: columns, identity: identity) }
    }

    /// Makes the hashes of the identifying fields, unless they are there.
    mutating func hash(_ index: RowIndex, bytes: [UInt8], columns: Int, identity: [Int]) {
        guard hashes.isEmpty else { return }
        let count = index.count
        hashes = [UInt64](repeating: 0, count: count)
        for column in identity {
            fill(count) { index.field($0, column, columns: columns, in: bytes) }
            unsafe hk_hash_slices(bytes, starts, ends, count, &hashes)
        }
    }

    /// The hash that ``hash(_:bytes:columns:identity:)`` gives to an ascending identity.
    static func hash(of number: Int64) -> UInt64 {
        let digits = Array(String(number).utf8)
        return unsafe hk_hash(digits, digits.count, 0)
    }

    private mutating func fill(_ count: Int, _ range: (Int) -> Range<Int>) {
        if starts.count < count {
            starts = [UInt32](repeating: 0, count: count)
            ends = starts
        }
        for row in 0..<count {
            let range = range(row)
            starts[row] = UInt32(range.lowerBound)
            ends[row] = UInt32(range.upperBound)
        }
    }
}
