import HomeostatNumerics

/// The QR factors of a design whose rows are multiplied by the square roots of weights.
struct WeightedFactors {
    private let factors: HouseholderQR
    private let roots: [Double]
    /// Powers of two that bring the columns to about the same length.
    private let scales: [Double]
    private let weighted: [Double]
    private let rowCount: Int
    /// Weights can stretch a design far beyond what ``IndependentColumns`` asks of it; only what rounding alone would
    /// leave counts as nothing.
    private static let rankTolerance = 64 * Double.ulpOfOne

    /// - Parameters:
    ///   - columns: rows x coefficients.
    ///   - weights: 0 or more, one for each row.
    init(_ columns: Matrix, weights: [Double]) {
        let roots = weights.map { $0.squareRoot() }
        var weighted: [Double] = []
        weighted.reserveCapacity(columns.rowCount * columns.columnCount)
        var scales: [Double] = []
        for column in 0..<columns.columnCount {
            let values = columns.column(column)
            var largest = 0.0
            for row in 0..<columns.rowCount { largest = max(largest, (roots[row] * values[row]).magnitude) }
            let scale = largest > 0 ? 1 / largest.binade : 1
            scales.append(scale)
            for row in 0..<columns.rowCount { weighted.append(roots[row] * values[row] * scale) }
        }
        self.roots = roots
        self.scales = scales
        self.weighted = weighted
        rowCount = columns.rowCount
        factors = HouseholderQR(
            columnMajor: weighted, rowCount: columns.rowCount, columnCount: columns.columnCount,
            rankTolerance: Self.rankTolerance)
    }

    /// The coefficients that minimise the weighted sum of squares of `target - columns x coefficients`.
    func solve(_ target: [Double]) -> [Double] {
        let solution = factors.solve(target.indices.map { roots[$0] * target[$0] })
        return zip(solution, scales).map { $0 * $1 }
    }

    /// The inverse of X'WX, or nil where the weighted columns depend on each other.
    func inverseGram() -> Matrix? {
        guard let inverse = factors.inverseOfGramMatrix() else { return nil }
        var made = Matrix(rowCount: inverse.count, columnCount: inverse.count)
        for row in inverse.indices {
            for column in inverse.indices { made[row, column] = inverse[row][column] * scales[row] * scales[column] }
        }
        return made
    }

    /// The leverage of each row: the diagonal of the hat matrix of the weighted design.
    func leverages() -> [Double] {
        var made = [Double](repeating: 0, count: rowCount)
        let order = factors.permutation
        for row in 0..<rowCount {
            // R' z = x: z is this row of Q.
            var z: [Double] = []
            for place in 0..<factors.rank {
                var value = weighted[order[place] * rowCount + row]
                for earlier in 0..<place { value -= factors.r(earlier, place) * z[earlier] }
                z.append(value / factors.r(place, place))
            }
            made[row] = z.reduce(0) { $0 + $1 * $1 }
        }
        return made
    }
}
