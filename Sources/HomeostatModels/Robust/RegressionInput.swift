import HomeostatNumerics

/// Why a robust or quantile regression cannot be computed.
public enum RegressionInputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The design matrix has no column.
    case noColumns
    /// There are fewer rows than the method needs.
    case tooFewRows(rows: Int, needed: Int)
    /// The response or the weights have not one value for each row of the design matrix.
    case lengthsDiffer(rows: Int, values: Int)
    /// A value is infinite or not a number; rows count from 0. The column is nil for the response.
    case notFinite(row: Int, column: String?)
    /// Columns that are linear combinations of those before them (a constant column beside the intercept among them):
    /// no coefficient belongs to them.
    case dependentColumns([String])
    /// The quantile asked for does not lie between 0 and 1.
    case invalidProbability(Double)
    /// A weight is negative, infinite or not a number; rows count from 0.
    case invalidWeight(row: Int)
    /// The rows that keep any weight do not determine every coefficient: too many rows were rejected as outliers.
    case undeterminedByTypicalRows
    /// The iteration did not end; the number says after how many steps it was stopped.
    case noConvergence(iterations: Int)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .noColumns: "the design matrix has no column: give the model at least an intercept"
        case .tooFewRows(let rows, let needed):
            "\(rows) rows are too few: this model needs at least \(needed); leave out terms or add data"
        case .lengthsDiffer(let rows, let values):
            "the design matrix has \(rows) rows, but \(values) values were given: they must agree"
        case .notFinite(let row, let column):
            "row \(row + 1) of \(column ?? "the response") is not a finite number: leave out rows with missing values"
        case .dependentColumns(let names):
            "linear combinations of the columns before them: \(names.joined(separator: ", ")); leave them out"
        case .invalidProbability(let tau): "the quantile \(tau) does not lie between 0 and 1"
        case .invalidWeight(let row): "the weight of row \(row + 1) is not a finite number of at least 0"
        case .undeterminedByTypicalRows:
            "the rows that are not rejected as outliers do not determine every coefficient: leave out sparse terms"
        case .noConvergence(let iterations): "no convergence after \(iterations) steps"
        }
    }
}

/// A design matrix and a response that have been checked, in the layout that iterations want.
struct RegressionInput: Sendable {
    let rowCount: Int
    let columnCount: Int
    /// Column by column.
    let columns: [Double]
    let response: [Double]
    /// The orthonormal and triangular factors of the design.
    let factor: OrthonormalFactor

    /// Checks everything that the methods rely on.
    ///
    /// - Parameter minimumRows: how many rows the method needs; never fewer than there are columns.
    init(
        _ design: Matrix, response: [Double], columnNames: [String]?, minimumRows: Int = 0
    ) throws(RegressionInputError) {
        let (n, p) = (design.rowCount, design.columnCount)
        guard p > 0 else { throw .noColumns }
        guard response.count == n else { throw .lengthsDiffer(rows: n, values: response.count) }
        guard n >= max(p, minimumRows) else { throw .tooFewRows(rows: n, needed: max(p, minimumRows)) }
        func name(_ column: Int) -> String { columnNames?[column] ?? "column \(column + 1)" }
        columns = design.elements
        for place in columns.indices where !columns[place].isFinite {
            throw .notFinite(row: place % n, column: name(place / n))
        }
        for row in 0..<n where !response[row].isFinite { throw .notFinite(row: row, column: nil) }
        factor = OrthonormalFactor(columns, rowCount: n, columnCount: p)
        guard factor.dependentColumns.isEmpty else { throw .dependentColumns(factor.dependentColumns.map(name)) }
        rowCount = n
        columnCount = p
        self.response = response
    }

    /// The same model with orthonormal columns: coefficients there are R times those here. Subsets of rows are solved
    /// in these coordinates, where columns of different units or nearly collinear ones make no difference.
    var orthonormalised: RegressionInput { RegressionInput(columns: factor.q, of: self) }

    private init(columns: [Double], of other: RegressionInput) {
        self.columns = columns
        (rowCount, columnCount) = (other.rowCount, other.columnCount)
        (response, factor) = (other.response, other.factor)
    }

    /// The least squares fit.
    var leastSquaresCoefficients: [Double] { factor.solve(response) }

    /// Writes response - design x coefficients.
    func residuals(_ coefficients: [Double], into residuals: inout [Double]) {
        for row in 0..<rowCount { residuals[row] = response[row] }
        for column in 0..<columnCount {
            let (coefficient, start) = (coefficients[column], column * rowCount)
            for row in 0..<rowCount { residuals[row] -= coefficient * columns[start + row] }
        }
    }

    /// What rounding leaves of a residual that should be zero: residuals below it carry no information.
    func rounding(_ coefficients: [Double]) -> Double {
        var size = response.reduce(0) { max($0, $1.magnitude) }
        for column in 0..<columnCount {
            let start = column * rowCount
            var largest = 0.0
            for row in start..<start + rowCount { largest = max(largest, columns[row].magnitude) }
            size += largest * coefficients[column].magnitude
        }
        return 4 * Double.ulpOfOne * size
    }
}
