import HomeostatNumerics

/// What a linear model says about one new row.
public struct LinearPrediction: Sendable, Hashable {
    /// The expected response.
    public let fit: Double
    /// Its standard error.
    public let standardError: Double
    /// Of the expected response.
    public let confidence: ConfidenceInterval
    /// Of a new response; absent where the error variance is not known.
    public let prediction: Estimable<ConfidenceInterval>
    /// Degrees of freedom of Student's distribution of the intervals.
    public let degreesOfFreedom: Double
}

extension LinearModel {
    /// Predictions for new rows, with intervals.
    ///
    /// - Parameters:
    ///   - rows: m x p, the columns of the design.
    ///   - offset: m values; zero where none are given.
    ///   - weights: of the new responses: their error variance is s^2 over the weight. One where none are given.
    ///   - covariance: of the coefficients, for the confidence interval and its share of the prediction interval; nil for
    ///     the classical one.
    ///   - level: of the intervals, above 0 and below 1.
    /// - Returns: one for each row; absent where the model has columns without coefficients and the row lies outside
    ///   what the others determine, and where errors cannot be estimated.
    /// - Throws: ``LinearModelError`` for shapes that do not fit.
    public func predictions(
        _ rows: Matrix, offset: [Double]? = nil, weights: [Double]? = nil, covariance: CoefficientCovariance? = nil,
        level: Double = 0.95
    ) throws(LinearModelError) -> [Estimable<LinearPrediction>] {
        guard rows.columnCount == design.columnCount else {
            throw .columnsDiffer(expected: design.columnCount, found: rows.columnCount)
        }
        for (what, values) in [("the offset", offset), ("weights", weights)] {
            if let values, values.count != rows.rowCount {
                throw .differentLengths(what: what, count: values.count, rows: rows.rowCount)
            }
        }
        let classical = classicalCovariance
        let estimability = Estimability(self)
        return (0..<rows.rowCount).map { row in
            guard let covariance = covariance ?? classical.value else {
                return .absent(classical.cause ?? .noResidualDegreesOfFreedom)
            }
            let x = rows.row(row)
            guard estimability.holds(x) else { return .absent(.notEstimable) }
            let factors = estimatedColumns.map { x[$0] }
            let fit = combination(factors) + (offset.map { $0[row] } ?? 0)
            let variance = covariance.variance(of: factors)
            let freedom = covariance.jointDegreesOfFreedom
            let ownVariance = residualStandardDeviation.map { $0 * $0 / (weights.map { $0[row] } ?? 1) }
            func interval(_ variance: Double) -> ConfidenceInterval? {
                try? ConfidenceInterval(
                    estimate: fit, standardError: variance.squareRoot(), degreesOfFreedom: freedom, level: level)
            }
            guard fit.isFinite, variance.isFinite, let confidence = interval(variance) else {
                return .absent(.outOfRange)
            }
            var prediction: Estimable<ConfidenceInterval> = .absent(ownVariance.cause ?? .outOfRange)
            if let own = ownVariance.value, own.isFinite, let found = interval(variance + own) {
                prediction = .value(found)
            }
            return .value(
                LinearPrediction(
                    fit: fit, standardError: variance.squareRoot(), confidence: confidence, prediction: prediction,
                    degreesOfFreedom: freedom))
        }
    }

    /// The sum of the estimated coefficients times these factors.
    func combination(_ factors: [Double]) -> Double {
        var sum = DoubleDouble.zero
        for (factor, coefficient) in zip(factors, solution.coefficients) { sum += coefficient * factor }
        return sum.value
    }
}

/// Which new rows a model with dependent columns says something about: those in which the dependent columns are the same
/// combinations of the others as in the rows of the fit.
struct Estimability {
    private let estimated: [Int]
    private let dependent: [Int]
    /// For each dependent column its factors of the estimated ones.
    private let combinations: [[Double]]

    init(_ model: LinearModel) {
        estimated = model.estimatedColumns
        dependent = model.dependentColumns
        guard !dependent.isEmpty, let r = model.factor.unscaledR else {
            combinations = []
            return
        }
        let rows = Array(0..<r.rowCount)
        let qr = HouseholderQR(
            columnMajor: r.selecting(rows: rows, columns: estimated).elements, rowCount: r.rowCount,
            columnCount: estimated.count, pivoting: false)
        combinations = dependent.map { column in qr.solve(rows.map { r[$0, column] }) }
    }

    /// Whether a row of all columns is one of them, to 1e-8 of the size of its terms.
    func holds(_ row: [Double]) -> Bool {
        guard combinations.count == dependent.count else { return false }
        for (column, factors) in zip(dependent, combinations) {
            var difference = CompensatedSum()
            difference.add(row[column])
            var size = row[column].magnitude
            for (place, other) in estimated.enumerated() {
                difference.add(-factors[place] * row[other])
                size += (factors[place] * row[other]).magnitude
            }
            guard difference.value.magnitude <= 1e-8 * size else { return false }
        }
        return true
    }
}
