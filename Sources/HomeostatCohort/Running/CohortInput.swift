/// A cohort file that was opened: its columns are known and bound, its rows wait.
public struct CohortInput {
    /// Where the bytes come from.
    public let source: InputSource
    /// "delimited text", "SAS XPT", ...
    public let formatTitle: String
    /// How the text is written; `nil` for a binary format.
    public let dialect: Dialect?
    /// The columns in the order of the file.
    public let columns: [ColumnDescription]
    /// What the columns stand for.
    public let binding: ColumnBinding
    /// The options that it was opened with.
    public let options: CohortOptions
    /// Physical line of the first data row; 2 for a binary format, whose rows count as lines behind one of names.
    public let firstDataLine: Int
    /// Whether the row behind the header holds units, and is no person.
    public let hasUnitRow: Bool
    var text: TextInput
    /// The files of `--join`, in their order.
    let joined: [CohortInput]
    /// Keeps a spooled standard input alive.
    private let spooled: TemporaryFile?
    private let reopenPath: String?

    /// Opens an input, finds out how it is written, and binds its columns.
    ///
    /// - Throws: a diagnostic for a file that cannot be read, whose format is unknown, or whose columns an option
    ///   names wrongly. What must only be settled once it is needed waits in ``binding``.
    ///
    /// `--join` files are opened with it. What describes how a table is written and read (`--delimiter`, `--decimal`,
    /// `--encoding`, `--na`, `--lod`, `--preset`, `--map`, `--unit`, `--sex-codes`) is said of all of them;
    /// `--format-in`, `--skip-rows` and `--no-header` of the input alone.
    public init(_ source: InputSource, options: CohortOptions, mustBeSeekable: Bool = false) throws(Diagnostic) {
        let joined = try CohortInput.openJoined(source, options)
        try self.init(
            source, options: options, mustBeSeekable: mustBeSeekable || options.needsTwoPasses, joined: joined)
        try checkJoinedNames()
    }

    init(
        _ source: InputSource, options: CohortOptions, mustBeSeekable: Bool, joined: [CohortInput]
    ) throws(Diagnostic) {
        self.source = source
        self.options = options
        self.joined = joined
        var spooled: TemporaryFile?
        let raw: FileStream
        switch source {
        case .file(let path): raw = try FileStream(path: path)
        case .standardInput: raw = FileStream()
        }
        var (head, stream) = try TextInput.peek(options.streamDigests?.watching(raw, source) ?? raw)
        var foreign = options.foreignFormat
        if foreign == nil, !options.forcesText { foreign = ForeignFormat(firstBytes: head) }
        var path: String?
        // A named pipe can be opened again, and then waits for ever.
        if case .file(let named) = source, raw.isRegularFile { path = named }
        if path == nil, foreign != nil || mustBeSeekable {
            let file = try TemporaryFile()
            try CohortInput.copy(stream, to: file)
            spooled = file
            path = file.openPath
            stream = try file.reader()
        }
        head = []
        reopenPath = path
        self.spooled = spooled
        if let foreign, let path {
            formatTitle = foreign.title
            dialect = nil
            columns = try ForeignText.descriptions(path: path, format: foreign)
            var plain = TextOptions()
            plain.delimiter = UInt8(ascii: ",")
            plain.decimalMark = UInt8(ascii: ".")
            plain.encoding = .utf8
            text = try TextInput(
                source, raw: try ForeignText.spool(path: path, format: foreign, columns: columns), options: plain,
                isUnitRow: { _ in false })
        } else {
            formatTitle = "delimited text"
            var textOptions = options.text
            textOptions.isKnownText = options.forcesText
            text = try TextInput(source, raw: stream, options: textOptions, isUnitRow: looksLikeUnitRow)
            dialect = text.dialect
            columns = text.header.map { ColumnDescription($0) }
        }
        firstDataLine = text.firstDataLine
        hasUnitRow = text.unitRow != nil
        var bindingOptions = options.binding
        bindingOptions.unitRow = text.unitRow
        if !joined.isEmpty { bindingOptions.isOneOfSeveral = true }
        binding = try ColumnBinder.bind(columns, options: bindingOptions)
    }

