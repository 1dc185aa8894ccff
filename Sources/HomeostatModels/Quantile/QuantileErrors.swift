import HomeostatNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How the density of the response at its quantile, on which the errors of a quantile regression rest, is estimated.
public enum QuantileErrors: String, Sendable, Hashable, CaseIterable {
    /// One density for all rows, from the residuals nearest to the fit. Right where residuals are independent of the
    /// design. R. Koenker and G. Bassett, Econometrica 46 (1978) 33-50, doi:10.2307/1913643.
    case independent
    /// A density for each row, from fits to quantiles a little above and below: a sandwich. W. Hendricks and R. Koenker,
    /// Journal of the American Statistical Association 87 (1992) 58-68, doi:10.1080/01621459.1992.10475175.
    case local
    /// A density for each row from a normal kernel on the residuals: a sandwich. J. L. Powell, in Nonparametric and
    /// Semiparametric Methods in Econometrics and Statistics, Cambridge 1991, 357-384.
    case kernel
}

extension QuantileRegression {
    /// The half-width, in probability, over which a density is estimated.
    ///
    /// Source: P. Hall and S. J. Sheather, Journal of the Royal Statistical Society B 50 (1988) 381-391, for intervals of
    /// 95 %.
    static func bandwidth(_ tau: Double, count: Int) -> Double {
        let place = normalQuantile(tau)
        let density = normalDensity(place)
        return pow(Double(count), -1.0 / 3) * pow(normalQuantile(0.975), 2.0 / 3)
            * pow(1.5 * density * density / (2 * place * place + 1), 1.0 / 3)
    }

    /// The bandwidth, halved until it stays within 0 and 1.
    static func innerBandwidth(_ tau: Double, count: Int) -> Double {
        var width = bandwidth(tau, count: count)
        while tau - width < 0 || tau + width > 1 { width /= 2 }
        return width
    }

    /// The covariance of the coefficients.
    ///
    /// - Parameters:
    ///   - errors: how densities are estimated.
    ///   - design: the design that was fitted.
    ///   - response: the response that was fitted.
    ///   - weights: the weights of the fit.
    /// - Returns: p x p, or nil where the residuals do not give a density (too many of them are 0, or too few rows).
    /// - Throws: ``RegressionInputError``.
    public func covariance(
        _ errors: QuantileErrors, design: Matrix, response: [Double], weights: [Double]? = nil
    ) throws(RegressionInputError) -> Matrix? {
        let problem = try WeightedRows(design, response: response, weights: weights, columnNames: nil)
        switch errors {
        case .independent: return try independentCovariance(problem)
        case .local: return try localCovariance(problem)
        case .kernel: return kernelCovariance(problem)
        }
    }

    /// Square roots of the diagonal of ``covariance(_:design:response:weights:)``.
    public func standardErrors(
        _ errors: QuantileErrors, design: Matrix, response: [Double], weights: [Double]? = nil
    ) throws(RegressionInputError) -> [Double]? {
        try covariance(errors, design: design, response: response, weights: weights).map(standardErrorsOf)
    }

    /// Residuals of the weighted rows.
    private func weightedResiduals(_ problem: WeightedRows) -> [Double] {
        var residuals = [Double](repeating: 0, count: problem.input.rowCount)
        problem.input.residuals(coefficients, into: &residuals)
        return residuals
    }

