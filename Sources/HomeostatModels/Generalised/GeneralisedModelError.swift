/// Why a generalised linear model could not be set up or fitted.
public enum GeneralisedModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Response, weights, offset or clusters have not one element for each row of the design.
    case differentLengths(what: String, count: Int, rows: Int)
    /// A response outside the domain of the family.
    case responseOutsideDomain(row: Int, value: Double, domain: String)
    /// A weight that is negative or not finite.
    case unusableWeight(row: Int, value: Double)
    /// No row has a weight above zero.
    case noWeight
    /// An element of the design that is not finite.
    case unusableDesign(row: Int, column: String, value: Double)
    /// An offset that is not finite.
    case unusableOffset(row: Int, value: Double)
    /// More coefficients than rows with a weight.
    case tooFewRows(rows: Int, columns: Int)
    /// No column of the design is of use: there are none, or all are zero.
    case noColumns
    /// The likelihood has no maximum: a combination of columns tells the responses apart.
    case separation(Separation)
    /// The iteration ended without a maximum although the data are not separated.
    case noConvergence(iterations: Int, largestStep: Double)

    /// What is wrong, where, and what is needed; rows are counted from 1.
    public var description: String {
        switch self {
        case .differentLengths(let what, let count, let rows):
            "\(what) has \(count) elements for \(rows) rows of the design"
        case .responseOutsideDomain(let row, let value, let domain):
            "response \(value) in row \(row + 1): it has to be \(domain)"
        case .unusableWeight(let row, let value):
            "weight \(value) in row \(row + 1): a weight is a finite number, 0 or more"
        case .noWeight: "no row has a weight above 0"
        case .unusableDesign(let row, let column, let value):
            "\(column) is \(value) in row \(row + 1): leave the row out or give it a number"
        case .unusableOffset(let row, let value): "offset \(value) in row \(row + 1): it has to be a finite number"
        case .tooFewRows(let rows, let columns):
            "\(columns) coefficients need at least as many rows with a weight above 0; there are \(rows)"
        case .noColumns: "the design has no column that is not zero"
        case .separation(let separation): separation.description
        case .noConvergence(let iterations, let largestStep):
            "no maximum of the likelihood after \(iterations) steps; the last one moved the linear predictor by "
                + "\(largestStep)"
        }
    }
}
