/// The least squares solution b of min |W^1/2 (y - X b)| to all digits that the data have.
///
/// Columns and response are scaled by powers of two. A triangular factor R of X, from Householder QR in Doubles, makes
/// X R^-1 nearly orthogonal; the Gram matrix of X R^-1, formed in double-double, corrects R and gives (X'X)^-1. Then
/// residuals and coefficients are refined together as the solution of the augmented system
///
///     r + X b = y,   X'r = 0
///
/// with its residuals computed in double-double. The error of b then grows with the condition number of X, and no
/// longer with its square. A column that others determine is never dropped in silence: ``dependentColumns`` names it.
///
/// ```swift
/// let fit = try RefinedLeastSquares(design: x, response: y)
/// fit.coefficients[1]?.value        // the slope
/// fit.certifiedDigits[1]            // how many of its digits are sure
/// ```
///
/// Sources: Å. Björck, BIT 7 (1967) 257-278, doi:10.1007/BF01939321, and G. H. Golub and J. H. Wilkinson, Numer Math 9
/// (1966) 139-148, doi:10.1007/BF02166032 (refinement of the augmented system); J. Demmel, Y. Hida, E. J. Riedy and
/// X. S. Li, ACM Trans Math Softw 35 (2009) 28, doi:10.1145/1462173.1462177 (extra-precise residuals, when to stop);
/// Y. Yamamoto, Y. Nakatsukasa, Y. Yanagisawa and T. Fukaya, Electron Trans Numer Anal 44 (2015) 306-326 (a factor
/// corrected by the Cholesky factor of the Gram matrix).
public struct RefinedLeastSquares: Sendable {
    /// n, the number of rows, those with a weight of zero included.
    public let rowCount: Int
    /// The number of rows with a weight above zero.
    public let weightedRowCount: Int
    /// p, the number of columns of X.
    public let columnCount: Int
    /// One for each column of X, in the unit of the response by that of the column; `nil` for dependent columns.
    public let coefficients: [DoubleDouble?]
    /// How many leading decimal digits of each coefficient are certain, at most 30, for the X and y that were given;
    /// `nil` for dependent columns.
    ///
    /// The error is taken as the sum of what rounding in double-double may do through the (X'X)^-1 found, and of the
    /// last correction of the refinement. A coefficient that is zero to its error has no certain digit.
    public let certifiedDigits: [Double?]
    /// n residuals y - X b, not weighted.
    public let residuals: [DoubleDouble]
    /// The sum over rows of weight times squared residual.
    public let residualSumOfSquares: DoubleDouble
    /// The sum over rows of weight times squared response.
    public let totalSumOfSquares: DoubleDouble
    /// The sum over rows of weight times squared difference of the response from its weighted mean.
    public let centredTotalSumOfSquares: DoubleDouble
    /// ``weightedRowCount`` minus ``rank``.
    public let residualDegreesOfFreedom: Int
    /// The columns that are combinations of columns before them, ascending; among collinear columns the later ones are
    /// named, as R's `lm` does.
    public let dependentColumns: [Int]
    /// The columns that have a coefficient, ascending.
    public let independentColumns: [Int]
    /// The share of a column's length below which what the columns before it leave counts as nothing.
    public let rankTolerance: Double
    /// The ratio of the largest to the smallest singular value of the independent columns, each brought to length 1 (and
    /// rows weighted): to three digits; `nil` without columns.
    public let conditionNumber: Double?
    /// (X'WX)^-1 of the ``independentColumns``, rank x rank; `nil` where it was not asked for, or where an element is
    /// beyond the range of Double.
    public let inverseGramMatrix: DoubleDoubleMatrix?
    /// The square roots of the diagonal of (X'WX)^-1 times ``residualStandardDeviation``, one for each column; `nil` for
    /// dependent columns, and where the residuals have no degrees of freedom.
    public let standardErrors: [DoubleDouble?]
    /// How often coefficients and residuals were corrected, the first solution included.
    public let passes: Int
    /// Whether the residuals are no larger than what rounding of the data explains: of Doubles where the data are
    /// Doubles, of double-double arithmetic where decimals are known exactly.
    public let isPerfectFit: Bool

    /// The number of linearly independent columns.
    public var rank: Int { independentColumns.count }

    /// The residual variance: ``residualSumOfSquares`` by ``residualDegreesOfFreedom``; `nil` where they are zero.
    public var residualVariance: DoubleDouble? {
        residualDegreesOfFreedom > 0 ? residualSumOfSquares / DoubleDouble(Int64(residualDegreesOfFreedom)) : nil
    }

    /// The square root of ``residualVariance``.
    public var residualStandardDeviation: DoubleDouble? { residualVariance?.squareRoot() }

    /// The fewest ``certifiedDigits`` of any coefficient; `nil` without coefficients.
    public var digits: Double? { certifiedDigits.compactMap(\.self).min() }

