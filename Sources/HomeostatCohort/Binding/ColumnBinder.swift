/// Binds the columns of a file to quantities and units. Nothing here looks at a cell, and nothing is guessed.
///
/// What decides, from the strongest: `--map` and `--unit`; the preset; the name or header; the label of a variable. A
/// unit comes from the name, header, label, preset, unit row or unit column, and all of these must agree.
public enum ColumnBinder {
    /// The quantities that a column can stand for; the others are parameters of a formula.
    public static let bindable: [Quantity] = Quantity.allCases.filter { quantity in
        switch quantity {
        case .normalGlucose, .normalInsulin, .normalFreeFattyAcids, .variable: false
        default: true
        }
    }

    /// Binds the columns of a file.
    ///
    /// - Parameters:
    ///   - columns: the columns in the order of the file.
    ///   - options: what the user said about them.
    /// - Returns: every column, bound or not; what must be settled before it can be used stands in
    ///   ``ColumnBinding/unsettled``, see ``ColumnBinding/settle(_:timed:)``.
    /// - Throws: D204, D205, D206, D207 or D602 where an option cannot be followed.
    public static func bind(
        _ columns: [ColumnDescription], options: BindingOptions = BindingOptions()
    ) throws(Diagnostic) -> ColumnBinding {
        var pass = BindingPass(columns, options)
        try pass.recognise(mapped: try pass.mappedColumns())
        pass.attachUnitColumns()
        try pass.attachUnitOptions()
        pass.resolve()
        pass.identify()
        return pass.binding
    }
}

/// A column that may stand for a quantity.
struct BindingCandidate {
    /// A unit that something gives to the column.
    struct Claim {
        var unit: Unit
        var source: BindingSource
    }

    var column: Int
    var quantity: Quantity
    var minute: Int?
    var boundBy: BindingSource
    /// 0 for `--map`, then the preset's order; the rest is equal.
    var rank = Int.max
    var isTentative = false
    var claims: [Claim] = []
    var unitColumn: Int?
    /// A unit that nothing here knows, from the unit row or the label: months for an age.
    var foreignUnit: String?
    /// From `--unit`: it decides over every claim.
    var ordered: Unit?
    var sexCoding: SexCoding?

    var isMapped: Bool { rank == 0 }
    /// Whether formulas of one row may take it.
    var isFasting: Bool { (minute ?? 0) == 0 }

    /// The quantity in that unit. A mapped quantity is what the user says, and never a dose instead.
    func measured(in unit: Unit) -> Quantity? {
        isMapped ? (quantity.columnUnits.contains(unit) ? quantity : nil) : quantity.measured(in: unit)
    }

    /// The unit, or what is wrong with it.
    enum Outcome {
        case ready(UnitSource, BindingSource)
        case missing
        case wrong(Diagnostic)
    }

    func outcome(_ names: [String]) -> Outcome {
        if let ordered { return .ready(.fixed(ordered), .option) }
        if let foreignUnit {
            return .wrong(BindingProblem.unknownUnit(foreignUnit, column: names[column], quantity: quantity))
        }
        var said = claims.map { (text: $0.unit.symbol, source: $0.source, unit: Optional($0.unit)) }
        if let unitColumn { said.append((text: "the units of \(names[unitColumn])", source: .unitColumn, unit: nil)) }
        guard Set(said.map(\.unit)).count <= 1 else { return .wrong(BindingProblem.conflict(names[column], said)) }
        if let unitColumn { return .ready(.perRow(column: unitColumn), .unitColumn) }
        if let claim = claims.first {
            guard measured(in: claim.unit) != nil else {
                return .wrong(BindingProblem.wrongDimension(names[column], quantity, claim.unit, claim.source))
            }
            return .ready(.fixed(claim.unit), claim.source)
        }
        return quantity.hasConventionalUnit ? .ready(.fixed(quantity.columnUnits[0]), .convention) : .missing
    }
}
