import HomeostatCohort
import HomeostatNumerics
import Synchronization

/// Summarises every index over all rows.
struct IndexSummarizer: CohortConsumer {
    private let plan: IndexPlan
    private let store: SummaryStore
    private let kept: KeptHistograms
    private var results = IndexBlock()
    private var parts: [SummaryCell]
    private var rows = 0

    init(plan: IndexPlan, store: SummaryStore) {
        self.plan = plan
        self.store = store
        kept = store.keptHistograms()
        parts = [SummaryCell](repeating: SummaryCell(), count: plan.indices.count)
    }

    mutating func process(_ block: CohortBlock) throws(Diagnostic) {
        results.evaluate(plan, inputs: block.columns, count: block.count)
        rows = block.count
        for position in parts.indices {
            parts[position] = SummaryCell()
            parts[position].moments.add(results.columns[position].lanes, count: rows)
            plan.forEachAbsence(of: position, block, results) { _, reason in
                parts[position].absent[reason, default: 0] += 1
            }
        }
        let columns = results.columns
        kept.histograms.withLock { histograms in
            for position in histograms.indices { histograms[position].add(columns[position].lanes, count: block.count) }
        }
    }

    mutating func commit() throws(Diagnostic) { store.merge(parts, rows: rows) }
}

/// Summarises every index by group.
struct GroupedIndexSummarizer: CohortConsumer {
    private let plan: IndexPlan
    private let store: SummaryStore
    private var results = IndexBlock()
    private var rows: RowsByGroup
    private var parts: [GroupPart] = []

    init(plan: IndexPlan, store: SummaryStore, labels: CellLabels) {
        self.plan = plan
        self.store = store
        rows = RowsByGroup(labels)
    }

    mutating func process(_ block: CohortBlock) throws(Diagnostic) {
        results.evaluate(plan, inputs: block.columns, count: block.count)
        rows.read(block)
        parts = rows.groups.map { group in
            GroupPart(
                label: group.label, rows: group.rows.count,
                cells: [SummaryCell](repeating: SummaryCell(), count: plan.indices.count),
                values: [[Lanes]](repeating: [], count: plan.indices.count),
                valueCounts: [Int](repeating: 0, count: plan.indices.count))
        }
        for position in plan.indices.indices {
            for (part, group) in rows.groups.enumerated() {
                let count = rows.gather(results.columns[position], group.rows, into: &parts[part].values[position])
                parts[part].valueCounts[position] = count
                parts[part].cells[position].moments.add(parts[part].values[position], count: count)
            }
            plan.forEachAbsence(of: position, block, results) { row, reason in
                parts[rows.group(of: row)].cells[position].absent[reason, default: 0] += 1
            }
        }
    }

    mutating func commit() throws(Diagnostic) { try store.merge(parts) }
}

/// The rows of a block in the order of their groups.
struct RowsByGroup: Sendable {
    private(set) var labels: CellLabels
    /// Rows, group by group, each in the order of the file.
    private(set) var order: [UInt32] = []
    /// The groups that occur in the block, with their part of ``order``.
    private(set) var groups: [(label: String, rows: Range<Int>)] = []
    /// For each label its position in ``groups``.
    private var places: [Int] = []

    init(_ labels: CellLabels) {
        self.labels = labels
    }

    /// Sorts the rows of a block by counting.
    mutating func read(_ block: CohortBlock) {
        labels.read(block)
        var counts = [Int](repeating: 0, count: labels.texts.count)
        for code in labels.codes { counts[Int(code)] += 1 }
        groups.removeAll(keepingCapacity: true)
        places = [Int](repeating: 0, count: counts.count)
        var next = 0
        for (code, count) in counts.enumerated() where count > 0 {
            places[code] = groups.count
            groups.append((labels.texts[code], next..<next + count))
            next += count
        }
        order = [UInt32](repeating: 0, count: block.count)
        var ends = groups.map(\.rows.lowerBound)
        for (row, code) in labels.codes.enumerated() {
            let place = places[Int(code)]
            order[ends[place]] = UInt32(row)
            ends[place] += 1
        }
    }

    /// The position in ``groups`` of a row's group.
    func group(of row: Int) -> Int { places[Int(labels.codes[row])] }

    /// Puts the values of some rows together, absent ones left away.
    ///
    /// - Returns: how many there are.
    func gather(_ column: MeasuredColumn, _ rows: Range<Int>, into lanes: inout [Lanes]) -> Int {
        lanes = [Lanes](repeating: Lanes(repeating: .nan), count: MeasuredColumn.laneCount(rows.count))
        var count = 0
        for position in rows {
            let value = column[Int(order[position])]
            if value.isNaN { continue }
            lanes[count >> 3][count & 7] = value
            count += 1
        }
        return count
    }
}
