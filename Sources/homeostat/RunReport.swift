import HomeostatCohort
import HomeostatIndices

/// What a run tells on standard error, and what it records.
struct RunReport {
    let input: CohortInput
    let requests: [ColumnRequest]
    /// What was read of the files of `--join`.
    let joined: [JoinedFile]
    /// Whether rows become a summary and are not written themselves.
    private let isSummary: Bool
    private let isQuiet: Bool
    private let isSilent: Bool

    init(_ session: CohortSession, output: OutputOptions, isSummary: Bool) {
        self.isSummary = isSummary
        input = session.input
        requests = session.requests
        joined = session.joined
        isQuiet = output.quiet || output.silent
        isSilent = output.silent
    }

    func note(_ text: String) {
        if !isQuiet { StandardError.write(printable(text, keepsLines: true) + "\n") }
    }

    /// A warning is shown even where notes are not wanted.
    func warn(_ diagnostic: Diagnostic) {
        if !isSilent { StandardError.write(diagnostic.rendered(width: 72)) }
    }

    /// What was detected, and what will be computed.
    func describe(_ run: borrowing IndicesRun) {
        let title = input.dialect?.summary ?? input.formatTitle
        let isShort = input.source.name.count + title.count <= 78
        note("\(input.source.name):\(isShort ? " " : "\n  ")\(title)")
        if let dialect = input.dialect, dialect.encoding == .windows1252 { note("note: decoded as Windows-1252") }
        if input.hasUnitRow { note("note: the second line holds units") }
        for request in requests {
            let unit = request.unit.symbol
            note(
                "  \(request.quantity.rawValue): column \(printable(request.name, limit: 60))"
                    + (unit.isEmpty ? "" : " [\(unit)]"))
        }
        for warning in run.session.sample.warnings { warn(warning) }
        let fasting = run.plan.indices.contains { $0.sampling == .fasting }
        if fasting, requests.contains(where: { $0.quantity == .time }) {
            note("note: fasting indices are computed from samples at time 0 and before, and from no other")
        } else if fasting, !requests.contains(where: { $0.quantity == .fastingTime }) {
            note("note: fasting is assumed; the file has no fasting time")
        }
        let count = run.plan.indices.count
        note("\(count) \(count == 1 ? "index" : "indices")" + notComputed(run.missing))
    }

    /// "; 12 more would need c_peptide (5), waist (7)".
    private func notComputed(_ missing: [(index: Index, quantities: [Quantity])]) -> String {
        if missing.isEmpty { return "" }
        var counts: [(name: String, count: Int)] = []
        for (_, quantities) in missing {
            for quantity in quantities {
                if let known = counts.firstIndex(where: { $0.name == quantity.rawValue }) {
                    counts[known].count += 1
                } else {
                    counts.append((quantity.rawValue, 1))
                }
            }
        }
        let names = counts.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.map { "\($0.name) (\($0.count))" }
        return "; \(missing.count) more need columns that are not there:\n  " + wrapped(names, indent: 2)
    }

    private func wrapped(_ words: [String], indent: Int) -> String {
        var lines = [""]
        for (position, word) in words.enumerated() {
            let text = word + (position + 1 < words.count ? ", " : "")
            if lines[lines.count - 1].count + text.count > 76 { lines.append("") }
            lines[lines.count - 1] += text
        }
        lines = lines.map { $0.last == " " ? String($0.dropLast()) : $0 }
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }

