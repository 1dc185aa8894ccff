import HomeostatNumerics

/// A linear model for a quantile of the response: minimises the sum of w rho(r), where rho(r) is tau r above the fit and
/// (tau - 1) r below it. With tau = 1/2 these are least absolute deviations (half of their sum).
///
/// The minimum is exact: a fit through as many rows as there are coefficients, found by the simplex method, with the
/// dual solution that proves it (``dualityGap``). Leave out the intercept's column for a fit through the origin; with
/// one column it is a weighted quantile of the ratios.
///
/// ```swift
/// let median = try QuantileRegression(design, response: dose)
/// let upper = try QuantileRegression(design, response: dose, tau: 0.9)
/// ```
///
/// Source: R. Koenker and G. Bassett, Econometrica 46 (1978) 33-50, doi:10.2307/1913643.
public struct QuantileRegression: Sendable {
    /// The quantile.
    public let tau: Double
    /// One for each column of the design.
    public let coefficients: [Double]
    /// Response minus fit, without weights; exactly 0 in the rows that the fit goes through.
    public let residuals: [Double]
    /// The sum of w rho(r).
    public let objective: Double
    /// The objective less its lower bound from the dual solution: 0 but for rounding.
    public let dualityGap: Double
    /// The rows, counted from 0, that the fit goes through by construction: one for each coefficient.
    public let interpolatedRows: [Int]
    /// The regression rank scores: 1 above the fit, 0 below, between the two on it; nil for rows of weight 0.
    public let rankScores: [Double?]
    /// Whether other coefficients are as good.
    public let uniqueness: Uniqueness
    /// Steps of the simplex method.
    public let iterations: Int

    /// Whether a minimum is the only one.
    public enum Uniqueness: Sendable, Hashable {
        /// No other coefficients reach the minimum.
        case unique
        /// All coefficients between those reported and these reach it too.
        case notUnique(also: [Double])
        /// So many rows lie on the fit that the question was left open.
        case undetermined
    }

    /// Fits a model.
    ///
    /// - Parameters:
    ///   - design: rows x columns, at least as many rows as columns.
    ///   - response: one value for each row.
    ///   - tau: between 0 and 1, both excluded.
    ///   - weights: at least 0 each; 1 where nil.
    ///   - columnNames: for error messages.
    /// - Throws: ``RegressionInputError``.
    public init(
        _ design: Matrix, response: [Double], tau: Double = 0.5, weights: [Double]? = nil,
        columnNames: [String]? = nil
    ) throws(RegressionInputError) {
        let problem = try WeightedRows(design, response: response, weights: weights, columnNames: columnNames)
        try self.init(problem, tau: tau)
    }

    /// Fits a model whose columns have names.
    public init(
        _ design: DesignMatrix, response: [Double], tau: Double = 0.5, weights: [Double]? = nil
    ) throws(RegressionInputError) {
        try self.init(
            design.matrix, response: response, tau: tau, weights: weights, columnNames: design.columnNames)
    }

    init(_ problem: WeightedRows, tau: Double) throws(RegressionInputError) {
        guard tau > 0, tau < 1 else { throw .invalidProbability(tau) }
        let input = problem.input
        let (n, p) = (input.rowCount, input.columnCount)
        var simplex = problem.simplex(tau: tau)
        guard simplex.run() else { throw .noConvergence(iterations: simplex.iterations) }
        let coefficients = problem.coefficients(simplex)
        var weighted = [Double](repeating: 0, count: n)
        input.residuals(coefficients, into: &weighted)
        for row in simplex.basis { weighted[row] = 0 }
        var (objective, bound) = (CompensatedSum(), CompensatedSum())
        var scores = [Double](repeating: 0, count: n)
        for row in 0..<n {
            scores[row] = simplex.slopes[row] > 0 ? 1 : 0
            let residual = weighted[row]
            objective.add(residual > 0 ? tau * residual : (tau - 1) * residual)
            bound.add(simplex.slopes[row] * input.response[row])
        }
        for place in 0..<p {
            let slope = -simplex.basicSlope(place)
            scores[simplex.basis[place]] = min(1, max(0, slope + 1 - tau))
            bound.add(slope * input.response[simplex.basis[place]])
        }
        self.tau = tau
        self.coefficients = coefficients
        self.objective = objective.value
        dualityGap = (objective.value - bound.value).magnitude
        residuals = problem.unweightedResiduals(weighted, coefficients)
        interpolatedRows = simplex.basis.map { problem.rows[$0] }.sorted()
        var all = [Double?](repeating: nil, count: problem.originalRowCount)
        for row in 0..<n { all[problem.rows[row]] = scores[row] }
        rankScores = all
        iterations = simplex.iterations
        uniqueness = problem.uniqueness(of: simplex)
    }
}