    /// Fits.
    ///
    /// - Parameters:
    ///   - design: X, n x p, n at least p. All elements are finite.
    ///   - designRemainder: n x p; what the exact elements of X exceed those of `design` by.
    ///   - response: y, n finite values.
    ///   - responseRemainder: n values; what the exact elements of y exceed those of `response` by.
    ///   - weights: n finite weights of zero or more; none is a weight of one for each row.
    ///   - startingFactor: ``LeastSquaresFactor/r`` and its exponents: R of X^ = Q R, where X^ holds the columns of `design` divided by 2^exponent, its rows multiplied
    ///     by the roots of the weights, as a QR factorisation in Doubles gives it: p x p, upper triangular, and p exponents.
    ///     Without it, one is computed.
    ///   - rankTolerance: see ``rankTolerance``. Without it, ``LeastSquaresFactor/defaultRankTolerance(columnCount:)``
    ///     where the data are Doubles, and 2^-102 p sqrt(n) where `isExact`.
    ///   - isExact: whether each element is known to double-double precision, so that columns of which the difference only
    ///     shows beyond a Double are different. Without it, this is so where a `designRemainder` is given.
    ///   - inverseGramMatrix: whether (X'WX)^-1 is wanted to full precision, in O(n p^2). Without it the standard errors
    ///     have the digits of `startingFactor`, and the coefficients are found in O(n p) for each pass.
    /// - Throws: ``RefinedLeastSquaresError``.
    public init(
        design: Matrix, designRemainder: Matrix? = nil, response: [Double], responseRemainder: [Double]? = nil,
        weights: [Double]? = nil, startingFactor: (r: Matrix, columnExponents: [Int])? = nil,
        rankTolerance: Double? = nil, isExact: Bool? = nil, inverseGramMatrix wantsInverse: Bool = true
    ) throws(RefinedLeastSquaresError) {
        let rows = try ScaledRows(
            design: design, designRemainder: designRemainder, response: response,
            responseRemainder: responseRemainder, weights: weights, exponents: startingFactor?.columnExponents)
        let isExact = isExact ?? (designRemainder != nil)
        var factor = try TriangularFactor(
            rows, start: startingFactor?.r, tolerance: rankTolerance, isExact: isExact, isCorrected: wantsInverse)
        var refined = AugmentedRefinement(rows, factor: factor)
        // Slow progress means that the factor from Doubles is too poor.
        if !wantsInverse && !(refined.isConverged && refined.contraction < 0.01) {
            factor.correct(rows)
            refined = AugmentedRefinement(rows, factor: factor)
        }
        let columns = factor.independentColumns
        rowCount = rows.rowCount
        weightedRowCount = rows.weightedRowCount
        columnCount = rows.columnCount
        dependentColumns = factor.dependentColumns
        independentColumns = columns
        self.rankTolerance = factor.rankTolerance
        conditionNumber = factor.conditionNumber
        passes = refined.passes
        residualDegreesOfFreedom = rows.weightedRowCount - columns.count

        let scale = rows.responseExponent
        var coefficients = [DoubleDouble?](repeating: nil, count: rows.columnCount)
        var digits = [Double?](repeating: nil, count: rows.columnCount)
        for (place, column) in columns.enumerated() {
            let value = refined.coefficients[place].scaled(byPowerOfTwo: scale - rows.columnExponents[column])
            guard value.isFinite else { throw .coefficientOutOfRange(column: column) }
            coefficients[column] = value
            digits[column] = refined.certifiedDigits[place]
        }
        self.coefficients = coefficients
        certifiedDigits = digits
        residuals = rows.unweightedResiduals(refined, columns: columns)
        let sums = rows.sumsOfSquares(refined.residuals)
        residualSumOfSquares = sums.residual.scaled(byPowerOfTwo: 2 * scale)
        totalSumOfSquares = sums.total.scaled(byPowerOfTwo: 2 * scale)
        centredTotalSumOfSquares = sums.centredTotal.scaled(byPowerOfTwo: 2 * scale)
        guard residualSumOfSquares.isFinite && totalSumOfSquares.isFinite else { throw .responseOutOfRange }
        isPerfectFit =
            sums.residual.squareRoot().high
            <= refined.magnitudeOfTerms * (isExact ? DoubleDouble.roundingUnit : Double.ulpOfOne)
        standardErrors = factor.standardErrors(
            rows, residualSumOfSquares: sums.residual, degreesOfFreedom: residualDegreesOfFreedom)
        inverseGramMatrix = wantsInverse ? factor.inverseGramMatrix(exponents: rows.columnExponents) : nil
    }
}

/// Why there is no least squares solution.
public enum RefinedLeastSquaresError: Error, Hashable, Sendable {
    /// The remainders, the response, the weights or the starting factor have not the shape of the design.
    case shapeDiffers(String)
    /// Fewer rows with a weight above zero than columns.
    case fewerRowsThanColumns(rows: Int, columns: Int)
    /// An element is infinite or not a number; without a column it is the response's.
    case notFinite(row: Int, column: Int?)
    /// A weight is negative, infinite or not a number.
    case invalidWeight(row: Int)
    /// A coefficient is too large for a Double: choose another unit for its column.
    case coefficientOutOfRange(column: Int)
    /// The squares of the response are too large for a Double: choose another unit.
    case responseOutOfRange
}

extension RefinedLeastSquaresError: CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .shapeDiffers(let what): "\(what) has not the shape of the design matrix"
        case .fewerRowsThanColumns(let rows, let columns):
            "\(rows) rows (with a weight above zero) cannot determine \(columns) coefficients; remove terms or add rows"
        case .notFinite(let row, let column):
            column.map { "row \(row), column \($0) of the design matrix is not a finite number" }
                ?? "the response of row \(row) is not a finite number"
        case .invalidWeight(let row): "the weight of row \(row) is not a finite number of zero or more"
        case .coefficientOutOfRange(let column):
            "the coefficient of column \(column) is beyond the range of Double; choose another unit for the column"
        case .responseOutOfRange:
            "the squares of the response are beyond the range of Double; choose another unit for it"
        }
    }
}
