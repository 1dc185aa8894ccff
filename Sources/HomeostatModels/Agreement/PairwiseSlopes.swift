import HomeostatNumerics

/// The slopes between all pairs of points, ordered without being formed.
///
/// Sorting the points by y - b x exchanges two points exactly if the slope between them is at most b: counting the
/// exchanges counts the slopes, in O(n log n) time and O(n) memory. A slope of a given rank is bracketed by such counts
/// until few slopes are left, and those are formed. The order y - b x is computed with twice the digits of a Double, so
/// that counts are right also for slopes that differ in their last digits.
///
/// Source: after Cole R, Salowe JS, Steiger WL, Szemerédi E. SIAM Journal on Computing 1989;18:792-810,
/// doi:10.1137/0218055, with interpolation in place of their sorting network.
struct PairwiseSlopes {
    /// The points in ascending order of x, then of y.
    private let x: [Double]
    private let y: [Double]
    /// Pairs with different x: those that have a slope.
    let count: Int
    /// Pairs with equal x and different y.
    let verticalCount: Int
    /// A number that exceeds the absolute value of every slope; infinite where slopes may exceed every Double.
    let bound: Double
    /// Pairs of equal points.
    private let identicalCount: Int

    init(_ x: [Double], _ y: [Double]) {
        let order = x.indices.sorted { (x[$0], y[$0]) < (x[$1], y[$1]) }
        self.x = order.map { x[$0] }
        self.y = order.map { y[$0] }
        var equalX = 0
        var identical = 0
        var (startX, startPoint) = (0, 0)
        var smallestStep = Double.infinity
        for place in 1...order.count {
            let ends = place == order.count
            if !ends, self.x[place] != self.x[startX] {
                smallestStep = min(smallestStep, self.x[place] - self.x[startX])
            }
            if ends || self.x[place] != self.x[startX] {
                equalX += (place - startX) * (place - startX - 1) / 2
                identical += (place - startPoint) * (place - startPoint - 1) / 2
                (startX, startPoint) = (place, place)
            } else if self.y[place] != self.y[startPoint] {
                identical += (place - startPoint) * (place - startPoint - 1) / 2
                startPoint = place
            }
        }
        count = order.count * (order.count - 1) / 2 - equalX
        verticalCount = equalX - identical
        identicalCount = identical
        let height = (y.max() ?? 0) - (y.min() ?? 0)
        bound = 2 * height / smallestStep + Double.leastNormalMagnitude
    }

    /// The slopes of the points mirrored at the x axis: the same with the opposite sign.
    var mirrored: PairwiseSlopes { PairwiseSlopes(x, y.map { -$0 }) }

    /// How many slopes are at most `slope`.
    func count(atMost slope: Double) -> Int { inversions(of: order(at: slope)) - identicalCount }

    /// How many slopes are below `slope`.
    func count(below slope: Double) -> Int { count - mirrored.count(atMost: -slope) }

    /// All slopes, where there are few points.
    func all() -> [Double] {
        var slopes: [Double] = []
        slopes.reserveCapacity(count)
        for second in x.indices {
            for first in 0..<second where x[second] != x[first] { slopes.append(slope(first, second)) }
        }
        return slopes
    }

    /// Whether lines of every slope can be compared without overflow.
    var isWithinRange: Bool { (bound * max(-(x.first ?? 0), x.last ?? 0)).isFinite }

    /// The slopes above `lower` and at most `upper`.
    func slopes(above lower: Double, atMost upper: Double) -> [Double] {
        let before = order(at: lower)
        let after = order(at: upper)
        var placeBefore = [Int](repeating: 0, count: x.count)
        for (place, point) in before.enumerated() { placeBefore[point] = place }
        var slopes: [Double] = []
        // Insertion into the earlier order: each step down is a pair that is exchanged in between.
        var sequence = after.map { placeBefore[$0] }
        for end in sequence.indices.dropFirst() {
            let moved = sequence[end]
            var place = end
            while place > 0, sequence[place - 1] > moved {
                slopes.append(slope(before[sequence[place - 1]], before[moved]))
                sequence[place] = sequence[place - 1]
                place -= 1
            }
            sequence[place] = moved
        }
        return slopes
    }

    /// A slope between points drawn at random, for a first bracket; `nil` where x is equal.
    func randomSlope(_ draws: inout RandomStream) -> Double? {
        let first = Int.random(in: x.indices, using: &draws)
        let second = Int.random(in: x.indices, using: &draws)
        return x[first] == x[second] ? nil : slope(first, second)
    }

    private func slope(_ first: Int, _ second: Int) -> Double { (y[second] - y[first]) / (x[second] - x[first]) }

    /// The points by ascending y - slope x; equal ones as they stand just above that slope.
    private func order(at slope: Double) -> [Int] {
        let keys = x.indices.map { place -> (leading: Double, rest: Double) in
            let product = slope * x[place]
            let productError = (-product).addingProduct(slope, x[place])
            let difference = y[place] - product
            let taken = difference - y[place]
            let error = (y[place] - (difference - taken)) - (product + taken)
            let rest = error - productError
            let leading = difference + rest
            return (leading, rest - (leading - difference))
        }
        return x.indices.sorted { first, second in
            let (a, b) = (keys[first], keys[second])
            if a.leading != b.leading { return a.leading < b.leading }
            return a.rest != b.rest ? a.rest < b.rest : first > second
        }
    }

    private func inversions(of order: [Int]) -> Int {
        var places = order.map(Double.init)
        return sortCountingInversions(&places)
    }
}
