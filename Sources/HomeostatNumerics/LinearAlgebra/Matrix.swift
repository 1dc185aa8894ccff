/// A dense matrix of Doubles that owns its memory, stored column by column.
///
/// Columns are variables and rows are people in everything that this package fits, so that a column lies in one piece
/// and is read through ``column(_:)`` without a copy. A matrix is a value: assigning it shares the memory, and writing
/// to one of two sharers copies first; algorithms that write take their matrix `consuming` or `inout`, so that this
/// happens only where both are really needed.
///
/// ```swift
/// var design = Matrix(rowCount: 3, columnCount: 2, repeating: 1)
/// design[0, 1] = 5
/// let ages = design.column(1)
/// ```
public struct Matrix: Sendable, Hashable {
    /// The number of rows.
    public let rowCount: Int
    /// The number of columns.
    public let columnCount: Int
    @usableFromInline var storage: [Double]

    /// All elements, column by column: `rowCount * columnCount` of them.
    @inlinable
    public var elements: [Double] { storage }

    /// A matrix of which all elements are equal.
    public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
        self.init(
            rowCount: rowCount, columnCount: columnCount,
            elements: [Double](repeating: value, count: rowCount * columnCount))
    }

    /// A matrix of elements that are there already.
    ///
    /// - Parameters:
    ///   - rowCount: the number of rows, zero or more.
    ///   - columnCount: the number of columns, zero or more.
    ///   - elements: column by column; a precondition is that there are `rowCount * columnCount`.
    public init(rowCount: Int, columnCount: Int, elements: [Double]) {
        precondition(rowCount >= 0 && columnCount >= 0 && elements.count == rowCount * columnCount)
        self.rowCount = rowCount
        self.columnCount = columnCount
        storage = elements
    }

    /// A matrix of columns of one length. Without columns it has no rows either.
    public init(columns: [[Double]]) {
        let rowCount = columns.first?.count ?? 0
        precondition(columns.allSatisfy { $0.count == rowCount })
        self.init(rowCount: rowCount, columnCount: columns.count, elements: columns.flatMap { $0 })
    }

    /// The identity.
    public static func identity(_ size: Int) -> Matrix {
        var made = Matrix(rowCount: size, columnCount: size)
        for place in 0..<size { made[place, place] = 1 }
        return made
    }

    /// The element of a row and a column, both counted from zero.
    @inlinable
    public subscript(row: Int, column: Int) -> Double {
        get {
            precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
            return storage[column * rowCount + row]
        }
        set {
            precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
            storage[column * rowCount + row] = newValue
        }
    }

    /// A view of a column: `rowCount` elements, not copied.
    @_lifetime(borrow self)
    public func column(_ column: Int) -> Span<Double> {
        precondition(column >= 0 && column < columnCount)
        let all = storage.span
        return all.extracting(column * rowCount..<(column + 1) * rowCount)
    }

    /// A view of all elements that can be written to, column by column. Where the memory is shared with another
    /// matrix, it is copied first.
    public var mutableElements: MutableSpan<Double> {
        @_lifetime(&self)
        mutating get { storage.mutableSpan }
    }

    /// The matrix with rows and columns exchanged.
    public func transposed() -> Matrix {
        var made = Matrix(rowCount: columnCount, columnCount: rowCount)
        for column in 0..<columnCount {
            for row in 0..<rowCount { made[column, row] = self[row, column] }
        }
        return made
    }
}
