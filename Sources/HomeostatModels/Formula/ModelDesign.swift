import HomeostatCohort
import HomeostatNumerics

/// A formula with what it has learnt from data: knots, centres, polynomials, levels. Applied to other rows it gives
/// the columns of the same model.
///
/// Everything is fitted to the rows used, that is those which lack nothing. (R fits it to all rows in which that one
/// variable has a value, whether they are used or not.)
public struct ModelDesign: Sendable {
    /// The formula.
    public let formula: ModelFormula
    /// The name of each column: "(Intercept)", "bmi", "race[4]", "bmi:race[4]", "rcs(bmi, 4)[2]".
    public let columnNames: [String]
    /// For each column the place of its term in ``ModelFormula/terms``, nil for the intercept.
    public let termOfColumn: [Int?]
    /// How each categorical variable of the terms is coded, in the order of the text.
    public let categories: [Category]

    /// A categorical variable of a model.
    public struct Category: Sendable, Hashable {
        /// As tables name it: "race", "C(race, ref = 3)".
        public let label: String
        /// What it is computed from, where that is one column: "race".
        public let columnName: String?
        /// The levels among the rows used, in their order.
        public let levels: [String]
        /// The one that the others are compared with.
        public let reference: String
        /// Levels that the source knows and no row used has: they have no column.
        public let unusedLevels: [String]
    }

    /// For each variable of the formula what was fitted; nil for those in no term.
    private let variables: [FittedVariable?]
    private let plan: DesignPlan

    /// A design with more numbers than this exceeds the memory of most machines (16 GiB).
    private static let elementLimit = 1 << 31

    /// Fits what the terms of a formula need to all rows of a source that have a value of each of them.
    ///
    /// - Throws: ``FormulaError``, also where no row is left.
    public init(_ formula: ModelFormula, fitting source: any VariableSource) throws(FormulaError) {
        var evaluator = ColumnEvaluator(
            source, text: formula.source, ledger: AbsenceLedger(rowCount: source.rowCount))
        let columns = try Self.raw(formula, &evaluator)
        let rows = evaluator.ledger.usedRows
        try evaluator.ledger.requireRows(rows, formula.source)
        self = try ModelDesign(formula, columns, rows: rows)
    }

    /// - Parameters:
    ///   - columns: for each variable of the formula its values in all rows; nil for those in no term.
    ///   - rows: those used.
    init(_ formula: ModelFormula, _ columns: [RawColumn?], rows: [Int]) throws(FormulaError) {
        self.formula = formula
        var fitted: [FittedVariable?] = []
        for (variable, column) in zip(formula.variables, columns) {
            fitted.append(
                try column.map { column throws(FormulaError) in
                    try FittedVariable(variable, column, rows: rows, in: formula.source)
                })
        }
        variables = fitted
        guard
            let plan = DesignPlan(
                variables: fitted, variablesOfTerm: formula.variablesOfTerm, hasIntercept: formula.hasIntercept,
                limit: Self.elementLimit / max(1_000, rows.count))
        else {
            throw FormulaError(
                .tooLarge, "the design of \(rows.count) rows has more columns than memory can hold",
                in: formula.source, at: 0..<formula.text.count)
        }
        self.plan = plan
        columnNames = plan.columns.map(\.name)
        termOfColumn = plan.columns.map(\.term)
        categories = fitted.compactMap { variable in
            guard let variable, let levels = variable.levels else { return nil }
            return Category(
                label: variable.variable.label, columnName: variable.variable.expression.columnName,
                levels: levels.names, reference: levels.names[levels.reference], unusedLevels: levels.unused)
        }
    }

    /// The values of the variables that stand in terms.
    static func raw(
        _ formula: ModelFormula, _ evaluator: inout ColumnEvaluator
    ) throws(FormulaError) -> [RawColumn?] {
        let inTerms = Set(formula.variablesOfTerm.joined())
        var columns = [RawColumn?](repeating: nil, count: formula.variables.count)
        for place in columns.indices where inTerms.contains(place) {
            columns[place] = try evaluator.raw(formula.variables[place])
        }
        return columns
    }

