import HomeostatNumerics

/// The distribution of the response of a generalised linear model together with its link.
///
/// Source: McCullagh P, Nelder JA. Generalized Linear Models, 2nd edition, Chapman and Hall 1989.
public enum ResponseFamily: String, Sendable, Hashable, CaseIterable {
    /// A response of 0 or 1; logarithm of the odds.
    case logistic
    /// A count; logarithm of the mean.
    case poisson
    /// A response of 0 or 1 with the logarithm of the probability, so that an exponentiated coefficient is a risk
    /// ratio: fitted as if Poisson, and only the sandwich covariance is meaningful.
    ///
    /// Source: Zou G. Am J Epidemiol 2004;159:702-706, doi:10.1093/aje/kwh090.
    case modifiedPoisson
    /// A positive response with a constant coefficient of variation; logarithm of the mean.
    case gamma

    /// Whether the variance has a free factor, estimated from the data: true for ``gamma`` only.
    public var estimatesDispersion: Bool { self == .gamma }
    /// Whether the likelihood is that of the data. Where not, log-likelihood, AIC and BIC are absent.
    public var hasLikelihood: Bool { self != .modifiedPoisson }

    /// Whether a response is possible under the family.
    func admits(_ response: Double) -> Bool {
        switch self {
        case .logistic, .modifiedPoisson: response == 0 || response == 1
        case .poisson: response >= 0 && response.isFinite && response == response.rounded()
        case .gamma: response > 0 && response.isFinite
        }
    }

    /// What ``admits(_:)`` asks for, in words.
    public var domain: String {
        switch self {
        case .logistic, .modifiedPoisson: "0 or 1"
        case .poisson: "a whole number, 0 or more"
        case .gamma: "a number above 0"
        }
    }

    /// The linear predictor that a mean belongs to.
    func link(_ mean: Double) -> Double {
        self == .logistic ? logarithm(mean / (1 - mean)) : logarithm(mean)
    }

    /// A linear predictor near each response, for the first step.
    func startingPredictor(_ response: Double) -> Double {
        switch self {
        case .logistic: link((response + 0.5) / 2)
        case .poisson, .modifiedPoisson: link(response + 0.1)
        case .gamma: link(response)
        }
    }
}

/// Everything that a linear predictor implies for the rows of a model, without prior weights.
struct FamilyEvaluation {
    /// The expected response.
    var mean: [Double]
    /// The derivative of the log-likelihood with respect to the linear predictor, at a dispersion of 1.
    var score: [Double]
    /// The negative second derivative of the log-likelihood: the weight of a Newton step.
    var curvature: [Double]
    /// The expectation of ``curvature``: the weight of the covariance.
    var information: [Double]
    /// Twice the log-likelihood that each row lacks to a perfect fit, at a dispersion of 1.
    var unitDeviance: [Double]

    /// - Parameters:
    ///   - predictor: the linear predictor, offset included.
    ///   - response: as many, in the domain of the family.
    init(_ family: ResponseFamily, predictor: [Double], response: [Double]) {
        let zero = [Double](repeating: 0, count: response.count)
        (mean, score, curvature, information, unitDeviance) = (zero, zero, zero, zero, zero)
        switch family {
        case .logistic: evaluateLogistic(predictor, response)
        case .poisson, .modifiedPoisson: evaluatePoisson(predictor, response)
        case .gamma: evaluateGamma(predictor, response)
        }
    }

    /// exp is taken of negative numbers only and 1 - mean is never formed, so that a probability near 1 keeps its
    /// digits.
    private mutating func evaluateLogistic(_ predictor: [Double], _ response: [Double]) {
        let odds = exponentials(predictor.map { -$0.magnitude })
        let logs = logarithms(odds.map { 1 + $0 })
        for row in response.indices {
            let small = odds[row] / (1 + odds[row])
            let large = 1 / (1 + odds[row])
            let isPositive = predictor[row] >= 0
            mean[row] = isPositive ? large : small
            let isExpected = isPositive == (response[row] == 1)
            let residual = isExpected ? small : large
            score[row] = response[row] == 1 ? residual : -residual
            curvature[row] = small * large
            information[row] = curvature[row]
            // log(1 + odds) with what 1 + odds has lost.
            let sum = 1 + odds[row]
            let logOfSum = logs[row] + (odds[row] - (sum - 1)) / sum
            unitDeviance[row] = 2 * (isExpected ? logOfSum : predictor[row].magnitude + logOfSum)
        }
    }

    private mutating func evaluatePoisson(_ predictor: [Double], _ response: [Double]) {
        mean = exponentials(predictor)
        let logs = logarithms(response.map { $0 > 0 ? $0 : 1 })
        for row in response.indices {
            let excess = response[row] - mean[row]
            score[row] = excess
            curvature[row] = mean[row]
            information[row] = mean[row]
            let logRatio = response[row] > 0 ? response[row] * (logs[row] - predictor[row]) : 0
            unitDeviance[row] = 2 * max(0, logRatio - excess)
        }
    }

    /// The observed curvature y / mean makes a Newton step quadratic, which Fisher's expected 1 is not here.
    private mutating func evaluateGamma(_ predictor: [Double], _ response: [Double]) {
        mean = exponentials(predictor)
        let logs = logarithms(response)
        for row in response.indices {
            let ratio = response[row] / mean[row]
            score[row] = ratio - 1
            curvature[row] = ratio
            information[row] = 1
            unitDeviance[row] = 2 * max(0, ratio - 1 - (logs[row] - predictor[row]))
        }
    }
}
