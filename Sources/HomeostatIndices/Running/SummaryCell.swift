import HomeostatCohort
import HomeostatNumerics

/// Why an index has no value in some rows: what is at fault, and its cause.
struct AbsenceReason: Hashable, Sendable {
    /// The position of the request whose value is absent; `nil` where the inputs are there and the formula has no result.
    var request: Int?
    var cause: Cause
}

/// What a summary knows of one index in one group of rows.
struct SummaryCell: Sendable {
    var moments = MomentAccumulator()
    var absent: [AbsenceReason: Int] = [:]

    /// The rows without a value.
    var missing: Int { absent.values.reduce(0, +) }

    /// Adds a part of the rows; parts are added in the order of the file.
    mutating func merge(_ part: SummaryCell) {
        moments.merge(part.moments)
        for (reason, count) in part.absent { absent[reason, default: 0] += count }
    }
}

extension IndexPlan {
    /// Counts the rows without a value of one index, each under one reason: the first of its inputs that is absent, else
    /// the cause of the index itself.
    ///
    /// - Parameter tell: called with each row that has no value, and why.
    func forEachAbsence(
        of position: Int, _ block: CohortBlock, _ results: IndexBlock, _ tell: (_ row: Int, AbsenceReason) -> Void
    ) {
        let column = results.columns[position]
        if column.causes.isEmpty { return }
        let requests = entries[position].requests
        for row in 0..<block.count where column.causes[row] != 0 {
            guard let cause = column.cause(row) else { continue }
            var reason = AbsenceReason(request: nil, cause: cause)
            if entries[position].needsFasting, let obstacle = fasting.obstacle(row, block.columns) {
                reason = obstacle
            } else {
                for request in requests {
                    guard let inputCause = block.columns[request].cause(row) else { continue }
                    reason = AbsenceReason(request: request, cause: inputCause)
                    break
                }
            }
            tell(row, reason)
        }
    }
}
