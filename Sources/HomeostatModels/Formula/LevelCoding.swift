import HomeostatCohort

/// The values of a variable in every row of a source, before anything is fitted to them.
enum RawColumn {
    case numbers(EvaluatedColumn)
    case texts(CategoricalVariable)
}

/// The levels of a categorical variable among the rows used, and the reference among them.
struct LevelCoding: Sendable {
    /// In their order: that of the source for text, by value for numbers.
    let names: [String]
    /// The numbers that the levels are, rising; nil where they are text.
    let values: [Double]?
    /// The levels of the source that no row used has.
    let unused: [String]
    /// The place of the reference in ``names``.
    var reference = 0

    /// The levels that some rows have.
    init(_ column: RawColumn, rows: [Int]) {
        switch column {
        case .numbers(let numbers):
            let distinct = Set(rows.map { numbers.values[$0] }).sorted()
            values = distinct
            // Zero has two signs and one name.
            names = distinct.map { shortestDecimal($0 == 0 ? 0 : $0) }
            unused = []
        case .texts(let texts):
            var isUsed = [Bool](repeating: false, count: texts.levels.count)
            for row in rows { isUsed[Int(texts.codes[row])] = true }
            values = nil
            names = texts.levels.indices.filter { isUsed[$0] }.map { texts.levels[$0] }
            unused = texts.levels.indices.filter { !isUsed[$0] }.map { texts.levels[$0] }
        }
    }

    /// The place of each row's value among the levels; -1 for a value that is none of them. Nil where text stands for
    /// numbers, or numbers for text.
    func codes(_ column: RawColumn) -> [Int32]? {
        switch column {
        case .numbers(let numbers):
            guard let values else { return nil }
            let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, Int32($0)) })
            return numbers.values.map { places[$0] ?? -1 }
        case .texts(let texts):
            guard values == nil else { return nil }
            let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
            let translated = texts.levels.map { places[$0] ?? -1 }
            return texts.codes.map { translated.indices.contains(Int($0)) ? translated[Int($0)] : -1 }
        }
    }
}

extension ColumnEvaluator {
    /// The values of a variable: text where a column of text stands by itself or in `C()`, otherwise numbers.
    mutating func raw(_ variable: FormulaVariable) throws(FormulaError) -> RawColumn {
        let expression = variable.expression
        if case .basis = variable.kind { return .numbers(try evaluate(expression)) }
        return try raw(expression)
    }

    /// The values of an expression that may be a column of text.
    mutating func raw(_ expression: NumericExpression) throws(FormulaError) -> RawColumn {
        if let name = expression.columnName, case .categorical(let texts) = try column(name, expression.range) {
            return .texts(texts)
        }
        return .numbers(try evaluate(expression))
    }
}

extension RawColumn {
    /// Whether a row has no value.
    var absence: (Int) -> Bool {
        switch self {
        case .numbers(let numbers): { !numbers.isAbsent.isEmpty && numbers.isAbsent[$0] }
        case .texts(let texts): { !texts.causes.isEmpty && texts.causes[$0] != nil }
        }
    }

    /// The values of some rows, in their order.
    func selecting(_ rows: [Int]) -> RawColumn {
        switch self {
        case .numbers(let numbers): .numbers(numbers.selecting(rows))
        case .texts(let texts):
            .texts(
                rows.count == texts.codes.count
                    ? texts : CategoricalVariable(levels: texts.levels, codes: rows.map { texts.codes[$0] }))
        }
    }
}

extension EvaluatedColumn {
    /// The values of some rows, in their order.
    func selecting(_ rows: [Int]) -> EvaluatedColumn {
        guard rows.count != values.count else { return self }
        return EvaluatedColumn(
            values: rows.map { values[$0] }, remainders: remainders.map { low in rows.map { low[$0] } }, isAbsent: [])
    }
}
