import HomeostatNumerics

/// Made people with one fasting sample each: the cohort that the demonstration runs on.
///
/// Age, glucose, insulin, body mass index, waist, triglycerides, HDL cholesterol and HbA1c are jointly normal after
/// logarithms (age as it is), with means for each sex and with the correlations of 19,131 adults of the fasting
/// subsample of NHANES 1999 to 2023, weighted, apart for people without and with diabetes (glucose of 126 mg/dL or
/// HbA1c of 6.5 % and above), who are 10.5 %. C-peptide follows glucose and insulin as in the 121 glucose tolerance
/// tests of Ohashi et al. 2015 and 2018. What is assumed, and not taken from data, is marked so in ``person(_:)``.
///
/// No row belongs to a person who exists.
public struct VirtualCohort: Sendable {
    /// What tells one cohort from another: the same seed gives the same people.
    public var seed: UInt64
    /// The number of people, at least 1.
    public var count: Int

    /// A cohort, by default the one in `Datasets/virtual`.
    public init(seed: UInt64 = 1985, count: Int = 400) {
        self.seed = seed
        self.count = count
    }

    /// What is measured in one made person, in the units of ``columns``.
    struct Person {
        var isMale = false
        var hasDiabetes = false
        var age = 0.0, height = 0.0, weight = 0.0, bodyMassIndex = 0.0, waist = 0.0, hip = 0.0
        var fastingHours = 0.0
        var glucose = 0.0, insulin = 0.0, cPeptide = 0.0, proinsulin = 0.0, hba1c = 0.0
        var triglycerides = 0.0, hdl = 0.0, cholesterol = 0.0, fattyAcids = 0.0, adiponectin = 0.0
        var diastolicPressure = 0.0
        var hasHypertension = false
    }

    static let columns = [
        "id", "sex", "age_y", "height_cm", "weight_kg", "bmi_kg_m2", "waist_cm", "hip_cm", "dbp_mmhg", "hypertension",
        "fasting_time_h", "glucose_mg_dl", "insulin_uu_ml", "c_peptide_ng_ml", "proinsulin_pmol_l", "hba1c_pct",
        "triglycerides_mg_dl", "hdl_mg_dl", "total_cholesterol_mg_dl", "ffa_mmol_l", "adiponectin_ug_ml",
    ]

    /// The whole cohort with its gaps and oddities.
    public func table() -> VirtualTable {
        var rows: [[String]] = []
        for number in 1...count {
            var cells = text(person(number), identity: "V" + padded("\(number)", to: 4))
            // Gaps come from a stream of their own: a change of the model leaves them where they are.
            var draws = CounterRandom(seed: seed).stream(UInt64(number) + 1 << 32)
            for (column, name) in Self.columns.enumerated() {
                let isMissing = draws.happens(Self.missing[name] ?? 0)
                let code = draws.happens(0.5) ? "NA" : ""
                if isMissing { cells[column] = code }
            }
            for oddity in Self.oddities where oddity.number == number {
                if let column = Self.columns.firstIndex(of: oddity.column) { cells[column] = oddity.text }
            }
            rows.append(cells)
        }
        return VirtualTable(name: "fasting", columns: Self.columns, rows: rows)
    }

    /// Shares of cells that are missing.
    private static let missing = [
        "waist_cm": 0.02, "hip_cm": 0.02, "insulin_uu_ml": 0.02, "c_peptide_ng_ml": 0.05, "proinsulin_pmol_l": 0.10,
        "hba1c_pct": 0.02, "triglycerides_mg_dl": 0.02, "ffa_mmol_l": 0.10, "adiponectin_ug_ml": 0.10,
    ]

    /// Cells put in by hand, for each of which the program has an answer. The data card lists them.
    static let oddities: [(number: Int, column: String, text: String)] = [
        (37, "glucose_mg_dl", "5.6"),  // mmol/L among mg/dL
        (64, "glucose_mg_dl", "63"),  // where the denominator of HOMA-B is zero
        (101, "insulin_uu_ml", "haemolysed"),
        (150, "fasting_time_h", "4"),
        (203, "triglycerides_mg_dl", "1480"),
        (250, "insulin_uu_ml", "180"),  // severe resistance
        (311, "hdl_mg_dl", "< 5"),
    ]

    /// Below this, in uU/mL, the assay of the cohort says only that.
    private static let insulinLimit = 2.0

