/// Mean, standard deviation and lag-1 autocorrelation of values in double-double: as many digits as exact decimals have,
/// where ``MomentAccumulator`` has those of Doubles.
///
/// ```swift
/// let moments = RefinedMoments(column)         // 10000000.1, 10000000.3, 10000000.1, ...
/// moments?.standardDeviation?.value            // 0.1, not 0.10000000056
/// ```
///
/// Computed in two passes, about the mean.
public struct RefinedMoments: Sendable, Hashable {
    /// The number of values.
    public let count: Int
    /// The mean.
    public let mean: DoubleDouble
    /// With n - 1 in the denominator; `nil` for a single value.
    public let standardDeviation: DoubleDouble?
    /// The sum over i of (y_i - mean)(y_(i+1) - mean) by the sum of (y_i - mean)^2, as the NIST Statistical Reference
    /// Datasets define it; `nil` where all values are equal.
    public let lag1Autocorrelation: DoubleDouble?

    /// The moments of values in their order.
    ///
    /// - Returns: `nil` without values, or where one is infinite or not a number.
    /// - Complexity: O(n).
    public init?(_ values: [DoubleDouble]) {
        guard values.allSatisfy(\.isFinite) else { return nil }
        let (scaled, exponent) = values.scaledToUnit()
        guard let centre = scaled.mean() else { return nil }
        let squares = scaled.squares(about: centre)
        count = values.count
        mean = centre.scaled(byPowerOfTwo: exponent)
        standardDeviation =
            count > 1
            ? (squares / DoubleDouble(Int64(count - 1))).squareRoot().scaled(byPowerOfTwo: exponent) : nil
        guard squares.high > 0 else {
            lag1Autocorrelation = nil
            return
        }
        let products = zip(scaled, scaled.dropFirst()).reduce(DoubleDouble.zero) {
            $0 + ($1.0 - centre) * ($1.1 - centre)
        }
        lag1Autocorrelation = products / squares
    }
}
