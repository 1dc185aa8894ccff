import HomeostatCohort
import HomeostatNumerics

extension IndicesRun {
    /// Quartiles are exact up to this number of rows.
    public static let mostExactRows = 1_000_000

    /// Writes one row for each index, or for each group and index: n, mean, standard deviation (n - 1), least and
    /// greatest value, quartiles (Hyndman and Fan's definition 7), and how many rows have no value and why.
    ///
    /// The columns are `index n mean sd min q1 median q3 max quantile_relative_error missing missing_by_cause`, with
    /// `group` in front where there are groups. `quantile_relative_error` is the greatest relative error of the
    /// quartiles: 0 up to 1,000,000 rows, for which an input that can be is read twice. `missing_by_cause` gives every
    /// missing row once, under `quantity:cause` of the first input that is absent, or `index:cause` where all inputs are
    /// there: n + missing is the number of rows.
    ///
    /// - Parameters:
    ///   - group: the name of a column whose values tell groups apart; an absent value is a group, too.
    ///   - exactRows: up to how many rows quartiles are exact.
    ///   - width: the width of the terminal, for ``TableFormat/table``.
    ///   - progress: called now and then with the number of rows read so far.
    public consuming func writeSummary(
        to file: sending OutputFile, format: TableFormat, group: String? = nil,
        exactRows: Int = IndicesRun.mostExactRows, width: Int = 80, progress: (@Sendable (Int) -> Void)? = nil
    ) async throws(Diagnostic) -> Written {
        let plan = self.plan
        let session = self.session
        let column = try group.map { name throws(Diagnostic) in
            try session.input.positions(of: [name], option: "--group")[0]
        }
        let labels = column.map { CellLabels(session.input, column: $0) }
        let store = SummaryStore(indexCount: plan.indices.count)
        let outcome: CohortOutcome
        if let labels {
            outcome = try await session.pass(progress: progress) {
                GroupedIndexSummarizer(plan: plan, store: store, labels: labels)
            }
        } else {
            outcome = try await session.pass(progress: progress) { IndexSummarizer(plan: plan, store: store) }
        }
        var summary = Summary(plan: plan, requests: session.requests, isGrouped: labels != nil, state: store.finish())
        if summary.state.rows <= exactRows, session.input.canReopen {
            try await summary.collectExactly(session, labels: labels)
        }
        let table = summary.table()
        try file.write(Array(table.text(format, width: width).utf8))
        return Written(outcome: outcome, rows: table.rows.count, digest: try file.finish())
    }
}

/// What a pass has found, and what is made of it.
private struct Summary {
    let plan: IndexPlan
    let requests: [ColumnRequest]
    let isGrouped: Bool
    let state: SummaryStore.State
    /// Where the quartiles are exact, the values they are made from by rank: one for each group and index.
    private var exact: [[Int: Double]?]

    private static let probabilities = [0.25, 0.5, 0.75]

    init(plan: IndexPlan, requests: [ColumnRequest], isGrouped: Bool, state: SummaryStore.State) {
        self.plan = plan
        self.requests = requests
        self.isGrouped = isGrouped
        self.state = state
        exact = [[Int: Double]?](repeating: nil, count: state.cells.count)
    }

    /// Reads the rows again, as often as memory demands: nearly always once.
    mutating func collectExactly(_ session: CohortSession, labels: CellLabels?) async throws(Diagnostic) {
        let indexCount = plan.indices.count
        let wanted = state.histograms.map { histogram in
            histogram.count == 0
                ? nil : OrderStatisticCollector(histogram.buckets(ofRanks: Summary.ranks(histogram.count)))
        }
        var groups: [String: Int] = [:]
        for (position, label) in state.groups.enumerated() { groups[label] = position }
        var next = 0
        while next < indexCount {
            var batch: [Int] = []
            var held = 0
            while next < indexCount {
                let more = stride(from: next, to: wanted.count, by: indexCount).reduce(0) {
                    $0 + (wanted[$1]?.expected ?? 0)
                }
                if !batch.isEmpty, held + more > OrderStatistics.mostValues { break }
                batch.append(next)
                held += more
                next += 1
            }
            let shared = OrderStatistics(wanted)
            let (plan, indices, groups) = (self.plan, batch, groups)
            _ = try await session.reopened().pass {
                OrderStatisticsConsumer(plan: plan, shared: shared, indices: indices, groups: groups, labels: labels)
            }
            let collected = shared.collectors.withLock { $0 }
            for index in batch {
                for cell in stride(from: index, to: wanted.count, by: indexCount) {
                    guard let collector = collected[cell] else { continue }
                    exact[cell] = collector.values(ofRanks: Summary.ranks(state.histograms[cell].count))
                    if exact[cell] == nil {
                        throw Diagnostic(
                            .unreadableFile, "\(session.input.source.name) changed while it was read",
                            place: .init(file: session.input.source.name), help: ["run again when nothing writes to it"]
                        )
                    }
                }
            }
        }
    }

