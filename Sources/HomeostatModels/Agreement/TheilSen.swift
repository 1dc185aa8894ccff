import HomeostatNumerics

/// The Theil-Sen line: the median of the slopes between all pairs of points with different x.
///
/// Up to 29 % of the points may be anywhere. Sources: Theil H. Indagationes Mathematicae 1950;12:85-91; Sen PK. Journal
/// of the American Statistical Association 1968;63:1379-1389, doi:10.1080/01621459.1968.10480934.
public struct TheilSenFit: Sendable, Hashable {
    /// The line; its intercept is the median of y - slope x.
    public let line: FittedLine
    /// The interval of the slope from the distribution of Kendall's S; `nil` where a limit lies beyond all slopes.
    public let slopeInterval: ConfidenceInterval?
    /// The medians of y - slope x at the limits of the slope, in ascending order.
    public let interceptInterval: ConfidenceInterval?
    /// Pairs of points with different x.
    public let slopeCount: Int
    /// Points.
    public let pointCount: Int
    /// Points left out because a value is missing.
    public let missingCount: Int

    /// Fits the line.
    ///
    /// - Parameters:
    ///   - x: not-a-number is a missing value, and its point is left out and counted.
    ///   - y: of the same length.
    ///   - level: the confidence of the interval, between 0 and 1.
    ///   - convention: how ties in rank and limits are treated.
    /// - Throws: ``PairedDataError`` for fewer than three points, an infinite value or equal x throughout.
    /// - Complexity: O(n log n) time, O(n) memory.
    public init(
        _ x: [Double], _ y: [Double], level: Double = 0.95, convention: PairwiseSlopeConvention = .published
    ) throws(PairedDataError) {
        try requireLevel(level)
        let pairs = try PairedValues(x, y, needed: 3)
        let slopes = PairwiseSlopes(pairs.x, pairs.y)
        guard slopes.count > 0 else { throw .constant(variable: "x") }
        let selection = SlopeSelection(slopes)
        let ranked = RankedDirections(count: slopes.count) { Direction(slope: selection.slope(atRank: $0)) }
        guard let slope = ranked.median(convention) else { throw .undetermined("the median slope is not finite") }
        let spread = try withPairedDataError { () throws(DistributionError) in
            try NormalDistribution.standard.upperQuantile((1 - level) / 2)
                * Self.standardErrorOfScore(pairs, convention)
        }
        let limits = ranked.limits(spread: spread, convention)
        line = FittedLine(slope: slope, medianOf: pairs)
        (slopeInterval, interceptInterval) = intervals(limits, pairs, level)
        slopeCount = slopes.count
        pointCount = pairs.count
        missingCount = pairs.missingCount
    }

    private static func standardErrorOfScore(_ pairs: PairedValues, _ convention: PairwiseSlopeConvention) -> Double {
        switch convention {
        case .published: ConcordanceCounts(pairs.x, pairs.y).varianceOfScore.squareRoot()
        case .demingPackage: demingPackageStandardError(pairs)
        }
    }
}

/// The standard error of S as the R package deming 1.4 has it.
func demingPackageStandardError(_ pairs: PairedValues) -> Double {
    func whole(_ n: Double) -> Double { n * (n - 1) * (2 * n + 5) / 18 }
    let ties = Ranks(of: pairs.x).tieSizes.reduce(0) { $0 + whole(Double($1)) }
    return max(whole(Double(pairs.count)).squareRoot() - ties, 0)
}

/// The intervals of slope and intercept from limits of the slope, where both are there.
func intervals(
    _ limits: (lower: Double?, upper: Double?), _ pairs: PairedValues, _ level: Double
) -> (slope: ConfidenceInterval?, intercept: ConfidenceInterval?) {
    guard let lower = limits.lower, let upper = limits.upper else { return (nil, nil) }
    let ends = [medianIntercept(slope: lower, pairs), medianIntercept(slope: upper, pairs)].sorted()
    return (
        ConfidenceInterval(lower: lower, upper: upper, level: level),
        ConfidenceInterval(lower: ends[0], upper: ends[1], level: level)
    )
}
