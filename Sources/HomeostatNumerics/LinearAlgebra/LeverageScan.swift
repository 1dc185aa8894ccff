import CKernels

/// Why robust covariances cannot be had.
public enum LeverageScanError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Columns depend on others: leave these out first.
    case dependentColumns([Int])
    /// Rows (the first few) that the fit passes through whatever their response is, so that 1 - leverage is zero, and
    /// the correction divides by it.
    case fullLeverage(rows: [Int])
    /// There are as many columns as rows, and HC1 divides by the difference.
    case noDegreesOfFreedom
    /// A variance is beyond the range of Double: scale the columns.
    case outOfRange
    /// The coefficients are not as many as the columns.
    case coefficientsDiffer(expected: Int, found: Int)
    /// Rows of design, response and weights do not fit together, or weights are not valid.
    case rows(TallSkinnyQRError)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .dependentColumns(let columns):
            "columns \(columns.map { String($0 + 1) }.joined(separator: ", ")) depend on others: leave them out"
        case .fullLeverage(let rows):
            "the fit passes through rows \(rows.map { String($0 + 1) }.joined(separator: ", ")) whatever their response "
                + "is, so that HC2 to HC5 do not exist: use HC1 or leave these rows out"
        case .noDegreesOfFreedom: "HC1 needs more rows than columns"
        case .outOfRange: "a variance is beyond the range of numbers: change the unit of a column"
        case .coefficientsDiffer(let expected, let found): "\(found) coefficients for \(expected) columns"
        case .rows(let error): error.description
        }
    }
}

/// Corrections of the covariance of coefficients for unequal variances of the residuals e, given leverages h, with n
/// rows and p columns.
///
/// Sources: H. White, Econometrica 48 (1980) 817-838, doi:10.2307/1912934 (HC0); J. G. MacKinnon and H. White, Journal
/// of Econometrics 29 (1985) 305-325, doi:10.1016/0304-4076(85)90158-7 (HC1 to HC3); F. Cribari-Neto, Computational
/// Statistics and Data Analysis 45 (2004) 215-233, doi:10.1016/S0167-9473(02)00366-3 (HC4); F. Cribari-Neto and W. B. da
/// Silva, AStA 95 (2011) 129-146 (HC4m); F. Cribari-Neto, T. C. Souza and K. L. P.
/// Vasconcellos, Communications in Statistics 36 (2007) 1877-1888 (HC5).
public enum HeteroscedasticityCorrection: String, Sendable, Hashable, CaseIterable {
    /// e^2
    case hc0
    /// e^2 n / (n - p)
    case hc1
    /// e^2 / (1 - h)
    case hc2
    /// e^2 / (1 - h)^2
    case hc3
    /// e^2 / (1 - h)^d, d = min(4, n h / p)
    case hc4
    /// e^2 / (1 - h)^d, d = min(1, n h / p) + min(1.5, n h / p)
    case hc4m
    /// e^2 / (1 - h)^(d / 2), d = min(n h / p, max(4, 0.7 n h_max / p))
    case hc5
}

/// The second pass over the rows of a regression: residuals, leverages, and covariances that weight rows by them.
///
/// Given R, a row x has the leverage |z|^2 with z' = x' R^-1. Weighted sums are formed of z z', not of x x', so that
/// a covariance loses no more digits than R has lost.
///
/// ```swift
/// let scan = try LeverageScan(design, response: y, coefficients: b, factor: factor)
/// let covariance = try await scan.covariance(.hc3)
/// ```
public struct LeverageScan: Sendable {
    let rows: WeightedRows
    let factor: LeastSquaresFactor
    let coefficients: [Double]
    let rByRows: [Double]
    let scales: [Double]

    /// Rows of one task. Sums over them are added in their order.
    private static let rowsPerTask = 32768

