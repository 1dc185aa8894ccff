/// QR factorisation with column pivoting of a small dense matrix, by Householder reflections, in plain Swift.
///
/// `A P = Q R` with `A` of shape rows x columns (rows >= columns), stored by columns. Pivoting by the largest
/// remaining column norm shows rank deficiency on the diagonal of `R`. For the sizes of model fitting (up to a few
/// dozen columns) this needs no LAPACK; for large systems use it instead.
///
/// Source: P. Businger and G. H. Golub, Numerische Mathematik 7 (1965) 269-276, doi:10.1007/BF01436084.
public struct HouseholderQR: Sendable {
    /// Number of rows of the factored matrix.
    public let rowCount: Int
    /// Number of its columns.
    public let columnCount: Int
    /// `permutation[j]` is the column of the original matrix that stands at place `j`.
    public private(set) var permutation: [Int]
    /// Columns of which the norm that remained exceeded the rank tolerance.
    public private(set) var rank: Int
    /// Above the diagonal: R. On and below it: the reflection vectors, scaled to a first component of 1.
    private var factors: [Double]
    private var diagonal: [Double]
    private var reflectionScale: [Double]

    /// Factors a matrix.
    ///
    /// - Parameters:
    ///   - columnMajor: the matrix by columns, `rowCount * columnCount` numbers.
    ///   - rowCount: at least `columnCount`.
    ///   - columnCount: number of columns.
    ///   - pivoting: whether columns may change places; without it `permutation` is the identity.
    ///   - rankTolerance: a diagonal entry of R counts as zero below this share of the largest one.
    public init(
        columnMajor: [Double], rowCount: Int, columnCount: Int, pivoting: Bool = true,
        rankTolerance: Double? = nil
    ) {
        precondition(rowCount >= columnCount, "a QR factorisation by columns needs at least as many rows as columns")
        precondition(columnMajor.count == rowCount * columnCount, "the matrix has not the size announced")
        self.rowCount = rowCount
        self.columnCount = columnCount
        factors = columnMajor
        permutation = Array(0..<columnCount)
        diagonal = [Double](repeating: 0, count: columnCount)
        reflectionScale = [Double](repeating: 0, count: columnCount)
        rank = columnCount
        for step in 0..<columnCount {
            if pivoting { bringLargestColumn(to: step) }
            reflect(step)
        }
        let tolerance = rankTolerance ?? Double(max(rowCount, columnCount)) * Double.ulpOfOne
        let largest = diagonal.reduce(0) { max($0, $1.magnitude) }
        rank = diagonal.prefix { $0.magnitude > tolerance * largest }.count
    }

    /// Swaps the column whose part below row `step` is longest into place `step`.
    ///
    /// The norms are computed afresh: updating them saves time that small systems do not need, and loses digits.
    private mutating func bringLargestColumn(to step: Int) {
        var best = step
        var bestNorm = -1.0
        for column in step..<columnCount {
            var sum = 0.0
            for index in column * rowCount + step..<(column + 1) * rowCount { sum += factors[index] * factors[index] }
            if sum > bestNorm { (best, bestNorm) = (column, sum) }
        }
        guard best != step else { return }
        permutation.swapAt(step, best)
        for row in 0..<rowCount { factors.swapAt(step * rowCount + row, best * rowCount + row) }
    }

    private mutating func reflect(_ step: Int) {
        let start = step * rowCount
        // Scaling by the largest entry keeps the sum of squares from overflow and from vanishing.
        var largest = 0.0
        for row in step..<rowCount { largest = max(largest, factors[start + row].magnitude) }
        guard largest > 0 else { return }
        var sum = 0.0
        for row in step..<rowCount {
            let scaled = factors[start + row] / largest
            sum += scaled * scaled
        }
        let norm = largest * sum.squareRoot()
        let head = factors[start + step]
        let alpha = head > 0 ? -norm : norm
        diagonal[step] = alpha
        // v = x - alpha e1, scaled so that v1 = 1; H = I - tau v v'.
        let first = head - alpha
        reflectionScale[step] = -first / alpha
        for row in step + 1..<max(step + 1, rowCount) { factors[start + row] /= first }
        factors[start + step] = 1
        for column in step + 1..<max(step + 1, columnCount) {
            let offset = column * rowCount
            var product = 0.0
            for row in step..<rowCount { product += factors[start + row] * factors[offset + row] }
            product *= reflectionScale[step]
            for row in step..<rowCount { factors[offset + row] -= product * factors[start + row] }
        }
    }

    /// The entry of R in row `row` and column `column` (in pivoted order).
    public func r(_ row: Int, _ column: Int) -> Double {
        if row == column { return diagonal[row] }
        return row < column ? factors[column * rowCount + row] : 0
    }

    /// Multiplies a vector of `rowCount` entries by the transpose of Q.
    public func applyTransposedQ(to vector: [Double]) -> [Double] {
        var result = vector
        for step in 0..<columnCount where reflectionScale[step] != 0 {
            let start = step * rowCount
            var product = 0.0
            for row in step..<rowCount { product += factors[start + row] * result[row] }
            product *= reflectionScale[step]
            for row in step..<rowCount { result[row] -= product * factors[start + row] }
        }
        return result
    }

    /// The least squares solution of `A x = b`, in the original order of the columns. Where the rank is deficient,
    /// the unknowns that pivoting put last are zero (a basic solution).
    public func solve(_ rightHandSide: [Double]) -> [Double] {
        solveTriangular(applyTransposedQ(to: rightHandSide))
    }

    /// Solves `R P' x = y` for the first `rank` unknowns, given at least `columnCount` entries of `y = Q' b`.
    public func solveTriangular(_ transformed: [Double]) -> [Double] {
        var pivoted = [Double](repeating: 0, count: columnCount)
        for row in (0..<rank).reversed() {
            var value = transformed[row]
            for column in row + 1..<max(row + 1, rank) { value -= r(row, column) * pivoted[column] }
            pivoted[row] = value / diagonal[row]
        }
        var solution = [Double](repeating: 0, count: columnCount)
        for place in 0..<columnCount { solution[permutation[place]] = pivoted[place] }
        return solution
    }

    /// The inverse of `A' A` (rows x columns in the original order, symmetric), or nil where the rank is deficient.
    /// Times the residual variance it is the covariance of a linear fit.
    public func inverseOfGramMatrix() -> [[Double]]? {
        guard rank == columnCount else { return nil }
        let size = columnCount
        // Columns of R^-1, then R^-1 R^-T.
        var inverse = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        for column in 0..<size {
            for row in (0...column).reversed() {
                var value = row == column ? 1.0 : 0.0
                for inner in row + 1..<max(row + 1, column + 1) { value -= r(row, inner) * inverse[inner][column] }
                inverse[row][column] = value / diagonal[row]
            }
        }
        var result = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        for row in 0..<size {
            for column in row..<size {
                var sum = 0.0
                for inner in column..<size { sum += inverse[row][inner] * inverse[column][inner] }
                result[permutation[row]][permutation[column]] = sum
                result[permutation[column]][permutation[row]] = sum
            }
        }
        return result
    }
}
