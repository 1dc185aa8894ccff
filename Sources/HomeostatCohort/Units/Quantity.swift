/// What a column of a cohort file measures.
///
/// The raw value is the canonical name: it stands in column names, in `--map` and `--unit`, in the columns `flags` and
/// `reasons`, and in every message.
public enum Quantity: String, Sendable, CaseIterable, Hashable {
    case glucose, insulin
    case cPeptide = "c_peptide"
    case proinsulin
    case hba1c
    case triglycerides, hdl
    case totalCholesterol = "total_cholesterol"
    case freeFattyAcids = "ffa"
    case adiponectin
    case bmi, weight, height, waist, hip
    case fatMass = "fat_mass"
    case age, sex, hypertension
    case diastolicBloodPressure = "dbp"
    case fastingTime = "fasting_time"
    case totalDailyDose = "total_daily_dose"
    case dailyDosePerKilogram = "daily_dose_per_kg"
    case carbohydrateRatio = "carbohydrate_ratio"
    case carbohydrates = "carbs"
    case insulinDose = "insulin_dose"
    case time, subject
    case normalGlucose = "normal_glucose"
    case normalInsulin = "normal_insulin"
    case normalFreeFattyAcids = "normal_ffa"
    /// A column of numbers that a formula of the user names, whatever it means: it has no unit and no range, and no name
    /// of a column stands for it.
    case variable

    /// The units in which the quantity may be given. The first is the one in which ranges are stated.
    public var units: [Unit] {
        switch self {
        case .glucose, .normalGlucose: [.milligramsPerDecilitre, .millimolesPerLitre]
        case .insulin, .normalInsulin: [.microunitsPerMillilitre, .picomolesPerLitre]
        case .cPeptide: [.nanomolesPerLitre, .nanogramsPerMillilitre, .picomolesPerLitre]
        case .proinsulin: [.picomolesPerLitre]
        case .hba1c: [.percent, .millimolesPerMole]
        case .triglycerides, .hdl, .totalCholesterol: [.milligramsPerDecilitre, .millimolesPerLitre]
        case .freeFattyAcids, .normalFreeFattyAcids:
            [.millimolesPerLitre, .micromolesPerLitre, .milliequivalentsPerLitre]
        case .adiponectin: [.microgramsPerMillilitre]
        case .bmi: [.kilogramsPerSquareMetre]
        case .weight: [.kilograms]
        case .height: [.centimetres, .metres]
        case .waist, .hip: [.centimetres, .metres]
        case .fatMass: [.kilograms, .percent]
        case .age: [.years]
        case .diastolicBloodPressure: [.millimetresOfMercury]
        case .fastingTime: [.hours, .minutes]
        case .totalDailyDose: [.units]
        case .dailyDosePerKilogram: [.unitsPerKilogram]
        case .carbohydrateRatio: [.gramsPerUnit]
        case .carbohydrates: [.grams]
        case .insulinDose: [.units]
        case .sex, .hypertension, .time, .subject, .variable: [.none]
        }
    }

    /// The unit of the range table and of stored comparisons.
    public var baseUnit: Unit { units[0] }

    /// Whether the quantity comes in one unit only by a convention so firm that a column without a stated unit may be
    /// read in it: body mass index in kg/m2, age in years, codes. A concentration never does, nor does a carbohydrate
    /// ratio: g/U, U per 10 g and U per bread unit are all in use.
    public var hasConventionalUnit: Bool {
        switch self {
        case .bmi, .age, .sex, .hypertension, .diastolicBloodPressure, .time, .subject: true
        default: false
        }
    }

    /// Whether cells are text or codes and not measurements.
    public var isCode: Bool {
        switch self {
        case .sex, .hypertension, .time, .subject: true
        default: false
        }
    }

    /// Concentrations in blood: the columns whose distribution is examined before anything is written.
    public var isConcentration: Bool {
        switch self {
        case .glucose, .insulin, .cPeptide, .proinsulin, .triglycerides, .hdl, .totalCholesterol, .freeFattyAcids,
            .adiponectin:
            true
        default: false
        }
    }

    /// A sentence-case name for tables and messages.
    public var title: String {
        switch self {
        case .cPeptide: "C-peptide"
        case .hba1c: "HbA1c"
        case .hdl: "HDL cholesterol"
        case .bmi: "body mass index"
        case .freeFattyAcids: "free fatty acids"
        case .diastolicBloodPressure: "diastolic blood pressure"
        case .dailyDosePerKilogram: "daily insulin dose per kg"
        case .carbohydrates: "carbohydrate"
        case .normalFreeFattyAcids: "normal free fatty acids"
        default: String(rawValue.map { $0 == "_" ? " " : $0 })
        }
    }
}

extension Quantity {
    /// Reads the value of an option such as `--normal-glucose 5.08mmol/L`: a number with its unit.
    ///
    /// - Returns: the value in ``baseUnit``.
    /// - Throws: D602 for what is no number, has no unit (which is never guessed) or not one of the quantity, and for a
    ///   value outside the plausible range: nobody is left to look at a flag of an option.
    public func parameter(
        _ text: String, option: String, factors: ConversionFactors
    ) throws(Diagnostic) -> Double {
        let number = text.prefix { "0123456789.eE+-".contains($0) }
        let unitText = CellInterpreter.trimmed(String(text[number.endIndex...]))
        guard let value = parseNumber(Array(number.utf8), decimalMark: UInt8(ascii: ".")), value > 0 else {
            throw unusable(text, option, "is not a \(title)")
        }
        guard !unitText.isEmpty else { throw unusable(text, option, "has no unit, and a unit is never guessed") }
        guard let unit = Unit(spelling: unitText),
            let converted = UnitConversion(self, from: unit, to: baseUnit, factors: factors)?(value)
        else { throw unusable(text, option, "is not a \(title)") }
        if let range, !range.isPlausible(converted) {
            throw unusable(
                text, option,
                "is outside the plausible range of \(shortestDecimal(range.plausible.lowerBound)) to "
                    + "\(shortestDecimal(range.plausible.upperBound)) \(baseUnit.symbol)")
        }
        return converted
    }

    private func unusable(_ text: String, _ option: String, _ why: String) -> Diagnostic {
        Diagnostic(
            .invalidOption, "\(option) \(text) \(why)",
            help: [
                "expected: a number with its unit, \(units.map { "\(option) VALUE\($0.symbol)" }.joined(separator: " or "))"
            ])
    }
}
