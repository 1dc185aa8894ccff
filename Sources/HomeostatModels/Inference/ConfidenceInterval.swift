/// An interval that holds the estimated quantity with a stated confidence.
public struct ConfidenceInterval: Sendable, Hashable {
    /// The lower limit.
    public let lower: Double
    /// The upper limit.
    public let upper: Double
    /// The confidence, 0.95 for 95 %.
    public let level: Double

    /// An interval of which the limits are known.
    public init(lower: Double, upper: Double, level: Double) {
        self.lower = lower
        self.upper = upper
        self.level = level
    }

    /// An interval symmetric about an estimate.
    init(centre: Double, halfWidth: Double, level: Double) {
        self.init(lower: centre - halfWidth, upper: centre + halfWidth, level: level)
    }
}
