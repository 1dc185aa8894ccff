import HomeostatNumerics

/// How a linear model is resampled.
public enum LinearResampling: String, Sendable, Hashable, CaseIterable {
    /// Rows are drawn, response and design together; clusters where there are clusters.
    case pairs
    /// Residuals change their signs at random.
    case wildRademacher = "wild_rademacher"
    /// Residuals are multiplied by Mammen's two values, of mean 0 and second and third moment 1.
    case wildMammen = "wild_mammen"
}

extension LinearModel {
    /// Bootstrap replicates of the estimated coefficients.
    ///
    /// A wild bootstrap keeps the design and makes new responses from the fitted values and residuals that are multiplied
    /// by random numbers, one for each row or, with clusters, for each cluster; residuals are divided by 1 - h first (for
    /// clusters by the matrix 1 - H), as HC3 and CR3 do. Draws depend on the seed and the number of the replicate alone.
    ///
    /// Sources: pairs: D. A. Freedman, Annals of Statistics 9 (1981) 1218-1228, doi:10.1214/aos/1176345638; wild: C. F. J.
    /// Wu, Annals of Statistics 14 (1986) 1261-1295, doi:10.1214/aos/1176350142; E. Mammen, Annals of Statistics 21
    /// (1993) 255-285, doi:10.1214/aos/1176349025; R. Davidson and E. Flachaire, Journal of Econometrics 146 (2008)
    /// 162-169, doi:10.1016/j.jeconom.2008.08.003.
    ///
    /// - Parameters:
    ///   - resampling: how.
    ///   - replicates: how many, at least one.
    ///   - seed: tells one set of replicates from another.
    ///   - clusters: a number for each row; nil where rows are independent.
    ///   - threads: how many parts are worked on at a time; the result has the same bits for any number.
    /// - Returns: with the jackknife over rows or clusters for BCa intervals, absent where the fit passes through one.
    /// - Throws: ``LinearModelError``.
    public func bootstrap(
        _ resampling: LinearResampling, replicates: Int, seed: UInt64, clusters: [Int]? = nil, threads: Int = 2
    ) async throws(LinearModelError) -> BootstrapReplicates {
        precondition(replicates > 0)
        let groups: RowGroups? = if let clusters { try RowGroups(clusters, rowCount: rowCount) } else { nil }
        let changes = try changesOfUnits(clusters, isNeeded: resampling != .pairs)
        let jackknife = changes.map { changes in
            var left = changes
            for column in 0..<rank {
                for unit in 0..<left.rowCount { left[unit, column] = estimates[column] - left[unit, column] }
            }
            return left
        }
        switch resampling {
        case .pairs:
            let drawn = try await pairs(replicates, seed, groups, threads)
            return BootstrapReplicates(
                estimates: estimates, replicates: drawn.coefficients, failedReplicates: drawn.undeterminedReplicates,
                jackknife: jackknife)
        case .wildRademacher, .wildMammen:
            let drawn = wild(resampling, replicates, seed, changes ?? Matrix(rowCount: 0, columnCount: rank))
            return BootstrapReplicates(
                estimates: estimates, replicates: drawn, failedReplicates: [], jackknife: jackknife)
        }
    }

    /// What leaving out each row or cluster changes; nil where it is not needed and the fit passes through one of them.
    private func changesOfUnits(_ clusters: [Int]?, isNeeded: Bool) throws(LinearModelError) -> Matrix? {
        if let clusters {
            do {
                return try coefficientChanges(clusters: clusters)
            } catch {
                if isNeeded { throw error }
                return nil
            }
        }
        let leverages = leverages
        let full = leverages.indices.filter { 1 - leverages[$0] <= Self.leastFreedom(rank) }
        guard full.isEmpty else {
            if isNeeded { throw .fullLeverage(rows: full, correction: "the wild bootstrap") }
            return nil
        }
        return coefficientChanges()
    }

    private func pairs(
        _ replicates: Int, _ seed: UInt64, _ groups: RowGroups?, _ threads: Int
    ) async throws(LinearModelError) -> BootstrapCoefficients {
        // With weights, rows are multiplied by their roots: drawing a row draws its weight.
        var columns = design.matrix.selecting(rows: Array(0..<rowCount), columns: estimatedColumns)
        var target = LeastSquaresTarget(response: response, remainder: nil, offset: offset).high
        if let weights {
            for row in target.indices {
                let root = weights[row].squareRoot()
                target[row] *= root
                for column in 0..<rank { columns[row, column] *= root }
            }
        }
        do {
            return try await PairsBootstrap(
                columns, response: target, clusters: groups?.groupOfRow, rankTolerance: rankTolerance
            ).coefficients(replicates: replicates, seed: seed, threads: threads)
        } catch {
            throw .outOfRange(what: "a row of the bootstrap")
        }
    }

    /// b + sum of xi c over units, where c is what leaving the unit out changes: (X'WX)^-1 X'W e* of new residuals.
    private func wild(_ resampling: LinearResampling, _ replicates: Int, _ seed: UInt64, _ changes: Matrix) -> Matrix {
        let generator = CounterRandom(seed: seed)
        var made = Matrix(rowCount: replicates, columnCount: rank)
        for replicate in 0..<replicates {
            var draws = generator.stream(UInt64(replicate))
            let factors = (0..<changes.rowCount).map { _ in
                resampling == .wildRademacher ? (draws.next() >> 63 == 0 ? -1 : 1) : Self.mammen(&draws)
            }
            for column in 0..<rank {
                let values = changes.column(column)
                var sum = CompensatedSum()
                sum.add(estimates[column])
                for unit in factors.indices { sum.add(factors[unit] * values[unit]) }
                made[replicate, column] = sum.value
            }
        }
        return made
    }

    /// (1 - sqrt 5)/2 with the probability (sqrt 5 + 1)/(2 sqrt 5), else (1 + sqrt 5)/2.
    private static func mammen(_ draws: inout RandomStream) -> Double {
        let root = 5.0.squareRoot()
        return draws.happens((root + 1) / (2 * root)) ? (1 - root) / 2 : (1 + root) / 2
    }
}