    /// The same input again, from its beginning.
    public func reopened() throws(Diagnostic) -> CohortInput {
        guard let reopenPath else { throw Diagnostic(.internalFault, "standard input cannot be read twice") }
        let again = try CohortInput(.file(reopenPath), options: options, mustBeSeekable: false, joined: joined)
        return CohortInput(again, named: source, keeping: spooled)
    }

    private init(_ other: CohortInput, named source: InputSource, keeping spooled: TemporaryFile?) {
        self.source = source
        formatTitle = other.formatTitle
        dialect = other.dialect
        columns = other.columns
        binding = other.binding
        options = other.options
        firstDataLine = other.firstDataLine
        hasUnitRow = other.hasUnitRow
        text = other.text
        joined = other.joined
        self.spooled = spooled
        reopenPath = other.reopenPath
    }

    /// Whether ``reopened()`` can be called.
    public var canReopen: Bool { reopenPath != nil }

    private static func copy(_ stream: any ByteStream, to file: TemporaryFile) throws(Diagnostic) {
        var buffer: [UInt8] = []
        while true {
            buffer.removeAll(keepingCapacity: true)
            if try stream.read(1 << 20, appendingTo: &buffer) == 0 { return }
            try file.write(buffer)
        }
    }
}

extension CohortInput {
    /// The positions of columns that an option names: exactly first, then without regard to case and separators.
    public func positions(of names: [String], option: String) throws(Diagnostic) -> [Int] {
        var positions: [Int] = []
        for name in names {
            let exact = columns.indices.filter { columns[$0].name == name }
            let folded = ColumnTokens.squashed(name)
            let similar = columns.indices.filter { ColumnTokens.squashed(columns[$0].name) == folded }
            let found = exact.isEmpty ? similar : exact
            guard let first = found.first else {
                throw BindingProblem.unknownColumn(name, option: option, columns: columns.map(\.name))
            }
            guard found.count == 1 else { throw BindingProblem.repeated(name, positions: found) }
            positions.append(first)
        }
        return positions
    }

    /// The columns that identify a row in an output: those of `--id`; otherwise the key of a join, and what a name or
    /// the preset tells.
    public func identifyingColumns() throws(Diagnostic) -> [Int] {
        let named = try positions(of: options.identity, option: "--id")
        if !named.isEmpty { return named }
        var columns = options.joins.isEmpty ? [] : try positions(of: options.joinKey, option: "--on")
        for column in binding.identifiers where !columns.contains(column) { columns.append(column) }
        return columns
    }

    /// The position of the column that is called exactly so; nil where there is none, or more than one.
    public func column(exactly name: String) -> Int? {
        let found = columns.indices.filter { columns[$0].name == name }
        return found.count == 1 ? found[0] : nil
    }

    /// Whether the text of a cell stands for missing, by the customary codes and `--na`.
    public var missingText: @Sendable (String) -> Bool {
        let interpreter = CellInterpreter(
            extraMissing: options.extraMissing, limitRule: options.limitRule,
            decimalMark: text.dialect.decimalMark)
        return { interpreter.isMissing($0) }
    }

    /// How a bound column is to be read. ``ColumnBinding/settle(_:timed:)`` must have passed for its quantity.
    public func request(for bound: BoundColumn) -> ColumnRequest {
        let reading: ColumnRequest.Reading
        switch (bound.quantity, bound.unit) {
        case (.sex, _): reading = .sex(bound.sexCoding ?? .letters)
        case (.hypertension, _): reading = .yesNo
        case (_, .fixed(let unit)): reading = .number(unit)
        case (_, .perRow(let column)): reading = .numberWithUnit(column: column)
        }
        var request = ColumnRequest(
            quantity: bound.quantity, column: bound.column, name: columns[bound.column].name, reading: reading)
        request.isInsistedOn = bound.boundBy == .option && bound.unitBy == .option
        return request
    }

    /// How a column is to be read that a formula names: as the quantity that it is bound to, with its ranges, where that
    /// is a number in one unit, and else as plain numbers.
    func request(forVariable column: Int) -> ColumnRequest {
        if let bound = binding.columns.first(where: { $0.column == column }), case .fixed = bound.unit,
            !bound.quantity.isCode
        {
            var request = request(for: bound)
            request.keepsDecimals = true
            return request
        }
        return ColumnRequest(
            quantity: .variable, column: column, name: columns[column].name, reading: .number(.none),
            keepsDecimals: true)
    }
}
