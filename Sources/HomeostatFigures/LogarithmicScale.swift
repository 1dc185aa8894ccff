import HomeostatNumerics

/// Places positive numbers along a line so that equal ratios are equal lengths.
public struct LogarithmicScale: Sendable, Hashable {
    /// The numbers at both ends, positive and rising.
    public let domain: ClosedRange<Double>
    /// The positions of both ends; the first may be the larger one.
    public let start: Double
    /// Where the upper end of ``domain`` is placed.
    public let end: Double

    /// A scale that maps `domain` to the positions from `start` to `end`.
    ///
    /// - Precondition: the domain is above zero and not a single number.
    public init(domain: ClosedRange<Double>, start: Double, end: Double) {
        precondition(domain.lowerBound > 0 && domain.lowerBound < domain.upperBound)
        self.domain = domain
        self.start = start
        self.end = end
    }

    /// The position of a positive number.
    public func position(_ value: Double) -> Double {
        let logs = log(Lanes(domain.lowerBound, domain.upperBound, value, 1, 1, 1, 1, 1))
        return start + (end - start) * (logs[2] - logs[0]) / (logs[1] - logs[0])
    }
}
