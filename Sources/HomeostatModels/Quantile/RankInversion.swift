import HomeostatNumerics

/// What the intervals of ``QuantileRegression/rankIntervals(design:response:weights:level:errors:)`` assume.
public enum RankScoreErrors: String, Sendable, Hashable, CaseIterable {
    /// Residuals independent of the design.
    case independent
    /// A density for each row, as in ``QuantileErrors/local``.
    case local
}

/// An interval for a coefficient; a side that is nil is unbounded.
public struct RankInterval: Sendable, Hashable {
    /// The lower limit.
    public let lower: Double?
    /// The upper limit.
    public let upper: Double?
}

extension QuantileRegression {
    /// Intervals for the coefficients by inversion of the rank score test: the values of a coefficient that the test
    /// does not reject. They need no estimate of a density, and are not symmetric about the coefficient.
    ///
    /// As a function of the value tested, the test statistic is a staircase; between the last step below and the first
    /// above the critical value of Student's t with n - p degrees of freedom, limits are interpolated.
    ///
    /// - Parameters:
    ///   - design: the design that was fitted.
    ///   - response: the response that was fitted.
    ///   - weights: the weights of the fit.
    ///   - level: the share of intervals that hold the coefficient, 0.9 by habit of the method.
    ///   - errors: what is assumed of residuals.
    /// - Returns: one interval for each coefficient, nil without a degree of freedom left.
    /// - Throws: ``RegressionInputError``.
    ///
    /// Sources: C. Gutenbrunner, J. Jurečková, R. Koenker and S. Portnoy, Journal of Nonparametric Statistics 2 (1993)
    /// 307-331, doi:10.1080/10485259308832561; R. Koenker, in Asymptotic Statistics, Physica 1994, 349-359.
    public func rankIntervals(
        design: Matrix, response: [Double], weights: [Double]? = nil, level: Double = 0.9,
        errors: RankScoreErrors = .independent
    ) throws(RegressionInputError) -> [RankInterval]? {
        guard level > 0, level < 1 else { throw .invalidProbability(level) }
        let problem = try WeightedRows(design, response: response, weights: weights, columnNames: nil)
        let input = problem.input
        let (n, p) = (input.rowCount, input.columnCount)
        guard n > p else { return nil }
        let probability = (1 + level) / 2
        let student = try? StudentTDistribution(degreesOfFreedom: Double(n - p)).quantile(probability)
        let critical = student ?? normalQuantile(probability)
        var densities = [Double](repeating: 1, count: n)
        if errors == .local {
            let width = Self.innerBandwidth(tau, count: n)
            guard let local = try Self.localDensities(problem, tau: tau, width: width) else { return nil }
            // A row without density keeps a little, so that the regression on the others stays determined.
            densities = local.map { max($0, 1e-10) }
        }
        var intervals: [RankInterval] = []
        for column in 0..<p {
            var inversion = try RankInversion(input, column: column, tau: tau, densities: densities)
            let lower = inversion.limit(from: coefficients[column], sign: -1, critical: critical)
            let upper = inversion.limit(from: coefficients[column], sign: 1, critical: critical)
            intervals.append(RankInterval(lower: lower, upper: upper))
        }
        return intervals
    }
}

/// The rank score test of one coefficient as its value moves.
private struct RankInversion {
    private let input: RegressionInput
    private let tau: Double
    private let tested: ArraySlice<Double>
    /// The other columns in orthonormal coordinates, row by row.
    private let others: [Double]
    private let otherCount: Int
    private let deviation: Double
    private let noise: [Double]
    private var basis: [Int] = []

