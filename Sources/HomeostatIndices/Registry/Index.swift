import HomeostatCohort
import HomeostatNumerics

/// One published index, as data: what it is, what it needs, where it comes from, and the formula itself.
///
/// `list`, `explain`, the validation of inputs and the tests are made from these declarations. Adding an index means
/// adding one declaration, in the file of its source.
public struct Index: Sendable, Identifiable {
    /// The name in options and columns: `homa_ir`.
    public let id: String
    /// The name in print: "HOMA-IR".
    public let name: String
    /// The group under which `list` shows it.
    public let family: Family
    /// What must be known of the moment at which the values were taken.
    public let sampling: Sampling
    /// The inputs, in the order in which ``formula`` takes them, each in the unit that the formula is printed with.
    public let inputs: [IndexInput]
    /// What the formula shares with others; it takes their values behind those of the inputs.
    public let parts: [FormulaPart]
    /// The unit of the result; empty where it has none.
    public let unit: String
    /// The formula as printed, with units.
    public let text: String
    /// What a higher value means.
    public let direction: Direction
    /// Where the result is valid, and what it means that it is not.
    public let result: ResultDomain
    /// Published limits between classes; empty where none are known.
    public let cutoffs: [Cutoff]
    /// Where the formula was published.
    public let citation: Citation
    /// How far the formula is known to be the published one; decides ``isDefault``.
    public let evidence: Evidence
    /// What other programs and papers do differently, or get wrong.
    public let disagreements: [String]
    /// Printed or computed values that the tests compare with; empty where none were found.
    public let examples: [WorkedExample]
    /// The index of which this one is another reading: it is computed only when named, so that a table does not hold
    /// one idea three times.
    public let variantOf: String?
    /// The function itself, of ``inputs`` in their order and then ``parts``.
    public let formula: Formula

    /// A declaration; what is left out is the usual: fasting samples, no unit, every finite result.
    public init(
        id: String, name: String, family: Family, sampling: Sampling = .fasting, inputs: [IndexInput],
        parts: [FormulaPart] = [], unit: String = "", text: String, direction: Direction,
        result: ResultDomain = .finite, cutoffs: [Cutoff] = [],
        citation: Citation, evidence: Evidence, disagreements: [String] = [], examples: [WorkedExample] = [],
        variantOf: String? = nil, formula: Formula
    ) {
        self.id = id
        self.name = name
        self.family = family
        self.sampling = sampling
        self.inputs = inputs
        self.parts = parts
        self.unit = unit
        self.text = text
        self.direction = direction
        self.result = result
        self.cutoffs = cutoffs
        self.citation = citation
        self.evidence = evidence
        self.disagreements = disagreements
        self.examples = examples
        self.variantOf = variantOf
        self.formula = formula
    }

    /// Whether the index is computed without being named: its evidence must carry it, it must need no parameter that
    /// only the user can give, and it must not be another reading of an index that is listed.
    public var isDefault: Bool {
        evidence.isSufficient && variantOf == nil && !inputs.contains { $0.quantity.isParameter }
    }
}

extension Index {
    /// The group of an index, by what it is made from or what it is about.
    public enum Family: String, Sendable, CaseIterable {
        case fasting, lipid, anthropometric, adipose
        case typeOneDiabetes = "t1d"
        case secretion, disposition, clearance, dose
    }

    /// When the inputs must have been taken.
    public enum Sampling: Sendable, Hashable {
        /// After 8 to under 24 hours without food.
        case fasting
        /// The time of day does not matter (body measures, HbA1c, dose).
        case anyTime
        /// Samples at these minutes after a load.
        case timed([Int])
    }

