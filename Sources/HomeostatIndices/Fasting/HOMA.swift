import HomeostatCohort
import HomeostatNumerics

extension Citation {
    static let matthews1985 = Citation(
        "Matthews DR et al.", 1985, "Diabetologia 28:412", doi: "10.1007/BF00280883")
}

/// HOMA-IR from glucose [mmol/L] and insulin [uU/mL].
@inline(__always)
func homaInsulinResistance(_ glucose: Lanes, _ insulin: Lanes) -> Lanes { glucose * insulin / 22.5 }

/// HOMA-%B from glucose [mmol/L], which must exceed 3.5, and insulin [uU/mL].
@inline(__always)
func homaBetaCell(_ glucose: Lanes, _ insulin: Lanes) -> Lanes { 20 * insulin / (glucose - 3.5) }

extension Index {
    /// The homeostasis model assessment of insulin resistance, in its first form.
    static let homaIR = Index(
        id: "homa_ir", name: "HOMA-IR", family: .fasting,
        inputs: [IndexInput(.glucose, .millimolesPerLitre), IndexInput(.insulin, .microunitsPerMillilitre)],
        text: "glucose [mmol/L] x insulin [uU/mL] / 22.5 (= glucose [mg/dL] x insulin [uU/mL] / 405)",
        direction: .moreResistant,
        result: .positive(plausible: 0...50),
        cutoffs: [
            Cutoff(
                "> 4.65, or > 3.60 with body mass index > 27.5 kg/m2", "2,321 clamps in Europe, San Antonio and Pima",
                "Stern et al. 2005, Diabetes 54:333"),
            Cutoff(">= 2.5", "convention", "Lipids Health Dis 2010 9:138"),
            Cutoff(
                "3.46 (90th percentile); 2.05 by the metabolic syndrome", "Spanish adults, n 2,459",
                "Gayoso-Diz et al. 2013, BMC Endocr Disord 13:47"),
            Cutoff(
                "1.775 without diabetes; 3.875 to 4.325 with it, by the metabolic syndrome", "Iranian adults, n 3,071",
                "Esteghamati et al. 2010"),
            Cutoff(
                "2.72 (75th percentile), 3.71 (90th)", "healthy adults of Mexico City",
                "Decaro-Fragoso et al. 2025"),
            Cutoff("3.99", "not stated in what was read", "BMJ 2005 330:1363"),
            Cutoff("3.8", "Spanish adults", "Ascaso et al. 2003", isVerified: false),
        ],
        citation: .matthews1985,
        evidence: Evidence(
            .programAgrees, .high,
            [
                "tabletools and vmtools agree to 1e-9; SPINA (Python) agrees on 117 people to 1e-15",
                "Hanley et al. 2003, Diabetes 52:463, table 2",
            ]),
        disagreements: [
            "InsuSensCalc 0.0.1 and HealthMarkers 0.1.2 put mg/dL into the form with 22.5: 18 times too large.",
            "The divisor 405 assumes 18.0 mg/dL per mmol/L; with 18.0156 the result differs by 0.09 %.",
            "Some papers print insulin / (22.5 x exp(-ln glucose)), which is the same formula.",
            "Published limits run from 1.8 to 4.7: they belong to their population and to their insulin assay.",
        ],
        examples: [
            WorkedExample(
                [
                    .init(.glucose, 120, .milligramsPerDecilitre), .init(.insulin, 15, .microunitsPerMillilitre),
                ],
                gives: 4.44, within: 0.005, source: "worked example in a published list of metabolic formulas"),
            .surInsulot(.glucose, .insulin, gives: 2.96296, within: 5e-6),
        ],
        formula: .of { glucose, insulin in homaInsulinResistance(glucose, insulin) })

    /// The natural logarithm of HOMA-IR.
    static let logHomaIR = Index(
        id: "log_homa_ir", name: "ln HOMA-IR", family: .fasting,
        inputs: [IndexInput(.glucose, .millimolesPerLitre), IndexInput(.insulin, .microunitsPerMillilitre)],
        text: "ln(glucose [mmol/L] x insulin [uU/mL] / 22.5)",
        direction: .moreResistant,
        citation: .matthews1985,
        evidence: Evidence(.byDefinition, .high, ["the natural logarithm of homa_ir"]),
        disagreements: [
            "Papers that say log HOMA-IR mean ln or log10 and often do not say which: log10 is ln / 2.302585."
        ],
        formula: .of(.naturalLogarithm, { glucose, insulin in homaInsulinResistance(glucose, insulin) }))

