import HomeostatNumerics

/// What a table of a linear model ends with. Definitions are those of R's `summary.lm`, `logLik`, `AIC` and `BIC`.
extension LinearModel {
    /// The residual standard deviation: the root of the residual sum of squares over n - k.
    public var residualStandardDeviation: Estimable<Double> {
        residualVariance.map { $0.squareRoot().value }
    }

    private var residualVariance: Estimable<DoubleDouble> {
        residualDegreesOfFreedom > 0
            ? .value(solution.residualSumOfSquares / DoubleDouble(Double(residualDegreesOfFreedom)))
            : .absent(.noResidualDegreesOfFreedom)
    }

    /// The share of the sum of squares that the columns explain, about the mean where there is an intercept.
    public var rSquared: Estimable<Double> {
        let total = solution.modelSumOfSquares + solution.residualSumOfSquares
        return total > .zero ? .value((solution.modelSumOfSquares / total).value) : .absent(.noVariation)
    }

    /// R2 with sums of squares per degree of freedom.
    public var adjustedRSquared: Estimable<Double> {
        guard residualDegreesOfFreedom > 0 else { return .absent(.noResidualDegreesOfFreedom) }
        let total = solution.modelSumOfSquares + solution.residualSumOfSquares
        guard total > .zero else { return .absent(.noVariation) }
        let free = Double(rowCount - (hasIntercept ? 1 : 0))
        let unexplained = solution.residualSumOfSquares / total * free / DoubleDouble(Double(residualDegreesOfFreedom))
        return .value((1 - unexplained).value)
    }

    /// The test that all coefficients except the intercept are zero.
    public var fTest: Estimable<HypothesisTest> {
        let freedom = rank - (hasIntercept ? 1 : 0)
        guard freedom > 0 else { return .absent(.nothingToTest) }
        guard let variance = residualVariance.value else { return .absent(.noResidualDegreesOfFreedom) }
        guard !isPerfectFit else { return .absent(.perfectFit) }
        let error = Double(residualDegreesOfFreedom)
        let statistic = (solution.modelSumOfSquares / DoubleDouble(Double(freedom)) / variance).value
        guard let test = try? HypothesisTest.f(statistic, Double(freedom), error) else { return .absent(.outOfRange) }
        return .value(test)
    }

    /// The logarithm of the normal likelihood at its maximum, where the error variance is the residual sum of squares
    /// over n.
    public var logLikelihood: Estimable<Double> {
        guard !isPerfectFit else { return .absent(.perfectFit) }
        let n = Double(rowCount)
        var logWeights = CompensatedSum()
        if let weights { for weight in weights { logWeights.add(logarithm(weight)) } }
        let perRow = logarithm(2 * .pi) + 1 - logarithm(n) + logarithm(residualSumOfSquares)
        return .value(0.5 * (logWeights.value - n * perRow))
    }

    /// Akaike's criterion, -2 log L + 2 (k + 1): the variance counts as a parameter.
    public var akaikeCriterion: Estimable<Double> { logLikelihood.map { -2 * $0 + 2 * Double(rank + 1) } }

    /// Schwarz's criterion, -2 log L + (k + 1) log n.
    public var bayesCriterion: Estimable<Double> {
        logLikelihood.map { -2 * $0 + logarithm(Double(rowCount)) * Double(rank + 1) }
    }

    /// The covariance of the coefficients for independent errors of equal variance (or inverse to the weights).
    public var classicalCovariance: Estimable<CoefficientCovariance> {
        guard let variance = residualVariance.value else { return .absent(.noResidualDegreesOfFreedom) }
        let freedom = Double(residualDegreesOfFreedom)
        var matrix = Matrix(rowCount: rank, columnCount: rank)
        for row in 0..<rank {
            for column in 0..<rank { matrix[row, column] = (solution.inverseOfGram[row, column] * variance).value }
        }
        return .value(
            CoefficientCovariance(
                estimator: .classical, matrix: matrix, degreesOfFreedom: [Double](repeating: freedom, count: rank),
                jointDegreesOfFreedom: freedom))
    }

    /// The coefficients with errors, tests and intervals, one row for each column of the design.
    ///
    /// - Parameters:
    ///   - covariance: nil for ``classicalCovariance``.
    ///   - level: of the intervals, above 0 and below 1.
    /// - Throws: ``DistributionError`` for a level outside.
    public func coefficientTable(
        covariance: CoefficientCovariance? = nil, level: Double = 0.95
    ) throws(DistributionError) -> CoefficientTable {
        try CoefficientTable(
            names: design.columnNames, coefficients: coefficients,
            covariance: covariance.map { .value($0) } ?? classicalCovariance, isPerfectFit: isPerfectFit, level: level)
    }
}
