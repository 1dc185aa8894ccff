/// What the user says about columns: `--map`, `--unit`, `--preset`, `--sex-codes`, and the unit row of the file.
public struct BindingOptions: Sendable {
    /// `--map glucose=glu_f`: the quantity, with minutes for a timed sample (`glucose_30`), and the column.
    public var map: [(quantity: String, column: String)]
    /// `--unit glu_f=mmol/L`. The left side is a column or, where no column has that name, a quantity, whose columns
    /// are then meant as far as they say no unit themselves.
    public var units: [(column: String, unit: String)]
    /// `--preset nhanes`.
    public var preset: Preset?
    /// `--sex-codes 1=male,2=female`.
    public var sexCodes: [Double: Sex]?
    /// The second line of the file, where it holds units; see ``looksLikeUnitRow(_:)``.
    public var unitRow: [String]?
    /// Whether the file is one of several that are joined. A column that `--map` or `--unit` names may then stand in
    /// another of them: what this file does not have is passed over here, and looked for in all of them later.
    var isOneOfSeveral = false

    /// What the user said; an argument that is left out says nothing of its columns.
    public init(
        map: [(quantity: String, column: String)] = [], units: [(column: String, unit: String)] = [],
        preset: Preset? = nil, sexCodes: [Double: Sex]? = nil, unitRow: [String]? = nil
    ) {
        self.map = map
        self.units = units
        self.preset = preset
        self.sexCodes = sexCodes
        self.unitRow = unitRow
    }
}
