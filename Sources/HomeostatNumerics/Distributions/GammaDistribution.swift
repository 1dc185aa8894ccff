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

    public func logDensity(at place: Double) -> Double {
        guard place > 0, place.isFinite else {
            if place.isNaN { return .nan }
            guard place == 0, shape <= 1 else { return -.infinity }
            return shape < 1 ? .infinity : -naturalLogarithm(scale)
        }
        return hk_gamma_log_density(place, shape, scale).value
    }

    public func lowerTail(at place: Double) -> PValue { tails(at: place).lower }

    public func upperTail(at place: Double) -> PValue { tails(at: place).upper }

    public func quantile(_ probability: Double) throws(DistributionError) -> Double {
        try HomeostatNumerics.quantile(of: "gamma", probability) { hk_gamma_quantile($0, 0, shape, scale) }
    }

    public func upperQuantile(_ probability: Double) throws(DistributionError) -> Double {
        try HomeostatNumerics.quantile(of: "gamma", probability) { hk_gamma_quantile($0, 1, shape, scale) }
    }

    private func tails(at place: Double) -> TailPair {
        TailPair(at: place) { hk_gamma_tails(max($0, 0), shape, scale) }
    }
}
