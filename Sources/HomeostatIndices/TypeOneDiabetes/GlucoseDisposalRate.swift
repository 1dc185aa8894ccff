import HomeostatCohort
import HomeostatNumerics

private let williams2000 = Citation("Williams KV et al.", 2000, "Diabetes 49:626", doi: "10.2337/diabetes.49.4.626")

/// A rate at or below zero cannot be one, yet the people who get it are the most resistant ones: leaving them out
/// would bias every comparison, and their class (below 4) is right. The value is given and flagged.
private let disposal = ResultDomain(plausible: Double.leastNonzeroMagnitude...Double.greatestFiniteMagnitude)

private let belowZero =
    "The regression falls to zero and below in the most resistant people, which no disposal rate can be: the value is "
    + "given, flagged implausible, and belongs to the lowest class."

private let bands = Cutoff(
    "< 4, 4 to 5.99, 6 to 7.99, >= 8 mg/kg/min", "Swedish adults with type 1 diabetes, n 17,050",
    "Nystrom et al. 2018, Diabetes Obes Metab 20:556")

extension Index {
    /// The estimated glucose disposal rate from the waist.
    static let disposalRateWaist = Index(
        id: "egdr_wc", name: "eGDR (waist)", family: .typeOneDiabetes, sampling: .anyTime,
        inputs: [
            IndexInput(.waist, .centimetres), IndexInput(.hypertension, .none), IndexInput(.hba1c, .percent),
        ],
        unit: "mg/kg/min", text: "21.158 - 0.09 x waist [cm] - 3.407 x hypertension (1/0) - 0.551 x HbA1c [%, NGSP]",
        direction: .moreSensitive, result: disposal, cutoffs: [bands],
        citation: williams2000,
        evidence: Evidence(.read, .high, ["the text of a paper that uses it", "two calculators, source read"]),
        disagreements: [
            "HbA1c in mmol/mol must be converted to NGSP % first.",
            "A public calculator prints 9.40 for 90 cm, no hypertension and 7.0 %, where its own formula gives 9.201.",
            belowZero,
        ],
        examples: [
            WorkedExample(
                [.init(.waist, 90, .centimetres), .init(.hypertension, 0, .none), .init(.hba1c, 7.0, .percent)],
                gives: 9.201, within: 1e-12, source: "input of the example of a public calculator, sum by hand"),
            WorkedExample(
                [.init(.waist, 90, .centimetres), .init(.hypertension, 0, .none), .init(.hba1c, 6.5, .percent)],
                gives: 9.4765, within: 1e-12, source: "published example"),
            .surInsulot(.waist, .hypertension, .hba1c, gives: 4.894, within: 5e-6),
        ],
        formula: .of { waist, hypertension, hba1c in
            let body: Lanes = 21.158 - 0.09 * waist
            return body - 3.407 * hypertension - 0.551 * hba1c
        })

    /// The estimated glucose disposal rate from the waist-to-hip ratio.
    static let disposalRateWaistToHip = Index(
        id: "egdr_whr", name: "eGDR (waist-to-hip ratio)", family: .typeOneDiabetes, sampling: .anyTime,
        inputs: [
            IndexInput(.waist, .centimetres), IndexInput(.hip, .centimetres), IndexInput(.hypertension, .none),
            IndexInput(.hba1c, .percent),
        ],
        unit: "mg/kg/min",
        text: "24.31 - 12.22 x (waist / hip) - 3.29 x hypertension (1/0) - 0.57 x HbA1c [%, NGSP]",
        direction: .moreSensitive, result: disposal, cutoffs: [bands],
        citation: williams2000,
        evidence: Evidence(
            .twoSources, .high,
            ["source of a public calculator", "SurInsulot, source read; it agrees on one person to six digits"]),
        disagreements: [
            "Kilpatrick 2007 is quoted with 24.4 - 12.97 x ratio - 3.39 x hypertension - 0.60 x HbA1 (not read).",
            "Some descriptions of the original take total HbA1 and not HbA1c.",
            belowZero,
        ],
        examples: [.surInsulot(.waist, .hip, .hypertension, .hba1c, gives: 5.3919, within: 5e-6)],
        formula: .of { waist, hip, hypertension, hba1c in
            let body: Lanes = 24.31 - 12.22 * (waist / hip)
            return body - 3.29 * hypertension - 0.57 * hba1c
        })

    /// The estimated glucose disposal rate from body mass index.
    static let disposalRateBMI = Index(
        id: "egdr_bmi", name: "eGDR (body mass index)", family: .typeOneDiabetes, sampling: .anyTime,
        inputs: [
            IndexInput(.bmi, .kilogramsPerSquareMetre), IndexInput(.hypertension, .none),
            IndexInput(.hba1c, .percent),
        ],
        unit: "mg/kg/min",
        text: "19.02 - 0.22 x body mass index [kg/m2] - 3.26 x hypertension (1/0) - 0.61 x HbA1c [%, NGSP]",
        direction: .moreSensitive, result: disposal, cutoffs: [bands],
        citation: williams2000,
        evidence: Evidence(
            .oneSource, .medium,
            ["SurInsulot, source read, which agrees on one person to six digits and attributes it to Williams et al."]),
        disagreements: [
            "It is often cited from Epstein et al. 2013 (Diabetes Care 36:2280), whose abstract uses the waist and not "
                + "body mass index; the paper that printed these coefficients was not read.",
            belowZero,
        ],
        examples: [.surInsulot(.bmi, .hypertension, .hba1c, gives: 4.89, within: 5e-6)],
        formula: .of { bmi, hypertension, hba1c in
            let body: Lanes = 19.02 - 0.22 * bmi
            return body - 3.26 * hypertension - 0.61 * hba1c
        })
}
