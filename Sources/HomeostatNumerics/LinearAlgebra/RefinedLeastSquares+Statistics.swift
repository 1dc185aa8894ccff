/// Why a statistic of a fit has no value.
public enum UndefinedStatistic: String, Error, Hashable, Sendable {
    /// The residuals are zero to the precision of the data, so that a ratio to their variance means nothing.
    case perfectFit = "perfect_fit"
    /// There are no more rows than coefficients, or no more values than groups.
    case noResidualDegreesOfFreedom = "no_residual_degrees_of_freedom"
    /// The model has nothing beside an intercept.
    case noModelDegreesOfFreedom = "no_model_degrees_of_freedom"
    /// The response is the same everywhere (zero everywhere, in a model without intercept).
    case constantResponse = "constant_response"
}

extension RefinedLeastSquares {
    /// The degrees of freedom of the regression: the rank, less one for an intercept.
    public func modelDegreesOfFreedom(hasIntercept: Bool) -> Int { hasIntercept ? rank - 1 : rank }

    /// The sum of squares that the regression explains: about the mean with an intercept, about zero without.
    public func modelSumOfSquares(hasIntercept: Bool) -> DoubleDouble {
        (hasIntercept ? centredTotalSumOfSquares : totalSumOfSquares) - residualSumOfSquares
    }

    /// R^2, the share of the sum of squares (about the mean with an intercept, about zero without) that is explained.
    ///
    /// - Returns: a number from 0 to 1 but for rounding; ``UndefinedStatistic/constantResponse`` where there is nothing to
    ///   explain.
    public func rSquared(hasIntercept: Bool) -> Result<DoubleDouble, UndefinedStatistic> {
        let total = hasIntercept ? centredTotalSumOfSquares : totalSumOfSquares
        // The mean is known to double-double precision; what is left of equal numbers is its rounding.
        guard total.high > totalSumOfSquares.high * DoubleDouble.roundingUnit * DoubleDouble.roundingUnit else {
            return .failure(.constantResponse)
        }
        return .success(modelSumOfSquares(hasIntercept: hasIntercept) / total)
    }

    /// F of the regression as a whole: the mean squares of model and residuals in relation.
    public func fStatistic(hasIntercept: Bool) -> Result<DoubleDouble, UndefinedStatistic> {
        let degrees = modelDegreesOfFreedom(hasIntercept: hasIntercept)
        guard degrees > 0 else { return .failure(.noModelDegreesOfFreedom) }
        guard let residualVariance else { return .failure(.noResidualDegreesOfFreedom) }
        guard !isPerfectFit && residualVariance.high > 0 else { return .failure(.perfectFit) }
        let statistic = modelSumOfSquares(hasIntercept: hasIntercept) / DoubleDouble(Int64(degrees)) / residualVariance
        return statistic.isFinite ? .success(statistic) : .failure(.perfectFit)
    }
}