    /// HOMA1 insulin sensitivity in per cent.
    static let homaS = Index(
        id: "homa_s", name: "HOMA1-%S", family: .fasting,
        inputs: [IndexInput(.glucose, .millimolesPerLitre), IndexInput(.insulin, .microunitsPerMillilitre)],
        unit: "%", text: "100 / HOMA-IR = 2250 / (glucose [mmol/L] x insulin [uU/mL])",
        direction: .moreSensitive, result: .positive(),
        cutoffs: [Cutoff("100 %", "a healthy young adult, by construction", "Matthews et al. 1985", isVerified: false)],
        citation: .matthews1985,
        evidence: Evidence(.byDefinition, .high, ["100 times the reciprocal of homa_ir"]),
        disagreements: [
            "tabletools and SPINA return the fraction 1/HOMA-IR and not per cent.",
            "This is the first form; the per cent sensitivity of the computer model of 1998 is another number.",
        ],
        formula: .of { glucose, insulin in 100 / homaInsulinResistance(glucose, insulin) })

    /// HOMA1 beta-cell function in per cent.
    static let homaB = Index(
        id: "homa_b", name: "HOMA1-%B", family: .secretion,
        inputs: [
            IndexInput(.glucose, .millimolesPerLitre, domain: .above(3.5), otherwise: .pole),
            IndexInput(.insulin, .microunitsPerMillilitre),
        ],
        unit: "%",
        text: "20 x insulin [uU/mL] / (glucose [mmol/L] - 3.5) = 360 x insulin [uU/mL] / (glucose [mg/dL] - 63)",
        direction: .moreSecretion, result: .positive(),
        cutoffs: [Cutoff("100 %", "a healthy young adult, by construction", "Matthews et al. 1985", isVerified: false)],
        citation: .matthews1985,
        evidence: Evidence(
            .programAgrees, .high,
            ["tabletools and vmtools agree to 1e-9", "SurInsulot, source read; it agrees on one person to six digits"]),
        disagreements: [
            "The formula divides by zero at 3.5 mmol/L (63 mg/dL) and has no meaning at or below it: SPINA gives "
                + "not-a-number there, vmtools infinity, tabletools a negative value."
        ],
        examples: [.surInsulot(.glucose, .insulin, gives: 116.757, within: 5e-4)],
        formula: .of { glucose, insulin in homaBetaCell(glucose, insulin) })

    /// HOMA beta-cell function for the degree of insulin resistance.
    static let homaDI = Index(
        id: "homa_di", name: "HOMA disposition index", family: .disposition,
        inputs: [
            IndexInput(.glucose, .millimolesPerLitre, domain: .above(3.5), otherwise: .pole),
            IndexInput(.insulin, .microunitsPerMillilitre),
        ],
        text: "HOMA1-%B / HOMA-IR (= 450 / (glucose x (glucose - 3.5)) in mmol/L)",
        direction: .betterCompensation, result: .positive(),
        citation: .matthews1985,
        evidence: Evidence(.byDefinition, .medium, ["the ratio of homa_b and homa_ir"]),
        disagreements: [
            "Insulin cancels: the index depends on fasting glucose alone and says nothing of secretion beyond it.",
            "Some papers give HOMA1-%B x HOMA1-%S / 100, which is the same number.",
        ],
        formula: .of { glucose, insulin in
            homaBetaCell(glucose, insulin) / homaInsulinResistance(glucose, insulin)
        })

    /// HOMA-IR divided by adiponectin.
    static let homaAdiponectin = Index(
        id: "homa_ad", name: "HOMA-AD", family: .fasting,
        inputs: [
            IndexInput(.glucose, .millimolesPerLitre), IndexInput(.insulin, .microunitsPerMillilitre),
            IndexInput(.adiponectin, .microgramsPerMillilitre),
        ],
        text: "glucose [mmol/L] x insulin [uU/mL] / (22.5 x adiponectin [ug/mL])",
        direction: .moreResistant, result: .positive(),
        cutoffs: [
            Cutoff(
                ">= 0.95", "Brazilian women, hyperglycaemic clamp, n 49", "Vilela et al. 2016, PLoS One (BRAMS)"),
            Cutoff(
                ">= 0.51", "the same study, earlier report", "Diabetol Metab Syndr 2015 7(S1):A135"),
        ],
        citation: Citation("Matsuhisa M et al.", 2007, "Diabetes Res Clin Pract 77:151"),
        evidence: Evidence(
            .twoSources, .high,
            [
                "an abstract in Horm Metab Res prints the formula with its units",
                "SurInsulot, source read; it agrees on one person to six digits",
            ]),
        disagreements: [
            "Some papers leave out 22.5, and some use high-molecular-weight instead of total adiponectin: each is "
                + "another scale."
        ],
        examples: [.surInsulot(.glucose, .insulin, .adiponectin, gives: 0.37037, within: 5e-7)],
        formula: .of { glucose, insulin, adiponectin in
            homaInsulinResistance(glucose, insulin) / adiponectin
        })
}
