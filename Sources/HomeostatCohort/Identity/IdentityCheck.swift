/// Finds rows that repeat an identity, block after block in the order of the file.
///
/// While identities are whole numbers that ascend, as most files have them, no row can repeat another: they are only
/// noted down. The table is made when the order breaks.
struct IdentityCheck: Sendable {
    /// A row whose identity occurred before.
    struct Repetition {
        /// Position in the block.
        var row: Int
        var firstLine: Int
        /// Whether every field is the same.
        var isExact: Bool
    }

    private var table: IdentityTable?
    private var lastNumber: Int64 = -1
    private var numbers: [Int64] = []
    /// Content and line of each of `numbers`.
    private var notes: [UInt64] = []

    /// Looks at the next block.
    ///
    /// - Parameters:
    ///   - line: the physical line of a row of the block.
    ///   - makeHashes: makes the hashes of the identities where the block has none yet.
    /// - Returns: the rows whose identity occurred before, in order.
    mutating func look(
        _ block: inout BlockIdentities, count: Int, line: (Int) -> Int, makeHashes: (inout BlockIdentities) -> Void
    ) -> [Repetition] {
        guard count > 0 else { return [] }
        if table == nil, let ascending = block.ascending, ascending[0] > lastNumber {
            lastNumber = ascending[count - 1]
            numbers.append(contentsOf: ascending)
            for row in 0..<count { notes.append(IdentityCheck.note(block.contents[row], line(row))) }
            return []
        }
        makeHashes(&block)
        if table == nil { makeTable() }
        var repetitions: [Repetition] = []
        for row in 0..<count {
            let note = IdentityCheck.note(block.contents[row], line(row))
            let content = UInt32(truncatingIfNeeded: note >> 32)
            let earlier = table?.insert(block.hashes[row], content: content, line: UInt32(truncatingIfNeeded: note))
            if let earlier {
                repetitions.append(
                    Repetition(row: row, firstLine: Int(earlier.line), isExact: earlier.content == content))
            }
        }
        return repetitions
    }

    private mutating func makeTable() {
        var made = IdentityTable()
        for (position, number) in numbers.enumerated() {
            _ = made.insert(
                BlockIdentities.hash(of: number), content: UInt32(truncatingIfNeeded: notes[position] >> 32),
                line: UInt32(truncatingIfNeeded: notes[position]))
        }
        numbers = []
        notes = []
        table = made
    }

    private static func note(_ content: UInt64, _ line: Int) -> UInt64 {
        content & 0xFFFF_FFFF_0000_0000 | UInt64(UInt32(clamping: line))
    }
}
