import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// The insulin sensitivity score of the SEARCH study.
    static let searchScore = Index(
        id: "search_is", name: "SEARCH insulin sensitivity score", family: .typeOneDiabetes,
        inputs: [
            IndexInput(.waist, .centimetres), IndexInput(.hba1c, .percent),
            IndexInput(.triglycerides, .milligramsPerDecilitre),
        ],
        unit: "mg/kg/min",
        text: "exp(4.64725 - 0.02032 x waist [cm] - 0.09779 x HbA1c [%, NGSP] - 0.00235 x triglycerides [mg/dL])",
        direction: .moreSensitive, result: .positive(),
        cutoffs: [
            Cutoff("men <= 5.02, women <= 5.64", "not stated", "public calculator", isVerified: false)
        ],
        citation: Citation("Dabelea D et al.", 2011, "Diabetologia 54:78", doi: "10.1007/s00125-010-1911-9"),
        evidence: Evidence(.read, .high, ["abstract of Dabelea et al. 2011, with the equation"]),
        disagreements: [
            "One public program divides HbA1c by 100.",
            "The paper converts triglycerides with 1 / 0.0113 = 88.50 mg/dL per mmol/L, and not 88.57.",
            "It was derived in people of 12 to 19 years.",
        ],
        formula: .of { waist, hba1c, triglycerides in
            let body: Lanes = 4.64725 - 0.02032 * waist
            return exp(body - 0.09779 * hba1c - 0.00235 * triglycerides)
        })

    /// The estimated insulin sensitivity of the CACTI study, in the form without adiponectin.
    static let cactiSensitivity = Index(
        id: "cacti_eis", name: "CACTI estimated insulin sensitivity", family: .typeOneDiabetes,
        inputs: [
            IndexInput(.waist, .centimetres), IndexInput(.dailyDosePerKilogram, .unitsPerKilogram),
            IndexInput(.triglycerides, .milligramsPerDecilitre),
            IndexInput(.diastolicBloodPressure, .millimetresOfMercury),
        ],
        unit: "mg/kg/min",
        text: "exp(4.1075 - 0.01299 x waist [cm] - 1.05819 x daily dose [U/kg/d] - 0.00354 x triglycerides [mg/dL] - "
            + "0.00802 x diastolic blood pressure [mmHg])",
        direction: .moreSensitive, result: .positive(),
        citation: Citation("Duca LM et al.", 2016, "J Clin Endocrinol Metab 101:686", doi: "10.1210/jc.2015-3272"),
        evidence: Evidence(
            .twoSources, .high,
            ["the study's own SAS program", "two R programs of the same group, for visits without adiponectin"]),
        disagreements: [
            "The study has other forms: with adiponectin [ug/mL], exp(4.06154 - 0.01317 x waist - 1.09615 x dose + "
                + "0.02027 x adiponectin - 0.00307 x triglycerides - 0.00733 x pressure), and a short one, exp(4.61476 "
                + "- 0.02506 x waist - 1.53803 x dose).",
            "It holds for people with type 1 diabetes on insulin; there are other forms for people without diabetes.",
        ],
        formula: .of { waist, dose, triglycerides, pressure in
            let body: Lanes = 4.1075 - 0.01299 * waist - 1.05819 * dose
            return exp(body - 0.00354 * triglycerides - 0.00802 * pressure)
        })
}
