import HomeostatCohort
import HomeostatNumerics

private let adiposityInputs = [
    IndexInput(.waist, .centimetres), IndexInput(.bmi, .kilogramsPerSquareMetre),
    IndexInput(.triglycerides, .millimolesPerLitre), IndexInput(.hdl, .millimolesPerLitre), IndexInput(.sex, .none),
]

/// The reference person of an adiposity index: that person scores 1.
private struct ReferencePerson {
    var waistAtZero: Double
    var waistPerBMI: Double
    var triglycerides: Double
    var hdl: Double

    @inline(__always)
    func score(_ waist: Lanes, _ bmi: Lanes, _ triglycerides: Lanes, _ hdl: Lanes) -> Lanes {
        waist / (waistAtZero + waistPerBMI * bmi) * (triglycerides / self.triglycerides) * (self.hdl / hdl)
    }
}

private let vaiMen = ReferencePerson(waistAtZero: 39.68, waistPerBMI: 1.88, triglycerides: 1.03, hdl: 1.31)
private let vaiWomen = ReferencePerson(waistAtZero: 36.58, waistPerBMI: 1.89, triglycerides: 0.81, hdl: 1.52)
private let daiMen = ReferencePerson(waistAtZero: 22.79, waistPerBMI: 2.68, triglycerides: 1.37, hdl: 1.19)
private let daiWomen = ReferencePerson(waistAtZero: 24.02, waistPerBMI: 2.37, triglycerides: 1.32, hdl: 1.43)

extension Index {
    /// The visceral adiposity index.
    static let visceralAdiposity = Index(
        id: "vai", name: "Visceral adiposity index", family: .anthropometric, inputs: adiposityInputs,
        text: "men waist / (39.68 + 1.88 x BMI) x (TG / 1.03) x (1.31 / HDL); women waist / (36.58 + 1.89 x BMI) x "
            + "(TG / 0.81) x (1.52 / HDL); waist [cm], TG and HDL [mmol/L]",
        direction: .moreResistant, result: .positive(),
        cutoffs: [
            Cutoff("1.91; 1.53 under 30 years", "adults of Maracaibo, n 2,026", "Bermudez et al. 2017"),
            Cutoff(
                "1.92 to 2.52 by age", "Sicilian adults, n 1,764", "Amato et al. 2011, Lipids Health Dis 10:183",
                isVerified: false),
        ],
        citation: Citation("Amato MC et al.", 2010, "Diabetes Care 33:920", doi: "10.2337/dc09-1825"),
        evidence: Evidence(
            .programAgrees, .high,
            ["HealthMarkers agrees to 1e-9", "SurInsulot, source read; it agrees on one person to six digits"]),
        disagreements: [
            "InsuSensCalc 0.0.1 leaves out the bracket around the first denominator and takes mg/dL: about 107 times "
                + "too large. Some pages print the formula without the bracket as well."
        ],
        examples: [.surInsulot(.waist, .bmi, .triglycerides, .hdl, .sex, gives: 1.92649, within: 5e-6)],
        formula: .of { waist, bmi, triglycerides, hdl, male in
            chosen(
                male, vaiMen.score(waist, bmi, triglycerides, hdl), vaiWomen.score(waist, bmi, triglycerides, hdl))
        })

    /// The dysfunctional adiposity index.
    static let dysfunctionalAdiposity = Index(
        id: "dai", name: "Dysfunctional adiposity index", family: .anthropometric, inputs: adiposityInputs,
        text: "men waist / (22.79 + 2.68 x BMI) x (TG / 1.37) x (1.19 / HDL); women waist / (24.02 + 2.37 x BMI) x "
            + "(TG / 1.32) x (1.43 / HDL); waist [cm], TG and HDL [mmol/L]",
        direction: .moreResistant, result: .positive(),
        cutoffs: [Cutoff(">= 1.065", "Mexican adults", "abstract ABS-JADR-101")],
        citation: Citation("Reyes-Barrera J et al.", 2021, "journal not checked"),
        evidence: Evidence(
            .oneSource, .medium, ["analysis program of the Mexico City cohort, all twelve constants"]),
        disagreements: [
            "It is the visceral adiposity index with constants for Mexican adults; the same faults of unit occur."
        ],
        formula: .of { waist, bmi, triglycerides, hdl, male in
            chosen(
                male, daiMen.score(waist, bmi, triglycerides, hdl), daiWomen.score(waist, bmi, triglycerides, hdl))
        })

