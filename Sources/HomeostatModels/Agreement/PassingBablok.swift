import HomeostatNumerics

/// The line of Passing and Bablok for the comparison of two methods of measurement.
///
/// Both methods may err, neither needs a normal distribution, and exchanging x and y gives the inverse line.
///
/// Sources: Passing H, Bablok W. Journal of Clinical Chemistry and Clinical Biochemistry 1983;21:709-720,
/// doi:10.1515/cclm.1983.21.11.709 (method 1); Bablok W, Passing H, Bender R, Schneider B. 1988;26:783-790,
/// doi:10.1515/cclm.1988.26.11.783 (the equivariant method, called 3).
public struct PassingBablokFit: Sendable, Hashable {
    /// Which of the methods.
    public enum Method: Sendable, Hashable {
        /// The original one, for two methods that should agree: slopes of -1 are left out, and the median is shifted by
        /// the number of slopes below -1. Symmetric about the line y = x.
        case original
        /// Scale-invariant: the median of the absolute slopes. For methods with different units; the slope is positive.
        case equivariant
    }

    /// The line; its intercept is the median of y - slope x.
    public let line: FittedLine
    /// The interval of the slope; `nil` where a limit lies beyond all slopes or is vertical.
    public let slopeInterval: ConfidenceInterval?
    /// The medians of y - slope x at the limits of the slope.
    public let interceptInterval: ConfidenceInterval?
    /// The pairs of points that count, vertical ones included.
    public let slopeCount: Int
    /// The finite slopes below -1, by which the median is shifted; 0 for the equivariant method.
    public let shift: Int
    /// Points.
    public let pointCount: Int
    /// Points left out because a value is missing.
    public let missingCount: Int

    /// Slopes this near to -1 count as -1: differences of decimals are not exact.
    private static let widthOfMinusOne = 1e-9

    /// Fits the line.
    ///
    /// - Parameters:
    ///   - x: not-a-number is a missing value, and its point is left out and counted.
    ///   - y: of the same length.
    ///   - method: the original one or the equivariant one.
    ///   - level: the confidence of the interval, between 0 and 1.
    ///   - convention: how ties in rank and limits are treated.
    /// - Throws: ``PairedDataError`` for fewer than three points, a constant or an infinite value, or a vertical line.
    /// - Complexity: O(n log n) time, O(n) memory.
    public init(
        _ x: [Double], _ y: [Double], method: Method = .original, level: Double = 0.95,
        convention: PairwiseSlopeConvention = .published
    ) throws(PairedDataError) {
        try requireLevel(level)
        let pairs = try PairedValues(x, y, needed: 3)
        try pairs.requireVariation()
        let slopes = PairwiseSlopes(pairs.x, pairs.y)
        let ranked: RankedDirections
        switch method {
        case .original: (ranked, shift) = Self.original(slopes)
        case .equivariant: (ranked, shift) = (Self.equivariant(slopes), 0)
        }
        guard ranked.count > 0, let slope = ranked.median(convention) else {
            throw .undetermined("at least half of the slopes between points are vertical or -1")
        }
        let n = Double(pairs.count)
        let standardError =
            convention == .published
            ? (n * (n - 1) * (2 * n + 5) / 18).squareRoot() : demingPackageStandardError(pairs)
        let quantile = try withPairedDataError { () throws(DistributionError) in
            try NormalDistribution.standard.upperQuantile((1 - level) / 2)
        }
        let limits = ranked.limits(spread: quantile * standardError, convention)
        line = FittedLine(slope: slope, medianOf: pairs)
        (slopeInterval, interceptInterval) = intervals(limits, pairs, level)
        slopeCount = ranked.count
        pointCount = pairs.count
        missingCount = pairs.missingCount
    }

    /// Directions from just above the line y = -x, over the vertical, to just below it.
    private static func original(_ slopes: PairwiseSlopes) -> (RankedDirections, shift: Int) {
        let selection = SlopeSelection(slopes)
        let below = slopes.count(below: -1 - widthOfMinusOne)
        let fromAbove = slopes.count(atMost: -1 + widthOfMinusOne)
        let above = slopes.count - fromAbove
        let ranked = RankedDirections(count: above + slopes.verticalCount + below) { rank in
            if rank < above { return Direction(slope: selection.slope(atRank: fromAbove + rank)) }
            let beyond = rank - above - slopes.verticalCount
            if beyond < 0 { return .vertical }
            return Direction(slope: selection.slope(atRank: beyond), isBeyondVertical: true)
        }
        return (ranked, below)
    }

    private static func equivariant(_ slopes: PairwiseSlopes) -> RankedDirections {
        let selection = SlopeSelection(slopes, absolute: true)
        return RankedDirections(count: slopes.count + slopes.verticalCount) { rank in
            rank < slopes.count ? Direction(slope: selection.slope(atRank: rank)) : .vertical
        }
    }
}
