/// What becomes of the lines of a piece of text in which a row is too long, or a quote is not closed.
struct UnclosedQuotes {
    /// Offsets of the first bytes of lines that open a quote which nothing closes within the longest row.
    private(set) var lines: [Int] = []
    /// The offset behind the last line of which it is settled what becomes of it.
    private(set) var end = 0

    /// One walk over the bytes from each end, however many quotes stay open.
    ///
    /// Where the row that begins with a line ends is found from the last line back to the first: the row ends with the
    /// line itself, or where a row ends that is inside quotes at the beginning of the next line.
    ///
    /// - Parameters:
    ///   - count: the bytes to look at, from 0 on, where a row begins.
    ///   - longest: a row that is longer, its quoted line endings included, has a quote that is not closed.
    ///   - isAtEnd: whether nothing follows. Otherwise the last row may go on.
    init(_ bytes: [UInt8], count: Int, delimiter: UInt8, newline: UInt8, longest: Int, isAtEnd: Bool) {
        var starts: [Int] = []
        var closes: [Bool] = []
        var closesQuoted: [Bool] = []
        var start = 0
        while start < count, let end = bytes[start..<count].firstIndex(of: newline) {
            let line = bytes[start..<end]
            starts.append(start)
            closes.append(UnclosedQuotes.isClosed(line, startsQuoted: false, delimiter: delimiter))
            closesQuoted.append(UnclosedQuotes.isClosed(line, startsQuoted: true, delimiter: delimiter))
            start = end + 1
        }
        let endOfLines = start
        starts.append(endOfLines)
        // For each line the line behind the row that begins with it, and behind the row that goes on in it.
        var next = [Int?](repeating: nil, count: closes.count)
        var nextQuoted: Int?
        for line in closes.indices.reversed() {
            next[line] = closes[line] ? line + 1 : nextQuoted
            nextQuoted = closesQuoted[line] ? line + 1 : nextQuoted
        }
        var line = 0
        while line < closes.count {
            let rowEnd = next[line].map { starts[$0] - 1 }
            if let rowEnd, let following = next[line], rowEnd - starts[line] <= longest || following == line + 1 {
                // A single line that is too long is no matter of quotes.
                line = following
            } else if rowEnd != nil || isAtEnd || count - starts[line] > longest {
                lines.append(starts[line])
                line += 1
            } else {
                break
            }
        }
        end = starts[line]
    }

    /// Whether the end of the line stands outside quotes (RFC 4180: a quote opens only at the beginning of a field).
    private static func isClosed(_ line: ArraySlice<UInt8>, startsQuoted: Bool, delimiter: UInt8) -> Bool {
        var isQuoted = startsQuoted
        var isFieldStart = true
        /// The byte before closed a quote; another quote would make the two a quote in the text.
        var hasJustClosed = false
        for byte in line {
            if byte == UInt8(ascii: "\"") {
                if isQuoted {
                    isQuoted = false
                    hasJustClosed = true
                } else {
                    isQuoted = isFieldStart || hasJustClosed
                    hasJustClosed = false
                }
                isFieldStart = false
            } else if !isQuoted {
                isFieldStart = byte == delimiter
                hasJustClosed = false
            }
        }
        return !isQuoted
    }
}
