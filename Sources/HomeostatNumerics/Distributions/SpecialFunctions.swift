import CSpecial

/// The special functions that statistics need, by Boost.Math in extended precision.
public enum SpecialFunctions {
    /// log |Gamma(x)|.
    ///
    /// - Throws: ``DistributionError`` unless x is positive and finite.
    public static func logGamma(_ x: Double) throws(DistributionError) -> Double {
        try positive("logGamma", x, hk_log_gamma)
    }

    /// The derivative of log Gamma.
    ///
    /// - Throws: ``DistributionError`` unless x is positive and finite.
    public static func digamma(_ x: Double) throws(DistributionError) -> Double {
        try positive("digamma", x, hk_digamma)
    }

    /// The second derivative of log Gamma.
    ///
    /// - Throws: ``DistributionError`` unless x is positive and finite.
    public static func trigamma(_ x: Double) throws(DistributionError) -> Double {
        try positive("trigamma", x, hk_trigamma)
    }

    /// log B(a, b) = log Gamma(a) + log Gamma(b) - log Gamma(a + b).
    ///
    /// - Throws: ``DistributionError`` unless both are positive and finite.
    public static func logBeta(_ a: Double, _ b: Double) throws(DistributionError) -> Double {
        try requirePositive(b, "b", of: "logBeta")
        return try positive("logBeta", a) { hk_log_beta($0, b) }
    }

    /// The error function. Not-a-number where x is.
    public static func errorFunction(_ x: Double) -> Double { x.isNaN ? x : hk_erf(x).value }

    /// 1 - erf(x), without the loss of digits. Not-a-number where x is; 0 where it underflows, for x > 27.2.
    public static func complementaryErrorFunction(_ x: Double) -> Double { x.isNaN ? x : hk_erfc(x).value }

    /// The hyperbolic tangent: what undoes Fisher's z. Not-a-number where x is.
    public static func hyperbolicTangent(_ x: Double) -> Double { x.isNaN ? x : hk_tanh(x).value }

    /// The inverse hyperbolic tangent: Fisher's z of a correlation.
    ///
    /// - Throws: ``DistributionError`` unless -1 < x < 1.
    public static func inverseHyperbolicTangent(_ x: Double) throws(DistributionError) -> Double {
        guard x > -1, x < 1 else {
            throw .outsideDomain(
                function: "inverseHyperbolicTangent", argument: "x", value: x,
                domain: "between -1 and 1, both excluded")
        }
        return hk_atanh(x).value
    }

    /// P(a, x) and Q(a, x), the regularised incomplete gamma functions, with logarithms that do not underflow.
    ///
    /// - Throws: ``DistributionError`` unless a is positive and finite and x >= 0.
    public static func regularizedIncompleteGamma(
        _ a: Double, _ x: Double
    ) throws(DistributionError) -> (lower: PValue, upper: PValue) {
        guard x >= 0 else {
            throw .outsideDomain(
                function: "regularizedIncompleteGamma", argument: "x", value: x, domain: "0 or larger")
        }
        let distribution = try GammaDistribution(shape: a, scale: 1)
        return (distribution.lowerTail(at: x), distribution.upperTail(at: x))
    }

    /// I_x(a, b) and 1 - I_x(a, b), the regularised incomplete beta functions, with logarithms that do not underflow.
    ///
    /// - Throws: ``DistributionError`` unless a and b are positive and finite and 0 <= x <= 1.
    public static func regularizedIncompleteBeta(
        _ x: Double, _ a: Double, _ b: Double
    ) throws(DistributionError) -> (lower: PValue, upper: PValue) {
        guard x >= 0, x <= 1 else {
            throw .outsideDomain(function: "regularizedIncompleteBeta", argument: "x", value: x, domain: "from 0 to 1")
        }
        let distribution = try BetaDistribution(a: a, b: b)
        return (distribution.lowerTail(at: x), distribution.upperTail(at: x))
    }

    private static func positive(
        _ function: String, _ x: Double, _ evaluate: (Double) -> hk_evaluated
    ) throws(DistributionError) -> Double {
        try requirePositive(x, "argument", of: function)
        let found = evaluate(x)
        guard found.status == 0 else { throw .notEvaluated(function: function, argument: x) }
        return found.value
    }
}
