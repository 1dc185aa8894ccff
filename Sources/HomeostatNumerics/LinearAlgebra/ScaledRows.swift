/// The rows of a least squares problem in double-double, multiplied by the roots of their weights, columns and response
/// divided by powers of two, so that no product of two elements leaves the range of Double.
struct ScaledRows: Sendable {
    let rowCount: Int
    let weightedRowCount: Int
    let columnCount: Int
    /// n x p.
    let design: DoubleDoubleColumns
    /// n x 1.
    let response: DoubleDoubleColumns
    /// The power of two by which each column was divided, after weighting.
    let columnExponents: [Int]
    /// The power of two by which the response was divided, after weighting.
    let responseExponent: Int
    /// The length of each column, scaled and weighted.
    let columnLengths: [Double]
    let responseLength: Double
    /// The roots of the weights, n x 1; nil where there are none.
    private let rootWeights: DoubleDoubleColumns?
    /// The data as they came.
    private let given: (design: DoubleDoubleColumns, response: DoubleDoubleColumns)

    init(
        design: Matrix, designRemainder: Matrix?, response: [Double], responseRemainder: [Double]?, weights: [Double]?,
        exponents: [Int]?
    ) throws(RefinedLeastSquaresError) {
        let (n, p) = (design.rowCount, design.columnCount)
        if let designRemainder, designRemainder.rowCount != n || designRemainder.columnCount != p {
            throw .shapeDiffers("the remainder of the design")
        }
        guard response.count == n else { throw .shapeDiffers("the response") }
        guard (responseRemainder?.count ?? n) == n else { throw .shapeDiffers("the remainder of the response") }
        guard (weights?.count ?? n) == n else { throw .shapeDiffers("the vector of weights") }
        guard (exponents?.count ?? p) == p else { throw .shapeDiffers("the starting factor") }
        let given = (
            design: DoubleDoubleColumns(
                rowCount: n, columnCount: p, high: design.elements, low: designRemainder?.elements ?? []),
            response: DoubleDoubleColumns(
                rowCount: n, columnCount: 1, high: response,
                low: responseRemainder ?? [Double](repeating: 0, count: n))
        )
        if let place = given.response.firstNotFinite { throw .notFinite(row: place, column: nil) }
        if let place = given.design.firstNotFinite { throw .notFinite(row: place % n, column: place / n) }
        if let row = weights?.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) { throw .invalidWeight(row: row) }
        weightedRowCount = weights?.count { $0 > 0 } ?? n
        guard weightedRowCount >= p else { throw .fewerRowsThanColumns(rows: weightedRowCount, columns: p) }
        rowCount = n
        columnCount = p
        self.given = given
        rootWeights = weights.map { weights in
            var roots = DoubleDoubleColumns(rowCount: n, columnCount: 1)
            for row in 0..<n { roots[row, 0] = DoubleDouble(weights[row]).squareRoot() }
            return roots
        }
        let scaledDesign = Self.scaled(given.design, rootWeights: rootWeights, exponents: exponents)
        self.design = scaledDesign.columns
        columnExponents = scaledDesign.exponents
        columnLengths = scaledDesign.columns.lengths
        let scaledResponse = Self.scaled(given.response, rootWeights: rootWeights, exponents: nil)
        self.response = scaledResponse.columns
        responseExponent = scaledResponse.exponents[0]
        responseLength = scaledResponse.columns.lengths[0]
    }

    /// Columns weighted and divided by powers of two: given ones, or such that the largest element is in [1, 2).
    private static func scaled(
        _ columns: DoubleDoubleColumns, rootWeights: DoubleDoubleColumns?, exponents: [Int]?
    ) -> (columns: DoubleDoubleColumns, exponents: [Int]) {
        var columns = columns
        var total = columns.scaleToUnit()
        if let rootWeights, columns.rowCount > 0 {
            columns.multiply(by: rootWeights)
            for (column, exponent) in columns.scaleToUnit().enumerated() { total[column] += exponent }
        }
        if let exponents {
            for column in exponents.indices {
                columns.scale(column, byPowerOfTwo: total[column] - exponents[column])
            }
            total = exponents
        }
        return (columns, total)
    }

    /// The residuals y - X b of all rows in the unit of y, the weights taken out again.
    func unweightedResiduals(_ refined: AugmentedRefinement, columns: [Int]) -> [DoubleDouble] {
        (0..<rowCount).map { row in
            let residual = refined.residuals[row, 0].scaled(byPowerOfTwo: responseExponent)
            guard let rootWeights else { return residual }
            let root = rootWeights[row, 0]
            if root.high > 0 { return residual / root }
            // A row that does not count has no residual yet.
            return columns.enumerated().reduce(given.response[row, 0]) { rest, column in
                let coefficient = refined.coefficients[column.offset]
                    .scaled(byPowerOfTwo: responseExponent - columnExponents[column.element])
                return rest - given.design[row, column.element] * coefficient
            }
        }
    }

    /// Weighted sums of squares in the scale of ``response``: of the residuals, of the response, and of the response
    /// about its weighted mean.
    func sumsOfSquares(
        _ residuals: DoubleDoubleColumns
    ) -> (residual: DoubleDouble, total: DoubleDouble, centredTotal: DoubleDouble) {
        let roots =
            rootWeights
            ?? DoubleDoubleColumns(
                rowCount: rowCount, columnCount: 1, high: [Double](repeating: 1, count: rowCount),
                low: [Double](repeating: 0, count: rowCount))
        guard weightedRowCount > 0 else { return (.zero, .zero, .zero) }
        // The response is weighted by the root already: its product with the root is weighted by the weight.
        let mean = roots.product(response) / roots.product(roots)
        var centred = response
        centred.add(-mean, times: roots, column: 0, rows: 0..<rowCount, toColumn: 0, at: 0)
        return (residuals.product(residuals), response.product(response), centred.product(centred))
    }
}

extension DoubleDoubleColumns {
    /// The place of the first element that is infinite or not a number.
    var firstNotFinite: Int? {
        high.indices.first { !high[$0].isFinite || !(low.isEmpty || low[$0].isFinite) }
    }

    /// Divides each column by the power of two that brings its largest element into [1, 2).
    ///
    /// - Returns: the exponents of the powers; zero for a column of zeros.
    mutating func scaleToUnit() -> [Int] {
        (0..<columnCount).map { column in
            var largest = 0.0
            for place in column * rowCount..<(column + 1) * rowCount { largest = max(largest, high[place].magnitude) }
            guard largest > 0 else { return 0 }
            let exponent = Int(largest.exponent)
            scale(column, byPowerOfTwo: -exponent)
            return exponent
        }
    }

    /// The Euclidean length of each column, in Doubles.
    var lengths: [Double] {
        (0..<columnCount).map { column in
            var sum = 0.0
            for place in column * rowCount..<(column + 1) * rowCount { sum += high[place] * high[place] }
            return sum.squareRoot()
        }
    }

    /// The sum of the products of two single columns.
    func product(_ other: DoubleDoubleColumns) -> DoubleDouble {
        var sums = DoubleDoubleSums()
        addProducts(column: 0, rows: 0..<rowCount, with: other, column: 0, at: 0, to: &sums)
        return sums.total
    }
}
