import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// Fasting insulin itself, as an index.
    static let fastingInsulin = Index(
        id: "fasting_insulin", name: "Fasting insulin", family: .fasting,
        inputs: [IndexInput(.insulin, .microunitsPerMillilitre)],
        unit: "uU/mL", text: "insulin [uU/mL]",
        direction: .moreResistant, result: .positive(),
        cutoffs: [
            Cutoff(
                "> 12.2 uU/mL", "178 normoglycaemic adults in New Zealand, against the clamp",
                "McAuley et al. 2001, Diabetes Care 24:460, table 3"),
            Cutoff(
                ">= 109 pmol/L (18.2 uU/mL)", "258 people without diabetes, body mass index >= 25 kg/m2",
                "McLaughlin et al. 2003, Ann Intern Med 139:802"),
            Cutoff(
                "> 150 pmol/L (25 uU/mL): severe insulin resistance",
                "no diabetes and body mass index < 30 kg/m2; an approximate diagnostic criterion",
                "Semple et al. 2011, Oxford Textbook of Endocrinology and Diabetes, chapter 13.3.5"),
        ],
        citation: Citation("Laakso M", 1993, "Am J Epidemiol 137:959"),
        evidence: Evidence(.byDefinition, .high, ["the measured value itself", "abstract of Laakso 1993"]),
        disagreements: [
            "HealthMarkers and InsuSensCalc return the negative and call it inverted.",
            "Insulin assays differ by up to a factor of two, and 6.00 or 6.945 pmol are taken for one uU: no limit "
                + "carries over between assays.",
        ],
        formula: .of { insulin in insulin })

    /// The reciprocal of fasting insulin.
    static let reciprocalInsulin = Index(
        id: "inv_fasting_insulin", name: "Reciprocal of fasting insulin", family: .fasting,
        inputs: [IndexInput(.insulin, .microunitsPerMillilitre)],
        unit: "mL/uU", text: "1 / insulin [uU/mL]",
        direction: .moreSensitive, result: .positive(),
        citation: Citation("Laakso M", 1993, "Am J Epidemiol 137:959"),
        evidence: Evidence(.read, .high, ["BMC Med Res Methodol 2011 11:158, table 2"]),
        disagreements: [
            "It orders people exactly as fasting insulin does, in reverse: the reciprocal holds no further information."
        ],
        formula: .of { insulin in 1 / insulin })

    /// The Raynaud index.
    static let raynaud = Index(
        id: "raynaud", name: "Raynaud index", family: .fasting,
        inputs: [IndexInput(.insulin, .microunitsPerMillilitre)],
        text: "40 / insulin [uU/mL]",
        direction: .moreSensitive, result: .positive(),
        citation: Citation("Raynaud E et al.", 1999, "Diabetes Care 22:1003", doi: "10.2337/diacare.22.6.1003"),
        evidence: Evidence(
            .programAgrees, .high,
            [
                "InsuSensCalc agrees to 1e-9", "Hanley et al. 2003, Diabetes 52:463, table 2",
                "SurInsulot, source read; it agrees on one person to six digits",
            ]),
        disagreements: ["It is 40 times the reciprocal of fasting insulin and holds no further information."],
        examples: [.surInsulot(.insulin, gives: 3.33333, within: 5e-6)],
        formula: .of { insulin in 40 / insulin })
}