    /// The columns of the model for other rows, for predictions. The response is not needed.
    ///
    /// A row that lacks a value is left out, with its cause; so is one whose level the model has not seen:
    /// `unknownCode`.
    public func rows(of source: any VariableSource) throws(FormulaError) -> DesignRows {
        var evaluator = ColumnEvaluator(
            source, text: formula.source, ledger: AbsenceLedger(rowCount: source.rowCount))
        let columns = try Self.raw(formula, &evaluator)
        for (variable, column) in zip(variables, columns) {
            guard let variable, let column, let levels = variable.levels else { continue }
            guard let codes = levels.codes(column) else {
                throw FormulaError(
                    levels.values == nil ? .notCategorical : .notNumeric,
                    "\(variable.variable.label) held \(levels.values == nil ? "text" : "numbers") when the model "
                        + "was fitted, and now holds the other", in: formula.source, at: variable.variable.range,
                    column: variable.variable.expression.columnName)
            }
            let absent = column.absence
            evaluator.ledger.record(variable.variable.label, key: "level") { row in
                codes[row] < 0 && !absent(row) ? .unknownCode : nil
            }
        }
        let offset = try Self.offset(formula.offsetExpressions, &evaluator)
        let rows = evaluator.ledger.usedRows
        return DesignRows(
            rows: rows, matrix: try matrix(columns.map { $0?.selecting(rows) }, rowCount: rows.count),
            offset: offset?.selecting(rows).values, dropped: evaluator.ledger.causes,
            droppedCount: evaluator.ledger.droppedCount)
    }

    /// The sum of some offsets in every row; nil where there is none.
    static func offset(
        _ expressions: [NumericExpression], _ evaluator: inout ColumnEvaluator
    ) throws(FormulaError) -> EvaluatedColumn? {
        var sum: EvaluatedColumn?
        for expression in expressions {
            let next = try evaluator.evaluate(expression)
            sum = sum.map { evaluator.sum($0, next) } ?? next
        }
        return sum
    }

    /// The design of rows that have a value of each variable.
    func matrix(_ columns: [RawColumn?], rowCount: Int) throws(FormulaError) -> DesignMatrix {
        let made = plan.fill(variables, columns, rowCount: rowCount)
        if let place = made.matrix.elements.firstIndex(where: { !$0.isFinite }) {
            let column = plan.columns[place / rowCount]
            let first = column.parts.first.flatMap { formula.variables[$0.variable].range }
            throw FormulaError(
                .tooLarge, "\(column.name) exceeds the range of numbers", in: formula.source,
                at: first ?? 0..<formula.text.count)
        }
        return DesignMatrix(
            matrix: made.matrix, remainder: made.remainder, columnNames: columnNames, terms: formula.terms,
            termOfColumn: termOfColumn)
    }
}

/// The rows of a design for data other than it was fitted to.
public struct DesignRows: Sendable, Hashable {
    /// The rows of the source that have a value of each variable, from 0; one for each row of the matrix.
    public let rows: [Int]
    /// The columns of the model.
    public let matrix: DesignMatrix
    /// The sum of the offsets of each row; nil where the formula has none.
    public let offset: [Double]?
    /// Why other rows are left out.
    public let dropped: [DroppedRows]
    /// The number of rows left out.
    public let droppedCount: Int
}

extension AbsenceLedger {
    /// An error where no row is left, which says what the others lack.
    func requireRows(_ rows: [Int], _ text: FormulaText) throws(FormulaError) {
        guard rows.isEmpty else { return }
        var help = causes.map { "\($0.variable): \($0.cause.name) \($0.count)" }
        if outsideCount > 0 { help.append("outside the subset: \(outsideCount)") }
        let all = isOutside.count
        throw FormulaError(
            .noRows, all == 0 ? "the data have no rows" : "none of \(all) rows has a value of every variable",
            in: text, at: 0..<text.text.count, help: help)
    }
}
