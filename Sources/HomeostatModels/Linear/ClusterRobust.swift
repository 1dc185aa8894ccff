import HomeostatNumerics

/// The degrees of freedom of tests with a cluster-robust covariance.
public enum ClusterDegreesOfFreedom: String, Sendable, Hashable, CaseIterable {
    /// Satterthwaite's for CR2 and CR3, the number of clusters less 1 for the others.
    case customary
    /// For each coefficient those of the chi-squared distribution whose variance matches, if errors are independent with
    /// equal variances.
    case satterthwaite
    /// The number of clusters less 1.
    case clusters
    /// Rows less coefficients.
    case residual
}

/// Covariances of the coefficients that hold whatever the errors within clusters have in common.
extension LinearModel {
    /// A cluster-robust covariance: the sum over clusters of s s', where s = (X'WX)^-1 X'W A e, taken over the rows of the
    /// cluster, is what it does to the coefficients, and the matrix A corrects for its leverage.
    ///
    /// CR2, CR3 and Satterthwaite's degrees of freedom take independent errors with equal variances for their target,
    /// also with weights, as clubSandwich does.
    ///
    /// - Parameters:
    ///   - correction: which A, and which factor.
    ///   - clusters: the cluster of each row; equal numbers are one cluster.
    ///   - degreesOfFreedom: of tests of single coefficients. Joint tests have the number of clusters less 1, or n - k.
    /// - Throws: ``LinearModelError/oneCluster``, ``LinearModelError/differentLengths(what:count:rows:)``,
    ///   ``LinearModelError/clusterWithFullLeverage(cluster:correction:)`` for CR3.
    /// - Complexity: O(n k^2).
    public func covariance(
        _ correction: ClusterCorrection, clusters: [Int], degreesOfFreedom: ClusterDegreesOfFreedom = .customary
    ) throws(LinearModelError) -> CoefficientCovariance {
        let groups = try RowGroups(clusters, rowCount: rowCount)
        guard residualDegreesOfFreedom > 0 else {
            throw .noResidualDegreesOfFreedom(rows: rowCount, coefficients: rank)
        }
        let isCorrected = correction == .cr2 || correction == .cr3
        let choice =
            degreesOfFreedom == .customary
            ? (isCorrected ? ClusterDegreesOfFreedom.satterthwaite : .clusters) : degreesOfFreedom
        let needsGeometry = isCorrected || choice == .satterthwaite
        let adjusted = needsGeometry ? try ClusterAdjustment(self, groups, correction) : nil
        let scores = isCorrected ? adjusted?.scores ?? [] : clusterScores(groups)
        let factor = Self.factor(correction, clusters: groups.count, rows: rowCount, rank: rank)
        var matrix = Matrix(rowCount: rank, columnCount: rank)
        for row in 0..<rank {
            for column in 0...row {
                var sum = CompensatedSum()
                for score in scores { sum.add(score[row] * score[column]) }
                matrix[row, column] = factor * sum.value
                matrix[column, row] = matrix[row, column]
            }
        }
        guard matrix.elements.allSatisfy(\.isFinite) else { throw .outOfRange(what: "a variance") }
        let joint = choice == .residual ? Double(residualDegreesOfFreedom) : Double(groups.count - 1)
        let single =
            choice == .satterthwaite
            ? adjusted?.satterthwaiteDegreesOfFreedom ?? [] : [Double](repeating: joint, count: rank)
        return CoefficientCovariance(
            estimator: .clusterRobust(correction), matrix: matrix, degreesOfFreedom: single,
            jointDegreesOfFreedom: joint, clusterCount: groups.count)
    }

    private static func factor(_ correction: ClusterCorrection, clusters: Int, rows: Int, rank: Int) -> Double {
        let ofClusters = Double(clusters) / Double(clusters - 1)
        return switch correction {
        case .cr0, .cr2, .cr3: 1
        case .cr1: ofClusters
        case .cr1s: ofClusters * (Double(rows - 1) / Double(rows - rank))
        }
    }

    /// The sums of w e (X'WX)^-1 x over the rows of each cluster.
    private func clusterScores(_ groups: RowGroups) -> [[Double]] {
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: groups.count * rank)
        try? InfluenceScan(self).forEachBlock { (block) throws(LinearModelError) in
            for lane in 0..<block.count {
                let row = block.first + lane
                let residual = residuals[row] * weight(row)
                let start = groups.groupOfRow[row] * rank
                for place in 0..<rank { sums[start + place].add(block.vectors[place][lane] * residual) }
            }
        }
        return (0..<groups.count).map { group in sums[group * rank..<(group + 1) * rank].map(\.value) }
    }

    /// By how much each coefficient moves when a cluster is left out, b - b(without the cluster), in the order in which
    /// clusters appear: clusters x k.
    ///
    /// - Throws: as ``covariance(_:clusters:degreesOfFreedom:)`` with ``ClusterCorrection/cr3``.
    public func coefficientChanges(clusters: [Int]) throws(LinearModelError) -> Matrix {
        let groups = try RowGroups(clusters, rowCount: rowCount)
        return Matrix(rows: try ClusterAdjustment(self, groups, .cr3).scores, columnCount: rank)
    }
}

/// The rows of each cluster, clusters in the order in which they appear.
struct RowGroups: Sendable {
    /// The position of the cluster of each row.
    let groupOfRow: [Int]
    /// The rows of each cluster.
    let rows: [[Int]]
    /// The caller's number of each cluster.
    let codes: [Int]

    /// How many clusters there are.
    var count: Int { rows.count }

    init(_ clusters: [Int], rowCount: Int) throws(LinearModelError) {
        guard clusters.count == rowCount else {
            throw .differentLengths(what: "the cluster variable", count: clusters.count, rows: rowCount)
        }
        var position: [Int: Int] = [:]
        var codes: [Int] = []
        groupOfRow = clusters.map { code in
            if let known = position[code] { return known }
            position[code] = codes.count
            codes.append(code)
            return codes.count - 1
        }
        guard codes.count > 1 else { throw .oneCluster }
        var rows = [[Int]](repeating: [], count: codes.count)
        for (row, group) in groupOfRow.enumerated() { rows[group].append(row) }
        self.rows = rows
        self.codes = codes
    }
}
