import CSpecial

/// What the continuous distributions have in common.
///
/// Values are those of Boost.Math in extended precision. Where a tail is smaller than 1e-280, it is found in logarithms:
/// by the continued fraction of the incomplete beta function (DLMF 8.17.22), Legendre's continued fraction of the upper
/// incomplete gamma function (DLMF 8.9.2) or the series of the lower one (DLMF 8.11.4). The logarithms of both tails
/// therefore keep at least 12 digits however far out the place is.
///
/// Compared with multi-precision values for degrees of freedom from 0.3 to 1e7; far beyond, digits are lost.
///
/// A place that is not a number gives results that are not numbers; every other place has a value.
public protocol ContinuousDistribution: Sendable, Hashable {
    /// The natural logarithm of the density; minus infinity where the density is 0, infinity at a pole.
    func logDensity(at place: Double) -> Double
    /// P(X <= place), with its logarithm.
    func lowerTail(at place: Double) -> PValue
    /// P(X > place), with its logarithm.
    func upperTail(at place: Double) -> PValue
    /// The place below which the probability `probability` lies.
    ///
    /// - Throws: ``DistributionError`` unless `probability` lies between 0 and 1, both excluded.
    func quantile(_ probability: Double) throws(DistributionError) -> Double
    /// The place above which the probability `probability` lies: exact for probabilities of which 1 - p loses digits.
    ///
    /// - Throws: ``DistributionError`` unless `probability` lies between 0 and 1, both excluded.
    func upperQuantile(_ probability: Double) throws(DistributionError) -> Double
}

extension ContinuousDistribution {
    /// The density; infinity at a pole.
    public func density(at place: Double) -> Double { exponential(logDensity(at: place)) }
    /// P(X <= place).
    public func cumulativeProbability(at place: Double) -> Double { lowerTail(at: place).value }
    /// P(X > place).
    public func upperTailProbability(at place: Double) -> Double { upperTail(at: place).value }
    /// The natural logarithm of P(X <= place).
    public func logCumulativeProbability(at place: Double) -> Double { lowerTail(at: place).logarithm }
    /// The natural logarithm of P(X > place).
    public func logUpperTailProbability(at place: Double) -> Double { upperTail(at: place).logarithm }
}

/// The exponential of one number.
private func exponential(_ value: Double) -> Double { exp(Lanes(repeating: value))[0] }

/// Both tails at one place.
struct TailPair {
    let lower: PValue
    let upper: PValue

    /// The tails that the library found, or not-a-number at a place that is none.
    init(at place: Double, _ tails: (Double) -> hk_tails) {
        guard !place.isNaN else {
            lower = PValue(value: .nan, logarithm: .nan)
            upper = lower
            return
        }
        let found = tails(place)
        lower = PValue(value: found.lower, logarithm: found.log_lower)
        upper = PValue(value: found.upper, logarithm: found.log_upper)
    }
}

/// Evaluates a quantile, or tells why there is none.
func quantile(
    of distribution: String, _ probability: Double, _ evaluate: (Double) -> hk_evaluated
) throws(DistributionError) -> Double {
    guard probability > 0, probability < 1 else {
        throw .outsideDomain(
            function: "quantile of the \(distribution) distribution", argument: "probability", value: probability,
            domain: "between 0 and 1, both excluded")
    }
    let found = evaluate(probability)
    guard found.status == 0 else {
        throw .notEvaluated(function: "quantile of the \(distribution) distribution", argument: probability)
    }
    return found.value
}
