import HomeostatNumerics

/// Finds slopes by rank among all pairs of points, or absolute slopes by rank.
struct SlopeSelection {
    /// The slopes; for absolute values these and those of the mirrored points.
    private let parts: [PairwiseSlopes]
    /// The slopes that are finite.
    let count: Int
    /// All of them in ascending order, where they are few.
    private let sorted: [Double]?

    /// Up to this many slopes are formed and sorted at once.
    private static let mostSlopesFormed = 200_000

    /// - Parameter absolute: whether ranks go by absolute value.
    init(_ slopes: PairwiseSlopes, absolute: Bool = false) {
        count = slopes.count
        parts = absolute ? [slopes, slopes.mirrored] : [slopes]
        sorted =
            slopes.count <= Self.mostSlopesFormed || !slopes.isWithinRange
            ? slopes.all().map { absolute ? $0.magnitude : $0 }.sorted() : nil
    }

    /// The slope of a rank, from 0 for the smallest.
    ///
    /// - Complexity: O(n log n) with a factor of some ten counts; the result does not depend on chance.
    func slope(atRank rank: Int) -> Double {
        precondition(rank >= 0 && rank < count)
        if let sorted { return sorted[rank] }
        if parts.count > 1, rank < countAtMost(0) { return 0 }
        var bracket = firstBracket(rank)
        var round = 0
        while bracket.countUpper - bracket.countLower > Self.mostSlopesFormed {
            let place = trial(in: bracket, rank: rank, round: round)
            guard place > bracket.lower, place < bracket.upper else { return bracket.upper }
            let found = countAtMost(place)
            if found > rank {
                (bracket.upper, bracket.countUpper) = (place, found)
            } else {
                (bracket.lower, bracket.countLower) = (place, found)
            }
            round += 1
        }
        let left = parts.flatMap { $0.slopes(above: bracket.lower, atMost: bracket.upper) }.sorted()
        return left[min(rank - bracket.countLower, left.count - 1)]
    }

    /// Places with their counts: at most `rank` slopes are at or below the lower one, more than that at the upper one.
    private struct Bracket {
        var lower: Double
        var upper: Double
        var countLower: Int
        var countUpper: Int
    }

    private func countAtMost(_ place: Double) -> Int {
        parts.reduce(0) { $0 + $1.count(atMost: place) } - (parts.count - 1) * count
    }

    /// A bracket from the slopes of some pairs drawn at random, widened until it holds the rank.
    private func firstBracket(_ rank: Int) -> Bracket {
        let isAbsolute = parts.count > 1
        var draws = CounterRandom(seed: 0x5E1EC7).stream(0)
        let sample = (0..<4096).compactMap { _ in parts[0].randomSlope(&draws) }
            .map { isAbsolute ? $0.magnitude : $0 }.sorted()
        let expected = Int(Double(sample.count) * Double(rank) / Double(count))
        var distance = 128
        var lower: (place: Double, count: Int)?
        var upper: (place: Double, count: Int)?
        while lower == nil || upper == nil {
            if lower == nil {
                let place = expected - distance
                if place < 0 || place >= sample.count {
                    lower = isAbsolute ? (0, countAtMost(0)) : (-parts[0].bound, 0)
                } else if case let found = countAtMost(sample[place]), found <= rank {
                    lower = (sample[place], found)
                }
            }
            if upper == nil {
                let place = expected + distance
                if place >= sample.count {
                    upper = (parts[0].bound, count)
                } else if case let found = countAtMost(sample[place]), found > rank {
                    upper = (sample[place], found)
                }
            }
            distance *= 4
        }
        guard let lower, let upper else { preconditionFailure("the loop ends with both") }
        return Bracket(lower: lower.place, upper: upper.place, countLower: lower.count, countUpper: upper.count)
    }

    /// A place inside the bracket: by interpolation to one side or the other of the rank, now and then the middle
    /// number of the bracket, which halves it whatever the distribution is.
    private func trial(in bracket: Bracket, rank: Int, round: Int) -> Double {
        if round % 5 == 4 { return middle(bracket.lower, bracket.upper) }
        let share = (Double(rank - bracket.countLower) + 0.5) / Double(bracket.countUpper - bracket.countLower)
        let shifted = round % 2 == 0 ? max(share - 0.05, share / 2) : min(share + 0.05, (1 + share) / 2)
        return bracket.lower + shifted * (bracket.upper - bracket.lower)
    }

    /// The number in the middle of all Doubles between two: halving this way ends after at most 64 steps.
    private func middle(_ lower: Double, _ upper: Double) -> Double {
        func place(_ x: Double) -> Int64 {
            let bits = Int64(bitPattern: x.bitPattern)
            return bits < 0 ? Int64.min - bits : bits
        }
        let (low, high) = (place(lower), place(upper))
        let middle = (low & high) + ((low ^ high) >> 1)
        return Double(bitPattern: UInt64(bitPattern: middle < 0 ? Int64.min - middle : middle))
    }
}