    /// A scan of the rows that were factored.
    ///
    /// - Parameters:
    ///   - design: n x p.
    ///   - response: n values.
    ///   - coefficients: p values, the residuals of which are asked for.
    ///   - factor: of this design with these weights; its columns must be independent.
    ///   - weights: as for the factor.
    public init(
        _ design: Matrix, response: [Double], coefficients: [Double], factor: LeastSquaresFactor,
        weights: [Double]? = nil
    ) throws(LeverageScanError) {
        do throws(TallSkinnyQRError) {
            rows = try WeightedRows(design, response: response, weights: weights)
        } catch {
            throw .rows(error)
        }
        let columnCount = design.columnCount
        guard factor.columnCount == columnCount else {
            throw .rows(.columnsDiffer(expected: factor.columnCount, found: columnCount))
        }
        guard coefficients.count == columnCount else {
            throw .coefficientsDiffer(expected: columnCount, found: coefficients.count)
        }
        guard factor.dependentColumns.isEmpty else { throw .dependentColumns(factor.dependentColumns) }
        self.factor = factor
        self.coefficients = coefficients
        rByRows = factor.r.transposed().elements
        scales = factor.columnExponents.map { 1.0.scaled(by: -$0) }
    }

    /// 1 - leverage up to which a row counts as having no freedom: some units in the last place of 1 for each column.
    static func leastFreedom(_ columnCount: Int) -> Double { 64 * Double.ulpOfOne * Double(columnCount) }

    private var tasks: [Range<Int>] {
        stride(from: 0, to: rows.design.rowCount, by: Self.rowsPerTask).map {
            $0..<min($0 + Self.rowsPerTask, rows.design.rowCount)
        }
    }

    /// Residuals y - x'b, not weighted, and leverages: the diagonal of the hat matrix (of the weighted rows).
    ///
    /// - Complexity: O(n p^2).
    public func residualsAndLeverages(threads: Int = 2) async -> (residuals: [Double], leverages: [Double]) {
        let tasks = tasks
        let parts = await inOrder(tasks.count, threads: threads) { residualsAndLeverages(tasks[$0]) }
        var residuals: [Double] = []
        var leverages: [Double] = []
        residuals.reserveCapacity(rows.design.rowCount)
        leverages.reserveCapacity(rows.design.rowCount)
        for part in parts {
            residuals += part.residuals
            leverages += part.leverages
        }
        return (residuals, leverages)
    }

    /// (X'X)^-1 X' diag(w) X (X'X)^-1, p x p.
    ///
    /// - Parameters:
    ///   - rowWeights: n weights.
    ///   - threads: how many parts are worked on at a time; the result has the same bits for any number.
    /// - Throws: ``LeverageScanError/outOfRange``.
    public func covariance(rowWeights: [Double], threads: Int = 2) async throws(LeverageScanError) -> Matrix {
        precondition(rowWeights.count == rows.design.rowCount)
        let (sums, _) = await meat(HK_QR_GIVEN, given: rowWeights, threads: threads)
        return try finished(sums)
    }

    /// The covariance of the coefficients, robust against unequal variances, p x p.
    ///
    /// - Parameters:
    ///   - correction: which one.
    ///   - threads: how many parts are worked on at a time; the result has the same bits for any number.
    /// - Throws: ``LeverageScanError/fullLeverage(rows:)`` for all but HC0 and HC1, ``LeverageScanError/outOfRange``.
    public func covariance(
        _ correction: HeteroscedasticityCorrection, threads: Int = 2
    ) async throws(LeverageScanError) -> Matrix {
        let kind: hk_qr_weight
        var factor = 1.0
        switch correction {
        case .hc0: kind = HK_QR_HC0
        case .hc1:
            kind = HK_QR_HC0
            let (n, p) = (rows.design.rowCount, rows.design.columnCount)
            guard n > p else { throw .noDegreesOfFreedom }
            factor = Double(n) / Double(n - p)
        case .hc2: kind = HK_QR_HC2
        case .hc3: kind = HK_QR_HC3
        case .hc4, .hc4m, .hc5:
            return try await covariance(
                rowWeights: weightsOfHighLeverage(correction, threads: threads), threads: threads)
        }
        let (sums, withoutFreedom) = await meat(kind, threads: threads)
        guard withoutFreedom == 0 else { throw await fullLeverage(threads: threads) }
        return try finished(sums.map { $0 * factor })
    }

