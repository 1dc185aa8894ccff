import HomeostatCohort

extension WorkedExample {
    /// The synthetic person whose indices the tests of SurInsulot, an R package, print to six digits. They were
    /// computed by a second program of its authors, in Python.
    private static let syntheticPerson: [Value] = [
        Value(.glucose, 100, .milligramsPerDecilitre), Value(.insulin, 12, .microunitsPerMillilitre),
        Value(.cPeptide, 0.6, .nanomolesPerLitre), Value(.triglycerides, 150, .milligramsPerDecilitre),
        Value(.hdl, 45, .milligramsPerDecilitre), Value(.bmi, 30, .kilogramsPerSquareMetre),
        Value(.waist, 100, .centimetres), Value(.hip, 105, .centimetres), Value(.height, 170, .centimetres),
        Value(.age, 55, .years), Value(.sex, 1, .none), Value(.hypertension, 1, .none), Value(.hba1c, 7, .percent),
        Value(.adiponectin, 8, .microgramsPerMillilitre), Value(.normalGlucose, 5.08, .millimolesPerLitre),
        Value(.normalInsulin, 9.46, .microunitsPerMillilitre),
    ]

    /// An index of the synthetic person of SurInsulot.
    ///
    /// - Parameters:
    ///   - quantities: those that the index takes.
    ///   - expected: as printed.
    ///   - tolerance: half a unit of the last of six digits.
    static func surInsulot(_ quantities: Quantity..., gives expected: Double, within tolerance: Double) -> WorkedExample
    {
        WorkedExample(
            syntheticPerson.filter { quantities.contains($0.quantity) }, gives: expected, within: tolerance,
            source: "synthetic person in the tests of SurInsulot")
    }
}
