/// The factors between mass and molar units, each with its name.
///
/// A result records the factors that it was made with. The defaults are those that the published formulas were made
/// with: HOMA's 405 is 22.5 x 18.0.
public struct ConversionFactors: Sendable, Hashable {
    /// mg/dL of glucose in one mmol/L. 18.0 in every published index; 18.0156 follows from 180.156 g/mol.
    public var glucose: Double
    /// pmol/L of insulin in one uU/mL. 6.00 by the WHO standard (Knopp et al. 2019, Biochem Med 29:030701).
    public var insulin: Double
    /// nmol/L of C-peptide in one ng/mL: 1 / 3.02029, from the molar mass of 3020.29 g/mol.
    public var cPeptide: Double
    /// mg/dL of triglycerides in one mmol/L.
    public var triglycerides: Double
    /// mg/dL of cholesterol, HDL cholesterol included, in one mmol/L.
    public var cholesterol: Double
    /// HbA1c NGSP % = slope x IFCC mmol/mol + intercept (Hoelzel et al. 2004, Clin Chem 50:166).
    public var hba1cSlope: Double
    /// The intercept of that equation, in NGSP %.
    public var hba1cIntercept: Double

    /// Factors of a user's own; those left out are the published ones.
    public init(
        glucose: Double = 18.0, insulin: Double = 6.00, cPeptide: Double = 0.33109403,
        triglycerides: Double = 88.57, cholesterol: Double = 38.67, hba1cSlope: Double = 0.09148,
        hba1cIntercept: Double = 2.152
    ) {
        self.glucose = glucose
        self.insulin = insulin
        self.cPeptide = cPeptide
        self.triglycerides = triglycerides
        self.cholesterol = cholesterol
        self.hba1cSlope = hba1cSlope
        self.hba1cIntercept = hba1cIntercept
    }

    /// The factors of the published formulas.
    public static let published = ConversionFactors()
}

/// The one arithmetic step from the unit of a column to the unit that a formula declares.
public enum UnitConversion: Sendable, Hashable {
    case identity
    case multiply(by: Double)
    /// Division is not replaced by a product with the reciprocal: 100 mg/dL / 18 is then the correctly rounded quotient.
    case divide(by: Double)
    /// scale x value + offset.
    case affine(scale: Double, offset: Double)
    /// (value - offset) / scale: the inverse of ``affine(scale:offset:)``.
    case inverseAffine(scale: Double, offset: Double)

    /// The converted value. Not-a-number stays not-a-number.
    @inlinable
    public func callAsFunction(_ value: Double) -> Double {
        switch self {
        case .identity: value
        case .multiply(let factor): value * factor
        case .divide(let factor): value / factor
        case .affine(let scale, let offset): scale * value + offset
        case .inverseAffine(let scale, let offset): (value - offset) / scale
        }
    }

    /// The conversion of a quantity between two of its units.
    ///
    /// - Returns: `nil` where the quantity is not measured in one of the units.
    public init?(_ quantity: Quantity, from source: Unit, to target: Unit, factors: ConversionFactors = .published) {
        guard quantity.units.contains(source), quantity.units.contains(target) else { return nil }
        if source == target {
            self = .identity
            return
        }
        switch (quantity, source, target) {
        case (.glucose, .milligramsPerDecilitre, _), (.normalGlucose, .milligramsPerDecilitre, _):
            self = .divide(by: factors.glucose)
        case (.glucose, _, _), (.normalGlucose, _, _): self = .multiply(by: factors.glucose)
        case (.insulin, .microunitsPerMillilitre, _), (.normalInsulin, .microunitsPerMillilitre, _):
            self = .multiply(by: factors.insulin)
        case (.insulin, _, _), (.normalInsulin, _, _): self = .divide(by: factors.insulin)
        case (.triglycerides, .milligramsPerDecilitre, _): self = .divide(by: factors.triglycerides)
        case (.triglycerides, _, _): self = .multiply(by: factors.triglycerides)
        case (.hdl, .milligramsPerDecilitre, _), (.totalCholesterol, .milligramsPerDecilitre, _):
            self = .divide(by: factors.cholesterol)
        case (.hdl, _, _), (.totalCholesterol, _, _): self = .multiply(by: factors.cholesterol)
        case (.hba1c, .millimolesPerMole, _):
            self = .affine(scale: factors.hba1cSlope, offset: factors.hba1cIntercept)
        case (.hba1c, _, _): self = .inverseAffine(scale: factors.hba1cSlope, offset: factors.hba1cIntercept)
        case (.cPeptide, .nanogramsPerMillilitre, .nanomolesPerLitre): self = .multiply(by: factors.cPeptide)
        case (.cPeptide, .nanogramsPerMillilitre, _): self = .multiply(by: factors.cPeptide * 1000)
        case (.cPeptide, .nanomolesPerLitre, .nanogramsPerMillilitre): self = .divide(by: factors.cPeptide)
        case (.cPeptide, .nanomolesPerLitre, _): self = .multiply(by: 1000)
        case (.cPeptide, .picomolesPerLitre, .nanogramsPerMillilitre): self = .divide(by: factors.cPeptide * 1000)
        case (.cPeptide, .picomolesPerLitre, _): self = .divide(by: 1000)
        case (.freeFattyAcids, .micromolesPerLitre, _), (.normalFreeFattyAcids, .micromolesPerLitre, _):
            self = .divide(by: 1000)
        case (.freeFattyAcids, _, .micromolesPerLitre), (.normalFreeFattyAcids, _, .micromolesPerLitre):
            self = .multiply(by: 1000)
        case (.freeFattyAcids, _, _), (.normalFreeFattyAcids, _, _): self = .identity
        case (.height, .centimetres, _), (.waist, .centimetres, _), (.hip, .centimetres, _): self = .divide(by: 100)
        case (.height, _, _), (.waist, _, _), (.hip, _, _): self = .multiply(by: 100)
        case (.fastingTime, .minutes, _): self = .divide(by: 60)
        case (.fastingTime, _, _): self = .multiply(by: 60)
        default: return nil
        }
    }
}
