/// The first rows of a text: as many bytes as it takes to hold the header and one row.
struct TextBeginning {
    private(set) var dialect: Dialect
    /// The length of the byte order mark; positions in ``sample`` are counted from behind it.
    let mark: Int
    /// The line, from 1, at which the table begins: behind skipped lines and a line of Excel.
    private(set) var firstLine = 1
    /// Rows from there on.
    private(set) var sample: [FieldSplitter.Row] = []
    /// The position of the header in ``sample``.
    private(set) var header = 0
    /// Where the rows of ``sample`` end, and the line that begins there.
    private(set) var end = 0
    private(set) var endLine = 1

    /// Reads until the header and one row are complete, or neither can be: longer rows than
    /// ``TextBlockReader/longestRow`` are rejected.
    ///
    /// - Throws: D303 where there is no header, D309 and D310 where it does not end.
    init(
        _ stream: RewindableStream, source: InputSource, dialect: Dialect, options: TextOptions
    ) throws(Diagnostic) {
        self.dialect = dialect
        var bytes: [UInt8] = []
        var ended = try TextBeginning.grow(&bytes, from: stream, by: TextInput.detectionBytes)
        mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        bytes.removeFirst(mark)
        guard !bytes.isEmpty else {
            throw Diagnostic(
                .emptyFile, "\(source.name) is empty", place: .init(file: source.name),
                help: ["a header line and one line per person are expected"])
        }
        while true {
            let start = read(bytes, ended, options)
            let complete = sample.prefix { $0.isComplete || ended }
            let headerAt = complete.firstIndex { $0.fields.count > 1 || !$0.fields[0].isEmpty }
            if let headerAt, complete.count > headerAt + 1 || ended || TextBeginning.isTooLong(sample.last) {
                header = headerAt
                break
            }
            if ended {
                throw Diagnostic(.emptyFile, "\(source.name) has no header", place: .init(file: source.name))
            }
            if headerAt == nil, bytes.count - start > TextBlockReader.longestRow {
                throw endless(bytes[start...], line: sample.last?.line ?? firstLine, source)
            }
            ended = try TextBeginning.grow(&bytes, from: stream, by: bytes.count)
        }
        if sample[header].range.count > TextBlockReader.longestRow {
            throw endless(bytes[sample[header].range], line: sample[header].line, source)
        }
        // A row that the piece cuts is no sample of anything.
        if !ended { sample.removeAll { !$0.isComplete } }
        end = sample.last?.end ?? bytes.count
        let start = sample.first?.range.lowerBound ?? end
        endLine = firstLine + bytes[start..<end].count { $0 == self.dialect.newline }
    }

    /// Appends to `bytes` what comes next.
    ///
    /// - Returns: whether the stream has ended.
    private static func grow(
        _ bytes: inout [UInt8], from stream: RewindableStream, by count: Int
    ) throws(Diagnostic) -> Bool {
        let had = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        let got = try stream.readFully(into: &bytes, at: had, count: count)
        bytes.removeLast(count - got)
        return got < count
    }

    /// Finds the dialect and the rows.
    ///
    /// - Returns: the position of the last line that was begun: of the table, or of what is skipped before it.
    private mutating func read(_ bytes: [UInt8], _ ended: Bool, _ options: TextOptions) -> Int {
        dialect.rowEnding = DialectDetection.rowEnding(of: bytes[...])
        let newline = dialect.newline
        var start = 0
        firstLine = 1
        sample = []
        for _ in 0..<options.skipRows {
            guard let end = bytes[start...].firstIndex(of: newline) else {
                if ended { break }
                return start
            }
            start = end + 1
            firstLine += 1
        }
        if let separator = TextBeginning.excelSeparator(bytes[start...], newline: newline) {
            dialect.delimiter = separator.delimiter
            start = separator.end
            firstLine += 1
        } else {
            dialect.delimiter =
                options.delimiter
                ?? DialectDetection.delimiter(
                    of: TextBeginning.whole(bytes[start...], newline, ended), newline: newline)
        }
        sample = FieldSplitter.rows(
            of: bytes[start...], delimiter: dialect.delimiter, newline: newline, firstLine: firstLine,
            limit: DialectDetection.sampleRows)
        return sample.last?.range.lowerBound ?? start
    }

    private static func isTooLong(_ row: FieldSplitter.Row?) -> Bool {
        row.map { $0.range.count > TextBlockReader.longestRow } ?? false
    }

    /// The error of a header beyond ``TextBlockReader/longestRow``: of one line, or of several that a quote holds
    /// together.
    private func endless(_ bytes: ArraySlice<UInt8>, line: Int, _ source: InputSource) -> Diagnostic {
        let first = bytes.prefix { $0 != dialect.newline }
        let place = Diagnostic.Place(file: source.name, line: line, sourceLine: excerpt(of: first))
        guard first.count == bytes.count else {
            return Diagnostic(
                .unclosedQuote, "a quote is opened in the header and not closed within 1 MiB", place: place,
                help: ["correct the header"])
        }
        return Diagnostic(
            .lineTooLong, "the first line of the table is longer than 1 MiB", place: place,
            help: [
                "--skip-rows N  skips lines before the header",
                "--format-in FORMAT  says what a file is that is no text",
            ])
    }

    /// `sep=;` on a line of its own, as Excel writes it.
    private static func excelSeparator(
        _ bytes: ArraySlice<UInt8>, newline: UInt8
    ) -> (delimiter: UInt8, end: Int)? {
        let prefix = Array("sep=".utf8)
        guard bytes.count > 5, Array(bytes.prefix(4)).map({ $0 | 0x20 }) == prefix.map({ $0 | 0x20 }),
            let end = bytes.firstIndex(of: newline), end - bytes.startIndex <= 6
        else { return nil }
        return (bytes[bytes.startIndex + 4], end + 1)
    }

    /// The piece up to its last row ending, so that a row that is cut does not count.
    private static func whole(_ bytes: ArraySlice<UInt8>, _ newline: UInt8, _ ended: Bool) -> ArraySlice<UInt8> {
        guard !ended, let last = bytes.lastIndex(of: newline) else { return bytes }
        return bytes[...last]
    }
}
