/// What the QR factorisation of [X | y] says about the regression of y on the columns of X, without the rows.
///
/// X 2^-E = Q R with E the ``columnExponents``; the length of what X cannot reach of y is ``residualNorm``. With
/// weights, X and y stand for the rows multiplied by the roots of their weights.
///
/// ```swift
/// let factor = try await TallSkinnyQR.factor(design, response: y)
/// guard factor.dependentColumns.isEmpty else { /* name them */ }
/// let slopes = factor.coefficients()
/// ```
public struct LeastSquaresFactor: Sendable, Hashable {
    /// n, the number of rows.
    public let rowCount: Int
    /// p, the number of columns of X.
    public let columnCount: Int
    /// R, p x p, upper triangular with a diagonal of zero or more, of the columns divided by powers of two.
    public let r: Matrix
    /// The power of two by which each column was divided.
    public let columnExponents: [Int]
    /// The first p elements of Q'y, in the unit of y.
    public let transformedResponse: [Double]
    /// The length of the residual vector, in the unit of y.
    public let residualNorm: Double
    /// The number of columns that are linearly independent to ``rankTolerance``.
    public let rank: Int
    /// The share of a column's length below which what the other columns leave of it counts as nothing.
    public let rankTolerance: Double
    /// The ratio of the largest to the smallest singular value of X with its columns brought to length 1; `nil` where
    /// the smallest one is zero.
    ///
    /// A relative error of one unit in the last place of an element may change the coefficients by this many units.
    public let conditionNumber: Double?
    /// The columns that are combinations of columns before them, ascending; among collinear columns the later ones are
    /// named, as R's `lm` does. A column of zeros is a combination of none.
    public let dependentColumns: [Int]

    /// The sum of squared residuals; `nil` where it is beyond the range of Double though ``residualNorm`` is not.
    public var residualSumOfSquares: Double? {
        let square = residualNorm * residualNorm
        return square.isFinite && (square > 0 || residualNorm == 0) ? square : nil
    }

    /// Ten units in the last place of 1 for each column.
    ///
    /// What rounding leaves of a column that is an exact combination of others was at most 1.2 units, for 10 to
    /// 5,000,000 rows and 5 to 100 columns: in a tree of blocks it does not grow with the number of rows.
    public static func defaultRankTolerance(columnCount: Int) -> Double {
        10 * Double.ulpOfOne * Double(columnCount)
    }

    /// R of the columns in their own units. Elements beyond the range of Double make this nil.
    public var unscaledR: Matrix? {
        var made = r
        for column in 0..<columnCount {
            for row in 0...column {
                made[row, column] = r[row, column].scaled(by: columnExponents[column])
                guard made[row, column].isFinite else { return nil }
            }
        }
        return made
    }

    /// From the factor of the columns of X with y as the last one.
    init(_ factor: BlockFactor, rowCount: Int, rankTolerance: Double?) {
        let size = factor.columnCount
        let columnCount = size - 1
        let exponents = factor.exponents.map { $0 == BlockFactor.noExponent ? 0 : Int($0) }
        var r = Matrix(rowCount: columnCount, columnCount: columnCount)
        var transformed = [Double](repeating: 0, count: columnCount)
        for row in 0..<columnCount {
            for column in row..<columnCount { r[row, column] = factor.r[row * size + column] }
            transformed[row] = factor.r[row * size + columnCount].scaled(by: exponents[columnCount])
        }
        self.init(
            rowCount: rowCount, r: r, columnExponents: Array(exponents.dropLast()), transformedResponse: transformed,
            residualNorm: factor.r[size * size - 1].magnitude.scaled(by: exponents[columnCount]),
            rankTolerance: rankTolerance)
    }

    private init(
        rowCount: Int, r: Matrix, columnExponents: [Int], transformedResponse: [Double], residualNorm: Double,
        rankTolerance: Double?
    ) {
        self.rowCount = rowCount
        columnCount = r.columnCount
        // The signs of the rows of R are free: this makes R unique.
        var r = r
        var transformed = transformedResponse
        for row in 0..<r.columnCount where r[row, row].sign == .minus {
            for column in row..<r.columnCount { r[row, column] = 0 - r[row, column] }
            transformed[row] = 0 - transformed[row]
        }
        self.r = r
        self.columnExponents = columnExponents
        self.transformedResponse = transformed
        self.residualNorm = residualNorm
        let tolerance =
            rankTolerance ?? Self.defaultRankTolerance(columnCount: r.columnCount)
        self.rankTolerance = tolerance
        let found = ColumnDependence(of: r, tolerance: tolerance)
        rank = found.rank
        conditionNumber = found.conditionNumber
        dependentColumns = found.dependentColumns
    }

