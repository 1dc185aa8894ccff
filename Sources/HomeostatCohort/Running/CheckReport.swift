/// What a cohort file is found to be: the report of `check`.
public struct CheckReport: Sendable {
    /// A column that stands for a quantity, and what its cells hold.
    public struct Column: Sendable {
        /// The header, or the name of the variable.
        public let name: String
        /// What the column measures.
        public let quantity: Quantity
        /// Minutes after the load; `nil` for a column without a time.
        public let minute: Int?
        /// The unit of the values below; ``Unit/none`` where there is none.
        public let unit: Unit
        /// The column that gives the unit of every row; `nil` where all rows have one.
        public let unitColumn: String?
        /// What told the quantity.
        public let boundBy: BindingSource
        /// `nil` for what has no unit.
        public let unitBy: BindingSource?
        /// Whether formulas of one row take the column: it has no time, or minute 0.
        public let isSingleRow: Bool
        /// Whether the cells were read as numbers or codes; a text that identifies a row or a date is not.
        public let isRead: Bool
        /// The numbers in its cells, in ``unit``; empty where the column is not read.
        public fileprivate(set) var values = ValueDistribution()
        /// Absent values by cause, over all good rows.
        public fileprivate(set) var absent: [Cause: Int] = [:]
        /// Rows whose value has a flag, such as one outside the plausible range.
        public fileprivate(set) var flagged = 0
        /// The texts that were read as missing, the most frequent first.
        public fileprivate(set) var missingTexts: [(text: String, count: Int)] = []
        /// The texts of failed cells, the most frequent first.
        public fileprivate(set) var failedTexts: [(text: String, count: Int)] = []

        /// Cells that are no number or not possible.
        public var failed: Int { absent.filter(\.key.isFailure).values.reduce(0, +) }
    }

    /// A column that stands for no quantity.
    public struct Unbound: Sendable {
        /// The header, or the name of the variable.
        public let name: String
        /// The quantity that the name resembles; `nil` for none.
        public let resembles: Quantity?
        /// Why it is not that quantity; `nil` where nothing is known of the column.
        public let reason: String?
    }

    /// Something that must be settled before a column can be used.
    public struct Unsettled: Sendable {
        /// The headers of the columns that it concerns.
        public let columns: [String]
        /// What they stand for.
        public let quantity: Quantity
        /// Minutes after the load; `nil` for columns without a time.
        public let minute: Int?
        /// The error once the quantity is needed, with the options that settle it.
        public let diagnostic: Diagnostic
        /// What the first rows of a column without a unit hold, in its own unknown unit.
        public let values: ValueDistribution?
    }

    /// A column that a file of `--join` adds. Its cells are not looked at: that file is checked by itself.
    public struct JoinedColumn: Sendable {
        /// The name of the file, as the user gave it.
        public let file: String
        /// The header in that file.
        public let name: String
        /// What the column measures.
        public let quantity: Quantity
        /// The unit of its values; ``Unit/none`` where there is none.
        public let unit: Unit
    }

    /// The name of the input: its path as it was given, or "standard input".
    public let fileName: String
    /// The format in words: "delimited text", "SAS XPT".
    public let formatTitle: String
    /// How the text is written; `nil` for a binary format.
    public let dialect: Dialect?
    /// Whether the second line holds units and no data.
    public let hasUnitRow: Bool
    /// The number of columns of the input, bound or not; those of joined files do not count.
    public let columnCount: Int
    /// The columns that identify a row: those of `--id`, otherwise those that are named like it.
    public let identifiers: [String]
    /// Whether `--id` named them, so that repetitions were looked for.
    public let checksIdentity: Bool
    /// The columns that stand for a quantity, in the order of the file.
    public internal(set) var columns: [Column]
    /// The columns that files of `--join` add, in the order of those files.
    public let joined: [JoinedColumn]
    /// The columns that stand for no quantity.
    public let unbound: [Unbound]
    /// What must be settled before it can be used; each is among ``errors``.
    public let unsettled: [Unsettled]
    /// What a look at the values contradicts, worst first; all of severity error stop a run.
    public internal(set) var findings: [Diagnostic]
    /// What reading the rows left behind: counts, rejected rows and failed cells.
    public internal(set) var outcome = CohortOutcome()

    /// Everything that stops a run of `indices`, with the options that settle it.
    public var errors: [Diagnostic] {
        findings.filter { $0.severity == .error } + unsettled.map(\.diagnostic)
    }

