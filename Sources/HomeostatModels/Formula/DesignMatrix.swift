import HomeostatNumerics

/// The design matrix of a model: one row for each person used, one column for each coefficient, and what each column
/// stands for.
public struct DesignMatrix: Sendable, Hashable {
    /// The values: rows x columns.
    public let matrix: Matrix
    /// What the exact value of each element exceeds the Double in ``matrix`` by, where columns come from decimals that
    /// were kept exactly; nil where nothing is known beyond the Doubles.
    public let remainder: Matrix?
    /// The name of each column, as it stands in tables: "(Intercept)", "bmi", "sex[male]", "bmi:sex[male]".
    public let columnNames: [String]
    /// The terms of the formula in their order, the intercept not among them: "bmi", "sex", "bmi:sex".
    public let terms: [String]
    /// For each column the position in ``terms`` that it belongs to, or nil for the intercept.
    public let termOfColumn: [Int?]

    /// A design of columns that are there already.
    ///
    /// - Precondition: a name and a term for each column of `matrix`; `remainder` has the shape of `matrix`.
    public init(
        matrix: Matrix, remainder: Matrix? = nil, columnNames: [String], terms: [String], termOfColumn: [Int?]
    ) {
        precondition(columnNames.count == matrix.columnCount && termOfColumn.count == matrix.columnCount)
        precondition(termOfColumn.allSatisfy { $0.map(terms.indices.contains) ?? true })
        if let remainder {
            precondition(remainder.rowCount == matrix.rowCount && remainder.columnCount == matrix.columnCount)
        }
        self.matrix = matrix
        self.remainder = remainder
        self.columnNames = columnNames
        self.terms = terms
        self.termOfColumn = termOfColumn
    }

    /// The number of rows.
    public var rowCount: Int { matrix.rowCount }
    /// The number of columns.
    public var columnCount: Int { matrix.columnCount }
    /// The position of the intercept's column, where there is one.
    public var interceptColumn: Int? { termOfColumn.firstIndex(of: nil) }

    /// The columns that belong to a term.
    public func columns(ofTerm term: Int) -> [Int] { termOfColumn.indices.filter { termOfColumn[$0] == term } }
}
