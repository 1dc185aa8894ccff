/// The triangular factor R of the independent columns of a least squares problem, to double-double precision where that
/// is wanted, and which columns are independent.
struct TriangularFactor: Sendable {
    /// Ascending.
    private(set) var independentColumns: [Int]
    /// Ascending.
    private(set) var dependentColumns: [Int]
    let rankTolerance: Double
    /// R^-1 of the independent columns.
    private(set) var inverse: DoubleDoubleMatrix
    /// Of the columns brought to length 1; nil without columns.
    private(set) var conditionNumber: Double?

    /// - Parameters:
    ///   - start: R of all columns in Doubles, p x p.
    ///   - tolerance: the share of a column's length below which what is left of it counts as nothing.
    ///   - isExact: whether elements are known to double-double precision.
    ///   - isCorrected: whether R is wanted to double-double precision.
    init(
        _ rows: ScaledRows, start: Matrix?, tolerance: Double?, isExact: Bool, isCorrected: Bool
    ) throws(RefinedLeastSquaresError) {
        let p = rows.columnCount
        if let start, start.rowCount != p || start.columnCount != p { throw .shapeDiffers("the starting factor") }
        let ofDoubles = LeastSquaresFactor.defaultRankTolerance(columnCount: p)
        // In double-double, reflections run over all rows at once: rounding grows with the root of their number.
        let ofDoubleDoubles = DoubleDouble.roundingUnit * Double(p) * Double(rows.rowCount).squareRoot()
        let tolerance = tolerance ?? (isExact ? ofDoubleDoubles : ofDoubles)
        rankTolerance = tolerance
        var r = start.map(DoubleDoubleMatrix.init) ?? Self.factorInDoubles(rows)
        var dependent = columnsAddingNothing(r.columns, tolerance: max(tolerance, ofDoubles))
        if !dependent.isEmpty && tolerance < ofDoubles {
            // Doubles cannot tell such a column from a dependent one: twice the digits can.
            r = Self.factorInDoubleDouble(rows, columns: Array(0..<p))
            dependent = columnsAddingNothing(r.columns, tolerance: tolerance)
        }
        dependentColumns = dependent
        independentColumns = (0..<p).filter { !dependent.contains($0) }
        if !dependent.isEmpty { r = Self.factor(of: r, columns: independentColumns) }
        inverse = r.upperInverse()
        if isCorrected { correct(rows) }
        conditionNumber = Self.conditionNumber(r, inverse)
    }

    /// Brings R to double-double precision.
    ///
    /// With a factor from Doubles, the Gram matrix of X R^-1 differs from the identity by some units in the last place of
    /// a Double times the condition number; its Cholesky factor C makes C R the factor to double-double precision. Where
    /// the condition is too bad for that, the factorisation itself is done in double-double first.
    mutating func correct(_ rows: ScaledRows) {
        guard !independentColumns.isEmpty else { return }
        for attempt in 0..<2 {
            let gram = gramMatrix(rows)
            if let correction = gram.choleskyFactor(), attempt == 1 || gram.distanceFromIdentity < 0.25 {
                inverse = inverse.upperProduct(correction.upperInverse())
                return
            }
            if attempt == 0 {
                inverse = Self.factorInDoubleDouble(rows, columns: independentColumns).upperInverse()
            }
        }
    }

    /// The upper triangle of (X R^-1)' (X R^-1).
    private func gramMatrix(_ rows: ScaledRows) -> DoubleDoubleMatrix {
        let size = independentColumns.count
        let blockSize = 256
        var sums = [DoubleDoubleSums](repeating: DoubleDoubleSums(), count: size * size)
        var block = DoubleDoubleColumns(rowCount: blockSize, columnCount: size)
        for start in stride(from: 0, to: rows.rowCount, by: blockSize) {
            let range = start..<min(start + blockSize, rows.rowCount)
            block.clear()
            for column in 0..<size {
                for inner in 0...column {
                    block.add(
                        inverse[inner, column], times: rows.design, column: independentColumns[inner], rows: range,
                        toColumn: column, at: 0)
                }
                for other in 0...column {
                    block.addProducts(
                        column: other, rows: 0..<range.count, with: block, column: column, at: 0,
                        to: &sums[column * size + other])
                }
            }
        }
        var gram = DoubleDoubleMatrix(rowCount: size, columnCount: size)
        for column in 0..<size {
            for row in 0...column { gram[row, column] = sums[column * size + row].total }
        }
        return gram
    }
}

// MARK: - Factors

extension TriangularFactor {
    private static func factorInDoubles(_ rows: ScaledRows) -> DoubleDoubleMatrix {
        let p = rows.columnCount
        let design = Matrix(rowCount: rows.rowCount, columnCount: p, elements: rows.design.high)
        var r = DoubleDoubleMatrix(rowCount: p, columnCount: p)
        guard p > 0 else { return r }
        var qr = TallSkinnyQR(columnCount: p)
        if (try? qr.add(design, response: rows.response.high)) != nil, let factor = try? qr.finish() {
            for column in 0..<p {
                for row in 0...column {
                    r[row, column] = DoubleDouble(factor.r[row, column])
                        .scaled(byPowerOfTwo: factor.columnExponents[column])
                }
            }
            return r
        }
        return factorInDoubleDouble(rows, columns: Array(0..<p))
    }

