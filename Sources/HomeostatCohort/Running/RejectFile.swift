import Synchronization

/// The file of `--rejects`: line, row, column, raw text, cause and detail of each rejected row and failed cell, in the
/// order of the input.
///
/// It is written while the rows are read, so that memory does not grow with what is rejected.
public final class RejectFile: Sendable {
    private struct State {
        var file: OutputFile
        var rows = 0
        var isTaken = false
    }
    private let state: Mutex<State>

    /// Writes the header.
    ///
    /// - Throws: ``DiagnosticCode/cannotWrite``, as everything that writes.
    public init(_ file: sending OutputFile) throws(Diagnostic) {
        try file.write(Array("line,row,column,text,cause,detail\n".utf8))
        state = Mutex(State(file: file))
    }

    /// Puts the file in its place.
    ///
    /// - Returns: the number of lines below the header, and the SHA-256 where the file keeps one.
    public func finish() throws(Diagnostic) -> (rows: Int, digest: String?) {
        try state.withLock { (state) throws(Diagnostic) in (state.rows, try state.file.finish()) }
    }

    /// Whether the caller is the first: a file that is read more than once rejects the same rows each time.
    func take() -> Bool {
        state.withLock { state in
            defer { state.isTaken = true }
            return !state.isTaken
        }
    }

    /// Adds what a block brought; called in the order of the file.
    ///
    /// - Parameters:
    ///   - linesBefore: physical lines before the block.
    ///   - rowsBefore: data rows before the block.
    func write(_ lines: RejectLines, linesBefore: Int, rowsBefore: Int) throws(Diagnostic) {
        if lines.isEmpty { return }
        let text = lines.text(linesBefore: linesBefore, rowsBefore: rowsBefore)
        try state.withLock { (state) throws(Diagnostic) in
            try state.file.write(text)
            state.rows += lines.count
        }
    }
}

/// What one block adds to a ``RejectFile``, before it is known how many lines and rows come before the block.
struct RejectLines: Sendable {
    private struct Entry {
        var line: Int
        var row: Int
        /// What follows line and row.
        var rest: Range<Int>
    }
    private var entries: [Entry] = []
    private var bytes: [UInt8] = []

    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }

    /// Adds a line; `line` and `row` count from the beginning of the block, from 1.
    mutating func append(line: Int, row: Int, column: String?, text: String, cause: String, detail: String) {
        let start = bytes.count
        for field in [column ?? "", text, cause, detail] {
            bytes.append(UInt8(ascii: ","))
            bytes.append(contentsOf: delimitedField(field, delimiter: UInt8(ascii: ",")).utf8)
        }
        bytes.append(0x0A)
        entries.append(Entry(line: line, row: row, rest: start..<bytes.count))
    }

    /// The lines in the order of the file: what is found out of repeated rows comes behind the rest.
    func text(linesBefore: Int, rowsBefore: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + 16 * entries.count)
        let ordered = entries.sorted { ($0.line, $0.rest.lowerBound) < ($1.line, $1.rest.lowerBound) }
        for entry in ordered {
            text.append(contentsOf: "\(entry.line + linesBefore),\(entry.row + rowsBefore)".utf8)
            text.append(contentsOf: bytes[entry.rest])
        }
        return text
    }
}
