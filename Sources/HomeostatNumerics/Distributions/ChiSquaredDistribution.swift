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

    public func logDensity(at place: Double) -> Double { gamma.logDensity(at: place) }

    public func lowerTail(at place: Double) -> PValue { gamma.lowerTail(at: place) }

    public func upperTail(at place: Double) -> PValue { gamma.upperTail(at: place) }

    public func quantile(_ probability: Double) throws(DistributionError) -> Double {
        try gamma.quantile(probability)
    }

    public func upperQuantile(_ probability: Double) throws(DistributionError) -> Double {
        try gamma.upperQuantile(probability)
    }
}