    /// What is said and does not stop a run.
    public var warnings: [Diagnostic] { findings.filter { $0.severity != .error } }

    /// What a run would end with.
    ///
    /// - Parameters:
    ///   - maxReject: rejected rows that are accepted.
    ///   - maxFailed: failed cells of a column that are accepted, in per cent.
    public func exitStatus(maxReject: Int, maxFailed: Double) -> ExitStatus {
        if !errors.isEmpty { return .data }
        return excesses(maxReject: maxReject, maxFailed: maxFailed).isEmpty ? .done : .doneWithRejects
    }

    /// What is beyond the accepted number of rejected rows and failed cells.
    public func excesses(maxReject: Int, maxFailed: Double) -> [Diagnostic] {
        var found: [Diagnostic] = []
        let counts = outcome.counts
        if counts.damagedRows > maxReject {
            found.append(
                Diagnostic(
                    .tooManyRejectedRows,
                    "\(counts.damagedRows) of \(counts.rowsRead) rows are rejected, \(maxReject) accepted",
                    severity: .warning,
                    place: .init(file: fileName), help: ["--max-reject \(counts.damagedRows)  accepts them"]))
        }
        for column in columns where counts.rowsWritten > 0 {
            let share = 100 * Double(column.failed) / Double(counts.rowsWritten)
            guard share > maxFailed else { continue }
            found.append(
                Diagnostic(
                    .tooManyFailedCells,
                    "\(column.failed) of \(counts.rowsWritten) cells of \(column.name) fail "
                        + "(\(shortestDecimal((share * 10).rounded() / 10)) %), \(shortestDecimal(maxFailed)) % accepted",
                    severity: .warning, place: .init(file: fileName, columnName: column.name, unit: column.unit),
                    help: [
                        "--na CODE  for a code of missing; --max-failed \(Int(share.rounded(.up)))  accepts them"
                    ]))
        }
        return found
    }
}

extension CheckReport {
    /// The report before a row is read.
    init(_ input: CohortInput, unsettled: [Unsettled], findings: [Diagnostic], identity: [Int], identifying: [Int]) {
        let names = input.columns.map(\.name)
        fileName = input.source.name
        formatTitle = input.formatTitle
        dialect = input.dialect
        hasUnitRow = input.hasUnitRow
        columnCount = names.count
        checksIdentity = !identity.isEmpty
        identifiers = identifying.map { names[$0] }
        columns = input.binding.columns.map { bound in
            var unitColumn: String?
            if case .perRow(let position) = bound.unit { unitColumn = names[position] }
            let unit = input.request(for: bound).unit
            return Column(
                name: names[bound.column], quantity: bound.quantity, minute: bound.minute, unit: unit,
                unitColumn: unitColumn, boundBy: bound.boundBy, unitBy: unit == .none ? nil : bound.unitBy,
                isSingleRow: bound.isSingleRow, isRead: bound.isReadable)
        }
        joined = input.joined.flatMap { file in
            file.binding.columns.filter { $0.isSingleRow && $0.isReadable }.map { bound in
                JoinedColumn(
                    file: file.source.name, name: file.columns[bound.column].name, quantity: bound.quantity,
                    unit: file.request(for: bound).unit)
            }
        }
        unbound = input.binding.unbound.map {
            Unbound(name: names[$0.column], resembles: $0.resembles, reason: $0.reason)
        }
        self.unsettled = unsettled
        self.findings = findings
    }

    /// Takes over what the rows held.
    ///
    /// - Parameter positions: for each column that was read, its place in ``columns``.
    mutating func take(_ outcome: CohortOutcome, _ parts: [CheckedCells], positions: [Int]) {
        self.outcome = outcome
        for (part, position) in positions.enumerated() {
            columns[position].values = parts[part].values
            columns[position].absent = outcome.counts.absentCells[part]
            columns[position].flagged = outcome.counts.flaggedCells[part]
            columns[position].missingTexts = parts[part].missing.mostFrequent
            columns[position].failedTexts = parts[part].failed.mostFrequent
        }
    }
}

extension BoundColumn {
    /// Whether its cells are numbers or codes.
    var isReadable: Bool {
        switch quantity {
        case .subject: false
        case .time: unit != .fixed(.none)
        default: true
        }
    }
}
