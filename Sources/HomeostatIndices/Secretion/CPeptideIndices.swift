import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// The fasting C-peptide index.
    static let cPeptideToGlucose = Index(
        id: "cpi_fasting", name: "C-peptide index", family: .secretion,
        inputs: [IndexInput(.cPeptide, .nanogramsPerMillilitre), IndexInput(.glucose, .milligramsPerDecilitre)],
        unit: "ng/mL per mg/dL x 100", text: "100 x C-peptide [ng/mL] / glucose [mg/dL]",
        direction: .moreSecretion, result: .positive(),
        cutoffs: [
            Cutoff("< 0.8: insulin needed", "Japanese adults with type 2 diabetes", "two Japanese calculators"),
            Cutoff(
                ">= 1.2: tablets may do", "Japanese adults with type 2 diabetes", "two Japanese calculators"),
        ],
        citation: Citation("Funakoshi S et al.", 2011, "J Diabetes Investig 2"),
        evidence: Evidence(
            .twoSources, .high,
            ["abstract 1553-P, Diabetes 2023 72(S1)", "a Japanese calculator that cites Funakoshi et al. 2011"]),
        disagreements: [
            "SPINA's CGR is 1000 x C-peptide [nmol/L] / glucose [mg/dL]; SurInsulot calls an increment ratio cpi.",
            "With C-peptide in nmol/L it is 3.02 times too small.",
        ],
        formula: .of { cPeptide, glucose in 100 * cPeptide / glucose })

    /// The secretory units of islets in transplantation.
    static let suit = Index(
        id: "suit", name: "SUIT index", family: .secretion,
        inputs: [
            IndexInput(.cPeptide, .nanomolesPerLitre),
            IndexInput(.glucose, .millimolesPerLitre, domain: .above(3.43), otherwise: .pole),
        ],
        unit: "%", text: "250 x C-peptide [nmol/L] / (glucose [mmol/L] - 3.43)",
        direction: .moreSecretion, result: .positive(),
        cutoffs: [
            Cutoff("> 28: no insulin needed", "after islet transplantation", "Cell Transplant 2008"),
            Cutoff(
                "about 50 with tablets, about 20 with insulin", "Japanese adults with type 2 diabetes",
                "Japanese calculator"),
        ],
        citation: Citation("Yamada Y et al.", 2006, "Diabetes Res Clin Pract 74"),
        evidence: Evidence(.read, .high, ["abstract of Yamada et al. 2006, with the molar form"]),
        disagreements: [
            "The form in mg/dL, 1500 x C-peptide [ng/mL] / (glucose [mg/dL] - 61.7), is a rounded conversion and 0.7 % "
                + "higher.",
            "SUITO, 1500 x C-peptide [ng/mL] / (glucose [mg/dL] - 63), is another index.",
            "The formula divides by zero at 3.43 mmol/L (61.7 mg/dL); no value is given at or below it.",
        ],
        formula: .of { cPeptide, glucose in 250 * cPeptide / (glucose - 3.43) })

    /// The score of beta-cell graft function.
    static let beta2 = Index(
        id: "beta2", name: "BETA-2 score", family: .secretion,
        inputs: [
            IndexInput(.cPeptide, .nanomolesPerLitre),
            IndexInput(.dailyDosePerKilogram, .unitsPerKilogram, domain: .within(0...1)),
            IndexInput(.glucose, .millimolesPerLitre), IndexInput(.hba1c, .percent),
        ],
        text: "1000 x sqrt(C-peptide [nmol/L]) x (1 - daily dose [U/kg/d]) / (glucose [mmol/L] x HbA1c [%, NGSP])",
        direction: .moreSecretion,
        cutoffs: [Cutoff(">= 20: graft function", "after islet transplantation", "no text read", isVerified: false)],
        citation: Citation("Forbes S et al.", 2016, "Am J Transplant 16:2704", doi: "10.1111/ajt.13807"),
        evidence: Evidence(
            .oneSource, .medium,
            ["quoted from memory; the abstract of Forbes et al. 2016 confirms the inputs and their units only"]),
        disagreements: [
            "Above 1 U/kg/d the formula turns negative, which the score has no meaning for: no value is given there."
        ],
        formula: .of { cPeptide, dose, glucose, hba1c in
            let secretion: Lanes = cPeptide.squareRoot() * (1 - dose)
            return 1000 * secretion / (glucose * hba1c)
        })

    /// The molar ratio of proinsulin to insulin.
    static let proinsulinRatio = Index(
        id: "proinsulin_ratio", name: "Proinsulin/insulin", family: .secretion,
        inputs: [IndexInput(.proinsulin, .picomolesPerLitre), IndexInput(.insulin, .picomolesPerLitre)],
        unit: "mol/mol", text: "proinsulin [pmol/L] / insulin [pmol/L]",
        direction: .moreStress, result: .positive(),
        cutoffs: [
            Cutoff("0.04 to 0.31", "lean Japanese adults with normal tolerance", "Kawazu et al. 2009")
        ],
        citation: Citation("Kahn SE et al.", 1995, "journal not checked"),
        evidence: Evidence(.byDefinition, .high, ["the definition", "abstract of Kawazu et al. 2009"]),
        disagreements: [
            "Assays of intact and of total proinsulin differ, and insulin assays may measure proinsulin as well.",
            "Some papers print the ratio in per cent.",
        ],
        formula: .of { proinsulin, insulin in proinsulin / insulin })

    /// The molar ratio of C-peptide to insulin.
    static let cPeptideToInsulin = Index(
        id: "cp_ins_fasting", name: "C-peptide/insulin", family: .clearance,
        inputs: [IndexInput(.cPeptide, .picomolesPerLitre), IndexInput(.insulin, .picomolesPerLitre)],
        unit: "mol/mol", text: "C-peptide [pmol/L] / insulin [pmol/L]",
        direction: .moreClearance, result: .positive(),
        cutoffs: [Cutoff("about 5 to 7", "healthy adults, fasting", "secondary summary", isVerified: false)],
        citation: Citation("Polonsky KS, Rubenstein AH", 1984, "Diabetes 33"),
        evidence: Evidence(
            .byDefinition, .high,
            ["the definition", "Piccinini and Bergman 2020, Diabetes Care 43:2296, as a surrogate of clearance"]),
        disagreements: ["SurInsulot gives the inverse.", "The ratio holds in a steady state only."],
        formula: .of { cPeptide, insulin in cPeptide / insulin })
}
