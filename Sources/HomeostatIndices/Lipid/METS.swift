import HomeostatCohort
import HomeostatNumerics

/// `ln(HDL)` is zero at 1 mg/dL.
private let hdlAboveOne = IndexInput(.hdl, .milligramsPerDecilitre, domain: .above(1), otherwise: .pole)

extension Index {
    /// The metabolic score for insulin resistance.
    static let metsIR = Index(
        id: "mets_ir", name: "METS-IR", family: .lipid,
        inputs: [
            IndexInput(.glucose, .milligramsPerDecilitre), IndexInput(.triglycerides, .milligramsPerDecilitre),
            hdlAboveOne, IndexInput(.bmi, .kilogramsPerSquareMetre),
        ],
        parts: [.naturalLogarithm(.hdl, .milligramsPerDecilitre)],
        text: "ln(2 x glucose [mg/dL] + triglycerides [mg/dL]) x body mass index [kg/m2] / ln(HDL [mg/dL])",
        direction: .moreResistant, result: .positive(),
        cutoffs: [Cutoff("> 50.39", "Mexican adults", "program that cites Bello-Chavolla et al. 2018")],
        citation: Citation(
            "Bello-Chavolla OY et al.", 2018, "Eur J Endocrinol 178:533", doi: "10.1530/EJE-17-0883"),
        evidence: Evidence(
            .read, .high,
            [
                "abstract of Bello-Chavolla et al. 2018",
                "SurInsulot, source read; it agrees on one person to six digits", "encyclopaedia entry, with units",
            ]),
        disagreements: [
            "HealthMarkers 0.1.2 puts mmol/L into it: 228, 180, 874 and -871 for people whose values are 35.6, 34.4, "
                + "52.7 and 54.8.",
            "The formula has a pole at an HDL of 1 mg/dL; no value is given at or below it.",
        ],
        examples: [
            WorkedExample(
                [
                    .init(.glucose, 85, .milligramsPerDecilitre), .init(.triglycerides, 100, .milligramsPerDecilitre),
                    .init(.hdl, 60, .milligramsPerDecilitre), .init(.bmi, 22, .kilogramsPerSquareMetre),
                ],
                gives: 30.08, within: 0.005, source: "documentation of a public calculator"),
            .surInsulot(.glucose, .triglycerides, .hdl, .bmi, gives: 46.1659, within: 5e-5),
        ],
        formula: .of { glucose, triglycerides, _, bmi, lnHDL in log(2 * glucose + triglycerides) * bmi / lnHDL })

    /// The metabolic score for visceral fat.
    static let metsVF = Index(
        id: "mets_vf", name: "METS-VF", family: .anthropometric,
        inputs: [
            IndexInput(.glucose, .milligramsPerDecilitre), IndexInput(.triglycerides, .milligramsPerDecilitre),
            hdlAboveOne, IndexInput(.bmi, .kilogramsPerSquareMetre), IndexInput(.waist, .centimetres),
            IndexInput(.height, .centimetres), IndexInput(.sex, .none), IndexInput(.age, .years, domain: .above(0)),
        ],
        parts: [.index(.metsIR), .naturalLogarithm(.age, .years)],
        text: "4.466 + 0.011 x ln(METS-IR)^3 + 3.239 x ln(waist / height)^3 + 0.319 x male + 0.594 x ln(age [y])",
        direction: .moreResistant,
        cutoffs: [Cutoff("> 7.18: visceral fat above 100 cm2", "healthy Mexican adults", "Bello-Chavolla et al. 2020")],
        citation: Citation(
            "Bello-Chavolla OY et al.", 2020, "Clin Nutr 39:1613", doi: "10.1016/j.clnu.2019.07.012"),
        evidence: Evidence(
            .read, .high,
            [
                "abstract of Bello-Chavolla et al. 2020",
                "SurInsulot, source read; it agrees on one person to six digits",
            ]),
        disagreements: [
            "Three public scripts write -0.319 x (2 - sex) with men coded 1, which takes 0.319 from men instead of "
                + "adding it.",
            "The third power is of the logarithm, not of its argument.",
        ],
        examples: [
            .surInsulot(.glucose, .triglycerides, .hdl, .bmi, .waist, .height, .sex, .age, gives: 7.30051, within: 5e-6)
        ],
        formula: .of { _, _, _, _, waist, height, male, _, metsIR, lnAge in
            let score = log(metsIR)
            let ratio = log(waist / height)
            let cubes = 0.011 * (score * score * score) + 3.239 * (ratio * ratio * ratio)
            return 4.466 + cubes + 0.319 * male + 0.594 * lnAge
        })
}
