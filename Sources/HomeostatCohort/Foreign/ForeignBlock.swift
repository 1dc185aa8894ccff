/// Consecutive rows of a foreign file, stored by column.
public struct ForeignBlock: Sendable, Equatable {
    /// The index of the block's first row in the file, from 0.
    public var firstRow: Int
    /// The number of rows, at least 1; the length of every column.
    public var rowCount: Int
    /// The columns, in the order in which their variables were asked for.
    public var columns: [ForeignColumn]

    /// A block whose columns all have `rowCount` cells.
    public init(firstRow: Int, rowCount: Int, columns: [ForeignColumn]) {
        self.firstRow = firstRow
        self.rowCount = rowCount
        self.columns = columns
    }
}

/// One variable's cells in a block.
public enum ForeignColumn: Sendable, Equatable {
    case numbers(ForeignNumbers)
    /// Text without trailing blanks; an empty text is a missing one.
    case text([String])
}

/// Numeric cells with, for each, whether it holds a value.
public struct ForeignNumbers: Sendable, Equatable {
    /// One number per row; where ``validity`` is not ``hasValue`` the number is NaN and means nothing.
    public var values: [Double]
    /// One of ``hasValue``, ``systemMissing`` and ``userMissing`` per row.
    public var validity: [UInt8]
    /// Empty if no cell of the block is tagged; otherwise one ASCII letter per row (`a` for Stata's `.a`, `A` for SAS's
    /// `.A`), 0 where the cell has no tag.
    public var tags: [UInt8]

    /// The cell holds a number.
    public static let hasValue: UInt8 = 0
    /// The cell is missing, and the file gives no reason.
    public static let systemMissing: UInt8 = 1
    /// The cell is missing by the file's own rule (SPSS) or carries a tag (Stata, SAS).
    public static let userMissing: UInt8 = 2

    /// Cells whose `values` and `validity` have the same count; `tags` too, or none at all.
    public init(values: [Double], validity: [UInt8], tags: [UInt8] = []) {
        self.values = values
        self.validity = validity
        self.tags = tags
    }

    /// The number in a row, or nil where it is missing.
    public subscript(row: Int) -> Double? { validity[row] == Self.hasValue ? values[row] : nil }
}
