import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// The lipid accumulation product.
    static let lipidAccumulation = Index(
        id: "lap", name: "Lipid accumulation product", family: .anthropometric,
        inputs: [
            IndexInput(.waist, .centimetres), IndexInput(.triglycerides, .millimolesPerLitre),
            IndexInput(.sex, .none),
        ],
        unit: "cm mmol/L",
        text: "men (waist [cm] - 65) x triglycerides [mmol/L]; women (waist [cm] - 58) x triglycerides [mmol/L]",
        direction: .moreResistant, result: .positive(),
        citation: Citation("Kahn HS", 2005, "BMC Cardiovasc Disord 5:26", doi: "10.1186/1471-2261-5-26"),
        evidence: Evidence(
            .programAgrees, .high,
            ["HealthMarkers agrees to 1e-9", "SurInsulot, source read; it agrees on one person to six digits"]),
        disagreements: [
            "At a waist of 65 cm (men) or 58 cm (women) and below the product is zero or negative, which has no "
                + "meaning: no value is given here, other programs give the number."
        ],
        examples: [.surInsulot(.waist, .triglycerides, .sex, gives: 59.2751, within: 5e-5)],
        formula: .of { waist, triglycerides, male in (waist - chosen(male, 65, 58)) * triglycerides })
}
