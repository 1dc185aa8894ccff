import HomeostatNumerics

/// A function of coefficients with its standard error by the delta method.
public struct DeltaEstimate: Sendable, Hashable {
    /// The function at the estimates.
    public let estimate: Double
    /// The root of gradient' x covariance x gradient.
    public let standardError: Double
    /// The derivative by each coefficient.
    public let gradient: [Double]
    /// The degrees of freedom of tests and intervals.
    public let degreesOfFreedom: Double

    /// The line of a table: test against zero and interval.
    public func row(name: String, level: Double = 0.95) throws(DistributionError) -> CoefficientRow {
        try CoefficientRow(
            name: name, estimate: estimate, standardError: standardError, degreesOfFreedom: degreesOfFreedom,
            level: level)
    }
}

/// Standard errors of smooth functions of coefficients, with derivatives by dual numbers instead of differences.
///
/// ```swift
/// // grams of carbohydrate for one unit
/// let ratio = DeltaMethod.estimate(at: b, covariance: v) { DualNumber(1) / $0[1] }
/// ```
///
/// Source: C. R. Rao, Linear Statistical Inference and Its Applications, 2nd edition, Wiley 1973, section 6a.2.
public enum DeltaMethod {
    /// The value and the standard error of a function of the coefficients.
    ///
    /// - Parameters:
    ///   - coefficients: those that the covariance is of.
    ///   - function: takes all coefficients; it is called once for each eight of them, and must have a derivative there.
    /// - Returns: nil where the value or a derivative is not finite: at a pole, or outside the function's domain.
    public static func estimate(
        at coefficients: [Double], covariance: CoefficientCovariance, of function: ([DualNumber]) -> DualNumber
    ) -> DeltaEstimate? {
        precondition(coefficients.count == covariance.matrix.columnCount)
        var gradient: [Double] = []
        var value = function(coefficients.map { DualNumber($0) }).value
        for start in stride(from: 0, to: coefficients.count, by: DualNumber.directionCount) {
            let end = min(start + DualNumber.directionCount, coefficients.count)
            let arguments = coefficients.indices.map { place in
                (start..<end).contains(place)
                    ? DualNumber(coefficients[place], direction: place - start) : DualNumber(coefficients[place])
            }
            let result = function(arguments)
            value = result.value
            gradient += (start..<end).map { result.gradient[$0 - start] }
        }
        let variance = covariance.variance(of: gradient)
        guard value.isFinite, variance.isFinite, gradient.allSatisfy(\.isFinite) else { return nil }
        // A function of one coefficient has that coefficient's degrees of freedom.
        let involved = gradient.indices.filter { gradient[$0] != 0 }
        return DeltaEstimate(
            estimate: value, standardError: variance.squareRoot(), gradient: gradient,
            degreesOfFreedom: involved.count == 1
                ? covariance.degreesOfFreedom[involved[0]] : covariance.jointDegreesOfFreedom)
    }
}
