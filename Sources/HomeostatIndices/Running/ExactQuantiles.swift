import HomeostatCohort
import HomeostatNumerics
import Synchronization

/// The second look at the rows: keeps the values that lie where the quartiles are.
final class OrderStatistics: Sendable {
    /// One for each group and index, group by group; `nil` where nothing is wanted.
    let collectors: Mutex<[OrderStatisticCollector?]>

    init(_ collectors: [OrderStatisticCollector?]) {
        self.collectors = Mutex(collectors)
    }

    /// How many values are held at a time: 64 MiB of them.
    static let mostValues = 8 << 20
}

/// Collects the order statistics of some indices.
struct OrderStatisticsConsumer: CohortConsumer {
    private let plan: IndexPlan
    private let shared: OrderStatistics
    /// Which indices are collected in this pass.
    private let indices: [Int]
    /// The position of each group in the shared collectors.
    private let groups: [String: Int]
    private var results = IndexBlock()
    private var rows: RowsByGroup?
    private var gathered: [Lanes] = []

    init(plan: IndexPlan, shared: OrderStatistics, indices: [Int], groups: [String: Int], labels: CellLabels?) {
        self.plan = plan
        self.shared = shared
        self.indices = indices
        self.groups = groups
        rows = labels.map { RowsByGroup($0) }
    }

    mutating func process(_ block: CohortBlock) throws(Diagnostic) {
        results.evaluate(plan, inputs: block.columns, count: block.count)
        let indexCount = plan.indices.count
        guard rows != nil else {
            let columns = results.columns
            shared.collectors.withLock { collectors in
                for index in indices { collectors[index]?.add(columns[index].lanes, count: block.count) }
            }
            return
        }
        rows?.read(block)
        for group in rows?.groups ?? [] {
            guard let position = groups[group.label] else { continue }
            for index in indices {
                let count = rows?.gather(results.columns[index], group.rows, into: &gathered) ?? 0
                let values = gathered
                shared.collectors.withLock { $0[position * indexCount + index]?.add(values, count: count) }
            }
        }
    }

    mutating func commit() {}
}
