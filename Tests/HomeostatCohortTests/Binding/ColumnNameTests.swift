import HomeostatTestSupport
import Testing

@testable import HomeostatCohort

/// A header and what it says: the quantity, its unit, `@` the minute; `~` before a name that needs a unit; `-` for
/// something else.
let headers: [(header: String, meaning: String)] = [
    ("glucose_mg_dl", "glucose mg/dL"), ("glucose_mgdl", "glucose mg/dL"), ("GLUCOSE.MG.DL", "glucose mg/dL"),
    ("Glucose (mmol/L)", "glucose mmol/L"), ("Glucose [mmol/L]", "glucose mmol/L"),
    ("glucose, mmol/L", "glucose mmol/L"),
    ("Glucose (mM)", "glucose mmol/L"), ("glucose, mM", "glucose mmol/L"), ("Glucose (mmol L-1)", "glucose mmol/L"),
    ("Glucose (mg·dL⁻¹)", "glucose mg/dL"), ("Glucose（mg/dL）", "glucose mg/dL"), ("glucose in mg/dL", "glucose mg/dL"),
    ("glucose", "glucose"), ("Glucose\u{A0}", "glucose"), ("Fasting.Glucose", "glucose"),
    ("fasting plasma glucose", "glucose"),
    ("FastingGlucose", "glucose"), ("SerumInsulin (pmol/L)", "insulin pmol/L"),
    ("FastingInsulin0", "insulin @0"), ("LBXGLU (mg/dL)", "glucose mg/dL"), ("FPG", "glucose"),
    ("fpg_mg_dl", "glucose mg/dL"), ("FBS (mg/dl)", "glucose mg/dL"),
    ("fasting_blood_sugar_mmol_l", "glucose mmol/L"), ("serum glucose, mg%", "glucose mg/dL"),
    ("glucose_value_mg_dl", "glucose mg/dL"), ("baseline glucose (mg/dL)", "glucose mg/dL"),
    ("Fasting Glucose (mg/dL)", "glucose mg/dL"), ("glucose (fasting) [mg/dL]", "glucose mg/dL"),
    ("glucose_mg_dl_0", "glucose mg/dL @0"), ("glucose_mg_dl_30", "glucose mg/dL @30"), ("glucose_30", "glucose @30"),
    ("glucose_120_mg_dl", "glucose mg/dL @120"), ("glucose_2h_mg_dl", "glucose mg/dL @120"),
    ("glucose_2h", "glucose @120"),
    ("2h_glucose_mg_dl", "glucose mg/dL @120"), ("2-hour glucose (mg/dL)", "glucose mg/dL @120"),
    ("Glucose 120 min (mg/dL)", "glucose mg/dL @120"), ("glucose_120_min", "glucose @120"),
    ("glucose_120min", "glucose @120"),
    ("glucose_1.5h", "glucose @90"), ("glucose_4h_mgdl", "glucose mg/dL @240"), ("Glucose0", "glucose @0"),
    ("glu120", "glucose @120"), ("PG60min", "glucose @60"), ("glucose_t30", "glucose @30"),
    ("glucose_t0_mmol_l", "glucose mmol/L @0"),
    ("glucose_min_30", "glucose @30"), ("glucose (t=30)", "glucose @30"), ("glucose_000", "glucose @0"),
    ("glucose_mg_dl_-10", "glucose mg/dL @-10"), ("PG(-10)", "glucose @-10"), ("ogtt_glucose_60", "glucose @60"),
    ("glucose_ogtt_0", "glucose @0"), ("G0", "~glucose @0"), ("I30", "~insulin @30"), ("ins_120", "~insulin @120"),
    ("O-PG(0)", "glucose @0"), ("O-PG(120)", "glucose @120"), ("O- IRI(30)", "insulin @30"), ("O-IRI(0)", "insulin @0"),
    ("O-CPR(120)", "c_peptide @120"), ("cpeptide_ng_ml_90", "c_peptide ng/mL @90"),
    ("C-Peptide (nmol/L)", "c_peptide nmol/L"),
    ("c.peptide", "c_peptide"), ("C Peptide [ng/mL]", "c_peptide ng/mL"), ("CPR", "c_peptide"),
    ("LBXCPSI", "c_peptide nmol/L"),
    ("insulin_uU_mL", "insulin uU/mL"), ("insulin (µU/mL)", "insulin uU/mL"), ("insulin (μU/mL)", "insulin uU/mL"),
    ("Insulin (uIU/mL)", "insulin uU/mL"), ("insulin_mu_l", "insulin uU/mL"), ("Insulin mIU/L", "insulin uU/mL"),
    ("insulin_pmol_l", "insulin pmol/L"), ("Insulin (pM)", "insulin pmol/L"), ("Fasting.Insulin", "insulin"),
    ("fasting_insulin_uiu_ml", "insulin uU/mL"), ("basal insulin (uU/mL)", "insulin uU/mL"), ("IRI", "insulin"),
    ("ins", "~insulin"), ("ins_uu_ml", "~insulin uU/mL"), ("insulin_uu_ml_120", "insulin uU/mL @120"),
    ("insulin_u", "insulin_dose U"), ("dose_u", "insulin_dose U"), ("bolus_u", "insulin_dose U"),
    ("dose", "insulin_dose"),
    ("insulin (IU)", "insulin_dose U"), ("insulin_dose_u", "insulin_dose U"), ("insulin units", "insulin_dose U"),
    ("insulin_u_day", "total_daily_dose U"), ("tdd_u", "total_daily_dose U"), ("TDI", "total_daily_dose"),
    ("insulin_u_kg", "daily_dose_per_kg U/kg"), ("insulin_dose_u_kg_day", "daily_dose_per_kg U/kg"),
    ("tdd_u_kg", "daily_dose_per_kg U/kg"), ("tdd_per_kg", "daily_dose_per_kg U/kg"),
    ("glucose_u", "glucose U"), ("waist_mg_dl", "waist mg/dL"), ("hba1c_kg", "hba1c kg"),
    ("LBXGLU", "glucose mg/dL"), ("lbxglu", "glucose mg/dL"), ("LBDGLUSI", "glucose mmol/L"),
    ("LBXGLT", "glucose mg/dL @120"),
    ("LBXIN", "insulin uU/mL"), ("LBDINSI", "insulin pmol/L"), ("LBXTR", "triglycerides mg/dL"),
    ("LBDTRSI", "triglycerides mmol/L"),
    ("LBDHDD", "hdl mg/dL"), ("LBXTC", "total_cholesterol mg/dL"), ("LBXGH", "hba1c %"), ("BMXBMI", "bmi kg/m2"),
    ("BMXWAIST", "waist cm"), ("BMXHIP", "hip cm"), ("BMXHT", "height cm"), ("BMXWT", "weight kg"),
    ("RIDAGEYR", "age y"),
    ("RIAGENDR", "sex"), ("SEQN", "subject"), ("PHAFSTHR", "fasting_time h"), ("PHAFSTMN", "fasting_time min"),
    ("tg_mg_dl", "triglycerides mg/dL"), ("TG", "triglycerides"), ("Triglyceride (mg/dL)", "triglycerides mg/dL"),
    ("fasting_triglycerides_mmol_l", "triglycerides mmol/L"), ("hdl_mg_dl", "hdl mg/dL"),
    ("HDL-C (mmol/L)", "hdl mmol/L"),
    ("Direct HDL-Cholesterol (mg/dL)", "hdl mg/dL"), ("HDL cholesterol, mg/dL", "hdl mg/dL"),
    ("Cholesterol, total (mg/dL)", "total_cholesterol mg/dL"),
    ("TC", "~total_cholesterol"), ("hba1c_pct", "hba1c %"), ("HbA1c (%)", "hba1c %"), ("HbA1c%", "hba1c %"),
    ("A1C", "hba1c"),
    ("hba1c_mmol_mol", "hba1c mmol/mol"), ("HbA1c [mmol/mol]", "hba1c mmol/mol"), ("Glycohemoglobin (%)", "hba1c %"),
    ("ffa_umol_l", "ffa umol/L"), ("NEFA (mEq/L)", "ffa mEq/L"), ("adiponectin_ug_ml", "adiponectin ug/mL"),
    ("proinsulin_pmol_l", "proinsulin pmol/L"), ("bmi", "bmi"), ("BMI (kg/m²)", "bmi kg/m2"),
    ("BMI kg/m^2", "bmi kg/m2"), ("Body Mass Index", "bmi"),
    ("bmi_kg_m2", "bmi kg/m2"), ("weight_kg", "weight kg"), ("Body.Mass", "weight"), ("BW", "weight"),
    ("wt_kg", "~weight kg"), ("wt", "~weight"),
    ("BH", "height"), ("Height", "height"), ("height_cm", "height cm"), ("height_m", "height m"),
    ("Ht (cm)", "~height cm"),
    ("waist_cm", "waist cm"), ("Waist Circumference (cm)", "waist cm"), ("WC_cm", "~waist cm"), ("hip_cm", "hip cm"),
    ("fat_mass_kg", "fat_mass kg"), ("body_fat_pct", "fat_mass %"), ("Body fat (%)", "fat_mass %"),
    ("percent_body_fat", "fat_mass %"),
    ("age_y", "age y"), ("age", "age"), ("Age (years)", "age y"), ("age_at_baseline", "age"),
    ("Age in years at screening", "age y"),
    ("sex", "sex"), ("Gender", "sex"), ("sex (M/F)", "sex letters"), ("sex(male1)", "sex male=1"),
    ("male", "sex male=1"), ("female", "sex female=1"),
    ("sex_male", "sex male=1"), ("sex (1=male, 2=female)", "sex codes"), ("Sex (F=0, M=1)", "sex codes"),
    ("hypertension", "hypertension"), ("HTN", "hypertension"), ("dbp_mmhg", "dbp mmHg"),
    ("Diastolic BP (mm Hg)", "dbp mmHg"),
    ("fast_h", "~fasting_time h"), ("fast_min", "~fasting_time min"), ("fasting_time_h", "fasting_time h"),
    ("fasting_hours", "~fasting_time h"),
    ("hours_fasted", "fasting_time h"), ("fasting", "~fasting_time"), ("carbs_g", "carbs g"), ("carbs", "carbs"),
    ("Carbohydrates (g)", "carbs g"),
    ("CR (g/U)", "~carbohydrate_ratio g/U"), ("CR", "~carbohydrate_ratio"), ("icr_g_per_u", "carbohydrate_ratio g/U"),
    ("carb_ratio", "carbohydrate_ratio"),
    ("time", "time"), ("timestamp", "time"), ("date", "time"), ("t_min", "~time min"), ("time_h", "time h"),
    ("id", "subject"), ("subject_id", "subject"), ("No", "subject"), ("patient", "subject"), ("Patient ID", "subject"),
    ("record_id", "subject"),
]

