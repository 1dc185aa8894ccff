import HomeostatNumerics

/// Cubic B-splines with second derivatives of zero at both boundaries, straight beyond them: R's `ns`.
///
/// The combinations of B-splines that have no curvature at the boundaries are the columns of Q behind the first two,
/// where Q R is the transposed matrix of those curvatures. The basis depends on Q and thus on its signs: Householder's
/// reflections as in LINPACK and LAPACK give that of R.
///
/// Source: Hastie TJ. Generalized additive models. In: Chambers JM, Hastie TJ (eds). Statistical Models in S.
/// Wadsworth & Brooks/Cole 1992, chapter 7.
struct NaturalSpline: Sendable {
    private let basis: BSplineBasis
    private let boundary: ClosedRange<Double>
    /// For each column the weights of the B-splines.
    private let combinations: [[Double]]
    /// At the lower and the upper boundary: values and slopes of each column.
    private let edges: [(value: [Double], slope: [Double])]

    init(innerKnots: [Double], boundary: ClosedRange<Double>, hasIntercept: Bool) {
        let basis = BSplineBasis(degree: 3, innerKnots: innerKnots, boundary: boundary)
        self.basis = basis
        self.boundary = boundary
        let first = hasIntercept ? 0 : 1
        let ends = [boundary.lowerBound, boundary.upperBound]
        // Where the first entry of a column is zero, R's reflection takes the column to a negative number and that of
        // HouseholderQR to a positive one. The sign of the column, which plays no part otherwise, makes them one.
        let lower = basis.derivatives(at: ends[0], order: 2).dropFirst(first)
        let upper = basis.derivatives(at: ends[1], order: 2).dropFirst(first).map { -$0 }
        let curvatures = lower + upper
        let used = basis.count - first
        let factor = HouseholderQR(columnMajor: Array(curvatures), rowCount: used, columnCount: 2, pivoting: false)
        // Q' times each unit vector is a column of Q'; its entries behind the second are what that B-spline adds.
        let transposed = (0..<used).map { place in
            factor.applyTransposedQ(to: (0..<used).map { $0 == place ? 1 : 0 })
        }
        let combinations = (2..<used).map { column in
            [Double](repeating: 0, count: first) + transposed.map { $0[column] }
        }
        self.combinations = combinations
        edges = ends.map { end in
            let values = basis.row(at: end)
            let slopes = basis.derivatives(at: end, order: 1)
            return (
                combinations.map { Self.sum($0, values) }, combinations.map { Self.sum($0, slopes) }
            )
        }
    }

    private static func sum(_ weights: [Double], _ values: [Double]) -> Double {
        var sum = 0.0
        for (weight, value) in zip(weights, values) { sum += weight * value }
        return sum
    }

    /// The number of columns.
    var columnCount: Int { combinations.count }

    /// The columns at any values.
    func columns(at values: [Double]) -> [[Double]] {
        var columns = [[Double]](repeating: [Double](repeating: 0, count: values.count), count: columnCount)
        var nonzero = [Double](repeating: 0, count: basis.degree + 1)
        for (row, x) in values.enumerated() {
            if boundary.contains(x) {
                let first = basis.values(at: x, into: &nonzero)
                for column in columns.indices {
                    var sum = 0.0
                    for place in nonzero.indices { sum += combinations[column][first + place] * nonzero[place] }
                    columns[column][row] = sum
                }
            } else {
                let edge = x < boundary.lowerBound ? edges[0] : edges[1]
                let distance = x - (x < boundary.lowerBound ? boundary.lowerBound : boundary.upperBound)
                for column in columns.indices {
                    columns[column][row] = edge.value[column] + distance * edge.slope[column]
                }
            }
        }
        return columns
    }
}