    init(_ input: RegressionInput, column: Int, tau: Double, densities: [Double]) throws(RegressionInputError) {
        let (n, p) = (input.rowCount, input.columnCount)
        self.input = input
        self.tau = tau
        otherCount = p - 1
        tested = input.columns[column * n..<(column + 1) * n]
        let columns = Array(input.columns[..<(column * n)] + input.columns[((column + 1) * n)...])
        let factor = OrthonormalFactor(columns, rowCount: n, columnCount: p - 1)
        var rows = [Double](repeating: 0, count: n * (p - 1))
        for k in 0..<p - 1 {
            for row in 0..<n { rows[row * (p - 1) + k] = factor.q[k * n + row] }
        }
        others = rows
        // What the other columns leave of this one, in a regression weighted by the densities.
        var rest = Array(tested)
        if p > 1 {
            let weighted = zip(0..<n, densities).map { $0.1.squareRoot() }
            let scaled = (0..<p - 1).flatMap { k in (0..<n).map { factor.q[k * n + $0] * weighted[$0] } }
            let slopes = OrthonormalFactor(scaled, rowCount: n, columnCount: p - 1)
            guard slopes.dependentColumns.isEmpty else { throw .undeterminedByTypicalRows }
            let fit = slopes.solve(zip(rest, weighted).map { $0 * $1 })
            for row in 0..<n {
                for k in 0..<p - 1 { rest[row] -= rows[row * (p - 1) + k] * fit[k] }
            }
        }
        deviation = (tau * (1 - tau) * rest.reduce(0) { $0 + $1 * $1 }).squareRoot()
        let largest = tested.reduce(0) { max($0, $1.magnitude) }
        noise = (0..<n).map { 1e-7 * largest * scattered($0) }
    }

    /// The value at which the test rejects, on the side `sign` of the estimate; nil where it never does.
    mutating func limit(from estimate: Double, sign: Double, critical: Double) -> Double? {
        let n = input.rowCount
        let x = Array(tested)
        // Infinitely little beyond each value: the second part of the response goes on in the same direction.
        let second = (0..<n).map { noise[$0] - sign * x[$0] }
        var value = estimate
        var last: (value: Double, statistic: Double)?
        basis = startBasis()
        for _ in 0..<20 * n {
            let response = (0..<n).map { input.response[$0] - value * x[$0] }
            let size = response.reduce(0) { max($0, $1.magnitude) } + input.response.reduce(0) { max($0, $1.magnitude) }
            var simplex = QuantileSimplex(
                rows: others, columnCount: otherCount, response: response, second: second, tau: tau, basis: basis,
                rounding: 16 * Double.ulpOfOne * size)
            guard simplex.run() else { return nil }
            basis = simplex.basis
            let statistic = statistic(simplex, x)
            if statistic.magnitude >= critical, let last {
                let share = (critical - last.statistic.magnitude) / (statistic - last.statistic).magnitude
                return last.value + (value - last.value) * share
            }
            // A row that changes sides without moving the statistic is no step of the staircase.
            let isStep = last.map { (statistic - $0.statistic).magnitude > 1e-9 * critical } ?? true
            if isStep { last = (value, statistic) }
            guard let distance = nextStep(simplex, x, sign: sign) else { return nil }
            value += sign * distance
        }
        return nil
    }

    private func startBasis() -> [Int] {
        let n = input.rowCount
        guard otherCount > 0 else { return [] }
        // Any independent rows will do: the first solution starts from them, later ones from the last.
        return WeightedRows.independentRows(Array(0..<n), of: others, columnCount: otherCount)
    }

    private func statistic(_ simplex: QuantileSimplex, _ x: [Double]) -> Double {
        var sum = 0.0
        for row in x.indices { sum += x[row] * simplex.slopes[row] }
        for place in 0..<otherCount { sum -= x[simplex.basis[place]] * simplex.basicSlope(place) }
        return sum / deviation
    }

    /// How far the tested value moves until the next row changes sides.
    private func nextStep(_ simplex: QuantileSimplex, _ x: [Double], sign: Double) -> Double? {
        let p = otherCount
        var direction = [Double](repeating: 0, count: p)
        for place in 0..<p {
            for k in 0..<p { direction[k] += simplex.inverse[place * p + k] * x[simplex.basis[place]] }
        }
        var rates = [Double](repeating: 0, count: x.count)
        var largest = 0.0
        for row in x.indices where !simplex.isBasic[row] {
            var rate = x[row]
            for k in 0..<p { rate -= others[row * p + k] * direction[k] }
            rates[row] = -sign * rate
            largest = max(largest, rate.magnitude)
        }
        var nearest: Double?
        for row in x.indices where simplex.residuals[row] * rates[row] < 0 {
            guard rates[row].magnitude > 1e-11 * largest else { continue }
            let distance = (simplex.residuals[row] / rates[row]).magnitude
            nearest = min(nearest ?? distance, distance)
        }
        return nearest
    }
}
