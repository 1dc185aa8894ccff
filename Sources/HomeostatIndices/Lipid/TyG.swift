import HomeostatCohort
import HomeostatNumerics

private let lim2019 = Citation("Lim J et al.", 2019, "PLoS One 14:e0212963", doi: "10.1371/journal.pone.0212963")

private let convention =
    "It takes TyG as ln(triglycerides x glucose / 2); with the other bracket the value is about half."

extension Index {
    /// The triglyceride-glucose index.
    static let tyg = Index(
        id: "tyg", name: "TyG", family: .lipid,
        inputs: [
            IndexInput(.triglycerides, .milligramsPerDecilitre), IndexInput(.glucose, .milligramsPerDecilitre),
        ],
        text: "ln(triglycerides [mg/dL] x glucose [mg/dL] / 2)",
        direction: .moreResistant, result: .positive(),
        cutoffs: [
            Cutoff("> 8.8", "India, the table of one clinic", "published list of metabolic formulas"),
            Cutoff(
                "4.49 and 4.68 belong to the other convention (tyg_half_outside)", "Mexican adults",
                "Guerrero-Romero et al. 2010, J Clin Endocrinol Metab 95:3347", isVerified: false),
        ],
        citation: Citation(
            "Simental-Mendia LE et al.", 2008, "Metab Syndr Relat Disord 6:299", doi: "10.1089/met.2008.0034"),
        evidence: Evidence(
            .programAgrees, .high,
            ["HealthMarkers agrees to 1e-9", "SurInsulot, source read; it agrees on one person to six digits"]),
        disagreements: [
            "Two conventions are in print: ln(triglycerides x glucose / 2), about 8 to 9, and ln(triglycerides x "
                + "glucose) / 2, about 4 to 5. Their limits must not be mixed.",
            "Values in mmol/L must be converted first (88.57 and 18.0): the logarithm of a product in mmol/L is "
                + "another number.",
        ],
        examples: [
            WorkedExample(
                [
                    .init(.triglycerides, 180, .milligramsPerDecilitre),
                    .init(.glucose, 120, .milligramsPerDecilitre),
                ],
                gives: 9.29, within: 0.005, source: "worked example in a published list of metabolic formulas"),
            .surInsulot(.triglycerides, .glucose, gives: 8.92266, within: 5e-6),
        ],
        formula: .of(.naturalLogarithm, { triglycerides, glucose in triglycerides * glucose / 2 }))

    /// TyG with the division outside of the logarithm.
    static let tygHalfOutside = Index(
        id: "tyg_half_outside", name: "TyG, division outside the logarithm", family: .lipid,
        inputs: [
            IndexInput(.triglycerides, .milligramsPerDecilitre), IndexInput(.glucose, .milligramsPerDecilitre),
        ],
        text: "ln(triglycerides [mg/dL] x glucose [mg/dL]) / 2",
        direction: .moreResistant,
        cutoffs: [
            Cutoff(
                "4.49 and 4.68", "Mexican adults", "Guerrero-Romero et al. 2010, J Clin Endocrinol Metab 95:3347",
                isVerified: false)
        ],
        citation: Citation("Hosseini SM", 2017, "J Clin Basic Res 1(1):11", doi: "10.18869/acadpub.jcbr.1.1.11"),
        evidence: Evidence(.byDefinition, .high, ["(tyg + ln 2) / 2"]),
        disagreements: ["A value near 4.5 is of this convention, a value near 8.7 of the other (tyg)."],
        formula: .of(.naturalLogarithm, { triglycerides, glucose in triglycerides * glucose }, then: { $0 / 2 }))

    /// TyG times body mass index.
    static let tygBMI = Index(
        id: "tyg_bmi", name: "TyG-BMI", family: .lipid,
        inputs: [
            IndexInput(.triglycerides, .milligramsPerDecilitre), IndexInput(.glucose, .milligramsPerDecilitre),
            IndexInput(.bmi, .kilogramsPerSquareMetre),
        ],
        parts: [.index(.tyg)],
        text: "TyG x body mass index [kg/m2]",
        direction: .moreResistant, result: .positive(),
        citation: Citation("Er LK et al.", 2016, "PLoS One 11:e0149731", doi: "10.1371/journal.pone.0149731"),
        evidence: Evidence(.byDefinition, .high, ["the product of tyg and body mass index"]),
        disagreements: [convention],
        examples: [.surInsulot(.triglycerides, .glucose, .bmi, gives: 267.68, within: 5e-4)],
        formula: .of { _, _, bmi, tyg in tyg * bmi })

    /// TyG times waist circumference.
    static let tygWaist = Index(
        id: "tyg_wc", name: "TyG-WC", family: .lipid,
        inputs: [
            IndexInput(.triglycerides, .milligramsPerDecilitre), IndexInput(.glucose, .milligramsPerDecilitre),
            IndexInput(.waist, .centimetres),
        ],
        parts: [.index(.tyg)],
        unit: "cm", text: "TyG x waist [cm]",
        direction: .moreResistant, result: .positive(),
        citation: lim2019,
        evidence: Evidence(.byDefinition, .high, ["the product of tyg and waist", "abstract of Lim et al. 2019"]),
        disagreements: [convention, "The waist is in cm; inches or metres give another scale."],
        formula: .of { _, _, waist, tyg in tyg * waist })

    /// TyG times the waist-to-height ratio.
    static let tygWaistToHeight = Index(
        id: "tyg_whtr", name: "TyG-WHtR", family: .lipid,
        inputs: [
            IndexInput(.triglycerides, .milligramsPerDecilitre), IndexInput(.glucose, .milligramsPerDecilitre),
            IndexInput(.waist, .centimetres), IndexInput(.height, .centimetres),
        ],
        parts: [.index(.tyg)],
        text: "TyG x waist [cm] / height [cm]",
        direction: .moreResistant, result: .positive(),
        citation: lim2019,
        evidence: Evidence(
            .byDefinition, .high, ["the product of tyg and waist-to-height ratio", "abstract of Lim et al. 2019"]),
        disagreements: [convention, "Waist in cm over height in m is 100 times too large."],
        formula: .of { _, _, waist, height, tyg in tyg * waist / height })
}
