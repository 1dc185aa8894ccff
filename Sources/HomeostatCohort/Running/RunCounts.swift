/// What became of the rows and cells of an input.
public struct RunCounts: Sendable, Equatable {
    /// Data rows, blank lines left away.
    public var rowsRead = 0
    /// Good rows: those read that were not rejected.
    public var rowsWritten = 0
    /// Rejected rows by cause; a cause that did not occur has no entry.
    public var rejectedByCause: [RejectedRow.Cause: Int] = [:]
    /// Lines without any text between the rows; they are no data rows.
    public var blankLines = 0
    /// By column (position in the list of requests) and cause.
    public var absentCells: [[Cause: Int]] = []
    /// By column and flag.
    public var flaggedCells: [Int] = []

    /// Nothing is read yet.
    public init() {}

    /// All rows that were not written.
    public var rowsRejected: Int { rejectedByCause.values.reduce(0, +) }
    /// Rows that count against `--max-reject`.
    public var damagedRows: Int { rejectedByCause.filter { $0.key.isDamage }.values.reduce(0, +) }
}
