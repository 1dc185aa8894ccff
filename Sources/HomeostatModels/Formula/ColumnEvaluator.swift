import HomeostatCohort
import HomeostatNumerics

/// The values of an expression, row by row.
struct EvaluatedColumn {
    /// One number for each row; without meaning where it is absent.
    var values: [Double]
    /// What the exact value exceeds ``values`` by; nil where nothing is known beyond the Doubles.
    var remainders: [Double]?
    /// Rows without a value; empty where all rows have one.
    var isAbsent: [Bool]
    /// The value, where it is the same number in all rows because the formula says so; the arrays are then empty.
    var constant: DoubleDouble?

    func exact(_ row: Int) -> DoubleDouble {
        if let constant { return constant }
        return DoubleDouble(high: values[row], low: remainders?[row] ?? 0)
    }

    func plain(_ row: Int) -> Double { constant?.high ?? values[row] }
}

/// Computes the expressions of a formula from the columns of a source, and takes down which rows have no value.
///
/// Where the source knows more of its columns than a Double holds, sums, products, quotients and whole powers are
/// formed in double-double, and comparisons are decided by the exact values.
struct ColumnEvaluator {
    let source: any VariableSource
    let text: FormulaText
    var ledger: AbsenceLedger
    private var fetched: [String: SourceVariable] = [:]
    /// Those of the fetched that are numbers.
    private var columns: [String: EvaluatedColumn] = [:]

    init(_ source: any VariableSource, text: FormulaText, ledger: AbsenceLedger) {
        self.source = source
        self.text = text
        self.ledger = ledger
    }

    /// A column of the source, its absent rows taken down.
    mutating func column(_ name: String, _ range: Range<Int>) throws(FormulaError) -> SourceVariable {
        if let known = fetched[name] { return known }
        guard let found = source.variable(named: name) else {
            let names = source.variableNames
            var help: [String] = []
            if let near = nearestName(to: name, among: names) { help.append("did you mean \(near)?") }
            let shown = names.prefix(20).joined(separator: ", ")
            if !names.isEmpty {
                help.append("columns are \(shown)" + (names.count > 20 ? " and \(names.count - 20) more" : ""))
            }
            throw FormulaError(
                .unknownColumn, "the data have no column \"\(name)\"", in: text, at: range, column: name, help: help)
        }
        switch found {
        case .numeric(let numbers):
            precondition(numbers.values.count == source.rowCount)
            columns[name] = take(numbers, name)
        case .categorical(let texts):
            precondition(texts.codes.count == source.rowCount)
            ledger.record(name) { texts.causes.isEmpty ? nil : texts.causes[$0] }
        }
        fetched[name] = found
        return found
    }

    /// A column of numbers with its absent rows, which are taken down.
    private mutating func take(_ numbers: NumericVariable, _ name: String) -> EvaluatedColumn {
        var column = EvaluatedColumn(values: numbers.values, remainders: numbers.remainders, isAbsent: [])
        guard !numbers.causes.isEmpty || !numbers.values.allSatisfy({ $0.isFinite }) else { return column }
        column.isAbsent = numbers.values.map { !$0.isFinite }
        for row in numbers.causes.indices where numbers.causes[row] != nil { column.isAbsent[row] = true }
        ledger.record(name) { row in
            if !numbers.causes.isEmpty, let cause = numbers.causes[row] { return cause }
            return numbers.values[row].isFinite ? nil : .notANumber
        }
        return column
    }

    /// The values of an expression in every row of the source.
    mutating func evaluate(_ expression: NumericExpression) throws(FormulaError) -> EvaluatedColumn {
        switch expression.operation {
        case .column(let name):
            guard case .numeric = try column(name, expression.range), let values = columns[name] else {
                throw FormulaError(
                    .notNumeric, "\(name) holds text where numbers are needed", in: text, at: expression.range,
                    column: name, help: ["a column of text stands by itself or in C(): its levels become columns"])
            }
            return values
        case .constant(let value): return EvaluatedColumn(values: [], isAbsent: [], constant: value)
        case .negated(let inner):
            let minusOne = EvaluatedColumn(values: [], isAbsent: [], constant: -.one)
            return product(minusOne, try evaluate(inner))
        case .not(let inner):
            let zero = EvaluatedColumn(values: [], isAbsent: [], constant: .zero)
            return compare(try evaluate(inner), zero) { $0 == 0 }
        case .binary(let operation, let left, let right):
            let first = try evaluate(left)
            let second = try evaluate(right)
            return checked(
                combine(operation, first, second), by: expression, pole: operation == .quotient ? second : nil)
        case .power(let base, let exponent):
            let values = try evaluate(base)
            return checked(raise(values, to: exponent), by: expression, pole: exponent < 0 ? values : nil)
        case .function(let function, let inner):
            let argument = try evaluate(inner)
            return checked(apply(function, argument), by: expression, pole: nil)
        }
    }

