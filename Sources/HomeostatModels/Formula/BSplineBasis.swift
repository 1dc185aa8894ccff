/// The B-splines of a knot sequence, and their derivatives.
///
/// Source: de Boor C. A Practical Guide to Splines. Springer 1978, chapter X.
struct BSplineBasis: Sendable, Hashable {
    /// The degree of the pieces: 3 for cubic.
    let degree: Int
    /// Each boundary knot `degree + 1` times, the inner ones between them.
    let knots: [Double]

    init(degree: Int, innerKnots: [Double], boundary: ClosedRange<Double>) {
        self.degree = degree
        knots =
            [Double](repeating: boundary.lowerBound, count: degree + 1) + innerKnots.sorted()
            + [Double](repeating: boundary.upperBound, count: degree + 1)
    }

    /// The number of B-splines.
    var count: Int { knots.count - degree - 1 }

    /// The place of the first B-spline that is not zero at x; the values of all `degree + 1` that are not go to
    /// `values`. Outside the boundary the polynomials of the outermost pieces go on, as in R's `bs`.
    func values(at x: Double, into values: inout [Double]) -> Int {
        let interval = interval(of: x)
        nonzero(at: x, degree: degree, interval: interval, into: &values)
        return interval - degree
    }

    /// The values of all B-splines at x.
    func row(at x: Double) -> [Double] {
        var nonzero = [Double](repeating: 0, count: degree + 1)
        let first = values(at: x, into: &nonzero)
        var row = [Double](repeating: 0, count: count)
        for (place, value) in nonzero.enumerated() { row[first + place] = value }
        return row
    }

    /// The derivatives of all B-splines at x.
    ///
    /// - Parameter order: 1 for slopes, 2 for curvatures; at most the degree.
    func derivatives(at x: Double, order: Int) -> [Double] {
        let interval = interval(of: x)
        // Each B-spline is a combination of those of one degree less; derivatives take the same path (de Boor, X.15).
        var combination = (0..<count).map { place -> [Double] in
            (0..<count).map { $0 == place ? 1 : 0 }
        }
        for step in 0..<order {
            let reduced = degree - step
            combination = combination.map { coefficients in
                (0...coefficients.count).map { place in
                    let left = place > 0 ? coefficients[place - 1] : 0
                    let right = place < coefficients.count ? coefficients[place] : 0
                    let distance = knots[min(place + reduced, knots.count - 1)] - knots[place]
                    return distance > 0 ? Double(reduced) * (right - left) / distance : 0
                }
            }
        }
        let lower = degree - order
        var nonzero = [Double](repeating: 0, count: lower + 1)
        self.nonzero(at: x, degree: lower, interval: interval, into: &nonzero)
        return combination.map { coefficients in
            var sum = 0.0
            for (place, value) in nonzero.enumerated() { sum += coefficients[interval - lower + place] * value }
            return sum
        }
    }

    /// The knot that begins the interval of x: the last one that is not above it, within the boundary.
    private func interval(of x: Double) -> Int {
        var low = degree
        var high = count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if knots[middle] <= x { low = middle } else { high = middle - 1 }
        }
        // Where inner knots stand on the upper boundary, the interval before them is the last with an extent.
        while low > degree, knots[low] == knots[low + 1] { low -= 1 }
        return low
    }

    /// The recurrence of de Boor and Cox, upwards from degree 0 within `values`, which has room for `degree + 1`.
    private func nonzero(at x: Double, degree: Int, interval: Int, into values: inout [Double]) {
        values[0] = 1
        for step in 0..<degree {
            var saved = 0.0
            for place in 0...step {
                let right = knots[interval + place + 1]
                let left = knots[interval + place - step]
                let term = values[place] / (right - left)
                values[place] = saved + (right - x) * term
                saved = (x - left) * term
            }
            values[step + 1] = saved
        }
    }
}
