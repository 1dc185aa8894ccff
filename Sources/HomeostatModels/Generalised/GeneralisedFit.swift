import HomeostatNumerics

/// A generalised linear model at the maximum of its likelihood.
public struct GeneralisedFit: Sendable {
    /// The model that was fitted.
    public let model: GeneralisedLinearModel
    /// One for each of the model's ``GeneralisedLinearModel/columnNames``, on the scale of the link.
    public let coefficients: [Double]
    /// The linear predictor of each row, offset included.
    public let linearPredictors: [Double]
    /// The expected response of each row.
    public let fittedValues: [Double]
    /// Twice the log-likelihood that the model lacks to a perfect fit (unscaled).
    public let deviance: Double
    /// The deviance of the model with the intercept and the offset alone.
    public let nullDeviance: Double
    /// The number of Newton steps.
    public let iterations: Int
    /// The inverse of X'WX with the weights at the final coefficients. Times the dispersion it is the covariance of
    /// the model.
    public let unscaledCovariance: Matrix?
    /// The factor of the variance: 1, or for ``ResponseFamily/gamma`` Pearson's statistic over the residual degrees of
    /// freedom; nil where none are left, or where the fit is perfect.
    public let dispersion: Double?
    /// Whether every response is met exactly, so that nothing is left to estimate errors from.
    public let isPerfect: Bool
    let evaluation: FamilyEvaluation

    init(model: GeneralisedLinearModel, state: ReweightedIteration.State, nullDeviance: Double) {
        self.model = model
        coefficients = state.coefficients
        linearPredictors = state.predictor
        fittedValues = state.evaluation.mean
        evaluation = state.evaluation
        deviance = state.deviance
        self.nullDeviance = nullDeviance
        iterations = state.steps
        let information = model.weights.indices.map { model.weights[$0] * state.evaluation.information[$0] }
        unscaledCovariance = WeightedFactors(model.columns, weights: information).inverseGram()
        var pearson = CompensatedSum()
        var isPerfect = true
        for row in model.weights.indices where model.weights[row] > 0 {
            let evaluation = state.evaluation
            let residual = evaluation.score[row] / evaluation.information[row].squareRoot()
            pearson.add(model.weights[row] * residual * residual)
            // The response itself is known to a rounding error only.
            let difference = (model.response[row] - evaluation.mean[row]).magnitude
            if difference > 64 * Double.ulpOfOne * max(1, state.predictor[row].magnitude) * evaluation.mean[row] {
                isPerfect = false
            }
        }
        self.isPerfect = isPerfect
        let freedom = model.observationCount - model.usedColumns.count
        if model.family.estimatesDispersion {
            dispersion = freedom > 0 && !isPerfect ? pearson.value / Double(freedom) : nil
        } else {
            dispersion = 1
        }
    }

    /// Rows that count less coefficients.
    public var residualDegreesOfFreedom: Int { model.observationCount - coefficients.count }

    /// Rows that count, less one with an intercept.
    public var nullDegreesOfFreedom: Int {
        let hasIntercept = model.design.interceptColumn.map(model.usedColumns.contains) ?? false
        return model.observationCount - (hasIntercept ? 1 : 0)
    }

    /// The number of parameters that AIC and BIC count: the coefficients, and the dispersion where it is estimated.
    public var parameterCount: Int { coefficients.count + (model.family.estimatesDispersion ? 1 : 0) }

    /// The log-likelihood; nil for ``ResponseFamily/modifiedPoisson``, which has none, and for a perfect gamma fit.
    ///
    /// For the gamma distribution the dispersion that it needs is the deviance over the sum of weights, which is not
    /// ``dispersion``: what R's `logLik` takes.
    public var logLikelihood: Double? {
        var sum = CompensatedSum()
        let (response, weights) = (model.response, model.weights)
        switch model.family {
        case .modifiedPoisson: return nil
        case .logistic: return -deviance / 2
        case .poisson:
            for row in response.indices where weights[row] > 0 {
                let y = response[row]
                guard let logFactorial = try? SpecialFunctions.logGamma(y + 1) else { return nil }
                sum.add(weights[row] * (y * linearPredictors[row] - fittedValues[row] - logFactorial))
            }
        case .gamma:
            guard !isPerfect, deviance > 0 else { return nil }
            let shape = weights.reduce(0, +) / deviance
            guard let logGamma = try? SpecialFunctions.logGamma(shape) else { return nil }
            let constant = shape * logarithm(shape) - logGamma
            let logs = logarithms(response)
            for row in response.indices where weights[row] > 0 {
                let scaled = response[row] / fittedValues[row]
                sum.add(weights[row] * (constant + shape * (logs[row] - linearPredictors[row] - scaled) - logs[row]))
            }
        }
        return sum.value
    }

    /// Akaike's criterion, -2 log L + 2 k with k the ``parameterCount``.
    public var akaikeCriterion: Double? { logLikelihood.map { -2 * $0 + 2 * Double(parameterCount) } }

    /// Schwarz's criterion, -2 log L + k log n with n the rows that count.
    public var bayesCriterion: Double? {
        logLikelihood.map { -2 * $0 + Double(parameterCount) * logarithm(Double(model.observationCount)) }
    }
}
