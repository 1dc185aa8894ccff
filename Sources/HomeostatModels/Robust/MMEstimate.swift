import HomeostatNumerics

/// A linear model fitted by an MM-estimator: half of the rows may be outliers of any kind, and clean normal data lose
/// 5 % of efficiency.
///
/// An S-estimate gives coefficients and the scale; a redescending M-estimate (Tukey's biweight, c = 4.685061) starts
/// there and keeps the scale. The covariance does not assume that residuals are symmetric or independent of the design.
///
/// Sources: V. J. Yohai, Annals of Statistics 15 (1987) 642-656, doi:10.1214/aos/1176350366; covariance: C. Croux,
/// G. Dhaene and D. Hoorelbeke, Robust standard errors for robust estimators, KU Leuven 2003.
public struct MMEstimate: Sendable {
    /// One for each column of the design.
    public let coefficients: [Double]
    /// The scale, that of ``start``; 0 for an exact fit.
    public let scale: Double
    /// Between 0 for an outlier and 1 for a row that counts fully.
    public let weights: [Double]
    /// Response minus fit.
    public let residuals: [Double]
    /// The covariance of the coefficients; nil for an exact fit.
    public let covariance: Matrix?
    /// The S-estimate that gave start and scale.
    public let start: SEstimate
    /// Steps taken from there.
    public let iterations: Int
    /// How the iteration ended.
    public let ending: MEstimate.Ending

    private static let c = 4.685_061

    /// Square roots of the diagonal of ``covariance``; nil for an exact fit.
    public var standardErrors: [Double]? { covariance.map(standardErrorsOf) }
    /// Whether the iteration came to an end.
    public var isConverged: Bool { ending != .iterationLimit }

    /// Fits a model.
    ///
    /// - Parameters:
    ///   - design: rows x columns, more rows than columns, the intercept's column included where one is wanted.
    ///   - response: one value for each row.
    ///   - columnNames: for error messages.
    ///   - search: the starts of the S-estimate.
    ///   - maximumIterations: steps at most from the S-estimate.
    /// - Throws: ``RegressionInputError``.
    public init(
        _ design: Matrix, response: [Double], columnNames: [String]? = nil, search: SubsetSearch = .automatic,
        maximumIterations: Int = 2000
    ) throws(RegressionInputError) {
        let input = try RegressionInput(
            design, response: response, columnNames: columnNames, minimumRows: design.columnCount + 1)
        start = try SEstimate(input, search: search)
        scale = start.scale
        let rounding = input.rounding(start.coefficients)
        guard scale > 0 else {
            (coefficients, residuals, iterations, ending) = (start.coefficients, start.residuals, 0, .exactFit)
            weights = residuals.map { $0.magnitude <= 4 * rounding ? 1 : 0 }
            covariance = nil
            return
        }
        let loss = RobustLoss.bisquare(c: Self.c)
        var squares = WeightedLeastSquares(rowCount: input.rowCount, columnCount: input.columnCount)
        var (residuals, coefficients) = (start.residuals, start.coefficients)
        var weights = residuals
        var next = residuals
        var (iterations, last) = (0, Double.infinity)
        var ending = MEstimate.Ending.iterationLimit
        while iterations < maximumIterations {
            iterations += 1
            loss.weights(residuals, scale: scale, into: &weights)
            guard squares.solve(input, weights: weights) else { throw .undeterminedByTypicalRows }
            coefficients = squares.coefficients
            input.residuals(coefficients, into: &next)
            var moved = 0.0
            for row in next.indices { moved = max(moved, (next[row] - residuals[row]).magnitude) }
            swap(&residuals, &next)
            if moved <= max(1e-14 * scale, rounding) || (moved <= 1e-11 * scale && moved >= last) {
                ending = .converged
                break
            }
            last = moved
        }
        loss.weights(residuals, scale: scale, into: &weights)
        (self.coefficients, self.residuals, self.weights) = (coefficients, residuals, weights)
        (self.iterations, self.ending) = (iterations, ending)
        covariance = Self.covariance(input, residuals: residuals, start: start)
    }

