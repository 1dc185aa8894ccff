import CSpecial

/// The gamma distribution.
public struct GammaDistribution: ContinuousDistribution {
    /// The shape, positive.
    public let shape: Double
    /// The scale (mean / shape), positive.
    public let scale: Double

    /// The gamma distribution with these parameters.
    ///
    /// - Throws: ``DistributionError`` unless both are positive and finite.
    public init(shape: Double, scale: Double) throws(DistributionError) {
        try requirePositive(shape, "shape", of: "gamma distribution")
        try requirePositive(scale, "scale", of: "gamma distribution")
        self.shape = shape
        self.scale = scale
    }

    /// The logarithm of the density: minus infinity below 0; at 0 infinity for a shape below 1.
    public func logDensity(at place: Double) -> Double {
        guard place > 0, place.isFinite else {
            if place.isNaN { return .nan }
            guard place == 0, shape <= 1 else { return -.infinity }
            return shape < 1 ? .infinity : -naturalLogarithm(scale)
        }
        return hk_gamma_log_density(place, shape, scale).value
    }

    /// P(X <= place), with its logarithm; 0 below 0.
    public func lowerTail(at place: Double) -> PValue { tails(at: place).lower }

    /// P(X > place), with its logarithm; 1 below 0.
    public func upperTail(at place: Double) -> PValue { tails(at: place).upper }

    /// The place below which `probability` lies; throws unless that is between 0 and 1, both excluded.
    public func quantile(_ probability: Double) throws(DistributionError) -> Double {
        try HomeostatNumerics.quantile(of: "gamma", probability) { hk_gamma_quantile($0, 0, shape, scale) }
    }

    /// The place above which `probability` lies; throws unless that is between 0 and 1, both excluded.
    public func upperQuantile(_ probability: Double) throws(DistributionError) -> Double {
        try HomeostatNumerics.quantile(of: "gamma", probability) { hk_gamma_quantile($0, 1, shape, scale) }
    }

    private func tails(at place: Double) -> TailPair {
        TailPair(at: place) { hk_gamma_tails(max($0, 0), shape, scale) }
    }
}
