import HomeostatNumerics

extension ConfidenceInterval {
    /// The limits estimate -+ t x standard error.
    ///
    /// - Parameters:
    ///   - degreesOfFreedom: of Student's distribution, above zero; infinite for the normal one.
    ///   - level: above 0 and below 1.
    /// - Throws: ``DistributionError`` for a level or degrees of freedom outside.
    public init(
        estimate: Double, standardError: Double, degreesOfFreedom: Double, level: Double
    ) throws(DistributionError) {
        let distribution = try StudentTDistribution(degreesOfFreedom: degreesOfFreedom)
        let reach = try distribution.upperQuantile((1 - level) / 2) * standardError
        self.init(centre: estimate, halfWidth: reach, level: level)
    }
}
