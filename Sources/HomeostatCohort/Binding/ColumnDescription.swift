/// What is known of a column before any of its cells is read: the header of a text file, or a variable of a SAS, SPSS
/// or Stata file.
public struct ColumnDescription: Sendable {
    /// The header text, or the name of the variable.
    public var name: String
    /// The label of the variable, such as `Fasting Glucose (mg/dL)`. It may give the quantity and the unit.
    public var label: String?
    /// What the codes of the variable mean, such as 1 `male`.
    public var valueLabels: [(code: Double, label: String)]
    /// Whether cells are text; `nil` where the format does not say.
    public var isText: Bool?

    /// A column of which only the name need be known: a text file has neither labels nor types.
    public init(
        _ name: String, label: String? = nil, valueLabels: [(code: Double, label: String)] = [], isText: Bool? = nil
    ) {
        self.name = name
        self.label = label
        self.valueLabels = valueLabels
        self.isText = isText
    }
}
