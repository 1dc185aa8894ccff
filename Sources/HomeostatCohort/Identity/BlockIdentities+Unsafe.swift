import CKernels

/// The identities of the rows of one block, as far as they are needed to find repeated ones.
struct BlockIdentities: Sendable {
    /// The identities as numbers, where they are whole numbers and each is greater than the one before.
    private(set) var ascending: AscendingIdentities?
    /// Hashes of the identifying fields; empty until they are needed.
    private(set) var hashes: [UInt64] = []
    /// Hashes of the whole rows.
    private(set) var contents: [UInt64] = []
    private var numbers: [Int64] = []

    /// Looks at the rows of a block.
    ///
    /// - Parameter identity: positions of the identifying columns.
    mutating func read(_ index: RowIndex, bytes: [UInt8], columns: Int, identity: [Int]) {
        hashes.removeAll(keepingCapacity: true)
        contents.resize(to: index.count)
        numbers.resize(to: index.count)
        ascending = nil
        unsafe BlockIdentities.withRows(index, bytes, columns) { rows in
            unsafe hk_hash_rows(rows, &contents)
            guard identity.count == 1 else { return }
            if unsafe hk_ascending_numbers(rows, identity[0], &numbers) == 1 {
                ascending = AscendingIdentities(numbers, contents: contents)
            }
        }
        if ascending == nil { hash(index, bytes: bytes, columns: columns, identity: identity) }
    }

    /// Makes the hashes of the identifying fields, unless they are there.
    mutating func hash(_ index: RowIndex, bytes: [UInt8], columns: Int, identity: [Int]) {
        guard hashes.isEmpty else { return }
        hashes.resize(to: index.count)
        for row in hashes.indices { hashes[row] = 0 }
        unsafe BlockIdentities.withRows(index, bytes, columns) { rows in
            for column in identity { unsafe hk_hash_fields(rows, column, &hashes) }
        }
    }

    /// The hash that ``hash(_:bytes:columns:identity:)`` gives to an ascending identity.
    static func hash(of number: Int64) -> UInt64 {
        let digits = Array(String(number).utf8)
        return unsafe hk_hash(digits, digits.count, 0)
    }

    private static func withRows(
        _ index: RowIndex, _ bytes: [UInt8], _ columns: Int, _ body: (UnsafePointer<hk_rows>) -> Void
    ) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe index.separators.withUnsafeBufferPointer { separators in
                unsafe index.starts.withUnsafeBufferPointer { starts in
                    var rows = unsafe hk_rows(
                        bytes: bytes.baseAddress, separators: separators.baseAddress,
                        starts: starts.isEmpty ? nil : starts.baseAddress, columns: columns, count: index.count)
                    unsafe withUnsafePointer(to: &rows) { unsafe body($0) }
                }
            }
        }
    }
}

extension Array where Element: FixedWidthInteger {
    /// Changes the number of elements in the same memory; what they hold is not defined.
    fileprivate mutating func resize(to count: Int) {
        if count < self.count {
            removeLast(self.count - count)
        } else if count > self.count {
            append(contentsOf: repeatElement(0, count: count - self.count))
        }
    }
}
