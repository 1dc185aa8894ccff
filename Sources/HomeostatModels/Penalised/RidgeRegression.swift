import HomeostatNumerics

/// Ridge regression: least squares with a penalty on the sum of squared coefficients of the scaled columns.
///
/// Minimises |y - Z b|^2 + lambda |b|^2, where the columns of Z have their means taken off (with an intercept in the
/// design) and a mean square of 1. This is the parametrisation of `lm.ridge` of R's MASS; that of glmnet is
/// ``ElasticNet`` with a mixing of 0.
///
/// Sources: Hoerl AE, Kennard RW. Technometrics 1970;12:55-67, doi:10.1080/00401706.1970.10488634; generalised
/// cross-validation: Golub GH, Heath M, Wahba G. Technometrics 1979;21:215-223, doi:10.1080/00401706.1979.10489751.
public struct RidgeRegression: Sendable {
    private let problem: StandardisedDesign

    /// - Parameters:
    ///   - design: rows x columns, finite; the intercept's column, where there is one, is not penalised.
    ///   - response: one for each row, finite.
    /// - Throws: ``PenalisedModelError``; ``PenalisedModelError/constantColumns(_:)`` names columns without a scale.
    public init(_ design: DesignMatrix, response: [Double]) throws(PenalisedModelError) {
        problem = try StandardisedDesign(design, response: response, weights: nil, scale: .asFitted)
        guard problem.constantColumns.isEmpty else {
            throw .constantColumns(problem.constantColumns.map { design.columnNames[$0] })
        }
    }

    /// The fit at a penalty.
    ///
    /// - Parameter lambda: 0 or more; 0 is least squares.
    /// - Throws: ``PenalisedModelError/dependentColumns(rank:columns:)`` where a penalty of 0 has no single solution.
    public func fit(lambda: Double) throws(PenalisedModelError) -> RidgeFit {
        guard lambda >= 0, lambda.isFinite else { throw .unusablePenalty(lambda) }
        let (rows, size) = (problem.columns.rowCount, problem.columns.columnCount)
        let root = lambda.squareRoot()
        // The penalty as further rows, so that no cross-products are formed.
        var elements: [Double] = []
        elements.reserveCapacity((rows + size) * size)
        for place in 0..<size {
            let column = problem.columns.column(place)
            for row in 0..<rows { elements.append(column[row]) }
            for other in 0..<size { elements.append(other == place ? root : 0) }
        }
        let factors = HouseholderQR(columnMajor: elements, rowCount: rows + size, columnCount: size)
        guard let inverse = factors.inverseOfGramMatrix() else {
            throw .dependentColumns(rank: factors.rank, columns: size)
        }
        var standardised = factors.solve(problem.response + [Double](repeating: 0, count: size))
        // Once more for what is left, which removes the rounding of the first solution.
        let rest = problem.residuals(standardised) + standardised.map { -root * $0 }
        for (place, value) in factors.solve(rest).enumerated() { standardised[place] += value }
        let trace = (0..<size).reduce(0) { $0 + inverse[$1][$1] }
        let residuals = problem.residuals(standardised)
        return RidgeFit(
            lambda: lambda, coefficients: problem.coefficients(standardised), standardised: standardised,
            residuals: residuals, effectiveDegreesOfFreedom: Double(size) - lambda * trace)
    }

    /// The penalties that theory suggests, from the least squares fit; nil for fewer than three columns, or without
    /// degrees of freedom, where they are not defined.
    ///
    /// Sources: Hoerl AE, Kennard RW, Baldwin KF. Commun Stat 1975;4:105-123, doi:10.1080/03610927508827232; Lawless JF,
    /// Wang P. Commun Stat A 1976;5:307-323, doi:10.1080/03610927608827353; as computed by MASS.
    public func suggestedPenalties() throws(PenalisedModelError) -> (hoerlKennardBaldwin: Double, lawlessWang: Double)?
    {
        let leastSquares = try fit(lambda: 0)
        let size = leastSquares.standardised.count
        let rows = problem.response.count
        let freedom = rows - size - (problem.design.interceptColumn == nil ? 0 : 1)
        guard size > 2, freedom > 0 else { return nil }
        let variance = leastSquares.residualSumOfSquares / Double(freedom)
        let squares = leastSquares.standardised.reduce(0) { $0 + $1 * $1 }
        let fitted = zip(problem.response, leastSquares.residuals).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        guard squares > 0, fitted > 0 else { return nil }
        let factor = Double(size - 2) * variance
        return (factor / squares, factor * Double(rows) / fitted)
    }
}

/// A ridge regression at one penalty.
public struct RidgeFit: Sendable, Hashable {
    /// The penalty.
    public let lambda: Double
    /// One for each column of the design, the intercept in its place, on the scale of the data.
    public let coefficients: [Double]
    /// The penalised coefficients on the common scale, in the order of the columns.
    public let standardised: [Double]
    /// What the fit leaves of each response.
    public let residuals: [Double]
    /// The trace of the matrix that turns the responses into the fit, the intercept not counted.
    public let effectiveDegreesOfFreedom: Double

    /// The sum of the squared residuals.
    public var residualSumOfSquares: Double {
        var sum = CompensatedSum()
        for residual in residuals { sum.add(residual * residual) }
        return sum.value
    }

    /// The criterion of generalised cross-validation as MASS has it, residual sum of squares over the square of rows
    /// less ``effectiveDegreesOfFreedom``; nil where that difference is not above zero.
    public var generalisedCrossValidation: Double? {
        let rest = Double(residuals.count) - effectiveDegreesOfFreedom
        return rest > 0 ? residualSumOfSquares / (rest * rest) : nil
    }
}
