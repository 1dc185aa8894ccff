/// The physical lines on which the good rows of a block begin.
struct RowLines: Sendable {
    /// The line of the block's first row, or what is counted instead.
    var first: Int
    /// Lines between the beginning of the block and each row; empty where row r begins r lines behind it.
    private let offsets: [UInt32]

    /// Rows of which each takes the next number.
    init(first: Int) {
        self.first = first
        offsets = []
    }

    /// Counts the lines of a block once.
    ///
    /// - Parameters:
    ///   - first: the line on which the block begins.
    ///   - hasQuotes: whether a field may hold line breaks.
    init(
        first: Int, _ index: RowIndex, columns: Int, bytes: [UInt8], newline: UInt8, hasQuotes: Bool
    ) {
        self.first = first
        if !hasQuotes, index.blankLines == 0 {
            offsets = index.positions
            return
        }
        var made: [UInt32] = []
        made.reserveCapacity(index.count)
        var place = 0
        var lines: UInt32 = 0
        for row in 0..<index.count {
            let start = index.start(of: row, columns: columns)
            while place < start {
                if bytes[place] == newline { lines += 1 }
                place += 1
            }
            made.append(lines)
        }
        offsets = made
    }

    /// The line of a row.
    subscript(row: Int) -> Int { first + (offsets.isEmpty ? row : Int(offsets[row])) }
}