/// What resembles a quantity and is something else.
let others = [
    "clamp_glucose_mg_dl_0", "clamp_glucose_mg_dl_end", "clamp_cpeptide_ng_ml_0", "C-PG(0)", "C-IRI(10)", "C-CPR(0)",
    "C-PG at end",
    "gir_mg_kg_min", "GIR", "gir85", "clamp_isi", "iauc_iri_10", "auc_iri_0_90", "incremental AUC IRI(10-90)",
    "ISI(GIR/Glu/IRI)",
    "homa_published", "homa_ir", "HOMA_Beta", "QUICKI_Score", "log_need_drift_per_week", "mean_glucose_mgdl",
    "glucose_mean", "glucose_area",
    "insulin_area", "sspg_mg_dl", "rel_weight", "glucose_delta", "delta_glucose_30", "glucose_min", "glucose_max",
    "glucose_sd", "log_insulin",
    "insulin_glucose_ratio", "random_glucose_mg_dl", "postprandial_glucose", "glucose_pp", "ogtt_glucose_mg_dl",
    "cgm_glucose_mg_dl",
    "urine_glucose", "insulin_lod_code", "insulin_lod", "LBDINLC", "LBXSGL", "LBXSTR", "wt_fasting", "wt_mec",
    "weight_fasting", "WTSAF2YR",
    "weights", "iob_u", "food_u", "correction_u", "basal_u", "basal_insulin_u", "true_carbs_g", "need_u", "prot_g",
    "fat_g", "fibre_g", "corr", "cf",
    "isf_mgdl_per_u", "minutes_since_bolus", "hdl2", "bmi_30", "bmi_2017", "glucose_2017", "fasting_glucose_120",
    "FastingGlucose120", "age_months", "RIDAGEMN",
    "date_of_birth", "no_of_children", "n_boluses", "leptin_ng_ml", "resistin_ng_ml", "mcp1_pg_dl", "breast_cancer",
    "type", "group", "psu", "strata",
    "cycle", "slot", "g", "f", "x", "Molecule", "Unit", "value", "glucose_mg", "glucose_30_60", "glucose_30x",
    "glucose_pm", "insulin_am",
    "血糖", "glucosé", "", " ", "µ", "%", "-", "(mg/dL)", "mg_dl", "30", "O-(0)",
]

