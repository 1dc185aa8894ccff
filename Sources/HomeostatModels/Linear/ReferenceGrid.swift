import HomeostatNumerics

/// The balanced reference grid of a model: a row for every combination of the levels of its categorical variables, with
/// numeric variables at their means over the rows used (without weights), as in emmeans.
///
/// ```swift
/// let grid = try ReferenceGrid(frame, of: cohort)
/// let means = try model.marginalMeans(try grid.groups(of: "race"))
/// ```
///
/// A transformed variable, `log(bmi)` or `rcs(bmi, 4)`, is transformed at the mean of the variable.
///
/// Source: as for ``LinearModel/marginalMeans(_:covariance:level:)``.
public struct ReferenceGrid: Sendable {
    /// A variable whose levels the grid has all of.
    public struct Factor: Sendable, Hashable {
        /// The column of the source.
        public let columnName: String
        /// In their order in the model.
        public let levels: [String]
    }

    /// The categorical variables, in the order in which the formula names them.
    public let factors: [Factor]
    /// The rows: the columns of the design.
    public let rows: DesignMatrix
    /// For each row the place of its level, factor by factor.
    public let levelsOfRow: [[Int]]
    private let formula: ModelFormula

    /// The most rows that a grid may have.
    private static let rowLimit = 100_000

    /// Makes the grid of a model.
    ///
    /// - Parameters:
    ///   - frame: of the model.
    ///   - source: what the frame was read from.
    /// - Throws: ``FormulaError`` for a grid of more than 100,000 rows.
    public init(_ frame: ModelFrame, of source: any VariableSource) throws(FormulaError) {
        formula = frame.formula
        var factors: [Factor] = []
        for category in frame.model.categories {
            guard let name = category.columnName, !factors.contains(where: { $0.columnName == name }) else { continue }
            factors.append(Factor(columnName: name, levels: category.levels))
        }
        let isFactor = Set(factors.map(\.columnName))
        for name in frame.formula.columnNames where !isFactor.contains(name) {
            // Text that only a condition uses, as in I(sex == "f"), is a factor as well.
            guard case .categorical(let texts) = source.variable(named: name) else { continue }
            let used = Set(frame.rows.map { texts.codes[$0] }.filter { $0 >= 0 }).sorted()
            factors.append(Factor(columnName: name, levels: used.map { texts.levels[Int($0)] }))
        }
        self.factors = factors
        var combinations: [[Int]] = [[]]
        for factor in factors {
            combinations = combinations.flatMap { row in factor.levels.indices.map { row + [$0] } }
            guard combinations.count <= Self.rowLimit else {
                throw FormulaError(
                    .tooLarge, "the reference grid has more than \(Self.rowLimit) rows", in: frame.formula.source,
                    at: 0..<frame.formula.text.count)
            }
        }
        levelsOfRow = combinations
        let table = Self.table(frame, source, factors, combinations)
        rows = try frame.model.rows(of: table).matrix
    }

    private static func table(
        _ frame: ModelFrame, _ source: any VariableSource, _ factors: [Factor], _ combinations: [[Int]]
    ) -> VariableTable {
        var table = VariableTable(rowCount: combinations.count)
        for name in frame.formula.columnNames {
            guard let variable = source.variable(named: name) else { continue }
            let place = factors.firstIndex { $0.columnName == name }
            switch (variable, place) {
            case (.categorical(let texts), let place?):
                let codes = combinations.map { row -> Int32 in
                    let level = factors[place].levels[row[place]]
                    return Int32(texts.levels.firstIndex(of: level) ?? -1)
                }
                table.set(name, .categorical(CategoricalVariable(levels: texts.levels, codes: codes)))
            case (.numeric, let place?):
                table.set(name, combinations.map { Double(factors[place].levels[$0[place]]) })
            case (.numeric(let numbers), nil):
                var sum = CompensatedSum()
                for row in frame.rows { sum.add(numbers.values[row]) }
                let mean = sum.value / Double(frame.rows.count)
                table.set(name, [Double?](repeating: mean, count: combinations.count))
            case (.categorical, nil): continue
            }
        }
        return table
    }

    /// The rows of each level of a factor, for marginal means.
    ///
    /// - Parameter columnName: of the factor.
    /// - Throws: ``FormulaError`` where the model has no such factor.
    public func groups(of columnName: String) throws(FormulaError) -> [MarginalGroup] {
        guard let place = factors.firstIndex(where: { $0.columnName == columnName }) else {
            throw FormulaError(
                .notCategorical, "the model has no categorical variable \(columnName)", in: formula.source,
                at: 0..<formula.text.count, column: columnName,
                help: ["it has: \(factors.map(\.columnName).joined(separator: ", "))"])
        }
        let columns = Array(0..<rows.columnCount)
        return factors[place].levels.enumerated().map { level, name in
            let own = levelsOfRow.indices.filter { levelsOfRow[$0][place] == level }
            return MarginalGroup(
                label: "\(columnName) = \(name)", rows: rows.matrix.selecting(rows: own, columns: columns))
        }
    }
}

extension LinearModel {
    /// Fits a model to a frame: its design, response, weights and offset.
    ///
    /// - Throws: ``LinearModelError``; a weight of zero is one: leave such rows out by the frame's subset.
    public init(
        _ frame: ModelFrame, rankTolerance: Double? = nil, precision: LinearModelPrecision = .automatic
    ) throws(LinearModelError) {
        try self.init(
            frame.design, response: frame.response, responseRemainder: frame.responseRemainder, weights: frame.weights,
            offset: frame.offset, offsetRemainder: frame.offsetRemainder, rankTolerance: rankTolerance,
            precision: precision)
    }
}