    /// The Chinese visceral adiposity index.
    static let chineseVisceralAdiposity = Index(
        id: "cvai", name: "Chinese visceral adiposity index", family: .anthropometric,
        inputs: [IndexInput(.age, .years)] + adiposityInputs,
        text: "men -267.93 + 0.68 x age + 0.03 x BMI + 4.00 x waist + 22.00 x log10(TG) - 16.32 x HDL; women -187.32 + "
            + "1.71 x age + 4.23 x BMI + 1.12 x waist + 39.76 x log10(TG) - 11.66 x HDL; age [y], waist [cm], TG and "
            + "HDL [mmol/L]",
        direction: .moreResistant,
        citation: Citation("Xia MF et al.", 2016, "Sci Rep 6:38214", doi: "10.1038/srep38214"),
        evidence: Evidence(
            .twoSources, .high, ["a health page with both equations", "two public programs with the same constants"]),
        disagreements: [
            "It estimates the area of visceral fat by regression and is negative in lean people; such values stay.",
            "The logarithm is of base 10 and of triglycerides in mmol/L.",
        ],
        formula: .of { age, waist, bmi, triglycerides, hdl, male in
            let logTriglycerides = log10(triglycerides)
            let menBody: Lanes = 0.68 * age + 0.03 * bmi + 4.00 * waist
            let men: Lanes = menBody - 267.93 + 22.00 * logTriglycerides - 16.32 * hdl
            let womenBody: Lanes = 1.71 * age + 4.23 * bmi + 1.12 * waist
            let women: Lanes = womenBody - 187.32 + 39.76 * logTriglycerides - 11.66 * hdl
            return chosen(male, men, women)
        })

    /// The cardiometabolic index.
    static let cardiometabolic = Index(
        id: "cmi", name: "Cardiometabolic index", family: .anthropometric,
        inputs: [
            IndexInput(.triglycerides, .millimolesPerLitre), IndexInput(.hdl, .millimolesPerLitre),
            IndexInput(.waist, .centimetres), IndexInput(.height, .centimetres),
        ],
        unit: "mol/mol", text: "(triglycerides [mmol/L] / HDL [mmol/L]) x (waist / height)",
        direction: .moreResistant, result: .positive(),
        cutoffs: [
            Cutoff(
                "women 0.799, men 1.625 by mass (0.349 and 0.709 in the unit used here)",
                "hyperglycaemia in Japanese workers, n 10,196", "Wakabayashi and Daimon 2015, unit inferred"),
            Cutoff(
                "women 0.800, men 1.748 by mass (0.349 and 0.763 in the unit used here)",
                "diabetes in Japanese workers, n 10,196", "Wakabayashi and Daimon 2015, unit inferred"),
        ],
        citation: Citation(
            "Wakabayashi I, Daimon T", 2015, "Clin Chim Acta 438:274", doi: "10.1016/j.cca.2014.08.042"),
        evidence: Evidence(
            .conflicting, .medium,
            ["abstract of Wakabayashi and Daimon 2015, without units", "two public programs differ in the unit"]),
        disagreements: [
            "The abstract gives no unit; its limits fit mg/dL only, while other programs insist on mmol/L, as here. By "
                + "mass the index is 2.2904 times larger."
        ],
        formula: .of { triglycerides, hdl, waist, height in (triglycerides / hdl) * (waist / height) })
}
