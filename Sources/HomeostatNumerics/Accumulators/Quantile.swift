/// Sample quantiles by linear interpolation between order statistics.
///
/// Source: Hyndman RJ, Fan Y. Am Stat 1996; 50:361, definition 7 (the default of R and numpy),
/// doi:10.1080/00031305.1996.10473566.
public struct QuantileRank: Sendable, Hashable {
    /// The rank, from 0, of the order statistic at or below the quantile.
    public let lower: Int
    /// The rank of the one above; the same where the quantile is an order statistic.
    public let upper: Int
    /// The weight of the upper one.
    public let weight: Double

    /// - Parameters:
    ///   - probability: 0 to 1.
    ///   - count: the number of values, at least 1.
    public init(_ probability: Double, count: Int) {
        precondition(count > 0 && probability >= 0 && probability <= 1)
        let position = Double(count - 1) * probability
        lower = min(Int(position), count - 1)
        weight = position - Double(lower)
        upper = weight > 0 ? min(lower + 1, count - 1) : lower
    }

    /// The quantile from the two order statistics.
    public func value(_ low: Double, _ high: Double) -> Double {
        if low == high { return low }
        let distance = high - low
        return distance.isFinite ? low + weight * distance : (1 - weight) * low + weight * high
    }
}
