import HomeostatNumerics

/// The constants of the HOMA2-equivalent model: an independent estimate from published input/output pairs, not the
/// constants of the HOMA2 calculator.
///
/// Units: glucose G in mmol/L, C-peptide C in nmol/L, insulin I in pmol/L, b = %B/100.
public struct HOMA2Parameters: Sendable, Equatable {
    /// The secretion curve `C = P b^(3/4) x^n / (K^n + x^n)`, `x = G b^(1/4)`.
    public struct Secretion: Sendable, Equatable {
        /// P, nmol/L.
        public var plateau: Double
        /// K, mmol/L: the effective glucose of half the plateau.
        public var halfGlucose: Double
        /// n, the exponent of the sigmoid.
        public var exponent: Double

        /// A curve by P in nmol/L, K in mmol/L and n.
        public init(plateau: Double, halfGlucose: Double, exponent: Double) {
            self.plateau = plateau
            self.halfGlucose = halfGlucose
            self.exponent = exponent
        }
    }

    /// From plasma insulin to C-peptide: `I = Is + p(G) C`, `C = Is/psi`,
    /// `psi = A / (a + (1 - a) / (1 + (Is + w p C)/Km))`, `p = q0 + q1 G + q2 G^2`.
    ///
    /// Pairs of insulin and C-peptide alone do not settle both A and w; A = 100 and w = 1 are a normalisation.
    /// Generic over the scalar so that the fitter can differentiate the same formula.
    public struct Clearance<Scalar: DifferentiableScalar>: Sendable {
        /// q0, q1, q2: pmol/L of non-specific response per nmol/L of C-peptide.
        public var q0: Scalar, q1: Scalar, q2: Scalar
        /// a, the part of the clearance that does not saturate, as a share.
        public var unsaturable: Scalar
        /// Km, pmol/L.
        public var halfInsulin: Scalar
        /// A, pmol/L of insulin per nmol/L of C-peptide at low concentration.
        public var ratio: Scalar
        /// w, the weight of the non-specific part in the saturation.
        public var weight: Scalar

        /// The constants in the units of the properties: `q0` to `q2` and `ratio` in pmol/L per nmol/L, `halfInsulin`
        /// in pmol/L.
        public init(
            q0: Scalar, q1: Scalar, q2: Scalar, unsaturable: Scalar, halfInsulin: Scalar, ratio: Scalar,
            weight: Scalar
        ) {
            (self.q0, self.q1, self.q2) = (q0, q1, q2)
            (self.unsaturable, self.halfInsulin, self.ratio, self.weight) = (unsaturable, halfInsulin, ratio, weight)
        }

        /// p(G) in pmol/L per nmol/L.
        @inlinable
        public func nonSpecific(glucose: Scalar) -> Scalar {
            q0 + glucose * (q1 + glucose * q2)
        }

        /// The C-peptide (nmol/L) that belongs to an insulin (pmol/L) at a glucose (mmol/L).
        ///
        /// With J = w I + (1 - w) Is the two equations are one quadratic in Is, whose positive root is taken in the
        /// form without cancellation. For w = 1 it reduces to C = I / (psi(I) + p(G)).
        @inlinable
        public func cPeptide(glucose: Scalar, insulin: Scalar) -> Scalar {
            let p = nonSpecific(glucose: glucose)
            let rest = Scalar(1) - weight
            let weighted = weight * insulin
            let second = rest * (unsaturable * p + ratio)
            let constant = ratio * (halfInsulin + weighted) * insulin
            let first =
                p * (halfInsulin + unsaturable * weighted) + ratio * (halfInsulin + weighted)
                - ratio * rest * insulin
            let root = (first * first + Scalar(4) * second * constant).squareRoot()
            let specific = Scalar(2) * constant / (first + root)
            let saturating = weighted + rest * specific
            return specific * (halfInsulin + unsaturable * saturating) / (ratio * (halfInsulin + saturating))
        }
    }

    /// C-peptide by glucose and %B.
    public var secretion: Secretion
    /// C-peptide by insulin and glucose.
    public var clearance: Clearance<Double>
    /// k(G), the falling curve of `%S = k(G)/C + d(G)`.
    public var sensitivitySlope: ChebyshevSeries
    /// d(G), not negative on the domain.
    public var sensitivityOffset: ChebyshevSeries

    /// Constants in the units of the type; the argument of both series is glucose in mmol/L.
    public init(
        secretion: Secretion, clearance: Clearance<Double>, sensitivitySlope: ChebyshevSeries,
        sensitivityOffset: ChebyshevSeries
    ) {
        self.secretion = secretion
        self.clearance = clearance
        self.sensitivitySlope = sensitivitySlope
        self.sensitivityOffset = sensitivityOffset
    }
}

extension HOMA2Parameters.Clearance: Equatable where Scalar: Equatable {}
