/// A unit in which a cohort file may give a quantity.
///
/// The raw value is the suffix that column names carry (`glucose_mg_dl`); ``symbol`` is the printed form (`mg/dL`).
public enum Unit: String, Sendable, CaseIterable, Hashable {
    case milligramsPerDecilitre = "mg_dl"
    case millimolesPerLitre = "mmol_l"
    case micromolesPerLitre = "umol_l"
    case milliequivalentsPerLitre = "meq_l"
    case microunitsPerMillilitre = "uu_ml"
    case picomolesPerLitre = "pmol_l"
    case nanomolesPerLitre = "nmol_l"
    case nanogramsPerMillilitre = "ng_ml"
    case microgramsPerMillilitre = "ug_ml"
    case percent = "pct"
    case millimolesPerMole = "mmol_mol"
    case kilograms = "kg"
    case centimetres = "cm"
    case metres = "m"
    case kilogramsPerSquareMetre = "kg_m2"
    case years = "y"
    case hours = "h"
    case minutes = "min"
    case grams = "g"
    case units = "u"
    case unitsPerKilogram = "u_kg"
    case gramsPerUnit = "g_u"
    case millimetresOfMercury = "mmhg"
    case milligramsPerKilogramPerMinute = "mg_kg_min"
    /// A code or a flag: it has no unit.
    case none = "1"

    /// The unit as it is printed in headers and reports.
    public var symbol: String {
        switch self {
        case .milligramsPerDecilitre: "mg/dL"
        case .millimolesPerLitre: "mmol/L"
        case .micromolesPerLitre: "umol/L"
        case .milliequivalentsPerLitre: "mEq/L"
        case .microunitsPerMillilitre: "uU/mL"
        case .picomolesPerLitre: "pmol/L"
        case .nanomolesPerLitre: "nmol/L"
        case .nanogramsPerMillilitre: "ng/mL"
        case .microgramsPerMillilitre: "ug/mL"
        case .percent: "%"
        case .millimolesPerMole: "mmol/mol"
        case .kilograms: "kg"
        case .centimetres: "cm"
        case .metres: "m"
        case .kilogramsPerSquareMetre: "kg/m2"
        case .years: "y"
        case .hours: "h"
        case .minutes: "min"
        case .grams: "g"
        case .units: "U"
        case .unitsPerKilogram: "U/kg"
        case .gramsPerUnit: "g/U"
        case .millimetresOfMercury: "mmHg"
        case .milligramsPerKilogramPerMinute: "mg/kg/min"
        case .none: ""
        }
    }

    /// Reads a unit as people write it: `mg/dL`, `µU/mL`, `mIU/L`, `mmol/l`, `%`, `kg/m²`, `years`.
    ///
    /// Case, spaces, the two code points of the micro sign and the characters `/ _ . - ^` between the parts do not
    /// matter. Two spellings of one unit (`mU/L`, `uIU/mL` for `uU/mL`; `ug/L` for `ng/mL`; `mg/L` for `ug/mL`) are
    /// numerically equal, so that reading them needs no factor.
    ///
    /// - Parameter text: the unit alone, without brackets.
    /// - Returns: `nil` where the text is not a unit that this package knows.
    public init?(spelling text: String) {
        guard let unit = Unit.spellings[Unit.folded(text)] else { return nil }
        self = unit
    }

    /// Lower case, micro signs as `u`, superscripts as digits, one `_` for any run of separators.
    static func folded(_ text: String) -> String {
        var folded = ""
        var pendingSeparator = false
        for scalar in text.unicodeScalars {
            let replacement: Character?
            switch scalar {
            case "\u{B5}", "\u{3BC}", "\u{39C}": replacement = "u"
            case "\u{B2}": replacement = "2"
            case "%": replacement = "%"
            case "A"..."Z": replacement = Character(UnicodeScalar(UInt8(scalar.value) + 32))
            case "a"..."z", "0"..."9": replacement = Character(scalar)
            default: replacement = nil
            }
            if let replacement {
                if pendingSeparator, !folded.isEmpty { folded.append("_") }
                pendingSeparator = false
                folded.append(replacement)
            } else {
                pendingSeparator = true
            }
        }
        return folded
    }

    private static let spellings: [String: Unit] = {
        var table: [String: Unit] = [:]
        for unit in Unit.allCases where unit != .none { table[unit.rawValue] = unit }
        let synonyms: [(Unit, [String])] = [
            (.milligramsPerDecilitre, ["mgdl", "mg_100ml", "mg_100_ml", "mg_%", "mg%"]),
            (.millimolesPerLitre, ["mmoll", "mm", "mmol", "mmol_litre", "mmol_liter"]),
            (.micromolesPerLitre, ["umoll", "um"]),
            (.milliequivalentsPerLitre, ["meql"]),
            (
                .microunitsPerMillilitre,
                ["uuml", "uiu_ml", "uiuml", "mu_l", "mul", "miu_l", "miul", "mcu_ml", "mciu_ml", "micu_ml"]
            ),
            (.picomolesPerLitre, ["pmoll", "pm"]),
            (.nanomolesPerLitre, ["nmoll", "nm"]),
            (.nanogramsPerMillilitre, ["ngml", "ug_l", "mcg_l"]),
            (.microgramsPerMillilitre, ["ugml", "mg_l", "mcg_ml"]),
            (.percent, ["%", "percent", "dcct_%", "ngsp_%"]),
            (.millimolesPerMole, ["mmolmol"]),
            (.kilograms, ["kgs", "kilogram", "kilograms"]),
            (.centimetres, ["centimetre", "centimetres", "centimeter", "centimeters"]),
            (.metres, ["metre", "metres", "meter", "meters"]),
            (.kilogramsPerSquareMetre, ["kgm2", "kg_m_2", "kg_m2"]),
            (.years, ["yr", "yrs", "year", "years"]),
            (.hours, ["hr", "hrs", "hour", "hours"]),
            (.minutes, ["mins", "minute", "minutes"]),
            (.grams, ["gram", "grams"]),
            (.units, ["iu", "unit", "units", "u_day", "u_d", "iu_day", "units_day"]),
            (.unitsPerKilogram, ["u_kg_d", "u_kg_day", "iu_kg", "iu_kg_d", "iu_kg_day", "units_kg", "units_kg_day"]),
            (.gramsPerUnit, ["g_iu", "grams_unit", "g_unit"]),
            (.millimetresOfMercury, ["mm_hg"]),
            (.milligramsPerKilogramPerMinute, ["mg_kg_minute", "mg_kg_1_min_1"]),
        ]
        for (unit, names) in synonyms {
            for name in names { table[name] = unit }
        }
        return table
    }()
}
