import HomeostatNumerics

/// A straight line y = intercept + slope x.
public struct FittedLine: Sendable, Hashable {
    /// The value at x = 0, in the unit of y.
    public let intercept: Double
    /// The change of y per unit of x.
    public let slope: Double

    /// A line of which both are known.
    public init(intercept: Double, slope: Double) {
        self.intercept = intercept
        self.slope = slope
    }

    /// The value of the line.
    public func value(at x: Double) -> Double { intercept + slope * x }

    /// The line of a given slope through the median of y - slope x.
    init(slope: Double, medianOf pairs: PairedValues) {
        self.init(intercept: medianIntercept(slope: slope, pairs), slope: slope)
    }
}

/// The median of y - slope x.
func medianIntercept(slope: Double, _ pairs: PairedValues) -> Double {
    let intercepts = zip(pairs.x, pairs.y).map { $1 - slope * $0 }.sorted()
    let rank = QuantileRank(0.5, count: intercepts.count)
    return rank.value(intercepts[rank.lower], intercepts[rank.upper])
}

/// Conventions in which programs differ when a line is a median of the slopes between all pairs of points.
public enum PairwiseSlopeConvention: String, Sendable, Hashable, CaseIterable {
    /// As in the papers: between two middle slopes their mean; limits are the slopes of ranks round((N - C) / 2) and
    /// round((N + C) / 2 + 1), where C is the standard error of Kendall's S times a normal quantile.
    case published
    /// As the R package deming 1.4 computes: between two middle slopes the mean of their angles; limits
    /// ceiling(C / 2) slopes from the middle, where the correction for ties in x is taken from the standard error of S
    /// (Sen takes it from the variance). To reproduce results of that package.
    case demingPackage
}