    /// What became of the rows and cells.
    func summarise(_ written: IndicesRun.Written, rejectsFile: String?) {
        let counts = written.outcome.counts
        if counts.rowsRead == 0 {
            warn(Diagnostic(.noRows, "\(input.source.name) has a header and no rows", severity: .warning))
        }
        var line = "\(counts.rowsRead) \(counts.rowsRead == 1 ? "row" : "rows") read, \(counts.rowsWritten) "
        line += isSummary ? "summarised, " : "written, "
        line += "\(counts.rowsRejected) rejected"
        let causes = RejectedRow.Cause.allCases.compactMap { cause in
            counts.rejectedByCause[cause].map { "\(cause.rawValue) \($0)" }
        }
        if !causes.isEmpty { line += " (\(causes.joined(separator: ", ")))" }
        if counts.blankLines > 0 { line += "; \(counts.blankLines) blank lines skipped" }
        if isSummary { line += "; \(written.rows) \(written.rows == 1 ? "line" : "lines") written" }
        note(line)
        for (position, request) in requests.enumerated() {
            let absent = counts.absentCells[position]
            var parts = Cause.allCases.compactMap { cause in absent[cause].map { "\($0) \(cause.name)" } }
            if counts.flaggedCells[position] > 0 { parts.append("\(counts.flaggedCells[position]) flagged") }
            if !parts.isEmpty { note("  \(request.quantity.rawValue): \(parts.joined(separator: ", "))") }
        }
        if let fasting = requests.firstIndex(where: { $0.quantity == .fastingTime }) {
            let absent = counts.absentCells[fasting]
            let assumed = (absent[.missing] ?? 0) + (absent[.notJoined] ?? 0)
            if assumed > 0 {
                note("note: fasting is assumed for \(assumed) \(assumed == 1 ? "row" : "rows") without a fasting time")
            }
        }
        if rejectsFile == nil { show(written.outcome.rejects) }
    }

    /// The first rejected rows and failed cells.
    private func show(_ rejects: [CohortOutcome.Reject]) {
        for reject in rejects.prefix(10) {
            let isRow = reject.column == nil
            let message =
                isRow ? "row rejected: \(reject.detail)" : "\"\(reject.text)\" \(whatIsWrong(reject))"
            let place = Diagnostic.Place(
                file: input.source.name, line: reject.line, column: reject.underline.map { $0.lowerBound + 1 },
                row: reject.row, identity: reject.identity, columnName: reject.column, unit: reject.unit,
                sourceLine: isRow ? reject.text : reject.sourceLine, underline: reject.underline)
            warn(Diagnostic(reject.code, message, severity: .warning, place: place))
        }
        if rejects.contains(where: { $0.code == .unknownCode && isSex($0) && Double($0.text) != nil }) {
            note("help: --sex-codes CODE=male,CODE=female  explains codes of sex")
        }
        if !rejects.isEmpty { note("help: --rejects FILE  lists all of them") }
    }

    /// A sentence about a failed cell, without its text.
    private func whatIsWrong(_ reject: CohortOutcome.Reject) -> String {
        switch reject.code {
        case .impossibleValue: "is outside the possible range"
        case .notANumber: "is not a number\(decimalCommaHint(reject.text))"
        case .unknownCode where isSex(reject): "is no sex (M, F, male or female)"
        case .unknownCode: "is neither yes nor no"
        case .unknownUnitInRow: "has no unit of its quantity in the unit column"
        default: reject.cause
        }
    }

    private func isSex(_ reject: CohortOutcome.Reject) -> Bool {
        requests.contains { $0.quantity == .sex && reject.column?.hasPrefix($0.name) == true }
    }

    private func decimalCommaHint(_ text: String) -> String {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let digits = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
        return parts.count == 2 && digits ? " (decimal comma?)" : ""
    }

    /// Why the run ends with status 3, if it does.
    func problems(_ outcome: CohortOutcome, limits: LimitOptions) -> [Diagnostic] {
        let (maxReject, maxFailed) = (limits.maxReject, limits.maxFailed)
        var problems: [Diagnostic] = []
        let damaged = outcome.counts.damagedRows
        if damaged > maxReject {
            problems.append(
                Diagnostic(
                    .tooManyRejectedRows,
                    "\(damaged) of \(outcome.counts.rowsRead) rows were rejected, \(maxReject) are accepted",
                    severity: .warning, place: .init(file: input.source.name),
                    help: ["--max-reject \(damaged)  accepts them"]))
        }
        let cells = outcome.counts.rowsWritten
        for (position, request) in requests.enumerated() where cells > 0 {
            let failed = outcome.counts.absentCells[position].filter(\.key.isFailure).values.reduce(0, +)
            let share = 100 * Double(failed) / Double(cells)
            if share > maxFailed {
                problems.append(
                    Diagnostic(
                        .tooManyFailedCells,
                        "\(failed) of \(cells) cells of \(request.name) failed (\(shortDecimal(share, digits: 3)) %), "
                            + "\(shortestDecimal(maxFailed)) % are accepted", severity: .warning,
                        place: .init(file: input.source.name, columnName: request.name, unit: request.unit),
                        help: ["--na CODE for codes of missing; --max-failed \(Int(share.rounded(.up)))  accepts them"])
                )
            }
        }
        return problems
    }
}
