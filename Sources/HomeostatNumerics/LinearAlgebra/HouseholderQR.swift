/// QR factorisation with column pivoting of a small dense matrix, by Householder reflections, in plain Swift.
///
/// `A P = Q R` with `A` of shape rows x columns (rows >= columns), stored by columns. Pivoting by the largest
/// remaining column norm shows rank deficiency on the diagonal of `R`. For the sizes of model fitting (up to a few
/// dozen columns) this needs no LAPACK; for large systems use it instead.
///
/// The same reflections serve for ``DoubleDouble``, where a Double cannot tell a small pivot from rounding.
///
/// Source: P. Businger and G. H. Golub, Numerische Mathematik 7 (1965) 269-276, doi:10.1007/BF01436084.
public struct HouseholderFactorisation<Scalar: HouseholderScalar>: Sendable {
    /// Number of rows of the factored matrix.
    public let rowCount: Int
    /// Number of its columns.
    public let columnCount: Int
    /// `permutation[j]` is the column of the original matrix that stands at place `j`.
    public private(set) var permutation: [Int]
    /// Columns of which the norm that remained exceeded the rank tolerance.
    public private(set) var rank: Int
    /// Above the diagonal: R. On and below it: the reflection vectors, scaled to a first component of 1.
    private var factors: [Scalar]
    private var diagonal: [Scalar]
    private var reflectionScale: [Scalar]

    /// Factors a matrix.
    ///
    /// - Parameters:
    ///   - columnMajor: the matrix by columns, `rowCount * columnCount` numbers.
    ///   - rowCount: at least `columnCount`.
    ///   - columnCount: number of columns.
    ///   - pivoting: whether columns may change places; without it `permutation` is the identity.
    ///   - rankTolerance: a diagonal entry of R counts as zero below this share of the largest one.
    public init(
        columnMajor: [Scalar], rowCount: Int, columnCount: Int, pivoting: Bool = true,
        rankTolerance: Scalar? = nil
    ) {
        precondition(rowCount >= columnCount, "a QR factorisation by columns needs at least as many rows as columns")
        precondition(columnMajor.count == rowCount * columnCount, "the matrix has not the size announced")
        self.rowCount = rowCount
        self.columnCount = columnCount
        factors = columnMajor
        permutation = Array(0..<columnCount)
        diagonal = [Scalar](repeating: .zero, count: columnCount)
        reflectionScale = [Scalar](repeating: .zero, count: columnCount)
        rank = columnCount
        for step in 0..<columnCount {
            if pivoting { bringLargestColumn(to: step) }
            reflect(step)
        }
        let tolerance = rankTolerance ?? Scalar(Double(max(rowCount, columnCount)) * Scalar.roundingUnit)
        let largest = diagonal.reduce(Scalar.zero) { max($0, $1.magnitude) }
        rank = diagonal.prefix { $0.magnitude > tolerance * largest }.count
    }

