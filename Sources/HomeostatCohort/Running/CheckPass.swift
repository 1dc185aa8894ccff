import Synchronization

/// How often each of some texts occurred. Beyond 256 different ones only those that are known are counted.
struct TextCounts: Sendable {
    private var counts: [String: Int] = [:]

    mutating func add(_ text: String, times: Int = 1) {
        if counts[text] != nil || counts.count < 256 { counts[text, default: 0] += times }
    }

    mutating func merge(_ other: TextCounts) {
        for entry in other.mostFrequent { add(entry.text, times: entry.count) }
    }

    var mostFrequent: [(text: String, count: Int)] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (text: $0.key, count: $0.value) }
    }
}

/// What the cells of one column hold.
struct CheckedCells: Sendable {
    var values = ValueDistribution()
    var missing = TextCounts()
    var failed = TextCounts()

    mutating func merge(_ other: CheckedCells) {
        values.merge(other.values)
        missing.merge(other.missing)
        failed.merge(other.failed)
    }
}

/// Looks at every cell of the columns that are read.
struct CheckConsumer: CohortConsumer {
    let requests: [ColumnRequest]
    let found: CheckedColumns
    private var parts: [CheckedCells] = []

    init(requests: [ColumnRequest], found: CheckedColumns) {
        self.requests = requests
        self.found = found
    }

    mutating func process(_ block: CohortBlock) throws(Diagnostic) {
        parts = requests.enumerated().map { position, request in
            var part = CheckedCells()
            let column = block.columns[position]
            for row in 0..<block.count {
                switch column.cause(row) {
                case nil: part.values.add(column[row])
                case .missing: part.missing.add(CellInterpreter.trimmed(block.text(row, request.column)))
                case .some(let cause) where cause.isFailure:
                    part.failed.add(CellInterpreter.trimmed(block.text(row, request.column)))
                default: break
                }
            }
            return part
        }
    }

    mutating func commit() throws(Diagnostic) { found.merge(parts) }
}

/// Where the blocks' findings come together.
final class CheckedColumns: Sendable {
    private let state: Mutex<[CheckedCells]>

    init(count: Int) { state = Mutex([CheckedCells](repeating: CheckedCells(), count: count)) }

    func merge(_ parts: [CheckedCells]) {
        state.withLock { columns in
            for (position, part) in parts.enumerated() { columns[position].merge(part) }
        }
    }

    var columns: [CheckedCells] { state.withLock { $0 } }
}

extension CohortInput {
    /// Reads the whole file and reports what it is found to be. Nothing has to be settled for that.
    ///
    /// - Parameter progress: called now and then with the number of rows read so far.
    /// - Throws: where the file cannot be read, or an option names a column that it does not have.
    public consuming func check(
        progress: (@Sendable (Int) -> Void)? = nil
    ) async throws(Diagnostic) -> CheckReport {
        var input = self
        let identity = try input.positions(of: input.options.identity, option: "--id")
        let readable = input.binding.columns.indices.filter { input.binding.columns[$0].isReadable }
        let requests = readable.map { input.request(for: input.binding.columns[$0]) }
        var run = CohortRun(input, requests: requests, identity: identity)
        // A difference between rows of one identity shall be counted, and not end the pass.
        if run.duplicates != .keep { run.duplicates = .first }
        let sample = try run.sample(&input)
        let unsettled = try CohortInput.unsettled(&input)
        // After a load an insulin above 30 uU/mL is nothing to warn of.
        let fasting = SampleCheck(
            samples: sample.samples.filter { sampled in
                input.binding.columns.contains { $0.isSingleRow && $0.column == sampled.request.column }
            }, factors: input.options.factors, fileName: input.source.name)
        var findings = unsettled.codes + sample.errors + fasting.warnings
        findings += try CohortInput.timesWithoutDate(&input)
        if let nothing = input.binding.nothingBound(input.columns.map(\.name)) { findings.append(nothing) }
        var report = CheckReport(
            input, unsettled: unsettled.list, findings: findings, identity: identity,
            identifying: try input.identifyingColumns())
        let rule = input.options.duplicates
        let found = CheckedColumns(count: requests.count)
        let outcome = try await run.pass(over: input.text.reader(), progress: progress) {
            CheckConsumer(requests: requests, found: found)
        }
        report.take(outcome, found.columns, positions: readable)
        report.addFindings(duplicates: rule)
        return report
    }

