/// The names under which cohort files carry quantities: the one table of synonyms.
///
/// A name is written with `_` between its words; in a file any separator, or none, may stand there, in any case.
/// Units, minutes and words such as `fasting` are not part of a name: ``ColumnName`` reads them.
enum ColumnSynonyms {
    /// Names that mean one thing.
    static let names: [(quantity: Quantity, names: String)] = [
        (.glucose, "glucose glu gluc glc pg fpg fbg fbs fglu blood_sugar fasting_blood_sugar glycemia glycaemia"),
        (.insulin, "insulin iri fpi fins immunoreactive_insulin"),
        (.cPeptide, "c_peptide cpep cpr connecting_peptide c_peptide_immunoreactivity"),
        (.proinsulin, "proinsulin intact_proinsulin total_proinsulin"),
        (.hba1c, "hba1c a1c hgba1c hemoglobin_a1c haemoglobin_a1c glycohemoglobin glycohaemoglobin"),
        (.hba1c, "glycated_hemoglobin glycated_haemoglobin glycosylated_hemoglobin glycosylated_haemoglobin"),
        (.triglycerides, "triglycerides triglyceride tg tgs trig trigs triacylglycerol triacylglycerols"),
        (.hdl, "hdl hdl_c hdl_cholesterol hdl_chol cholesterol_hdl direct_hdl direct_hdl_cholesterol"),
        (.totalCholesterol, "total_cholesterol cholesterol cholesterol_total total_chol chol_total chol tchol totchol"),
        (.freeFattyAcids, "ffa nefa free_fatty_acids free_fatty_acid nonesterified_fatty_acids"),
        (.adiponectin, "adiponectin"),
        (.bmi, "bmi body_mass_index"),
        (.weight, "weight body_weight body_mass bw"),
        (.height, "height body_height stature bh"),
        (.waist, "waist waist_circumference waist_circ waist_girth abdominal_circumference"),
        (.hip, "hip hips hip_circumference hip_circ hip_girth"),
        (.fatMass, "fat_mass body_fat_mass body_fat total_body_fat"),
        (.age, "age"),
        (.sex, "sex gender"),
        (.hypertension, "hypertension htn hypertensive"),
        (.diastolicBloodPressure, "dbp diastolic diastolic_bp diastolic_blood_pressure"),
        (.fastingTime, "fasting_time fast_time fasting_duration time_since_last_meal"),
        (.totalDailyDose, "total_daily_dose total_daily_insulin total_daily_insulin_dose tdd tdi"),
        (.totalDailyDose, "daily_insulin daily_insulin_dose daily_dose insulin_per_day"),
        (.carbohydrateRatio, "carbohydrate_ratio carb_ratio icr insulin_carb_ratio insulin_to_carb_ratio"),
        (.carbohydrateRatio, "insulin_carbohydrate_ratio insulin_to_carbohydrate_ratio"),
        (.carbohydrates, "carbs carb carbohydrates carbohydrate meal_carbs carb_intake carbs_intake"),
        (.insulinDose, "insulin_dose dose bolus bolus_dose bolus_insulin insulin_bolus"),
        (.time, "time date datetime timestamp date_time visit_date date_of_visit sample_time sampling_time"),
        (.subject, "subject subject_id subject_no subject_number id pid case_id person_id study_id record_id seqn no"),
        (.subject, "patient patient_id patient_no participant participant_id name"),
    ]

    /// Names that are too short to mean one thing: they count only where a unit of the quantity, or the minutes of a
    /// sample, stands beside them. `wt` may be a survey weight, `ins` an insurance, `cr` creatinine.
    static let tentative: [(quantity: Quantity, names: String)] = [
        (.glucose, "g bg bs"),
        (.insulin, "i ins fi"),
        (.cPeptide, "cp"),
        (.hba1c, "ghb"),
        (.totalCholesterol, "tc"),
        (.weight, "wt"),
        (.height, "ht"),
        (.waist, "wc"),
        (.hip, "hc"),
        (.fatMass, "fm pbf"),
        (.fastingTime, "fast fasting fasted"),
        (.carbohydrateRatio, "cr"),
        (.carbohydrates, "cho"),
        (.time, "t"),
    ]

