/// Random numbers that are a function of a seed, a stream and a position, and of nothing else.
///
/// There is no state that one user could advance for another: a person, a bootstrap sample or a worker takes a stream
/// of its own, and gets the same numbers on any number of threads, in any order, on every machine.
///
/// ```swift
/// var draws = CounterRandom(seed: 1979).stream(17)
/// let u = draws.uniform()        // the same on every machine
/// let z = draws.normal()
/// ```
///
/// The generator is Philox4x32 with ten rounds: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC '11, 2011, doi:10.1145/2063384.2063405. It is no generator for secrets.
public struct CounterRandom: Sendable, Hashable {
    /// What tells one set of random numbers from another.
    public let seed: UInt64

    /// Random numbers of a seed; every seed will do.
    public init(seed: UInt64) { self.seed = seed }

    /// The numbers of one stream, from their beginning.
    public func stream(_ number: UInt64) -> RandomStream { RandomStream(seed: seed, number: number) }

    /// The four words that belong to a counter under a key: the block function of Philox4x32-10.
    public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var words = counter
        var key = key
        for _ in 0..<10 {
            let first = words.x.multipliedFullWidth(by: 0xD251_1F53)
            let second = words.z.multipliedFullWidth(by: 0xCD9E_8D57)
            words = SIMD4(second.high ^ words.y ^ key.x, second.low, first.high ^ words.w ^ key.y, first.low)
            // The key advances by the golden ratio and by sqrt(3) - 1, in units of 2^-32.
            key = key &+ SIMD2(0x9E37_79B9, 0xBB67_AE85)
        }
        return words
    }
}

/// The random numbers of one stream of a ``CounterRandom``, one after the other.
public struct RandomStream: RandomNumberGenerator, Sendable, Hashable {
    private let key: SIMD2<UInt32>
    private let number: SIMD2<UInt32>
    private var position: UInt64 = 0

    init(seed: UInt64, number: UInt64) {
        key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        self.number = SIMD2(UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32))
    }

    /// 64 random bits. Each call takes one block of the generator and uses half of it, so that the n-th number can be
    /// had without its predecessors: see ``skip(_:)``.
    public mutating func next() -> UInt64 {
        let counter = SIMD4(
            UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: position >> 32), number.x, number.y)
        position &+= 1
        let words = CounterRandom.block(counter: counter, key: key)
        return UInt64(words.y) << 32 | UInt64(words.x)
    }

    /// Leaves out numbers, at no cost.
    public mutating func skip(_ count: UInt64) { position &+= count }

    /// A number between 0 and 1, both excluded: an odd multiple of 2^-53.
    public mutating func uniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

    /// A number between two bounds.
    public mutating func uniform(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// `true` with the given probability.
    public mutating func happens(_ probability: Double) -> Bool { uniform() < probability }

    /// A number of the normal distribution with mean 0 and standard deviation 1, by inversion: one uniform number
    /// makes one normal deviate, so that positions stay countable.
    public mutating func normal() -> Double { normalQuantile(uniform()) }
}
