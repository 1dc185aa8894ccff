/// Why a distribution or a special function has no value.
public enum DistributionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An argument lies outside the domain: its function or distribution, its name, its value, and what would be right.
    case outsideDomain(function: String, argument: String, value: Double, domain: String)
    /// The evaluation did not converge, or its result exceeds every Double.
    case notEvaluated(function: String, argument: Double)

    /// What is wrong, where, and what would be right.
    public var description: String {
        switch self {
        case .outsideDomain(let function, let argument, let value, let domain):
            "\(function): \(argument) is \(value), and must be \(domain)"
        case .notEvaluated(let function, let argument):
            "\(function) could not be evaluated at \(argument): it does not converge or exceeds the range of numbers"
        }
    }
}

/// Refuses a parameter that is not positive and finite.
func requirePositive(_ value: Double, _ argument: String, of function: String) throws(DistributionError) {
    guard value > 0, value.isFinite else {
        throw .outsideDomain(function: function, argument: argument, value: value, domain: "positive and finite")
    }
}
