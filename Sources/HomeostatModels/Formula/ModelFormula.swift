/// A Wilkinson formula: which response, by which terms.
///
/// ```swift
/// let formula = try ModelFormula("log(homa_ir) ~ bmi * sex + rcs(age, 4) + offset(z) - 1")
/// formula.terms         // ["bmi", "sex", "rcs(age, 4)", "bmi:sex"]
/// formula.columnNames   // ["homa_ir", "bmi", "sex", "age", "z"]
/// ```
///
/// | text | meaning |
/// |---|---|
/// | `a + b`, `a:b`, `a * b`, `a / b`, `b %in% a`, `(a + b)^2`, `- a` | as in R |
/// | `1`, `0`, `- 1` | with, without, without an intercept |
/// | `log log10 log2 exp sqrt abs` | of one argument; a row where it is not defined is left out |
/// | `I(x^2)`, `I(a / b)`, `I(age >= 65)` | arithmetic, and comparisons with `& \| !` that give 0 or 1 |
/// | `C(race, ref = 3)`, `factor(race)` | levels of a column; a column of text needs no `C()` |
/// | `poly(x, 2)`, `poly(x, 2, raw = TRUE)` | orthogonal and raw polynomials |
/// | `rcs(x, 4)`, `rcs(x, c(20, 25, 30))` | restricted cubic spline, Harrell's knots or given ones |
/// | `ns(x, 4)`, `bs(x, 6)` | natural cubic and B-splines as R's package splines has them |
/// | `scale(x)` | minus the mean, over the standard deviation |
/// | `offset(z)` | a term with the coefficient 1 |
/// | `` `fasting glucose` `` | a column whose name is more than letters, digits, `_` and `.` |
///
/// Source: Wilkinson GN, Rogers CE. Appl Stat 1973; 22:392 (doi:10.2307/2346786), as R has it (`terms.formula`).
public struct ModelFormula: Sendable, CustomStringConvertible {
    /// The formula as it was written.
    public let text: String
    /// The response as tables name it: "log(homa_ir)"; nil where nothing stands before `~`.
    public let responseLabel: String?
    /// Whether the model has an intercept.
    public let hasIntercept: Bool
    /// The terms worked out, by degree: "bmi", "sex", "bmi:sex".
    public let terms: [String]
    /// What the offsets are computed from, as tables name it.
    public let offsets: [String]
    /// Each column that the formula needs, once, in the order of the text.
    public let columnNames: [String]

    let source: FormulaText
    let response: FormulaVariable?
    let variables: [FormulaVariable]
    /// For each term the places of its variables.
    let variablesOfTerm: [[Int]]
    let offsetExpressions: [NumericExpression]

    /// Reads a formula. Whether its columns exist is seen when it meets data.
    ///
    /// - Throws: ``FormulaError`` with the range of the text that is wrong.
    public init(_ text: String) throws(FormulaError) {
        let source = FormulaText(text)
        let (left, right) = try FormulaParser.formula(source)
        let response = try left.map { node throws(FormulaError) in try FormulaVariable(node, in: source) }
        let expanded = try FormulaTerms(right, in: source)
        if let response {
            if case .basis(_, .scaled) = response.kind {
            } else if case .basis = response.kind {
                throw FormulaError(
                    .wrongArgument, "\(response.label) has several columns and is no response", in: source,
                    at: response.range)
            }
            if let same = expanded.variables.first(where: { $0.label == response.label }) {
                throw FormulaError(
                    .responseAmongTerms, "the response \(response.label) is among the terms", in: source,
                    at: same.range)
            }
        }
        guard expanded.hasIntercept || !expanded.terms.isEmpty else {
            throw FormulaError(
                .noCoefficients, "the model has neither an intercept nor a term", in: source, at: right.range)
        }
        self.text = text
        self.source = source
        self.response = response
        responseLabel = response?.label
        hasIntercept = expanded.hasIntercept
        variables = expanded.variables
        variablesOfTerm = expanded.terms
        offsetExpressions = expanded.offsets
        terms = expanded.terms.map { $0.map { expanded.variables[$0].label }.joined(separator: ":") }
        offsets = expanded.offsets.map(\.label)
        let inTerms = Set(expanded.terms.joined()).sorted().map { expanded.variables[$0].expression }
        var names: [String] = []
        for expression in [response?.expression].compactMap({ $0 }) + inTerms + expanded.offsets {
            for column in expression.columns where !names.contains(column.name) { names.append(column.name) }
        }
        columnNames = names
    }

    /// The formula with its operators worked out: "log(y) ~ a + b + a:b + offset(z) - 1".
    public var description: String {
        var right = terms + offsets.map { "offset(\($0))" }
        if terms.isEmpty { right.insert("1", at: 0) }
        let left = responseLabel.map { "\($0) ~ " } ?? "~ "
        return left + right.joined(separator: " + ") + (hasIntercept ? "" : " - 1")
    }
}