    /// Columns beside which a tentative name means one thing: `CR` next to a daily dose or a correction factor is the
    /// carbohydrate ratio of insulin therapy.
    static let company: [Quantity: Set<String>] = [
        .carbohydrateRatio: ["tdd", "tdi", "cf", "isf", "correctionfactor", "totaldailydose"]
    ]

    /// Columns beside which a name does not mean what it means alone: a minute next to an hour is a part of the time
    /// of day, and no time from the load.
    static let partsOfClockTime: (names: Set<String>, company: Set<String>) = (
        ["minute", "minutes"], ["hour", "hours", "hr", "hrs", "h", "second", "seconds"]
    )

    /// Names that say the unit, too.
    static let coded: [CodedColumn] =
        nhanes + [
            CodedColumn("hours_fasted", .fastingTime, .hours),
            CodedColumn("hours_fasting", .fastingTime, .hours),
            CodedColumn("minutes_fasted", .fastingTime, .minutes),
            CodedColumn("minute", .time, .minutes),
            CodedColumn("minutes", .time, .minutes),
            CodedColumn("percent_body_fat", .fatMass, .percent),
            CodedColumn("body_fat_percentage", .fatMass, .percent),
            CodedColumn("daily_dose_per_kg", .dailyDosePerKilogram, .unitsPerKilogram),
            CodedColumn("tdd_per_kg", .dailyDosePerKilogram, .unitsPerKilogram),
            CodedColumn("insulin_dose_per_kg", .dailyDosePerKilogram, .unitsPerKilogram),
        ]

    /// Variables of NHANES, in the order in which one is preferred to another: the unit of the original measurement
    /// before its conversion. LBX...SI stands for LBD...SI before 2003, LBXTLG for LBXTR from 2021, LBDHDL and LBXHDD
    /// for LBDHDD before 2005. The serum panel (LBXSGL, LBXSTR) is not fasting and is left out.
    static let nhanes: [CodedColumn] = [
        CodedColumn("SEQN", .subject, .none),
        CodedColumn("RIAGENDR", .sex, .none),
        CodedColumn("RIDAGEYR", .age, .years),
        CodedColumn("LBXGLU", .glucose, .milligramsPerDecilitre),
        CodedColumn("LBDGLUSI", .glucose, .millimolesPerLitre),
        CodedColumn("LBXGLUSI", .glucose, .millimolesPerLitre),
        CodedColumn("LBXGLT", .glucose, .milligramsPerDecilitre, minute: 120),
        CodedColumn("LBDGLTSI", .glucose, .millimolesPerLitre, minute: 120),
        CodedColumn("LBXIN", .insulin, .microunitsPerMillilitre),
        CodedColumn("LBDINSI", .insulin, .picomolesPerLitre),
        CodedColumn("LBXINSI", .insulin, .picomolesPerLitre),
        CodedColumn("LBXCPSI", .cPeptide, .nanomolesPerLitre),
        CodedColumn("LBXGH", .hba1c, .percent),
        CodedColumn("LBXTR", .triglycerides, .milligramsPerDecilitre),
        CodedColumn("LBXTLG", .triglycerides, .milligramsPerDecilitre),
        CodedColumn("LBDTRSI", .triglycerides, .millimolesPerLitre),
        CodedColumn("LBDHDD", .hdl, .milligramsPerDecilitre),
        CodedColumn("LBXHDD", .hdl, .milligramsPerDecilitre),
        CodedColumn("LBDHDL", .hdl, .milligramsPerDecilitre),
        CodedColumn("LBDHDDSI", .hdl, .millimolesPerLitre),
        CodedColumn("LBXTC", .totalCholesterol, .milligramsPerDecilitre),
        CodedColumn("LBDTCSI", .totalCholesterol, .millimolesPerLitre),
        CodedColumn("BMXBMI", .bmi, .kilogramsPerSquareMetre),
        CodedColumn("BMXWT", .weight, .kilograms),
        CodedColumn("BMXHT", .height, .centimetres),
        CodedColumn("BMXWAIST", .waist, .centimetres),
        CodedColumn("BMXHIP", .hip, .centimetres),
        CodedColumn("PHAFSTHR", .fastingTime, .hours),
        CodedColumn("PHAFSTMN", .fastingTime, .minutes),
    ]

