import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// Triglycerides over HDL cholesterol, by mass.
    static let triglyceridesToHDL = Index(
        id: "tg_hdl", name: "Triglycerides/HDL cholesterol", family: .lipid,
        inputs: [IndexInput(.triglycerides, .milligramsPerDecilitre), IndexInput(.hdl, .milligramsPerDecilitre)],
        unit: "mg/mg", text: "triglycerides [mg/dL] / HDL [mg/dL]",
        direction: .moreResistant, result: .positive(),
        cutoffs: [
            Cutoff(
                ">= 3.0", "258 people without diabetes, body mass index >= 25 kg/m2, USA", "McLaughlin et al. 2003"),
            Cutoff("men 2.967, women 2.237", "Chinese adults", "Lipids Health Dis 2019"),
            Cutoff(
                "men > 3.5, women > 2.5", "Mexican students of 17 to 24 years",
                "Murguia-Romero et al. 2013, J Lipid Res 54:2795"),
        ],
        citation: Citation(
            "McLaughlin T et al.", 2003, "Ann Intern Med 139:802", doi: "10.7326/0003-4819-139-10-200311180-00007"),
        evidence: Evidence(
            .programAgrees, .high, ["HealthMarkers agrees to 1e-9", "abstract of McLaughlin et al. 2003"]),
        disagreements: [
            "The ratio of mmol/L is the ratio of mg/dL divided by 2.2904: limits carry their unit.",
            "McLaughlin et al. print 1.8 in SI units beside 3.0 in traditional ones, which do not agree (3.0 is 1.31).",
        ],
        examples: [.surInsulot(.triglycerides, .hdl, gives: 3.33333, within: 5e-6)],
        formula: .of { triglycerides, hdl in triglycerides / hdl })

    /// The atherogenic index of plasma.
    static let atherogenicity = Index(
        id: "aip", name: "Atherogenic index of plasma", family: .lipid,
        inputs: [IndexInput(.triglycerides, .millimolesPerLitre), IndexInput(.hdl, .millimolesPerLitre)],
        text: "log10(triglycerides [mmol/L] / HDL [mmol/L])",
        direction: .moreResistant,
        cutoffs: [
            Cutoff("< 0.11 low, 0.11 to 0.21 intermediate, > 0.21 high risk", "adults", "calculator of the authors")
        ],
        citation: Citation(
            "Dobiasova M, Frohlich J", 2001, "Clin Biochem 34:583", doi: "10.1016/S0009-9120(01)00263-6"),
        evidence: Evidence(.read, .high, ["calculator of the authors, with its units"]),
        disagreements: [
            "It must be molar: mg/dL adds 0.3599.", "The logarithm is of base 10: ln gives 2.302585 times the value.",
        ],
        formula: .of(.decimalLogarithm, { triglycerides, hdl in triglycerides / hdl }))
}
