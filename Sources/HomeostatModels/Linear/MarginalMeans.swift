import HomeostatNumerics

/// The mean of the model's expectation over a set of rows.
public struct MarginalMean: Sendable, Hashable {
    /// What the rows have in common: the level of a factor, for example.
    public let label: String
    /// Mean, standard error, test against zero and interval. Absent where the rows are not estimable.
    public let row: CoefficientRow
}

/// A set of rows that a mean is taken over.
public struct MarginalGroup: Sendable, Hashable {
    /// What the rows have in common.
    public let label: String
    /// m x p, the columns of the design, m at least one: for a level of a factor the cells of a grid of the other
    /// factors, covariates at their means; or the people of the data with the level set.
    public let rows: Matrix
    /// m weights with a sum above zero; all alike where nil, which is the balanced reference grid.
    public let weights: [Double]?

    /// A set of rows.
    public init(label: String, rows: Matrix, weights: [Double]? = nil) {
        precondition(rows.rowCount > 0 && (weights.map { $0.count == rows.rowCount } ?? true))
        self.label = label
        self.rows = rows
        self.weights = weights
    }

    /// The (weighted) mean of each column.
    var meanRow: [Double] {
        let weights = weights ?? [Double](repeating: 1, count: rows.rowCount)
        let total = weights.reduce(0, +)
        return (0..<rows.columnCount).map { column in
            let values = rows.column(column)
            var sum = CompensatedSum()
            for row in 0..<rows.rowCount { sum.add(weights[row] * values[row]) }
            return sum.value / total
        }
    }
}

extension LinearModel {
    /// Marginal means: the model's expectation averaged over the rows of each group, as in emmeans where the rows are a
    /// reference grid.
    ///
    /// A mean over rows is one combination of the coefficients, so that its error takes account of what the rows share.
    ///
    /// Source: S. R. Searle, F. M. Speed and G. A. Milliken, American Statistician 34 (1980) 216-221,
    /// doi:10.1080/00031305.1980.10483031.
    ///
    /// - Parameters:
    ///   - covariance: nil for the classical one.
    ///   - level: of the intervals.
    /// - Throws: ``LinearModelError/columnsDiffer(expected:found:)``.
    public func marginalMeans(
        _ groups: [MarginalGroup], covariance: CoefficientCovariance? = nil, level: Double = 0.95
    ) throws(LinearModelError) -> [MarginalMean] {
        var made: [MarginalMean] = []
        for group in groups { made.append(try mean(group.meanRow, group.label, covariance, level)) }
        return made
    }

    /// The differences of marginal means, each group less the first one (or all pairs, the later less the earlier one).
    public func marginalContrasts(
        _ groups: [MarginalGroup], allPairs: Bool = false, covariance: CoefficientCovariance? = nil,
        level: Double = 0.95
    ) throws(LinearModelError) -> [MarginalMean] {
        let rows = groups.map(\.meanRow)
        var made: [MarginalMean] = []
        for first in groups.indices where allPairs || first == 0 {
            for second in groups.indices where second > first {
                let difference = zip(rows[second], rows[first]).map { $0 - $1 }
                let label = "\(groups[second].label) - \(groups[first].label)"
                made.append(try mean(difference, label, covariance, level))
            }
        }
        return made
    }

    private func mean(
        _ row: [Double], _ label: String, _ covariance: CoefficientCovariance?, _ level: Double
    ) throws(LinearModelError) -> MarginalMean {
        guard row.count == design.columnCount else {
            throw .columnsDiffer(expected: design.columnCount, found: row.count)
        }
        func absent(_ cause: AbsenceCause) -> MarginalMean {
            MarginalMean(label: label, row: CoefficientRow(name: label, estimate: .absent(cause), absent: cause))
        }
        guard Estimability(self).holds(row) else { return absent(.notEstimable) }
        let factors = estimatedColumns.map { row[$0] }
        let classical = classicalCovariance
        guard let covariance = covariance ?? classical.value else {
            let cause = classical.cause ?? .noResidualDegreesOfFreedom
            return MarginalMean(
                label: label, row: CoefficientRow(name: label, estimate: .value(combination(factors)), absent: cause))
        }
        guard
            let line = try? CoefficientRow(
                name: label, estimate: combination(factors),
                standardError: covariance.variance(of: factors).squareRoot(),
                degreesOfFreedom: covariance.jointDegreesOfFreedom, isPerfectFit: isPerfectFit, level: level)
        else { return absent(.outOfRange) }
        return MarginalMean(label: label, row: line)
    }
}