func described(_ reading: ColumnName.Reading) -> String {
    guard case .quantity(let name) = reading else { return "-" }
    var text = (name.isTentative ? "~" : "") + name.quantity.rawValue
    if let unit = name.unit { text += " " + unit.symbol }
    if let minute = name.minute { text += " @\(minute)" }
    switch name.sexCoding {
    case .letters?: text += " letters"
    case .maleIndicator?: text += " male=1"
    case .femaleIndicator?: text += " female=1"
    case .codes?: text += " codes"
    case nil: break
    }
    return text
}

@Suite("Headers")
struct ColumnNameTests {
    @Test("A header says quantity, unit and minute", arguments: headers)
    func header(_ row: (header: String, meaning: String)) {
        #expect(described(ColumnName.read(row.header)) == row.meaning, "\(row.header)")
    }

    @Test("What resembles a quantity and is another thing binds to none", arguments: others)
    func other(_ header: String) {
        let reading = described(ColumnName.read(header))
        #expect(reading == "-" || header == "g" && reading == "~glucose", "\(header)")
    }

    @Test("The table is as long as it was promised, and names every quantity that a column can hold")
    func coverage() {
        #expect(headers.count >= 120)
        let named = Set(headers.map { $0.meaning.drop { $0 == "~" }.split(separator: " ")[0] })
        #expect(named == Set(ColumnBinder.bindable.map { Substring($0.rawValue) }))
    }

