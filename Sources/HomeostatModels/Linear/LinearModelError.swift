/// Why a linear model could not be fitted, or a figure of it could not be computed.
public enum LinearModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Response, weights, offset or clusters have not one element for each row of the design.
    case differentLengths(what: String, count: Int, rows: Int)
    /// The design has no columns.
    case noColumns
    /// There are fewer rows than columns.
    case tooFewRows(rows: Int, columns: Int)
    /// A number of the design, the response or the offset is infinite or not a number. Rows count from zero.
    case notFinite(what: String, row: Int)
    /// A weight is zero, negative, infinite or not a number. Rows count from zero.
    case unusableWeight(row: Int, value: Double)
    /// There are fewer than two clusters.
    case oneCluster
    /// The fit passes through these rows whatever their response is, so that the correction divides by zero.
    case fullLeverage(rows: [Int], correction: String)
    /// The fit passes through a cluster whatever its responses are, so that the correction has no inverse.
    case clusterWithFullLeverage(cluster: Int, correction: String)
    /// As many coefficients as rows: nothing is left to estimate an error variance from.
    case noResidualDegreesOfFreedom(rows: Int, coefficients: Int)
    /// New rows have another number of columns than the design.
    case columnsDiffer(expected: Int, found: Int)
    /// A result is beyond the range of Double.
    case outOfRange(what: String)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .differentLengths(let what, let count, let rows):
            "\(what) has \(count) elements for \(rows) rows of the design"
        case .noColumns: "the model has no column: add a term or an intercept"
        case .tooFewRows(let rows, let columns):
            "\(rows) rows cannot determine \(columns) coefficients: leave out terms or add rows"
        case .notFinite(let what, let row):
            "\(what) in row \(row + 1) is not a finite number: leave the row out or give it a number"
        case .unusableWeight(let row, let value):
            "weight \(value) in row \(row + 1): a weight is a finite number above 0; leave out rows that do not count"
        case .oneCluster: "cluster-robust errors need at least two clusters"
        case .fullLeverage(let rows, let correction):
            "the fit passes through row \(rows.map { String($0 + 1) }.joined(separator: ", ")) whatever the response "
                + "is there, so that \(correction) does not exist: use HC1 or leave the rows out"
        case .clusterWithFullLeverage(let cluster, let correction):
            "the fit passes through cluster \(cluster) whatever the responses are there, so that \(correction) does not "
                + "exist: use CR2 or leave out terms that are constant within clusters"
        case .noResidualDegreesOfFreedom(let rows, let coefficients):
            "\(coefficients) coefficients for \(rows) rows leave no degrees of freedom for the error variance"
        case .columnsDiffer(let expected, let found): "new rows have \(found) columns, the model has \(expected)"
        case .outOfRange(let what): "\(what) is beyond the range of numbers: change the unit of a column"
        }
    }
}
