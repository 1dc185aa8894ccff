import CSpecial

/// The normal distribution.
public struct NormalDistribution: ContinuousDistribution {
    /// The mean.
    public let mean: Double
    /// The standard deviation, positive.
    public let standardDeviation: Double

    /// Mean 0 and standard deviation 1.
    public static let standard = NormalDistribution()

    private init() {
        mean = 0
        standardDeviation = 1
    }

    /// The normal distribution with these parameters.
    ///
    /// - Throws: ``DistributionError`` unless the mean is finite and the standard deviation positive and finite.
    public init(mean: Double, standardDeviation: Double) throws(DistributionError) {
        guard mean.isFinite else {
            throw .outsideDomain(function: "normal distribution", argument: "mean", value: mean, domain: "finite")
        }
        try requirePositive(standardDeviation, "standard deviation", of: "normal distribution")
        self.mean = mean
        self.standardDeviation = standardDeviation
    }

    /// The logarithm of the density; minus infinity only where the square of the standardised place overflows.
    public func logDensity(at place: Double) -> Double {
        let z = standardised(place)
        return -z * z / 2 - 0.918_938_533_204_672_741_78 - naturalLogarithm(standardDeviation)
    }

    /// P(X <= place), with its logarithm.
    public func lowerTail(at place: Double) -> PValue { tails(at: place).lower }

    /// P(X > place), with its logarithm; no digits are lost far above the mean.
    public func upperTail(at place: Double) -> PValue { tails(at: place).upper }

    /// P(|X - mean| > |place - mean|): the two-sided p-value of a statistic.
    public func twoSidedTail(at place: Double) -> PValue {
        TailPair(at: standardised(place), hk_normal_two_sided).upper
    }

    /// The place below which `probability` lies; throws unless that is between 0 and 1, both excluded.
    public func quantile(_ probability: Double) throws(DistributionError) -> Double {
        mean + standardDeviation
            * (try HomeostatNumerics.quantile(of: "normal", probability) {
                hk_evaluated(value: normalQuantile($0), status: 0)
            })
    }

    /// The place above which `probability` lies, from the symmetry about the mean; throws unless that is between 0 and
    /// 1, both excluded.
    public func upperQuantile(_ probability: Double) throws(DistributionError) -> Double {
        mean - standardDeviation
            * (try HomeostatNumerics.quantile(of: "normal", probability) {
                hk_evaluated(value: normalQuantile($0), status: 0)
            })
    }

    private func standardised(_ place: Double) -> Double { (place - mean) / standardDeviation }

    private func tails(at place: Double) -> TailPair { TailPair(at: standardised(place), hk_normal_tails) }
}
