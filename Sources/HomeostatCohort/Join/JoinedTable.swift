/// A joined file in memory: the needed columns as numbers, the columns that other files have as well as text, and
/// where each key stands.
struct JoinedTable: Sendable {
    /// The numbers of one column, by row.
    struct Numbers: Sendable {
        var values: [Double] = []
        /// As in ``MeasuredColumn``, but never empty.
        var causes: [UInt8] = []
        var flags: [UInt8] = []
        /// The texts of cells that could not be read, by row.
        var failed: [Int: String] = [:]
        /// The first values before any look at ranges, for ``SampleCheck``.
        var sample: [Double] = []
    }

    /// The cells of one column as they stand in the file, one behind the other.
    struct Texts: Sendable {
        private var bytes: [UInt8] = []
        private var ends: [Int] = []

        subscript(row: Int) -> ArraySlice<UInt8> { bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]] }

        mutating func append(_ cell: ArraySlice<UInt8>) {
            bytes.append(contentsOf: cell)
            ends.append(bytes.count)
        }
    }

    let fileName: String
    let interpreter: CellInterpreter
    let requests: [ColumnRequest]
    private(set) var numbers: [Numbers]
    /// By position of the column in the file.
    private(set) var texts: [Int: Texts] = [:]
    private(set) var rows = 0
    /// Rows whose key is missing: they have no partner.
    private(set) var rowsWithoutKey = 0
    /// Physical line of each row.
    private(set) var lines: [UInt32] = []
    private var places: [JoinKey: UInt32] = [:]

    /// Reads a file from its first row to its last.
    ///
    /// - Parameters:
    ///   - key: positions of the key columns.
    ///   - requests: the columns that are needed as numbers.
    ///   - compared: positions of the columns that are kept as text.
    /// - Throws: D402 where a key is not unique, and the error of a row with a broken structure: a row that was left
    ///   out would pass for a person without a partner.
    init(_ input: CohortInput, key: [Int], requests: [ColumnRequest], compared: [Int]) throws(Diagnostic) {
        fileName = input.source.name
        self.requests = requests
        let dialect = input.text.dialect
        interpreter = CellInterpreter(
            extraMissing: input.options.extraMissing, limitRule: input.options.limitRule,
            decimalMark: dialect.decimalMark)
        numbers = [Numbers](repeating: Numbers(), count: requests.count)
        for column in compared { texts[column] = Texts() }
        let decoder = TextDecoder(
            requests: requests, columns: input.columns.count, delimiter: dialect.delimiter, interpreter: interpreter,
            factors: input.options.factors)
        let keys = JoinKeyReader(columns: key, columnCount: input.columns.count, decimalMark: dialect.decimalMark)
        let keyName = key.map { input.columns[$0].name }.joined(separator: ", ")
        var reader = input.text.reader()
        var bytes: [UInt8] = []
        var index = RowIndex()
        var scratch = Scratch()
        var line = input.firstDataLine
        while let block = try reader.next(into: &bytes) {
            index.scan(
                bytes, block: block, columns: decoder.columns, delimiter: dialect.delimiter, newline: dialect.newline)
            if let broken = (block.rejected + index.rejected).first {
                let linesBefore = block.rejected.isEmpty ? block.rejectedLines : 0
                throw JoinedTable.broken(broken, line: line + linesBefore + broken.line - 1, fileName)
            }
            appendLines(
                index, columns: decoder.columns, bytes: bytes, firstLine: line, newline: dialect.newline,
                isPlain: !block.hasQuotes)
            line += index.lines
            try appendKeys(keys, index, bytes: bytes, named: keyName)
            for position in requests.indices { append(position, decoder, index, bytes: bytes, &scratch) }
            for column in compared {
                for row in 0..<index.count {
                    texts[column]?.append(bytes[index.field(row, column, columns: decoder.columns, in: bytes)])
                }
            }
            rows += index.count
        }
    }

    /// The row of a key; `nil` where the file has none.
    func row(of key: JoinKey?) -> Int? { key.flatMap { places[$0] }.map { Int($0) } }

    /// Memory that every block uses again.
    private struct Scratch {
        var column = MeasuredColumn()
        var status: [UInt8] = []
    }

    private mutating func appendLines(
        _ index: RowIndex, columns: Int, bytes: [UInt8], firstLine: Int, newline: UInt8, isPlain: Bool
    ) {
        var line = firstLine
        var position = 0
        for row in 0..<index.count {
            if isPlain, index.blankLines == 0 {
                line = firstLine + row
            } else {
                let start = index.start(of: row, columns: columns)
                while position < start {
                    if bytes[position] == newline { line += 1 }
                    position += 1
                }
            }
            lines.append(UInt32(clamping: line))
        }
    }

    private mutating func appendKeys(
        _ keys: JoinKeyReader, _ index: RowIndex, bytes: [UInt8], named name: String
    ) throws(Diagnostic) {
        for row in 0..<index.count {
            guard let key = keys.key(row, of: index, bytes: bytes) else {
                rowsWithoutKey += 1
                continue
            }
            if let earlier = places.updateValue(UInt32(rows + row), forKey: key) {
                let line = Int(lines[rows + row])
                throw Diagnostic(
                    .joinKey, "lines \(lines[Int(earlier)]) and \(line) of \(fileName) have the same \(name)",
                    place: .init(
                        file: fileName, line: line, identity: keys.shown(row, of: index, bytes: bytes),
                        sourceLine: excerpt(of: bytes[index.range(of: row, columns: keys.columnCount, in: bytes)])),
                    help: ["a joined file has one row for each key: name further key columns (--on a,b), or correct it"]
                )
            }
        }
    }

    private mutating func append(
        _ position: Int, _ decoder: TextDecoder, _ index: RowIndex, bytes: [UInt8], _ scratch: inout Scratch
    ) {
        let count = index.count
        if !requests[position].quantity.isCode, numbers[position].sample.count < TextInput.sampleRowLimit {
            decoder.decodeRaw(position, of: index, bytes: bytes, into: &scratch.column, status: &scratch.status)
            for row in 0..<min(count, TextInput.sampleRowLimit - min(rows, TextInput.sampleRowLimit))
            where !scratch.column[row].isNaN { numbers[position].sample.append(scratch.column[row]) }
        }
        let rowsBefore = rows
        decoder.decode(
            position, of: index, bytes: bytes, into: &scratch.column, status: &scratch.status
        ) { cell in numbers[position].failed[rowsBefore + cell.row] = cell.text }
        for row in 0..<count {
            numbers[position].values.append(scratch.column[row])
            numbers[position].causes.append(scratch.column.causes.isEmpty ? 0 : scratch.column.causes[row])
            numbers[position].flags.append(scratch.column.flags.isEmpty ? 0 : scratch.column.flags[row])
        }
    }

    private static func broken(_ row: RejectedRow, line: Int, _ file: String) -> Diagnostic {
        Diagnostic(
            row.cause.code, "a row of the joined file is broken: \(row.detail)",
            place: .init(file: file, line: line, sourceLine: row.text),
            help: ["correct the row, or remove it: nothing is left out of a joined file silently"])
    }
}
