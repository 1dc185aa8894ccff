/// Why a penalised regression could not be set up or fitted.
public enum PenalisedModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Response or weights have not one element for each row of the design.
    case differentLengths(what: String, count: Int, rows: Int)
    /// An element of the design that is not finite.
    case unusableDesign(row: Int, column: String, value: Double)
    /// A response that is not finite.
    case unusableResponse(row: Int, value: Double)
    /// A weight that is negative or not finite.
    case unusableWeight(row: Int, value: Double)
    /// Fewer than two rows with a weight above zero.
    case tooFewRows(rows: Int)
    /// No column but the intercept.
    case noColumns
    /// Columns that do not vary, which cannot be brought to a common scale.
    case constantColumns([String])
    /// A response that does not vary: there is nothing to choose a penalty for.
    case constantResponse
    /// A penalty that is negative or not finite.
    case unusablePenalty(Double)
    /// A share of the absolute penalty outside 0 to 1.
    case unusableMixing(Double)
    /// Without a penalty, columns that depend on each other have no single solution.
    case dependentColumns(rank: Int, columns: Int)
    /// Fewer than two folds, or more than rows.
    case unusableFolds(Int, rows: Int)
    /// The coordinates did not settle.
    case noConvergence(penalty: Double, sweeps: Int, violation: Double)

    /// What is wrong, where, and what is needed; rows are counted from 1.
    public var description: String {
        switch self {
        case .differentLengths(let what, let count, let rows):
            "\(what) has \(count) elements for \(rows) rows of the design"
        case .unusableDesign(let row, let column, let value):
            "\(column) is \(value) in row \(row + 1): leave the row out or give it a number"
        case .unusableResponse(let row, let value): "response \(value) in row \(row + 1): it has to be a finite number"
        case .unusableWeight(let row, let value):
            "weight \(value) in row \(row + 1): a weight is a finite number, 0 or more"
        case .tooFewRows(let rows): "\(rows) rows with a weight above 0: at least 2 are needed"
        case .noColumns: "the design has no column to penalise"
        case .constantColumns(let names):
            "\(names.joined(separator: ", ")): the same in all rows, so that no scale can be found; leave it out"
        case .constantResponse: "the response is the same in all rows"
        case .unusablePenalty(let value): "penalty \(value): it has to be a finite number, 0 or more"
        case .unusableMixing(let value): "mixing \(value): it has to lie between 0 (ridge) and 1 (LASSO)"
        case .dependentColumns(let rank, let columns):
            "the \(columns) columns span \(rank) dimensions only: choose a penalty above 0 or leave columns out"
        case .unusableFolds(let folds, let rows): "\(folds) folds of \(rows) rows: choose from 2 to the number of rows"
        case .noConvergence(let penalty, let sweeps, let violation):
            "penalty \(penalty): the coefficients did not settle in \(sweeps) sweeps (condition violated by \(violation))"
        }
    }
}
