import HomeostatCohort

/// The syntax tree of a formula: what is written, not yet what it means.
struct FormulaNode: Sendable {
    indirect enum Kind: Sendable {
        case name(String)
        case number(String)
        case text(String)
        case unary(String, FormulaNode)
        case binary(String, FormulaNode, FormulaNode)
        case call(String, nameRange: Range<Int>, [Argument])
    }

    /// An argument of a call, with its name where it has one: `ref = 3`.
    struct Argument: Sendable {
        let name: String?
        let value: FormulaNode
        /// The argument with its name.
        let range: Range<Int>
    }

    let kind: Kind
    /// Characters of the formula, from 0.
    let range: Range<Int>

    /// The name, where the node is one and nothing else.
    var name: String? {
        if case .name(let name) = kind { name } else { nil }
    }

    /// The number with its sign, where the node is one and nothing else.
    var number: Double? {
        switch kind {
        case .number(let digits): Double(digits)
        case .unary("-", let operand): operand.number.map { -$0 }
        case .unary("+", let operand): operand.number
        default: nil
        }
    }

    /// The text with the spacing of R's `deparse` and only the parentheses that are needed. Two nodes with one label
    /// are the same variable.
    var label: String { label(within: 0) }

    private func label(within outer: Int) -> String {
        switch kind {
        case .name(let name): return FormulaLexer.written(name)
        case .number(let digits): return Double(digits).map(shortestDecimal) ?? digits
        case .text(let text): return text.contains("\"") ? "'\(text)'" : "\"\(text)\""
        case .unary(let sign, let operand):
            let strength = sign == "!" ? FormulaOperator.not : FormulaOperator.signed
            let inner = sign + operand.label(within: strength)
            return strength < outer ? "(\(inner))" : inner
        case .binary(let sign, let left, let right):
            let strength = FormulaOperator.strength(of: sign) ?? 0
            let isPower = sign == "^"
            let space = ["^", ":", "/"].contains(sign) ? "" : " "
            let inner =
                left.label(within: isPower ? strength + 1 : strength) + space + sign + space
                + right.label(within: isPower ? FormulaOperator.signed : strength + 1)
            return strength < outer ? "(\(inner))" : inner
        case .call(let function, _, let arguments):
            let inside = arguments.map { ($0.name.map { $0 + " = " } ?? "") + $0.value.label(within: 0) }
            return "\(function)(\(inside.joined(separator: ", ")))"
        }
    }
}

/// How strongly the operators of R bind (R Core Team, help page `Syntax`), stronger ones with greater numbers.
enum FormulaOperator {
    static let not = 4
    static let comparison = 5
    static let signed = 10

    /// The strength of an operator between two operands; nil where there is none of that sign.
    static func strength(of sign: String) -> Int? {
        switch sign {
        case "|": 2
        case "&": 3
        case "<", "<=", ">", ">=", "==", "!=": comparison
        case "+", "-": 6
        case "*", "/": 7
        case "%in%": 8
        case ":": 9
        case "^": 11
        default: nil
        }
    }
}
