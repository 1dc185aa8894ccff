import HomeostatNumerics

/// Why a linear hypothesis cannot be tested.
public enum LinearHypothesisError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The rows have not one factor for each estimated coefficient, or the values are not one for each row.
    case shapeDiffers(expected: Int, found: Int)
    /// There is no row.
    case empty
    /// A row is a combination of other rows, or its combination of the coefficients has no variance.
    case dependentRows(rank: Int, rows: Int)
    /// A figure is not finite.
    case outOfRange

    /// What is wrong with the hypothesis, with the numbers found and needed.
    public var description: String {
        switch self {
        case .shapeDiffers(let expected, let found):
            "a row of a linear hypothesis has \(found) factors; the model has \(expected) estimated coefficients"
        case .empty: "a linear hypothesis needs at least one row"
        case .dependentRows(let rank, let rows):
            "only \(rank) of \(rows) rows of the hypothesis say something of their own: leave out the others"
        case .outOfRange: "the hypothesis is beyond the range of numbers"
        }
    }
}

/// A joint test of linear combinations of coefficients: L b = c.
///
/// W = (L b - c)' (L V L')^-1 (L b - c) is chi-squared with as many degrees of freedom as L has rows; W over that number
/// is F where the variance is estimated.
///
/// Source: A. Wald, Transactions of the American Mathematical Society 54 (1943) 426-482,
/// doi:10.1090/S0002-9947-1943-0012401-3.
public struct LinearHypothesis: Sendable, Hashable {
    /// L: one row for each equation, one factor for each estimated coefficient.
    public let factors: [[Double]]
    /// c: one for each row.
    public let values: [Double]

    /// The hypothesis that combinations are equal to given values; zero where none are given.
    public init(_ factors: [[Double]], equal values: [Double]? = nil) {
        self.factors = factors
        self.values = values ?? [Double](repeating: 0, count: factors.count)
    }

    /// The hypothesis that coefficients are zero.
    ///
    /// - Parameters:
    ///   - positions: of the coefficients among the estimated ones.
    ///   - count: of the estimated coefficients.
    public init(zero positions: [Int], of count: Int) {
        self.init(positions.map { position in (0..<count).map { $0 == position ? 1 : 0 } })
    }

    /// Wald's statistic W and the number of rows.
    public func waldStatistic(
        _ coefficients: [Double], _ covariance: CoefficientCovariance
    ) throws(LinearHypothesisError) -> (statistic: Double, rows: Int) {
        guard !factors.isEmpty else { throw .empty }
        guard values.count == factors.count else { throw .shapeDiffers(expected: factors.count, found: values.count) }
        for row in factors where row.count != coefficients.count || row.count != covariance.matrix.columnCount {
            throw .shapeDiffers(expected: coefficients.count, found: row.count)
        }
        let size = factors.count
        let distances = (0..<size).map { row in
            var sum = CompensatedSum()
            for (factor, coefficient) in zip(factors[row], coefficients) { sum.add(factor * coefficient) }
            sum.add(-values[row])
            return sum.value
        }
        // Rows of length 1 in the metric of V: what is left of dependence is not a matter of units.
        let scales = factors.map { covariance.variance(of: $0).squareRoot() }
        guard scales.allSatisfy({ $0.isFinite }), distances.allSatisfy({ $0.isFinite }) else { throw .outOfRange }
        guard scales.allSatisfy({ $0 > 0 }) else {
            throw .dependentRows(rank: scales.count { $0 > 0 }, rows: size)
        }
        var elements = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0..<size {
                let value = covariance.covariance(of: factors[row], and: factors[column])
                elements[column * size + row] = value / scales[row] / scales[column]
            }
        }
        let qr = HouseholderQR(columnMajor: elements, rowCount: size, columnCount: size, rankTolerance: 1e-13)
        guard qr.rank == size else { throw .dependentRows(rank: qr.rank, rows: size) }
        let scaled = zip(distances, scales).map { $0 / $1 }
        let solved = qr.solve(scaled)
        var sum = CompensatedSum()
        for (distance, solution) in zip(scaled, solved) { sum.add(distance * solution) }
        guard sum.value.isFinite else { throw .outOfRange }
        return (max(0, sum.value), size)
    }

    /// The F test: W over the number of rows.
    public func fTest(
        _ coefficients: [Double], _ covariance: CoefficientCovariance
    ) throws(LinearHypothesisError) -> HypothesisTest {
        let (statistic, rows) = try waldStatistic(coefficients, covariance)
        do {
            return try .f(statistic / Double(rows), Double(rows), covariance.jointDegreesOfFreedom)
        } catch { throw .outOfRange }
    }

    /// The chi-squared test.
    public func chiSquaredTest(
        _ coefficients: [Double], _ covariance: CoefficientCovariance
    ) throws(LinearHypothesisError) -> HypothesisTest {
        let (statistic, rows) = try waldStatistic(coefficients, covariance)
        do { return try .chiSquared(statistic, Double(rows)) } catch { throw .outOfRange }
    }
}
