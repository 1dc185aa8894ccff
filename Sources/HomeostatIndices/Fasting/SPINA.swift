import HomeostatCohort
import HomeostatNumerics

private let dietrich2022 = Citation(
    "Dietrich JW et al.", 2022, "Sci Rep 12:17659", doi: "10.1038/s41598-022-22531-3")

/// The constants of the model: Dietrich et al. 2022.
private enum Spina {
    /// Clearance exponents of insulin and of glucose [1/s].
    static let betaI = 3.4e-3
    static let betaG = 7.1e-4
    /// Dilution factors of insulin and of glucose [1/L].
    static let alphaI = 0.2
    static let alphaG = 0.11
    /// Half-maximal concentration of glucose at the beta cell and of insulin at its receptor [mol/L].
    static let dBeta = 7e-3
    static let dR = 1.6e-9
    /// Constitutive glucose production [mol/s].
    static let production = 150e-6
    /// Gain of the effector [s/mol].
    static let gE = 50.0
}

/// The secretory capacity of the beta cells [pmol/s] from glucose [mmol/L] and insulin [pmol/L].
@inline(__always)
private func secretoryCapacity(_ glucose: Lanes, _ insulin: Lanes) -> Lanes {
    let g = glucose * 1e-3
    return Spina.betaI * insulin * (Spina.dBeta + g) / (Spina.alphaI * g)
}

/// The gain of the insulin receptor [mol/s] from glucose [mmol/L] and insulin [pmol/L], never below zero.
@inline(__always)
private func receptorGain(_ glucose: Lanes, _ insulin: Lanes) -> Lanes {
    let g = glucose * 1e-3
    let i = insulin * 1e-12
    let appearance = Spina.alphaG * Spina.production * (Spina.dR + i) / (Spina.betaG * Spina.gE * i * g)
    let gain = appearance - Spina.dR / (Spina.gE * i) - 1 / Spina.gE
    return gain.replacing(with: 0, where: gain .< 0)
}

extension Index {
    /// The secretory capacity of pancreatic beta cells.
    static let spinaGBeta = Index(
        id: "spina_gbeta", name: "SPINA-GBeta", family: .secretion,
        inputs: [IndexInput(.glucose, .millimolesPerLitre), IndexInput(.insulin, .picomolesPerLitre)],
        unit: "pmol/s", text: "0.017 x insulin [pmol/L] x (7 + glucose [mmol/L]) / glucose [mmol/L]",
        direction: .moreSecretion, result: .positive(),
        cutoffs: [Cutoff("0.64 to 3.73 pmol/s", "reference range", "encyclopaedia entry on SPINA-GBeta")],
        citation: dietrich2022,
        evidence: Evidence(
            .programAgrees, .high, ["SPINA (Python) agrees on 117 people to 1e-15", "SPINA (R), printed example"]),
        examples: [
            WorkedExample(
                [.init(.glucose, 4.34, .millimolesPerLitre), .init(.insulin, 63.01, .picomolesPerLitre)],
                gives: 2.7988635483871, within: 5e-14, source: "read-me of the R package SPINA"),
            WorkedExample(
                [.init(.glucose, 4.34, .millimolesPerLitre), .init(.insulin, 63.01, .picomolesPerLitre)],
                gives: 2.8, within: 0.05, source: "test scenario 100 of SPINA (Pascal)"),
        ],
        formula: .of { glucose, insulin in secretoryCapacity(glucose, insulin) })

    /// The gain of the insulin receptor.
    static let spinaGR = Index(
        id: "spina_gr", name: "SPINA-GR", family: .fasting,
        inputs: [IndexInput(.glucose, .millimolesPerLitre), IndexInput(.insulin, .picomolesPerLitre)],
        unit: "mol/s",
        text: "0.11 x 150e-6 x (1.6e-9 + I) / (7.1e-4 x 50 x I x G) - 1.6e-9 / (50 x I) - 1/50, insulin I and glucose "
            + "G in mol/L; zero where this is negative",
        direction: .moreSensitive,
        cutoffs: [Cutoff("1.41 to 9.00 mol/s", "reference range", "encyclopaedia entry on SPINA-GR")],
        citation: dietrich2022,
        evidence: Evidence(
            .programAgrees, .high, ["SPINA (Python) agrees on 117 people to 1e-15", "SPINA (Pascal), source read"]),
        disagreements: [
            "The R package SPINA 5.1.0 loses the term -1/50 because its statement ends at a line break: every value, "
                + "and the column SPINA_GR of its data set, is 0.02 too high.",
            "The same package does not replace negative values by zero.",
        ],
        examples: [
            WorkedExample(
                [.init(.glucose, 4.34, .millimolesPerLitre), .init(.insulin, 63.01, .picomolesPerLitre)],
                gives: 2.3, within: 0.05, source: "test scenario 100 of SPINA (Pascal)"),
            WorkedExample(
                [.init(.glucose, 4.34, .millimolesPerLitre), .init(.insulin, 63.01, .picomolesPerLitre)],
                gives: 2.29865876698364, within: 5e-14,
                source: "read-me of the R package SPINA, which prints 2.31865876698364, less the 0.02 that it loses"),
        ],
        formula: .of { glucose, insulin in receptorGain(glucose, insulin) })

    /// The static disposition index: capacity times gain.
    static let spinaDI = Index(
        id: "spina_di", name: "SPINA-DI", family: .disposition,
        inputs: [IndexInput(.glucose, .millimolesPerLitre), IndexInput(.insulin, .picomolesPerLitre)],
        text: "SPINA-GBeta x SPINA-GR",
        direction: .betterCompensation,
        cutoffs: [Cutoff("4.01 to 7.65", "reference range", "no text read", isVerified: false)],
        citation: Citation("Dietrich JW et al.", 2024, "J Diabetes 16:e13525", doi: "10.1111/1753-0407.13525"),
        evidence: Evidence(.programAgrees, .high, ["SPINA (Python) agrees on 117 people to 1e-15"]),
        disagreements: ["It inherits the fault of SPINA-GR in the R package SPINA 5.1.0."],
        formula: .of { glucose, insulin in
            secretoryCapacity(glucose, insulin) * receptorGain(glucose, insulin)
        })
}
