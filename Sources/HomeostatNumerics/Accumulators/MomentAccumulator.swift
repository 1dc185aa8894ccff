/// Count, mean, standard deviation, least and greatest of numbers that come in blocks.
///
/// The sum is compensated, the squares are taken about the mean of each piece of 512 numbers, and pieces are merged
/// pairwise, so that neither a large mean nor many rows cost digits. The same numbers in the same blocks, merged in the
/// same order, give the same bits.
///
/// Sources: Chan TF, Golub GH, LeVeque RJ. Am Stat 1983; 37:242, doi:10.1080/00031305.1983.10483115 (merging of sums of
/// squares and the corrected two-pass sum); ``CompensatedSum``.
public struct MomentAccumulator: Sendable, Hashable {
    /// The number of values; absent ones (not-a-number) do not count.
    public private(set) var count = 0
    private var least = Double.infinity
    private var greatest = -Double.infinity
    private var sum = CompensatedSum()
    /// Sum of the squares of the differences from the mean.
    private var squares = 0.0
    /// What the two sums are in: values beyond the range in which squares can be represented are scaled.
    private var scale = Scale.tiny

    /// No numbers yet.
    public init() {}

    /// Rows of one piece: eight to a lane.
    private static let pieceLanes = 64
}

/// What an accumulator of moments has found.
public struct Moments: Sendable, Hashable {
    /// The number of values.
    public var count: Int
    /// The arithmetic mean.
    public var mean: Double
    /// With n - 1 in the denominator; `nil` for a single value.
    public var standardDeviation: Double?
    /// The least value.
    public var minimum: Double
    /// The greatest value.
    public var maximum: Double
}

extension MomentAccumulator {
    /// A power of two by which values are multiplied before they are summed. The greater the values, the later the case.
    private enum Scale: Int, Comparable {
        /// All values are below 2^-400: their squares would be lost.
        case tiny
        case ordinary
        /// Some value is 2^500 or more: its square might not be finite.
        case huge

        static func < (a: Scale, b: Scale) -> Bool { a.rawValue < b.rawValue }

        init(magnitude: Double) {
            self = magnitude < 0x1p-400 ? .tiny : magnitude < 0x1p500 ? .ordinary : .huge
        }

        /// By which a value is multiplied.
        var factor: Double {
            switch self {
            case .tiny: 0x1p600
            case .ordinary: 1
            case .huge: 0x1p-600
            }
        }

        /// By which a sum that was scaled otherwise is multiplied.
        func factor(from other: Scale) -> Double {
            switch rawValue - other.rawValue {
            case 0: 1
            case 1: 0x1p-600
            default: 0  // beside a huge value, tiny ones vanish
            }
        }
    }

    /// Adds the first `count` values of a column. Not-a-number is absent and does not count; infinite values must not
    /// occur.
    public mutating func add(_ lanes: [Lanes], count: Int) {
        precondition(count >= 0 && count <= lanes.count * 8)
        let whole = count / 8
        var first = 0
        while first < whole {
            let end = min(first + MomentAccumulator.pieceLanes, whole)
            if let piece = Piece(lanes, first..<end) {
                merge(piece)
            } else {
                addSparse(lanes, first * 8..<end * 8)
            }
            first = end
        }
        if whole * 8 < count { addSparse(lanes, whole * 8..<count) }
    }

    /// Adds the values of a few rows, of which some are absent or need scaling.
    private mutating func addSparse(_ lanes: [Lanes], _ rows: Range<Int>) {
        var values: [Double] = []
        values.reserveCapacity(rows.count)
        var magnitude = 0.0
        for row in rows {
            let value = lanes[row >> 3][row & 7]
            if value.isNaN { continue }
            values.append(value)
            magnitude = max(magnitude, value.magnitude)
        }
        guard !values.isEmpty else { return }
        var part = MomentAccumulator()
        part.count = values.count
        part.scale = Scale(magnitude: magnitude)
        let factor = part.scale.factor
        for value in values {
            part.least = min(part.least, value)
            part.greatest = max(part.greatest, value)
            part.sum.add(value * factor)
        }
        let mean = part.sum.value / Double(values.count)
        var deviations = 0.0
        for value in values {
            let deviation = value * factor - mean
            deviations += deviation
            part.squares += deviation * deviation
        }
        part.squares = max(0, part.squares - deviations * deviations / Double(values.count))
        merge(part)
    }

    /// The moments of whole lanes without absent values, none of them out of the ordinary.
    private struct Piece {
        let count: Int
        let least: Double
        let greatest: Double
        let sum: CompensatedSum
        let squares: Double

        /// - Returns: `nil` where a value is absent or so large or small that it needs scaling.
        init?(_ lanes: [Lanes], _ range: Range<Int>) {
            let sums = ColumnSums(lanes, range)
            least = sums.least.min()
            greatest = sums.greatest.max()
            var sum = CompensatedSum(leading: 0, error: sums.error.sum())
            for position in 0..<8 { sum.add(sums.sum[position]) }
            let magnitude = max(-least, greatest)
            // Not-a-number makes the sum not-a-number, and no comparison with it is true.
            guard sum.value.magnitude < .infinity, Scale(magnitude: magnitude) == .ordinary else { return nil }
            count = range.count * 8
            self.sum = sum
            let deviations = ColumnDeviations(lanes, range, from: sum.value / Double(count))
            let rest = deviations.sum.sum()
            squares = max(0, deviations.squares.sum() - rest * rest / Double(count))
        }
    }

    private mutating func merge(_ piece: Piece) {
        var part = MomentAccumulator()
        part.count = piece.count
        part.least = piece.least
        part.greatest = piece.greatest
        part.sum = piece.sum
        part.squares = piece.squares
        part.scale = .ordinary
        merge(part)
    }

    /// Adds what another accumulator has seen. The bits of the result depend on the order of merging: merge in the order
    /// of the rows.
    public mutating func merge(_ other: MomentAccumulator) {
        if other.count == 0 { return }
        if count == 0 {
            self = other
            return
        }
        var other = other
        let common = max(scale, other.scale)
        rescale(to: common)
        other.rescale(to: common)
        let own = Double(count)
        let added = Double(other.count)
        // Means that are large beside their difference must be known to more digits than a Double has.
        let (here, there) = (sum.mean(of: own), other.sum.mean(of: added))
        let difference = (there.leading - here.leading) + (there.error - here.error)
        squares += other.squares + difference * difference * (own * added / (own + added))
        sum.merge(other.sum)
        count += other.count
        least = min(least, other.least)
        greatest = max(greatest, other.greatest)
    }

    private mutating func rescale(to other: Scale) {
        if scale == other { return }
        let factor = other.factor(from: scale)
        sum = sum.scaled(by: factor)
        // One after the other: the square of the factor is no number.
        squares = squares * factor * factor
        scale = other
    }

    /// What was found; `nil` where no value came.
    public func finish() -> Moments? {
        guard count > 0 else { return nil }
        let factor = scale.factor
        // Rounding must not put the mean of equal numbers beside them.
        let mean = min(max(sum.value / Double(count) / factor, least), greatest)
        let deviation = count > 1 ? (squares / Double(count - 1)).squareRoot() / factor : nil
        return Moments(
            count: count, mean: mean, standardDeviation: deviation, minimum: least, maximum: greatest)
    }
}
