import HomeostatNumerics

/// The corrections of cluster-robust covariances for the leverage of clusters, without a matrix of the size of a
/// cluster.
///
/// With R'R = X'WX, the rows of U = X R^-1 have H = U U'W for their hat matrix. Under independent errors with equal
/// variances, the residuals of cluster g have the covariance
///
///     B = [(1 - H)(1 - H)']_gg = 1 + F K F',   F = [U, WU]_g,   K = [[U'W^2 U, -1], [-1, 0]]
///
/// (F = U_g and K = -1 without weights). CR2 multiplies the residuals by A = B^(-1/2) (Bell and McCaffrey 2002;
/// Pustejovsky and Tipton 2018, with the identity for a target), CR3 by (1 - H_gg)^-1. Both differ from 1 in the space of
/// the columns of F only: with F = Z T, where Z'Z = 1, it is enough to know T and Z'e. Each cluster's share of the
/// coefficients is then R^-1 D' Z'e with a matrix D of 2k x k numbers at most.
struct ClusterAdjustment: Sendable {
    /// For each cluster what it does to the k coefficients.
    let scores: [[Double]]
    /// For each coefficient.
    let satterthwaiteDegreesOfFreedom: [Double]

    init(_ model: LinearModel, _ groups: RowGroups, _ correction: ClusterCorrection) throws(LinearModelError) {
        let rank = model.rank
        guard let r = model.factor.selecting(model.estimatedColumns).unscaledR else {
            throw .outOfRange(what: "the triangular factor")
        }
        let u = Self.orthonormalRows(model, r)
        let core = Self.core(model, u)
        // Row j of R^-1: what picks coefficient j.
        let picks = (0..<rank).compactMap { place in
            r.solvedTransposedTriangular((0..<rank).map { $0 == place ? 1 : 0 })
        }
        guard picks.count == rank else { throw .outOfRange(what: "the triangular factor") }
        var scores: [[Double]] = []
        var freedom = picks.map { _ in SatterthwaiteSums(core) }
        for (group, rows) in groups.rows.enumerated() {
            let part = ClusterPart(model, u, rows, core)
            guard let d = try part.adjusted(correction) else {
                throw .clusterWithFullLeverage(
                    cluster: groups.codes[group], correction: correction.rawValue.uppercased())
            }
            let share = d.transposed().applied(to: part.residuals)
            scores.append(picks.map { pick in compensatedProduct(pick, share) })
            for place in 0..<rank { freedom[place].add(d.applied(to: picks[place]), part.t) }
        }
        self.scores = scores
        satterthwaiteDegreesOfFreedom = freedom.map(\.degreesOfFreedom)
    }

    /// U = X R^-1 as R (X'WX)^-1 x, row by row: n x k.
    private static func orthonormalRows(_ model: LinearModel, _ r: Matrix) -> Matrix {
        let rank = model.rank
        var u = Matrix(rowCount: model.rowCount, columnCount: rank)
        try? InfluenceScan(model).forEachBlock { (block) throws(LinearModelError) in
            for column in 0..<rank {
                var sum = Lanes.zero
                for inner in column..<rank { sum += block.vectors[inner] * r[column, inner] }
                for lane in 0..<block.count { u[block.first + lane, column] = sum[lane] }
            }
        }
        return u
    }

    /// K.
    private static func core(_ model: LinearModel, _ u: Matrix) -> Matrix {
        let rank = model.rank
        guard let weights = model.weights else {
            var core = Matrix(rowCount: rank, columnCount: rank)
            for place in 0..<rank { core[place, place] = -1 }
            return core
        }
        var core = Matrix(rowCount: 2 * rank, columnCount: 2 * rank)
        for first in 0..<rank {
            let left = u.column(first)
            for second in 0...first {
                let right = u.column(second)
                var sum = CompensatedSum()
                for row in 0..<u.rowCount { sum.add(weights[row] * weights[row] * left[row] * right[row]) }
                core[first, second] = sum.value
                core[second, first] = sum.value
            }
            core[first, rank + first] = -1
            core[rank + first, first] = -1
        }
        return core
    }
}

/// One cluster of a ``ClusterAdjustment``.
private struct ClusterPart {
    /// T of F = Z T.
    let t: Matrix
    /// Z'e.
    let residuals: [Double]
    private let core: Matrix
    private let rank: Int