    /// Words that say that a sample was taken fasting.
    static let fasting: Set = ["fasting", "fasted", "fast", "basal"]
    /// Words that say that a sample belongs to an oral glucose tolerance test: it needs its minute.
    static let toleranceTest: Set = ["o", "ogtt", "oral", "gtt"]
    /// Words that change nothing about a concentration.
    static let specimen: Set = ["plasma", "serum", "blood", "venous", "level", "levels", "conc", "concentration"]
    /// Of these, the ones that are written in one word with a name: `FastingGlucose`.
    static let glued = ["fasting", "plasma", "serum", "blood"]
    /// Words that change nothing about a measurement.
    static let neutral: Set = ["value", "result", "measured", "baseline", "at", "in", "screening"]

    /// Units of age that are not years.
    static let otherAges: Set = ["month", "months", "mos", "week", "weeks", "day", "days"]

    /// Words that make something else of a quantity, with what they make of it.
    static let otherwise: [String: String] = {
        let groups: [(words: String, reason: String)] = [
            ("clamp c gir", "a value during a clamp"),
            ("auc iauc area incremental", "an area under a curve"),
            ("mean avg average median min max sd cv peak nadir", "a summary of several values"),
            ("delta change diff log ln log10 ratio index homa", "derived from other values"),
            ("random casual postprandial pp postload post", "not fasting, and without its minute"),
            ("cgm sensor interstitial capillary urine urinary csf", "another specimen"),
            ("rel relative", "relative to a norm"),
            ("code lod status flag", "a code, and not the value"),
            ("iob", "insulin on board: what is left of earlier doses"),
            ("food", "the part of a bolus that covers food, and not the dose given"),
            ("correction corr", "the part of a bolus that corrects glucose, and not the dose given"),
            ("basal", "background insulin, and not a dose for a meal"),
        ]
        var table: [String: String] = [:]
        for (words, reason) in groups { for word in words.split(separator: " ") { table[String(word)] = reason } }
        return table
    }()

    /// What a name means.
    struct Meaning: Hashable {
        var quantity: Quantity
        var isTentative = false
        var unit: Unit?
        var minute: Int?
    }

    /// By the squashed name.
    static let meanings: [String: Meaning] = {
        var table: [String: Meaning] = [:]
        for (isTentative, rows) in [(true, tentative), (false, names)] {
            for row in rows {
                for name in row.names.split(separator: " ") {
                    table[ColumnTokens.squashed(String(name))] = .init(quantity: row.quantity, isTentative: isTentative)
                }
            }
        }
        for column in coded {
            table[ColumnTokens.squashed(column.name)] = .init(
                quantity: column.quantity, unit: column.unit == .none ? nil : column.unit, minute: column.minute)
        }
        return table
    }()
}

extension Quantity {
    /// The units in which a column may give the quantity: those of a measurement; for a time also its distance from
    /// the start.
    var columnUnits: [Unit] { self == .time ? [.none, .minutes, .hours] : units }

    /// The quantity that a column of this name holds if its unit is `unit`: insulin in U is a dose, insulin in U/kg a
    /// daily dose per kg. `nil` where the unit does not fit.
    func measured(in unit: Unit) -> Quantity? {
        switch (self, unit) {
        case _ where columnUnits.contains(unit): self
        case (.insulin, .units): .insulinDose
        case (.insulin, .unitsPerKilogram), (.insulinDose, .unitsPerKilogram), (.totalDailyDose, .unitsPerKilogram):
            .dailyDosePerKilogram
        default: nil
        }
    }

    /// Whether samples of the quantity follow a load, so that a column may carry minutes.
    var isSampled: Bool {
        switch self {
        case .glucose, .insulin, .cPeptide, .proinsulin, .freeFattyAcids: true
        default: false
        }
    }
}
