import HomeostatNumerics

/// The values of a ratio that a test at the level asked for does not reject: not always an interval.
public enum FiellerSet: Sendable, Hashable {
    /// From a lower to an upper limit.
    case bounded(lower: Double, upper: Double)
    /// Everything up to the first limit and everything from the second one on: the denominator is not significantly
    /// different from zero, but the pair is from zero.
    case complement(upTo: Double, from: Double)
    /// All numbers up to the limit: the borderline between the two cases above.
    case atMost(Double)
    /// All numbers from the limit on.
    case atLeast(Double)
    /// All numbers: the data say nothing about the ratio at this level.
    case everything

    /// Whether a number belongs to the set.
    public func contains(_ ratio: Double) -> Bool {
        switch self {
        case .bounded(let lower, let upper): lower <= ratio && ratio <= upper
        case .complement(let end, let start): ratio <= end || ratio >= start
        case .atMost(let end): ratio <= end
        case .atLeast(let start): ratio >= start
        case .everything: true
        }
    }
}

/// The confidence set of a ratio of two normally distributed estimates.
///
/// The set holds all r for which |a - r b| is at most t times its standard error: a quadratic inequality in r, which may
/// have an interval, its complement or every number for a solution.
///
/// Source: E. C. Fieller, Journal of the Royal Statistical Society B 16 (1954) 175-185,
/// doi:10.1111/j.2517-6161.1954.tb00159.x.
public struct FiellerRatio: Sendable, Hashable {
    /// Numerator over denominator.
    public let ratio: Double
    /// (t x standard error of the denominator / denominator)^2: below 1 the set is bounded.
    public let g: Double
    /// The values that are not rejected.
    public let set: FiellerSet
    /// The probability of covering.
    public let level: Double

    /// The set of a ratio.
    ///
    /// - Parameters:
    ///   - numerator: a, an estimate with `numeratorVariance`.
    ///   - denominator: b, an estimate with `denominatorVariance`; not zero.
    ///   - covariance: of the two.
    ///   - degreesOfFreedom: of Student's distribution; infinite for the normal one.
    ///   - level: above 0 and below 1.
    /// - Returns: nil where the denominator is zero or a figure is not finite: the ratio has no estimate.
    /// - Throws: ``DistributionError`` for a level or degrees of freedom outside.
    public init?(
        numerator: Double, denominator: Double, numeratorVariance: Double, denominatorVariance: Double,
        covariance: Double, degreesOfFreedom: Double, level: Double = 0.95
    ) throws(DistributionError) {
        let t = try StudentTDistribution(degreesOfFreedom: degreesOfFreedom).upperQuantile((1 - level) / 2)
        let (a, b) = (numerator, denominator)
        let ratio = a / b
        // A r^2 - 2 B r + C <= 0
        let square = t * t
        let quadratic = (b - t * denominatorVariance.squareRoot()) * (b + t * denominatorVariance.squareRoot())
        let linear = a * b - square * covariance
        let constant = (a - t * numeratorVariance.squareRoot()) * (a + t * numeratorVariance.squareRoot())
        // B^2 - A C without the cancellation of the squares of both products.
        let ofDifference = a * a * denominatorVariance - 2 * a * b * covariance + b * b * numeratorVariance
        let determinant = numeratorVariance * denominatorVariance - covariance * covariance
        let discriminant = square * (ofDifference - square * determinant)
        guard ratio.isFinite, linear.isFinite, constant.isFinite, quadratic.isFinite, discriminant.isFinite else {
            return nil
        }
        self.ratio = ratio
        self.level = level
        g = square * denominatorVariance / (b * b)
        if quadratic == 0 {
            if linear == 0 {
                set = .everything
            } else {
                let limit = constant / (2 * linear)
                set = linear > 0 ? .atLeast(limit) : .atMost(limit)
            }
        } else if quadratic < 0 && discriminant <= 0 {
            set = .everything
        } else {
            // The root of larger size first; the other one from their product, so that neither cancels.
            let root = max(0, discriminant).squareRoot()
            let sum = linear < 0 ? linear - root : linear + root
            let first = sum / quadratic
            let second = sum == 0 ? first : constant / sum
            let (lower, upper) = (min(first, second), max(first, second))
            set = quadratic > 0 ? .bounded(lower: lower, upper: upper) : .complement(upTo: lower, from: upper)
        }
    }

    /// The set of a ratio of two coefficients, or of two combinations of them.
    ///
    /// - Parameters:
    ///   - coefficients: those that the covariance is of.
    ///   - numerator: the factor of each coefficient in the numerator.
    ///   - denominator: the factor of each coefficient in the denominator.
    public init?(
        coefficients: [Double], covariance: CoefficientCovariance, numerator: [Double], denominator: [Double],
        degreesOfFreedom: Double? = nil, level: Double = 0.95
    ) throws(DistributionError) {
        func combined(_ factors: [Double]) -> Double { zip(factors, coefficients).reduce(0) { $0 + $1.0 * $1.1 } }
        try self.init(
            numerator: combined(numerator), denominator: combined(denominator),
            numeratorVariance: covariance.variance(of: numerator),
            denominatorVariance: covariance.variance(of: denominator),
            covariance: covariance.covariance(of: numerator, and: denominator),
            degreesOfFreedom: degreesOfFreedom ?? covariance.jointDegreesOfFreedom, level: level)
    }
}
