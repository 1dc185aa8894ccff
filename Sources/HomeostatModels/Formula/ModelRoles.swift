/// What columns do in a model beside standing in its formula.
public struct ModelRoles: Sendable, Hashable {
    /// A column, or arithmetic as in `I()`: the weight of each row, zero or more.
    public var weights: String?
    /// A column, or several joined by ":" (`stratum:psu`): rows with equal values are one cluster.
    public var cluster: String?
    /// A column, or arithmetic: added to the offsets of the formula.
    public var offset: String?
    /// A condition such as `age >= 20 & weight > 0`: the rows that the model is about. A row where it cannot be
    /// decided is not among them.
    public var subset: String?

    /// Roles as text, which is parsed when they are used; `nil` for a role that no column has.
    public init(weights: String? = nil, cluster: String? = nil, offset: String? = nil, subset: String? = nil) {
        self.weights = weights
        self.cluster = cluster
        self.offset = offset
        self.subset = subset
    }

    /// Each column that the roles need, once.
    ///
    /// - Throws: ``FormulaError`` where a text is no column and no arithmetic.
    public func columnNames() throws(FormulaError) -> [String] {
        var names: [String] = []
        var expressions = try parsed(cluster, "cluster", joined: true)
        for (text, place) in [(weights, "weights"), (offset, "offset"), (subset, "subset")] {
            expressions += try parsed(text, place)
        }
        for expression in expressions {
            for column in expression.columns where !names.contains(column.name) { names.append(column.name) }
        }
        return names
    }

    /// The expressions of one role; empty where it is not given.
    func parsed(
        _ text: String?, _ place: String, joined: Bool = false
    ) throws(FormulaError) -> [NumericExpression] {
        guard let text else { return [] }
        let source = FormulaText(text, place: place)
        var waiting = [try FormulaParser.expression(source)]
        var expressions: [NumericExpression] = []
        while let node = waiting.popLast() {
            if joined, case .binary(":", let left, let right) = node.kind {
                waiting += [right, left]
            } else {
                expressions.append(try FormulaVariable.expression(node, in: source))
            }
        }
        return expressions
    }
}
