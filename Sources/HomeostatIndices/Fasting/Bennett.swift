import HomeostatCohort
import HomeostatNumerics

private let anderson1995 = Citation("Anderson RL et al.", 1995, "Am J Epidemiol 142:724")

private let bennettInputs = [
    IndexInput(.glucose, .milligramsPerDecilitre, domain: .above(1), otherwise: .pole),
    IndexInput(.insulin, .microunitsPerMillilitre, domain: .above(1), otherwise: .pole),
]

private let bennettDisagreements = [
    "The form 1/(log insulin x log glucose) is agreed; the base of the logarithm and the unit of glucose are not. "
        + "InsuSensCalc and HealthMarkers take ln and mg/dL, SurInsulot ln and mmol/L, and a published table that "
        + "writes ln for another index writes log for this one, which hints at base 10.",
    "The base only scales the result (log10 form = 5.3019 x ln form); the unit of glucose changes the order of people.",
    "Each factor has a pole where its logarithm is zero, at 1 uU/mL of insulin; no value is given at or below it.",
]

extension Index {
    /// The Bennett index, in the reading that most programs take: natural logarithms, mg/dL.
    static let bennett = Index(
        id: "bennett", name: "Bennett index", family: .fasting, inputs: bennettInputs,
        text: "1 / (ln(insulin [uU/mL]) x ln(glucose [mg/dL])), as bennett_ln",
        direction: .moreSensitive, result: .positive(otherwise: .pole),
        citation: anderson1995,
        evidence: Evidence(
            .conflicting, .low,
            [
                "InsuSensCalc and HealthMarkers agree with ln and mg/dL; SurInsulot takes mmol/L",
                "Hanley et al. 2003, Diabetes 52:463, table 2, gives the form without base and unit",
            ]),
        disagreements: bennettDisagreements,
        formula: .of { glucose, insulin in 1 / (log(insulin) * log(glucose)) })

    /// The Bennett index with natural logarithms.
    static let bennettNatural = Index(
        id: "bennett_ln", name: "Bennett index, natural logarithms", family: .fasting, inputs: bennettInputs,
        text: "1 / (ln(insulin [uU/mL]) x ln(glucose [mg/dL]))",
        direction: .moreSensitive, result: .positive(otherwise: .pole),
        citation: anderson1995,
        evidence: Evidence(.conflicting, .low, ["InsuSensCalc agrees to 1e-9; HealthMarkers, source read"]),
        disagreements: bennettDisagreements, variantOf: "bennett",
        formula: .of { glucose, insulin in 1 / (log(insulin) * log(glucose)) })

    /// The Bennett index with decimal logarithms.
    static let bennettDecimal = Index(
        id: "bennett_log10", name: "Bennett index, decimal logarithms", family: .fasting, inputs: bennettInputs,
        text: "1 / (log10(insulin [uU/mL]) x log10(glucose [mg/dL]))",
        direction: .moreSensitive, result: .positive(otherwise: .pole),
        citation: anderson1995,
        evidence: Evidence(.conflicting, .low, ["bennett_ln times ln(10)^2, by definition"]),
        disagreements: bennettDisagreements, variantOf: "bennett",
        formula: .of { glucose, insulin in 1 / (log10(insulin) * log10(glucose)) })
}
