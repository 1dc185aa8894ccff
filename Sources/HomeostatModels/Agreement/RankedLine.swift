import HomeostatNumerics

/// A direction in the plane, as a slope that may be vertical or lie beyond the vertical.
struct Direction {
    /// Cosine and sine; the cosine is negative beyond the vertical.
    let cosine: Double
    let sine: Double

    /// - Parameter isBeyondVertical: whether the angle is that of the slope plus a half turn.
    init(slope: Double, isBeyondVertical: Bool = false) {
        let length = (1 + slope * slope).squareRoot()
        let sign = isBeyondVertical ? -1.0 : 1.0
        cosine = sign / length
        sine = sign * (length.isFinite ? slope / length : (slope < 0 ? -1 : 1))
        self.slope = slope
    }

    private init() {
        cosine = 0
        sine = 1
        slope = nil
    }

    static let vertical = Direction()

    /// The slope; `nil` where vertical.
    let slope: Double?

    /// What lies between two directions: a slope, or `nil` where it would be vertical.
    static func between(_ first: Direction, _ second: Direction, _ convention: PairwiseSlopeConvention) -> Double? {
        if first.slope == second.slope { return first.slope }
        switch convention {
        case .published:
            guard let low = first.slope, let high = second.slope else { return nil }
            return (low + high) / 2
        case .demingPackage:
            // Unit vectors add up to the direction of the mean angle.
            let cosine = first.cosine + second.cosine
            let slope = (first.sine + second.sine) / cosine
            return slope.isFinite ? slope : nil
        }
    }
}

/// The median of directions in ascending order, with its interval by ranks.
struct RankedDirections {
    /// The number of directions.
    let count: Int
    /// The direction of a rank, from 0.
    let direction: (Int) -> Direction

    /// The median.
    func median(_ convention: PairwiseSlopeConvention) -> Double? {
        Direction.between(direction((count - 1) / 2), direction(count / 2), convention)
    }

    /// The limits; `nil` for one that lies beyond all directions or is vertical.
    ///
    /// - Parameter spread: half the width in ranks: the standard error of S times the normal quantile.
    func limits(spread: Double, _ convention: PairwiseSlopeConvention) -> (lower: Double?, upper: Double?) {
        switch convention {
        case .published:
            // Ranks from 1, as in the papers.
            let lower = ((Double(count) - spread) / 2).rounded(.toNearestOrEven)
            let upper = ((Double(count) + spread) / 2 + 1).rounded(.toNearestOrEven)
            return (slope(rank: lower), slope(rank: upper))
        case .demingPackage:
            let steps = (spread / 2).rounded(.up)
            func place(_ position: Double) -> Double? {
                // The k-th direction stands at k - 1/2.
                let below = slopeDirection(rank: (position + 0.5).rounded(.down))
                let above = slopeDirection(rank: (position + 0.5).rounded(.up))
                guard let below, let above else { return nil }
                return Direction.between(below, above, convention)
            }
            return (place(Double(count) / 2 - steps), place(Double(count) / 2 + steps))
        }
    }

    private func slopeDirection(rank: Double) -> Direction? {
        rank >= 1 && rank <= Double(count) ? direction(Int(rank) - 1) : nil
    }

    private func slope(rank: Double) -> Double? { slopeDirection(rank: rank)?.slope }
}
