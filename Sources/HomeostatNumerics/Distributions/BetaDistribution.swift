import CSpecial

/// The beta distribution on 0 to 1.
public struct BetaDistribution: ContinuousDistribution {
    /// The first shape, positive: the density falls like x^(a - 1) at 0.
    public let a: Double
    /// The second shape, positive: the density falls like (1 - x)^(b - 1) at 1.
    public let b: Double

    /// The beta distribution with these parameters.
    ///
    /// - Throws: ``DistributionError`` unless both are positive and finite.
    public init(a: Double, b: Double) throws(DistributionError) {
        try requirePositive(a, "a", of: "beta distribution")
        try requirePositive(b, "b", of: "beta distribution")
        self.a = a
        self.b = b
    }

    /// The logarithm of the density: minus infinity outside 0 to 1, infinity at an end whose shape is below 1.
    public func logDensity(at place: Double) -> Double {
        guard place > 0, place < 1 else {
            if place.isNaN { return .nan }
            guard place == 0 || place == 1 else { return -.infinity }
            // At an end only the shape of that end matters: a pole, a finite value or none.
            let (near, far) = place == 0 ? (a, b) : (b, a)
            return near < 1 ? .infinity : (near == 1 ? naturalLogarithm(far) : -.infinity)
        }
        return hk_beta_log_density(place, a, b).value
    }

    /// P(X <= place), with its logarithm; 0 below 0 and 1 above 1.
    public func lowerTail(at place: Double) -> PValue { tails(at: place).lower }

    /// P(X > place), with its logarithm; 1 below 0 and 0 above 1.
    public func upperTail(at place: Double) -> PValue { tails(at: place).upper }

    /// The place, 0 to 1, below which `probability` lies; throws unless that is between 0 and 1, both excluded.
    public func quantile(_ probability: Double) throws(DistributionError) -> Double {
        try HomeostatNumerics.quantile(of: "beta", probability) { hk_beta_quantile($0, 0, a, b) }
    }

    /// The place, 0 to 1, above which `probability` lies; throws unless that is between 0 and 1, both excluded.
    public func upperQuantile(_ probability: Double) throws(DistributionError) -> Double {
        try HomeostatNumerics.quantile(of: "beta", probability) { hk_beta_quantile($0, 1, a, b) }
    }

    private func tails(at place: Double) -> TailPair {
        TailPair(at: place) { hk_beta_tails(min(max($0, 0), 1), a, b) }
    }
}
