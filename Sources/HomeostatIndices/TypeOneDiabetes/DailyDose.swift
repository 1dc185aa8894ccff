import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// HbA1c adjusted for the dose of insulin.
    static let doseAdjustedHbA1c = Index(
        id: "idaa1c", name: "Insulin-dose adjusted HbA1c", family: .typeOneDiabetes, sampling: .anyTime,
        inputs: [IndexInput(.hba1c, .percent), IndexInput(.dailyDosePerKilogram, .unitsPerKilogram)],
        unit: "%", text: "HbA1c [%, NGSP] + 4 x daily dose [U/kg/d]",
        direction: .lessRemission, result: .positive(),
        cutoffs: [
            Cutoff("<= 9: partial remission", "children under 16 years, n 275", "Mortensen et al. 2009")
        ],
        citation: Citation("Mortensen HB et al.", 2009, "Diabetes Care 32:1384", doi: "10.2337/dc08-1987"),
        evidence: Evidence(.read, .high, ["abstract of Mortensen et al. 2009"]),
        disagreements: ["It marks remission in children and is no measure of insulin sensitivity."],
        formula: .of { hba1c, dose in hba1c + 4 * dose })

    /// The total daily dose of insulin per kilogram.
    static let totalDailyDosePerKilogram = Index(
        id: "tdd_per_kg", name: "Total daily insulin dose per kg", family: .typeOneDiabetes, sampling: .anyTime,
        inputs: [IndexInput(.dailyDosePerKilogram, .unitsPerKilogram)],
        unit: "U/kg/d", text: "total daily dose [U/d] / weight [kg]",
        direction: .moreResistant,
        cutoffs: [
            Cutoff("> 1: resistant", "people on insulin", "Clinical Diabetes 2016 34(2):97"),
            Cutoff(
                "> 2: severe resistance", "people on insulin",
                "Clinical Diabetes 2016 34(2):97; Ovalle 2010, Diabetes Res Clin Pract"),
            Cutoff(
                "> 3: extreme resistance", "people on insulin; children",
                "Ovalle 2010, Diabetes Res Clin Pract; Cochran et al. 2005, Diabetes Care 28:1240"),
            Cutoff(
                "> 200 U/d, whatever the weight: severe resistance", "adults",
                "Cochran et al. 2005, Diabetes Care 28:1240, who call it clearly arbitrary"),
        ],
        citation: Citation("Ovalle F", 2010, "Diabetes Res Clin Pract", doi: "10.1016/j.diabres.2010.06.025"),
        evidence: Evidence(.byDefinition, .high, ["the definition"]),
        disagreements: [
            "The weight is the actual one; in obesity the dose per kg understates resistance, hence the second rule "
                + "in U/d."
        ],
        formula: .of { dose in dose })

    /// The carbohydrate ratio, as an index of sensitivity.
    static let carbohydrateRatio = Index(
        id: "carbohydrate_ratio", name: "Carbohydrate ratio", family: .dose, sampling: .anyTime,
        inputs: [IndexInput(.carbohydrateRatio, .gramsPerUnit)],
        unit: "g/U", text: "carbohydrate [g] that one unit of insulin covers",
        direction: .moreSensitive, result: .positive(),
        cutoffs: [
            Cutoff(
                "7.1, 3.6 and 2.4 g/U at 70 kg stand for 1, 2 and 3 U/kg/d", "people on insulin; a convention",
                "500 / total daily dose, with the limits of tdd_per_kg", isVerified: false)
        ],
        citation: Citation(
            "Cochran E et al.", 2005, "Diabetes Care 28:1240 (the limits of dose; the ratio is a definition)"),
        evidence: Evidence(.byDefinition, .high, ["the definition"]),
        disagreements: [
            "10 g/U is more sensitive than 5 g/U: one unit covers more. The written form 1:10 means one unit for 10 g; "
                + "its reciprocal, units per 10 g, runs the other way.",
            "No published classes of the ratio were found: the limits are those of the daily dose, carried over by the "
                + "rule of 500 for a person of 70 kg.",
        ],
        formula: .of { ratio in ratio })
}
