import HomeostatNumerics

/// A transform with what it has learnt from the data: applied to other rows it gives the columns of the same
/// functions, as R's `makepredictcall` has it.
enum FittedBasis: Sendable {
    case orthogonal(OrthogonalPolynomial)
    case powers(degree: Int)
    case restrictedCubic(RestrictedCubicSpline)
    case natural(NaturalSpline)
    case bSpline(BSplineBasis, hasIntercept: Bool)
    /// Minus `center`, over `scale`.
    case scaled(center: Double, scale: Double)

    /// Columns, each with what is known of it beyond its Doubles.
    typealias Columns = [(values: [Double], remainders: [Double]?)]

    /// Fits a transform.
    ///
    /// - Parameters:
    ///   - values: those of the rows used, at least one.
    ///   - refuse: makes the error of data that do not allow it.
    init(
        _ request: BasisRequest, fitting values: [Double], refuse: (String) -> FormulaError
    ) throws(FormulaError) {
        switch request {
        case .polynomial(let degree, true): self = .powers(degree: degree)
        case .polynomial(let degree, false):
            guard let polynomial = OrthogonalPolynomial(degree: degree, fitting: values) else {
                throw refuse("needs more than \(degree) different values that squares can tell apart")
            }
            self = .orthogonal(polynomial)
        case .restrictedCubic(let count, let knots):
            if !knots.isEmpty {
                self = .restrictedCubic(RestrictedCubicSpline(knots: knots))
                return
            }
            guard let spline = RestrictedCubicSpline(count: count, fitting: values) else {
                throw refuse("finds no \(count) different knots at the quantiles of \(values.count) values")
            }
            self = .restrictedCubic(spline)
        case .natural(let request):
            let (inner, boundary) = try Self.knots(request, values, refuse)
            self = .natural(
                NaturalSpline(innerKnots: inner, boundary: boundary, hasIntercept: request.hasIntercept))
        case .bSpline(let request):
            let (inner, boundary) = try Self.knots(request, values, refuse)
            let basis = BSplineBasis(degree: request.degree, innerKnots: inner, boundary: boundary)
            self = .bSpline(basis, hasIntercept: request.hasIntercept)
        case .scaled(let center, let scale):
            self = try Self.scaled(center, scale, values, refuse)
        }
    }

    /// Inner knots at quantiles in equal steps of probability, boundary knots at the extremes, where not given.
    private static func knots(
        _ request: BasisRequest.SplineRequest, _ values: [Double], _ refuse: (String) -> FormulaError
    ) throws(FormulaError) -> (inner: [Double], boundary: ClosedRange<Double>) {
        var sorted = values.sorted()
        let low = request.boundary?[0] ?? sorted[0]
        let high = request.boundary?[1] ?? sorted[sorted.count - 1]
        guard low < high, (high - low).isFinite else { throw refuse("needs different values") }
        if request.boundary != nil { sorted.removeAll { $0 < low || $0 > high } }
        let count = request.innerKnotCount
        guard request.knots != nil || count == 0 || !sorted.isEmpty else {
            throw refuse("has no value between its boundary knots")
        }
        let inner =
            request.knots
            ?? (0..<count).map { QuantileRank.quantile(Double($0 + 1) / Double(count + 1), ofSorted: sorted) }
        // More equal knots than the degree, or a knot on the boundary, make a column of zeros.
        let crowded = zip(inner, inner.dropFirst(request.degree)).contains { $0 == $1 }
        guard !crowded, inner.allSatisfy({ $0 > low && $0 < high }) else {
            throw refuse("has knots that coincide: give others with knots = c(...)")
        }
        return (inner, low...high)
    }

    private static func scaled(
        _ center: Bool, _ scale: Bool, _ values: [Double], _ refuse: (String) -> FormulaError
    ) throws(FormulaError) -> FittedBasis {
        var mean = 0.0
        if center {
            // About the first value, which loses nothing to a large common part.
            var sum = CompensatedSum()
            for value in values { sum.add(value - values[0]) }
            mean = values[0] + sum.value / Double(values.count)
        }
        guard scale else { return .scaled(center: mean, scale: 1) }
        var squares = CompensatedSum()
        for value in values { squares.add((value - mean) * (value - mean)) }
        // As in R: without a centre the root mean square, with the same divisor.
        let deviation = (squares.value / Double(values.count - 1)).squareRoot()
        guard values.count > 1, deviation > 0, deviation.isFinite else { throw refuse("needs different values") }
        return .scaled(center: mean, scale: deviation)
    }

    /// What stands behind the label in the name of each column; one empty text where there is one column only.
    func suffixes(count: Int) -> [String] {
        count == 1 ? [""] : (1...count).map { "[\($0)]" }
    }

    /// The columns at any values.
    func columns(at column: EvaluatedColumn) -> Columns {
        let values = column.values
        switch self {
        case .orthogonal(let polynomial): return polynomial.columns(at: values).map { ($0, nil) }
        case .restrictedCubic(let spline):
            return [(values, column.remainders)] + spline.curvedColumns(at: values).map { ($0, nil) }
        case .natural(let spline): return spline.columns(at: values).map { ($0, nil) }
        case .bSpline(let basis, let hasIntercept):
            var columns = [[Double]](repeating: [Double](repeating: 0, count: values.count), count: basis.count)
            var nonzero = [Double](repeating: 0, count: basis.degree + 1)
            for (row, x) in values.enumerated() {
                let first = basis.values(at: x, into: &nonzero)
                for place in nonzero.indices { columns[first + place][row] = nonzero[place] }
            }
            return columns.dropFirst(hasIntercept ? 0 : 1).map { ($0, nil) }
        case .scaled(let center, let scale): return [(values.map { ($0 - center) / scale }, nil)]
        case .powers(let degree): return powers(degree, column)
        }
    }

    /// Each power is the one before times x, all of them in double-double.
    private func powers(_ degree: Int, _ column: EvaluatedColumn) -> Columns {
        var power = (0..<column.values.count).map { column.exact($0) }
        var columns: Columns = []
        for step in 1...degree {
            if step > 1 { for row in power.indices { power[row] = power[row] * column.exact(row) } }
            columns.append((power.map(\.high), column.remainders == nil ? nil : power.map(\.low)))
        }
        return columns
    }
}