    private func text(_ person: Person, identity: String) -> [String] {
        let insulin = person.insulin < Self.insulinLimit ? "<2" : fixedDecimal(person.insulin, places: 1)
        return [
            identity, person.isMale ? "M" : "F", fixedDecimal(person.age, places: 0),
            fixedDecimal(person.height, places: 1), fixedDecimal(person.weight, places: 1),
            fixedDecimal(person.bodyMassIndex, places: 1), fixedDecimal(person.waist, places: 1),
            fixedDecimal(person.hip, places: 1), fixedDecimal(person.diastolicPressure, places: 0),
            person.hasHypertension ? "1" : "0", fixedDecimal(person.fastingHours, places: 1),
            fixedDecimal(person.glucose, places: 0), insulin, fixedDecimal(person.cPeptide, places: 2),
            fixedDecimal(person.proinsulin, places: 1), fixedDecimal(person.hba1c, places: 1),
            fixedDecimal(person.triglycerides, places: 0), fixedDecimal(person.hdl, places: 0),
            fixedDecimal(person.cholesterol, places: 0), fixedDecimal(person.fattyAcids, places: 2),
            fixedDecimal(person.adiponectin, places: 1),
        ]
    }
}

extension VirtualCohort {
    /// The person of that number, from 1: the same in a cohort of any size.
    func person(_ number: Int) -> Person {
        var draws = CounterRandom(seed: seed).stream(UInt64(number))
        var person = Person()
        person.isMale = draws.happens(0.485)
        person.hasDiabetes = draws.happens(0.105)
        let group = person.hasDiabetes ? CohortGroup.withDiabetes : .withoutDiabetes
        let logs = group.draw(isMale: person.isMale, from: &draws)
        person.age = Swift.min(85, Swift.max(20, logs[0].rounded()))
        person.glucose = exponential(logs[1])
        person.insulin = exponential(logs[2])
        let bodyMassIndex = exponential(logs[3])
        person.waist = exponential(logs[4])
        person.triglycerides = exponential(logs[5])
        person.hdl = exponential(logs[6])
        person.hba1c = exponential(logs[7])

        // Means: Fryar et al., Vital Health Stat 3(46), 2021 (NHANES 2015-2018); standard deviations assumed.
        person.height = person.isMale ? 175.3 + 7.5 * draws.normal() : 161.3 + 7.0 * draws.normal()
        person.height = (person.height * 10).rounded() / 10
        person.weight = (bodyMassIndex * person.height * person.height / 1000).rounded() / 10
        // The printed body mass index is the one of the printed weight and height.
        person.bodyMassIndex = person.weight / (person.height * person.height / 10_000)
        // Assumed: the ratio of waist to hip.
        person.hip = person.waist / ((person.isMale ? 0.95 : 0.87) + 0.05 * draws.normal())

        // Regression on the fasting samples of 121 people: Ohashi et al., PLoS ONE 2015;10:e0143880,
        // doi:10.1371/journal.pone.0143880, and npj Syst Biol Appl 2018;4:14, doi:10.1038/s41540-018-0051-6 (CC BY 4.0).
        person.cPeptide = exponential(-1.695 + 0.483 * logs[2] + 0.302 * logs[1] + 0.254 * draws.normal())
        // Assumed: 12 % of the molar insulin without diabetes, 20 % with it.
        let share = person.hasDiabetes ? 0.20 : 0.12
        person.proinsulin = 6 * person.insulin * share * exponential(0.4 * draws.normal())
        // Friedewald et al., Clin Chem 1972;18:499: total = LDL + HDL + TG/5. Assumed: LDL 112 (33) mg/dL.
        let lowDensity = Swift.max(40, 112 + 33 * draws.normal())
        person.cholesterol = lowDensity + person.hdl + Swift.min(person.triglycerides, 400) / 5
        // Assumed: 0.5 mmol/L, rising a little with glucose; adiponectin falls with insulin, and is higher in women.
        person.fattyAcids = 0.5 * exponential(0.3 * (logs[1] - 4.58) + 0.33 * draws.normal())
        person.adiponectin =
            (person.isMale ? 6.5 : 9.5) * exponential(-0.3 * (logs[2] - 2.2) + 0.42 * draws.normal())
        // Assumed: pressure, its disease, and the hours since the last meal.
        person.diastolicPressure = 72 + 0.3 * (bodyMassIndex - 28) + 10 * draws.normal()
        let odds = exponential(-4.2 + 0.065 * person.age + (person.hasDiabetes ? 0.8 : 0))
        person.hasHypertension = draws.happens(odds / (1 + odds))
        person.fastingHours = draws.uniform(in: 8.5...16)
        return person
    }
}