    private static func ranks(_ count: Int) -> [Int] {
        probabilities.flatMap { probability in
            let rank = QuantileRank(probability, count: count)
            return [rank.lower, rank.upper]
        }
    }

    /// The quartiles of a cell and their relative error.
    private func quartiles(_ cell: Int, _ moments: Moments) -> (values: [Double], error: Double) {
        let histogram = state.histograms[cell]
        if let exact = exact[cell] {
            let values = Summary.probabilities.map { probability in
                let rank = QuantileRank(probability, count: moments.count)
                let low = exact[rank.lower] ?? moments.minimum
                return rank.value(low, exact[rank.upper] ?? low)
            }
            return (values, 0)
        }
        let values = Summary.probabilities.map { probability in
            let rank = QuantileRank(probability, count: moments.count)
            let middles = histogram.buckets(ofRanks: [rank.lower, rank.upper]).map(\.middle)
            return min(max(rank.value(middles[0], middles[1]), moments.minimum), moments.maximum)
        }
        return (values, moments.minimum == moments.maximum ? 0 : histogram.relativeError)
    }

    func table() -> TableWriter {
        let columns = [
            "index", "n", "mean", "sd", "min", "q1", "median", "q3", "max", "quantile_relative_error", "missing",
            "missing_by_cause",
        ]
        var table = TableWriter(header: (isGrouped ? ["group"] : []) + columns)
        for group in sortedGroups() {
            let label: [TableCell] =
                isGrouped ? [state.groups[group].isEmpty ? .nothing : .text(state.groups[group])] : []
            for (position, index) in plan.indices.enumerated() {
                let cell = group * plan.indices.count + position
                table.append(label + [.text(index.id)] + row(cell, index))
            }
        }
        return table
    }

    private func row(_ cell: Int, _ index: Index) -> [TableCell] {
        let known = state.cells[cell]
        let causes = missingByCause(known, index)
        let tail = [TableCell(known.missing), causes.isEmpty ? .nothing : .counts(causes)]
        guard let moments = known.moments.finish() else {
            return [TableCell(0)] + [TableCell](repeating: .nothing, count: 8) + tail
        }
        let (quartiles, error) = quartiles(cell, moments)
        // A negative zero is written as zero.
        let numbers: [Double?] =
            [moments.mean, moments.standardDeviation, moments.minimum] + quartiles + [moments.maximum, error]
        return [TableCell(moments.count)] + numbers.map { TableCell($0.map { $0 + 0 }) } + tail
    }

    private func missingByCause(_ cell: SummaryCell, _ index: Index) -> [TableCell.Count] {
        let ordered = cell.absent.sorted { a, b in
            // The inputs in the order of the file, then the index itself.
            (a.key.request ?? .max, a.key.cause.rawValue) < (b.key.request ?? .max, b.key.cause.rawValue)
        }
        return ordered.map { reason, count in
            let name = reason.request.map { requests[$0].quantity.rawValue } ?? index.id
            return TableCell.Count("\(name):\(reason.cause.name)", count)
        }
    }

    /// Groups by number where every label is one, otherwise by their bytes; the one without a label last.
    private func sortedGroups() -> [Int] {
        let labels = state.groups
        let numbers = labels.map { Double($0) }
        let areNumbers = zip(labels, numbers).allSatisfy { $0.isEmpty || $1?.isFinite == true }
        return labels.indices.sorted { a, b in
            if labels[a].isEmpty || labels[b].isEmpty { return !labels[a].isEmpty && labels[b].isEmpty }
            if areNumbers, let x = numbers[a], let y = numbers[b], x != y { return x < y }
            return labels[a].utf8.lexicographicallyPrecedes(labels[b].utf8)
        }
    }
}
