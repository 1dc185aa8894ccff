import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// The quantitative insulin sensitivity check index.
    static let quicki = Index(
        id: "quicki", name: "QUICKI", family: .fasting,
        inputs: [IndexInput(.glucose, .milligramsPerDecilitre), IndexInput(.insulin, .microunitsPerMillilitre)],
        text: "1 / (log10(insulin [uU/mL]) + log10(glucose [mg/dL]))",
        direction: .moreSensitive,
        result: .positive(otherwise: .pole),
        cutoffs: [
            Cutoff("<= 0.357", "below 95 % of healthy people, in one study", "encyclopaedia entry on QUICKI"),
            Cutoff("<= 0.3469", "another study", "encyclopaedia entry on QUICKI"),
            Cutoff(
                "means 0.389 (healthy), 0.371 (lean, type 2), 0.338 (obese, type 2)", "Japanese adults, n 150",
                "Yokoyama et al. 2003, Diabetes Care 26:2426"),
            Cutoff(
                "means 0.382 (non-obese), 0.331 (obese), 0.304 (type 2)", "adults in the USA", "Katz et al. 2000",
                isVerified: false),
        ],
        citation: Citation(
            "Katz A et al.", 2000, "J Clin Endocrinol Metab 85:2402", doi: "10.1210/jcem.85.7.6661"),
        evidence: Evidence(
            .programAgrees, .high,
            [
                "tabletools and vmtools agree to 1e-9; SPINA (Python) agrees on 117 people to 1e-15",
                "abstract of Katz et al. 2000",
            ]),
        disagreements: [
            "InsuSensCalc 0.0.1, HealthMarkers 0.1.2 and IScalc take natural logarithms: their value is QUICKI / "
                + "2.302585.",
            "The formula has a pole where insulin x glucose = 1 and is negative below it; no such value is given here.",
        ],
        examples: [.surInsulot(.glucose, .insulin, gives: 0.324762, within: 5e-7)],
        // The sum of the logarithms is the logarithm of the product: one instead of two.
        formula: .of(.decimalLogarithm, { glucose, insulin in insulin * glucose }, then: { 1 / $0 }))

    /// QUICKI with free fatty acids.
    static let quickiRevised = Index(
        id: "quicki_revised", name: "Revised QUICKI", family: .fasting,
        inputs: [
            IndexInput(.glucose, .milligramsPerDecilitre), IndexInput(.insulin, .microunitsPerMillilitre),
            IndexInput(.freeFattyAcids, .millimolesPerLitre),
        ],
        text: "1 / (log10(insulin [uU/mL]) + log10(glucose [mg/dL]) + log10(free fatty acids [mmol/L]))",
        direction: .moreSensitive,
        result: .positive(otherwise: .pole),
        citation: Citation(
            "Perseghin G et al.", 2001, "J Clin Endocrinol Metab 86:4776", doi: "10.1210/jcem.86.10.7902"),
        evidence: Evidence(
            .programAgrees, .high,
            ["HealthMarkers agrees to 1e-9", "BMC Med Res Methodol 2018, s12874-018-0521-y, table 1"]),
        disagreements: [
            "Free fatty acids must be in mmol/L: in umol/L the result is another number.",
            "IScalc takes natural logarithms.",
            "The formula has a pole where insulin x glucose x free fatty acids = 1; no value is given at or below it.",
        ],
        formula: .of(
            .decimalLogarithm, { glucose, insulin, freeFattyAcids in insulin * glucose * freeFattyAcids },
            then: { 1 / $0 }))
}
