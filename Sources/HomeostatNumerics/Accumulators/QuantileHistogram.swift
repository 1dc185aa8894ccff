/// Counts of numbers by the leading bits of their representation, from which quantiles are read.
///
/// A bucket holds the numbers that share sign, exponent and the first ``precision`` bits of the significand, so that its
/// middle is within 2^-(precision + 1) of every number in it, relative to that number. Memory is taken for each power of
/// two that occurs. Counts are whole numbers: the order of adding and merging does not matter.
public struct QuantileHistogram: Sendable {
    /// Bits of the significand that tell buckets apart.
    public private(set) var precision: Int
    /// The number of values.
    public internal(set) var count = 0
    /// The octaves, each a sign and an exponent, whose counts stand first and one after the other, so that the common
    /// numbers are counted without looking their page up.
    var window = 0..<0
    /// For each octave from ``firstOctave`` on, where its counts begin in ``counts``; -1 for none.
    var pages: [Int] = []
    var firstOctave = 0
    var counts: [Int] = []

    /// An empty histogram.
    ///
    /// - Precondition: `precision` is from 0 to 20 bits.
    public init(precision: Int = QuantileHistogram.defaultPrecision) {
        precondition((0...20).contains(precision))
        self.precision = precision
    }

    /// Ten bits: the middle of a bucket is within 0.05 % of every number in it.
    public static let defaultPrecision = 10

    /// How far the middle of a bucket can be from a number in it, relative to the number; of numbers below 2^-1022 the
    /// middle is zero.
    public var relativeError: Double { Double(sign: .plus, exponent: -(precision + 1), significand: 1) }

    /// The memory of the counts in bytes.
    public var bytes: Int { counts.count * 8 + pages.count * 8 }
}

extension QuantileHistogram {
    /// Numbers that are not told apart.
    public struct Bucket: Sendable, Hashable {
        /// Sign, exponent and leading bits of the significand.
        public let key: UInt64
        /// The precision in bits of the histogram that it is from.
        public let precision: Int
        /// How many numbers lie below all numbers of the bucket.
        public let below: Int
        /// How many numbers lie in the bucket.
        public let count: Int

        /// The middle.
        public var middle: Double {
            let magnitude = key & ~(1 << UInt64(precision + 11))
            if magnitude >> UInt64(precision) == 0 { return 0 }
            let shift = UInt64(52 - precision)
            let middle = Double(bitPattern: magnitude << shift | 1 << (shift - 1))
            return magnitude == key ? middle : -middle
        }
    }

    /// Adds the first `count` values of a column. Not-a-number is absent and does not count; infinite values must not
    /// occur.
    public mutating func add(_ lanes: [Lanes], count rows: Int) {
        precondition(rows >= 0 && rows <= lanes.count * 8)
        var row = 0
        while true {
            row = addKnown(lanes, row..<rows)
            if row == rows { return }
            addRare(lanes[row >> 3][row & 7])
            row += 1
        }
    }

    /// Adds a number whose octave may not have occurred.
    private mutating func addRare(_ value: Double) {
        let key = Int(value.bitPattern >> UInt64(52 - precision))
        counts[page(key >> precision) + key & (1 << precision - 1)] += 1
        count += 1
    }

    /// Where the counts of an octave begin, which are made where there are none.
    private mutating func page(_ octave: Int) -> Int {
        if pages.isEmpty { firstOctave = octave }
        if octave < firstOctave {
            pages.insert(contentsOf: repeatElement(-1, count: firstOctave - octave), at: 0)
            firstOctave = octave
        }
        let position = octave - firstOctave
        if position >= pages.count { pages.append(contentsOf: repeatElement(-1, count: position + 1 - pages.count)) }
        if pages[position] >= 0 { return pages[position] }
        if !widenWindow(to: octave) {
            pages[position] = counts.count
            counts.append(contentsOf: repeatElement(0, count: 1 << precision))
        }
        return pages[octave - firstOctave]
    }

    /// Octaves that stand side by side. An octave beyond never comes inside later: the window only grows.
    private static let widestWindow = 64

    /// Takes an octave, and those between, into the window, unless it becomes too wide.
    private mutating func widenWindow(to octave: Int) -> Bool {
        if window.isEmpty { window = octave..<octave }
        let wider = min(window.lowerBound, octave)..<max(window.upperBound, octave + 1)
        guard wider.count <= QuantileHistogram.widestWindow else { return false }
        let size = 1 << precision
        let before = (window.lowerBound - wider.lowerBound) * size
        let added = wider.count * size - window.count * size
        counts.insert(contentsOf: repeatElement(0, count: added - before), at: window.count * size)
        counts.insert(contentsOf: repeatElement(0, count: before), at: 0)
        let end = wider.upperBound - firstOctave
        if end > pages.count { pages.append(contentsOf: repeatElement(-1, count: end - pages.count)) }
        for position in pages.indices {
            if wider.contains(position + firstOctave) {
                pages[position] = (position + firstOctave - wider.lowerBound) * size
            } else if pages[position] >= 0 {
                pages[position] += added
            }
        }
        window = wider
        return true
    }

    /// Adds what another histogram has counted. The result has the lower of the two precisions.
    public mutating func merge(_ other: QuantileHistogram) {
        if other.precision < precision { coarsen(to: other.precision) }
        var other = other
        other.coarsen(to: precision)
        for (position, start) in other.pages.enumerated() where start >= 0 {
            let target = page(position + other.firstOctave)
            for offset in 0..<(1 << precision) { counts[target + offset] += other.counts[start + offset] }
        }
        count += other.count
    }

    /// Makes buckets larger, and memory smaller by the same factor; nothing where they are as large already.
    public mutating func coarsen(to lower: Int) {
        guard lower < precision else { return }
        let merged = 1 << (precision - lower)
        var coarse = [Int](repeating: 0, count: counts.count / merged)
        for position in counts.indices { coarse[position / merged] += counts[position] }
        counts = coarse
        for position in pages.indices where pages[position] >= 0 { pages[position] /= merged }
        precision = lower
    }

    /// The buckets that hold the numbers of these ranks, from 0 in ascending order of the numbers.
    ///
    /// - Parameter ranks: ascending, each below ``count``.
    public func buckets(ofRanks ranks: [Int]) -> [Bucket] {
        var found: [Bucket] = []
        var below = 0
        let size = 1 << precision
        // Descending magnitude for negative numbers, ascending for positive ones.
        let octaves = stride(from: 0xFFF, through: 0x800, by: -1).map { $0 } + Array(0..<0x800)
        for octave in octaves {
            let position = octave - firstOctave
            guard pages.indices.contains(position), pages[position] >= 0 else { continue }
            for step in 0..<size {
                let offset = octave >= 0x800 ? size - 1 - step : step
                let here = counts[pages[position] + offset]
                while found.count < ranks.count, ranks[found.count] < below + here {
                    found.append(
                        Bucket(
                            key: UInt64(octave << precision | offset), precision: precision, below: below, count: here))
                }
                below += here
            }
            if found.count == ranks.count { break }
        }
        precondition(found.count == ranks.count, "ranks ascend and are below the count")
        return found
    }
}
