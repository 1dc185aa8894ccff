/// Random numbers that are the same in every run (S. Vigna's splitmix64; Steele, Lea, Flood 2014,
/// doi:10.1145/2714064.2660195), so that a failing case can be looked at again.
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound - 1`. The tiny bias for large bounds does not matter to a test.
    public mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % bound }

    /// A number in [0, 1).
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
