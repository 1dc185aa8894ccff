import HomeostatCohort

/// How resistant to insulin a value says that a person is.
public enum SensitivityClass: Int, Sendable, CaseIterable, Comparable {
    case usual, resistant, severeResistance, extremeResistance

    /// The name in tables.
    public var label: String {
        switch self {
        case .usual: "usual"
        case .resistant: "resistant"
        case .severeResistance: "severe resistance"
        case .extremeResistance: "extreme resistance"
        }
    }

    /// The less resistant class is the smaller one.
    public static func < (first: SensitivityClass, second: SensitivityClass) -> Bool {
        first.rawValue < second.rawValue
    }
}

/// The published limits of one measure, as data.
public struct SensitivityLimits: Sendable, Hashable {
    /// One limit and the class beyond it.
    public struct Limit: Sendable, Hashable {
        /// In ``SensitivityLimits/unit``.
        public let value: Double
        /// Whether the limit itself belongs to the class.
        public let isIncluded: Bool
        /// The class of a value beyond the limit and not beyond a more resistant one.
        public let sensitivityClass: SensitivityClass
        /// Whom the limit was derived in.
        public let population: String
        /// Where the limit is published, or the convention that it follows from.
        public let source: String
        /// Whether the number was read in the source. A convention of ours is not.
        public let isVerified: Bool
    }

    /// The index, or the quantity where it is none.
    public let id: String
    /// The unit of the measure and its limits; ``Unit/none`` where it has none.
    public let unit: Unit
    /// Whether a higher value means more resistance.
    public let higherIsResistant: Bool
    /// From the most resistant class down. A value beyond none of them is usual.
    public let limits: [Limit]

    /// The class of a value in ``unit``.
    public func sensitivityClass(of value: Double) -> SensitivityClass? {
        guard value.isFinite, value >= 0 else { return nil }
        let match = limits.first { limit in
            if value == limit.value { return limit.isIncluded }
            return higherIsResistant ? value > limit.value : value < limit.value
        }
        return match?.sensitivityClass ?? .usual
    }

    /// Every measure for which limits are known.
    public static let all: [SensitivityLimits] = [dosePerKilogram, dailyDose, carbohydrateRatio, insulin, homaIR]
}

extension SensitivityLimits {
    private static let clinicalDiabetes = "Clinical Diabetes 2016 34(2):97"
    private static let ovalle = "Ovalle 2010, Diabetes Res Clin Pract, doi:10.1016/j.diabres.2010.06.025"
    private static let cochran = "Cochran et al. 2005, Diabetes Care 28:1240"

    static let dosePerKilogram = SensitivityLimits(
        id: "tdd_per_kg", unit: .unitsPerKilogram, higherIsResistant: true,
        limits: [
            Limit(
                value: 3, isIncluded: false, sensitivityClass: .extremeResistance,
                population: "people on insulin; children", source: "\(ovalle); \(cochran)", isVerified: true),
            Limit(
                value: 2, isIncluded: false, sensitivityClass: .severeResistance, population: "people on insulin",
                source: "\(clinicalDiabetes); \(ovalle)", isVerified: true),
            Limit(
                value: 1, isIncluded: false, sensitivityClass: .resistant, population: "people on insulin",
                source: clinicalDiabetes, isVerified: true),
        ])

    /// The rule by dose alone: it is arbitrary, as its authors say, and stands beside the one by weight because obesity
    /// lowers the dose per kilogram.
    static let dailyDose = SensitivityLimits(
        id: Quantity.totalDailyDose.rawValue, unit: .units, higherIsResistant: true,
        limits: [
            Limit(
                value: 200, isIncluded: false, sensitivityClass: .severeResistance, population: "adults on insulin",
                source: "\(clinicalDiabetes); \(cochran)", isVerified: true)
        ])

    /// The limits of dose per kilogram, carried over by the rule carbohydrate ratio = 500 / total daily dose for a
    /// person of 70 kg. No classes of the ratio itself are published.
    static let carbohydrateRatio = SensitivityLimits(
        id: "carbohydrate_ratio", unit: .gramsPerUnit, higherIsResistant: false,
        limits: dosePerKilogram.limits.map { limit in
            Limit(
                value: 500 / (70 * limit.value), isIncluded: false, sensitivityClass: limit.sensitivityClass,
                population: limit.population,
                source: "convention: 500 / total daily dose at 70 kg, with \(limit.value) U/kg/d of \(limit.source)",
                isVerified: false)
        })

    static let insulin = SensitivityLimits(
        id: "fasting_insulin", unit: .microunitsPerMillilitre, higherIsResistant: true,
        limits: [
            Limit(
                value: 25, isIncluded: false, sensitivityClass: .severeResistance,
                population: "no diabetes and body mass index < 30 kg/m2 (150 pmol/L)",
                source: "Semple et al. 2011, Oxford Textbook of Endocrinology and Diabetes, chapter 13.3.5",
                isVerified: true),
            Limit(
                value: 12.2, isIncluded: false, sensitivityClass: .resistant, population: "normoglycaemic adults",
                source: "McAuley et al. 2001, Diabetes Care 24:460, table 3", isVerified: true),
        ])

    static let homaIR = SensitivityLimits(
        id: "homa_ir", unit: .none, higherIsResistant: true,
        limits: [
            Limit(
                value: 4.65, isIncluded: false, sensitivityClass: .resistant,
                population: "2,321 clamps in Europe, San Antonio and Pima",
                source: "Stern et al. 2005, Diabetes 54:333", isVerified: true),
            Limit(
                value: 2.5, isIncluded: true, sensitivityClass: .resistant, population: "adults; a convention",
                source: "Lipids Health Dis 2010 9:138", isVerified: true),
        ])
}

/// The class of a value of an index, or of the quantity `total_daily_dose`.
///
/// - Parameters:
///   - indexID: the id of the index.
///   - value: in the unit of the index.
/// - Returns: `nil` where no limits are known, or where the value is negative or not finite.
public func sensitivityClass(of indexID: String, value: Double) -> SensitivityClass? {
    SensitivityLimits.all.first { $0.id == indexID }?.sensitivityClass(of: value)
}
