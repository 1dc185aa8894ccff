import HomeostatNumerics

/// LASSO, ridge and what lies between them, with the standardisation and the objective of glmnet.
///
/// Over coefficients b of columns with mean 0 and mean square 1, minimises
///
///     1/2 mean((y - Z b)^2) + lambda (mixing |b|_1 + (1 - mixing)/(2 s) |b|_2^2)
///
/// where s is the standard deviation (divisor n) of the response: glmnet scales the response to 1 before it applies
/// lambda, which leaves the LASSO unchanged and divides the penalty of ridge by s. The intercept is not penalised.
///
/// Sources: Tibshirani R. J R Stat Soc B 1996;58:267-288, doi:10.1111/j.2517-6161.1996.tb02080.x; Friedman J, Hastie T,
/// Tibshirani R. J Stat Softw 2010;33(1):1-22, doi:10.18637/jss.v033.i01.
public struct ElasticNet: Sendable {
    /// The share of the absolute penalty: 1 is the LASSO, 0 is ridge.
    public let mixing: Double
    /// The names of the columns that do not vary; their coefficients are 0.
    public let constantColumns: [String]
    let problem: StandardisedDesign
    private let descent: CoordinateDescent

    /// - Parameters:
    ///   - design: rows x columns, finite; there may be more columns than rows.
    ///   - response: one for each row, finite.
    ///   - mixing: 0 to 1.
    ///   - weights: 0 or more, one for each row; 1 where nil.
    public init(
        _ design: DesignMatrix, response: [Double], mixing: Double = 1, weights: [Double]? = nil
    ) throws(PenalisedModelError) {
        guard mixing >= 0, mixing <= 1 else { throw .unusableMixing(mixing) }
        self.mixing = mixing
        problem = try StandardisedDesign(design, response: response, weights: weights, scale: .aboutMean)
        constantColumns = problem.constantColumns.map { design.columnNames[$0] }
        descent = CoordinateDescent(problem)
    }

    /// The smallest penalty at which all coefficients are 0. For a mixing below 0.001, where there is none, that of a
    /// mixing of 0.001, as in glmnet.
    public var largestLambda: Double {
        (descent.products.map(\.magnitude).max() ?? 0) / max(mixing, 0.001)
    }

    /// Penalties from the largest down, at equal ratios.
    ///
    /// - Parameters:
    ///   - count: how many, at least 2.
    ///   - smallestRatio: the last over the first; where nil, 1e-4, or 0.01 with fewer rows than columns.
    /// - Throws: ``PenalisedModelError/constantResponse`` where the largest is 0.
    public func lambdas(count: Int = 100, smallestRatio: Double? = nil) throws(PenalisedModelError) -> [Double] {
        let largest = largestLambda
        guard largest > 0 else { throw .constantResponse }
        let columns = problem.positions.count + problem.constantColumns.count
        let ratio = smallestRatio ?? (problem.response.count < columns ? 0.01 : 1e-4)
        let step = logarithm(ratio) / Double(max(count - 1, 1))
        return (0..<max(count, 1)).map { largest * exponential(Double($0) * step) }
    }

    /// The fits at several penalties, each started from the one before.
    ///
    /// - Parameter lambdas: 0 or more; the result is in their order, and the work is least where they descend.
    public func path(_ lambdas: [Double]) throws(PenalisedModelError) -> [ElasticNetFit] {
        var start = [Double](repeating: 0, count: problem.positions.count)
        var made: [ElasticNetFit] = []
        for lambda in lambdas {
            let fit = try fit(lambda: lambda, start: start)
            start = fit.standardised
            made.append(fit)
        }
        return made
    }

    /// The fit at one penalty.
    public func fit(lambda: Double) throws(PenalisedModelError) -> ElasticNetFit {
        try fit(lambda: lambda, start: [Double](repeating: 0, count: problem.positions.count))
    }

    private func fit(lambda: Double, start: [Double]) throws(PenalisedModelError) -> ElasticNetFit {
        guard lambda >= 0, lambda.isFinite else { throw .unusablePenalty(lambda) }
        let responseScale = problem.responseScale
        let penalty = CoordinateDescent.Penalty(
            absolute: lambda * mixing,
            squared: responseScale > 0 ? lambda * (1 - mixing) / responseScale : 0)
        let found = try descent.minimum(penalty, lambda: lambda, start: start)
        let residuals = problem.residuals(found.coefficients)
        let left = mean(of: residuals.map { $0 * $0 }, shares: problem.shares)
        let total = responseScale * responseScale
        return ElasticNetFit(
            lambda: lambda, coefficients: problem.coefficients(found.coefficients),
            standardised: found.coefficients,
            selectedColumns: found.coefficients.indices
                .filter { found.coefficients[$0] != 0 }.map { problem.design.columnNames[problem.positions[$0]] },
            largestViolation: found.violation, sweeps: found.sweeps,
            explainedShare: total > 0 ? 1 - left / total : nil)
    }
}

/// An elastic net at one penalty.
public struct ElasticNetFit: Sendable, Hashable {
    /// The penalty, on the scale of the response.
    public let lambda: Double
    /// One for each column of the design, the intercept in its place, on the scale of the data.
    public let coefficients: [Double]
    /// The penalised coefficients on the common scale, without columns that do not vary.
    public let standardised: [Double]
    /// The names of the penalised columns with a coefficient other than 0.
    public let selectedColumns: [String]
    /// By how much the conditions of a minimum are violated, as a share of the largest mean product of a column with
    /// the response: for a coefficient other than 0 the gradient has to be zero, for the others no larger than the
    /// absolute penalty. Rounding leaves about 1e-16.
    public let largestViolation: Double
    /// The sweeps over the coordinates.
    public let sweeps: Int
    /// The share of the response's variation that is explained; nil for a response that does not vary.
    public let explainedShare: Double?
}