    init(_ model: LinearModel, _ u: Matrix, _ rows: [Int], _ core: Matrix) {
        rank = model.rank
        self.core = core
        let width = core.columnCount
        var elements: [Double] = []
        elements.reserveCapacity(rows.count * width)
        for column in 0..<rank {
            let values = u.column(column)
            for row in rows { elements.append(values[row]) }
        }
        for column in 0..<width - rank {
            let values = u.column(column)
            for row in rows { elements.append(values[row] * model.weight(row)) }
        }
        let e = rows.map { model.residuals[$0] }
        if rows.count <= width {
            t = Matrix(rowCount: rows.count, columnCount: width, elements: elements)
            residuals = e
        } else {
            let qr = HouseholderQR(columnMajor: elements, rowCount: rows.count, columnCount: width, pivoting: false)
            var t = Matrix(rowCount: width, columnCount: width)
            for column in 0..<width {
                for row in 0...column { t[row, column] = qr.r(row, column) }
            }
            self.t = t
            residuals = Array(qr.applyTransposedQ(to: e)[..<width])
        }
    }

    /// D, of which D'Z'e is U'W A e; nil where the correction does not exist.
    func adjusted(_ correction: ClusterCorrection) throws(LinearModelError) -> Matrix? {
        let width = core.columnCount
        // The last k columns of F are WU, or U without weights.
        let weighted = t.selecting(rows: Array(0..<t.rowCount), columns: Array(width - rank..<width))
        switch correction {
        case .cr0, .cr1, .cr1s: return weighted
        case .cr2:
            var covariance = t.times(core).times(t.transposed())
            for place in 0..<covariance.rowCount { covariance[place, place] += 1 }
            guard let eigen = try? SymmetricEigen(covariance) else { throw .outOfRange(what: "CR2") }
            // Directions without variance, as of the dummies of a fixed effect, are left out: a generalised inverse.
            return eigen.mapValues { $0 > 1e-12 ? 1 / $0.squareRoot() : 0 }.times(weighted)
        case .cr3:
            let plain = t.selecting(rows: Array(0..<t.rowCount), columns: Array(0..<rank))
            let hat = weighted.transposed().times(plain)
            guard let eigen = try? SymmetricEigen(hat) else { throw .outOfRange(what: "CR3") }
            guard eigen.values.allSatisfy({ 1 - $0 > 1e-12 }) else { return nil }
            return weighted.times(eigen.mapValues { 1 / (1 - $0) })
        }
    }
}

/// The sums that Satterthwaite's degrees of freedom of one coefficient need.
///
/// Its variance estimate is a quadratic form of the errors; with P_gh = a_g'[(1 - H)(1 - H)']_gh a_h over clusters, twice
/// its squared mean over its variance is (sum of P_gg)^2 / (sum of all P_gh^2). As P_gh is f_g'K f_h plus, for g = h,
/// a_g'a_g, the double sum needs the sum N of f f' only: its part without the diagonal terms is tr(K N K N).
private struct SatterthwaiteSums {
    private let core: Matrix
    private var diagonal = CompensatedSum()
    private var squares = CompensatedSum()
    private var outer: Matrix

    init(_ core: Matrix) {
        self.core = core
        outer = Matrix(rowCount: core.rowCount, columnCount: core.columnCount)
    }

    /// - Parameters:
    ///   - a: a_g in the basis Z.
    ///   - t: of F = Z T, so that f = T'a.
    mutating func add(_ a: [Double], _ t: Matrix) {
        let own = compensatedProduct(a, a)
        let f = t.transposed().applied(to: a)
        let within = compensatedProduct(f, core.applied(to: f))
        diagonal.add(own + within)
        squares.add(own * own + 2 * own * within)
        for column in f.indices {
            for row in f.indices { outer[row, column] += f[row] * f[column] }
        }
    }

    var degreesOfFreedom: Double {
        let product = core.times(outer)
        var all = squares
        for row in 0..<product.rowCount {
            for column in 0..<product.columnCount { all.add(product[row, column] * product[column, row]) }
        }
        // A coefficient that no cluster informs has none; one is the least that a table can look up.
        guard all.value > 0, diagonal.value > 0 else { return 1 }
        return diagonal.value * diagonal.value / all.value
    }
}

/// The scalar product of two vectors.
func compensatedProduct(_ first: [Double], _ second: [Double]) -> Double {
    var sum = CompensatedSum()
    for place in first.indices { sum.add(first[place] * second[place]) }
    return sum.value
}
