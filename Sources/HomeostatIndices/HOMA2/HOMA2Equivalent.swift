import HomeostatNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An independent estimate of what the HOMA2 calculator prints (ids `homa2eq_b`, `homa2eq_s`, `homa2eq_ir` from
/// insulin; `homa2eq_cp_b`, `homa2eq_cp_s`, `homa2eq_cp_ir` from C-peptide).
///
/// HOMA2 exists only as a closed calculator (Levy, Matthews and Hermans, Diabetes Care 21 (1998) 2191-2192,
/// doi:10.2337/diacare.21.12.2191). This is not that program: the form of the equations was identified, and their
/// constants fitted (see `HOMA2Constants`), on published pairs of inputs and printed outputs.
///
/// Glucose G in mmol/L, C-peptide C in nmol/L, insulin in pmol/L, b = %B/100:
///
///     C  = P b^(3/4) x^n / (K^n + x^n),  x = G b^(1/4)      solved for ln b
///     %S = k(G)/C + d(G),                IR = 100/%S
///
/// From insulin I (a non-specific assay is assumed, as the calculator's default does; a specific assay reads lower;
/// measurements in uU/mL are taken at 6.00 pmol/L per uU/mL): `I = Is + p(G) C`, `C = Is/psi`.
///
/// Domain: glucose 3 to 25 mmol/L, insulin 20 to 400 pmol/L, C-peptide 0.2 to 3.5 nmol/L, bounds included. Above
/// 24 mmol/L, where k(G) comes near its zero and few published pairs exist, the estimate is marked `isExtrapolated`.
public struct HOMA2Equivalent: Sendable {
    /// %B, %S and their reading as resistance, from one pair of measurements.
    public struct Estimate: Sendable, Equatable {
        /// Beta-cell function, per cent of the reference population.
        public let percentB: Double
        /// Insulin sensitivity, per cent of the reference population.
        public let percentS: Double
        /// Whether glucose lies above 24 mmol/L.
        public let isExtrapolated: Bool
        /// Insulin resistance, 100/%S.
        public var insulinResistance: Double { 100 / percentS }
    }

    /// Why there is no estimate: the measurement that lies outside the domain (or is not a number).
    public enum OutOfDomain: Error, Sendable, Equatable {
        case glucose, insulin, cPeptide
    }

    /// Glucose, mmol/L.
    public static let glucoseDomain = 3.0...25.0
    /// Insulin, pmol/L.
    public static let insulinDomain = 20.0...400.0
    /// C-peptide, nmol/L.
    public static let cPeptideDomain = 0.2...3.5
    /// Above this glucose (mmol/L) an estimate is marked as extrapolated.
    public static let extrapolatedAbove = 24.0
    /// The factor by which insulin in uU/mL was converted in the pairs that the constants come from, pmol/L per
    /// uU/mL.
    public static let insulinFactor = 6.0

    /// The estimate with the constants that the package ships.
    public static let standard = HOMA2Equivalent(parameters: HOMA2Constants.parameters)

    /// The constants in use.
    public let parameters: HOMA2Parameters
    private let exponent: Double
    private let logHalfGlucose: Double
    /// ln P + 3 ln K.
    private let logScale: Double

    /// An estimator with constants of one's own; `standard` has those of the package.
    public init(parameters: HOMA2Parameters) {
        self.parameters = parameters
        exponent = parameters.secretion.exponent
        logHalfGlucose = log(parameters.secretion.halfGlucose)
        logScale = log(parameters.secretion.plateau) + 3 * logHalfGlucose
    }

    /// The estimate from fasting glucose (mmol/L) and insulin (pmol/L, non-specific assay).
    public func estimate(glucose: Double, insulin: Double) -> Result<Estimate, OutOfDomain> {
        guard Self.glucoseDomain.contains(glucose) else { return .failure(.glucose) }
        guard Self.insulinDomain.contains(insulin) else { return .failure(.insulin) }
        let cPeptide = parameters.clearance.cPeptide(glucose: glucose, insulin: insulin)
        return .success(unchecked(glucose: glucose, cPeptide: cPeptide))
    }

    /// The estimate from fasting glucose (mmol/L) and C-peptide (nmol/L).
    public func estimate(glucose: Double, cPeptide: Double) -> Result<Estimate, OutOfDomain> {
        guard Self.glucoseDomain.contains(glucose) else { return .failure(.glucose) }
        guard Self.cPeptideDomain.contains(cPeptide) else { return .failure(.cPeptide) }
        return .success(unchecked(glucose: glucose, cPeptide: cPeptide))
    }

    /// %S from glucose (mmol/L) and C-peptide (nmol/L) without the domain; it needs no root.
    public func sensitivity(glucose: Double, cPeptide: Double) -> Double {
        parameters.sensitivitySlope(glucose) / cPeptide + parameters.sensitivityOffset(glucose)
    }

    /// The model without its domain, for fitting and for tests; any positive glucose and C-peptide.
    public func unchecked(glucose: Double, cPeptide: Double) -> Estimate {
        let logFunction = logFunction(logGlucose: log(glucose), logCPeptide: log(cPeptide))
        let slope = parameters.sensitivitySlope(glucose)
        let offset = parameters.sensitivityOffset(glucose)
        return Estimate(
            percentB: 100 * exp(logFunction), percentS: slope / cPeptide + offset,
            isExtrapolated: glucose > Self.extrapolatedAbove)
    }

    /// ln b, the root of the secretion equation, for any finite logarithms of glucose and C-peptide.
    ///
    /// In t = ln(x/K) = ln G + (ln b)/4 - ln K, which is ln b up to scale and shift, the equation has one parameter:
    ///
    ///     F(t) = 3 t - ln(1 + e^(-n t)) - s = 0,   s = ln C + 3 ln G - ln P - 3 ln K.
    ///
    /// F rises with a slope between 3 and 3 + n and is concave: there is one root, Newton's iterates lie left of it
    /// from the second on, and climb to it. The bracket, whose ends follow from F, catches what rounding could
    /// still do.
    public func logFunction(logGlucose: Double, logCPeptide: Double) -> Double {
        let s = logCPeptide + 3 * logGlucose - logScale
        let t = root(s)
        return 4 * (t + logHalfGlucose - logGlucose)
    }

    /// ln(x/K) at the solution, for a given glucose (mmol/L) and C-peptide (nmol/L); the fitter differentiates here.
    public func reducedRoot(glucose: Double, cPeptide: Double) -> Double {
        root(log(cPeptide) + 3 * log(glucose) - logScale)
    }

    /// The root t of F for a given s.
    private func root(_ s: Double) -> Double {
        let n = exponent
        // Both asymptotes, 3 t = s and (3 + n) t = s, lie left of the root, the larger one at most ln 2/3 away.
        var lower = max(s / 3, s / (3 + n))
        var upper = lower + 0.6931471805599453 / 3
        // A start within a few hundredths: the gap is widest at s = 0 and dies away like the softer exponential.
        let width = s > 0 ? n / 3 : n / (3 + n)
        var t = lower + 0.6931471805599453 / (3 + 0.5 * n) * exp(-0.8 * width * s.magnitude)
        for _ in 0..<100 {
            let power = exp(-n * t)
            let value = 3 * t - log1p(power) - s
            let slope = 3 + n * power / (1 + power)
            if value < 0 { lower = t } else { upper = t }
            let proposal = t - value / slope
            // Converged to rounding: a Newton error e leaves one of the order of e^2 behind.
            if (proposal - t).magnitude <= 2e-9 * (1 + t.magnitude) { return proposal }
            t = proposal >= lower && proposal <= upper ? proposal : 0.5 * (lower + upper)
        }
        return t
    }
}
