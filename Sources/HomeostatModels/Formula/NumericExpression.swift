import HomeostatNumerics

/// Arithmetic with columns: what `log(y)`, `I(x^2)` or `age >= 20` compute, row by row.
struct NumericExpression: Sendable {
    indirect enum Operation: Sendable {
        case column(String)
        case constant(DoubleDouble)
        case negated(NumericExpression)
        case binary(BinaryOperation, NumericExpression, NumericExpression)
        case power(NumericExpression, Double)
        case not(NumericExpression)
        case function(NumericFunction, NumericExpression)
    }

    enum BinaryOperation: Sendable {
        case sum, difference, product, quotient
        case less, lessOrEqual, greater, greaterOrEqual, equal, unequal
        case and, or
    }

    let operation: Operation
    /// The text it comes from.
    let range: Range<Int>
    /// The same text in R's spacing: the name under which values that it cannot give are counted.
    let label: String

    /// The name of the column, where the expression is one and nothing else.
    var columnName: String? {
        if case .column(let name) = operation { name } else { nil }
    }

    /// Each column that it needs and where it is first named.
    var columns: [(name: String, range: Range<Int>)] {
        switch operation {
        case .column(let name): [(name, range)]
        case .constant: []
        case .negated(let inner), .power(let inner, _), .not(let inner), .function(_, let inner): inner.columns
        case .binary(_, let left, let right): left.columns + right.columns
        }
    }
}

/// A function of one number that formulas have.
enum NumericFunction: String, Sendable, CaseIterable {
    case log, log10, log2, exp, sqrt, abs
}

extension NumericExpression {
    /// Reads a piece of a formula as arithmetic.
    init(_ node: FormulaNode, in source: FormulaText) throws(FormulaError) {
        operation = try Self.operation(node, source)
        range = node.range
        label = node.label
    }

    private static func operation(_ node: FormulaNode, _ source: FormulaText) throws(FormulaError) -> Operation {
        func refuse(_ message: String, _ range: Range<Int>, help: [String] = []) -> FormulaError {
            FormulaError(.wrongArgument, message, in: source, at: range, help: help)
        }
        switch node.kind {
        case .name(let name): return .column(name)
        case .number(let digits): return .constant(constant(digits))
        case .text: throw refuse("a text stands where a number is needed", node.range)
        case .unary(let sign, let inner):
            let operand = try NumericExpression(inner, in: source)
            return sign == "-" ? .negated(operand) : sign == "!" ? .not(operand) : operand.operation
        case .binary("^", let base, let exponent):
            guard let power = exponent.number else {
                throw refuse(
                    "the exponent is not a number", exponent.range, help: ["a power of columns: exp(b * log(a))"])
            }
            return .power(try NumericExpression(base, in: source), power)
        case .binary(let sign, let left, let right):
            guard let kind = operations[sign] else {
                throw refuse("\"\(sign)\" joins terms of a formula and does not compute", node.range)
            }
            return .binary(kind, try NumericExpression(left, in: source), try NumericExpression(right, in: source))
        case .call(let name, let nameRange, let arguments):
            return try call(name, nameRange, arguments, node, source)
        }
    }

    private static let operations: [String: BinaryOperation] = [
        "+": .sum, "-": .difference, "*": .product, "/": .quotient, "<": .less, "<=": .lessOrEqual, ">": .greater,
        ">=": .greaterOrEqual, "==": .equal, "!=": .unequal, "&": .and, "|": .or,
    ]

    private static func call(
        _ name: String, _ nameRange: Range<Int>, _ arguments: [FormulaNode.Argument], _ node: FormulaNode,
        _ source: FormulaText
    ) throws(FormulaError) -> Operation {
        let function = NumericFunction(rawValue: name)
        guard function != nil || name == "I" else {
            let isTransform = FormulaVariable.functionNames.contains(name)
            throw FormulaError(
                .unknownFunction,
                isTransform ? "\(name)() does not stand inside another function" : "there is no function \(name)()",
                in: source, at: nameRange, help: isTransform ? [] : FormulaVariable.help(forFunction: name))
        }
        guard arguments.count == 1, arguments[0].name == nil else {
            throw FormulaError(
                .wrongArgument, "\(name)() takes one argument, here are \(arguments.count)", in: source, at: node.range,
                help: name == "log" ? ["log() is the natural logarithm; others are log10() and log2()"] : [])
        }
        let inner = try NumericExpression(arguments[0].value, in: source)
        return function.map { .function($0, inner) } ?? inner.operation
    }

    /// A number as it is written, with what its Double loses.
    private static func constant(_ digits: String) -> DoubleDouble {
        let nearest = DoubleDouble(Double(digits) ?? 0)
        let parts = digits.lowercased().split(separator: "e", omittingEmptySubsequences: false)
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard let significand = Int64(mantissa.joined()), let shift = parts.count > 1 ? Int(parts[1]) : 0,
            let exponent = Int16(exactly: shift - (mantissa.count > 1 ? mantissa[1].count : 0))
        else { return nearest }
        return DoubleDouble(significand: significand, exponent: exponent) ?? nearest
    }
}
