/// The number of a rank, from 0 in ascending order, among numbers that need not be in order.
///
/// - Complexity: O(n); numbers are looked at twice.
public func orderStatistic(_ values: [Double], rank: Int) -> Double? {
    guard values.indices.contains(rank) else { return nil }
    var lanes = [Lanes](repeating: Lanes(repeating: .nan), count: (values.count + 7) / 8)
    for (position, value) in values.enumerated() { lanes[position >> 3][position & 7] = value }
    var histogram = QuantileHistogram()
    histogram.add(lanes, count: values.count)
    guard rank < histogram.count else { return nil }
    var collector = OrderStatisticCollector(histogram.buckets(ofRanks: [rank]))
    collector.add(lanes, count: values.count)
    return collector.values(ofRanks: [rank])?[rank]
}

/// Collects the numbers that fall into a few buckets of a histogram, in a second look at the same numbers, and gives
/// exact order statistics.
public struct OrderStatisticCollector: Sendable {
    /// The buckets, without repetition.
    public let buckets: [QuantileHistogram.Bucket]
    private var values: [[Double]]

    /// Collects for these buckets; one that is named twice counts once.
    public init(_ buckets: [QuantileHistogram.Bucket]) {
        var distinct: [QuantileHistogram.Bucket] = []
        for bucket in buckets where !distinct.contains(bucket) { distinct.append(bucket) }
        self.buckets = distinct
        values = [[Double]](repeating: [], count: distinct.count)
    }

    /// How many numbers will be kept.
    public var expected: Int { buckets.reduce(0) { $0 + $1.count } }

    /// Adds the first `count` values of a column; not-a-number is absent.
    public mutating func add(_ lanes: [Lanes], count rows: Int) {
        precondition(rows >= 0 && rows <= lanes.count * 8)
        for (position, bucket) in buckets.enumerated() {
            let shift = SIMD8<UInt64>(repeating: UInt64(52 - bucket.precision))
            let key = SIMD8<UInt64>(repeating: bucket.key)
            for lane in 0..<((rows + 7) / 8) {
                let hits = (bitPatterns(lanes[lane]) &>> shift) .== key
                if !any(hits) { continue }
                for row in (lane * 8)..<min(lane * 8 + 8, rows) where hits[row & 7] {
                    values[position].append(lanes[lane][row & 7])
                }
            }
        }
    }

    /// Adds what another collector of the same buckets has kept.
    public mutating func merge(_ other: OrderStatisticCollector) {
        precondition(buckets == other.buckets)
        for position in values.indices { values[position].append(contentsOf: other.values[position]) }
    }

    /// The numbers of these ranks, counted from 0 among all numbers.
    ///
    /// - Returns: `nil` where the numbers are not as many as the histogram has counted: they were not the same.
    public consuming func values(ofRanks ranks: [Int]) -> [Int: Double]? {
        var found: [Int: Double] = [:]
        for (position, bucket) in buckets.enumerated() {
            if values[position].count != bucket.count { return nil }
            values[position].sort()
            for rank in ranks where rank >= bucket.below && rank < bucket.below + bucket.count {
                found[rank] = values[position][rank - bucket.below]
            }
        }
        return found
    }
}