    /// Fits a model whose columns have names.
    public init(
        _ design: DesignMatrix, response: [Double], search: SubsetSearch = .automatic
    ) throws(RegressionInputError) {
        try self.init(design.matrix, response: response, columnNames: design.columnNames, search: search)
    }

    /// The sandwich of the three estimating equations of coefficients, scale and S-estimate (AVAR1 of Croux, Dhaene and
    /// Hoorelbeke), in orthonormal coordinates.
    private static func covariance(_ input: RegressionInput, residuals: [Double], start: SEstimate) -> Matrix? {
        let (n, p, s) = (input.rowCount, input.columnCount, start.scale)
        let final = RobustLoss.bisquare(c: Self.c)
        let q = input.factor.q
        var bread = [Double](repeating: 0, count: p * p)
        var meat = bread
        var (cross, slope) = ([Double](repeating: 0, count: p), [Double](repeating: 0, count: p))
        var (scaleSlope, lossSpread) = (0.0, 0.0)
        for row in 0..<n {
            let (u, v) = (residuals[row] / s, start.residuals[row] / s)
            let (psi, derivative) = (final.psi(u), final.derivative(u))
            let t = v / SEstimate.c
            let rest = max(0, 1 - t * t)
            let loss = 1 - rest * rest * rest
            scaleSlope += 6 * t * t * rest * rest
            lossSpread += loss * loss - SEstimate.breakdown * SEstimate.breakdown
            for a in 0..<p {
                let x = q[a * n + row]
                slope[a] += x * derivative * u
                cross[a] += x * psi * loss
                for b in 0..<p {
                    bread[b * p + a] += x * q[b * n + row] * derivative
                    meat[b * p + a] += x * q[b * n + row] * psi * psi
                }
            }
        }
        guard scaleSlope > 0, let inverse = smallInverse(bread, size: p) else { return nil }
        let count = Double(n)
        let a = inverse.map { $0 * s }
        let lean = product(a, slope, p).map { $0 / (scaleSlope / count) }
        let reach = product(a, cross, p)
        // u1 - u2 - u3 + u4 of the four terms, over n.
        var terms = sandwich(a, meat, p).map { $0 * count }
        for row in 0..<p {
            for column in 0..<p {
                terms[column * p + row] +=
                    -lean[row] * reach[column] - reach[row] * lean[column]
                    + lossSpread / count * lean[row] * lean[column]
            }
        }
        return Matrix(rowCount: p, columnCount: p, elements: input.factor.covariance(terms.map { $0 / count }))
    }
}

/// a x v for a p x p matrix by columns.
private func product(_ a: [Double], _ v: [Double], _ p: Int) -> [Double] {
    (0..<p).map { row in (0..<p).reduce(0) { $0 + a[$1 * p + row] * v[$1] } }
}

/// a m a for symmetric p x p matrices.
func sandwich(_ a: [Double], _ m: [Double], _ p: Int) -> [Double] {
    var half = [Double](repeating: 0, count: p * p)
    var whole = half
    for row in 0..<p {
        for column in 0..<p {
            for k in 0..<p { half[column * p + row] += a[k * p + row] * m[column * p + k] }
        }
    }
    for row in 0..<p {
        for column in 0..<p {
            for k in 0..<p { whole[column * p + row] += half[k * p + row] * a[column * p + k] }
        }
    }
    return whole
}

/// The inverse of a small square matrix by columns; nil where it is singular.
func smallInverse(_ matrix: [Double], size p: Int) -> [Double]? {
    let factor = HouseholderQR(columnMajor: matrix, rowCount: p, columnCount: p)
    guard factor.rank == p else { return nil }
    var inverse: [Double] = []
    for column in 0..<p {
        var unit = [Double](repeating: 0, count: p)
        unit[column] = 1
        inverse += factor.solve(unit)
    }
    return inverse
}
