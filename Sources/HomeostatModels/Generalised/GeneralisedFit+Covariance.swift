import HomeostatNumerics

/// How the covariance of the coefficients of a generalised linear model is estimated.
public enum GeneralisedCovariance: String, Sendable, Hashable, CaseIterable {
    /// Dispersion times the inverse information: right where the family is.
    case model
    /// Sandwich of the scores.
    case hc0
    /// ``hc0`` times n/(n - p).
    case hc1
    /// Sandwich of the scores over the square root of 1 - leverage.
    case hc2
    /// Sandwich of the scores over 1 - leverage.
    case hc3
    /// Sandwich of the scores summed over clusters.
    case cr0
    /// ``cr0`` times G/(G - 1), with G the number of clusters.
    case cr1
    /// ``cr0`` times G/(G - 1) (n - 1)/(n - p).
    case cr1s

    /// Whether clusters have to be given.
    public var needsClusters: Bool { self == .cr0 || self == .cr1 || self == .cr1s }

    /// Why there is no covariance.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// Clusters are needed, and there are none, or not one for each row.
        case clustersMissing(rows: Int, given: Int)
        /// All rows belong to one cluster.
        case oneCluster
        /// No degrees of freedom are left to estimate the dispersion or the correction from.
        case noDegreesOfFreedom
        /// Every response is met exactly.
        case perfectFit
        /// A row determines a coefficient alone, so that its residual says nothing (leverage 1).
        case fullLeverage(row: Int)
        /// The weights at the maximum leave the columns dependent on each other.
        case singularInformation

        /// What is wrong and, where there is one, the way out; rows are counted from 1.
        public var description: String {
            switch self {
            case .clustersMissing(let rows, let given): "\(given) cluster codes for \(rows) rows"
            case .oneCluster: "all rows are of one cluster: their sums say nothing about the error"
            case .noDegreesOfFreedom: "as many coefficients as rows: nothing is left to estimate errors from"
            case .perfectFit: "every response is met exactly: there is no error to estimate"
            case .fullLeverage(let row): "row \(row + 1) determines a coefficient alone: use HC0 or HC1"
            case .singularInformation: "at the maximum the weighted columns depend on each other"
            }
        }
    }
}

extension GeneralisedFit {
    /// The score rows: the derivative of each row's log-likelihood at a dispersion of 1, weights included; rows x
    /// coefficients. Their columns sum to zero.
    public var scores: Matrix {
        var made = model.columns
        let rows = made.rowCount
        for column in 0..<made.columnCount {
            for row in 0..<rows { made[row, column] *= model.weights[row] * evaluation.score[row] }
        }
        return made
    }

    /// The covariance of the coefficients.
    ///
    /// - Parameters:
    ///   - kind: the estimator.
    ///   - clusters: the cluster of each row, as any numbers; for the cluster estimators only.
    /// - Returns: coefficients x coefficients, symmetric.
    public func covariance(
        _ kind: GeneralisedCovariance, clusters: [Int]? = nil
    ) throws(GeneralisedCovariance.Failure) -> Matrix {
        guard let bread = unscaledCovariance else { throw .singularInformation }
        let (rows, columns) = (Double(model.observationCount), Double(coefficients.count))
        if kind != .model && isPerfect { throw .perfectFit }
        switch kind {
        case .model:
            guard let dispersion else { throw isPerfect ? .perfectFit : .noDegreesOfFreedom }
            var made = bread
            for row in 0..<made.rowCount { for column in 0..<made.columnCount { made[row, column] *= dispersion } }
            return made
        case .hc0: return ScoreSandwich.covariance(bread: bread, meat: ScoreSandwich.meat(scores: scores))
        case .hc1:
            guard rows > columns else { throw .noDegreesOfFreedom }
            let meat = ScoreSandwich.meat(scores: scores)
            return ScoreSandwich.covariance(bread: bread, meat: meat, factor: rows / (rows - columns))
        case .hc2, .hc3:
            let meat = ScoreSandwich.meat(scores: try leverageCorrectedScores(squareRoot: kind == .hc2))
            return ScoreSandwich.covariance(bread: bread, meat: meat)
        case .cr0, .cr1, .cr1s: return try clusterCovariance(kind, bread: bread, clusters: clusters ?? [])
        }
    }

    private func clusterCovariance(
        _ kind: GeneralisedCovariance, bread: Matrix, clusters: [Int]
    ) throws(GeneralisedCovariance.Failure) -> Matrix {
        guard clusters.count == model.response.count else {
            throw .clustersMissing(rows: model.response.count, given: clusters.count)
        }
        // A cluster of which no row counts is none.
        let groups = Double(Set(clusters.indices.filter { model.weights[$0] > 0 }.map { clusters[$0] }).count)
        guard groups > 1 else { throw .oneCluster }
        let (rows, columns) = (Double(model.observationCount), Double(coefficients.count))
        var factor = kind == .cr0 ? 1 : groups / (groups - 1)
        if kind == .cr1s {
            guard rows > columns else { throw .noDegreesOfFreedom }
            factor *= (rows - 1) / (rows - columns)
        }
        let meat = ScoreSandwich.meat(scores: ScoreSandwich.clusterScores(scores, clusters: clusters))
        return ScoreSandwich.covariance(bread: bread, meat: meat, factor: factor)
    }

    /// The leverage of each row at the final weights.
    public var leverages: [Double] {
        let information = model.weights.indices.map { model.weights[$0] * evaluation.information[$0] }
        return WeightedFactors(model.columns, weights: information).leverages()
    }

    private func leverageCorrectedScores(squareRoot: Bool) throws(GeneralisedCovariance.Failure) -> Matrix {
        var made = scores
        for (row, leverage) in leverages.enumerated() where model.weights[row] > 0 {
            let rest = 1 - leverage
            guard rest > 1e-10 else { throw .fullLeverage(row: row) }
            let divisor = squareRoot ? rest.squareRoot() : rest
            for column in 0..<made.columnCount { made[row, column] /= divisor }
        }
        return made
    }
}
