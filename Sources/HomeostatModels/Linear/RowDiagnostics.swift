import HomeostatNumerics

/// What single rows do to a linear model. All of n rows; nil in a row that the fit passes through whatever its response
/// is.
///
/// Source: D. A. Belsley, E. Kuh and R. E. Welsch, Regression Diagnostics, Wiley 1980, chapter 2; Cook's distance: R. D.
/// Cook, Technometrics 19 (1977) 15-18, doi:10.1080/00401706.1977.10489493.
public struct RowDiagnostics: Sendable, Hashable {
    /// The diagonal h of the hat matrix.
    public let leverages: [Double]
    /// e sqrt(w) / (s sqrt(1 - h)): internally studentised (R's `rstandard`).
    public let standardizedResiduals: [Double?]
    /// The same with s from the fit without the row: externally studentised (R's `rstudent`), t with n - k - 1 degrees
    /// of freedom.
    public let studentizedResiduals: [Double?]
    /// By how much all fitted values move when the row is left out, in units of k s^2.
    public let cooksDistances: [Double?]
    /// By how much the row's own fitted value moves when it is left out, in units of its standard error.
    public let dffits: [Double?]
}

extension LinearModel {
    /// The diagonal of the hat matrix (of the weighted rows): n numbers from 0 to 1, with the sum k.
    public var leverages: [Double] {
        var made: [Double] = []
        made.reserveCapacity(rowCount)
        // Nothing in the scan throws by itself.
        try? InfluenceScan(self).forEachBlock { (block) throws(LinearModelError) in
            for lane in 0..<block.count { made.append(min(1, max(0, block.leverages[lane]))) }
        }
        return made
    }

    /// Leverages, studentised residuals, Cook's distances and DFFITS; absent where nothing is left over to measure them
    /// by.
    public var rowDiagnostics: Estimable<RowDiagnostics> {
        guard residualDegreesOfFreedom > 0 else { return .absent(.noResidualDegreesOfFreedom) }
        guard !isPerfectFit else { return .absent(.perfectFit) }
        let leverages = leverages
        let freedom = Double(residualDegreesOfFreedom)
        let variance = residualSumOfSquares / freedom
        var standardized = [Double?](repeating: nil, count: rowCount)
        var (studentized, cooks, dffits) = (standardized, standardized, standardized)
        for row in leverages.indices {
            let leverage = leverages[row]
            guard 1 - leverage > Self.leastFreedom(rank) else { continue }
            let residual = residuals[row] * weight(row).squareRoot()
            let own = residual / (variance * (1 - leverage)).squareRoot()
            standardized[row] = own
            cooks[row] = own * own * leverage / ((1 - leverage) * Double(rank))
            if let without = varianceWithout(row, leverage) {
                let student = residual / (without * (1 - leverage)).squareRoot()
                studentized[row] = student
                dffits[row] = student * (leverage / (1 - leverage)).squareRoot()
            }
        }
        return .value(
            RowDiagnostics(
                leverages: leverages, standardizedResiduals: standardized, studentizedResiduals: studentized,
                cooksDistances: cooks, dffits: dffits))
    }

    /// The error variance estimated without a row; nil where that fit is perfect or has no degrees of freedom.
    private func varianceWithout(_ row: Int, _ leverage: Double) -> Double? {
        guard residualDegreesOfFreedom > 1 else { return nil }
        let square = weight(row) * residuals[row] * residuals[row] / (1 - leverage)
        let rest = residualSumOfSquares - square
        guard rest > 64 * Double.ulpOfOne * residualSumOfSquares else { return nil }
        return rest / Double(residualDegreesOfFreedom - 1)
    }

    /// By how much each coefficient moves when a row is left out, b - b(without the row): n x k. Rows that the fit passes
    /// through are zero.
    ///
    /// - Complexity: O(n k^2).
    public func coefficientChanges() -> Matrix {
        var made = Matrix(rowCount: rowCount, columnCount: rank)
        try? InfluenceScan(self).forEachBlock { (block) throws(LinearModelError) in
            for lane in 0..<block.count {
                let row = block.first + lane
                let freedom = 1 - block.leverages[lane]
                guard freedom > Self.leastFreedom(rank) else { continue }
                let scaled = weight(row) * residuals[row] / freedom
                for column in 0..<rank { made[row, column] = block.vectors[column][lane] * scaled }
            }
        }
        return made
    }

    /// ``coefficientChanges()`` in units of the standard errors that the fit without the row has: n x k; nil in rows
    /// where these do not exist.
    public func dfbetas() -> [[Double]?] {
        let changes = coefficientChanges()
        let leverages = leverages
        let scales = (0..<rank).map { solution.inverseOfGram[$0, $0].value.squareRoot() }
        return (0..<rowCount).map { row in
            guard !isPerfectFit, 1 - leverages[row] > Self.leastFreedom(rank),
                let variance = varianceWithout(row, leverages[row])
            else { return nil }
            return (0..<rank).map { changes[row, $0] / (variance.squareRoot() * scales[$0]) }
        }
    }
}
