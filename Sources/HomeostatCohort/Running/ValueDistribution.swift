/// Number, smallest, middle and largest of values that come in pieces, in bounded memory.
///
/// The pieces may come in any order: the result has the same bits.
public struct ValueDistribution: Sendable {
    /// Up to so many values the median is exact.
    static let exactLimit = 1 << 17

    /// The number of values added.
    public private(set) var count = 0
    /// The smallest value; `nil` where there is none.
    public private(set) var minimum: Double?
    /// The largest value; `nil` where there is none.
    public private(set) var maximum: Double?
    private var values: [Double] = []
    /// Beyond the limit: how many values share their sign, exponent and first 11 binary digits.
    private var buckets: [UInt64: Int] = [:]

    /// No values yet.
    public init() {}

    /// Whether ``median`` is one of the values, and not within 0.03 % of it.
    public var isExact: Bool { buckets.isEmpty }

    /// Adds a value, which must be a number.
    public mutating func add(_ value: Double) {
        count += 1
        minimum = min(minimum ?? value, value)
        maximum = max(maximum ?? value, value)
        if isExact {
            values.append(value)
            if values.count > ValueDistribution.exactLimit { fillBuckets() }
        } else {
            buckets[ValueDistribution.bucket(value), default: 0] += 1
        }
    }

    /// Adds what another one has seen.
    public mutating func merge(_ other: ValueDistribution) {
        count += other.count
        if let low = other.minimum { minimum = min(minimum ?? low, low) }
        if let high = other.maximum { maximum = max(maximum ?? high, high) }
        values.append(contentsOf: other.values)
        for (bucket, number) in other.buckets { buckets[bucket, default: 0] += number }
        if !buckets.isEmpty || values.count > ValueDistribution.exactLimit { fillBuckets() }
    }

    /// The middle value, the lower one of two. Beyond 131,072 values within 0.03 %.
    public var median: Double? {
        guard count > 0 else { return nil }
        let position = (count - 1) / 2
        if isExact { return values.sorted()[position] }
        var passed = 0
        for (bucket, number) in buckets.sorted(by: { $0.key < $1.key }) {
            passed += number
            if passed > position { return ValueDistribution.middle(bucket) }
        }
        return nil
    }

    private mutating func fillBuckets() {
        for value in values { buckets[ValueDistribution.bucket(value), default: 0] += 1 }
        values = []
    }

    private static let droppedBits: UInt64 = 41

    /// Ascends with the value.
    private static func bucket(_ value: Double) -> UInt64 {
        let bits = value.bitPattern
        return (bits >> 63 == 0 ? bits | 1 << 63 : ~bits) >> droppedBits
    }

    private static func middle(_ bucket: UInt64) -> Double {
        let bits = bucket << droppedBits | 1 << (droppedBits - 1)
        return Double(bitPattern: bits >> 63 == 1 ? bits & ~(1 << 63) : ~bits)
    }
}
