import HomeostatCohort

/// The columns `flags` and `reasons`: which rows have something to say, and what.
struct RowNotes: Sendable {
    private let plan: IndexPlan
    private let requestNames: [String]

    init(_ plan: IndexPlan, requests: [ColumnRequest]) {
        self.plan = plan
        requestNames = requests.map(\.quantity.rawValue)
    }

    /// The rows of a block for which a cause or a flag is to be written; 0 for the others. Empty where there is none.
    func markedRows(_ block: CohortBlock, _ results: IndexBlock) -> [UInt8] {
        var marks: [UInt8] = []
        func mark(_ bytes: [UInt8]) {
            if bytes.isEmpty { return }
            if marks.isEmpty { marks = [UInt8](repeating: 0, count: block.count) }
            for row in 0..<block.count { marks[row] |= bytes[row] }
        }
        for column in block.columns {
            mark(column.causes)
            mark(column.flags)
        }
        for column in results.columns {
            mark(column.causes)
            mark(column.flags)
        }
        return marks
    }

    /// `quantity:flag` or `index:flag`, joined by `;`.
    func flags(_ row: Int, _ block: CohortBlock, _ results: IndexBlock) -> String {
        var notes: [String] = []
        for (position, column) in block.columns.enumerated() where !column.flags.isEmpty && column.flags[row] != 0 {
            append(column.flag(row), of: requestNames[position], to: &notes)
        }
        for (position, column) in results.columns.enumerated() where !column.flags.isEmpty && column.flags[row] != 0 {
            append(column.flag(row), of: plan.entries[position].index.id, to: &notes)
        }
        return notes.joined(separator: ";")
    }

    private func append(_ flag: Flag, of name: String, to notes: inout [String]) {
        for (known, text, _) in Flag.named where flag.contains(known) { notes.append("\(name):\(text)") }
    }

    /// `quantity:cause` for each absent input, `index:cause` where the inputs are there; joined by `;`.
    func reasons(_ row: Int, _ block: CohortBlock, _ results: IndexBlock) -> String {
        var notes: [String] = []
        for (position, column) in block.columns.enumerated() {
            if let cause = column.cause(row), !plan.fasting.isOptional(position, cause) {
                notes.append("\(requestNames[position]):\(cause.name)")
            }
        }
        let obstacle = plan.fasting.obstacle(row, block.columns)
        var isNotFasting = false
        for (position, column) in results.columns.enumerated() {
            guard let cause = column.cause(row) else { continue }
            let entry = plan.entries[position]
            if entry.needsFasting, let obstacle {
                // Any other cause belongs to a cell, and stands there already.
                isNotFasting = obstacle.cause == .notFasting
            } else if !entry.requests.contains(where: { block.columns[$0].cause(row) != nil }) {
                notes.append("\(entry.index.id):\(cause.name)")
            }
        }
        if isNotFasting, let request = obstacle?.request {
            notes.append("\(requestNames[request]):\(Cause.notFasting.name)")
        }
        return notes.joined(separator: ";")
    }
}