    /// Swaps the column whose part below row `step` is longest into place `step`.
    ///
    /// The norms are computed afresh: updating them saves time that small systems do not need, and loses digits.
    private mutating func bringLargestColumn(to step: Int) {
        var best = step
        var bestNorm = Scalar(-1)
        for column in step..<columnCount {
            var sum = Scalar.zero
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
        var largest = Scalar.zero
        for row in step..<rowCount { largest = max(largest, factors[start + row].magnitude) }
        guard largest > .zero else { return }
        var sum = Scalar.zero
        for row in step..<rowCount {
            let scaled = factors[start + row] / largest
            sum += scaled * scaled
        }
        let norm = largest * sum.squareRoot()
        let head = factors[start + step]
        let alpha = head > .zero ? -norm : norm
        diagonal[step] = alpha
        // v = x - alpha e1, scaled so that v1 = 1; H = I - tau v v'.
        let first = head - alpha
        reflectionScale[step] = -first / alpha
        for row in step + 1..<max(step + 1, rowCount) { factors[start + row] /= first }
        factors[start + step] = .one
        for column in step + 1..<max(step + 1, columnCount) {
            let offset = column * rowCount
            var product = Scalar.zero
            for row in step..<rowCount { product += factors[start + row] * factors[offset + row] }
            product *= reflectionScale[step]
            for row in step..<rowCount { factors[offset + row] -= product * factors[start + row] }
        }
    }

    /// The entry of R in row `row` and column `column` (in pivoted order).
    public func r(_ row: Int, _ column: Int) -> Scalar {
        if row == column { return diagonal[row] }
        return row < column ? factors[column * rowCount + row] : .zero
    }

    /// Multiplies a vector of `rowCount` entries by the transpose of Q.
    public func applyTransposedQ(to vector: [Scalar]) -> [Scalar] {
        var result = vector
        for step in 0..<columnCount where reflectionScale[step] != .zero {
            let start = step * rowCount
            var product = Scalar.zero
            for row in step..<rowCount { product += factors[start + row] * result[row] }
            product *= reflectionScale[step]
            for row in step..<rowCount { result[row] -= product * factors[start + row] }
        }
        return result
    }

    /// The least squares solution of `A x = b`, in the original order of the columns. Where the rank is deficient,
    /// the unknowns that pivoting put last are zero (a basic solution).
    public func solve(_ rightHandSide: [Scalar]) -> [Scalar] {
        solveTriangular(applyTransposedQ(to: rightHandSide))
    }

    /// Solves `R P' x = y` for the first `rank` unknowns, given at least `columnCount` entries of `y = Q' b`.
    public func solveTriangular(_ transformed: [Scalar]) -> [Scalar] {
        var pivoted = [Scalar](repeating: .zero, count: columnCount)
        for row in (0..<rank).reversed() {
            var value = transformed[row]
            for column in row + 1..<max(row + 1, rank) { value -= r(row, column) * pivoted[column] }
            pivoted[row] = value / diagonal[row]
        }
        var solution = [Scalar](repeating: .zero, count: columnCount)
        for place in 0..<columnCount { solution[permutation[place]] = pivoted[place] }
        return solution
    }

    /// The inverse of `A' A` (rows x columns in the original order, symmetric), or nil where the rank is deficient.
    /// Times the residual variance it is the covariance of a linear fit.
    public func inverseOfGramMatrix() -> [[Scalar]]? {
        guard rank == columnCount else { return nil }
        let size = columnCount
        // Columns of R^-1, then R^-1 R^-T.
        var inverse = [[Scalar]](repeating: [Scalar](repeating: .zero, count: size), count: size)
        for column in 0..<size {
            for row in (0...column).reversed() {
                var value: Scalar = row == column ? .one : .zero
                for inner in row + 1..<max(row + 1, column + 1) { value -= r(row, inner) * inverse[inner][column] }
                inverse[row][column] = value / diagonal[row]
            }
        }
        var result = [[Scalar]](repeating: [Scalar](repeating: .zero, count: size), count: size)
        for row in 0..<size {
            for column in row..<size {
                var sum = Scalar.zero
                for inner in column..<size { sum += inverse[row][inner] * inverse[column][inner] }
                result[permutation[row]][permutation[column]] = sum
                result[permutation[column]][permutation[row]] = sum
            }
        }
        return result
    }
}

/// QR factorisation in Doubles.
public typealias HouseholderQR = HouseholderFactorisation<Double>

/// Numbers that Householder reflections are computed in.
public protocol HouseholderScalar: Comparable, Sendable {
    /// Zero.
    static var zero: Self { get }
    /// One.
    static var one: Self { get }
    /// The relative error of one operation.
    static var roundingUnit: Double { get }
    /// The number that a Double is.
    init(_ value: Double)
    /// The number without its sign.
    var magnitude: Self { get }
    /// The square root of a number that is not negative.
    func squareRoot() -> Self
    /// The sum.
    static func + (a: Self, b: Self) -> Self
    /// The difference.
    static func - (a: Self, b: Self) -> Self
    /// The product.
    static func * (a: Self, b: Self) -> Self
    /// The quotient.
    static func / (a: Self, b: Self) -> Self
    /// The number with the other sign.
    static prefix func - (a: Self) -> Self
    /// Adds.
    static func += (a: inout Self, b: Self)
    /// Subtracts.
    static func -= (a: inout Self, b: Self)
    /// Multiplies.
    static func *= (a: inout Self, b: Self)
    /// Divides.
    static func /= (a: inout Self, b: Self)
}

extension Double: HouseholderScalar {
    /// One.
    public static var one: Double { 1 }
    /// 2^-52.
    public static var roundingUnit: Double { ulpOfOne }
}

extension DoubleDouble: HouseholderScalar {}
