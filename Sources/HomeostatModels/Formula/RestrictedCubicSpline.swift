import HomeostatNumerics

/// A cubic spline that is linear beyond its outer knots, in the truncated power basis: x, and k - 2 columns for k
/// knots, divided by the square of the distance of the outer knots so that all are in the unit of x.
///
/// Source: Harrell FE. Regression Modeling Strategies. Springer 2001 and 2015, section 2.4.5; the same columns as
/// `rcs` of R's package rms.
struct RestrictedCubicSpline: Sendable, Hashable {
    /// At least three, rising.
    let knots: [Double]

    /// A spline with given knots: at least three different ones, in rising order.
    init(knots: [Double]) {
        self.knots = knots
    }

    /// Knots at Harrell's quantiles: from 10 % for three, 5 % for four to six, 2.5 % for seven, in equal steps of
    /// probability. Below 100 values the outer two are the fifth smallest and the fifth largest (Harrell; C. J. Stone
    /// and C.-Y. Koo 1985).
    ///
    /// - Returns: nil where there are fewer than six values, or two knots are equal.
    init?(count: Int, fitting values: [Double]) {
        guard values.count >= 6 else { return nil }
        let sorted = values.sorted()
        let outer = count == 3 ? 0.1 : count <= 6 ? 0.05 : 0.025
        let step = (1 - 2 * outer) / Double(count - 1)
        var knots = (0..<count).map { place in
            // The places of the outer two without the rounding of the step.
            QuantileRank.quantile(place == count - 1 ? 1 - outer : outer + Double(place) * step, ofSorted: sorted)
        }
        if sorted.count < 100 {
            knots[0] = sorted[4]
            knots[count - 1] = sorted[sorted.count - 5]
        }
        guard zip(knots, knots.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
        self.knots = knots
    }

    /// The number of columns: one less than knots.
    var columnCount: Int { knots.count - 1 }

    /// The columns behind the first, which is x itself.
    func curvedColumns(at values: [Double]) -> [[Double]] {
        let last = knots[knots.count - 1]
        let secondLast = knots[knots.count - 2]
        let extent = last - knots[0]
        let unit = extent * extent
        func cube(_ x: Double) -> Double { x > 0 ? x * x * x : 0 }
        return knots.dropLast(2).map { knot in
            let towardsLast = (secondLast - knot) / (last - secondLast)
            let towardsSecondLast = (last - knot) / (last - secondLast)
            return values.map { x in
                (cube(x - knot) + towardsLast * cube(x - last) - towardsSecondLast * cube(x - secondLast)) / unit
            }
        }
    }
}

extension QuantileRank {
    /// A quantile of values in rising order.
    static func quantile(_ probability: Double, ofSorted values: [Double]) -> Double {
        let rank = QuantileRank(probability, count: values.count)
        return rank.value(values[rank.lower], values[rank.upper])
    }
}
