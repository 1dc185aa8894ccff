import HomeostatNumerics

/// What `regress` fits.
public enum RegressionMethod: Sendable, Hashable {
    /// Least squares, weighted where weights are given.
    case leastSquares
    /// Maximum likelihood of a family with its link.
    case generalised(ResponseFamily)
    /// An M-estimator: outliers in the response lose weight.
    case mEstimate(RobustLoss)
    /// The MM-estimator, which outliers in the design do not move either.
    case mmEstimate
    /// Least trimmed squares, reweighted.
    case leastTrimmedSquares
    /// The quantile `tau` of the response, above 0 and below 1; 0.5 is least absolute deviations.
    case quantile(tau: Double)
    /// Least squares with a penalty: `mixing` 0 is ridge, 1 the LASSO. The penalty comes from cross-validation where nil.
    case penalised(mixing: Double, lambda: Double?)

    /// The names that ``init(name:tau:lambda:)`` knows.
    public static let names = [
        "ols", "logistic", "poisson", "modified-poisson", "gamma", "huber", "bisquare", "mm", "lts", "quantile", "lad",
        "ridge", "lasso",
    ]

    /// A method by its name on the command line.
    ///
    /// - Parameters:
    ///   - tau: for "quantile".
    ///   - lambda: for "ridge" and "lasso".
    /// - Returns: nil for a name that is not among ``names``.
    public init?(name: String, tau: Double = 0.5, lambda: Double? = nil) {
        switch name {
        case "ols": self = .leastSquares
        case "logistic": self = .generalised(.logistic)
        case "poisson": self = .generalised(.poisson)
        case "modified-poisson": self = .generalised(.modifiedPoisson)
        case "gamma": self = .generalised(.gamma)
        case "huber": self = .mEstimate(.huber)
        case "bisquare": self = .mEstimate(.bisquare)
        case "mm": self = .mmEstimate
        case "lts": self = .leastTrimmedSquares
        case "quantile": self = .quantile(tau: tau)
        case "lad": self = .quantile(tau: 0.5)
        case "ridge": self = .penalised(mixing: 0, lambda: lambda)
        case "lasso": self = .penalised(mixing: 1, lambda: lambda)
        default: return nil
        }
    }

    /// In words, for reports.
    public var title: String {
        switch self {
        case .leastSquares: "linear regression by least squares"
        case .generalised(.logistic): "logistic regression"
        case .generalised(.poisson): "Poisson regression, logarithmic link"
        case .generalised(.modifiedPoisson): "modified Poisson regression of a risk"
        case .generalised(.gamma): "Gamma regression, logarithmic link"
        case .mEstimate(.huber): "robust regression, Huber's M-estimator"
        case .mEstimate(.bisquare): "robust regression, bisquare M-estimator"
        case .mEstimate(.hampel): "robust regression, Hampel's M-estimator"
        case .mmEstimate: "robust regression, MM-estimator"
        case .leastTrimmedSquares: "robust regression, least trimmed squares"
        case .quantile(let tau):
            tau == 0.5 ? "regression of the median (least absolute deviations)" : "regression of the quantile \(tau)"
        case .penalised(let mixing, _): mixing == 0 ? "ridge regression" : "LASSO"
        }
    }

    /// What the exponential of a coefficient is; nil where it has no name of its own.
    public var ratioTitle: String? {
        switch self {
        case .generalised(.logistic): "odds ratio"
        case .generalised(.poisson): "rate ratio"
        case .generalised(.modifiedPoisson): "risk ratio"
        case .generalised(.gamma): "ratio of means"
        default: nil
        }
    }

    /// The standard errors that go with the method where none are asked for.
    func customaryErrors(clustered: Bool) -> RegressionErrors {
        switch self {
        case .leastSquares: clustered ? .clusterRobust(.cr2) : .classical
        case .generalised(let family):
            clustered
                ? .clusterRobust(.cr1)
                : family == .modifiedPoisson ? .heteroscedasticityConsistent(.hc0) : .classical
        case .quantile: .quantile(.local)
        case .mEstimate, .mmEstimate, .leastTrimmedSquares: .asymptotic
        case .penalised: .none
        }
    }

    /// Whether rows may have weights.
    var takesWeights: Bool {
        switch self {
        case .mEstimate, .mmEstimate, .leastTrimmedSquares: false
        default: true
        }
    }
}
