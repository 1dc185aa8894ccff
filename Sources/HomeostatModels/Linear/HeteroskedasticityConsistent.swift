import HomeostatNumerics

/// Covariances of the coefficients that hold whatever the variances of the errors are.
extension LinearModel {
    /// A sandwich covariance, HC0 to HC5: the sum over rows of omega v v', where v = (X'WX)^-1 x says what the row does to
    /// the coefficients, and omega is (w e)^2 with a correction for the leverage.
    ///
    /// - Parameter correction: which one; its sources stand at ``HeteroscedasticityCorrection``.
    /// - Throws: ``LinearModelError/fullLeverage(rows:correction:)`` for HC2 to HC5,
    ///   ``LinearModelError/noResidualDegreesOfFreedom(rows:coefficients:)``.
    /// - Complexity: O(n k^2).
    public func covariance(
        _ correction: HeteroscedasticityCorrection
    ) throws(LinearModelError) -> CoefficientCovariance {
        let estimator = CovarianceEstimator.heteroscedasticityConsistent(correction)
        guard residualDegreesOfFreedom > 0 else {
            throw .noResidualDegreesOfFreedom(rows: rowCount, coefficients: rank)
        }
        let largestLeverage = correction == .hc5 ? leverages.max() ?? 0 : 0
        let scan = InfluenceScan(self)
        var sums = [CompensatedLanes](repeating: CompensatedLanes(), count: rank * rank)
        try scan.forEachBlock { (block) throws(LinearModelError) in
            var omega = InfluenceScan.lanes(residuals, block.first, block.count)
            if let weights { omega *= InfluenceScan.lanes(weights, block.first, block.count) }
            omega *= omega
            omega *= try leverageFactors(block, correction, largest: largestLeverage)
            for row in 0..<rank {
                let left = omega * block.vectors[row]
                for column in 0...row { sums[row * rank + column].add(left * block.vectors[column]) }
            }
        }
        let finite = correction == .hc1 ? Double(rowCount) / Double(residualDegreesOfFreedom) : 1
        var matrix = Matrix(rowCount: rank, columnCount: rank)
        for row in 0..<rank {
            for column in 0...row {
                matrix[row, column] = finite * sums[row * rank + column].total
                matrix[column, row] = matrix[row, column]
            }
        }
        guard matrix.elements.allSatisfy(\.isFinite) else { throw .outOfRange(what: "a variance") }
        return residualCovariance(estimator, matrix)
    }

    /// The same covariances by the vectorised pass of ``LeverageScan``: for millions of rows, many times as fast, with the
    /// digits of the QR factorisation.
    ///
    /// - Parameter threads: how many parts are worked on at a time; the result has the same bits for any number.
    /// - Throws: as ``covariance(_:)``.
    public func covariance(
        _ correction: HeteroscedasticityCorrection, threads: Int
    ) async throws(LinearModelError) -> CoefficientCovariance {
        let estimator = CovarianceEstimator.heteroscedasticityConsistent(correction)
        guard residualDegreesOfFreedom > 0 else {
            throw .noResidualDegreesOfFreedom(rows: rowCount, coefficients: rank)
        }
        let columns =
            dependentColumns.isEmpty
            ? design.matrix : design.matrix.selecting(rows: Array(0..<rowCount), columns: estimatedColumns)
        let target = LeastSquaresTarget(response: response, remainder: nil, offset: offset).high
        do throws(LeverageScanError) {
            let scan = try LeverageScan(
                columns, response: target, coefficients: estimates, factor: factor.selecting(estimatedColumns),
                weights: weights)
            return residualCovariance(estimator, try await scan.covariance(correction, threads: threads))
        } catch {
            if case .fullLeverage(let rows) = error { throw .fullLeverage(rows: rows, correction: estimator.name) }
            throw .outOfRange(what: "a variance")
        }
    }

    private func residualCovariance(_ estimator: CovarianceEstimator, _ matrix: Matrix) -> CoefficientCovariance {
        let freedom = Double(residualDegreesOfFreedom)
        return CoefficientCovariance(
            estimator: estimator, matrix: matrix, degreesOfFreedom: [Double](repeating: freedom, count: rank),
            jointDegreesOfFreedom: freedom)
    }

    /// (1 - h)^-d with the exponent d of a correction, for eight rows.
    private func leverageFactors(
        _ block: borrowing InfluenceBlock, _ correction: HeteroscedasticityCorrection, largest: Double
    ) throws(LinearModelError) -> Lanes {
        if correction == .hc0 || correction == .hc1 { return Lanes(repeating: 1) }
        let freedom = 1 - block.leverages
        let full = (0..<block.count).filter { !(freedom[$0] > Self.leastFreedom(rank)) }
        guard full.isEmpty else {
            throw .fullLeverage(
                rows: full.map { block.first + $0 },
                correction: CovarianceEstimator.heteroscedasticityConsistent(correction).name)
        }
        if correction == .hc2 { return 1 / freedom }
        if correction == .hc3 { return 1 / (freedom * freedom) }
        // Leverages relative to their mean k / n.
        let mean = Double(rank) / Double(rowCount)
        let relative = block.leverages / mean
        func atMost(_ bound: Double) -> Lanes { pointwiseMin(relative, Lanes(repeating: bound)) }
        let exponent: Lanes =
            switch correction {
            case .hc4m: atMost(1) + atMost(1.5)
            case .hc5: atMost(max(4, 0.7 * largest / mean)) / 2
            default: atMost(4)
            }
        return exp(-exponent * log(freedom))
    }

    /// 1 - leverage up to which a row counts as having no freedom: some units in the last place of 1 for each column.
    static func leastFreedom(_ rank: Int) -> Double { 64 * Double.ulpOfOne * Double(rank) }
}