    @Test("Every canonical name, with every suffix of its units, is read as what it says")
    func canonicalNames() {
        for quantity in ColumnBinder.bindable {
            // "Per kg" says the unit.
            let implied = quantity == .dailyDosePerKilogram ? " U/kg" : ""
            #expect(described(ColumnName.read(quantity.rawValue)) == quantity.rawValue + implied)
            for unit in quantity.units where unit != .none {
                let name = "\(quantity.rawValue)_\(unit.rawValue)"
                #expect(described(ColumnName.read(name)) == "\(quantity.rawValue) \(unit.symbol)")
                let stated = "\(quantity.rawValue) (\(unit.symbol))"
                #expect(described(ColumnName.read(stated)) == "\(quantity.rawValue) \(unit.symbol)")
            }
        }
    }

    @Test("Separators and case do not matter")
    func separatorsAndCase() {
        var generator = SeededGenerator(seed: 1)
        for (header, meaning) in headers {
            // Brackets mean something (an abbreviated unit), and so does a sign or a point between digits.
            guard !header.contains(where: { "([{（,-²⁻%^".contains($0) }), !header.contains("1.5") else { continue }
            for _ in 0..<20 {
                var spelled = ""
                for character in header {
                    let isSeparator = "_. -".contains(character)
                    let upper = Bool.random(using: &generator)
                    spelled +=
                        isSeparator
                        ? ["_", ".", "-", " "].randomElement(using: &generator) ?? "_"
                        : upper && character != "µ" ? character.uppercased() : character.lowercased()
                }
                #expect(described(ColumnName.read(spelled)) == meaning, "\(spelled) from \(header)")
            }
        }
    }

