/// The decimals of a column as they were written, beside the Doubles nearest to them.
///
/// A Double keeps 5.28 only nearly; here it is 528 and -2. A cell without an exact decimal (an absent value, a
/// substitute, a value converted from another unit, or more digits than 63 bits hold) is not ``isExact(_:)``.
public struct ExactDecimals: Sendable, Hashable {
    /// The value of a row is `significands[row] * 10^exponents[row]`; both are 0 where it is not exact.
    public internal(set) var significands: [Int64] = []
    /// The power of ten of each row; 0 where the row is not exact.
    public internal(set) var exponents: [Int16] = []
    /// 1 where the two give the decimal as it was written.
    var exact: [UInt8] = []

    /// The number of rows.
    public var count: Int { exact.count }

    /// Whether the decimal of a row is known.
    public func isExact(_ row: Int) -> Bool { exact[row] != 0 }

    init() {}

    /// A column of `count` rows, none of which is known.
    init(count: Int) {
        significands = [Int64](repeating: 0, count: count)
        exponents = [Int16](repeating: 0, count: count)
        exact = [UInt8](repeating: 0, count: count)
    }

    /// Forgets the decimal of a row.
    mutating func forget(_ row: Int) {
        significands[row] = 0
        exponents[row] = 0
        exact[row] = 0
    }

    /// Puts the decimal of one row in the place of another's.
    mutating func copy(_ row: Int, to target: Int) {
        significands[target] = significands[row]
        exponents[target] = exponents[row]
        exact[target] = exact[row]
    }

    /// Keeps the first `count` rows.
    mutating func truncate(_ count: Int) {
        significands.removeLast(self.count - count)
        exponents.removeLast(exponents.count - count)
        exact.removeLast(exact.count - count)
    }
}
