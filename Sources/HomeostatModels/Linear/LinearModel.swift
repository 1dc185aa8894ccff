import HomeostatNumerics

/// A linear model fitted by least squares, ordinary or weighted.
///
/// The response less its offset is y = X b + e, with errors e that are independent, of equal variance or, with weights,
/// of variances in inverse proportion to them. The coefficients come from a tall-skinny QR factorisation and iterative
/// refinement with residuals in double-double: ``certifiedDigits`` says how many digits hold. A column that is a
/// combination of those before it has no coefficient and is named in ``dependentColumns``.
///
/// ```swift
/// let model = try LinearModel(design, response: logHOMA)
/// let table = try model.coefficientTable(covariance: model.covariance(.hc3))
/// ```
public struct LinearModel: Sendable {
    /// X, n x p.
    public let design: DesignMatrix
    /// n values.
    public let response: [Double]
    /// What the exact response exceeds ``response`` by; nil where nothing is known beyond the Doubles.
    public let responseRemainder: [Double]?
    /// n numbers above zero; nil where all rows count alike.
    public let weights: [Double]?
    /// n numbers that belong to the fitted values with a coefficient of 1; nil where there are none.
    public let offset: [Double]?
    /// One for each column of the design.
    public let coefficients: [Estimable<Double>]
    /// The positions of the columns that have a coefficient, ascending: k of them.
    public let estimatedColumns: [Int]
    /// The positions of the columns that are combinations of columns before them.
    public let dependentColumns: [Int]
    /// The share of a column's length below which what the others leave of it counts as nothing.
    public let rankTolerance: Double
    /// The ratio of largest to smallest singular value of X with columns of length 1; nil where it is not finite.
    public let conditionNumber: Double?
    /// The least number of decimal digits that are certain in any coefficient, at most 30, for the numbers given; nil
    /// without coefficients.
    public let certifiedDigits: Double?
    /// y - X b, less the offset, not weighted: n values.
    public let residuals: [Double]
    /// The (weighted) sum of squared residuals.
    public let residualSumOfSquares: Double
    /// The (weighted) sum of squares that the columns explain: about the mean where there is an intercept, about zero
    /// where not; offset taken off.
    public let modelSumOfSquares: Double
    /// Whether the residuals are no more than what rounding of the data explains.
    public let isPerfectFit: Bool

    let solution: LeastSquaresSolution
    let factor: LeastSquaresFactor

    /// Fits a model.
    ///
    /// - Parameters:
    ///   - design: n x p; at least as many rows as columns, finite.
    ///   - response: n finite values.
    ///   - responseRemainder: what exact responses exceed `response` by.
    ///   - weights: n finite numbers above zero, to which error variances are in inverse proportion.
    ///   - offset: n finite values.
    ///   - offsetRemainder: what exact offsets exceed `offset` by.
    ///   - rankTolerance: the share of a column's length that the columns before it have to leave; by default some units
    ///     in the last place of what the data are known to.
    ///   - isExact: whether each number is known to more digits than those of a Double; by default where remainders of
    ///     the design are given. It decides what counts as dependent and as perfect.
    ///   - precision: of the standard errors.
    /// - Throws: ``LinearModelError``.
    /// - Complexity: O(n p^2).
    public init(
        _ design: DesignMatrix, response: [Double], responseRemainder: [Double]? = nil, weights: [Double]? = nil,
        offset: [Double]? = nil, offsetRemainder: [Double]? = nil, rankTolerance: Double? = nil, isExact: Bool? = nil,
        precision: LinearModelPrecision = .automatic
    ) throws(LinearModelError) {
        try Self.check(
            design, response: response, weights: weights, offset: offset,
            remainders: [responseRemainder, offsetRemainder])
        let target = LeastSquaresTarget(
            response: response, remainder: responseRemainder, offset: offset, offsetRemainder: offsetRemainder)
        let factor = try Self.factored(design, target, weights, rankTolerance)
        let refined = try Self.refined(
            design, target, weights, factor: factor, rankTolerance: rankTolerance, isExact: isExact,
            isFull: precision.isFull(rows: design.rowCount, columns: design.columnCount))
        self.design = design
        self.response = response
        self.responseRemainder = responseRemainder
        self.weights = weights
        self.offset = offset
        self.factor = factor
        solution = try LeastSquaresSolution(
            refined, factor: factor, hasIntercept: design.interceptColumn != nil)
        coefficients = refined.coefficients.map { $0.map { .value($0.value) } ?? .absent(.linearlyDependent) }
        estimatedColumns = refined.independentColumns
        dependentColumns = refined.dependentColumns
        self.rankTolerance = refined.rankTolerance
        conditionNumber = refined.conditionNumber
        certifiedDigits = refined.digits
        residuals = refined.residuals.map(\.value)
        residualSumOfSquares = refined.residualSumOfSquares.value
        modelSumOfSquares = solution.modelSumOfSquares.value
        isPerfectFit = refined.isPerfectFit
        guard modelSumOfSquares.isFinite && residualSumOfSquares.isFinite else {
            throw .outOfRange(what: "a sum of squares")
        }
    }

