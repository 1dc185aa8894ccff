import HomeostatNumerics

extension Correlation {
    /// Pearson's product-moment correlation, with Fisher's interval and the t test on n - 2 degrees of freedom.
    ///
    /// Source: Fisher RA. On the "probable error" of a coefficient of correlation deduced from a small sample. Metron
    /// 1921;1:3-32: the variance of z is 1 / (n - 3).
    ///
    /// - Parameters:
    ///   - x: one variable; not-a-number is a missing value, and its row is left out and counted.
    ///   - y: the other one, of the same length.
    ///   - level: the confidence of the interval, between 0 and 1.
    /// - Throws: ``PairedDataError`` for fewer than three complete pairs, a constant or an infinite value.
    public static func pearson(_ x: [Double], _ y: [Double], level: Double = 0.95) throws(PairedDataError)
        -> Correlation
    {
        try requireLevel(level)
        let pairs = try PairedValues(x, y, needed: 3)
        try pairs.requireVariation()
        let estimate = CrossProducts(pairs.x, pairs.y).correlation
        let count = Double(pairs.count)
        return Correlation(
            .pearson, estimate: estimate,
            limits: try fisherInterval(estimate, variance: 1 / (count - 3), level: level),
            inference: try studentTest(estimate, degreesOfFreedom: count - 2), pairCount: pairs.count,
            missingCount: pairs.missingCount)
    }
}
