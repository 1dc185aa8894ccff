import HomeostatNumerics

/// Why a statistic of paired values cannot be computed.
public enum PairedDataError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The variables have different numbers of values.
    case lengthsDiffer(first: Int, second: Int)
    /// Fewer complete pairs than the statistic needs.
    case tooFewPairs(count: Int, needed: Int)
    /// A value is infinite: the name of the variable and the row, from 0.
    case infiniteValue(variable: String, row: Int)
    /// All values of a variable are equal among the complete pairs.
    case constant(variable: String)
    /// A variable is a linear combination of the others.
    case collinear(variable: String)
    /// A confidence level outside 0 to 1.
    case confidenceLevel(Double)
    /// A parameter of the method is outside its domain: its name, its value, and what would be right.
    case parameter(name: String, value: Double, domain: String)
    /// The data determine no line: its name or the cause.
    case undetermined(String)
    /// More pairs than the method has memory for.
    case tooManyPairs(count: Int, limit: Int)
    /// A probability function had no value.
    case distribution(DistributionError)

    /// What is wrong and what would be right.
    public var description: String {
        switch self {
        case .lengthsDiffer(let first, let second):
            "the variables have \(first) and \(second) values; they must have as many, one for each row"
        case .tooFewPairs(let count, let needed): "there are \(count) complete pairs; at least \(needed) are needed"
        case .infiniteValue(let variable, let row): "\(variable) is infinite in row \(row + 1)"
        case .constant(let variable): "all values of \(variable) are equal among the complete pairs"
        case .collinear(let variable): "\(variable) is a linear combination of the other variables"
        case .confidenceLevel(let level): "the confidence level is \(level), and must lie between 0 and 1"
        case .parameter(let name, let value, let domain): "\(name) is \(value), and must be \(domain)"
        case .undetermined(let cause): "the data determine no line: \(cause)"
        case .tooManyPairs(let count, let limit): "there are \(count) pairs; this method takes up to \(limit)"
        case .distribution(let error): error.description
        }
    }
}

/// Runs what throws a ``DistributionError`` where a ``PairedDataError`` is told.
func withPairedDataError<Result>(
    _ compute: () throws(DistributionError) -> Result
) throws(PairedDataError) -> Result {
    do {
        return try compute()
    } catch {
        throw .distribution(error)
    }
}
