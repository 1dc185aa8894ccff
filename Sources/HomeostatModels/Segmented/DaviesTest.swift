import HomeostatNumerics

/// Davies' test of a straight line against one that turns at an unknown place.
///
/// The turning point does not exist under the hypothesis, so that no statistic at the best one has a known
/// distribution. The test takes the largest of the t statistics of max(x - psi, 0) at some places and adds to its
/// p-value a bound for having looked at all of them, from the total variation of the statistic, for a variance that is
/// estimated.
///
/// Source: Davies RB. Biometrika 2002;89:484-489, doi:10.1093/biomet/89.2.484.
public struct DaviesTest: Sendable, Hashable {
    /// The places that were looked at, ascending.
    public let places: [Double]
    /// The t statistic of the change of slope at each of ``places``.
    public let statistics: [Double]
    /// The place of the largest statistic, by magnitude.
    public let bestPlace: Double
    /// The bound of the two-sided p-value, at most 1.
    public let pValue: Double
    /// The bound that R's package segmented prints. It takes the variation of the statistic's magnitude, which is too
    /// small wherever the sign changes from one place to the next, so that the bound no longer holds; equal to
    /// ``pValue`` where the sign never changes.
    public let pValueOfSegmented: Double

    /// - Parameters:
    ///   - model: the straight line and its variable.
    ///   - count: how many places, at least 2, at equal distances from the second smallest to the second largest row's
    ///     value (as in segmented).
    /// - Returns: nil where no place gives a statistic.
    public init?(_ model: SegmentedRegression, places count: Int = 10) {
        let scan = model.scan
        guard count >= 2 else { return nil }
        let (low, high) = (scan.x[1], scan.x[scan.x.count - 2])
        let freedom = Double(model.response.count - model.design.columnCount - 1)
        let whole = scan.residualSumOfSquares
        var (places, statistics, angles): ([Double], [Double], [Double]) = ([], [], [])
        for step in 0..<count {
            let place = low + (high - low) * Double(step) / Double(count - 1)
            let hinge = scan.x.indices.map { scan.roots[$0] * max(0, scan.x[$0] - place) }
            let rest = orthogonal(hinge, to: scan.basis)
            let length = squaredLength(rest).squareRoot()
            guard length > 1e-10 * squaredLength(hinge).squareRoot() else { continue }
            let share = product(scan.residual, rest) / length
            let left = squaredLength(orthogonal(scan.residual, to: [rest.map { $0 / length }]))
            guard left > 0, whole > 0 else { continue }
            places.append(model.unscaled(place))
            statistics.append(share / (left / freedom).squareRoot())
            angles.append(angle(share, left.squareRoot()))
        }
        guard let best = statistics.indices.max(by: { statistics[$0].magnitude < statistics[$1].magnitude }),
            let student = try? StudentTDistribution(degreesOfFreedom: freedom),
            let upper = try? SpecialFunctions.logGamma(freedom / 2 + 0.5),
            let lower = try? SpecialFunctions.logGamma(freedom / 2)
        else { return nil }
        self.places = places
        self.statistics = statistics
        bestPlace = places[best]
        let largest = statistics[best].magnitude
        let tail = student.upperTail(at: largest).value
        // (1 - u)^((m - 1)/2) Gamma(m/2 + 1/2) / (2 sqrt(pi) Gamma(m/2)), with 1 - u = m / (m + t^2).
        let logOfRest = logarithm(freedom / (freedom + largest * largest))
        let density = exponential((freedom - 1) / 2 * logOfRest + upper - lower) / (2 * 1.772_453_850_905_516)
        func bound(_ angles: [Double]) -> Double {
            let variation = zip(angles, angles.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).magnitude }
            return min(1, 2 * (tail + variation * density))
        }
        pValue = bound(angles)
        pValueOfSegmented = bound(angles.map(\.magnitude))
    }
}

/// The angle of a point in the right half-plane, from -pi/2 to pi/2, without the mathematics library of the system.
///
/// Halved three times by tan(a/2) = t / (1 + sqrt(1 + t^2)), then by its series.
private func angle(_ opposite: Double, _ adjacent: Double) -> Double {
    var tangent = opposite.magnitude <= adjacent ? opposite.magnitude / adjacent : adjacent / opposite.magnitude
    for _ in 0..<3 { tangent /= 1 + (1 + tangent * tangent).squareRoot() }
    let square = tangent * tangent
    var sum = 0.0
    for term in (0..<16).reversed() { sum = 1 / Double(2 * term + 1) - square * sum }
    let small = 8 * tangent * sum
    let size = opposite.magnitude <= adjacent ? small : Double.pi / 2 - small
    return opposite < 0 ? -size : size
}
