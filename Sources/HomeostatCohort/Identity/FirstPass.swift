/// Reads an input a first time, for rules that can only be followed once the whole file was seen.
///
/// Rows are counted over the good rows of the file, from 0. Blocks are the same in every pass, since where they end
/// depends on the bytes alone.
struct FirstPass {
    private let run: CohortRun
    private var reader: TextBlockReader
    private var sequence = 0
    /// The rows of the block that was read last.
    private(set) var block = CohortBlock()
    private(set) var identities = BlockIdentities()
    /// The first row of each block, and behind the last block the number of rows.
    private(set) var firstRows = [0]
    private var status: [UInt8] = []

    init(_ run: CohortRun, input: CohortInput) throws(Diagnostic) {
        self.run = run
        reader = try input.reopened().text.reader()
        block.columnCount = run.decoder.columns
        block.delimiter = run.dialect.delimiter
    }

    /// Reads the next block; `false` at the end of the file.
    mutating func next() throws(Diagnostic) -> Bool {
        guard let text = try reader.next(into: &block.bytes) else { return false }
        block.hasQuotes = text.hasQuotes
        block.index.scan(
            block.bytes, block: text, columns: run.decoder.columns, delimiter: run.dialect.delimiter,
            newline: run.dialect.newline)
        identities.read(block.index, bytes: block.bytes, columns: run.decoder.columns, identity: run.identity)
        firstRows.append((firstRows.last ?? 0) + block.count)
        return true
    }

    /// The number of the first row of the block among all rows.
    var firstRow: Int { firstRows[firstRows.count - 2] }

    /// Makes the hashes of the identities of the block.
    mutating func hash() {
        identities.hash(block.index, bytes: block.bytes, columns: run.decoder.columns, identity: run.identity)
    }

    /// The rows of the block whose identity occurred before; the lines that are told are numbers of rows.
    mutating func repetitions(_ check: inout IdentityCheck) -> [IdentityCheck.Repetition] {
        let index = block.index
        let bytes = block.bytes
        let firstRow = self.firstRow
        return check.look(
            &identities, count: index.count, lines: RowLines(first: firstRow),
            makeHashes: { [run] in
                $0.hash(index, bytes: bytes, columns: run.decoder.columns, identity: run.identity)
            })
    }

    /// Reads the requested columns of the block.
    mutating func decode() {
        block.columns = [MeasuredColumn](repeating: MeasuredColumn(), count: run.requests.count)
        for position in run.decoder.requests.indices {
            run.decoder.decode(
                position, of: block.index, bytes: block.bytes, into: &block.columns[position], status: &status
            ) { _ in }
        }
        // A contradiction between the files is told by the pass that follows.
        _ = run.joined?.fill(&block, requestsFrom: run.decoder.requests.count) { _ in }
    }
}
