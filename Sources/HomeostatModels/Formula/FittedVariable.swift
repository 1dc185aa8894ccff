import HomeostatCohort

/// A variable with what it has learnt from the rows it was fitted to.
struct FittedVariable: Sendable {
    enum Coding: Sendable {
        case number
        case basis(FittedBasis)
        case levels(LevelCoding)
    }

    let variable: FormulaVariable
    let coding: Coding

    /// More levels than this, in more than every second row a new one, are no categories.
    private static let levelLimit = 100

    /// Fits a variable to rows that all have a value.
    init(
        _ variable: FormulaVariable, _ column: RawColumn, rows: [Int], in text: FormulaText
    ) throws(FormulaError) {
        self.variable = variable
        func refuse(
            _ reason: FormulaError.Reason, _ message: String, _ range: Range<Int>? = nil, help: [String] = []
        ) -> FormulaError {
            FormulaError(
                reason, message, in: text, at: range ?? variable.range, column: variable.expression.columnName,
                help: help)
        }
        switch (variable.kind, column) {
        case (.plain, .numbers): coding = .number
        case (.basis(_, let request), .numbers(let numbers)):
            let values = numbers.selecting(rows).values
            coding = .basis(
                try FittedBasis(request, fitting: values) { why in refuse(.tooFewValues, "\(variable.label) \(why)") })
        case (.basis, .texts): throw refuse(.notNumeric, "\(variable.label) needs numbers")
        case (.plain, .texts), (.categorical, _):
            var levels = LevelCoding(column, rows: rows)
            guard levels.names.count > 1 else {
                let only = levels.names.first.map { ", \"\($0)\"" } ?? ""
                throw refuse(
                    .singleLevel, "\(variable.label) has one level only in the \(rows.count) rows used\(only)",
                    help: ["leave it out, or look at the rows dropped and the subset"])
            }
            guard levels.names.count <= Self.levelLimit || levels.names.count * 2 <= rows.count else {
                throw refuse(
                    .tooManyLevels,
                    "\(variable.label) has \(levels.names.count) levels in \(rows.count) rows: an identity, or numbers?"
                )
            }
            if case .categorical(_, let reference?) = variable.kind {
                guard let place = levels.names.firstIndex(of: reference.name) else {
                    let isKnown = levels.unused.contains(reference.name)
                    let shown = levels.names.prefix(20).joined(separator: ", ")
                    throw refuse(
                        .unknownLevel,
                        isKnown
                            ? "no row used has the reference level \"\(reference.name)\""
                            : "\"\(reference.name)\" is no level of \(variable.expression.label)",
                        reference.range,
                        help: ["levels are \(shown)" + (levels.names.count > 20 ? " and more" : "")])
                }
                levels.reference = place
            }
            coding = .levels(levels)
        }
    }

    /// The number of levels, where it is categorical.
    var levels: LevelCoding? {
        if case .levels(let levels) = coding { levels } else { nil }
    }

    /// The number of columns that a variable of numbers has, and what stands behind the label in their names.
    func suffixes() -> [String] {
        switch coding {
        case .number: return [""]
        case .basis(let basis):
            let probe = EvaluatedColumn(values: [0], isAbsent: [])
            return basis.suffixes(count: basis.columns(at: probe).count)
        case .levels: return []
        }
    }
}
