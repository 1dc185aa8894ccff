/// Sums over values in double-double, for statistics of one variable.
extension [DoubleDouble] {
    /// The values divided by a power of two that brings the largest one into [1, 2), so that no square leaves the range
    /// of Double, and the exponent of that power.
    func scaledToUnit() -> (values: [DoubleDouble], exponent: Int) {
        let largest = reduce(0) { Swift.max($0, $1.high.magnitude) }
        guard largest > 0 && largest.isFinite else { return (self, 0) }
        let exponent = Int(largest.exponent)
        return (map { $0.scaled(byPowerOfTwo: -exponent) }, exponent)
    }

    /// The sum.
    func sum() -> DoubleDouble { reduce(.zero) { $0 + $1 } }

    /// The mean, which for equal values is that value; `nil` without values.
    func mean() -> DoubleDouble? {
        guard let first else { return nil }
        return allSatisfy { $0 == first } ? first : sum() / DoubleDouble(Int64(count))
    }

    /// The sum of the squared differences from a centre.
    func squares(about centre: DoubleDouble) -> DoubleDouble {
        reduce(.zero) {
            let difference = $1 - centre
            return $0 + difference * difference
        }
    }
}
