import HomeostatNumerics

/// How clusters enter the covariance of coefficients, with G clusters, n rows and p coefficients.
///
/// Sources: K.-Y. Liang and S. L. Zeger, Biometrika 73 (1986) 13-22, doi:10.1093/biomet/73.1.13 (CR0); R. M. Bell and
/// D. F. McCaffrey, Survey Methodology 28 (2002) 169-181 (CR2, CR3); J. E. Pustejovsky and E. Tipton, Journal of
/// Business and Economic Statistics 36 (2018) 672-683, doi:10.1080/07350015.2016.1247004 (CR2 in general).
public enum ClusterCorrection: String, Sendable, Hashable, CaseIterable {
    /// Residuals as they are.
    case cr0
    /// CR0 times G / (G - 1).
    case cr1
    /// CR0 times G / (G - 1) x (n - 1) / (n - p): the default of Stata.
    case cr1s
    /// Residuals of a cluster times (1 - H)^(-1/2), unbiased where errors are independent with equal variances.
    case cr2
    /// Residuals of a cluster times (1 - H)^-1: the jackknife over clusters, but for a factor.
    case cr3
}

/// What the covariance of coefficients assumes about the errors.
public enum CovarianceEstimator: Sendable, Hashable {
    /// Independent errors with variances that are equal, or inverse to the weights.
    case classical
    /// Independent errors with any variances.
    case heteroscedasticityConsistent(HeteroscedasticityCorrection)
    /// Errors that are independent between clusters only.
    case clusterRobust(ClusterCorrection)
    /// The spread over replicates of a bootstrap.
    case bootstrap

    /// The name in tables: "classical", "HC3", "CR2".
    public var name: String {
        switch self {
        case .classical: "classical"
        case .heteroscedasticityConsistent(.hc4m): "HC4m"
        case .heteroscedasticityConsistent(let correction): correction.rawValue.uppercased()
        case .clusterRobust(let correction): correction.rawValue.uppercased()
        case .bootstrap: "bootstrap"
        }
    }
}

/// The covariance matrix of estimated coefficients, and the degrees of freedom that tests with it have.
public struct CoefficientCovariance: Sendable, Hashable {
    /// What it assumes.
    public let estimator: CovarianceEstimator
    /// k x k, symmetric, of the coefficients that could be estimated, in their order.
    public let matrix: Matrix
    /// For each of these coefficients the degrees of freedom of Student's distribution; infinite for the normal one.
    public let degreesOfFreedom: [Double]
    /// The degrees of freedom of tests of several coefficients together.
    public let jointDegreesOfFreedom: Double
    /// The number of clusters, where the estimator has clusters.
    public let clusterCount: Int?

    /// A covariance that is known.
    ///
    /// - Precondition: `matrix` is square and has a row for each of `degreesOfFreedom`.
    public init(
        estimator: CovarianceEstimator, matrix: Matrix, degreesOfFreedom: [Double], jointDegreesOfFreedom: Double,
        clusterCount: Int? = nil
    ) {
        precondition(matrix.rowCount == matrix.columnCount && matrix.columnCount == degreesOfFreedom.count)
        self.estimator = estimator
        self.matrix = matrix
        self.degreesOfFreedom = degreesOfFreedom
        self.jointDegreesOfFreedom = jointDegreesOfFreedom
        self.clusterCount = clusterCount
    }

    /// The root of the diagonal.
    public var standardErrors: [Double] {
        (0..<matrix.columnCount).map { max(0, matrix[$0, $0]).squareRoot() }
    }

    /// The variance of the combination with these factors, one for each coefficient.
    public func variance(of factors: [Double]) -> Double { max(0, covariance(of: factors, and: factors)) }

    /// The covariance of two combinations of the coefficients.
    public func covariance(of first: [Double], and second: [Double]) -> Double {
        precondition(first.count == matrix.columnCount && second.count == matrix.columnCount)
        var sum = CompensatedSum()
        for column in second.indices where second[column] != 0 {
            for row in first.indices where first[row] != 0 {
                sum.add(first[row] * matrix[row, column] * second[column])
            }
        }
        return sum.value
    }
}
