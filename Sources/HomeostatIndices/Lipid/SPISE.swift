import HomeostatCohort
import HomeostatNumerics

private let spiseInputs = [
    IndexInput(.hdl, .milligramsPerDecilitre), IndexInput(.triglycerides, .milligramsPerDecilitre),
    IndexInput(.bmi, .kilogramsPerSquareMetre),
]

extension Index {
    /// The single point insulin sensitivity estimator.
    static let spise = Index(
        id: "spise", name: "SPISE", family: .lipid, inputs: spiseInputs,
        parts: [
            .naturalLogarithm(.hdl, .milligramsPerDecilitre),
            .naturalLogarithm(.triglycerides, .milligramsPerDecilitre),
            .naturalLogarithm(.bmi, .kilogramsPerSquareMetre),
        ],
        text: "600 x HDL [mg/dL]^0.185 / (triglycerides [mg/dL]^0.2 x body mass index [kg/m2]^1.338)",
        direction: .moreSensitive, result: .positive(),
        cutoffs: [
            Cutoff("<= 6.61", "European adults", "Paulmichl et al. 2016"),
            Cutoff("5.82; 6.14 for the metabolic syndrome", "North India; Korea", "two later studies"),
        ],
        citation: Citation("Paulmichl K et al.", 2016, "Clin Chem 62:1211", doi: "10.1373/clinchem.2016.257436"),
        evidence: Evidence(
            .read, .high,
            [
                "three texts", "abstract of Cederholm and Zethelius 2019",
                "SurInsulot, source read; it agrees on one person to six digits",
            ]),
        disagreements: [
            "mg/dL is required: HealthMarkers 0.1.2 puts mmol/L into it, 1.247 times too large.",
            "One page prints HDL - 0.185, where the exponent has lost its place.",
        ],
        examples: [.surInsulot(.hdl, .triglycerides, .bmi, gives: 4.70315, within: 5e-6)],
        // The three powers as one exponential: a third of the work, and the last digits stay within 1e-15.
        formula: .of { _, _, _, lnHDL, lnTriglycerides, lnBMI in
            600 * exp(0.185 * lnHDL - 0.2 * lnTriglycerides - 1.338 * lnBMI)
        })

    /// SPISE turned into an index of resistance.
    static let spiseIR = Index(
        id: "spise_ir", name: "SPISE-IR", family: .lipid, inputs: spiseInputs, parts: [.index(.spise)],
        text: "10 / SPISE",
        direction: .moreResistant, result: .positive(),
        citation: Citation(
            "Cederholm J, Zethelius B", 2019, "Ups J Med Sci 124:265", doi: "10.1080/03009734.2019.1680583"),
        evidence: Evidence(.read, .high, ["abstract of Cederholm and Zethelius 2019"]),
        disagreements: [
            "The authors call the highest quarter of a cohort resistant; there is no fixed limit."
        ],
        formula: .of { _, _, _, spise in 10 / spise })
}
