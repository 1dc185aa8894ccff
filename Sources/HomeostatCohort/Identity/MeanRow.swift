/// The mean of the distinct rows of one identity, see ``DuplicateRule/mean``.
struct MeanRow: Sendable {
    /// One requested cell of the rows.
    private struct Cell {
        let isCode: Bool
        /// Sum of the values, in two parts: together they hold it with twice the digits.
        var sum = 0.0
        var rest = 0.0
        var count = 0
        var flags: Flag = []
        /// Of the first row without a value.
        var missingCause: Cause?
        /// What makes the mean unknown.
        var cause: Cause?

        mutating func add(_ value: Double, _ flag: Flag) {
            if isCode {
                if count > 0, value != sum { cause = cause ?? .contradictory }
                if count == 0 { sum = value }
            } else {
                // The rounding error of a sum is a Double itself (Knuth's two-sum).
                let total = sum + value
                let part = total - sum
                rest += (sum - (total - part)) + (value - part)
                sum = total
            }
            count += 1
            flags.formUnion(flag)
        }

        mutating func addAbsent(_ absence: Cause) {
            switch absence {
            case .missing, .notJoined: missingCause = missingCause ?? absence
            default: cause = cause ?? absence
            }
        }

        /// The mean, correctly rounded but for the rarest cases: the mean of equal values is that value.
        var mean: Double {
            if isCode { return sum }
            let divisor = Double(count)
            let quotient = sum / divisor
            // What the quotient leaves of the sum is a Double itself.
            return quotient + (sum.addingProduct(-quotient, divisor) + rest) / divisor
        }
    }

    /// Number of the first row among all rows.
    private(set) var firstRow = -1
    /// The distinct rows: hash of the content, and the number of the first row with it.
    private var distinct: [UInt64: Int] = [:]
    private var cells: [Cell]

    /// - Parameter isCode: for each requested column, whether its numbers are codes.
    init(isCode: [Bool]) {
        cells = isCode.map { Cell(isCode: $0) }
    }

    /// Adds a row, unless an equal one was added.
    mutating func add(_ row: Int, of block: CohortBlock, number: Int, content: UInt64) {
        if firstRow < 0 { firstRow = number }
        guard distinct[content] == nil else { return }
        distinct[content] = number
        for (position, column) in block.columns.enumerated() {
            if let cause = column.cause(row) {
                cells[position].addAbsent(cause)
            } else {
                cells[position].add(column[row], column.flag(row))
            }
        }
    }

    /// Whether a row equals an earlier one.
    func isRepetition(_ number: Int, content: UInt64) -> Bool { distinct[content] != number }

    /// Writes the means into the first row.
    func write(to block: inout CohortBlock, _ row: Int) {
        guard distinct.count > 1 else { return }
        let count = block.count
        for (position, cell) in cells.enumerated() {
            if cell.count == 0 || cell.cause != nil {
                block.columns[position].setAbsent(row, cell.cause ?? cell.missingCause ?? .missing, count: count)
                if !block.columns[position].flags.isEmpty { block.columns[position].flags[row] = 0 }
                continue
            }
            var flags = cell.flags
            if cell.count > 1, !cell.isCode { flags.insert(.averaged) }
            block.columns[position].replace(row, by: cell.mean, flags: flags, count: count)
        }
    }
}
