import CSpecial

/// Fisher's F distribution.
public struct FDistribution: ContinuousDistribution {
    /// Degrees of freedom of the numerator: positive, not necessarily whole.
    public let numeratorDegreesOfFreedom: Double
    /// Degrees of freedom of the denominator: positive, not necessarily whole; infinite for chi-squared / numerator.
    public let denominatorDegreesOfFreedom: Double

    /// The F distribution with these parameters.
    ///
    /// - Parameters:
    ///   - numeratorDegreesOfFreedom: positive and finite.
    ///   - denominatorDegreesOfFreedom: positive; infinity gives chi-squared divided by its degrees of freedom.
    /// - Throws: ``DistributionError`` where one of them is not.
    public init(
        numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double
    ) throws(DistributionError) {
        try requirePositive(numeratorDegreesOfFreedom, "degrees of freedom of the numerator", of: "F distribution")
        guard denominatorDegreesOfFreedom > 0 else {
            throw .outsideDomain(
                function: "F distribution", argument: "degrees of freedom of the denominator",
                value: denominatorDegreesOfFreedom, domain: "positive")
        }
        self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
        self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
    }

    /// The logarithm of the density: minus infinity below 0; at 0 infinity for less than 2 degrees of freedom of the
    /// numerator.
    public func logDensity(at place: Double) -> Double {
        let n = numeratorDegreesOfFreedom
        guard place > 0, place.isFinite else {
            if place.isNaN { return .nan }
            guard place == 0, n <= 2 else { return -.infinity }
            return n < 2 ? .infinity : 0
        }
        return isChiSquared
            ? hk_gamma_log_density(place, n / 2, 2 / n).value
            : hk_f_log_density(place, n, denominatorDegreesOfFreedom).value
    }

    /// P(X <= place), with its logarithm; 0 below 0.
    public func lowerTail(at place: Double) -> PValue { tails(at: place).lower }

    /// P(X > place), with its logarithm; 1 below 0.
    public func upperTail(at place: Double) -> PValue { tails(at: place).upper }

    /// The place below which `probability` lies; throws unless that is between 0 and 1, both excluded.
    public func quantile(_ probability: Double) throws(DistributionError) -> Double {
        try HomeostatNumerics.quantile(of: "F", probability) { evaluateQuantile($0, upper: 0) }
    }

    /// The place above which `probability` lies: the critical value of a test; throws unless that is between 0 and 1,
    /// both excluded.
    public func upperQuantile(_ probability: Double) throws(DistributionError) -> Double {
        try HomeostatNumerics.quantile(of: "F", probability) { evaluateQuantile($0, upper: 1) }
    }

    private var isChiSquared: Bool { denominatorDegreesOfFreedom == .infinity }

    private func tails(at place: Double) -> TailPair {
        let n = numeratorDegreesOfFreedom
        return TailPair(at: place) {
            isChiSquared
                ? hk_gamma_tails(max($0, 0) * n, n / 2, 2) : hk_f_tails(max($0, 0), n, denominatorDegreesOfFreedom)
        }
    }

    private func evaluateQuantile(_ probability: Double, upper: Int32) -> hk_evaluated {
        let n = numeratorDegreesOfFreedom
        return isChiSquared
            ? hk_gamma_quantile(probability, upper, n / 2, 2 / n)
            : hk_f_quantile(probability, upper, n, denominatorDegreesOfFreedom)
    }
}
