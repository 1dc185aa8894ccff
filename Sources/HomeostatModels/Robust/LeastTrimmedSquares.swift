import HomeostatNumerics

/// Least trimmed squares: the linear model that makes the sum of the h smallest squared residuals smallest, and the
/// least squares fit to the rows that this fit does not reject.
///
/// Each start through p rows is improved by concentration steps (least squares on the h rows with the smallest
/// residuals, which never raises the sum); the best ten are concentrated to the end. Up to ``exactRowLimit`` rows the
/// result is then proven, or improved, by branch and bound over all subsets of h rows.
///
/// Rows count as typical where |r| is at most 2.24 scales; consistency and small-sample factors make the scales
/// unbiased at normal data.
///
/// Sources: P. J. Rousseeuw, Journal of the American Statistical Association 79 (1984) 871-880,
/// doi:10.1080/01621459.1984.10477105; P. J. Rousseeuw and K. Van Driessen, Data Mining and Knowledge Discovery 12
/// (2006) 29-45, doi:10.1007/s10618-005-0024-4; branch and bound: J. Agulló, Computational Statistics and Data Analysis
/// 36 (2001) 425-439.
public struct LeastTrimmedSquares: Sendable {
    /// The coefficients of the least squares fit to the typical rows, one for each column of the design.
    public let coefficients: [Double]
    /// The coefficients that minimise the trimmed sum of squares.
    public let rawCoefficients: [Double]
    /// How many rows the trimmed sum counts, h.
    public let coverage: Int
    /// The sum of the h smallest squared residuals of the raw fit.
    public let objective: Double
    /// The scale of the raw fit; 0 where h rows lie on it, but for rounding.
    public let rawScale: Double
    /// The scale of the final fit; 0 for an exact fit.
    public let scale: Double
    /// Residuals of the final fit.
    public let residuals: [Double]
    /// Whether each row is typical under the final fit.
    public let isTypical: [Bool]
    /// The covariance of ``coefficients``, that of least squares on the typical rows; nil for an exact fit.
    public let covariance: Matrix?
    /// Whether the raw fit is proven to be the global minimum.
    public let isProvenMinimum: Bool

    /// Up to this number of rows the minimum is sought by branch and bound as well.
    public static let exactRowLimit = 32

    /// Square roots of the diagonal of ``covariance``; nil for an exact fit.
    public var standardErrors: [Double]? { covariance.map(standardErrorsOf) }

    /// Fits a model.
    ///
    /// - Parameters:
    ///   - design: rows x columns, more than twice as many rows as columns.
    ///   - response: one value for each row.
    ///   - share: the share of rows that the sum counts, 1/2 (for the largest breakdown point) to 1.
    ///   - columnNames: for error messages.
    ///   - search: the starts.
    /// - Throws: ``RegressionInputError``.
    public init(
        _ design: Matrix, response: [Double], share: Double = 0.5, columnNames: [String]? = nil,
        search: SubsetSearch = .automatic
    ) throws(RegressionInputError) {
        guard share >= 0.5, share <= 1 else { throw .invalidProbability(share) }
        let p = design.columnCount
        let input = try RegressionInput(
            design, response: response, columnNames: columnNames, minimumRows: 2 * p + 1)
        let n = input.rowCount
        let half = (n + p + 1) / 2
        coverage = Int((Double(2 * half - n) + 2 * Double(n - half) * share).rounded(.down))
        var worker = Concentration(input.orthonormalised, coverage: coverage)
        guard let found = worker.search(search) else { throw .undeterminedByTypicalRows }
        isProvenMinimum = found.isProven
        var squares = WeightedLeastSquares(rowCount: n, columnCount: p)
        guard squares.solve(input, weights: found.subset) else { throw .undeterminedByTypicalRows }
        rawCoefficients = squares.coefficients
        var residuals = [Double](repeating: 0, count: n)
        input.residuals(rawCoefficients, into: &residuals)
        let smallest = residuals.map { $0 * $0 }.sorted().prefix(coverage)
        objective = smallest.reduce(0, +)
        let rounding = input.rounding(rawCoefficients)
        let hasIntercept = (0..<p).contains { column in
            let first = input.columns[column * n]
            return first != 0 && (1..<n).allSatisfy { input.columns[column * n + $0] == first }
        }
        let correction = TrimmedScaleCorrection(rowCount: n, columnCount: p, hasIntercept: hasIntercept, share: share)
        let spread = (objective / Double(coverage)).squareRoot()
        guard spread > rounding else {
            (rawScale, scale, coefficients, covariance) = (0, 0, rawCoefficients, nil)
            isTypical = residuals.map { $0.magnitude <= 4 * rounding }
            self.residuals = residuals
            return
        }
        let rawScale = spread * TrimmedScaleCorrection.consistency(kept: coverage, of: n) * correction.raw
        self.rawScale = rawScale
        let kept = residuals.map { $0.magnitude <= Self.cutoff * rawScale ? 1.0 : 0 }
        guard squares.solve(input, weights: kept) else { throw .undeterminedByTypicalRows }
        coefficients = squares.coefficients
        input.residuals(coefficients, into: &residuals)
        self.residuals = residuals
        let count = Int(kept.reduce(0, +))
        let sum = zip(kept, residuals).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
        var scale = (sum / Double(count - 1)).squareRoot()
        if count < n { scale *= TrimmedScaleCorrection.consistency(kept: count, of: n) * correction.reweighted }
        self.scale = scale
        let isTypical = residuals.map { $0.magnitude <= Self.cutoff * scale }
        self.isTypical = isTypical
        covariance = Self.covariance(input, residuals: residuals, isTypical: isTypical)
    }

    /// Fits a model whose columns have names.
    public init(
        _ design: DesignMatrix, response: [Double], share: Double = 0.5, search: SubsetSearch = .automatic
    ) throws(RegressionInputError) {
        try self.init(
            design.matrix, response: response, share: share, columnNames: design.columnNames, search: search)
    }

    /// The normal quantile of 0.9875.
    private static let cutoff = normalQuantile(0.9875)

    private static func covariance(_ input: RegressionInput, residuals: [Double], isTypical: [Bool]) -> Matrix? {
        let (n, p) = (input.rowCount, input.columnCount)
        let rows = (0..<n).filter { isTypical[$0] }
        guard rows.count > p else { return nil }
        let kept = OrthonormalFactor(
            (0..<p).flatMap { column in rows.map { input.columns[column * n + $0] } }, rowCount: rows.count,
            columnCount: p)
        guard kept.dependentColumns.isEmpty else { return nil }
        let variance = rows.reduce(0) { $0 + residuals[$1] * residuals[$1] } / Double(rows.count - p)
        return Matrix(rowCount: p, columnCount: p, elements: kept.inverseOfGramMatrix.map { $0 * variance })
    }
}
