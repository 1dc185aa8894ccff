import CSpecial

/// Student's t distribution.
public struct StudentTDistribution: ContinuousDistribution {
    /// Degrees of freedom: positive, not necessarily whole; infinite for the standard normal distribution.
    public let degreesOfFreedom: Double

    /// Student's t distribution with these parameters.
    ///
    /// - Parameter degreesOfFreedom: positive; infinity gives the standard normal distribution.
    /// - Throws: ``DistributionError`` unless it is positive.
    public init(degreesOfFreedom: Double) throws(DistributionError) {
        guard degreesOfFreedom > 0 else {
            throw .outsideDomain(
                function: "t distribution", argument: "degrees of freedom", value: degreesOfFreedom, domain: "positive")
        }
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The logarithm of the density; minus infinity where the place is infinite.
    public func logDensity(at place: Double) -> Double {
        if isNormal { return NormalDistribution.standard.logDensity(at: place) }
        guard place.isFinite else { return place.isNaN ? .nan : -.infinity }
        return hk_student_t_log_density(place, degreesOfFreedom).value
    }

    /// P(T <= place), with its logarithm.
    public func lowerTail(at place: Double) -> PValue { tails(at: place).lower }

    /// P(T > place), with its logarithm; no digits are lost far above 0.
    public func upperTail(at place: Double) -> PValue { tails(at: place).upper }

    /// P(|T| > |place|): the two-sided p-value of a statistic.
    public func twoSidedTail(at place: Double) -> PValue {
        if isNormal { return NormalDistribution.standard.twoSidedTail(at: place) }
        return TailPair(at: place) { hk_student_t_two_sided($0, degreesOfFreedom) }.upper
    }

    /// The place below which `probability` lies; throws unless that is between 0 and 1, both excluded.
    public func quantile(_ probability: Double) throws(DistributionError) -> Double {
        if isNormal { return try NormalDistribution.standard.quantile(probability) }
        return try HomeostatNumerics.quantile(of: "t", probability) { hk_student_t_quantile($0, 0, degreesOfFreedom) }
    }

    /// The place above which `probability` lies: the critical value of a one-sided test; throws unless that is between
    /// 0 and 1, both excluded.
    public func upperQuantile(_ probability: Double) throws(DistributionError) -> Double {
        if isNormal { return try NormalDistribution.standard.upperQuantile(probability) }
        return try HomeostatNumerics.quantile(of: "t", probability) { hk_student_t_quantile($0, 1, degreesOfFreedom) }
    }

    private var isNormal: Bool { degreesOfFreedom == .infinity }

    private func tails(at place: Double) -> TailPair {
        TailPair(at: place) { isNormal ? hk_normal_tails($0) : hk_student_t_tails($0, degreesOfFreedom) }
    }
}
