/// A running sum that carries its rounding error with it: as if it were computed with twice the digits.
///
/// Source: Ogita T, Rump SM, Oishi S. SIAM J Sci Comput 2005; 26:1955 (Sum2), doi:10.1137/030601818.
public struct CompensatedSum: Sendable, Hashable {
    /// The sum as far as one Double holds it.
    public private(set) var leading: Double
    /// What ``leading`` has lost.
    public private(set) var error: Double

    /// The sum of no numbers: zero.
    public init() {
        leading = 0
        error = 0
    }

    init(leading: Double, error: Double) {
        self.leading = leading
        self.error = error
    }

    /// The sum, rounded once.
    public var value: Double { leading + error }

    /// The sum over a count, with what the quotient has lost: together they have twice the digits.
    func mean(of count: Double) -> (leading: Double, error: Double) {
        let quotient = leading / count
        // The product with the count is subtracted without rounding.
        let rest = leading.addingProduct(-quotient, count)
        return (quotient, (rest + error) / count)
    }

    /// Adds a number.
    @inline(__always)
    public mutating func add(_ x: Double) {
        let sum = leading + x
        let added = sum - leading
        error += (leading - (sum - added)) + (x - added)
        leading = sum
    }

    /// Adds another sum.
    public mutating func merge(_ other: CompensatedSum) {
        add(other.leading)
        error += other.error
    }

    /// The sum times a power of two.
    func scaled(by power: Double) -> CompensatedSum {
        CompensatedSum(leading: leading * power, error: error * power)
    }
}
