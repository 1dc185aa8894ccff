extension DoubleDouble {
    /// An integer, exactly.
    public init(_ integer: Int64) {
        // Each half of the bits is a Double.
        self = Self.sum(Double(integer >> 32) * 0x1p32, Double(integer & 0xFFFF_FFFF))
    }

    /// The decimal significand x 10^exponent.
    ///
    /// The power of ten is exact up to 10^45, so that the error is that of one product or quotient: at most 2^-104 of the
    /// number. Beyond, each further factor of 10^45 adds as much.
    ///
    /// - Parameters:
    ///   - significand: all digits as one integer.
    ///   - exponent: what the decimal point was moved by.
    /// - Returns: `nil` where the number is beyond the range of Double. One below it is zero.
    public init?(significand: Int64, exponent: Int16) {
        var value = DoubleDouble(significand)
        var rest = Int(exponent)
        while rest != 0 && value.high != 0 {
            let step = max(-Self.exactPowersOfTen, min(Self.exactPowersOfTen, rest))
            let power = DoubleDouble(10).power(abs(step))
            value = step < 0 ? value / power : value * power
            guard value.isFinite else { return nil }
            rest -= step
        }
        self = value
    }

    /// 5^45 has 105 bits; of 10^45, squared and multiplied up, every intermediate power is exact, too.
    private static let exactPowersOfTen = 45
}
