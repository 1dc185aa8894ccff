/// A probability in a tail, with its logarithm: below about 1e-308 the value underflows, the logarithm does not.
///
/// Reports print ``log10`` where ``value`` is smaller than 1e-300.
public struct PValue: Sendable, Hashable, Comparable {
    /// The probability, 0 to 1. It is 0 below the smallest Double although the probability is not.
    public let value: Double
    /// The natural logarithm of the probability, at most 0; minus infinity only where the probability is exactly 0.
    public let logarithm: Double

    /// A probability of which the logarithm is known.
    public init(value: Double, logarithm: Double) {
        self.value = value
        self.logarithm = logarithm
    }

    /// A probability that is far from underflow.
    ///
    /// - Parameter value: from 0 to 1.
    public init(_ value: Double) {
        self.init(value: value, logarithm: naturalLogarithm(value))
    }

    /// The decimal logarithm of the probability.
    public var log10: Double { logarithm * 0.434_294_481_903_251_827_65 }

    /// Whether the probability is smaller; decided by the logarithms, so that it holds below the smallest Double too.
    public static func < (first: PValue, second: PValue) -> Bool { first.logarithm < second.logarithm }
}

/// The natural logarithm of one number.
func naturalLogarithm(_ value: Double) -> Double { log(Lanes(repeating: value))[0] }
