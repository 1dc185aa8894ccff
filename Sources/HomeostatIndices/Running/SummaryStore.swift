import HomeostatCohort
import HomeostatNumerics
import Synchronization

/// What the tasks of a summary have in common.
final class SummaryStore: Sendable {
    struct State {
        /// The rows that were summarised.
        var rows = 0
        /// The labels of the groups, in the order in which they occur; one empty label where there are no groups.
        var groups: [String] = []
        /// One for each group and index, group by group.
        var cells: [SummaryCell] = []
        var histograms: [QuantileHistogram] = []
        var positions: [String: Int] = [:]
        var precision = QuantileHistogram.defaultPrecision
    }
    let state = Mutex(State())
    private let indexCount: Int
    /// Histograms that single tasks keep for themselves, until the end.
    private let kept = Mutex<[KeptHistograms]>([])

    /// A column with more distinct values than these is no group.
    static let mostGroups = 1000
    /// The memory of the histograms of all groups. Beyond it, buckets are made larger.
    static let histogramBytes = 64 << 20

    init(indexCount: Int) {
        self.indexCount = indexCount
    }

    /// Memory for the histograms of one task.
    func keptHistograms() -> KeptHistograms {
        let made = KeptHistograms(count: indexCount)
        kept.withLock { $0.append(made) }
        return made
    }

    /// Adds all rows of a block that has no groups; called in the order of the file.
    func merge(_ parts: [SummaryCell], rows: Int) {
        state.withLock { state in
            _ = SummaryStore.position(of: "", in: &state, indexCount)
            state.rows += rows
            for index in parts.indices { state.cells[index].merge(parts[index]) }
        }
    }

    /// Adds the rows of a block by group; called in the order of the file.
    func merge(_ parts: [GroupPart]) throws(Diagnostic) {
        let result: Result<Void, Diagnostic> = state.withLock { state in
            for part in parts {
                let position = SummaryStore.position(of: part.label, in: &state, indexCount)
                if state.groups.count > SummaryStore.mostGroups {
                    return .failure(
                        Diagnostic(
                            .tooManyGroups, "the column of --group has more than \(SummaryStore.mostGroups) values",
                            help: ["name a column with few values (sex, centre, year)"]))
                }
                state.rows += part.rows
                for index in 0..<indexCount {
                    let cell = position * indexCount + index
                    state.cells[cell].merge(part.cells[index])
                    state.histograms[cell].add(part.values[index], count: part.valueCounts[index])
                }
            }
            SummaryStore.limitMemory(&state)
            return .success(())
        }
        try result.get()
    }

    private static func position(of group: String, in state: inout State, _ indexCount: Int) -> Int {
        if let known = state.positions[group] { return known }
        let position = state.groups.count
        state.positions[group] = position
        state.groups.append(group)
        for _ in 0..<indexCount {
            state.cells.append(SummaryCell())
            state.histograms.append(QuantileHistogram(precision: state.precision))
        }
        return position
    }

    /// The rows of the file alone decide when buckets become larger, not the threads: blocks come in order.
    private static func limitMemory(_ state: inout State) {
        while state.precision > 0, state.histograms.reduce(0, { $0 + $1.bytes }) > histogramBytes {
            state.precision -= 1
            for cell in state.histograms.indices { state.histograms[cell].coarsen(to: state.precision) }
        }
    }

    /// What was found, once all rows have come.
    func finish() -> State {
        if indexCount > 0 {
            state.withLock { state in
                _ = state.groups.isEmpty ? SummaryStore.position(of: "", in: &state, indexCount) : 0
            }
        }
        for part in kept.withLock({ $0 }) {
            let histograms = part.histograms.withLock { $0 }
            state.withLock { state in
                for index in histograms.indices { state.histograms[index].merge(histograms[index]) }
            }
        }
        return state.withLock { $0 }
    }
}

/// Histograms of all rows that one task has seen. Counts are whole numbers, so that it does not matter which task has
/// seen which block.
final class KeptHistograms: Sendable {
    let histograms: Mutex<[QuantileHistogram]>

    init(count: Int) {
        histograms = Mutex([QuantileHistogram](repeating: QuantileHistogram(), count: count))
    }
}

/// The rows of one group in a block.
struct GroupPart: Sendable {
    var label: String
    var rows = 0
    var cells: [SummaryCell]
    /// The values of each index, absent ones left away.
    var values: [[Lanes]]
    var valueCounts: [Int]
}
