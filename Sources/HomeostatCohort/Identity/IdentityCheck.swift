/// Finds rows that repeat an identity, block after block in the order of the file.
///
/// While identities are whole numbers that ascend, as most files have them, no row can repeat another: the numbers of a
/// block are only kept. The table is made when the order breaks.
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
    private var kept: [(rows: AscendingIdentities, lines: RowLines)] = []

    /// Looks at the next block.
    ///
    /// - Parameters:
    ///   - lines: the physical lines of the rows of the block.
    ///   - makeHashes: makes the hashes of the identities where the block has none yet.
    /// - Returns: the rows whose identity occurred before, in order.
    mutating func look(
        _ block: inout BlockIdentities, count: Int, lines: RowLines, makeHashes: (inout BlockIdentities) -> Void
    ) -> [Repetition] {
        guard count > 0 else { return [] }
        if table == nil, let ascending = block.ascending, ascending.first > lastNumber {
            lastNumber = ascending.last
            kept.append((ascending, lines))
            return []
        }
        makeHashes(&block)
        if table == nil { makeTable() }
        var repetitions: [Repetition] = []
        for row in 0..<count {
            let content = IdentityCheck.content(block.contents[row])
            let earlier = table?.insert(block.hashes[row], content: content, line: UInt32(clamping: lines[row]))
            if let earlier {
                repetitions.append(
                    Repetition(row: row, firstLine: Int(earlier.line), isExact: earlier.content == content))
            }
        }
        return repetitions
    }

    private mutating func makeTable() {
        var made = IdentityTable()
        for (rows, lines) in kept {
            for row in 0..<rows.count {
                _ = made.insert(
                    BlockIdentities.hash(of: rows.number(row)), content: rows.content(row),
                    line: UInt32(clamping: lines[row]))
            }
        }
        kept = []
        table = made
    }

    private static func content(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }
}
