import HomeostatNumerics

/// How an interval is read off bootstrap replicates.
///
/// Source: A. C. Davison and D. V. Hinkley, Bootstrap Methods and their Application, Cambridge 1997, chapter 5; BCa: B.
/// Efron, Journal of the American Statistical Association 82 (1987) 171-185, doi:10.1080/01621459.1987.10478410.
public enum BootstrapIntervalKind: String, Sendable, Hashable, CaseIterable {
    /// Quantiles of the replicates.
    case percentile
    /// Quantiles mirrored at the estimate.
    case basic
    /// Quantiles at levels corrected for bias and for acceleration.
    case bca
}

/// The corrections of a BCa interval.
public struct BiasCorrection: Sendable, Hashable {
    /// The normal quantile of the share of replicates below the estimate.
    public let bias: Double
    /// A sixth of the skewness of the influence of the units, from the jackknife.
    public let acceleration: Double
}

extension BootstrapReplicates {
    /// An interval of one statistic.
    ///
    /// - Parameters:
    ///   - statistic: its position.
    ///   - kind: of the interval.
    ///   - level: above 0 and below 1.
    /// - Returns: absent where the replicates are none or, for BCa, all on one side of the estimate, or where there is
    ///   no jackknife.
    public func interval(
        _ statistic: Int, _ kind: BootstrapIntervalKind, level: Double = 0.95
    ) -> Estimable<ConfidenceInterval> {
        guard replicates.rowCount > 0, level > 0, level < 1 else { return .absent(.degenerateReplicates) }
        let values = replicates.column(statistic)
        let sorted = (0..<replicates.rowCount).map { values[$0] }.sorted()
        let tail = (1 - level) / 2
        let estimate = estimates[statistic]
        switch kind {
        case .percentile:
            return .value(
                ConfidenceInterval(lower: quantile(sorted, tail), upper: quantile(sorted, 1 - tail), level: level))
        case .basic:
            return .value(
                ConfidenceInterval(
                    lower: 2 * estimate - quantile(sorted, 1 - tail), upper: 2 * estimate - quantile(sorted, tail),
                    level: level))
        case .bca:
            guard let correction = biasCorrection(statistic).value,
                let lower = correction.corrected(tail), let upper = correction.corrected(1 - tail)
            else { return .absent(.degenerateReplicates) }
            return .value(
                ConfidenceInterval(lower: quantile(sorted, lower), upper: quantile(sorted, upper), level: level))
        }
    }

    /// The corrections that a BCa interval makes.
    public func biasCorrection(_ statistic: Int) -> Estimable<BiasCorrection> {
        let values = replicates.column(statistic)
        let below = (0..<replicates.rowCount).count { values[$0] < estimates[statistic] }
        guard let acceleration = acceleration(statistic),
            let bias = try? NormalDistribution.standard.quantile(Double(below) / Double(replicates.rowCount))
        else { return .absent(.degenerateReplicates) }
        return .value(BiasCorrection(bias: bias, acceleration: acceleration))
    }

    /// The jackknife's standard error: the root of (m - 1)/m times the sum of squares about the mean, m units.
    public func jackknifeStandardError(_ statistic: Int) -> Double? {
        guard let deviations = jackknifeDeviations(statistic), deviations.count > 1 else { return nil }
        let count = Double(deviations.count)
        return ((count - 1) / count * powerSum(deviations, 2)).squareRoot()
    }

    private func acceleration(_ statistic: Int) -> Double? {
        guard let deviations = jackknifeDeviations(statistic) else { return nil }
        let squares = powerSum(deviations, 2)
        guard squares > 0 else { return nil }
        let skewness = powerSum(deviations, 3) / (squares * squares.squareRoot())
        return skewness.isFinite ? skewness / 6 : nil
    }

    /// The mean of the values with one unit left out, less each of them.
    private func jackknifeDeviations(_ statistic: Int) -> [Double]? {
        guard let jackknife, jackknife.rowCount > 0 else { return nil }
        let centre = columnMean(jackknife, statistic)
        let values = jackknife.column(statistic)
        return (0..<jackknife.rowCount).map { centre - values[$0] }
    }

    private func powerSum(_ values: [Double], _ power: Int) -> Double {
        var sum = CompensatedSum()
        for value in values { sum.add(power == 2 ? value * value : value * value * value) }
        return sum.value
    }

    private func quantile(_ sorted: [Double], _ probability: Double) -> Double {
        let rank = QuantileRank(probability, count: sorted.count)
        return rank.value(sorted[rank.lower], sorted[rank.upper])
    }
}

extension BiasCorrection {
    /// The level at which the replicates' quantile is taken instead of `probability`; nil past the pole of the
    /// acceleration.
    func corrected(_ probability: Double) -> Double? {
        guard let z = try? NormalDistribution.standard.quantile(probability) else { return nil }
        let shifted = bias + z
        let divisor = 1 - acceleration * shifted
        guard divisor > 0 else { return nil }
        return NormalDistribution.standard.cumulativeProbability(at: bias + shifted / divisor)
    }
}