    private func independentCovariance(_ problem: WeightedRows) throws(RegressionInputError) -> Matrix? {
        let (n, p) = (problem.input.rowCount, problem.input.columnCount)
        guard n > p else { return nil }
        let residuals = weightedResiduals(problem).sorted { $0.magnitude < $1.magnitude }
        let zeros = residuals.count { $0.magnitude < Double.ulpOfOne.squareRoot() }
        let width = max(p + 1, Int((Double(n) * Self.bandwidth(tau, count: n)).rounded(.up)))
        // The order statistics next to the fit, against their share of the rows: the slope is the sparsity.
        guard zeros + width < n else { return nil }
        let nearest = residuals[zeros...zeros + width].sorted()
        let shares = (zeros + 1...zeros + width + 1).map { Double($0) / Double(n - p) }
        let line = Matrix(columns: [[Double](repeating: 1, count: shares.count), shares])
        let sparsity = try QuantileRegression(line, response: nearest).coefficients[1]
        let variance = sparsity * sparsity * tau * (1 - tau)
        return Matrix(
            rowCount: p, columnCount: p, elements: problem.input.factor.inverseOfGramMatrix.map { $0 * variance })
    }

    private func localCovariance(_ problem: WeightedRows) throws(RegressionInputError) -> Matrix? {
        let width = Self.innerBandwidth(tau, count: problem.input.rowCount)
        guard let densities = try Self.localDensities(problem, tau: tau, width: width) else { return nil }
        return sandwich(problem.input, densities)
    }

    /// The density of each row at its quantile, from the distance of fits at `width` above and below; 0 where they
    /// cross. Nil where the fits would leave the range from 0 to 1.
    static func localDensities(
        _ problem: WeightedRows, tau: Double, width: Double
    ) throws(RegressionInputError) -> [Double]? {
        let input = problem.input
        guard tau - width > 0, tau + width < 1 else { return nil }
        let above = try QuantileRegression(problem, tau: tau + width).coefficients
        let below = try QuantileRegression(problem, tau: tau - width).coefficients
        var densities = [Double](repeating: 0, count: input.rowCount)
        for row in densities.indices {
            var gap = 0.0
            for column in above.indices {
                gap += input.columns[column * input.rowCount + row] * (above[column] - below[column])
            }
            // Where the two fits cross there is no density to be had.
            let distance = gap - Double.ulpOfOne.squareRoot()
            densities[row] = distance > 0 ? 2 * width / distance : 0
        }
        return densities
    }

    private func kernelCovariance(_ problem: WeightedRows) -> Matrix? {
        let residuals = weightedResiduals(problem)
        let n = residuals.count
        let width = Self.innerBandwidth(tau, count: n)
        guard tau - width > 0, tau + width < 1, n > 1 else { return nil }
        let mean = residuals.reduce(0, +) / Double(n)
        let variance = residuals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n - 1)
        let sorted = residuals.sorted()
        func quantile(_ probability: Double) -> Double {
            let rank = QuantileRank(probability, count: n)
            return rank.value(sorted[rank.lower], sorted[rank.upper])
        }
        let spread = min(variance.squareRoot(), (quantile(0.75) - quantile(0.25)) / 1.34)
        let reach = (normalQuantile(tau + width) - normalQuantile(tau - width)) * spread
        guard reach > 0 else { return nil }
        return sandwich(problem.input, residuals.map { normalDensity($0 / reach) / reach })
    }

    /// tau (1 - tau) (X'FX)^-1 X'X (X'FX)^-1, by way of orthonormal coordinates, in which X'X is the identity.
    private func sandwich(_ input: RegressionInput, _ densities: [Double]) -> Matrix? {
        let (n, p) = (input.rowCount, input.columnCount)
        let q = input.factor.q
        var bread = [Double](repeating: 0, count: p * p)
        for a in 0..<p {
            for b in 0...a {
                var sum = 0.0
                for row in 0..<n { sum += densities[row] * q[a * n + row] * q[b * n + row] }
                bread[a * p + b] = sum
                bread[b * p + a] = sum
            }
        }
        guard let inverse = smallInverse(bread, size: p) else { return nil }
        var meat = [Double](repeating: 0, count: p * p)
        for k in 0..<p { meat[k * p + k] = tau * (1 - tau) }
        let inner = HomeostatModels.sandwich(inverse, meat, p)
        return Matrix(rowCount: p, columnCount: p, elements: input.factor.covariance(inner))
    }
}

/// The density of the standard normal distribution.
func normalDensity(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