    private static func factorInDoubleDouble(_ rows: ScaledRows, columns: [Int]) -> DoubleDoubleMatrix {
        factor(
            of: columns.flatMap { column in (0..<rows.rowCount).map { rows.design[$0, column] } },
            rowCount: rows.rowCount, columnCount: columns.count)
    }

    /// The triangular factor of some columns of a triangular factor.
    private static func factor(of r: DoubleDoubleMatrix, columns: [Int]) -> DoubleDoubleMatrix {
        factor(
            of: columns.flatMap { column in (0..<r.rowCount).map { r[$0, column] } }, rowCount: r.rowCount,
            columnCount: columns.count)
    }

    private static func factor(
        of elements: [DoubleDouble], rowCount: Int, columnCount: Int
    ) -> DoubleDoubleMatrix {
        let qr = HouseholderFactorisation(
            columnMajor: elements, rowCount: rowCount, columnCount: columnCount, pivoting: false)
        var r = DoubleDoubleMatrix(rowCount: columnCount, columnCount: columnCount)
        for column in 0..<columnCount {
            for row in 0...column { r[row, column] = qr.r(row, column) }
        }
        return r
    }

    private static func euclideanLength(_ vector: [DoubleDouble]) -> DoubleDouble {
        vector.reduce(DoubleDouble.zero) { $0 + $1 * $1 }.squareRoot()
    }

    /// The product of the largest singular values of R and of R^-1, with the columns of R brought to length 1.
    private static func conditionNumber(_ r: DoubleDoubleMatrix, _ inverse: DoubleDoubleMatrix) -> Double? {
        let size = r.columnCount
        guard size > 0 else { return nil }
        var unit = r.rounded
        var inverse = inverse.rounded
        for column in 0..<size {
            let length = euclideanLength((0...column).map { r[$0, column] }).high
            for row in 0...column { unit[row, column] /= length }
            for other in column..<size { inverse[column, other] *= length }
        }
        let condition = largestSingularValue(unit) * largestSingularValue(inverse)
        return condition.isFinite ? max(1, condition) : nil
    }

    /// The largest singular value of an upper triangular matrix, by the power method.
    private static func largestSingularValue(_ upper: Matrix) -> Double {
        let size = upper.columnCount
        // A start that is orthogonal to no direction that designs are likely to have.
        var vector = (0..<size).map { 1 + (Double($0 + 1) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1) }
        var value = 0.0
        for _ in 0..<1000 {
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 && length.isFinite else { return value }
            vector = vector.map { $0 / length }
            let image = (0..<size).map { row in
                (row..<size).reduce(0) { $0 + upper[row, $1] * vector[$1] }
            }
            let previous = value
            value = image.reduce(0) { $0 + $1 * $1 }.squareRoot()
            if (value - previous).magnitude <= 1e-7 * value { break }
            vector = (0..<size).map { column in
                (0...column).reduce(0) { $0 + upper[$1, column] * (image[$1] / value) }
            }
        }
        return value
    }
}

// MARK: - What follows from R

extension TriangularFactor {
    /// (X'X)^-1 of the independent columns in their own units; nil beyond the range of Double.
    func inverseGramMatrix(exponents: [Int]) -> DoubleDoubleMatrix? {
        var product = inverse.upperTimesTransposed()
        for column in independentColumns.indices {
            for row in independentColumns.indices {
                let exponent = exponents[independentColumns[row]] + exponents[independentColumns[column]]
                product[row, column] = product[row, column].scaled(byPowerOfTwo: -exponent)
            }
        }
        return product.isFinite ? product : nil
    }

    /// The root of each element of the diagonal of (X'X)^-1, for the scaled columns: the length of a row of R^-1.
    var scaledUncertainties: [DoubleDouble] {
        independentColumns.indices.map { row in
            Self.euclideanLength((row..<independentColumns.count).map { inverse[row, $0] })
        }
    }

    func standardErrors(
        _ rows: ScaledRows, residualSumOfSquares: DoubleDouble, degreesOfFreedom: Int
    ) -> [DoubleDouble?] {
        var errors = [DoubleDouble?](repeating: nil, count: rows.columnCount)
        guard degreesOfFreedom > 0 else { return errors }
        let deviation = (residualSumOfSquares / DoubleDouble(Int64(degreesOfFreedom))).squareRoot()
        for (column, uncertainty) in zip(independentColumns, scaledUncertainties) {
            let error = (deviation * uncertainty)
                .scaled(byPowerOfTwo: rows.responseExponent - rows.columnExponents[column])
            errors[column] = error.isFinite ? error : nil
        }
        return errors
    }
}

extension DoubleDoubleMatrix {
    /// The elements of a matrix of Doubles.
    init(_ matrix: Matrix) {
        self.init(rowCount: matrix.rowCount, columnCount: matrix.columnCount)
        for column in 0..<columnCount {
            for row in 0..<rowCount { self[row, column] = DoubleDouble(matrix[row, column]) }
        }
    }

    /// Each column.
    fileprivate var columns: [[DoubleDouble]] {
        (0..<columnCount).map { column in (0..<rowCount).map { self[$0, column] } }
    }

    /// The largest element of the upper triangle of this matrix less the identity.
    fileprivate var distanceFromIdentity: Double {
        var largest = 0.0
        for column in 0..<columnCount {
            for row in 0...column {
                largest = max(largest, (self[row, column].high - (row == column ? 1 : 0)).magnitude)
            }
        }
        return largest
    }
}
