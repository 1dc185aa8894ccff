/// Where an input comes from.
public enum InputSource: Sendable, Hashable {
    case file(String)
    case standardInput

    /// `-` is standard input.
    public init(argument: String) {
        self = argument == "-" ? .standardInput : .file(argument)
    }

    /// The name in messages.
    public var name: String {
        switch self {
        case .file(let path): path
        case .standardInput: "standard input"
        }
    }
}

/// A delimited text that was opened: its dialect is known, its header is read, and its rows can be handed out.
struct TextInput {
    let source: InputSource
    let dialect: Dialect
    /// Names from the header, or `column_1`... where there is none.
    let header: [String]
    /// The second line, where it holds units and nothing else.
    let unitRow: [String]?
    /// Physical line of the header, and of the first data row, from 1.
    let headerLine: Int
    let firstDataLine: Int
    /// The decoded bytes, and where the first data row begins in them.
    private let stream: RewindableStream
    private let dataStart: Int
    private let options: TextOptions

    static let detectionBytes = 256 << 10

    /// Opens a text and finds out how it is written.
    ///
    /// - Parameters:
    ///   - raw: the bytes of the file from its beginning.
    ///   - isUnitRow: tells whether the cells of a line are units.
    init(
        _ source: InputSource, raw: any ByteStream, options: TextOptions, isUnitRow: ([String]) -> Bool
    ) throws(Diagnostic) {
        self.source = source
        self.options = options
        let opened = try TextInput.decoded(raw, name: source.name, options: options)
        stream = RewindableStream(then: opened.stream, keeps: true)
        let beginning = try TextBeginning(stream, source: source, dialect: opened.dialect, options: options)
        let sample = beginning.sample
        let headerAt = beginning.header
        let first = sample[headerAt]
        var dialect = beginning.dialect
        var dataAt = headerAt
        if options.hasHeader {
            try TextInput.requireHeader(
                first, followedBy: sample[(headerAt + 1)...], source: source,
                lines: beginning.firstLine - 1)
            header = first.fields.map { CellInterpreter.trimmed($0) }
            dataAt += 1
        } else {
            header = first.fields.indices.map { "column_\($0 + 1)" }
        }
        headerLine = first.line
        if options.hasHeader, dataAt < sample.count, isUnitRow(sample[dataAt].fields) {
            unitRow = sample[dataAt].fields
            dataAt += 1
        } else {
            unitRow = nil
        }
        if let mark = options.decimalMark {
            dialect.decimalMark = mark
        } else {
            dialect.decimalMark = try TextInput.decimalMark(
                sample[min(dataAt, sample.count)...], delimiter: dialect.delimiter, source: source)
        }
        if dataAt < sample.count {
            dataStart = beginning.mark + sample[dataAt].range.lowerBound
            firstDataLine = sample[dataAt].line
        } else {
            dataStart = beginning.mark + beginning.end
            firstDataLine = beginning.endLine
        }
        self.dialect = dialect
    }

    /// Unpacks and decodes: gzip by its magic number, the encoding by a byte order mark or by what is valid.
    private static func decoded(
        _ raw: any ByteStream, name: String, options: TextOptions
    ) throws(Diagnostic) -> (stream: any ByteStream, dialect: Dialect) {
        var dialect = Dialect()
        var (head, stream) = try peek(raw)
        if head.starts(with: [0x1F, 0x8B]) {
            dialect.isGzip = true
            (head, stream) = try peek(try GzipStream(stream, name: name))
        }
        if let encoding = options.encoding {
            dialect.encoding = encoding
        } else if head.starts(with: [0xFF, 0xFE]) {
            dialect.encoding = .utf16LittleEndian
        } else if head.starts(with: [0xFE, 0xFF]) {
            dialect.encoding = .utf16BigEndian
        } else {
            if !options.isKnownText,
                let problem = BinaryContent.problem(head, isUnpacked: dialect.isGzip, name: name)
            {
                throw problem
            }
            dialect.encoding = DialectDetection.encoding(of: head)
        }
        if dialect.encoding != .utf8 { stream = TranscodingStream(stream, from: dialect.encoding) }
        return (stream, dialect)
    }

    /// The first bytes of a stream, and the stream with them put back.
    static func peek(_ stream: any ByteStream) throws(Diagnostic) -> (head: [UInt8], stream: any ByteStream) {
        var head = [UInt8](repeating: 0, count: detectionBytes)
        head.removeLast(detectionBytes - (try stream.readFully(into: &head, at: 0, count: detectionBytes)))
        return (head, RewindableStream(head, then: stream))
    }

    /// A header must have as many fields as the rows behind it.
    private static func requireHeader(
        _ header: FieldSplitter.Row, followedBy rows: ArraySlice<FieldSplitter.Row>, source: InputSource, lines: Int
    ) throws(Diagnostic) {
        let counts = rows.map(\.fields.count)
        guard let mode = DialectDetection.mostFrequent(counts.filter { $0 > 1 }), mode.value != header.fields.count,
            mode.count * 2 > counts.count
        else { return }
        func fields(_ count: Int) -> String { count == 1 ? "1 field" : "\(count) fields" }
        let place = Diagnostic.Place(
            file: source.name, line: header.line, sourceLine: header.fields.joined(separator: " | "))
        if mode.value > header.fields.count, let table = rows.first(where: { $0.fields.count == mode.value }),
            table.line > header.line + 1
        {
            throw Diagnostic(
                .preamble,
                "line \(header.line) has \(fields(header.fields.count)), the table "
                    + "begins at line \(table.line) with \(mode.value)",
                place: place, help: ["--skip-rows \(table.line - 1)"])
        }
        throw Diagnostic(
            .preamble, "the header has \(fields(header.fields.count)), the rows have \(mode.value)", place: place,
            help: ["correct the header, or give --no-header --skip-rows \(lines + 1) and --map QUANTITY=column_N"])
    }

    private static func decimalMark(
        _ rows: ArraySlice<FieldSplitter.Row>, delimiter: UInt8, source: InputSource
    ) throws(Diagnostic) -> UInt8 {
        switch DialectDetection.decimalMark(in: Array(rows)) {
        case .point: return UInt8(ascii: ".")
        case .comma: return UInt8(ascii: ",")
        case .unclear(let example):
            if delimiter == UInt8(ascii: ",") { return UInt8(ascii: ".") }
            throw Diagnostic(
                .decimalMarkUnclear, "\"\(example)\" may have a decimal comma or a thousands separator",
                place: .init(file: source.name), help: ["--decimal ,  or  --decimal ."])
        }
    }
}

extension TextInput {
    /// The rows of the sample: the first 65,536, or as many as stand in the first 32 MiB.
    static let sampleRowLimit = 65_536
    static let sampleByteLimit = 32 << 20

    /// All rows from the first on, for a look at the first of them: what is read is kept and handed out again later.
    func sampleReader() -> TextBlockReader {
        stream.rewind(to: dataStart, keeps: true)
        return TextBlockReader(stream, delimiter: dialect.delimiter, newline: dialect.newline)
    }

    /// All rows from the first on. Can be asked for once, and nothing else afterwards.
    consuming func reader() -> TextBlockReader {
        stream.rewind(to: dataStart, keeps: false)
        return TextBlockReader(stream, delimiter: dialect.delimiter, newline: dialect.newline)
    }
}
