import CKernels

/// A piece of a file that holds whole rows, and what was thrown away before it.
struct TextBlock {
    /// Position in the order of the file, from 0.
    var sequence = 0
    /// The bytes of the rows: `buffer[0..<count]`. Behind them stand at least ``padding`` readable bytes.
    var count = 0
    /// Whether a quote occurs anywhere in the bytes.
    var hasQuotes = false
    /// Rows that are too long to hold, or whose quote never closes, and that stand before the first row of the block.
    /// Their line and row are counted from the beginning of the block.
    var rejected: [RejectedRow] = []
    /// Physical lines that the rejected rows take.
    var rejectedLines = 0
    /// Offsets of lines among the rows that open a quote which nothing closes. Each byte of a quote in them was
    /// replaced by ``maskedQuote``, which is no UTF-8, so that the quotes reach no other line.
    var unclosedLines: [Int] = []

    static let maskedQuote: UInt8 = 0xFF
    static let padding = 64
}

/// Hands out a text file in blocks of whole rows.
///
/// Where a block ends depends on the bytes alone, not on who asks or on how a pipe is filled, so that sums over blocks
/// are the same for any number of threads.
struct TextBlockReader: Sendable {
    /// Bytes read at a time.
    static let chunk = 256 << 10
    /// A longer row is rejected.
    static let longestRow = 1 << 20

    private var stream: any ByteStream
    private let delimiter: UInt8
    private let newline: UInt8
    /// The beginning of a row whose end was not yet read.
    private var carry: [UInt8]
    private var sequence = 0
    private var isAtEnd = false
    /// The rest of a row that was already rejected is skipped up to its end.
    private var skipsLine = false

    init(_ stream: any ByteStream, delimiter: UInt8, newline: UInt8) {
        self.stream = stream
        self.delimiter = delimiter
        self.newline = newline
        carry = []
    }

    /// Fills `buffer` with the next rows.
    ///
    /// - Returns: `nil` at the end of the file.
    mutating func next(into buffer: inout [UInt8]) throws(Diagnostic) -> TextBlock? {
        if isAtEnd, carry.isEmpty { return nil }
        var block = TextBlock()
        block.sequence = sequence
        sequence += 1
        var filled = carry.count
        makeRoom(&buffer, filled)
        copyBytes(carry, from: 0, to: &buffer, at: 0, count: filled)
        carry.removeAll(keepingCapacity: true)

        while true {
            if !isAtEnd, filled <= TextBlockReader.longestRow {
                makeRoom(&buffer, filled)
                let got = try stream.readFully(into: &buffer, at: filled, count: TextBlockReader.chunk)
                if got < TextBlockReader.chunk { isAtEnd = true }
                filled += got
            }
            if skipsLine, !skipRestOfLine(&buffer, &filled, &block) {
                if isAtEnd { return finished(block, buffer: buffer, filled: 0, end: 0) }
                continue
            }
            if isAtEnd, filled > 0, buffer[filled - 1] != newline {
                buffer[filled] = newline
                filled += 1
            }
            block.hasQuotes = containsQuote(buffer, filled)
            var end = block.hasQuotes ? lastRowEnd(buffer, filled) : lastNewline(buffer, filled, newline)
            if block.hasQuotes, filled > TextBlockReader.longestRow || (isAtEnd && end < filled) {
                end = settleQuotes(&buffer, filled, &block)
            }
            if end > 0 || filled == 0 { return finished(block, buffer: buffer, filled: filled, end: end) }
            // No row ends here.
            if isAtEnd || filled > TextBlockReader.longestRow { rejectFirstLine(&buffer, &filled, &block) }
            if isAtEnd, filled == 0 { return finished(block, buffer: buffer, filled: 0, end: 0) }
        }
    }

    /// Room for another chunk, a row ending and the padding. Rows are short, so that little more than a chunk is needed.
    private func makeRoom(_ buffer: inout [UInt8], _ filled: Int) {
        let needed = filled + TextBlockReader.chunk + 1 + TextBlock.padding
        if buffer.count < needed {
            buffer.append(contentsOf: repeatElement(0, count: needed + needed / 8 - buffer.count))
        }
    }

    private mutating func finished(_ block: TextBlock, buffer: [UInt8], filled: Int, end: Int) -> TextBlock? {
        var block = block
        block.count = end
        if end < filled { carry.append(contentsOf: buffer[end..<filled]) }
        return block.count == 0 && block.rejected.isEmpty ? nil : block
    }

    /// Masks the quotes of lines whose quotes nothing closes, and gives the end of the rows.
    private func settleQuotes(_ buffer: inout [UInt8], _ filled: Int, _ block: inout TextBlock) -> Int {
        let settled = UnclosedQuotes(
            buffer, count: filled, delimiter: delimiter, newline: newline, longest: TextBlockReader.longestRow,
            isAtEnd: isAtEnd)
        for start in settled.lines {
            var position = start
            while buffer[position] != newline {
                if buffer[position] == UInt8(ascii: "\"") { buffer[position] = TextBlock.maskedQuote }
                position += 1
            }
        }
        block.unclosedLines = settled.lines
        return settled.end
    }

    /// Rejects the line at the front, which is too long: its end is not even in the buffer.
    private mutating func rejectFirstLine(_ buffer: inout [UInt8], _ filled: inout Int, _ block: inout TextBlock) {
        block.rejected.append(
            RejectedRow(
                cause: .lineTooLong, line: block.rejectedLines + 1, row: block.rejected.count + 1,
                detail: RowIndex.tooLong, text: excerpt(of: buffer[..<min(filled, 200)])))
        block.rejectedLines += 1
        filled = 0
        skipsLine = !isAtEnd
    }

    /// Drops the bytes up to the next row ending. `false` where none is in the buffer.
    private mutating func skipRestOfLine(_ buffer: inout [UInt8], _ filled: inout Int, _ block: inout TextBlock) -> Bool
    {
        guard let lineEnd = buffer[..<filled].firstIndex(of: newline) else {
            filled = 0
            return false
        }
        buffer.replaceSubrange(0..<filled - lineEnd - 1, with: Array(buffer[(lineEnd + 1)..<filled]))
        filled -= lineEnd + 1
        skipsLine = false
        return true
    }

    /// The end of the last row that ends outside quotes, 0 where none does.
    private func lastRowEnd(_ buffer: [UInt8], _ filled: Int) -> Int {
        quotedRowEnd(buffer, filled, delimiter: delimiter, newline: newline)
    }
}

/// The beginning of a row as text for a report, without its ending.
func excerpt(of bytes: ArraySlice<UInt8>) -> String {
    var text = String(decoding: bytes.prefix(200), as: UTF8.self)
    while let last = text.unicodeScalars.last, last == "\r" || last == "\n" { text.unicodeScalars.removeLast() }
    return text
}
