import HomeostatNumerics

extension Correlation {
    /// Up to this many pairs without ties, Spearman's p-value is exact.
    static let mostPairsOfExactSpearman = 12

    /// Spearman's rank correlation.
    ///
    /// The p-value is exact up to 12 pairs without ties, else by Student's t with n - 2 degrees of freedom. The interval
    /// is Fisher's with the variance of z of Bonett and Wright, (1 + rho^2 / 2) / (n - 3): Psychometrika 2000;65:23-28,
    /// doi:10.1007/BF02294183.
    ///
    /// - Parameters:
    ///   - x: one variable; not-a-number is a missing value, and its row is left out and counted.
    ///   - y: the other one, of the same length.
    ///   - level: the confidence of the interval, between 0 and 1.
    /// - Throws: ``PairedDataError`` for fewer than three complete pairs, a constant or an infinite value.
    public static func spearman(
        _ x: [Double], _ y: [Double], level: Double = 0.95
    ) throws(PairedDataError) -> Correlation {
        try requireLevel(level)
        let pairs = try PairedValues(x, y, needed: 3)
        try pairs.requireVariation()
        let ranksX = Ranks(of: pairs.x)
        let ranksY = Ranks(of: pairs.y)
        let estimate = CrossProducts(ranksX.values, ranksY.values).correlation
        let count = Double(pairs.count)
        let isExact = !ranksX.hasTies && !ranksY.hasTies && pairs.count <= mostPairsOfExactSpearman
        let inference =
            isExact
            ? exactSpearmanTest(ranksX.values, ranksY.values)
            : try studentTest(estimate, degreesOfFreedom: count - 2)
        return Correlation(
            .spearman, estimate: estimate,
            limits: try fisherInterval(estimate, variance: (1 + estimate * estimate / 2) / (count - 3), level: level),
            inference: inference, pairCount: pairs.count, missingCount: pairs.missingCount)
    }

    private static func exactSpearmanTest(_ x: [Double], _ y: [Double]) -> Inference {
        let sum = zip(x, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let orders = countsOfSquaredRankDifferences(x.count)
        // The distribution is symmetric about its mean: the smaller tail, sum included, counts twice.
        let place = Int(sum)
        let tail = min(orders[...place].reduce(0, +), orders[place...].reduce(0, +))
        let all = orders.reduce(0, +)
        return Inference(statistic: sum, pValue: PValue(min(1, 2 * Double(tail) / Double(all))), test: .exact)
    }

    /// How many orders of n ranks have the sum of squared differences 0, 1, ..., (n^3 - n) / 3.
    ///
    /// Person after person gets one of the ranks that are left: what matters of the past is which ranks are taken.
    static func countsOfSquaredRankDifferences(_ n: Int) -> [Int] {
        let largest = (n * n * n - n) / 3
        var counts = [[Int]](repeating: [], count: 1 << n)
        counts[0] = [Int](repeating: 0, count: largest + 1)
        counts[0][0] = 1
        for taken in 0..<(1 << n) - 1 {
            let person = taken.nonzeroBitCount
            let reached = counts[taken]
            counts[taken] = []
            for rank in 0..<n where taken & (1 << rank) == 0 {
                let next = taken | (1 << rank)
                let squared = (person - rank) * (person - rank)
                if counts[next].isEmpty { counts[next] = [Int](repeating: 0, count: largest + 1) }
                for sum in 0...largest where reached[sum] != 0 { counts[next][sum + squared] += reached[sum] }
            }
        }
        return counts[(1 << n) - 1]
    }
}
