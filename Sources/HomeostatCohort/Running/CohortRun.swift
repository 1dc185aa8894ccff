import Synchronization

/// One pass over a cohort file: reads, decodes, joins and checks its rows, and hands them to consumers.
public struct CohortRun: Sendable {
    /// What is needed of the file, in the order of ``CohortBlock/columns``.
    public let requests: [ColumnRequest]
    /// Positions of the identifying columns whose repetition is checked; empty where nothing is.
    let identity: [Int]
    var duplicates: DuplicateRule
    let decoder: TextDecoder
    let joined: JoinedTables?
    let superseding: SupersedingRows?
    let dialect: Dialect
    let columnNames: [String]
    let fileName: String
    let firstDataLine: Int
    let threads: Int
    let collectsAllRejects: Bool
    let rejects: RejectFile?

    /// - Parameters:
    ///   - requests: the columns that are needed, of the input itself.
    ///   - identity: positions of the identifying columns.
    init(
        _ input: CohortInput, requests: [ColumnRequest], identity: [Int], joined: JoinedTables? = nil,
        superseding: SupersedingRows? = nil
    ) {
        self.requests = requests + (joined?.requests ?? [])
        self.identity = identity
        duplicates = input.options.duplicates
        dialect = input.text.dialect
        decoder = TextDecoder(
            requests: requests, columns: input.columns.count, delimiter: input.text.dialect.delimiter,
            interpreter: CellInterpreter(
                extraMissing: input.options.extraMissing, limitRule: input.options.limitRule,
                decimalMark: input.text.dialect.decimalMark), factors: input.options.factors)
        self.joined = joined
        self.superseding = superseding
        columnNames = input.columns.map(\.name)
        fileName = input.source.name
        firstDataLine = input.firstDataLine
        // Each thread holds the rejected cells of one block, up to 40 MB where every cell fails.
        let mostThreads = input.options.rejects == nil ? Int.max : 4
        threads = min(max(1, input.options.threads), mostThreads)
        collectsAllRejects = input.options.collectsAllRejects
        rejects = input.options.rejects
    }

    /// Whether rows with a repeated identity are looked for.
    var checksIdentity: Bool { !identity.isEmpty && duplicates != .keep }

    /// Reads the rows from `reader` and gives them to consumers.
    ///
    /// - Parameter progress: called now and then, in order, with the number of rows read so far.
    func pass<Consumer: CohortConsumer>(
        over reader: TextBlockReader, progress: (@Sendable (Int) -> Void)? = nil,
        makeConsumer: @escaping @Sendable () -> Consumer
    ) async throws(Diagnostic) -> CohortOutcome {
        let shared = SharedProgress(self, progress: progress)
        let run = self
        try await TextPipeline.run(reader, threads: threads) {
            CohortWorker(run: run, shared: shared, consumer: makeConsumer())
        }
        return shared.outcome
    }
}

/// What a pass left behind: counts, and the rows and cells that could not be used.
public struct CohortOutcome: Sendable {
    /// Rows read, written and rejected, and absent cells by column.
    public var counts = RunCounts()
    /// Rejected rows and failed cells, the first ten or all.
    public internal(set) var rejects: [Reject] = []

    /// A row or a cell that could not be used.
    public struct Reject: Sendable, Hashable {
        /// Physical line in the input, from 1.
        public var line: Int
        /// Data row, from 1, rejected rows included.
        public var row: Int
        /// `nil` where the whole row was rejected.
        public var column: String?
        /// The unit of the column; `nil` for a whole row.
        public var unit: Unit?
        /// The cell, or the beginning of the row, as it stands in the file.
        public var text: String
        /// The word for it in reports: a ``RejectedRow/Cause`` for a row, the name of a ``Cause`` for a cell.
        public var cause: String
        /// What is wrong with the row, in a few words; empty for a cell.
        public var detail: String
        /// The code that `explain` describes.
        public var code: DiagnosticCode
        /// What identifies the row, by `--id`.
        public var identity: String?
        /// The beginning of the row as it stands in the file, and the characters of the cell in it.
        public var sourceLine: String?
        /// The characters of the cell in ``sourceLine``, from 0; `nil` for a row, or for a cell of a joined file.
        public var underline: Range<Int>?
    }
}

/// What the tasks of one pass have in common.
final class SharedProgress: Sendable {
    struct State {
        var outcome = CohortOutcome()
        var nextLine: Int
        var identityLine: Int
        var check = IdentityCheck()
        var nextReport = 1 << 18
    }
    let state: Mutex<State>
    /// Where rejected rows and failed cells are written, in the pass that does so.
    let rejects: RejectFile?
    private let limit: Int
    private let progress: (@Sendable (Int) -> Void)?

    init(_ run: CohortRun, progress: (@Sendable (Int) -> Void)?) {
        var initial = State(nextLine: run.firstDataLine, identityLine: run.firstDataLine)
        initial.outcome.counts.absentCells = [[Cause: Int]](repeating: [:], count: run.requests.count)
        initial.outcome.counts.flaggedCells = [Int](repeating: 0, count: run.requests.count)
        state = Mutex(initial)
        limit = run.collectsAllRejects ? .max : 10
        rejects = run.rejects.flatMap { $0.take() ? $0 : nil }
        self.progress = progress
    }

    var outcome: CohortOutcome { state.withLock { $0.outcome } }

    /// Adds what a block brought, in the order of the file.
    func add(_ part: BlockReport) throws(Diagnostic) {
        if let rejects {
            let (linesBefore, rowsBefore) = state.withLock { ($0.nextLine - 1, $0.outcome.counts.rowsRead) }
            try rejects.write(part.rejectLines, linesBefore: linesBefore, rowsBefore: rowsBefore)
        }
        let rows: Int? = state.withLock { state in
            let rowsBefore = state.outcome.counts.rowsRead
            var entries = part.rejects
            for index in entries.indices {
                entries[index].line += state.nextLine - 1
                entries[index].row += rowsBefore
            }
            let room = limit - state.outcome.rejects.count
            if room > 0 { state.outcome.rejects.append(contentsOf: entries.prefix(room)) }
            for (cause, count) in part.rejectedByCause {
                state.outcome.counts.rejectedByCause[cause, default: 0] += count
            }
            for (position, causes) in part.absentCells.enumerated() {
                for (cause, count) in causes { state.outcome.counts.absentCells[position][cause, default: 0] += count }
            }
            for (position, count) in part.flaggedCells.enumerated() {
                state.outcome.counts.flaggedCells[position] += count
            }
            state.outcome.counts.blankLines += part.blankLines
            state.outcome.counts.rowsRead += part.rowsSeen
            state.outcome.counts.rowsWritten += part.rowsWritten
            state.nextLine += part.lines
            if state.outcome.counts.rowsRead >= state.nextReport {
                state.nextReport = state.outcome.counts.rowsRead + 1 << 18
                return state.outcome.counts.rowsRead
            }
            return nil
        }
        if let rows { progress?(rows) }
    }
}

/// What one block brings to the counts.
struct BlockReport: Sendable {
    var rowsSeen = 0
    var rowsWritten = 0
    var lines = 0
    var blankLines = 0
    var rejectedByCause: [RejectedRow.Cause: Int] = [:]
    var absentCells: [[Cause: Int]] = []
    var flaggedCells: [Int] = []
    /// What ``RejectFile`` is given.
    var rejectLines = RejectLines()
    /// With lines and rows counted from the beginning of the block, from 1.
    var rejects: [CohortOutcome.Reject] = []
}
