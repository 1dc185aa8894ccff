import HomeostatCohort
import HomeostatNumerics

/// The kinetics of C-peptide after Van Cauter et al. 1992, Diabetes 41:368, doi:10.2337/diab.41.3.368: two
/// compartments whose parameters follow from age, group, sex and body surface.
public enum VanCauter {
    /// The groups that the paper distinguishes.
    public enum Group: String, Sendable, CaseIterable {
        case normal, obese
        case type2Diabetes = "niddm"

        /// Half-life of the fast component [min].
        public var shortHalfLife: Double {
            switch self {
            case .normal: 4.95
            case .obese: 4.55
            case .type2Diabetes: 4.52
            }
        }

        /// Share of the fast component.
        public var fraction: Double {
            switch self {
            case .normal: 0.76
            case .obese, .type2Diabetes: 0.78
            }
        }
    }

    /// The rate constants of the two compartments [1/min].
    public struct RateConstants: Sendable, Hashable {
        /// From the accessible compartment into the other one, and back.
        public let k12: Double
        /// From the other compartment back into the accessible one.
        public let k21: Double
        /// Out of the accessible compartment.
        public let k10: Double
    }

    /// The rate constants of a person.
    ///
    /// - Parameters:
    ///   - group: normal, obese or type 2 diabetes.
    ///   - age: in years, not negative.
    public static func rateConstants(_ group: Group, age: Double) -> RateConstants {
        let k = constants(of: group, age: Lanes(repeating: age))
        return RateConstants(k12: k.k12[0], k21: k.k21[0], k10: k.k10[0])
    }

    /// The volume of the accessible compartment [L].
    ///
    /// - Parameters:
    ///   - surface: body surface in m2.
    public static func volume(isMale: Bool, surface: Double) -> Double {
        isMale ? 1.92 * surface + 0.64 : 1.11 * surface + 2.04
    }

    /// The body surface [m2] after Du Bois and Du Bois 1916, Arch Intern Med 17:863.
    public static func surface(kilograms: Double, centimetres: Double) -> Double {
        surface(Lanes(repeating: kilograms), Lanes(repeating: centimetres))[0]
    }

    private static func surface(_ kilograms: Lanes, _ centimetres: Lanes) -> Lanes {
        // Powers as one exponential: half the work, and the last digits stay within 1e-15.
        0.007184 * exp(0.425 * log(kilograms) + 0.725 * log(centimetres))
    }

    /// The body mass index above which the parameters of the obese group are taken.
    public static let obeseAbove = 27.0

    private static func constants(of group: Group, age: Lanes) -> (k12: Lanes, k21: Lanes, k10: Lanes) {
        constants(
            fast: Lanes(repeating: ln2 / group.shortHalfLife), fraction: Lanes(repeating: group.fraction), age: age)
    }

    /// ln 2.
    private static let ln2 = 0.693147180559945309417232121458

    @inline(__always)
    private static func constants(fast: Lanes, fraction: Lanes, age: Lanes) -> (k12: Lanes, k21: Lanes, k10: Lanes) {
        let slow: Lanes = ln2 / (0.14 * age + 29.16)
        let k21: Lanes = fraction * slow + (1 - fraction) * fast
        let k10: Lanes = fast * slow / k21
        return (fast + slow - k21 - k10, k21, k10)
    }

    /// Basal secretion [pmol/min] from C-peptide [pmol/L], age [y], male (1/0), weight [kg] and height [cm].
    static func basalSecretion(
        _ cPeptide: Lanes, _ age: Lanes, _ male: Lanes, _ weight: Lanes, _ height: Lanes
    ) -> Lanes {
        let metres = height / 100
        let isObese = weight / (metres * metres) .> obeseAbove
        let fast = Lanes(repeating: ln2 / Group.normal.shortHalfLife)
            .replacing(with: ln2 / Group.obese.shortHalfLife, where: isObese)
        let fraction = Lanes(repeating: Group.normal.fraction)
            .replacing(with: Group.obese.fraction, where: isObese)
        let square = surface(weight, height)
        let volume = chosen(male, 1.92 * square + 0.64, 1.11 * square + 2.04)
        return constants(fast: fast, fraction: fraction, age: age).k10 * volume * cPeptide
    }
}

extension Index {
    /// The basal rate of insulin secretion.
    static let basalSecretion = Index(
        id: "isr_basal", name: "Basal insulin secretion rate", family: .secretion,
        inputs: [
            IndexInput(.cPeptide, .picomolesPerLitre), IndexInput(.age, .years), IndexInput(.sex, .none),
            IndexInput(.weight, .kilograms), IndexInput(.height, .centimetres),
        ],
        unit: "pmol/min",
        text: "k10 x V x C-peptide [pmol/L]; a = ln 2 / 4.95 (obese 4.55), b = ln 2 / (0.14 x age + 29.16), k21 = F b "
            + "+ (1 - F) a with F = 0.76 (obese 0.78), k10 = a b / k21; V [L] = 1.92 x S + 0.64 (men), 1.11 x S + 2.04 "
            + "(women); S [m2] = 0.007184 x weight [kg]^0.425 x height [cm]^0.725; obese above 27 kg/m2",
        direction: .moreSecretion, result: .positive(),
        citation: Citation("Van Cauter E et al.", 1992, "Diabetes 41:368", doi: "10.2337/diab.41.3.368"),
        evidence: Evidence(
            .programAgrees, .medium,
            [
                "tabletools agrees to 1e-9 on the rate constants of a stated group",
                "the calculator of Kobe University, source read",
                "programs of the oral minimal model, source read, for the limit of 27 kg/m2",
            ]),
        disagreements: [
            "The paper calls obese who weighs 15 % more than ideal, by a table; programs of the oral minimal model "
                + "take a body mass index above 27 kg/m2, as here. Its third group, type 2 diabetes (half-life 4.52 "
                + "min), is not used, for no column says who belongs to it.",
            "The body surface is by Du Bois, as in the calculator of Kobe University; tabletools takes Mosteller, "
                + "which differs by up to 6 % in obesity.",
            "Some programs round 29.16 to 29.2.",
            "The rate is of the whole body; some papers divide by weight or by body surface.",
        ],
        formula: .of { VanCauter.basalSecretion($0, $1, $2, $3, $4) })
}
