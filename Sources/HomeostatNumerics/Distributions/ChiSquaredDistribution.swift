/// The chi-squared distribution.
public struct ChiSquaredDistribution: ContinuousDistribution {
    /// Degrees of freedom: positive, not necessarily whole.
    public let degreesOfFreedom: Double
    private let gamma: GammaDistribution

    /// The chi-squared distribution with these parameters.
    ///
    /// - Throws: ``DistributionError`` unless the degrees of freedom are positive and finite.
    public init(degreesOfFreedom: Double) throws(DistributionError) {
        try requirePositive(degreesOfFreedom, "degrees of freedom", of: "chi-squared distribution")
        self.degreesOfFreedom = degreesOfFreedom
        gamma = try GammaDistribution(shape: degreesOfFreedom / 2, scale: 2)
    }

    /// The logarithm of the density: minus infinity below 0; at 0 infinity for less than 2 degrees of freedom.
    public func logDensity(at place: Double) -> Double { gamma.logDensity(at: place) }

    /// P(X <= place), with its logarithm; 0 below 0.
    public func lowerTail(at place: Double) -> PValue { gamma.lowerTail(at: place) }

    /// P(X > place), with its logarithm; 1 below 0.
    public func upperTail(at place: Double) -> PValue { gamma.upperTail(at: place) }

    /// The place below which `probability` lies; throws unless that is between 0 and 1, both excluded.
    public func quantile(_ probability: Double) throws(DistributionError) -> Double {
        try gamma.quantile(probability)
    }

    /// The place above which `probability` lies: the critical value of a test; throws unless that is between 0 and 1,
    /// both excluded.
    public func upperQuantile(_ probability: Double) throws(DistributionError) -> Double {
        try gamma.upperQuantile(probability)
    }
}
