import HomeostatCohort
import Synchronization

/// Computes the indices of a block and writes its rows as JSON, as lines of JSON, or as a Markdown table.
struct RecordIndexRows: CohortConsumer {
    let plan: IndexPlan
    let layout: RowLayout
    let notes: RowNotes
    let format: TableFormat
    let sink: RecordSink
    private let keys: [String]
    private var results = IndexBlock()
    private var output: [UInt8] = []

    init(plan: IndexPlan, layout: RowLayout, requests: [ColumnRequest], format: TableFormat, sink: RecordSink) {
        self.plan = plan
        self.layout = layout
        self.format = format
        self.sink = sink
        notes = RowNotes(plan, requests: requests)
        keys = layout.header.map { jsonString($0) + ": " }
    }

    mutating func process(_ block: CohortBlock) throws(Diagnostic) {
        results.evaluate(plan, inputs: block.columns, count: block.count)
        output.removeAll(keepingCapacity: true)
        if format == .table, sink.isFull { return }
        for row in 0..<block.count {
            switch format {
            case .json, .ndjson: appendJSON(row, block)
            case .markdown:
                output.append(contentsOf: "|".utf8)
                for field in fields(row, block) {
                    output.append(contentsOf: " \(field.replacingBars) |".utf8)
                }
                output.append(0x0A)
            default:
                output.append(contentsOf: fields(row, block).joined(separator: "\u{1F}").utf8)
                output.append(0x0A)
            }
        }
    }

    mutating func commit() throws(Diagnostic) {
        try sink.write(output, format: format)
    }

    private mutating func appendJSON(_ row: Int, _ block: CohortBlock) {
        if !output.isEmpty { output.append(contentsOf: (format == .json ? ",\n" : "\n").utf8) }
        output.append(UInt8(ascii: "{"))
        var position = 0
        func key() {
            if position > 0 { output.append(contentsOf: ", ".utf8) }
            output.append(contentsOf: keys[position].utf8)
            position += 1
        }
        func append(_ text: String) {
            output.append(contentsOf: (text.isEmpty ? "null" : jsonString(text)).utf8)
        }
        for cell in layout.cells {
            key()
            append(block.text(row, cell))
        }
        for column in results.columns {
            key()
            let value = column[row]
            if value.isNaN {
                output.append(contentsOf: "null".utf8)
            } else {
                appendShortestDecimal(value, to: &output)
            }
        }
        for classified in layout.classified {
            key()
            append(classText(classified, row))
        }
        key()
        append(notes.flags(row, block, results))
        key()
        append(notes.reasons(row, block, results))
        output.append(UInt8(ascii: "}"))
    }

    private func classText(_ position: Int, _ row: Int) -> String {
        let value = results.columns[position][row]
        return value.isNaN ? "" : sensitivityClass(of: layout.indices[position].id, value: value)?.label ?? ""
    }

    private func fields(_ row: Int, _ block: CohortBlock) -> [String] {
        var fields = layout.cells.map { block.text(row, $0) }
        for column in results.columns {
            let value = column[row]
            fields.append(
                value.isNaN ? "" : format == .table ? shortDecimal(value, digits: 5) : shortestDecimal(value))
        }
        for classified in layout.classified { fields.append(classText(classified, row)) }
        fields.append(notes.flags(row, block, results))
        fields.append(notes.reasons(row, block, results))
        return fields
    }
}

extension String {
    fileprivate var replacingBars: String {
        String(
            unicodeScalars.flatMap { $0 == "|" ? Array("\\|".unicodeScalars) : $0 == "\n" ? [" "] : [$0] }.map(
                Character.init))
    }
}

/// Where records go: a file, with what stands between and around them, or the first rows for a terminal.
final class RecordSink: Sendable {
    private struct State {
        var file: OutputFile
        var isFirst = true
        var rows: [String] = []
        var rowsSeen = 0
    }
    private let state: Mutex<State>
    /// Rows that a terminal is shown.
    static let shownRows = 20

    init(_ file: sending OutputFile) {
        state = Mutex(State(file: file))
    }

    /// Whether a terminal has all rows that it is shown.
    var isFull: Bool { state.withLock { $0.rows.count >= RecordSink.shownRows } }

    /// The rows that a terminal is shown, cells separated by the unit separator.
    var rows: [String] { state.withLock { $0.rows } }

    func begin(_ text: String) throws(Diagnostic) {
        try state.withLock { (state) throws(Diagnostic) in try state.file.write(Array(text.utf8)) }
    }

    func write(_ bytes: [UInt8], format: TableFormat) throws(Diagnostic) {
        if bytes.isEmpty { return }
        try state.withLock { (state) throws(Diagnostic) in
            if format == .table {
                let room = RecordSink.shownRows - state.rows.count
                let lines = String(decoding: bytes, as: UTF8.self).split(
                    separator: "\n", omittingEmptySubsequences: true)
                state.rows.append(contentsOf: lines.prefix(max(0, room)).map(String.init))
                return
            }
            if !state.isFirst, format == .json { try state.file.write(Array(",\n".utf8)) }
            if !state.isFirst, format == .ndjson { try state.file.write(Array("\n".utf8)) }
            state.isFirst = false
            try state.file.write(bytes)
        }
    }

    func finish(_ format: TableFormat) throws(Diagnostic) -> String? {
        try state.withLock { (state) throws(Diagnostic) in
            switch format {
            case .json: try state.file.write(Array((state.isFirst ? "]\n" : "\n]\n").utf8))
            case .ndjson: if !state.isFirst { try state.file.write(Array("\n".utf8)) }
            default: break
            }
            return try state.file.finish()
        }
    }
}

/// A number with a few significant digits, for people.
public func shortDecimal(_ value: Double, digits: Int) -> String {
    guard value != 0, value.isFinite else { return shortestDecimal(value.isFinite ? value : 0) }
    var scale = 1.0
    var places = 0
    let magnitude = Int(value.magnitude.exponent) * 30103 / 100_000
    if magnitude < digits, magnitude > -6 {
        places = max(0, digits - 1 - magnitude)
        for _ in 0..<places { scale *= 10 }
        return shortestDecimal((value * scale).rounded() / scale)
    }
    return shortestDecimal(magnitude >= digits ? value.rounded() : value)
}
