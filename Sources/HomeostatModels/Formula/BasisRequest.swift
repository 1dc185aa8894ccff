/// What a formula asks of a transform, before any data are seen.
enum BasisRequest: Sendable {
    /// `poly(x, 2)`; raw powers with `raw = TRUE`.
    case polynomial(degree: Int, raw: Bool)
    /// `rcs(x, 4)` or `rcs(x, c(20, 25, 30))`.
    case restrictedCubic(count: Int, knots: [Double])
    /// `ns(x, 4)`; columns or inner knots, as R's function `ns` has them.
    case natural(SplineRequest)
    /// `bs(x, 6)`.
    case bSpline(SplineRequest)
    /// `scale(x)`: minus the mean, over the standard deviation.
    case scaled(center: Bool, scale: Bool)

    /// The arguments that R's `ns` and `bs` have in common.
    struct SplineRequest: Sendable {
        let degree: Int
        let hasIntercept: Bool
        /// The number of inner knots, at quantiles, where ``knots`` are not given.
        let innerKnotCount: Int
        let knots: [Double]?
        /// The range of the data where not given.
        let boundary: [Double]?
    }

    init(_ function: String, _ arguments: inout FormulaArguments) throws(FormulaError) {
        switch function {
        case "poly":
            let degree = try arguments.count("degree", least: 1, positional: true)?.value ?? 1
            self = .polynomial(degree: degree, raw: try arguments.flag("raw") ?? false)
        case "rcs":
            guard let knots = try arguments.countOrNumbers("knots", "k", "nk", least: 3) else {
                // As in R's package rms.
                self = .restrictedCubic(count: 5, knots: [])
                return
            }
            if let count = knots.count, count > 7 {
                throw arguments.error("Harrell gives the places of 3 to 7 knots", knots.range)
            }
            if knots.count == nil, knots.values.count < 3 {
                throw arguments.error("a restricted cubic spline has at least three knots", knots.range)
            }
            self = .restrictedCubic(count: knots.count ?? knots.values.count, knots: knots.values)
        case "scale":
            self = .scaled(
                center: try arguments.flag("center") ?? true, scale: try arguments.flag("scale") ?? true)
        case "ns": self = .natural(try Self.spline(degree: 3, boundConstraints: 2, &arguments))
        default:
            let degree = try arguments.count("degree", least: 1)?.value ?? 3
            self = .bSpline(try Self.spline(degree: degree, boundConstraints: 0, &arguments))
        }
    }

    /// - Parameter boundConstraints: 2 where the second derivative is zero at both ends, which takes away two columns.
    private static func spline(
        degree: Int, boundConstraints: Int, _ arguments: inout FormulaArguments
    ) throws(FormulaError) -> SplineRequest {
        let columns = try arguments.count("df", least: 1, positional: true)
        let knots = try arguments.numbers("knots")
        let hasIntercept = try arguments.flag("intercept") ?? false
        let boundary = try arguments.numbers("Boundary.knots")
        if let boundary, boundary.values.count != 2 {
            throw arguments.error("Boundary.knots are two numbers", boundary.range)
        }
        if let knots, let columns {
            throw arguments.error("df and knots say the same thing: give one", min(columns.range, knots.range))
        }
        if let knots, let boundary, let first = knots.values.first, let last = knots.values.last,
            first <= boundary.values[0] || last >= boundary.values[1]
        {
            throw arguments.error("the knots lie between the boundary knots", knots.range)
        }
        let fewest = degree + 1 - boundConstraints - (hasIntercept ? 0 : 1)
        let innerKnotCount = columns.map { $0.value - fewest } ?? 0
        guard innerKnotCount >= 0 else {
            throw arguments.error(
                "df of \(arguments.function)() is at least \(fewest) here", columns?.range ?? arguments.range)
        }
        return SplineRequest(
            degree: degree, hasIntercept: hasIntercept, innerKnotCount: innerKnotCount, knots: knots?.values,
            boundary: boundary?.values)
    }

    private static func min(_ first: Range<Int>, _ second: Range<Int>) -> Range<Int> {
        first.lowerBound < second.lowerBound ? first : second
    }
}
