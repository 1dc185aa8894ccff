import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// The Disse index from cholesterol, free fatty acids and insulin.
    static let disse = Index(
        id: "disse", name: "Disse index", family: .lipid,
        inputs: [
            IndexInput(.hdl, .millimolesPerLitre), IndexInput(.totalCholesterol, .millimolesPerLitre),
            IndexInput(.freeFattyAcids, .millimolesPerLitre), IndexInput(.insulin, .microunitsPerMillilitre),
        ],
        text: "12 x (2.5 x (HDL / total cholesterol) - free fatty acids [mmol/L]) - insulin [uU/mL]",
        direction: .moreSensitive,
        citation: Citation("Disse E et al.", 2008, "Diabetes Metab 34:457"),
        evidence: Evidence(
            .oneSource, .low, ["quoted from memory; no text or program with the coefficients was found"]),
        disagreements: [
            "The index is a difference and is often negative; a less negative value means more sensitive."
        ],
        formula: .of { hdl, cholesterol, freeFattyAcids, insulin in
            12 * (2.5 * (hdl / cholesterol) - freeFattyAcids) - insulin
        })
}