    @Test(
        "A word more, and the header is something else", arguments: ["clamp", "mean", "auc", "xyzzy", "delta", "homa"])
    func oneWordMore(_ word: String) {
        for (header, _) in headers {
            #expect(described(ColumnName.read("\(word)_\(header)")) == "-", "\(word)_\(header)")
            #expect(described(ColumnName.read("\(header)_\(word)")) == "-", "\(header)_\(word)")
        }
    }

    @Test("No text stops the reading, and what it reads is of a known shape")
    func randomText() {
        var generator = SeededGenerator(seed: 2)
        let pieces =
            [
                "glucose", "insulin", "mg", "dl", "_", "(", ")", "[", "]", "-", " ", ".", ",", "30", "2h", "µ", "%",
                "\u{0}", "\u{FEFF}",
                "é", "血", "\u{1F600}", "\u{301}", "min", "t", "sex", "male", "1", "=", "unit", "/",
                "999999999999999999999999",
                "inf", "nan", "0x1F", "1e9", "\"", "'", "\n", "per", "kg", "m", "\u{2212}", "ǅ", "İ",
            ] + headers.map(\.header)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...8, using: &generator)
            let text = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
            _ = ColumnName.unit(in: text)
            _ = looksLikeUnitRow([text])
            guard case .quantity(let name) = ColumnName.read(text) else { continue }
            if let minute = name.minute { #expect((-180...1440).contains(minute)) }
            #expect(name.minute == nil || name.quantity.isSampled)
        }
        let long = String(repeating: "glucose_", count: 200_000)
        #expect(described(ColumnName.read(long)) == "-")
    }

    @Test("Rows of units are told from rows of data")
    func unitRows() {
        #expect(looksLikeUnitRow(["", "", "years", "mg/dL", "uU/mL", "kg/m2"]))
        #expect(looksLikeUnitRow(["-", "[mg/dL]", "(µU/mL)", "pg/mL"]))
        #expect(looksLikeUnitRow(["", "mM", "pM"]))
        #expect(looksLikeUnitRow(["", "%"]))
        #expect(!looksLikeUnitRow([]))
        #expect(!looksLikeUnitRow(["", "", ""]))
        #expect(!looksLikeUnitRow(["M", "", ""]))
        #expect(!looksLikeUnitRow(["Y", "PM", ""]))
        #expect(!looksLikeUnitRow(["93708", "F", "66", "122", "9.72", "23.7"]))
        #expect(!looksLikeUnitRow(["C-peptide", "ng/mL", "1", "-10", "0.7"]))
        #expect(!looksLikeUnitRow(["a", "2020/01/01", ""]))
        #expect(!looksLikeUnitRow(["", "mg/dL", "7.2"]))
    }

    @Test("Codes of sex that a header or the labels of a file give")
    func sexCoding() {
        guard case .quantity(let name) = ColumnName.read("sex (1=male, 2=female)") else {
            Issue.record("not read")
            return
        }
        #expect(name.sexCoding == .codes([1: .male, 2: .female]))
        #expect(name.sexCoding?.sex(2) == .female)
        #expect(SexCoding.maleIndicator.sex(0) == .female)
        #expect(SexCoding.femaleIndicator.sex(1) == .female)
        #expect(SexCoding.maleIndicator.sex(2) == nil)
        #expect(SexCoding.letters.sex(1) == nil)
        #expect(SexCoding.stated(by: [(1, "Male"), (2, "Female"), (9, "Refused")]) == .codes([1: .male, 2: .female]))
        #expect(SexCoding.stated(by: [(1, "Male"), (2, "Other")]) == nil)
        #expect(Sex(" FEMALE ") == .female)
        #expect(Sex("1") == nil)
    }
}