    /// What a higher value means.
    public enum Direction: String, Sendable {
        case moreSensitive = "higher = more insulin sensitive"
        case moreResistant = "higher = more insulin resistant"
        case moreSecretion = "higher = more insulin secretion"
        case betterCompensation = "higher = better compensation by the beta cell"
        case moreAdipose = "higher = more, or more central, body fat"
        case moreClearance = "higher = more hepatic extraction of insulin"
        case moreGlycaemia = "higher = more glycaemia"
        case moreStress = "higher = more stress on the beta cell"
        case lessRemission = "higher = further from partial remission"
    }
}

/// An input of an index: a quantity, the unit that the formula is printed with, and the domain in which it holds.
public struct IndexInput: Sendable, Hashable {
    /// What must be known.
    public let quantity: Quantity
    /// The unit that the formula takes it in; columns in another one are converted.
    public let unit: Unit
    /// Bounds in ``unit`` beyond which there is no value, and the cause that is then given.
    public let domain: Bounds?
    /// The cause of a result that is absent because the input lies outside ``domain``.
    public let cause: Cause
    /// A value above this one, in ``unit``, is computed and flagged `extrapolated`.
    public let extrapolatedAbove: Double?

    /// An input that holds for every value, unless a domain is given.
    public init(
        _ quantity: Quantity, _ unit: Unit, domain: Bounds? = nil, otherwise cause: Cause = .outOfDomain,
        extrapolatedAbove: Double? = nil
    ) {
        self.quantity = quantity
        self.unit = unit
        self.domain = domain
        self.cause = cause
        self.extrapolatedAbove = extrapolatedAbove
    }

    /// An interval whose lower end may be open.
    public struct Bounds: Sendable, Hashable {
        /// The lower end.
        public let lower: Double
        /// The upper end, which is always inside.
        public let upper: Double
        /// Whether the lower end itself is outside.
        public let lowerIsOpen: Bool

        /// lower < x. Infinity is not inside: a division by zero gives no result.
        public static func above(_ lower: Double) -> Bounds {
            .init(lower: lower, upper: .greatestFiniteMagnitude, lowerIsOpen: true)
        }
        /// lower <= x <= upper.
        public static func within(_ range: ClosedRange<Double>) -> Bounds {
            .init(lower: range.lowerBound, upper: range.upperBound, lowerIsOpen: false)
        }

        /// Whether a value lies inside. Not-a-number does not.
        @inlinable
        public func contains(_ value: Double) -> Bool {
            (lowerIsOpen ? value > lower : value >= lower) && value <= upper
        }
    }
}

/// Which results are results.
public struct ResultDomain: Sendable, Hashable {
    /// Results that are not inside have no meaning and are left empty with ``cause``. Infinity and not-a-number from
    /// inputs that are all present are never inside, with or without bounds.
    public let bounds: IndexInput.Bounds?
    /// Why a result outside ``bounds`` is absent.
    public let cause: Cause
    /// Results outside are computed and flagged `implausible`.
    public let plausible: ClosedRange<Double>?

    /// A domain; without bounds every finite number is a result.
    public init(
        bounds: IndexInput.Bounds? = nil, otherwise cause: Cause = .outOfDomain, plausible: ClosedRange<Double>? = nil
    ) {
        self.bounds = bounds
        self.cause = cause
        self.plausible = plausible
    }

    /// Whether a result of inputs that are all present is one.
    @inlinable
    public func contains(_ value: Double) -> Bool { value.isFinite && (bounds?.contains(value) ?? true) }

    /// Every finite number is a result.
    public static let finite = ResultDomain()
    /// Only numbers above zero are results.
    public static func positive(
        otherwise cause: Cause = .outOfDomain, plausible: ClosedRange<Double>? = nil
    ) -> ResultDomain {
        .init(bounds: .above(0), otherwise: cause, plausible: plausible)
    }
}

extension Quantity {
    /// A parameter that only an option can give (`--normal-glucose`), never a column.
    public var isParameter: Bool {
        switch self {
        case .normalGlucose, .normalInsulin, .normalFreeFattyAcids: true
        default: false
        }
    }
}
