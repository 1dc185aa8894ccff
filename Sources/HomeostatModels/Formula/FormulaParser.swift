/// Reads the syntax tree of a formula by precedence climbing.
///
/// Operators bind as in R, from weak to strong: `~`, `|`, `&`, `!`, comparisons, `+ -`, `* /`, `%in%`, `:`, the sign,
/// `^` (from right to left).
struct FormulaParser {
    /// Parentheses and calls within each other.
    static let depthLimit = 100

    private let source: FormulaText
    private let tokens: [FormulaToken]
    private var place = 0
    private var depth = 0

    init(_ source: FormulaText) throws(FormulaError) {
        self.source = source
        tokens = try FormulaLexer.tokens(of: source)
    }

    /// `response ~ terms` or `~ terms`.
    static func formula(
        _ source: FormulaText
    ) throws(FormulaError) -> (response: FormulaNode?, right: FormulaNode) {
        var parser = try FormulaParser(source)
        let response: FormulaNode? = parser.current.isSign("~") ? nil : try parser.expression(0)
        guard parser.current.isSign("~") else {
            throw parser.unexpected(
                "\"~\" between the response and the terms", help: ["for example: log(homa_ir) ~ bmi + age"])
        }
        parser.advance()
        let right = try parser.expression(0)
        if parser.current.isSign("~") {
            throw parser.error("a formula has one \"~\"", parser.current.range)
        }
        try parser.expectEnd()
        return (response, right)
    }

    /// An expression by itself, as an option takes it.
    static func expression(_ source: FormulaText) throws(FormulaError) -> FormulaNode {
        var parser = try FormulaParser(source)
        let node = try parser.expression(0)
        try parser.expectEnd()
        return node
    }

    private mutating func expression(_ weakest: Int) throws(FormulaError) -> FormulaNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw FormulaError(
                .tooComplex, "more than \(Self.depthLimit) parentheses or signs within each other", in: source,
                at: current.range)
        }
        var left = try operand()
        while case .sign(let sign) = current.kind, let strength = FormulaOperator.strength(of: sign),
            strength >= weakest
        {
            advance()
            // The power takes a sign on its right side (2^-1) and goes from right to left; all others go from left to
            // right.
            let right = try expression(sign == "^" ? FormulaOperator.signed : strength + 1)
            left = FormulaNode(
                kind: .binary(sign, left, right), range: left.range.lowerBound..<right.range.upperBound)
            if strength == FormulaOperator.comparison, case .sign(let next) = current.kind,
                FormulaOperator.strength(of: next) == strength
            {
                throw error(
                    "comparisons do not follow one another", current.range, help: ["join them: a > 1 & a < 2"])
            }
        }
        return left
    }

    private mutating func operand() throws(FormulaError) -> FormulaNode {
        let token = current
        switch token.kind {
        case .number(let digits):
            advance()
            guard let value = Double(digits), value.isFinite else {
                throw error("\(digits) exceeds the range of numbers", token.range)
            }
            return FormulaNode(kind: .number(digits), range: token.range)
        case .text(let text):
            advance()
            return FormulaNode(kind: .text(text), range: token.range)
        case .name(let name):
            advance()
            if current.isSign("(") { return try call(name, token.range) }
            guard name != "." || token.range.count > 1 else {
                throw error("\".\" does not stand for all other columns here: name them", token.range)
            }
            return FormulaNode(kind: .name(name), range: token.range)
        case .sign("("):
            advance()
            let inner = try expression(0)
            guard current.isSign(")") else { throw unexpected("\")\"", opened: token.range) }
            let range = token.range.lowerBound..<current.range.upperBound
            advance()
            return FormulaNode(kind: inner.kind, range: range)
        case .sign(let sign) where sign == "-" || sign == "+" || sign == "!":
            advance()
            let inner = try expression(sign == "!" ? FormulaOperator.not : FormulaOperator.signed)
            return FormulaNode(
                kind: .unary(sign, inner), range: token.range.lowerBound..<inner.range.upperBound)
        default:
            throw unexpected("a column, a number or a function")
        }
    }

    private mutating func call(_ name: String, _ nameRange: Range<Int>) throws(FormulaError) -> FormulaNode {
        let open = current.range
        advance()
        var arguments: [FormulaNode.Argument] = []
        while !current.isSign(")") {
            let start = current.range.lowerBound
            var argumentName: String?
            if case .name(let candidate) = current.kind, tokens[place + 1].isSign("=") {
                argumentName = candidate
                advance()
                advance()
            }
            let value = try expression(0)
            arguments.append(
                FormulaNode.Argument(name: argumentName, value: value, range: start..<value.range.upperBound))
            if current.isSign(",") {
                advance()
                if current.isSign(")") { throw unexpected("an argument after the comma") }
            } else if !current.isSign(")") {
                throw unexpected("\",\" or \")\"", opened: open)
            }
        }
        let range = nameRange.lowerBound..<current.range.upperBound
        advance()
        return FormulaNode(kind: .call(name, nameRange: nameRange, arguments), range: range)
    }

    private var current: FormulaToken { tokens[place] }

    private mutating func advance() { if place < tokens.count - 1 { place += 1 } }

    private func expectEnd() throws(FormulaError) {
        if current.kind != .end { throw unexpected("an operator or the end") }
    }

    private func unexpected(_ wanted: String, opened: Range<Int>? = nil, help: [String] = []) -> FormulaError {
        var help = help
        if let opened { help.append("the parenthesis that is open begins at character \(opened.lowerBound + 1)") }
        if current.kind == .end { return error("the text ends where \(wanted) should stand", current.range, help) }
        return error("\(current.quoted) stands where \(wanted) should stand", current.range, help)
    }

    private func error(_ message: String, _ range: Range<Int>, _ help: [String] = []) -> FormulaError {
        FormulaError(.syntax, message, in: source, at: range, help: help)
    }

    private func error(_ message: String, _ range: Range<Int>, help: [String]) -> FormulaError {
        error(message, range, help)
    }
}
