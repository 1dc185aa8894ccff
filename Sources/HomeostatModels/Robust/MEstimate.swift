import HomeostatNumerics

/// A linear model fitted by an M-estimator with its scale: outliers in the response lose weight, outliers in the
/// design do not.
///
/// The estimate solves sum of psi(r/s) x = 0 with s the median of |r| over 0.6745 about zero, taken afresh at each step,
/// by iteratively reweighted least squares from the least squares fit. With a redescending loss (bisquare, Hampel) there
/// may be several solutions; this is the one that the least squares fit leads to: ``MMEstimate`` does not depend on
/// where it starts.
///
/// ```swift
/// let fit = try MEstimate(design, response: logInsulin, loss: .huber)
/// fit.coefficients, fit.standardErrors
/// ```
///
/// Source: P. J. Huber, Robust Statistics, Wiley 1981, chapter 7; conventions are those of Venables and Ripley, Modern
/// Applied Statistics with S, 4th edition, Springer 2002, section 6.5.
public struct MEstimate: Sendable {
    /// One for each column of the design.
    public let coefficients: [Double]
    /// The scale s of the residuals; 0 for an exact fit.
    public let scale: Double
    /// psi(r/s)/(r/s) for each row: 1 counts fully, 0 not at all.
    public let weights: [Double]
    /// Response minus fit.
    public let residuals: [Double]
    /// The covariance of the coefficients, nil for an exact fit and without a degree of freedom left.
    public let covariance: Matrix?
    /// Steps taken.
    public let iterations: Int
    /// How the iteration ended.
    public let ending: Ending

    /// How an iteration ended.
    public enum Ending: String, Sendable, Hashable {
        /// The residuals no longer move.
        case converged
        /// At least half of the rows lie on the fit, but for rounding: the scale is 0, and no error can be given.
        case exactFit
        /// The steps allowed are used up.
        case iterationLimit
    }

    /// Square roots of the diagonal of ``covariance``.
    public var standardErrors: [Double]? { covariance.map(standardErrorsOf) }
    /// Whether the iteration came to an end.
    public var isConverged: Bool { ending != .iterationLimit }

    /// Fits a model.
    ///
    /// - Parameters:
    ///   - design: rows x columns, the intercept's column included where one is wanted.
    ///   - response: one value for each row.
    ///   - loss: how residuals count.
    ///   - columnNames: for error messages.
    ///   - tolerance: stop where the residuals change by less than this share of their length.
    ///   - maximumIterations: steps at most.
    /// - Throws: ``RegressionInputError``.
    public init(
        _ design: Matrix, response: [Double], loss: RobustLoss = .huber, columnNames: [String]? = nil,
        tolerance: Double = 1e-13, maximumIterations: Int = 2000
    ) throws(RegressionInputError) {
        let input = try RegressionInput(design, response: response, columnNames: columnNames)
        try self.init(input, loss: loss, tolerance: tolerance, maximumIterations: maximumIterations)
    }

    /// Fits a model whose columns have names.
    public init(
        _ design: DesignMatrix, response: [Double], loss: RobustLoss = .huber
    ) throws(RegressionInputError) {
        try self.init(design.matrix, response: response, loss: loss, columnNames: design.columnNames)
    }

    init(
        _ input: RegressionInput, loss: RobustLoss, tolerance: Double, maximumIterations: Int
    ) throws(RegressionInputError) {
        let n = input.rowCount
        var squares = WeightedLeastSquares(rowCount: n, columnCount: input.columnCount)
        var coefficients = input.leastSquaresCoefficients
        var residuals = [Double](repeating: 0, count: n)
        var next = residuals
        var scratch = residuals
        var weights = [Double](repeating: 1, count: n)
        input.residuals(coefficients, into: &residuals)
        let rounding = input.rounding(coefficients)
        var (scale, iterations, last) = (0.0, 0, Double.infinity)
        var ending = Ending.iterationLimit
        while iterations < maximumIterations {
            scale = normalisedMedianAbsolute(residuals, scratch: &scratch)
            if scale <= rounding {
                (scale, ending) = (0, .exactFit)
                break
            }
            iterations += 1
            loss.weights(residuals, scale: scale, into: &weights)
            guard squares.solve(input, weights: weights) else { throw .undeterminedByTypicalRows }
            coefficients = squares.coefficients
            input.residuals(coefficients, into: &next)
            let change = Self.relativeChange(residuals, next)
            swap(&residuals, &next)
            // Near the rounding of the residuals the change stops falling before it reaches the tolerance.
            if change <= tolerance || (change <= 1e-11 && change >= last) {
                ending = .converged
                break
            }
            last = change
        }
        self.coefficients = coefficients
        self.scale = scale
        self.residuals = residuals
        self.iterations = iterations
        self.ending = ending
        guard ending != .exactFit else {
            self.weights = residuals.map { $0.magnitude <= rounding ? 1 : 0 }
            covariance = nil
            return
        }
        loss.weights(residuals, scale: scale, into: &weights)
        self.weights = weights
        covariance = Self.covariance(input, residuals: residuals, weights: weights, scale: scale, loss: loss)
    }

    private static func relativeChange(_ old: [Double], _ new: [Double]) -> Double {
        var (moved, length) = (0.0, 0.0)
        for row in old.indices {
            let step = new[row] - old[row]
            moved += step * step
            length += old[row] * old[row]
        }
        return (moved / max(length, 1e-300)).squareRoot()
    }

    /// Huber's (1981, page 173) covariance with the correction factor K.
    private static func covariance(
        _ input: RegressionInput, residuals: [Double], weights: [Double], scale: Double, loss: RobustLoss
    ) -> Matrix? {
        let (n, p) = (input.rowCount, input.columnCount)
        guard n > p else { return nil }
        var (squares, slope) = (0.0, 0.0)
        for row in 0..<n {
            let pull = residuals[row] * weights[row]
            squares += pull * pull
            slope += loss.derivative(residuals[row] / scale)
        }
        let mean = slope / Double(n)
        guard mean > 0 else { return nil }
        var spread = 0.0
        for row in 0..<n {
            let deviation = loss.derivative(residuals[row] / scale) - mean
            spread += deviation * deviation
        }
        let variance = spread / Double(n - 1)
        let factor = 1 + Double(p) * variance / (Double(n) * mean * mean)
        let deviation = (squares / Double(n - p)).squareRoot() * factor / mean
        return Matrix(
            rowCount: p, columnCount: p,
            elements: input.factor.inverseOfGramMatrix.map { $0 * deviation * deviation })
    }
}

/// Square roots of the diagonal of a covariance matrix.
func standardErrorsOf(_ covariance: Matrix) -> [Double] {
    (0..<covariance.rowCount).map { max(0, covariance[$0, $0]).squareRoot() }
}
