import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// The average glucose that corresponds to an HbA1c.
    static let averageGlucose = Index(
        id: "eag", name: "Estimated average glucose", family: .fasting, sampling: .anyTime,
        inputs: [IndexInput(.hba1c, .percent)],
        unit: "mg/dL", text: "28.7 x HbA1c [%, NGSP] - 46.7",
        direction: .moreGlycaemia, result: .positive(),
        citation: Citation("Nathan DM et al.", 2008, "Diabetes Care 31:1473", doi: "10.2337/dc08-0545"),
        evidence: Evidence(.read, .high, ["two published texts", "tabletools, source read"]),
        disagreements: ["The form in mmol/L, 1.59 x HbA1c - 2.59, is rounded."],
        formula: .of { hba1c in 28.7 * hba1c - 46.7 })

    /// HbA1c in the unit of the IFCC.
    static let hba1cIFCC = Index(
        id: "a1c_ifcc", name: "HbA1c (IFCC)", family: .fasting, sampling: .anyTime,
        inputs: [IndexInput(.hba1c, .percent)],
        unit: "mmol/mol", text: "(HbA1c [%, NGSP] - 2.152) / 0.09148",
        direction: .moreGlycaemia, result: .positive(),
        citation: Citation("Hoelzel W et al.", 2004, "Clin Chem 50:166"),
        evidence: Evidence(.read, .high, ["the master equation on the pages of the NGSP"]),
        disagreements: [
            "The rounded inverse 10.93 x HbA1c - 23.50 differs by up to 0.1 mmol/mol, and so do 0.0915 and 2.15."
        ],
        formula: .of { hba1c in (hba1c - 2.152) / 0.09148 })
}