    private static func factored(
        _ design: DesignMatrix, _ target: LeastSquaresTarget, _ weights: [Double]?, _ rankTolerance: Double?
    ) throws(LinearModelError) -> LeastSquaresFactor {
        do throws(TallSkinnyQRError) {
            var rows = TallSkinnyQR(columnCount: design.columnCount)
            try rows.add(design.matrix, response: target.high, weights: weights)
            return try rows.finish(rankTolerance: rankTolerance)
        } catch {
            throw .outOfRange(what: "the product of a row with the root of its weight")
        }
    }

    private static func refined(
        _ design: DesignMatrix, _ target: LeastSquaresTarget, _ weights: [Double]?, factor: LeastSquaresFactor,
        rankTolerance: Double?, isExact: Bool?, isFull: Bool
    ) throws(LinearModelError) -> RefinedLeastSquares {
        do throws(RefinedLeastSquaresError) {
            return try RefinedLeastSquares(
                design: design.matrix, designRemainder: design.remainder, response: target.high,
                responseRemainder: target.low, weights: weights,
                startingFactor: (r: factor.r, columnExponents: factor.columnExponents), rankTolerance: rankTolerance,
                isExact: isExact, inverseGramMatrix: isFull)
        } catch {
            switch error {
            case .coefficientOutOfRange(let column):
                throw .outOfRange(what: "the coefficient of \(design.columnNames[column])")
            default: throw .outOfRange(what: "the response")
            }
        }
    }

    private static func check(
        _ design: DesignMatrix, response: [Double], weights: [Double]?, offset: [Double]?, remainders: [[Double]?]
    ) throws(LinearModelError) {
        let rows = design.rowCount
        guard design.columnCount > 0 else { throw .noColumns }
        for (what, values) in [
            ("the response", response), ("weights", weights), ("the offset", offset), ("a remainder", remainders[0]),
            ("a remainder", remainders[1]),
        ] {
            guard let values else { continue }
            guard values.count == rows else {
                throw .differentLengths(what: what, count: values.count, rows: rows)
            }
            if what == "weights" {
                if let row = values.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
                    throw .unusableWeight(row: row, value: values[row])
                }
            } else if let row = values.firstIndex(where: { !$0.isFinite }) {
                throw .notFinite(what: what, row: row)
            }
        }
        for column in 0..<design.columnCount {
            let values = design.matrix.column(column)
            for row in 0..<rows where !values[row].isFinite {
                throw .notFinite(what: design.columnNames[column], row: row)
            }
        }
        guard rows >= design.columnCount else { throw .tooFewRows(rows: rows, columns: design.columnCount) }
    }
}

extension LinearModel {
    /// n, the number of rows.
    public var rowCount: Int { design.rowCount }
    /// k, the number of coefficients that were estimated.
    public var rank: Int { estimatedColumns.count }
    /// n - k.
    public var residualDegreesOfFreedom: Int { rowCount - rank }
    /// The coefficients that were estimated: k values, in the order of their columns.
    public var estimates: [Double] { solution.coefficients.map(\.value) }
    /// The names of the columns that have a coefficient.
    public var estimatedNames: [String] { estimatedColumns.map { design.columnNames[$0] } }
    /// The names of the columns that are combinations of columns before them.
    public var dependentNames: [String] { dependentColumns.map { design.columnNames[$0] } }
    /// Whether the design has an intercept.
    public var hasIntercept: Bool { design.interceptColumn != nil }
    /// X b and the offset: n values.
    public var fittedValues: [Double] { response.indices.map { response[$0] - residuals[$0] } }
    /// (X'WX)^-1 of the columns that have a coefficient, k x k.
    public var unscaledCovariance: Matrix { solution.inverseOfGram.rounded }

    /// The weight of a row.
    @inline(__always)
    func weight(_ row: Int) -> Double { weights.map { $0[row] } ?? 1 }
}
