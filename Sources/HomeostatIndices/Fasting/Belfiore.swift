import HomeostatCohort
import HomeostatNumerics

private let belfiore1998 = Citation(
    "Belfiore F et al.", 1998, "Mol Genet Metab 63:134", doi: "10.1006/mgme.1997.2658")

extension Index {
    /// The basal insulin sensitivity index of Belfiore, on glucose.
    static let belfioreBasal = Index(
        id: "belfiore_basal", name: "Belfiore index, basal glucose", family: .fasting,
        inputs: [
            IndexInput(.glucose, .millimolesPerLitre), IndexInput(.insulin, .microunitsPerMillilitre),
            IndexInput(.normalGlucose, .millimolesPerLitre), IndexInput(.normalInsulin, .microunitsPerMillilitre),
        ],
        text: "2 / ((insulin / normal insulin) x (glucose / normal glucose) + 1)",
        direction: .moreSensitive, result: .positive(),
        cutoffs: [Cutoff("1 is normal; 0 to 2", "by construction", "Belfiore et al. 1998")],
        citation: belfiore1998,
        evidence: Evidence(
            .read, .high,
            ["abstract of Belfiore et al. 1998", "Hanley et al. 2003, Diabetes 52:463, table 2"]),
        disagreements: [
            "HealthMarkers, InsuSensCalc and tabletools leave out the normal values, so that the result falls to "
                + "between 1e-2 and 1e-8.",
            "The normal values must be given with --normal-glucose and --normal-insulin; means of the cohort are "
                + "never taken, for a person's index must not depend on who else is in the file.",
            "Two programs quote 5.08 mmol/L of glucose and 65.71 pmol/L of insulin (9.46 uU/mL at 6.945) as the "
                + "normal values of 1998.",
        ],
        examples: [.surInsulot(.glucose, .insulin, .normalGlucose, .normalInsulin, gives: 0.837785, within: 5e-7)],
        formula: .of { glucose, insulin, normalGlucose, normalInsulin in
            2 / ((insulin / normalInsulin) * (glucose / normalGlucose) + 1)
        })

    /// The basal insulin sensitivity index of Belfiore, on free fatty acids.
    static let belfioreFreeFattyAcids = Index(
        id: "belfiore_ffa", name: "Belfiore index, free fatty acids", family: .adipose,
        inputs: [
            IndexInput(.insulin, .microunitsPerMillilitre), IndexInput(.freeFattyAcids, .millimolesPerLitre),
            IndexInput(.normalInsulin, .microunitsPerMillilitre),
            IndexInput(.normalFreeFattyAcids, .millimolesPerLitre),
        ],
        text: "2 / ((insulin / normal insulin) x (free fatty acids / normal free fatty acids) + 1)",
        direction: .moreSensitive, result: .positive(),
        cutoffs: [Cutoff("1 is normal; 0 to 2", "by construction", "Belfiore et al. 1998")],
        citation: belfiore1998,
        evidence: Evidence(
            .twoSources, .medium,
            ["a public method specification with the same form", "the glucose form, read in the abstract"]),
        disagreements: [
            "HealthMarkers leaves out the normal values and returns the negative.",
            "Areas need the normal areas: the basal normal values must not be mixed with areas of a tolerance test.",
        ],
        formula: .of { insulin, freeFattyAcids, normalInsulin, normalFreeFattyAcids in
            2 / ((insulin / normalInsulin) * (freeFattyAcids / normalFreeFattyAcids) + 1)
        })
}
