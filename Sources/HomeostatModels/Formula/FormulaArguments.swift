import HomeostatCohort

/// The arguments of one call, taken by name or, where they have none, by their place.
struct FormulaArguments {
    let function: String
    let source: FormulaText
    /// The whole call.
    let range: Range<Int>
    private let nameRange: Range<Int>
    private var waiting: [FormulaNode.Argument]

    init(
        _ function: String, _ nameRange: Range<Int>, _ arguments: [FormulaNode.Argument], _ range: Range<Int>,
        _ source: FormulaText
    ) {
        self.function = function
        self.nameRange = nameRange
        self.range = range
        self.source = source
        waiting = arguments
    }

    /// The first argument, which has no name: what the function is taken of.
    mutating func first() throws(FormulaError) -> FormulaNode {
        guard let first = waiting.first, first.name == nil else {
            throw error("\(function)() needs a column as its first argument", waiting.first?.range ?? range)
        }
        waiting.removeFirst()
        return first.value
    }

    /// Takes an argument: the one with one of these names, else the first without a name.
    private mutating func take(_ names: [String], positional: Bool) -> FormulaNode.Argument? {
        let named = waiting.firstIndex { $0.name.map(names.contains) ?? false }
        guard let place = named ?? (positional ? waiting.firstIndex { $0.name == nil } : nil) else { return nil }
        return waiting.remove(at: place)
    }

    /// A whole number of at least `least`.
    mutating func count(
        _ names: String..., least: Int, positional: Bool = false
    ) throws(FormulaError) -> (value: Int, range: Range<Int>)? {
        guard let argument = take(names, positional: positional) else { return nil }
        guard let value = argument.value.number, value >= Double(least), value <= 1_000, value == value.rounded()
        else {
            throw error(
                "\(names[0]) of \(function)() is a whole number from \(least) to 1000", argument.value.range)
        }
        return (Int(value), argument.range)
    }

    /// `TRUE` or `FALSE`.
    mutating func flag(_ name: String) throws(FormulaError) -> Bool? {
        guard let argument = take([name], positional: false) else { return nil }
        switch argument.value.name {
        case "TRUE", "T", "true": return true
        case "FALSE", "F", "false": return false
        default: throw error("\(name) of \(function)() is TRUE or FALSE", argument.value.range)
        }
    }

    /// A number, or `c(1, 2, 3)`: different numbers in rising order.
    mutating func numbers(_ name: String) throws(FormulaError) -> (values: [Double], range: Range<Int>)? {
        guard let argument = take([name], positional: false) else { return nil }
        return (try numbers(argument.value, name), argument.range)
    }

    /// A whole number, or `c(...)`: how many knots, or which.
    mutating func countOrNumbers(
        _ names: String..., least: Int
    ) throws(FormulaError) -> (count: Int?, values: [Double], range: Range<Int>)? {
        if let next = waiting.first(where: { $0.name.map(names.contains) ?? true }),
            case .call = next.value.kind, let argument = take(names, positional: true)
        {
            return (nil, try numbers(argument.value, names[0]), argument.range)
        }
        guard let argument = take(names, positional: true) else { return nil }
        guard let value = argument.value.number, value >= Double(least), value <= 1_000, value == value.rounded()
        else {
            throw error(
                "\(names[0]) of \(function)() is a whole number from \(least), or c() of the places",
                argument.value.range)
        }
        return (Int(value), [], argument.range)
    }

    private func numbers(_ node: FormulaNode, _ name: String) throws(FormulaError) -> [Double] {
        var nodes = [node]
        if case .call("c", _, let list) = node.kind { nodes = list.map(\.value) }
        var values: [Double] = []
        for node in nodes {
            guard let value = node.number else {
                throw error("\(name) of \(function)() is a number or c() of numbers", node.range)
            }
            values.append(value)
        }
        guard !values.isEmpty, zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw error("\(name) of \(function)() are different numbers in rising order", node.range)
        }
        return values
    }

    /// The name of a level: a number, a text, or a bare name.
    mutating func level(_ name: String) throws(FormulaError) -> FormulaVariable.ReferenceLevel? {
        guard let argument = take([name], positional: false) else { return nil }
        let value = argument.value
        if let number = value.number {
            return FormulaVariable.ReferenceLevel(name: shortestDecimal(number), range: value.range)
        }
        switch value.kind {
        case .text(let text), .name(let text):
            return FormulaVariable.ReferenceLevel(name: text, range: value.range)
        default: throw error("\(name) of \(function)() is the name of a level", value.range)
        }
    }

    /// Refuses what nobody has taken.
    func finish() throws(FormulaError) {
        guard let left = waiting.first else { return }
        let what = left.name.map { "an argument \($0)" } ?? "so many arguments"
        throw error("\(function)() does not take \(what)", left.range, help: Self.usage[function].map { [$0] } ?? [])
    }

    private static let usage = [
        "C": "C(x) or C(x, ref = level)", "factor": "factor(x) or factor(x, ref = level)",
        "poly": "poly(x, degree) or poly(x, degree, raw = TRUE)",
        "rcs": "rcs(x, knots), knots a count from 3 to 7 or c() of the places",
        "ns": "ns(x, df), ns(x, knots = c(...)); also intercept = TRUE, Boundary.knots = c(low, high)",
        "bs": "bs(x, df), bs(x, knots = c(...)); also degree = 3, intercept = TRUE, Boundary.knots = c(low, high)",
        "scale": "scale(x), scale(x, center = FALSE) or scale(x, scale = FALSE)",
    ]

    func error(_ message: String, _ range: Range<Int>, help: [String] = []) -> FormulaError {
        let usage = Self.usage[function].map { ["usage: \($0)"] } ?? []
        return FormulaError(.wrongArgument, message, in: source, at: range, help: help.isEmpty ? usage : help)
    }
}
