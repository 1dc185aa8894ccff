import HomeostatCohort
import HomeostatNumerics

/// (waist / (2 pi))^2 / (0.5 x height)^2 is (waist / height)^2 over this.
private let piSquared = Double.pi * Double.pi

extension Index {
    /// Body mass index, from weight and height.
    static let bodyMass = Index(
        id: "bmi", name: "Body mass index", family: .anthropometric, sampling: .anyTime,
        inputs: [IndexInput(.weight, .kilograms), IndexInput(.height, .metres)],
        unit: "kg/m2", text: "weight [kg] / height [m]^2",
        direction: .moreAdipose, result: .positive(plausible: 10...80),
        cutoffs: [
            Cutoff("25 overweight, 30 obese", "adults", "World Health Organization"),
            Cutoff("23 and 27.5", "Asian adults", "World Health Organization", isVerified: false),
        ],
        citation: Citation("World Health Organization", 2000, "Technical Report Series 894"),
        evidence: Evidence(.byDefinition, .high, ["the definition"]),
        disagreements: [
            "This index is computed from weight and height. An index that needs the body mass index takes the column "
                + "of that name where there is one, and weight and height where there is none.",
            "Height in cm makes the result 10,000 times too small.",
        ],
        formula: .of { weight, height in weight / (height * height) })

    /// Waist-to-height ratio.
    static let waistToHeight = Index(
        id: "whtr", name: "Waist-to-height ratio", family: .anthropometric, sampling: .anyTime,
        inputs: [IndexInput(.waist, .centimetres), IndexInput(.height, .centimetres)],
        text: "waist / height",
        direction: .moreAdipose, result: .positive(),
        cutoffs: [
            Cutoff("0.5", "adults", "Ashwell 1995", isVerified: false),
            Cutoff(
                "0.52 by the metabolic syndrome", "Mexican adults with type 1 diabetes",
                "Diabetol Metab Syndr 2014 6:32"),
        ],
        citation: Citation("Ashwell M", 1995, "journal not checked"),
        evidence: Evidence(.byDefinition, .high, ["the definition"]),
        disagreements: ["HealthMarkers 0.1.2 divides cm by m: 100 times too large."],
        formula: .of { waist, height in waist / height })

    /// Waist-to-hip ratio.
    static let waistToHip = Index(
        id: "whr", name: "Waist-to-hip ratio", family: .anthropometric, sampling: .anyTime,
        inputs: [IndexInput(.waist, .centimetres), IndexInput(.hip, .centimetres)],
        text: "waist / hip",
        direction: .moreAdipose, result: .positive(),
        cutoffs: [
            Cutoff("0.90 (men), 0.85 (women)", "adults", "World Health Organization 2008", isVerified: false)
        ],
        citation: Citation("World Health Organization", 2008, "Expert consultation on waist and waist-hip ratio"),
        evidence: Evidence(.byDefinition, .high, ["the definition"]),
        formula: .of { waist, hip in waist / hip })

    /// The body roundness index.
    static let bodyRoundness = Index(
        id: "bri", name: "Body roundness index", family: .anthropometric, sampling: .anyTime,
        inputs: [IndexInput(.waist, .centimetres), IndexInput(.height, .centimetres)],
        text: "364.2 - 365.5 x sqrt(1 - (waist / (2 pi))^2 / (0.5 x height)^2)",
        direction: .moreAdipose,
        citation: Citation("Thomas DM et al.", 2013, "Obesity 21:2264", doi: "10.1002/oby.20408"),
        evidence: Evidence(
            .twoSources, .high, ["several public programs", "the equivalent form (waist / (pi x height))^2 in others"]),
        disagreements: [
            "HealthMarkers 0.1.2 divides by 2 pi times the height and takes cm over m; others square 0.5 x height "
                + "wrongly.",
            "The root is of a negative number where the waist exceeds pi times the height; no value is given there.",
        ],
        formula: .of { waist, height in
            let ratio = waist / height
            return 364.2 - 365.5 * (1 - ratio * ratio / piSquared).squareRoot()
        })

    /// A body shape index.
    static let bodyShape = Index(
        id: "absi", name: "A body shape index", family: .anthropometric, sampling: .anyTime,
        inputs: [
            IndexInput(.waist, .metres), IndexInput(.height, .metres), IndexInput(.bmi, .kilogramsPerSquareMetre),
        ],
        parts: [.naturalLogarithm(.bmi, .kilogramsPerSquareMetre)],
        unit: "m^(11/6) kg^(-2/3)",
        text: "waist [m] / (body mass index [kg/m2]^(2/3) x height [m]^(1/2))",
        direction: .moreAdipose, result: .positive(),
        cutoffs: [
            Cutoff("> 0.083 higher mortality, 0.091 doubled", "adults in the USA", "encyclopaedia entry on the index")
        ],
        citation: Citation(
            "Krakauer NY, Krakauer JC", 2012, "PLoS One 7:e39504", doi: "10.1371/journal.pone.0039504"),
        evidence: Evidence(
            .twoSources, .high, ["encyclopaedia entry, in metres", "introduction of Park et al. 2018"]),
        disagreements: ["The waist is in metres: programs that take cm, as HealthMarkers, return 100 times the value."],
        formula: .of { waist, height, _, lnBMI in waist / (exp(2.0 / 3.0 * lnBMI) * height.squareRoot()) })

    /// The weight-adjusted waist index.
    static let weightAdjustedWaist = Index(
        id: "wwi", name: "Weight-adjusted waist index", family: .anthropometric, sampling: .anyTime,
        inputs: [IndexInput(.waist, .centimetres), IndexInput(.weight, .kilograms)],
        unit: "cm/sqrt(kg)", text: "waist [cm] / sqrt(weight [kg])",
        direction: .moreAdipose, result: .positive(),
        cutoffs: [Cutoff(">= 11.33 by mortality", "adults in the USA, 2005 to 2014", "Han et al. 2023, Clinics 78")],
        citation: Citation("Park Y et al.", 2018, "Sci Rep 8:16753", doi: "10.1038/s41598-018-35073-4"),
        evidence: Evidence(.read, .high, ["abstract of Park et al. 2018"]),
        formula: .of { waist, weight in waist / weight.squareRoot() })
}
