import HomeostatCohort
import Synchronization

/// How the rows of `indices` are laid out.
struct RowLayout: Sendable {
    /// Positions and names of the cells that are passed on, the identifying ones first.
    var cells: [Int]
    var cellNames: [String]
    var indices: [Index]
    /// Indices of which the class is written behind all values, as `<id>_class`.
    var classified: [Int] = []

    /// The names of all columns.
    var header: [String] {
        cellNames + indices.map(\.id) + classified.map { "\(indices[$0].id)_class" } + ["flags", "reasons"]
    }
}

/// Where the rows go: one file, which the tasks write to one after the other.
final class RowSink: Sendable {
    private let file: Mutex<OutputFile>
    private let rows = Mutex(0)

    init(_ file: sending OutputFile) {
        self.file = Mutex(file)
    }

    /// Writes a block; called in the order of the file.
    func write(_ bytes: [UInt8], count: Int) throws(Diagnostic) {
        guard count > 0 else { return }
        let result = file.withLock { file in Result { () throws(Diagnostic) in try file.write(bytes, count: count) } }
        try result.get()
    }

    /// Puts the file in its place and gives its digest.
    func finish() throws(Diagnostic) -> String? {
        let result = file.withLock { file in Result { () throws(Diagnostic) in try file.finish() } }
        return try result.get()
    }
}

/// Computes the indices of a block and writes its rows as delimited text.
struct DelimitedIndexRows: CohortConsumer {
    let plan: IndexPlan
    let layout: RowLayout
    let notes: RowNotes
    let delimiter: UInt8
    let sink: RowSink
    private var results = IndexBlock()
    private var prefix = TextSlices()
    private var suffix = TextSlices()
    private var output: [UInt8] = []
    private var outputCount = 0

    init(plan: IndexPlan, layout: RowLayout, requests: [ColumnRequest], delimiter: UInt8, sink: RowSink) {
        self.plan = plan
        self.layout = layout
        self.delimiter = delimiter
        self.sink = sink
        notes = RowNotes(plan, requests: requests)
    }

    mutating func process(_ block: CohortBlock) throws(Diagnostic) {
        results.evaluate(plan, inputs: block.columns, count: block.count)
        var isInPlace = false
        if !layout.cells.isEmpty { isInPlace = block.delimitedCells(layout.cells, delimiter: delimiter, into: &prefix) }
        let marks = notes.markedRows(block, results)
        let hasSuffix = !marks.isEmpty || !layout.classified.isEmpty
        if hasSuffix { makeSuffixes(block, marks) }
        outputCount = RowWriter.write(
            count: block.count, delimiter: delimiter, prefix: layout.cells.isEmpty ? nil : prefix,
            prefixBytes: isInPlace ? block.cellBytes : nil, columns: results.columns,
            suffix: hasSuffix ? suffix : nil, constantSuffix: [delimiter, delimiter, 0x0A], to: &output)
    }

    mutating func commit() throws(Diagnostic) {
        try sink.write(output, count: outputCount)
    }

    private mutating func makeSuffixes(_ block: CohortBlock, _ marks: [UInt8]) {
        suffix.removeAll()
        for row in 0..<block.count {
            suffix.beginRow()
            for position in layout.classified {
                suffix.bytes.append(delimiter)
                let value = results.columns[position][row]
                let found = value.isNaN ? nil : sensitivityClass(of: layout.indices[position].id, value: value)
                if let found {
                    suffix.bytes.append(contentsOf: delimitedField(found.label, delimiter: delimiter).utf8)
                }
            }
            suffix.bytes.append(delimiter)
            let isMarked = !marks.isEmpty && marks[row] != 0
            if isMarked { suffix.bytes.append(contentsOf: notes.flags(row, block, results).utf8) }
            suffix.bytes.append(delimiter)
            if isMarked { suffix.bytes.append(contentsOf: notes.reasons(row, block, results).utf8) }
            suffix.bytes.append(0x0A)
            suffix.endRow()
        }
        suffix.pad()
    }
}
