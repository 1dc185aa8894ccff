/// Where the fields of a block's good rows stand, and which rows are not good.
struct RowIndex {
    /// Offsets of the byte behind each field of each good row: row r, field c at `r * columns + c`.
    var separators: [UInt32] = []
    /// Offset of the first byte of each good row; empty where every row begins behind the one before.
    private(set) var starts: [UInt32] = []
    /// The number of good rows.
    var count = 0
    /// Position of each good row among all rows of the block, from 0; empty where every row is good.
    var positions: [UInt32] = []
    /// Rows in the block, good or not; blank lines are no rows.
    var rowsSeen = 0
    /// Lines without any content in a file of more than one column.
    var blankLines = 0
    /// Physical lines of the block.
    var lines = 0
    /// The rows that are not good, with lines and rows counted from the beginning of the block, from 1.
    var rejected: [RejectedRow] = []
    /// Ends of all lines, as indices into ``separators``, while the index is being made.
    private var rowEnds: [UInt32] = []

    /// Position among all rows of the block, from 0.
    func position(of row: Int) -> Int { positions.isEmpty ? row : Int(positions[row]) }

    /// Offset of the first byte of a row.
    func start(of row: Int, columns: Int) -> Int {
        if !starts.isEmpty { return Int(starts[row]) }
        return row == 0 ? 0 : Int(separators[row * columns - 1]) + 1
    }

    /// The bytes of a field as they stand in the file, a carriage return at the end of the row left away.
    func field(_ row: Int, _ column: Int, columns: Int, in bytes: [UInt8]) -> Range<Int> {
        let at = row * columns + column
        let start = column == 0 ? self.start(of: row, columns: columns) : Int(separators[at - 1]) + 1
        var end = Int(separators[at])
        if column == columns - 1, end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }

    /// The whole row as it stands in the file, without its ending.
    func range(of row: Int, columns: Int, in bytes: [UInt8]) -> Range<Int> {
        let start = self.start(of: row, columns: columns)
        var end = Int(separators[row * columns + columns - 1])
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }

    /// Finds the rows of a block.
    mutating func scan(_ bytes: [UInt8], block: TextBlock, columns: Int, delimiter: UInt8, newline: UInt8) {
        positions.removeAll(keepingCapacity: true)
        rejected.removeAll(keepingCapacity: true)
        blankLines = 0
        let scanned = scanStructure(
            bytes, count: block.count, delimiter: delimiter, newline: newline, quoted: block.hasQuotes,
            separators: &separators, rowEnds: &rowEnds)
        lines = scanned.rows + scanned.newlinesInQuotes
        var isRegular =
            !scanned.hasNul && !scanned.hasTextAfterQuote && block.unclosedLines.isEmpty
            && block.count <= TextBlockReader.longestRow
        if isRegular, scanned.hasNonASCII { isRegular = isValidUTF8(bytes, 0..<block.count) }
        if isRegular { isRegular = rowsAreRegular(rowEnds, rows: scanned.rows, columns: columns) }
        // In a file of one column every line has one field, the blank ones included.
        if isRegular {
            count = scanned.rows
            rowsSeen = count
            starts.removeAll(keepingCapacity: true)
        } else {
            keepGoodRows(
                bytes, rows: scanned.rows, columns: columns, block: block, delimiter: delimiter, newline: newline)
        }
    }

    private mutating func keepGoodRows(
        _ bytes: [UInt8], rows: Int, columns: Int, block: TextBlock, delimiter: UInt8, newline: UInt8
    ) {
        starts.removeAll(keepingCapacity: true)
        let hasQuotes = block.hasQuotes
        var unclosed = block.unclosedLines[...]
        var good = 0
        var seen = 0
        var line = 1
        var first = 0
        var start = 0
        for row in 0..<rows {
            let last = Int(rowEnds[row])
            let end = Int(separators[last])
            let fields = last - first + 1
            let nextLine = line + 1 + (hasQuotes ? countBytes(newline, bytes, start..<end) : 0)
            let isUnclosed = unclosed.first == start
            if isUnclosed { unclosed.removeFirst() }
            let isBlank = columns > 1 && fields == 1 && isBlankLine(bytes[start..<end])
            if isBlank {
                blankLines += 1
            } else {
                if isUnclosed, end - start <= TextBlockReader.longestRow {
                    let text = bytes[start..<end].map { $0 == TextBlock.maskedQuote ? UInt8(ascii: "\"") : $0 }
                    rejected.append(
                        RejectedRow(
                            cause: .unclosedQuote, line: line, row: seen + 1,
                            detail: "a quote is opened and not closed", text: excerpt(of: text[...])))
                } else if let problem = problem(
                    bytes, start..<end, fields: fields, columns: columns, quoteDelimiter: hasQuotes ? delimiter : nil)
                {
                    rejected.append(
                        RejectedRow(
                            cause: problem.cause, line: line, row: seen + 1, detail: problem.detail,
                            text: excerpt(of: bytes[start..<end])))
                } else {
                    for column in 0..<columns { separators[good * columns + column] = separators[first + column] }
                    starts.append(UInt32(start))
                    positions.append(UInt32(seen))
                    good += 1
                }
                seen += 1
            }
            line = nextLine
            first = last + 1
            start = end + 1
        }
        count = good
        rowsSeen = seen
    }

    /// Keeps only some of the rows.
    ///
    /// - Parameter kept: their positions among the good rows, ascending.
    mutating func keep(_ kept: [Int], columns: Int) {
        let places = kept.map { UInt32(position(of: $0)) }
        let beginnings = kept.map { UInt32(start(of: $0, columns: columns)) }
        for (target, row) in kept.enumerated() where target != row {
            for column in 0..<columns { separators[target * columns + column] = separators[row * columns + column] }
        }
        starts = beginnings
        positions = places
        count = kept.count
    }

    private func problem(
        _ bytes: [UInt8], _ range: Range<Int>, fields: Int, columns: Int, quoteDelimiter: UInt8?
    ) -> (cause: RejectedRow.Cause, detail: String)? {
        if range.count > TextBlockReader.longestRow { return (.lineTooLong, RowIndex.tooLong) }
        if bytes[range].contains(0) { return (.nulByte, "a NUL byte") }
        if !isValidUTF8(bytes, range) { return (.undecodable, "bytes that are no text in the encoding of the file") }
        if fields != columns {
            return (.fieldCount, "\(fields) \(fields == 1 ? "field" : "fields"), expected \(columns)")
        }
        if let quoteDelimiter, FieldSplitter.hasTextAfterQuote(bytes[range], delimiter: quoteDelimiter) {
            return (.textAfterQuote, "text behind the closing quote of a field")
        }
        return nil
    }

    static let tooLong = "longer than 1 MiB"

    private func isBlankLine(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    private func countBytes(_ byte: UInt8, _ bytes: [UInt8], _ range: Range<Int>) -> Int {
        var count = 0
        for index in range where bytes[index] == byte { count += 1 }
        return count
    }
}
