/// What became of the rows and cells of an input.
public struct RunCounts: Sendable, Equatable {
    /// Data rows, blank lines left away.
    public var rowsRead = 0
    public var rowsWritten = 0
    public var rejectedByCause: [RejectedRow.Cause: Int] = [:]
    public var blankLines = 0
    /// By column (position in the list of requests) and cause.
    public var absentCells: [[Cause: Int]] = []
    /// By column and flag.
    public var flaggedCells: [Int] = []

    public init() {}

    /// All rows that were not written.
    public var rowsRejected: Int { rejectedByCause.values.reduce(0, +) }
    /// Rows that count against `--max-reject`.
    public var damagedRows: Int { rejectedByCause.filter { $0.key.isDamage }.values.reduce(0, +) }
}
