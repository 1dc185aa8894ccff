/// A small dense matrix of double-double numbers, column by column: triangular factors and covariances, of which the
/// extent is the number of coefficients.
public struct DoubleDoubleMatrix: Sendable, Hashable {
    /// The number of rows.
    public let rowCount: Int
    /// The number of columns.
    public let columnCount: Int
    private var elements: [DoubleDouble]

    /// A matrix of zeros.
    public init(rowCount: Int, columnCount: Int) {
        precondition(rowCount >= 0 && columnCount >= 0)
        self.rowCount = rowCount
        self.columnCount = columnCount
        elements = [DoubleDouble](repeating: .zero, count: rowCount * columnCount)
    }

    /// The element of a row and a column, both counted from zero.
    public subscript(row: Int, column: Int) -> DoubleDouble {
        get {
            precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
            return elements[column * rowCount + row]
        }
        set {
            precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
            elements[column * rowCount + row] = newValue
        }
    }

    /// The elements rounded to Doubles.
    public var rounded: Matrix {
        Matrix(rowCount: rowCount, columnCount: columnCount, elements: elements.map(\.high))
    }

    /// Whether all elements are finite.
    public var isFinite: Bool { elements.allSatisfy(\.isFinite) }
}

// MARK: - Triangular matrices

extension DoubleDoubleMatrix {
    /// The upper triangular C with C'C = this matrix, of which only the upper triangle is read.
    ///
    /// - Returns: `nil` where the matrix is not positive definite to working precision.
    func choleskyFactor() -> DoubleDoubleMatrix? {
        precondition(rowCount == columnCount)
        var factor = DoubleDoubleMatrix(rowCount: rowCount, columnCount: columnCount)
        for column in 0..<columnCount {
            for row in 0...column {
                var rest = self[row, column]
                for inner in 0..<row { rest -= factor[inner, row] * factor[inner, column] }
                if row < column {
                    factor[row, column] = rest / factor[row, row]
                } else {
                    guard rest.high > 0 && rest.isFinite else { return nil }
                    factor[row, row] = rest.squareRoot()
                }
            }
        }
        return factor
    }

    /// The product of this upper triangular matrix with another one.
    func upperProduct(_ other: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
        var product = DoubleDoubleMatrix(rowCount: rowCount, columnCount: other.columnCount)
        for column in 0..<other.columnCount {
            for row in 0...column {
                var sum = DoubleDouble.zero
                for inner in row...column { sum += self[row, inner] * other[inner, column] }
                product[row, column] = sum
            }
        }
        return product
    }

    /// The inverse of this upper triangular matrix.
    ///
    /// - Precondition: no element of the diagonal is zero.
    func upperInverse() -> DoubleDoubleMatrix {
        var inverse = DoubleDoubleMatrix(rowCount: rowCount, columnCount: columnCount)
        for column in 0..<columnCount {
            for row in (0...column).reversed() {
                var rest: DoubleDouble = row == column ? .one : .zero
                for inner in row + 1..<max(row + 1, column + 1) { rest -= self[row, inner] * inverse[inner, column] }
                inverse[row, column] = rest / self[row, row]
            }
        }
        return inverse
    }

    /// U U' for this upper triangular U: with U = R^-1 the inverse of R'R.
    func upperTimesTransposed() -> DoubleDoubleMatrix {
        var product = DoubleDoubleMatrix(rowCount: rowCount, columnCount: rowCount)
        for row in 0..<rowCount {
            for column in row..<columnCount {
                var sum = DoubleDouble.zero
                for inner in column..<columnCount { sum += self[row, inner] * self[column, inner] }
                product[row, column] = sum
                product[column, row] = sum
            }
        }
        return product
    }

    /// U U' v for this upper triangular U.
    func upperTimesTransposed(_ vector: [DoubleDouble]) -> [DoubleDouble] {
        let inner = (0..<columnCount).map { column in
            (0...column).reduce(DoubleDouble.zero) { $0 + self[$1, column] * vector[$1] }
        }
        return (0..<rowCount).map { row in
            (row..<columnCount).reduce(DoubleDouble.zero) { $0 + self[row, $1] * inner[$1] }
        }
    }
}
