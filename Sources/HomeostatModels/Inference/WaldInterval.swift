import HomeostatNumerics

/// The distribution that a standardised estimate is held against.
public enum WaldReference: Sendable, Hashable {
    /// The standard normal distribution: a known variance, or a large sample.
    case normal
    /// Student's, for a variance that is estimated with so many degrees of freedom.
    case studentT(degreesOfFreedom: Double)

    /// The probability of a standardised estimate at least this far from zero. nil for degrees of freedom that are not
    /// above zero.
    public func twoSidedTail(_ statistic: Double) -> PValue? {
        switch self {
        case .normal: NormalDistribution.standard.twoSidedTail(at: statistic)
        case .studentT(let freedom):
            (try? StudentTDistribution(degreesOfFreedom: freedom))?.twoSidedTail(at: statistic)
        }
    }

    /// The factor of a standard error that makes half of an interval.
    ///
    /// - Parameter level: 0.95 for 95 %; strictly between 0 and 1.
    /// - Returns: nil for a level outside, or for degrees of freedom that are not above zero.
    public func criticalValue(level: Double) -> Double? {
        let tail = (1 - level) / 2
        switch self {
        case .normal: return try? NormalDistribution.standard.upperQuantile(tail)
        case .studentT(let freedom):
            guard let distribution = try? StudentTDistribution(degreesOfFreedom: freedom) else { return nil }
            return try? distribution.upperQuantile(tail)
        }
    }
}

/// An estimate with its standard error, its test against zero and its interval, by Wald's method.
public struct WaldInterval: Sendable, Hashable {
    /// The estimate.
    public let estimate: Double
    /// Its standard error.
    public let standardError: Double
    /// Estimate over standard error.
    public let statistic: Double
    /// Two-sided, against zero.
    public let pValue: PValue
    /// The lower limit of the interval.
    public let lower: Double
    /// The upper limit of the interval.
    public let upper: Double

    /// - Parameters:
    ///   - standardError: above zero.
    ///   - level: of the interval, 0.95 for 95 %.
    /// - Returns: nil where the standard error is not a number above zero, or for a level or degrees of freedom out of
    ///   range.
    public init?(estimate: Double, standardError: Double, reference: WaldReference, level: Double = 0.95) {
        guard standardError > 0, standardError.isFinite, estimate.isFinite else { return nil }
        let statistic = estimate / standardError
        guard let pValue = reference.twoSidedTail(statistic), let factor = reference.criticalValue(level: level) else {
            return nil
        }
        self.estimate = estimate
        self.standardError = standardError
        self.statistic = statistic
        self.pValue = pValue
        lower = estimate - factor * standardError
        upper = estimate + factor * standardError
    }

    /// The estimate and its limits as a ratio, where they are logarithms of one: odds ratio, risk ratio, ratio of
    /// means.
    public var ratio: (estimate: Double, lower: Double, upper: Double) {
        (exponential(estimate), exponential(lower), exponential(upper))
    }
}
