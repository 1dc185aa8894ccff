import HomeostatCohort
import HomeostatNumerics

/// How the standard errors and intervals of a regression are found.
public enum RegressionErrors: Sendable, Hashable {
    /// From the model: independent errors with the variance that the method supposes.
    case classical
    /// A sandwich for independent errors of any variance.
    case heteroscedasticityConsistent(HeteroscedasticityCorrection)
    /// A sandwich for errors that are independent between clusters only.
    case clusterRobust(ClusterCorrection)
    /// A bootstrap, of clusters where clusters are given.
    case bootstrap(BootstrapSettings)
    /// For quantiles: from an estimate of the density.
    case quantile(QuantileErrors)
    /// For quantiles: intervals by inversion of the rank score test, without standard errors.
    case rank
    /// For robust estimators: from their influence functions.
    case asymptotic
    /// Estimates only.
    case none

    /// The names that ``init(name:bootstrap:)`` knows.
    public static let names =
        ["classical"] + HeteroscedasticityCorrection.allCases.map(\.rawValue)
        + ClusterCorrection.allCases.map(\.rawValue) + [
            "bootstrap-pairs", "bootstrap-wild", "rank", "nid", "iid", "ker",
        ]

    /// Errors by their name on the command line.
    ///
    /// - Parameter bootstrap: how many replicates, by which seed, and which interval.
    /// - Returns: nil for a name that is not among ``names``.
    public init?(name: String, bootstrap: BootstrapSettings = BootstrapSettings()) {
        if let correction = HeteroscedasticityCorrection(rawValue: name) {
            self = .heteroscedasticityConsistent(correction)
        } else if let correction = ClusterCorrection(rawValue: name) {
            self = .clusterRobust(correction)
        } else {
            var settings = bootstrap
            switch name {
            case "classical": self = .classical
            case "bootstrap-pairs":
                settings.resampling = .pairs
                self = .bootstrap(settings)
            case "bootstrap-wild":
                settings.resampling = .wildRademacher
                self = .bootstrap(settings)
            case "rank": self = .rank
            case "nid": self = .quantile(.local)
            case "iid": self = .quantile(.independent)
            case "ker": self = .quantile(.kernel)
            default: return nil
            }
        }
    }

    /// The name in reports.
    public var name: String {
        switch self {
        case .classical: "classical"
        case .heteroscedasticityConsistent(let correction): correction.rawValue
        case .clusterRobust(let correction): correction.rawValue
        case .bootstrap(let settings): settings.resampling == .pairs ? "bootstrap-pairs" : "bootstrap-wild"
        case .quantile(.local): "nid"
        case .quantile(.independent): "iid"
        case .quantile(.kernel): "ker"
        case .rank: "rank"
        case .asymptotic: "asymptotic"
        case .none: "none"
        }
    }

    /// Whether the answer depends on a seed.
    public var seed: UInt64? {
        if case .bootstrap(let settings) = self { settings.seed } else { nil }
    }
}

/// How a regression is bootstrapped.
public struct BootstrapSettings: Sendable, Hashable {
    /// What is drawn.
    public var resampling: LinearResampling
    /// How the interval is read off the replicates.
    public var interval: BootstrapIntervalKind
    /// How many replicates.
    public var replicates: Int
    /// Tells one set of replicates from another; the same seed gives the same answer on any number of threads.
    public var seed: UInt64

    /// Settings; by default BCa intervals of 2,000 replicates.
    public init(
        resampling: LinearResampling = .pairs, interval: BootstrapIntervalKind = .bca, replicates: Int = 2000,
        seed: UInt64 = 1
    ) {
        self.resampling = resampling
        self.interval = interval
        self.replicates = replicates
        self.seed = seed
    }
}

extension RegressionMethod {
    /// The names of the errors that a method can have.
    var possibleErrors: [String] {
        switch self {
        case .leastSquares:
            RegressionErrors.names.filter { !["rank", "nid", "iid", "ker"].contains($0) }
        case .generalised: GeneralisedCovariance.allCases.map { $0 == .model ? "classical" : $0.rawValue }
        case .quantile: ["rank", "nid", "iid", "ker"]
        case .mEstimate, .mmEstimate, .leastTrimmedSquares: ["asymptotic"]
        case .penalised: ["none"]
        }
    }
}

extension GeneralisedCovariance {
    /// The covariance of these errors; nil where generalised linear models do not have it.
    init?(_ errors: RegressionErrors) {
        if case .classical = errors { self = .model } else { self.init(rawValue: errors.name) }
    }
}
