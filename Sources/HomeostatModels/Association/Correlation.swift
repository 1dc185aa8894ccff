import HomeostatNumerics

/// A correlation with its interval and its test of no association.
public struct Correlation: Sendable, Hashable {
    /// The coefficient.
    public enum Coefficient: String, Sendable, Hashable, CaseIterable {
        /// Pearson's product-moment correlation r.
        case pearson
        /// Spearman's rank correlation rho: Pearson's of the mid-ranks.
        case spearman
        /// Kendall's tau-b.
        case kendall
    }

    /// How the p-value was found.
    public enum Test: String, Sendable, Hashable {
        /// From the distribution of all orders, which are equally likely without association.
        case exact
        /// By Student's t distribution.
        case studentT
        /// By the normal distribution.
        case normal
    }

    /// Why there is no interval or no test.
    public enum Absence: String, Sendable, Hashable {
        /// The number of pairs is too small for the approximation.
        case tooFewPairs
        /// The coefficient is exactly 1 or -1, where the approximation has no standard error.
        case perfectCorrelation
    }

    /// Which coefficient it is.
    public let coefficient: Coefficient
    /// The estimate, from -1 to 1.
    public let estimate: Double
    /// The interval by Fisher's z; `nil` with a cause in ``intervalAbsence``.
    public let interval: ConfidenceInterval?
    /// Why there is no interval.
    public let intervalAbsence: Absence?
    /// The test statistic: t for Pearson and Spearman by t; S, the sum of squared differences of ranks, for Spearman
    /// exactly; z for Kendall by the normal distribution; T, the number of concordant pairs, for Kendall exactly.
    public let statistic: Double?
    /// Degrees of freedom of t.
    public let degreesOfFreedom: Double?
    /// The two-sided p-value of no association; `nil` with a cause in ``testAbsence``.
    public let pValue: PValue?
    /// How the p-value was found.
    public let test: Test
    /// Why there is no p-value.
    public let testAbsence: Absence?
    /// Complete pairs.
    public let pairCount: Int
    /// Pairs left out because a value is missing.
    public let missingCount: Int
    /// Variables held constant, in a partial correlation.
    public let controlCount: Int

    /// The test with its statistic.
    struct Inference {
        var statistic: Double?
        var degreesOfFreedom: Double?
        var pValue: PValue?
        var test: Test
        var absence: Absence?
    }

    init(
        _ coefficient: Coefficient, estimate: Double, limits: (ConfidenceInterval?, Absence?), inference: Inference,
        pairCount: Int, missingCount: Int, controlCount: Int = 0
    ) {
        self.coefficient = coefficient
        self.estimate = estimate
        (interval, intervalAbsence) = limits
        statistic = inference.statistic
        degreesOfFreedom = inference.degreesOfFreedom
        pValue = inference.pValue
        test = inference.test
        testAbsence = inference.absence
        self.pairCount = pairCount
        self.missingCount = missingCount
        self.controlCount = controlCount
    }

    /// tanh(atanh(r) +- z se): the interval by Fisher's transformation.
    ///
    /// - Parameter variance: the variance of Fisher's z; not positive where there are too few pairs.
    static func fisherInterval(
        _ estimate: Double, variance: Double, level: Double
    ) throws(PairedDataError) -> (ConfidenceInterval?, Absence?) {
        guard variance > 0, variance.isFinite else { return (nil, .tooFewPairs) }
        guard abs(estimate) < 1 else { return (nil, .perfectCorrelation) }
        let (z, quantile) = try withPairedDataError { () throws(DistributionError) in
            (
                try SpecialFunctions.inverseHyperbolicTangent(estimate),
                try NormalDistribution.standard.upperQuantile((1 - level) / 2)
            )
        }
        let halfWidth = quantile * variance.squareRoot()
        let interval = ConfidenceInterval(
            lower: SpecialFunctions.hyperbolicTangent(z - halfWidth),
            upper: SpecialFunctions.hyperbolicTangent(z + halfWidth), level: level)
        return (interval, nil)
    }

    /// t = r sqrt(df / (1 - r^2)), which has Student's distribution where there is no association.
    static func studentTest(_ estimate: Double, degreesOfFreedom df: Double) throws(PairedDataError) -> Inference {
        guard df > 0 else { return Inference(test: .studentT, absence: .tooFewPairs) }
        guard abs(estimate) < 1 else {
            return Inference(degreesOfFreedom: df, test: .studentT, absence: .perfectCorrelation)
        }
        let t = estimate * (df / ((1 - estimate) * (1 + estimate))).squareRoot()
        let distribution = try withPairedDataError { () throws(DistributionError) in
            try StudentTDistribution(degreesOfFreedom: df)
        }
        return Inference(
            statistic: t, degreesOfFreedom: df, pValue: distribution.twoSidedTail(at: t), test: .studentT)
    }
}
