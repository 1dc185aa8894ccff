import HomeostatCohort

/// One variable of a formula: what stands between its operators.
struct FormulaVariable: Sendable {
    enum Kind: Sendable {
        /// A column, or arithmetic with columns. A column by itself may turn out to be text.
        case plain(NumericExpression)
        /// `C(race, ref = 3)`: levels, whatever the column holds.
        case categorical(NumericExpression, reference: ReferenceLevel?)
        /// Columns computed from one variable by a rule that is fitted to the data.
        case basis(NumericExpression, BasisRequest)
    }

    /// The level that the others are compared with, and where it is written.
    struct ReferenceLevel: Sendable {
        let name: String
        let range: Range<Int>
    }

    let label: String
    let kind: Kind
    let range: Range<Int>

    /// What its columns are computed from.
    var expression: NumericExpression {
        switch kind {
        case .plain(let expression), .categorical(let expression, _), .basis(let expression, _): expression
        }
    }

    /// Reads a piece of a formula as a variable.
    init(_ node: FormulaNode, in source: FormulaText) throws(FormulaError) {
        label = node.label
        range = node.range
        guard case .call(let function, let nameRange, let list) = node.kind, Self.functionNames.contains(function)
        else {
            kind = .plain(try Self.expression(node, in: source))
            return
        }
        guard function != "offset" else {
            throw FormulaError(
                .wrongArgument, "offset() stands by itself, joined to the other terms with \"+\"", in: source,
                at: node.range)
        }
        var arguments = FormulaArguments(function, nameRange, list, node.range, source)
        let expression = try Self.expression(try arguments.first(), in: source)
        if function == "C" || function == "factor" {
            kind = .categorical(expression, reference: try arguments.level("ref"))
        } else {
            kind = .basis(expression, try BasisRequest(function, &arguments))
        }
        try arguments.finish()
    }

    /// Arithmetic that a variable is computed from: with a column in it.
    static func expression(
        _ node: FormulaNode, in source: FormulaText
    ) throws(FormulaError) -> NumericExpression {
        let expression = try NumericExpression(node, in: source)
        guard !expression.columns.isEmpty else {
            throw FormulaError(.wrongArgument, "\(node.label) names no column", in: source, at: node.range)
        }
        return expression
    }

    /// Functions that are more than arithmetic.
    static let functionNames = ["C", "factor", "poly", "rcs", "ns", "bs", "scale", "offset"]

    /// What to write instead of a function that there is not.
    static func help(forFunction name: String) -> [String] {
        let known = NumericFunction.allCases.map(\.rawValue) + ["I"] + functionNames
        if name == "ln" { return ["the natural logarithm is log()"] }
        let near = nearestName(to: name, among: known).map { ["did you mean \($0)()?"] } ?? []
        return near + ["functions are " + known.map { $0 + "()" }.joined(separator: ", ")]
    }
}
