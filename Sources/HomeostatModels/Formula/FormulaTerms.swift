/// The terms of a formula: its operators worked out.
///
/// A term is the set of its variables, by their numbers in rising order. Operators mean what they mean in R (J. M.
/// Chambers and T. J. Hastie, Statistical Models in S, 1992, chapter 2; help page `formula`): `a * b` is
/// `a + b + a:b`, `a / b` is `a + a:b`, `b %in% a` is `a:b`, `(a + b)^2` is `(a + b) * (a + b)`. Where R is silent
/// about what takes no effect (`x^2` is `x`, a term is taken away that is not there), this is an error.
struct FormulaTerms {
    /// A model with more terms than this has no use, and expanding it takes long.
    static let termLimit = 2_000

    private let source: FormulaText
    private(set) var variables: [FormulaVariable] = []
    private(set) var offsets: [NumericExpression] = []
    private(set) var terms: [[Int]] = []
    private(set) var hasIntercept = true
    private var numberOfLabel: [String: Int] = [:]

    /// Expands the right side of a formula.
    init(_ node: FormulaNode, in source: FormulaText) throws(FormulaError) {
        self.source = source
        let expanded = try expand(node, adding: true)
        // By degree, and within it in the order of the text.
        terms = expanded.enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }
            .map(\.element)
    }

    private mutating func expand(_ node: FormulaNode, adding: Bool) throws(FormulaError) -> [[Int]] {
        switch node.kind {
        case .binary("+", let left, let right):
            return try united(try expand(left, adding: adding), try expand(right, adding: adding), node)
        case .binary("-", let left, let right):
            let kept = try expand(left, adding: adding)
            let removed = try expand(right, adding: !adding)
            return try without(kept, removed, right)
        case .binary(":", let left, let right):
            return try crossed(try operand(left), try operand(right), node)
        case .binary("*", let left, let right):
            let (first, second) = (try operand(left), try operand(right))
            return try united(try united(first, second, node), try crossed(first, second, node), node)
        case .binary("/", let left, let right):
            let (first, second) = (try operand(left), try operand(right))
            let all = union(of: first)
            return try united(first, try crossed([all], second, node), node)
        case .binary("%in%", let left, let right):
            let (first, second) = (try operand(left), try operand(right))
            return try crossed(first, [union(of: second)], node)
        case .binary("^", let base, let exponent): return try power(base, exponent, node)
        case .unary("+", let operand): return try expand(operand, adding: adding)
        case .unary("-", let operand):
            let removed = try expand(operand, adding: !adding)
            return try without([], removed, operand)
        case .number(let digits):
            guard let value = Double(digits), value == 0 || value == 1 else {
                throw error("\(digits) is no term: only 1 (the intercept) and 0 (none) are", node.range)
            }
            hasIntercept = (value == 1) == adding
            return []
        case .call("offset", _, let arguments): return try offset(arguments, node, adding: adding)
        case .name, .call: return [[try number(of: node)]]
        case .text: throw error("a text is no term", node.range)
        case .unary, .binary:
            var help = ["a comparison as a variable with values 0 and 1: I(\(node.label))"]
            if case .binary("|", _, _) = node.kind { help = ["random effects are not part of this model"] }
            throw error("\(node.label) is no term", node.range, help: help)
        }
    }

    /// The operand of an operator that multiplies: not a number, not an offset.
    private mutating func operand(_ node: FormulaNode) throws(FormulaError) -> [[Int]] {
        if node.number != nil {
            throw error(
                "\(node.label) is no operand of an operator that crosses terms", node.range,
                help: ["arithmetic stands inside I(): I(2 * x)"])
        }
        let count = offsets.count
        let terms = try expand(node, adding: true)
        guard offsets.count == count else {
            throw error("offset() stands by itself, joined to the other terms with \"+\"", node.range)
        }
        return terms
    }

    private mutating func power(
        _ base: FormulaNode, _ exponent: FormulaNode, _ node: FormulaNode
    ) throws(FormulaError) -> [[Int]] {
        guard let value = exponent.number, value >= 1, value == value.rounded() else {
            throw error(
                "the power of terms is a whole number from 1", exponent.range, help: ["arithmetic: I(\(node.label))"])
        }
        let terms = try operand(base)
        guard terms.count > 1 || value == 1 else {
            let label = base.label
            throw error(
                "\(node.label) is \(label) in a formula, as in R", node.range,
                help: ["the power of its values: I(\(node.label)), or poly(\(label), 2, raw = TRUE)"])
        }
        var result = terms
        var step = 1.0
        while step < value {
            let next = try united(result, try crossed(result, terms, node), node)
            // From here on nothing new comes.
            if next.count == result.count { break }
            result = next
            step += 1
        }
        return result
    }

    private mutating func offset(
        _ arguments: [FormulaNode.Argument], _ node: FormulaNode, adding: Bool
    ) throws(FormulaError) -> [[Int]] {
        guard arguments.count == 1, arguments[0].name == nil else {
            throw error("offset() takes one argument, here are \(arguments.count)", node.range)
        }
        guard adding else {
            throw error("an offset is not taken away", node.range, help: ["offset(-\(arguments[0].value.label))"])
        }
        offsets.append(try FormulaVariable.expression(arguments[0].value, in: source))
        return []
    }

    /// The number of a variable, which is new where its label has not come before.
    private mutating func number(of node: FormulaNode) throws(FormulaError) -> Int {
        let label = node.label
        if let known = numberOfLabel[label] { return known }
        variables.append(try FormulaVariable(node, in: source))
        numberOfLabel[label] = variables.count - 1
        return variables.count - 1
    }

    private func union(of terms: [[Int]]) -> [Int] { Set(terms.joined()).sorted() }

    private func united(_ first: [[Int]], _ second: [[Int]], _ node: FormulaNode) throws(FormulaError) -> [[Int]] {
        try distinct(first + second, node)
    }

    private func crossed(_ first: [[Int]], _ second: [[Int]], _ node: FormulaNode) throws(FormulaError) -> [[Int]] {
        guard first.count * second.count <= Self.termLimit * 100 else { throw tooMany(node) }
        return try distinct(first.flatMap { one in second.map { Set(one).union($0).sorted() } }, node)
    }

    private func distinct(_ terms: [[Int]], _ node: FormulaNode) throws(FormulaError) -> [[Int]] {
        var seen = Set<[Int]>()
        let kept = terms.filter { seen.insert($0).inserted }
        guard kept.count <= Self.termLimit else { throw tooMany(node) }
        return kept
    }

    private func without(
        _ kept: [[Int]], _ removed: [[Int]], _ node: FormulaNode
    ) throws(FormulaError) -> [[Int]] {
        for term in removed where !kept.contains(term) {
            let label = term.map { variables[$0].label }.joined(separator: ":")
            throw error(
                "there is no term \(label) before it to take away", node.range,
                help: ["the difference of two columns: I(a - b)"])
        }
        return kept.filter { !removed.contains($0) }
    }

    private func tooMany(_ node: FormulaNode) -> FormulaError {
        FormulaError(.tooComplex, "this gives more than \(Self.termLimit) terms", in: source, at: node.range)
    }

    private func error(_ message: String, _ range: Range<Int>, help: [String] = []) -> FormulaError {
        FormulaError(.wrongArgument, message, in: source, at: range, help: help)
    }
}