    /// The factor of a design that has only some of the columns, in the order given, from R alone.
    ///
    /// - Parameter columns: at least one; each at most once.
    /// - Complexity: O(p^3).
    public func selecting(_ columns: [Int]) -> LeastSquaresFactor {
        precondition(!columns.isEmpty && Set(columns).count == columns.count)
        var elements: [Double] = []
        for column in columns {
            for row in 0..<columnCount { elements.append(r[row, column]) }
        }
        let qr = HouseholderQR(
            columnMajor: elements, rowCount: columnCount, columnCount: columns.count, pivoting: false)
        let rotated = qr.applyTransposedQ(to: transformedResponse)
        var made = Matrix(rowCount: columns.count, columnCount: columns.count)
        for column in columns.indices {
            for row in 0...column { made[row, column] = qr.r(row, column) }
        }
        // What the columns left out had explained belongs to the residuals now.
        let residual = euclideanNorm(Array(rotated[columns.count...]) + [residualNorm])
        return LeastSquaresFactor(
            rowCount: rowCount, r: made, columnExponents: columns.map { columnExponents[$0] },
            transformedResponse: Array(rotated[..<columns.count]), residualNorm: residual,
            rankTolerance: rankTolerance)
    }

    /// The columns that are not dependent, ascending.
    public var independentColumns: [Int] {
        let dependent = Set(dependentColumns)
        return (0..<columnCount).filter { !dependent.contains($0) }
    }

    /// The coefficients of least squares, one for each column; `nil` for the ``dependentColumns``, without which the
    /// others were fitted, and where the coefficient is beyond the range of Double.
    public func coefficients() -> [Double?] {
        guard rank < columnCount else { return solved() }
        let kept = independentColumns
        var all = [Double?](repeating: nil, count: columnCount)
        guard !kept.isEmpty else { return all }
        for (place, value) in selecting(kept).solved().enumerated() { all[kept[place]] = value }
        return all
    }

    /// R b = Q'y by back substitution.
    private func solved() -> [Double?] {
        var scaled = transformedResponse
        for row in (0..<columnCount).reversed() {
            for column in row + 1..<max(row + 1, columnCount) { scaled[row] -= r[row, column] * scaled[column] }
            scaled[row] /= r[row, row]
        }
        return zip(scaled, columnExponents).map { value, exponent in
            let own = value.scaled(by: -exponent)
            return own.isFinite ? own : nil
        }
    }

    /// (X'X)^-1 = R^-1 R^-T, p x p, in the units of the columns.
    ///
    /// - Returns: `nil` where columns are dependent or an element is beyond the range of Double.
    public func inverseOfGramMatrix() -> Matrix? {
        guard rank == columnCount else { return nil }
        return sandwich(.identity(columnCount))
    }

    /// R^-1 M R^-T in the units of the columns, for a symmetric M; `nil` where an element is beyond the range of Double.
    func sandwich(_ meat: Matrix) -> Matrix? {
        let left = substituted(meat)
        let both = substituted(left.transposed())
        var made = both
        for column in 0..<columnCount {
            for row in 0...column {
                let mean = both[row, column] / 2 + both[column, row] / 2
                let own = mean.scaled(by: -columnExponents[row]).scaled(by: -columnExponents[column])
                guard own.isFinite else { return nil }
                made[row, column] = own
                made[column, row] = own
            }
        }
        return made
    }

    /// R^-1 M.
    private func substituted(_ matrix: Matrix) -> Matrix {
        var made = matrix
        for column in 0..<matrix.columnCount {
            for row in (0..<columnCount).reversed() {
                var value = made[row, column]
                for inner in row + 1..<max(row + 1, columnCount) { value -= r[row, inner] * made[inner, column] }
                made[row, column] = value / r[row, row]
            }
        }
        return made
    }
}

extension Double {
    /// This number times a power of two.
    func scaled(by exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: self) }
}

/// The length of a vector, without overflow or loss on the way.
func euclideanNorm(_ vector: [Double]) -> Double {
    let largest = vector.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0 && largest.isFinite else { return largest }
    let exponent = Int(largest.exponent)
    let sum = vector.reduce(0) { total, element in
        let scaled = element.scaled(by: -exponent)
        return total + scaled * scaled
    }
    return sum.squareRoot().scaled(by: exponent)
}
