/// Why a figure of a fitted model does not exist. The list is closed: reports hold nothing else in its place.
public enum AbsenceCause: String, Sendable, Hashable, CaseIterable {
    /// The column is a combination of the columns before it, so that no coefficient of its own can be told apart.
    case linearlyDependent = "linearly_dependent"
    /// The model meets every response exactly: there is no residual variance to hold an effect against.
    case perfectFit = "perfect_fit"
    /// There are as many coefficients as rows.
    case noResidualDegreesOfFreedom = "no_residual_degrees_of_freedom"
    /// The model has no term besides the intercept, or what is tested has no column of its own.
    case nothingToTest = "nothing_to_test"
    /// The response, or the column, has the same value in all rows.
    case noVariation = "no_variation"
    /// The fit passes through the row, or through a cluster, whatever its response is.
    case fullLeverage = "full_leverage"
    /// The rows that are asked about lie outside what the rows of the fit determine.
    case notEstimable = "not_estimable"
    /// All replicates of a bootstrap lie on one side of the estimate, or are equal.
    case degenerateReplicates = "degenerate_replicates"
    /// The figure is beyond the range of Double.
    case outOfRange = "out_of_range"
    /// The method has no such figure.
    case notDefined = "not_defined"
    /// The data do not bound the interval on this side.
    case unbounded = "unbounded"
    /// A p-value below 1e-300, which only its logarithm tells.
    case belowSmallest = "below_1e-300"

    /// A sentence for the manual.
    public var explanation: String {
        switch self {
        case .linearlyDependent: "the column is a combination of the columns before it"
        case .perfectFit: "the model meets every response exactly, so that no error variance can be estimated"
        case .noResidualDegreesOfFreedom: "there are as many coefficients as rows"
        case .nothingToTest: "the model has nothing besides the intercept, or the term no column of its own"
        case .noVariation: "all rows have the same value"
        case .fullLeverage: "the fit passes through a row or a cluster whatever its response is"
        case .notEstimable: "the rows of the fit do not determine this figure"
        case .degenerateReplicates: "all replicates lie on one side of the estimate, or are equal"
        case .outOfRange: "the figure is beyond the range of numbers"
        case .notDefined: "the method has no such figure"
        case .unbounded: "the data do not bound the interval on this side"
        case .belowSmallest: "the p-value is below 1e-300: its logarithm tells it"
        }
    }
}

/// A figure of a fitted model, or the cause for which it does not exist. Never not-a-number, never infinite.
public enum Estimable<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The figure.
    case value(Value)
    /// There is none.
    case absent(AbsenceCause)

    /// The figure, where there is one.
    public var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    /// Why there is none, where there is none.
    public var cause: AbsenceCause? {
        if case .absent(let cause) = self { cause } else { nil }
    }

    /// The figure changed by a function; an absent one stays absent for the same cause.
    public func map<Other>(_ change: (Value) -> Other) -> Estimable<Other> {
        switch self {
        case .value(let value): .value(change(value))
        case .absent(let cause): .absent(cause)
        }
    }
}

extension Estimable<Double> {
    /// The number where it is finite; absent as out of range where not.
    public init(finite number: Double) {
        self = number.isFinite ? .value(number) : .absent(.outOfRange)
    }
}
