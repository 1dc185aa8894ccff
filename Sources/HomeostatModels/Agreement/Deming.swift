import HomeostatNumerics

/// Deming's line, for two methods of measurement that both have errors.
///
/// Least squares of the deviations of x and of y, each in units of its own error. Sources: Deming WE. Statistical
/// adjustment of data. New York: Wiley; 1943; Linnet K. Clinical Chemistry 1993;39:424-432 (jackknife).
public struct DemingFit: Sendable, Hashable {
    /// How the lines without one point each make standard errors.
    public enum Jackknife: Sendable, Hashable {
        /// From the pseudo-values: squared deviations from the mean of the lines, times (n - 1) / n. Limits by Student's
        /// t with n - 2 degrees of freedom.
        case pseudoValues
        /// Squared deviations from the line of all points; limits by the normal distribution. As the R package deming.
        case deviations
    }

    /// The line.
    public let line: FittedLine
    /// The jackknife standard error of the slope.
    public let slopeStandardError: Double
    /// The jackknife standard error of the intercept.
    public let interceptStandardError: Double
    /// The interval of the slope.
    public let slopeInterval: ConfidenceInterval
    /// The interval of the intercept.
    public let interceptInterval: ConfidenceInterval
    /// Standard errors of intercept and slope that follow from the stated errors alone, without the scatter that is
    /// seen: 1 / sqrt(sum w (x - mean)^2) for the slope with w = 1 / (var y + slope^2 var x), where x has variance 1 for
    /// a ratio. `nil` for proportional errors. Source: Ripley BD, Thompson M. Analyst 1987;112:377-383,
    /// doi:10.1039/AN9871200377.
    public let statedErrors: FittedLine?
    /// Points.
    public let pointCount: Int
    /// Points left out because a value is missing.
    public let missingCount: Int

    /// Fits the line.
    ///
    /// - Parameters:
    ///   - x: not-a-number is a missing value, and its point is left out and counted.
    ///   - y: of the same length.
    ///   - errors: what is known of the errors; standard deviations belong to all rows, those left out included.
    ///   - level: the confidence of the intervals, between 0 and 1.
    ///   - jackknife: which form of the standard errors.
    /// - Throws: ``PairedDataError`` for fewer than four points, a constant or an infinite value, an error that is not
    ///   positive, or data that determine no line.
    /// - Complexity: O(n^2) times the iterations, for n lines without one point each.
    public init(
        _ x: [Double], _ y: [Double], errors: DemingErrors = .varianceRatio(1), level: Double = 0.95,
        jackknife: Jackknife = .pseudoValues
    ) throws(PairedDataError) {
        try requireLevel(level)
        let pairs = try PairedValues(x, y, needed: 4)
        try pairs.requireVariation()
        let known = try Self.checked(errors, pairs, rowCount: x.count)
        let solver = DemingSolver(x: pairs.x, y: pairs.y, errors: known)
        let line = try solver.line()
        var without: [FittedLine] = []
        for left in pairs.x.indices { without.append(try solver.line(leavingOut: left)) }
        let count = Double(pairs.count)
        func standardError(_ part: KeyPath<FittedLine, Double>) -> Double {
            let values = without.map { $0[keyPath: part] }
            let isPseudo = jackknife == .pseudoValues
            let centre = isPseudo ? compensatedSum(values) { $0 } / count : line[keyPath: part]
            let sum = compensatedSum(values) { ($0 - centre) * ($0 - centre) }
            return (isPseudo ? sum * (count - 1) / count : sum).squareRoot()
        }
        slopeStandardError = standardError(\.slope)
        interceptStandardError = standardError(\.intercept)
        let quantile = try withPairedDataError { () throws(DistributionError) in
            let df = jackknife == .pseudoValues ? count - 2 : .infinity
            return try StudentTDistribution(degreesOfFreedom: df).upperQuantile((1 - level) / 2)
        }
        slopeInterval = ConfidenceInterval(
            centre: line.slope, halfWidth: quantile * slopeStandardError, level: level)
        interceptInterval = ConfidenceInterval(
            centre: line.intercept, halfWidth: quantile * interceptStandardError, level: level)
        self.line = line
        statedErrors = Self.statedErrors(known, pairs, slope: line.slope)
        pointCount = pairs.count
        missingCount = pairs.missingCount
    }

    /// The errors of the complete pairs.
    private static func checked(
        _ errors: DemingErrors, _ pairs: PairedValues, rowCount: Int
    ) throws(PairedDataError) -> DemingErrors {
        switch errors {
        case .varianceRatio(let ratio), .proportional(let ratio):
            guard ratio > 0, ratio.isFinite else {
                throw .parameter(name: "the ratio of the error variances", value: ratio, domain: "positive and finite")
            }
            return errors
        case .standardDeviations(let sx, let sy):
            guard sx.count == rowCount else { throw .lengthsDiffer(first: rowCount, second: sx.count) }
            guard sy.count == rowCount else { throw .lengthsDiffer(first: rowCount, second: sy.count) }
            let kept = (x: pairs.rows.map { sx[$0] }, y: pairs.rows.map { sy[$0] })
            for error in kept.x + kept.y where !(error > 0 && error.isFinite) {
                throw .parameter(
                    name: "the standard deviation of an error", value: error, domain: "positive and finite")
            }
            return .standardDeviations(x: kept.x, y: kept.y)
        }
    }

    private static func statedErrors(_ errors: DemingErrors, _ pairs: PairedValues, slope: Double) -> FittedLine? {
        let weights: [Double]
        switch errors {
        case .proportional: return nil
        case .varianceRatio(let ratio):
            weights = [Double](repeating: 1 / (ratio + slope * slope), count: pairs.count)
        case .standardDeviations(let sx, let sy):
            weights = zip(sx, sy).map { 1 / ($1 * $1 + slope * slope * $0 * $0) }
        }
        let total = compensatedSum(weights) { $0 }
        let mean = compensatedSum(pairs.x.indices) { weights[$0] * pairs.x[$0] } / total
        let spread = compensatedSum(pairs.x.indices) {
            weights[$0] * (pairs.x[$0] - mean) * (pairs.x[$0] - mean)
        }
        let squares = compensatedSum(pairs.x.indices) { weights[$0] * pairs.x[$0] * pairs.x[$0] }
        return FittedLine(intercept: (squares / (total * spread)).squareRoot(), slope: 1 / spread.squareRoot())
    }
}
