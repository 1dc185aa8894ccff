import HomeostatCohort
import HomeostatNumerics

private let mcAuley2001 = Citation(
    "McAuley KA et al.", 2001, "Diabetes Care 24:460", doi: "10.2337/diacare.24.3.460")

extension Index {
    /// The McAuley index from insulin and triglycerides.
    static let mcAuley = Index(
        id: "mcauley", name: "McAuley index", family: .lipid,
        inputs: [IndexInput(.insulin, .microunitsPerMillilitre), IndexInput(.triglycerides, .millimolesPerLitre)],
        parts: [
            .naturalLogarithm(.insulin, .microunitsPerMillilitre),
            .naturalLogarithm(.triglycerides, .millimolesPerLitre),
        ],
        text: "exp(2.63 - 0.28 x ln(insulin [uU/mL]) - 0.31 x ln(triglycerides [mmol/L]))",
        direction: .moreSensitive, result: .positive(),
        cutoffs: [
            Cutoff("<= 6.3", "normoglycaemic adults", "McAuley et al. 2001, table 3"),
            Cutoff("<= 5.8", "Czech adults", "Hrebicek et al. 2002", isVerified: false),
        ],
        citation: mcAuley2001,
        evidence: Evidence(
            .programAgrees, .high,
            ["HealthMarkers agrees to 1e-9", "abstract of McAuley et al. 2001, with the formula"]),
        disagreements: [
            "InsuSensCalc 0.0.1 puts triglycerides in mg/dL into it: the result is 0.249 times what it should be."
        ],
        examples: [.surInsulot(.insulin, .triglycerides, gives: 5.87617, within: 5e-6)],
        formula: .of { _, _, lnInsulin, lnTriglycerides in exp(2.63 - 0.28 * lnInsulin - 0.31 * lnTriglycerides) })

    /// The McAuley index from insulin, body mass index and triglycerides.
    static let mcAuleyBMI = Index(
        id: "mcauley_bmi", name: "McAuley index with body mass index", family: .lipid,
        inputs: [
            IndexInput(.insulin, .microunitsPerMillilitre), IndexInput(.bmi, .kilogramsPerSquareMetre),
            IndexInput(.triglycerides, .millimolesPerLitre),
        ],
        text: "exp(3.29 - 0.25 x ln(insulin [uU/mL]) - 0.22 x ln(body mass index [kg/m2]) - 0.28 x "
            + "ln(triglycerides [mmol/L]))",
        direction: .moreSensitive, result: .positive(),
        cutoffs: [Cutoff("<= 6.3", "normoglycaemic adults", "McAuley et al. 2001, table 3")],
        citation: mcAuley2001,
        evidence: Evidence(
            .oneSource, .medium,
            [
                "one public teaching page prints the coefficients",
                "at the single limits of the paper (12.2 uU/mL, 29.3 kg/m2, 1.5 mmol/L) it gives 6.10, near the "
                    + "limit of 6.3",
            ]),
        disagreements: ["The text of the paper that prints this form was not read."],
        formula: .of { insulin, bmi, triglycerides in
            let size = 0.25 * log(insulin) + 0.22 * log(bmi)
            return exp(3.29 - size - 0.28 * log(triglycerides))
        })
}