    /// Takes the rows down that have come out not finite.
    ///
    /// - Parameter pole: what was divided by.
    private mutating func checked(
        _ column: EvaluatedColumn, by expression: NumericExpression, pole: EvaluatedColumn?
    ) -> EvaluatedColumn {
        guard column.constant == nil else { return column }
        guard !column.values.allSatisfy({ $0.isFinite }) else { return column }
        var causes = [Cause?](repeating: nil, count: column.values.count)
        for row in causes.indices where !column.values[row].isFinite {
            if !column.isAbsent.isEmpty, column.isAbsent[row] { continue }
            causes[row] = pole?.plain(row) == 0 ? .pole : .outOfDomain
        }
        ledger.record(expression.label) { causes[$0] }
        var column = column
        column.isAbsent = Self.union(column.isAbsent, causes.map { $0 != nil })
        return column
    }

    private func combine(
        _ operation: NumericExpression.BinaryOperation, _ left: EvaluatedColumn, _ right: EvaluatedColumn
    ) -> EvaluatedColumn {
        switch operation {
        case .sum: sum(left, right)
        case .difference: join(left, right, plain: -, exact: -)
        case .product: product(left, right)
        case .quotient: join(left, right, plain: /, exact: /)
        case .less: compare(left, right) { $0 < 0 }
        case .lessOrEqual: compare(left, right) { $0 <= 0 }
        case .greater: compare(left, right) { $0 > 0 }
        case .greaterOrEqual: compare(left, right) { $0 >= 0 }
        case .equal: compare(left, right) { $0 == 0 }
        case .unequal: compare(left, right) { $0 != 0 }
        case .and: logical(left, right) { $0 && $1 }
        case .or: logical(left, right) { $0 || $1 }
        }
    }

    /// The sum of two columns.
    func sum(_ left: EvaluatedColumn, _ right: EvaluatedColumn) -> EvaluatedColumn {
        join(left, right, plain: +, exact: +)
    }

    private func product(_ left: EvaluatedColumn, _ right: EvaluatedColumn) -> EvaluatedColumn {
        join(left, right, plain: *, exact: *)
    }

    @inline(__always)
    private func join(
        _ left: EvaluatedColumn, _ right: EvaluatedColumn, plain: (Double, Double) -> Double,
        exact: (DoubleDouble, DoubleDouble) -> DoubleDouble
    ) -> EvaluatedColumn {
        if let first = left.constant, let second = right.constant {
            return EvaluatedColumn(values: [], isAbsent: [], constant: exact(first, second))
        }
        let rows = 0..<source.rowCount
        var made = EvaluatedColumn(values: [], isAbsent: Self.union(left.isAbsent, right.isAbsent))
        guard left.remainders != nil || right.remainders != nil else {
            made.values = rows.map { plain(left.plain($0), right.plain($0)) }
            return made
        }
        var high = [Double](repeating: 0, count: rows.count)
        var low = high
        for row in rows {
            let value = exact(left.exact(row), right.exact(row))
            high[row] = value.high
            low[row] = value.low
        }
        made.values = high
        made.remainders = low
        return made
    }

    /// 1 where the sign of the difference fulfils a condition, otherwise 0.
    ///
    /// Decimals that differ do so long before the 28th digit, and the last three of the 31 of double-double are
    /// rounding: what agrees in 28 is equal, so that 3 * 0.1 is 0.3.
    private func compare(
        _ left: EvaluatedColumn, _ right: EvaluatedColumn, _ holds: (Double) -> Bool
    ) -> EvaluatedColumn {
        var made = join(left, right) { first, second in
            holds(first < second ? -1 : first > second ? 1 : 0) ? 1 : 0
        } exact: { first, second in
            let difference = (first - second).high
            let size = max(first.high.magnitude, second.high.magnitude)
            return holds(difference.magnitude <= 0x1p-96 * size ? 0 : difference) ? .one : .zero
        }
        made.remainders = nil
        return made
    }

    private func logical(
        _ left: EvaluatedColumn, _ right: EvaluatedColumn, _ holds: (Bool, Bool) -> Bool
    ) -> EvaluatedColumn {
        var made = join(left, right) {
            holds($0 != 0, $1 != 0) ? 1 : 0
        } exact: {
            holds($0.high != 0, $1.high != 0) ? .one : .zero
        }
        made.remainders = nil
        return made
    }

    private static func union(_ first: [Bool], _ second: [Bool]) -> [Bool] {
        if first.isEmpty { return second }
        if second.isEmpty { return first }
        return zip(first, second).map { $0 || $1 }
    }
}
