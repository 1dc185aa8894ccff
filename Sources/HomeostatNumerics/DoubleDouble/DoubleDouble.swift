/// A number as the unevaluated sum of two Doubles: some 31 decimal digits.
///
/// `low` is what `high` has lost: at most half a unit in its last place. Sums, products, quotients and roots have a
/// relative error of at most a few 2^-104, as long as no error term falls below the least Double: full precision is
/// kept for magnitudes from about 1e-290 to 1e300, the range of a Double with what it has beyond lost gradually. A
/// result beyond the range of Double is not finite (``isFinite``), as with Double.
///
/// ```swift
/// let third = DoubleDouble(1) / 3         // 0.33333333333333333333333333333333
/// let tenth = DoubleDouble(significand: 1, exponent: -1)
/// ```
///
/// Sources: T. J. Dekker, Numer Math 18 (1971) 224-242, doi:10.1007/BF01397083 (sum and product without error);
/// Y. Hida, X. S. Li and D. H. Bailey, Proc 15th IEEE Symposium on Computer Arithmetic (2001) 155-162,
/// doi:10.1109/ARITH.2001.930115 (the operations); M. Joldes, J.-M. Muller and V. Popescu, ACM Trans Math Softw 44
/// (2017) 15res, doi:10.1145/3121432 (their bounds).
public struct DoubleDouble: Sendable, Hashable {
    /// The Double nearest to the number.
    public var high: Double
    /// What the number exceeds ``high`` by.
    public var low: Double

    /// The number that a Double is.
    @inlinable
    public init(_ value: Double) {
        high = value
        low = 0
    }

    /// The sum of two Doubles, exactly.
    ///
    /// - Parameters:
    ///   - high: of any magnitude.
    ///   - low: of any magnitude, too: the two are brought into order.
    @inlinable
    public init(high: Double, low: Double) {
        self = Self.sum(high, low)
    }

    @inlinable
    init(unchecked high: Double, _ low: Double) {
        self.high = high
        self.low = low
    }

    /// Zero.
    public static let zero = DoubleDouble(0)
    /// One.
    public static let one = DoubleDouble(1)
    /// The relative error that one operation may make, generously: 2^-102.
    public static let roundingUnit = 0x1p-102

    /// The number rounded to a Double.
    @inlinable
    public var value: Double { high }

    /// Whether the number is neither infinite nor not-a-number.
    @inlinable
    public var isFinite: Bool { high.isFinite && low.isFinite }
}

// MARK: - Sums and products of Doubles without error

extension DoubleDouble {
    /// a + b exactly (Knuth's TwoSum).
    @inlinable @inline(__always)
    public static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
        let sum = a + b
        let added = sum - a
        return DoubleDouble(unchecked: sum, (a - (sum - added)) + (b - added))
    }

    /// a + b exactly, where |a| is at least |b| or a is zero (Dekker's Fast2Sum).
    @inlinable @inline(__always)
    static func orderedSum(_ a: Double, _ b: Double) -> DoubleDouble {
        let sum = a + b
        return DoubleDouble(unchecked: sum, b - (sum - a))
    }

    /// a b exactly, unless the error falls below the least Double (Dekker's product with Veltkamp's splitting).
    @inlinable @inline(__always)
    public static func product(_ a: Double, _ b: Double) -> DoubleDouble {
        let product = a * b
        // Splitting overflows near the end of the range; there, one fused operation gives the same error.
        guard max(a.magnitude, b.magnitude) < 0x1p990 else {
            return DoubleDouble(unchecked: product, product.isFinite ? (-product).addingProduct(a, b) : 0)
        }
        let (a1, a2) = split(a)
        let (b1, b2) = split(b)
        return DoubleDouble(unchecked: product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2)
    }

    /// A Double as the sum of two of 26 bits each.
    @inlinable @inline(__always)
    static func split(_ a: Double) -> (Double, Double) {
        let scaled = 134_217_729 * a
        let high = scaled - (scaled - a)
        return (high, a - high)
    }
}

// MARK: - Arithmetic

