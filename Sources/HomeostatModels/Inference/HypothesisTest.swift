import HomeostatNumerics

/// A test by one statistic that follows F, or chi-squared, if the hypothesis holds.
public struct HypothesisTest: Sendable, Hashable {
    /// The statistic.
    public let statistic: Double
    /// Degrees of freedom of the hypothesis.
    public let degreesOfFreedom: Double
    /// Degrees of freedom of the error, for F; nil where the statistic is chi-squared.
    public let errorDegreesOfFreedom: Double?
    /// The probability of a statistic as large or larger.
    public let pValue: PValue

    /// Looks up an F statistic.
    public static func f(
        _ statistic: Double, _ degreesOfFreedom: Double, _ errorDegreesOfFreedom: Double
    ) throws(DistributionError) -> HypothesisTest {
        let distribution = try FDistribution(
            numeratorDegreesOfFreedom: degreesOfFreedom, denominatorDegreesOfFreedom: errorDegreesOfFreedom)
        return HypothesisTest(
            statistic: statistic, degreesOfFreedom: degreesOfFreedom, errorDegreesOfFreedom: errorDegreesOfFreedom,
            pValue: distribution.upperTail(at: statistic))
    }

    /// Looks up a chi-squared statistic.
    public static func chiSquared(
        _ statistic: Double, _ degreesOfFreedom: Double
    ) throws(DistributionError) -> HypothesisTest {
        let distribution = try ChiSquaredDistribution(degreesOfFreedom: degreesOfFreedom)
        return HypothesisTest(
            statistic: statistic, degreesOfFreedom: degreesOfFreedom, errorDegreesOfFreedom: nil,
            pValue: distribution.upperTail(at: statistic))
    }
}
