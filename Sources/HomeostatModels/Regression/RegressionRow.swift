import HomeostatNumerics

/// A coefficient with its error, its test and its interval. What is absent has a cause in ``reasons``.
public struct RegressionRow: Sendable, Hashable {
    /// Why a figure is absent.
    public struct Reason: Sendable, Hashable {
        /// The column that is empty: "std_error".
        public let figure: String
        /// Why.
        public let cause: AbsenceCause
    }

    /// The name of the column of the design.
    public let term: String
    /// The coefficient.
    public let estimate: Double?
    /// Its standard error.
    public let standardError: Double?
    /// Estimate over standard error.
    public let statistic: Double?
    /// Degrees of freedom of Student's distribution; nil where the distribution is the normal one.
    public let degreesOfFreedom: Double?
    /// Two-sided, against zero.
    public let pValue: PValue?
    /// The lower limit of the interval.
    public let lower: Double?
    /// The upper limit of the interval.
    public let upper: Double?
    /// The figures that are absent, in the order of the columns.
    public let reasons: [Reason]

    /// The smallest p-value that is written as such; below it there is its logarithm.
    public static let smallestPValue = 1e-300

    /// The p-value, where it is not below ``smallestPValue``.
    public var writtenPValue: Double? {
        pValue.flatMap { $0.value >= Self.smallestPValue ? $0.value : nil }
    }

    /// The exponentials of estimate and limits: an odds ratio, a risk ratio, a ratio of means.
    public var ratio: (estimate: Double?, lower: Double?, upper: Double?) {
        func power(_ value: Double?) -> Double? {
            value.map { exponential($0) }.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
        }
        return (power(estimate), power(lower), power(upper))
    }

    /// - Parameter cause: for the figures that are nil, where the row itself does not say.
    init(
        term: String, estimate: Estimable<Double>, standardError: Estimable<Double>, statistic: Estimable<Double>,
        degreesOfFreedom: Double?, pValue: Estimable<PValue>, lower: Estimable<Double>, upper: Estimable<Double>
    ) {
        var reasons: [Reason] = []
        func number(_ figure: String, _ value: Estimable<Double>) -> Double? {
            if let number = value.value, number.isFinite { return number }
            reasons.append(Reason(figure: figure, cause: value.cause ?? .outOfRange))
            return nil
        }
        self.term = term
        self.estimate = number("estimate", estimate)
        self.standardError = number("std_error", standardError)
        self.statistic = number("statistic", statistic)
        self.degreesOfFreedom = degreesOfFreedom.flatMap { $0.isFinite ? $0 : nil }
        let tested = pValue.value.flatMap { $0.logarithm.isFinite || $0.value > 0 ? $0 : nil }
        self.pValue = tested
        if let tested, tested.value < Self.smallestPValue {
            reasons.append(Reason(figure: "p_value", cause: .belowSmallest))
        }
        if tested == nil { reasons.append(Reason(figure: "p_value", cause: pValue.cause ?? .outOfRange)) }
        self.lower = number("conf_low", lower)
        self.upper = number("conf_high", upper)
        self.reasons = reasons
    }

    init(_ row: CoefficientRow, interval: Estimable<ConfidenceInterval>? = nil) {
        let interval = interval ?? row.interval
        self.init(
            term: row.name, estimate: row.estimate, standardError: row.standardError, statistic: row.statistic,
            degreesOfFreedom: row.degreesOfFreedom, pValue: row.pValue, lower: interval.map(\.lower),
            upper: interval.map(\.upper))
    }

    init(term: String, _ wald: WaldInterval, degreesOfFreedom: Double?) {
        self.init(
            term: term, estimate: .value(wald.estimate), standardError: .value(wald.standardError),
            statistic: .value(wald.statistic), degreesOfFreedom: degreesOfFreedom, pValue: .value(wald.pValue),
            lower: .value(wald.lower), upper: .value(wald.upper))
    }

    /// A row of an estimate alone.
    init(term: String, estimate: Estimable<Double>, absent cause: AbsenceCause) {
        self.init(
            term: term, estimate: estimate, standardError: .absent(cause), statistic: .absent(cause),
            degreesOfFreedom: nil, pValue: .absent(cause), lower: .absent(cause), upper: .absent(cause))
    }

    /// A row of a column that has no coefficient.
    init(term: String, absent cause: AbsenceCause) {
        self.init(term: term, estimate: .absent(cause), absent: cause)
    }

    /// Whether anything but a small p-value is absent.
    var isIncomplete: Bool { reasons.contains { $0.cause != .belowSmallest } }
}
