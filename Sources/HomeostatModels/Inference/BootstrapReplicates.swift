import HomeostatNumerics

/// Where the rows of a bootstrap sample come from: a function of the replicate's number, so that replicates may be
/// computed in any order.
public protocol ResamplingSource: Sendable {
    /// For replicate `replicate`, from 0, as many positions below `count` as `count` says, drawn with replacement.
    func indices(replicate: Int, count: Int) -> [Int]
}

/// Positions from a counter-based generator: each replicate has a stream of its own, and depends on the seed and on
/// its number alone.
public struct CounterResampling: ResamplingSource, Hashable {
    /// What tells one bootstrap from another.
    public let seed: UInt64

    /// Positions of a seed.
    public init(seed: UInt64) { self.seed = seed }

    /// Positions of replicate `replicate`, from 0: uniform draws with replacement from 0 to `count` - 1.
    public func indices(replicate: Int, count: Int) -> [Int] {
        var draws = CounterRandom(seed: seed).stream(UInt64(replicate))
        // The high half of a full product: uniform to within count / 2^64.
        return (0..<count).map { _ in Int(draws.next().multipliedFullWidth(by: UInt64(count)).high) }
    }
}

/// Replicates of one or more statistics under resampling, and what their intervals need besides.
public struct BootstrapReplicates: Sendable, Hashable {
    /// The statistics in the data.
    public let estimates: [Double]
    /// Replicates x statistics, those that could be computed, in their order.
    public let replicates: Matrix
    /// The numbers of the replicates that could not be computed: a resampled design without full rank, for example.
    public let failedReplicates: [Int]
    /// Units left out one at a time x statistics; nil where the jackknife was not computed or does not exist.
    public let jackknife: Matrix?

    /// Replicates that were computed.
    ///
    /// - Precondition: `replicates` and `jackknife` have a column for each estimate.
    public init(estimates: [Double], replicates: Matrix, failedReplicates: [Int], jackknife: Matrix?) {
        precondition(replicates.columnCount == estimates.count)
        precondition(jackknife.map { $0.columnCount == estimates.count } ?? true)
        self.estimates = estimates
        self.replicates = replicates
        self.failedReplicates = failedReplicates
        self.jackknife = jackknife
    }

    /// The bootstrap of any statistic of units: rows, or clusters.
    ///
    /// - Parameters:
    ///   - unitCount: how many units there are.
    ///   - replicateCount: how many samples are drawn.
    ///   - source: of the positions.
    ///   - statistic: takes the positions of the units in a sample, with repetitions; nil where it does not exist. It is
    ///     called with all positions first, then for each replicate, then with one unit left out at a time.
    /// - Returns: nil where the statistic does not exist in the data.
    public init?(
        unitCount: Int, replicateCount: Int, source: some ResamplingSource, statistic: ([Int]) -> [Double]?
    ) {
        guard let estimates = statistic(Array(0..<unitCount)) else { return nil }
        var rows: [[Double]] = []
        var failed: [Int] = []
        for replicate in 0..<replicateCount {
            if let row = statistic(source.indices(replicate: replicate, count: unitCount)) {
                rows.append(row)
            } else {
                failed.append(replicate)
            }
        }
        let left = (0..<unitCount).map { unit in statistic((0..<unitCount).filter { $0 != unit }) }
        let complete = left.compactMap { $0 }
        self.init(
            estimates: estimates, replicates: Matrix(rows: rows, columnCount: estimates.count),
            failedReplicates: failed,
            jackknife: complete.count == left.count ? Matrix(rows: complete, columnCount: estimates.count) : nil)
    }

    /// The covariance of the replicates as one of coefficients, for tables: tests take the normal distribution. nil for
    /// fewer than two replicates.
    public var coefficientCovariance: CoefficientCovariance? {
        covariance.map { matrix in
            CoefficientCovariance(
                estimator: .bootstrap, matrix: matrix, degreesOfFreedom: estimates.map { _ in .infinity },
                jointDegreesOfFreedom: .infinity)
        }
    }

    /// The covariance of the replicates, with divisor B - 1; nil for fewer than two.
    public var covariance: Matrix? {
        let count = replicates.rowCount
        guard count > 1 else { return nil }
        let size = estimates.count
        let means = (0..<size).map { columnMean(replicates, $0) }
        var made = Matrix(rowCount: size, columnCount: size)
        for first in 0..<size {
            let left = replicates.column(first)
            for second in 0...first {
                let right = replicates.column(second)
                var sum = CompensatedSum()
                for row in 0..<count { sum.add((left[row] - means[first]) * (right[row] - means[second])) }
                made[first, second] = sum.value / Double(count - 1)
                made[second, first] = made[first, second]
            }
        }
        return made
    }
}

/// The mean of a column.
func columnMean(_ matrix: Matrix, _ column: Int) -> Double {
    var sum = CompensatedSum()
    let values = matrix.column(column)
    for row in 0..<matrix.rowCount { sum.add(values[row]) }
    return sum.value / Double(matrix.rowCount)
}

extension Matrix {
    /// A matrix of rows of one length.
    init(rows: [[Double]], columnCount: Int) {
        self.init(
            rowCount: rows.count, columnCount: columnCount,
            elements: (0..<columnCount).flatMap { column in rows.map { $0[column] } })
    }
}
