/// One word or sign of a formula.
struct FormulaToken: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case name(String)
        /// A number as it is written.
        case number(String)
        case text(String)
        /// `+ - * / ^ : %in% ~ ( ) , = < <= > >= == != & | !`
        case sign(String)
        case end
    }

    let kind: Kind
    /// Characters of the formula, from 0.
    let range: Range<Int>

    func isSign(_ sign: String) -> Bool { kind == .sign(sign) }

    /// The token as an error quotes it.
    var quoted: String {
        switch kind {
        case .name(let name): name
        case .number(let digits): digits
        case .text(let text): "\"\(text)\""
        case .sign(let sign): "\"\(sign)\""
        case .end: "the end"
        }
    }
}

/// Splits a formula into tokens.
///
/// Names are letters, digits, `_` and `.`, not beginning with a digit; any other column name stands between backticks.
struct FormulaLexer {
    /// More tokens than the formula of any model has; it bounds the depth of everything that is built from them.
    static let tokenLimit = 2_000

    private let source: FormulaText
    private let characters: [Character]
    private var place = 0

    init(_ source: FormulaText) {
        self.source = source
        characters = Array(source.text)
    }

    /// All tokens, the last of which is ``FormulaToken/Kind/end``.
    static func tokens(of source: FormulaText) throws(FormulaError) -> [FormulaToken] {
        var lexer = FormulaLexer(source)
        var tokens: [FormulaToken] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
            guard tokens.count < tokenLimit else {
                throw FormulaError(
                    .tooComplex, "the formula has more than \(tokenLimit) words and signs", in: source,
                    at: token.range)
            }
        }
    }

    private mutating func next() throws(FormulaError) -> FormulaToken {
        while place < characters.count, characters[place].isWhitespace { place += 1 }
        guard let first = peek(0) else {
            return FormulaToken(kind: .end, range: characters.count..<characters.count)
        }
        if isDigit(first) || (first == "." && peek(1).map(isDigit) == true) { return try number() }
        if isNameStart(first) { return name() }
        switch first {
        case "`":
            let (name, range) = try quoted(by: "`", what: "name")
            guard !name.isEmpty else { throw error("the name between backticks is empty", range) }
            return FormulaToken(kind: .name(name), range: range)
        case "\"", "'":
            let (text, range) = try quoted(by: first, what: "text")
            return FormulaToken(kind: .text(text), range: range)
        default: return try sign()
        }
    }

    private mutating func number() throws(FormulaError) -> FormulaToken {
        let start = place
        skip(while: isDigit)
        if peek(0) == "." {
            place += 1
            skip(while: isDigit)
        }
        if peek(0) == "e" || peek(0) == "E" {
            let signed = peek(1) == "+" || peek(1) == "-"
            if let digit = peek(signed ? 2 : 1), isDigit(digit) {
                place += signed ? 2 : 1
                skip(while: isDigit)
            }
        }
        let digits = String(characters[start..<place])
        if let following = peek(0), isNameStart(following) || following == "." {
            skip(while: isNamePart)
            let word = String(characters[start..<place])
            throw error(
                "\"\(word)\" is neither a number nor a name", start..<place,
                help: ["a column name that begins with a digit stands between backticks: `\(word)`"])
        }
        return FormulaToken(kind: .number(digits), range: start..<place)
    }

    private mutating func name() -> FormulaToken {
        let start = place
        skip(while: isNamePart)
        return FormulaToken(kind: .name(String(characters[start..<place])), range: start..<place)
    }

    private mutating func quoted(
        by mark: Character, what: String
    ) throws(FormulaError) -> (text: String, range: Range<Int>) {
        let start = place
        place += 1
        skip { $0 != mark }
        guard place < characters.count else {
            throw error("a \(what) begins with \(mark) and does not end", start..<place)
        }
        place += 1
        return (String(characters[start + 1..<place - 1]), start..<place)
    }

    private mutating func sign() throws(FormulaError) -> FormulaToken {
        let start = place
        for long in ["%in%", "<=", ">=", "==", "!=", "**"] where characters[place...].starts(with: Array(long)) {
            place += long.count
            // R reads ** as ^, too.
            return FormulaToken(kind: .sign(long == "**" ? "^" : long), range: start..<place)
        }
        let single = characters[place]
        place += 1
        guard "+-*/^:~(),=<>&|!".contains(single) else {
            var help: [String] = []
            if single == "%" { help = ["the operator of nesting is %in%"] }
            if single == "[" || single == "$" { help = ["a column name with other signs stands between backticks"] }
            throw error("\"\(single)\" has no meaning in a formula", start..<place, help: help)
        }
        return FormulaToken(kind: .sign(String(single)), range: start..<place)
    }

    private func peek(_ ahead: Int) -> Character? {
        place + ahead < characters.count ? characters[place + ahead] : nil
    }

    private mutating func skip(while condition: (Character) -> Bool) {
        while place < characters.count, condition(characters[place]) { place += 1 }
    }

    private func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" && character.isASCII }
    private func isNameStart(_ character: Character) -> Bool { Self.isNameStart(character) }
    private func isNamePart(_ character: Character) -> Bool { Self.isNameStart(character) || isDigit(character) }

    private static func isNameStart(_ character: Character) -> Bool {
        character.isLetter || character == "_" || character == "."
    }

    /// A name as it stands in a formula: between backticks where it has to.
    static func written(_ name: String) -> String {
        guard let first = name.first, isNameStart(first) else { return "`\(name)`" }
        let isPlain = name.allSatisfy { isNameStart($0) || ($0.isASCII && $0.isNumber) }
        let looksLikeNumber = first == "." && name.dropFirst().first.map { $0.isASCII && $0.isNumber } == true
        return isPlain && !looksLikeNumber && name != "." ? name : "`\(name)`"
    }

    private func error(_ message: String, _ range: Range<Int>, help: [String] = []) -> FormulaError {
        FormulaError(.syntax, message, in: source, at: range, help: help)
    }
}
