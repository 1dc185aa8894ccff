/// The names by which columns bind to a quantity.
public struct QuantityNames: Sendable {
    /// Names that mean the quantity, in any case and with any separator.
    public let plain: [String]
    /// Names that count only where a unit, or the minutes of a sample, stands beside them.
    public let needUnit: [String]
    /// Names of one study, whose documentation gives the unit.
    public let coded: [CodedColumn]
}

extension Quantity {
    /// The names of columns that bind to the quantity; empty for a parameter that only an option gives.
    public var columnNames: QuantityNames {
        func names(_ table: [(quantity: Quantity, names: String)]) -> [String] {
            table.filter { $0.quantity == self }.flatMap { $0.names.split(separator: " ").map(String.init) }
        }
        return QuantityNames(
            plain: names(ColumnSynonyms.names), needUnit: names(ColumnSynonyms.tentative),
            coded: ColumnSynonyms.coded.filter { $0.quantity == self })
    }

    /// What one unit of the quantity is in another: the factor, its option and where it comes from.
    public func conversionText(_ factors: ConversionFactors = .published) -> String? {
        switch self {
        case .glucose, .normalGlucose:
            "1 mmol/L = \(shortestDecimal(factors.glucose)) mg/dL, the value of every published index; 18.0156 from "
                + "180.156 g/mol only with --glucose-factor 18.0156"
        case .insulin, .normalInsulin:
            "1 uU/mL = \(shortestDecimal(factors.insulin)) pmol/L (WHO standard; Knopp et al. 2019, Biochem Med "
                + "29:030701); 6.945 only with --insulin-factor 6.945"
        case .cPeptide: "1 ng/mL = \(shortestDecimal(factors.cPeptide)) nmol/L (3020.29 g/mol)"
        case .triglycerides: "1 mmol/L = \(shortestDecimal(factors.triglycerides)) mg/dL"
        case .hdl, .totalCholesterol: "1 mmol/L = \(shortestDecimal(factors.cholesterol)) mg/dL"
        case .hba1c:
            "NGSP % = \(shortestDecimal(factors.hba1cSlope)) x IFCC mmol/mol + "
                + "\(shortestDecimal(factors.hba1cIntercept)) (Hoelzel et al. 2004, Clin Chem 50:166)"
        case .freeFattyAcids, .normalFreeFattyAcids: "1 mmol/L = 1 mEq/L = 1000 umol/L"
        default: nil
        }
    }
}

/// The one of some names that a text most likely means; `nil` where none is near.
public func nearestName(to text: String, among names: [String]) -> String? {
    BindingProblem.nearest(to: text, among: names)
}