extension DoubleDouble {
    /// The sum, with a relative error of at most 3 2^-106.
    @inlinable
    public static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let highs = sum(a.high, b.high)
        guard highs.high.isFinite else { return DoubleDouble(highs.high) }
        let lows = sum(a.low, b.low)
        let rest = orderedSum(highs.high, highs.low + lows.high)
        return orderedSum(rest.high, rest.low + lows.low)
    }

    /// The difference, with a relative error of at most 3 2^-106.
    @inlinable
    public static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

    /// The number with the other sign.
    @inlinable
    public static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(unchecked: -a.high, -a.low) }

    /// The product, with a relative error of at most 7 2^-106.
    @inlinable
    public static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let highs = product(a.high, b.high)
        guard highs.high.isFinite else { return DoubleDouble(highs.high) }
        return orderedSum(highs.high, highs.low + (a.high * b.low + a.low * b.high))
    }

    /// The product with a Double.
    @inlinable
    public static func * (a: DoubleDouble, b: Double) -> DoubleDouble {
        let highs = product(a.high, b)
        guard highs.high.isFinite else { return DoubleDouble(highs.high) }
        return orderedSum(highs.high, highs.low + a.low * b)
    }

    /// The quotient, by long division with three partial quotients: a relative error of at most 10 2^-106.
    @inlinable
    public static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let first = a.high / b.high
        guard first.isFinite && first != 0 && b.high.isFinite else { return DoubleDouble(first) }
        var rest = a - b * first
        guard rest.isFinite else { return DoubleDouble(first) }
        let second = rest.high / b.high
        rest = rest - b * second
        let third = rest.high / b.high
        return orderedSum(first, second) + DoubleDouble(third)
    }

    /// Adds.
    @inlinable
    public static func += (a: inout DoubleDouble, b: DoubleDouble) { a = a + b }

    /// Subtracts.
    @inlinable
    public static func -= (a: inout DoubleDouble, b: DoubleDouble) { a = a - b }

    /// Multiplies.
    @inlinable
    public static func *= (a: inout DoubleDouble, b: DoubleDouble) { a = a * b }

    /// Divides.
    @inlinable
    public static func /= (a: inout DoubleDouble, b: DoubleDouble) { a = a / b }

    /// The number without its sign.
    @inlinable
    public var magnitude: DoubleDouble { high < 0 || (high == 0 && low < 0) ? -self : self }

    /// The square root; not-a-number for a negative number.
    ///
    /// One step of Newton's iteration from the root of ``high`` doubles its digits.
    public func squareRoot() -> DoubleDouble {
        let root = high.squareRoot()
        guard root > 0 && root.isFinite else { return DoubleDouble(root) }
        let rest = self - Self.product(root, root)
        return Self.orderedSum(root, rest.high / (2 * root))
    }

    /// The number times a power of two, exactly where the result is in the range of Double.
    public func scaled(byPowerOfTwo exponent: Int) -> DoubleDouble {
        DoubleDouble(
            unchecked: Double(sign: .plus, exponent: exponent, significand: high),
            Double(sign: .plus, exponent: exponent, significand: low))
    }

    /// The number multiplied `exponent` times with itself, by repeated squaring; 1 for an exponent of zero. A negative
    /// exponent gives the reciprocal of the power.
    public func power(_ exponent: Int) -> DoubleDouble {
        var result = DoubleDouble.one
        var square = self
        var rest = exponent.magnitude
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            rest >>= 1
            if rest > 0 { square *= square }
        }
        return exponent < 0 ? DoubleDouble.one / result : result
    }
}

extension DoubleDouble: Comparable {
    /// Compares the exact numbers.
    @inlinable
    public static func < (a: DoubleDouble, b: DoubleDouble) -> Bool {
        a.high < b.high || (a.high == b.high && a.low < b.low)
    }
}

extension DoubleDouble: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// The integer that a literal stands for.
    public init(integerLiteral value: Int64) { self.init(value) }

    /// The Double that a literal with a fraction stands for: 0.1 is the Double nearest to a tenth.
    public init(floatLiteral value: Double) { self.init(value) }
}