    /// The weights of HC4, HC4m and HC5, the exponents of which depend on the leverage itself.
    private func weightsOfHighLeverage(
        _ correction: HeteroscedasticityCorrection, threads: Int
    ) async throws(LeverageScanError) -> [Double] {
        let (residuals, leverages) = await residualsAndLeverages(threads: threads)
        let n = Double(rows.design.rowCount)
        let p = Double(rows.design.columnCount)
        let largest = max(4, 0.7 * n * leverages.reduce(0, max) / p)
        var logarithms: [Lanes] = []
        var exponents: [Double] = []
        exponents.reserveCapacity(residuals.count)
        logarithms.reserveCapacity(residuals.count / 8 + 1)
        var weights = residuals
        for row in weights.indices {
            let leverage = leverages[row]
            let freedom = 1 - leverage
            guard freedom > Self.leastFreedom(rows.design.columnCount) else {
                throw await fullLeverage(threads: threads)
            }
            let relative = n * leverage / p
            let exponent: Double =
                switch correction {
                case .hc4m: min(1, relative) + min(1.5, relative)
                case .hc5: min(relative, largest) / 2
                default: min(4, relative)
                }
            exponents.append(exponent)
            if row % 8 == 0 { logarithms.append(Lanes(repeating: 1)) }
            logarithms[row / 8][row % 8] = freedom
        }
        takeLog(&logarithms)
        for group in logarithms.indices {
            var power = Lanes.zero
            for lane in 0..<8 where group * 8 + lane < exponents.count {
                power[lane] = -exponents[group * 8 + lane] * logarithms[group][lane]
            }
            let divided = exp(power)
            for lane in 0..<8 where group * 8 + lane < exponents.count {
                let row = group * 8 + lane
                let residual = rows.roots.isEmpty ? residuals[row] : residuals[row] * rows.roots[row]
                weights[row] = residual * residual * divided[lane]
            }
        }
        return weights
    }

    /// The first rows that have no freedom, for an error.
    private func fullLeverage(threads: Int) async -> LeverageScanError {
        let least = Self.leastFreedom(rows.design.columnCount)
        let leverages = await residualsAndLeverages(threads: threads).leverages
        return .fullLeverage(rows: Array(leverages.indices.lazy.filter { !(1 - leverages[$0] > least) }.prefix(5)))
    }

    private func meat(
        _ kind: hk_qr_weight, given: [Double] = [], threads: Int
    ) async -> (sums: [Double], withoutFreedom: Int) {
        let tasks = tasks
        let parts = await inOrder(tasks.count, threads: threads) { meat(kind, given: given, tasks[$0]) }
        let size = rows.design.columnCount * rows.design.columnCount
        let sums = (0..<size).map { place in
            var total = CompensatedSum()
            for part in parts { total.add(part.sums[place]) }
            return total.value
        }
        return (sums, parts.reduce(0) { $0 + $1.withoutFreedom })
    }

    /// R^-1 M R^-T, of the sums in the upper triangle of M.
    private func finished(_ sums: [Double]) throws(LeverageScanError) -> Matrix {
        let size = rows.design.columnCount
        var meat = Matrix(rowCount: size, columnCount: size)
        for row in 0..<size {
            for column in row..<size {
                meat[row, column] = sums[row * size + column]
                meat[column, row] = sums[row * size + column]
            }
        }
        guard let covariance = factor.sandwich(meat) else { throw .outOfRange }
        return covariance
    }
}
