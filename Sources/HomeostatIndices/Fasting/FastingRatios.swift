import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// The fasting insulin resistance index.
    static let firi = Index(
        id: "firi", name: "FIRI", family: .fasting,
        inputs: [IndexInput(.glucose, .millimolesPerLitre), IndexInput(.insulin, .microunitsPerMillilitre)],
        text: "glucose [mmol/L] x insulin [uU/mL] / 25",
        direction: .moreResistant, result: .positive(),
        citation: Citation("Duncan MH et al.", 1995, "Lancet 346:120", doi: "10.1016/S0140-6736(95)92143-5"),
        evidence: Evidence(
            .programAgrees, .high, ["IScalc agrees to 1e-9", "Hanley et al. 2003, Diabetes 52:463, table 2"]),
        disagreements: [
            "InsuSensCalc 0.0.1 and HealthMarkers 0.1.2 put mg/dL into it: 18 times too large.",
            "It is 0.9 times HOMA-IR and orders people in the same way.",
        ],
        examples: [.surInsulot(.glucose, .insulin, gives: 2.66667, within: 5e-6)],
        formula: .of { glucose, insulin in glucose * insulin / 25 })

    /// The fasting glucose-to-insulin ratio.
    static let glucoseToInsulin = Index(
        id: "fgir", name: "Fasting glucose-to-insulin ratio", family: .fasting,
        inputs: [IndexInput(.glucose, .milligramsPerDecilitre), IndexInput(.insulin, .microunitsPerMillilitre)],
        unit: "mg/dL per uU/mL", text: "glucose [mg/dL] / insulin [uU/mL]",
        direction: .moreSensitive, result: .positive(),
        cutoffs: [
            Cutoff("< 4.5", "women with polycystic ovary syndrome", "Parra et al. 1994, Rev Invest Clin 46:363"),
            Cutoff("< 7", "adolescents", "no text read", isVerified: false),
        ],
        citation: Citation("Legro RS et al.", 1998, "J Clin Endocrinol Metab 83:2694", doi: "10.1210/jcem.83.8.5054"),
        evidence: Evidence(
            .read, .high, ["BMC Med Res Methodol 2011 11:158, table 2", "abstract of Legro et al. 1998"]),
        disagreements: [
            "It rises with glucose and so calls hyperglycaemia sensitive: it has no meaning in diabetes.",
            "SurInsulot takes mmol/L, 18 times smaller: the limit of 4.5 belongs to mg/dL per uU/mL.",
        ],
        formula: .of { glucose, insulin in glucose / insulin })

    /// The fasting insulin-to-glucose ratio.
    static let insulinToGlucose = Index(
        id: "igr", name: "Fasting insulin-to-glucose ratio", family: .fasting,
        inputs: [IndexInput(.glucose, .millimolesPerLitre), IndexInput(.insulin, .microunitsPerMillilitre)],
        unit: "uU/mL per mmol/L", text: "insulin [uU/mL] / glucose [mmol/L]",
        direction: .moreResistant, result: .positive(),
        citation: Citation("Caro JF", 1991, "J Clin Endocrinol Metab 73:691"),
        evidence: Evidence(
            .programAgrees, .high,
            ["InsuSensCalc agrees to 1e-9", "Hanley et al. 2003, Diabetes 52:463, table 2"]),
        disagreements: [
            "HealthMarkers 0.1.2 divides by mg/dL, 18 times smaller, and returns the negative."
        ],
        examples: [.surInsulot(.glucose, .insulin, gives: 2.16, within: 5e-6)],
        formula: .of { glucose, insulin in insulin / glucose })

    /// The basal insulin sensitivity index of Sluiter and Hanson.
    static let basalISI = Index(
        id: "isi_basal", name: "Basal insulin sensitivity index", family: .fasting,
        inputs: [IndexInput(.glucose, .milligramsPerDecilitre), IndexInput(.insulin, .microunitsPerMillilitre)],
        text: "10^4 / (glucose [mg/dL] x insulin [uU/mL])",
        direction: .moreSensitive, result: .positive(),
        citation: Citation("Hanson RL et al.", 2000, "Am J Epidemiol 151:190"),
        evidence: Evidence(
            .programAgrees, .high,
            ["InsuSensCalc agrees to 1e-9", "Hanley et al. 2003, Diabetes 52:463, table 2"]),
        disagreements: ["It is 24.69 / HOMA-IR: a reciprocal on another scale."],
        formula: .of { glucose, insulin in 10_000 / (glucose * insulin) })

    /// The amended insulin-to-glucose ratio of Turner.
    static let turnerRatio = Index(
        id: "turner_aigr", name: "Amended insulin-to-glucose ratio (Turner)", family: .fasting,
        inputs: [
            IndexInput(.glucose, .milligramsPerDecilitre, domain: .above(30), otherwise: .pole),
            IndexInput(.insulin, .microunitsPerMillilitre),
        ],
        unit: "uU/mL per mg/dL x 100", text: "100 x insulin [uU/mL] / (glucose [mg/dL] - 30)",
        direction: .moreResistant, result: .positive(),
        cutoffs: [
            Cutoff("> 50 suggests insulinoma", "adults", "Mosby's manual of diagnostic tests"),
            Cutoff("normal up to 100 or up to 50, insulinoma about 180", "adults", "medicalalgorithms.com"),
            Cutoff("> 30", "dogs", "veterinary lecture notes"),
        ],
        citation: Citation("Turner RC et al.", 1971, "Lancet"),
        evidence: Evidence(
            .twoSources, .high, ["medicalalgorithms.com", "Mosby's manual of diagnostic tests"]),
        disagreements: [
            "It was made for the work-up of hypoglycaemia and not as a measure of insulin sensitivity.",
            "The ratio that SPINA calls AIGR (here: aigr) has other units and another offset.",
            "The formula divides by zero at 30 mg/dL; no value is given at or below it.",
        ],
        formula: .of { glucose, insulin in 100 * insulin / (glucose - 30) })

    /// The amended insulin-to-glucose ratio in molar units.
    static let molarAmendedRatio = Index(
        id: "aigr", name: "Amended insulin-to-glucose ratio (molar)", family: .fasting,
        inputs: [
            IndexInput(.glucose, .millimolesPerLitre, domain: .above(1.7), otherwise: .pole),
            IndexInput(.insulin, .picomolesPerLitre),
        ],
        unit: "pmol/mmol", text: "insulin [pmol/L] / (glucose [mmol/L] - 1.7)",
        direction: .moreResistant, result: .positive(),
        citation: Citation("Dietrich JW et al.", 2022, "Sci Rep 12:17659", doi: "10.1038/s41598-022-22531-3"),
        evidence: Evidence(.read, .medium, ["the function AIGR of the program SPINA, source read"]),
        disagreements: [
            "It is not Turner's ratio (turner_aigr): 1.7 mmol/L is 30.6 mg/dL, and there is no factor of 100.",
            "The formula divides by zero at 1.7 mmol/L; no value is given at or below it.",
        ],
        formula: .of { glucose, insulin in insulin / (glucose - 1.7) })
}
