import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// Insulin sensitivity from fasting C-peptide and glucose.
    static let cPeptideSensitivity = Index(
        id: "homa_cpr20", name: "20/(C-peptide x glucose)", family: .fasting,
        inputs: [IndexInput(.cPeptide, .nanomolesPerLitre), IndexInput(.glucose, .millimolesPerLitre)],
        text: "20 / (C-peptide [nmol/L] x glucose [mmol/L])",
        direction: .moreSensitive, result: .positive(),
        citation: Citation("Ohkura T et al.", 2013, "Cardiovasc Diabetol 12:21", doi: "10.1186/1475-2840-12-21"),
        evidence: Evidence(
            .twoSources, .high,
            ["abstract of Ohkura et al. 2013", "SurInsulot, source read; it agrees on one person to six digits"]),
        disagreements: [
            "The factor 20 scales the index to the glucose infusion rate of the clamp, which holds for nmol/L only: "
                + "with ng/mL it is 3.02 times too small.",
            "It was derived in 15 Japanese people with type 2 diabetes.",
        ],
        examples: [.surInsulot(.cPeptide, .glucose, gives: 6, within: 5e-6)],
        formula: .of { cPeptide, glucose in 20 / (cPeptide * glucose) })

    /// HOMA-IR estimated from C-peptide.
    static let homaFromCPeptide = Index(
        id: "homa_ir_cp", name: "HOMA-IR (C-peptide)", family: .fasting,
        inputs: [IndexInput(.glucose, .millimolesPerLitre), IndexInput(.cPeptide, .picomolesPerLitre)],
        text: "1.5 + glucose [mmol/L] x C-peptide [pmol/L] / 2800",
        direction: .moreResistant, result: .positive(),
        citation: Citation("Li X et al.", 2004, "Zhong Nan Da Xue Xue Bao Yi Xue Ban 29"),
        evidence: Evidence(
            .read, .low, ["abstract of Li et al. 2004, which prints no units: pmol/L follows from the magnitude"]),
        disagreements: [
            "It is a regression in few healthy people and never falls below 1.5.",
            "HealthMarkers computes glucose x (C-peptide / 6) / 22.5, for which no publication is known.",
        ],
        formula: .of { glucose, cPeptide in 1.5 + glucose * cPeptide / 2800 })
}
