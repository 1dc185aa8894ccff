import HomeostatNumerics

/// One-way analysis of variance of groups of any sizes, in double-double.
///
/// The grand mean is taken off first, so that values which differ only behind twelve equal digits (NIST SmLs07-09) keep
/// their digits as long as they come as exact decimals.
///
/// ```swift
/// let anova = try OneWayAnova(response: values, groups: treatment)
/// let f = try anova.fStatistic.get()
/// ```
///
/// Source: R. A. Fisher, Statistical Methods for Research Workers (1925), chapter VII; notation of the NIST Statistical
/// Reference Datasets.
public struct OneWayAnova: Sendable {
    /// The groups, ascending, with their sizes and means.
    public let groups: [Group]
    /// The number of values.
    public let count: Int
    /// The sum over groups of size times squared difference of the group's mean from the grand mean.
    public let betweenSumOfSquares: DoubleDouble
    /// The sum over values of the squared difference from the mean of their group.
    public let withinSumOfSquares: DoubleDouble
    /// The number of groups less one.
    public var betweenDegreesOfFreedom: Int { groups.count - 1 }
    /// The number of values less that of groups.
    public var withinDegreesOfFreedom: Int { count - groups.count }
    /// Whether the differences within groups are no larger than what rounding of the data explains.
    public let isPerfectFit: Bool

    /// One group.
    public struct Group: Sendable, Hashable {
        /// What its values are marked with.
        public let label: Int
        /// The number of its values.
        public let count: Int
        /// The mean of its values.
        public let mean: DoubleDouble
    }

    /// Analyses.
    ///
    /// - Parameters:
    ///   - response: one value for each row.
    ///   - groups: for each row the group that it belongs to; any numbers.
    ///   - isExact: whether the values are known to double-double precision, so that differences beyond a Double are
    ///     differences. Without it, this is so where any value is no Double.
    /// - Throws: ``OneWayAnovaError``.
    /// - Complexity: O(n log n).
    public init(response: [DoubleDouble], groups: [Int], isExact: Bool? = nil) throws(OneWayAnovaError) {
        guard response.count == groups.count else {
            throw .countsDiffer(values: response.count, groups: groups.count)
        }
        if let row = response.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row) }
        guard let whole = RefinedMoments(response) else { throw .noValues }
        // Behind the grand mean, a power of two more keeps all squares in range.
        let exponent = response.reduce(0) { max($0, $1.high.magnitude) }.exponentOrZero
        let centre = whole.mean.scaled(byPowerOfTwo: -exponent)
        let centred = response.map { $0.scaled(byPowerOfTwo: -exponent) - centre }
        var members: [Int: [DoubleDouble]] = [:]
        for (value, group) in zip(centred, groups) { members[group, default: []].append(value) }
        var between = DoubleDouble.zero
        var within = DoubleDouble.zero
        var found: [Group] = []
        // What is left of the grand mean by rounding is the same for all values.
        let rest = centred.reduce(DoubleDouble.zero) { $0 + $1 } / DoubleDouble(Int64(centred.count))
        for (label, values) in members.sorted(by: { $0.key < $1.key }) {
            guard let moments = RefinedMoments(values) else { continue }
            let difference = moments.mean - rest
            between += difference * difference * DoubleDouble(Int64(values.count))
            for value in values {
                let deviation = value - moments.mean
                within += deviation * deviation
            }
            found.append(
                Group(
                    label: label, count: values.count, mean: (moments.mean + centre).scaled(byPowerOfTwo: exponent)))
        }
        self.groups = found
        count = response.count
        betweenSumOfSquares = between.scaled(byPowerOfTwo: 2 * exponent)
        withinSumOfSquares = within.scaled(byPowerOfTwo: 2 * exponent)
        guard betweenSumOfSquares.isFinite && withinSumOfSquares.isFinite else { throw .outOfRange }
        let isExact = isExact ?? response.contains { $0.low != 0 }
        // Scaled, the largest value is between 1 and 2.
        let length = 2 * Double(count).squareRoot()
        isPerfectFit =
            within.squareRoot().high <= length * (isExact ? DoubleDouble.roundingUnit : Double.ulpOfOne)
    }

    /// The residual standard deviation; `nil` where there are as many groups as values.
    public var residualStandardDeviation: DoubleDouble? {
        guard withinDegreesOfFreedom > 0 else { return nil }
        return (withinSumOfSquares / DoubleDouble(Int64(withinDegreesOfFreedom))).squareRoot()
    }

    /// R^2, the share of the sum of squares that lies between groups.
    public var rSquared: Result<DoubleDouble, UndefinedStatistic> {
        let total = betweenSumOfSquares + withinSumOfSquares
        return total.high > 0 ? .success(betweenSumOfSquares / total) : .failure(.constantResponse)
    }

    /// F, the mean square between groups by that within groups.
    public var fStatistic: Result<DoubleDouble, UndefinedStatistic> {
        guard betweenDegreesOfFreedom > 0 else { return .failure(.noModelDegreesOfFreedom) }
        guard withinDegreesOfFreedom > 0 else { return .failure(.noResidualDegreesOfFreedom) }
        guard !isPerfectFit && withinSumOfSquares.high > 0 else { return .failure(.perfectFit) }
        let statistic =
            betweenSumOfSquares / DoubleDouble(Int64(betweenDegreesOfFreedom))
            / (withinSumOfSquares / DoubleDouble(Int64(withinDegreesOfFreedom)))
        return statistic.isFinite ? .success(statistic) : .failure(.perfectFit)
    }
}

extension Double {
    /// The exponent of a finite number, with 0 for zero.
    fileprivate var exponentOrZero: Int { self == 0 ? 0 : Int(exponent) }
}

/// Why there is no analysis of variance.
public enum OneWayAnovaError: Error, Hashable, Sendable {
    /// There is not one group for each value.
    case countsDiffer(values: Int, groups: Int)
    /// There is nothing to analyse.
    case noValues
    /// A value is infinite or not a number.
    case notFinite(row: Int)
    /// The sums of squares are too large for a Double: choose another unit.
    case outOfRange
}

extension OneWayAnovaError: CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .countsDiffer(let values, let groups): "\(values) values, but \(groups) groups for them; give one for each"
        case .noValues: "there are no values to analyse"
        case .notFinite(let row): "the value of row \(row) is not a finite number"
        case .outOfRange: "the sums of squares are beyond the range of Double; choose another unit"
        }
    }
}
