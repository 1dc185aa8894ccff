/// Why a segmented regression could not be set up or fitted.
public enum SegmentedModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Response or weights have not one element for each row of the design.
    case differentLengths(what: String, count: Int, rows: Int)
    /// An element of the design that is not finite.
    case unusableDesign(row: Int, column: String, value: Double)
    /// A response that is not finite.
    case unusableResponse(row: Int, value: Double)
    /// A weight that is negative or not finite.
    case unusableWeight(row: Int, value: Double)
    /// Columns that are zero or combinations of those before them.
    case dependentColumns([String])
    /// The design has no such column, or it is the intercept.
    case noSuchColumn(Int)
    /// Too few different values for a turning point between them.
    case tooFewValues(column: String, values: Int, needed: Int)
    /// No degrees of freedom are left.
    case tooFewRows(rows: Int, parameters: Int)
    /// No turning point lies in the range that was asked for.
    case emptyRange(lower: Double, upper: Double)
    /// A number of turning points below one.
    case unusableCount(Int)
    /// Straight lines fit the response exactly: nothing is left to find a turning point in.
    case perfectFit

    /// What is wrong, where, and what is needed; rows and columns are counted from 1.
    public var description: String {
        switch self {
        case .differentLengths(let what, let count, let rows):
            "\(what) has \(count) elements for \(rows) rows of the design"
        case .unusableDesign(let row, let column, let value):
            "\(column) is \(value) in row \(row + 1): leave the row out or give it a number"
        case .unusableResponse(let row, let value): "response \(value) in row \(row + 1): it has to be a finite number"
        case .unusableWeight(let row, let value):
            "weight \(value) in row \(row + 1): a weight is a finite number, 0 or more"
        case .dependentColumns(let names):
            "\(names.joined(separator: ", ")): zero, or a combination of the columns before; leave it out"
        case .noSuchColumn(let position):
            "column \(position + 1) of the design is no variable that could have a turning point"
        case .tooFewValues(let column, let values, let needed):
            "\(column) has \(values) different values; at least \(needed) are needed"
        case .tooFewRows(let rows, let parameters):
            "\(parameters) parameters need more rows with a weight above 0 than there are: \(rows)"
        case .emptyRange(let lower, let upper): "no turning point can lie from \(lower) to \(upper)"
        case .unusableCount(let count): "\(count) turning points: ask for 1 or more"
        case .perfectFit: "the response is met exactly without a turning point"
        }
    }
}