    /// What must be settled, with a look at the values of columns that have no unit.
    ///
    /// - Returns: the list, and the columns among them that hold codes (D211).
    private static func unsettled(
        _ input: inout CohortInput
    ) throws(Diagnostic) -> (list: [CheckReport.Unsettled], codes: [Diagnostic]) {
        let problems = input.binding.unsettled
        let names = input.columns.map(\.name)
        var requests: [ColumnRequest] = []
        var owners: [Int] = []
        for (position, problem) in problems.enumerated() {
            guard problem.diagnostic.code == .missingUnit, !problem.quantity.isCode, let column = problem.columns.first
            else { continue }
            // Any unit will do: the values are looked at as they stand.
            requests.append(
                ColumnRequest(
                    quantity: problem.quantity, column: column, name: names[column],
                    reading: .number(problem.quantity.baseUnit)))
            owners.append(position)
        }
        var values: [Int: ValueDistribution] = [:]
        var codes: [Diagnostic] = []
        if !requests.isEmpty {
            let sample = try CohortRun(input, requests: requests, identity: []).sample(&input)
            for (owner, column) in zip(owners, sample.samples) {
                var distribution = ValueDistribution()
                for value in column.values { distribution.add(value) }
                values[owner] = distribution
                if let code = sample.questionnaireCode(column) { codes.append(code) }
            }
        }
        var list = problems.enumerated().map { position, problem in
            CheckReport.Unsettled(
                columns: problem.columns.map { names[$0] }, quantity: problem.quantity, minute: problem.minute,
                diagnostic: problem.diagnostic, values: values[position])
        }
        let bound = Set(input.binding.columns.filter(\.isSingleRow).map(\.quantity))
        for file in input.joined {
            for problem in file.binding.unsettled where !bound.contains(problem.quantity) {
                list.append(
                    CheckReport.Unsettled(
                        columns: problem.columns.map { file.columns[$0].name }, quantity: problem.quantity,
                        minute: problem.minute, diagnostic: problem.diagnostic, values: nil))
            }
        }
        return (list, codes)
    }
}

extension CheckReport {
    /// What is known only once all rows were read.
    fileprivate mutating func addFindings(duplicates rule: DuplicateRule) {
        let counts = outcome.counts
        if counts.rowsRead == 0 {
            findings.append(
                Diagnostic(
                    .noRows, "\(fileName) has a header and no rows", severity: .warning, place: .init(file: fileName)))
        }
        if let different = counts.rejectedByCause[.superseded], rule == .error {
            let first = outcome.rejects.first { $0.cause == RejectedRow.Cause.superseded.rawValue }
            findings.append(
                Diagnostic(
                    .conflictingDuplicates,
                    "\(different) \(different == 1 ? "row repeats" : "rows repeat") the \(identifiers.joined(separator: ", ")) "
                        + "of an earlier row and \(different == 1 ? "differs" : "differ") from it",
                    place: .init(file: fileName, line: first?.line, row: first?.row, sourceLine: first?.text),
                    help: ["add the visit to --id, or say which row counts: --duplicates first|last|mean|keep"]))
        }
        // Where the first rows showed it already, it stands there.
        for column in columns
        where column.quantity == .sex && !findings.contains(where: { $0.code == .unsettledSexCodes }) {
            let codes = column.failedTexts.map(\.text).filter { Double($0) != nil }
            if !codes.isEmpty {
                findings.append(BindingProblem.unsettledSexCodes(column.name, codes: Array(codes.sorted().prefix(4))))
            }
        }
    }
}
