import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// Insulin resistance of adipose tissue.
    static let adipoIR = Index(
        id: "adipo_ir", name: "Adipo-IR", family: .adipose,
        inputs: [IndexInput(.freeFattyAcids, .millimolesPerLitre), IndexInput(.insulin, .picomolesPerLitre)],
        unit: "mmol/L pmol/L", text: "free fatty acids [mmol/L] x insulin [pmol/L]",
        direction: .moreResistant, result: .positive(),
        cutoffs: [
            Cutoff(
                "9.3 mmol/L uU/mL (55.8 in the unit used here)", "dysglycaemia in young people, n 205",
                "Diabetes Care 2019 42:265")
        ],
        citation: Citation("Gastaldelli A et al.", 2007, "Gastroenterology 133:496"),
        evidence: Evidence(
            .programAgrees, .high,
            [
                "HealthMarkers and InsuSensCalc agree up to the unit of insulin",
                "abstract of Sondergaard et al. 2017, J Clin Endocrinol Metab 102:1193",
            ]),
        disagreements: [
            "Most papers take insulin in pmol/L, as here; programs and one limit take uU/mL, 6.00 times smaller.",
            "HealthMarkers returns the negative.",
        ],
        formula: .of { freeFattyAcids, insulin in freeFattyAcids * insulin })
}
