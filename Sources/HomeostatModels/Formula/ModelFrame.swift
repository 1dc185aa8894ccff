import HomeostatCohort
import HomeostatNumerics

/// The rows that a model is fitted to: response, design, weights, clusters and offset of the rows that lack nothing,
/// and what became of the others.
///
/// ```swift
/// let formula = try ModelFormula("log(homa_ir) ~ bmi + C(race, ref = 3)")
/// let frame = try ModelFrame(formula, of: cohort, roles: ModelRoles(weights: "wt", subset: "age >= 20"))
/// frame.design.columnNames   // ["(Intercept)", "bmi", "C(race, ref = 3)[1]", ...]
/// frame.dropped              // bmi: missing 12; log(homa_ir): out_of_domain 3
/// ```
public struct ModelFrame: Sendable {
    /// The formula with what it has learnt from the rows used, to be applied to others.
    public let model: ModelDesign
    /// The design: one row for each row used.
    public let design: DesignMatrix
    /// The response of each row used. A response of text with two levels is 0 for the first and 1 for the second.
    public let response: [Double]
    /// What the exact response exceeds ``response`` by; nil where nothing is known beyond the Doubles.
    public let responseRemainder: [Double]?
    /// The levels that 0 and 1 stand for, where the response is text or `C()`.
    public let responseLevels: [String]?
    /// The weight of each row used, zero or more; nil where none are given.
    public let weights: [Double]?
    /// The cluster of each row used; nil where none are given.
    public let clusters: Clusters?
    /// The sum of the offsets of each row used, of the formula and of ``ModelRoles/offset``; nil where there is none.
    public let offset: [Double]?
    /// What the exact offset exceeds ``offset`` by; nil where nothing is known beyond the Doubles.
    public let offsetRemainder: [Double]?
    /// The rows used: their places in the source, from 0, rising.
    public let rows: [Int]
    /// Why rows of the subset are left out, by variable.
    public let dropped: [DroppedRows]
    /// The number of rows of the subset that are left out.
    public let droppedCount: Int
    /// The number of rows that the subset does not have.
    public let outsideCount: Int

    /// The clusters of the rows used.
    public struct Clusters: Sendable, Hashable {
        /// For each row its cluster, from 0 in the order of their first rows.
        public let ofRow: [Int]
        /// The name of each cluster: its value, or its values joined by ":".
        public let names: [String]
    }

    /// The formula.
    public var formula: ModelFormula { model.formula }

    /// Reads what a model needs from a source.
    ///
    /// - Parameters:
    ///   - formula: with a response.
    ///   - source: the columns.
    ///   - roles: weights, clusters, offset and subset.
    /// - Throws: ``FormulaError``: a column that there is not, text where numbers are needed, one level only, no row
    ///   left, and all other reasons why there is no model.
    public init(
        _ formula: ModelFormula, of source: any VariableSource, roles: ModelRoles = ModelRoles()
    ) throws(FormulaError) {
        guard let responseVariable = formula.response else { throw .withoutResponse(formula) }
        var reader = RoleReader(source, try Self.ledger(of: source, subset: roles))
        var evaluator = ColumnEvaluator(source, text: formula.source, ledger: reader.ledger)
        let rawResponse = try evaluator.raw(responseVariable)
        let rawColumns = try ModelDesign.raw(formula, &evaluator)
        var offset = try ModelDesign.offset(formula.offsetExpressions, &evaluator)
        reader.ledger = evaluator.ledger
        if let further = try reader.numbers(try roles.parsed(roles.offset, "offset").first, roles.offset, "offset") {
            offset = offset.map { evaluator.sum($0, further) } ?? further
        }
        let weights = try reader.weights(roles)
        let clusters = try reader.clusters(roles)
        let rows = reader.ledger.usedRows
        try reader.ledger.requireRows(rows, formula.source)
        model = try ModelDesign(formula, rawColumns, rows: rows)
        design = try model.matrix(rawColumns.map { $0?.selecting(rows) }, rowCount: rows.count)
        (response, responseRemainder, responseLevels) = try Self.response(
            responseVariable, rawResponse, rows, formula.source)
        self.weights = weights?.selecting(rows).values
        self.clusters = clusters.map { RoleReader.clusters($0, rows) }
        let usedOffset = offset?.selecting(rows)
        self.offset = usedOffset?.values
        offsetRemainder = usedOffset?.remainders
        self.rows = rows
        dropped = reader.ledger.causes
        droppedCount = reader.ledger.droppedCount
        outsideCount = reader.ledger.outsideCount
    }

    /// The ledger of a model that is about a subset: its rows are counted apart, whatever else they lack.
    private static func ledger(
        of source: any VariableSource, subset roles: ModelRoles
    ) throws(FormulaError) -> AbsenceLedger {
        var ledger = AbsenceLedger(rowCount: source.rowCount)
        var reader = RoleReader(source, ledger)
        if let condition = try reader.numbers(
            try roles.parsed(roles.subset, "subset").first, roles.subset, "subset")
        {
            ledger.exclude(
                condition.values.indices.map { row in
                    condition.values[row] == 0 || (!condition.isAbsent.isEmpty && condition.isAbsent[row])
                })
        }
        return ledger
    }

    private static func response(
        _ variable: FormulaVariable, _ column: RawColumn, _ rows: [Int], _ text: FormulaText
    ) throws(FormulaError) -> (values: [Double], remainders: [Double]?, levels: [String]?) {
        if case .plain = variable.kind, case .numbers(let numbers) = column {
            let used = numbers.selecting(rows)
            return (used.values, used.remainders, nil)
        }
        let fitted = try FittedVariable(variable, column, rows: rows, in: text)
        if case .basis(let basis) = fitted.coding, case .numbers(let numbers) = column {
            return (basis.columns(at: numbers.selecting(rows))[0].values, nil, nil)
        }
        guard let levels = fitted.levels, levels.names.count == 2, let codes = levels.codes(column.selecting(rows))
        else {
            let count = fitted.levels?.names.count ?? 0
            throw FormulaError(
                .responseLevels, "the response \(variable.label) has \(count) levels: a model needs two, or numbers",
                in: text, at: variable.range, column: variable.expression.columnName)
        }
        let reference = Int32(levels.reference)
        let names = levels.reference == 0 ? levels.names : levels.names.reversed()
        return (codes.map { $0 == reference ? 0 : 1 }, nil, names)
    }
}
