import HomeostatNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Factors that make the scales of least trimmed squares right on average at normal data of any size.
///
/// Found by simulation by G. Pison, S. Van Aelst and G. Willems, Metrika 55 (2002) 111-123, doi:10.1007/s001840200191,
/// in the constants that robust statistics packages use.
struct TrimmedScaleCorrection {
    /// The factor of the raw scale.
    let raw: Double
    /// The factor of the scale of the reweighted fit.
    let reweighted: Double

    init(rowCount: Int, columnCount: Int, hasIntercept: Bool, share: Double) {
        let slopes = hasIntercept ? columnCount - 1 : columnCount
        let table = Self.table(slopes: slopes, hasIntercept: hasIntercept)
        let n = Double(rowCount)
        raw = Self.factor(table.raw, n: n, slopes: slopes, share: share, isLocation: slopes == 0)
        reweighted = Self.factor(table.reweighted, n: n, slopes: slopes, share: share, isLocation: slopes == 0)
    }

    /// What trimming to `kept` of n rows takes from the scale of normal data, as a factor that gives it back.
    static func consistency(kept: Int, of n: Int) -> Double {
        guard kept < n else { return 1 }
        let share = Double(kept) / Double(n)
        let q = normalQuantile((1 + share) / 2)
        let density = exp(-q * q / 2) / (2 * Double.pi).squareRoot()
        return 1 / (1 - 2 * q * density / share).squareRoot()
    }

    /// 1 - exp(a) / n^b at a share of 0.5 and of 0.875; for two slopes and more, a and b come from two fits over their
    /// number, at 3 and at 5 times its square.
    private struct Law {
        var half: (Double, Double)
        var most: (Double, Double)
        var halfAtFive = (0.0, 0.0)
        var mostAtFive = (0.0, 0.0)
    }

    private static func table(slopes: Int, hasIntercept: Bool) -> (raw: Law, reweighted: Law) {
        switch (slopes, hasIntercept) {
        case (0, _):
            (
                Law(half: (0.262024211897096, 0.604756680630497), most: (-0.351584646688712, 1.01646567502486)),
                Law(half: (1.11098143415027, 1.5182890270453), most: (-0.66046776772861, 0.88939595831888))
            )
        case (1, true):
            (
                Law(half: (0.630869217886906, 0.650789250442946), most: (0.565065391014791, 1.03044199012509)),
                Law(half: (1.58609654199605, 1.46340162526468), most: (0.391653958727332, 1.03167487483316))
            )
        case (1, false):
            (
                Law(half: (-0.0181777452315321, 0.697629772271099), most: (-0.310122738776431, 1.06241615923172)),
                Law(half: (0.6329852387657, 1.40361879788014), most: (-0.642240988645469, 0.926325452943084))
            )
        case (_, true):
            (
                Law(
                    half: (-0.746945886714663, 0.56264937192689), most: (-0.458580153984614, 1.12236071104403),
                    halfAtFive: (-0.535478048924724, 0.543323462033445),
                    mostAtFive: (-0.267178168108996, 1.1022478781154)),
                Law(
                    half: (-0.773365715932083, 2.02013996406346), most: (-0.474174840843602, 1.39681715704956),
                    halfAtFive: (-0.337571678986723, 2.02037467454833),
                    mostAtFive: (-0.276640353112907, 1.42543242287677))
            )
        case (_, false):
            (
                Law(
                    half: (-0.487338281979106, 0.405511279418594), most: (-0.251778730491252, 0.883966931611758),
                    halfAtFive: (-0.340762058011, 0.37972360544988),
                    mostAtFive: (-0.146660023184295, 0.86292940340761)),
                Law(
                    half: (-0.417574780492848, 1.83958876341367), most: (-0.267522855927958, 1.17559984533974),
                    halfAtFive: (-0.175753709374146, 1.8313809497999),
                    mostAtFive: (-0.161200683014406, 1.21675019853961))
            )
        }
    }

    private static func factor(_ law: Law, n: Double, slopes: Int, share: Double, isLocation: Bool) -> Double {
        var (half, most) = (law.half, law.most)
        if slopes > 1 {
            half = extrapolated(law.half, law.halfAtFive, slopes)
            most = extrapolated(law.most, law.mostAtFive, slopes)
        }
        let atHalf = 1 - exp(half.0) / pow(n, half.1)
        let atMost = 1 - exp(most.0) / pow(n, most.1)
        var value =
            share <= 0.875
            ? atHalf + (atMost - atHalf) / 0.375 * (share - 0.5)
            : atMost + (1 - atMost) / 0.125 * (share - 0.875)
        if isLocation { value = value.squareRoot() }
        return 1 / value
    }

    /// The straight line in log n through the two fits at n = 3 p^2 and n = 5 p^2: log(-a / p^b) = c - d log n.
    private static func extrapolated(
        _ three: (Double, Double), _ five: (Double, Double), _ slopes: Int
    ) -> (Double, Double) {
        let p = Double(slopes)
        let (y3, y5) = (log(-three.0 / pow(p, three.1)), log(-five.0 / pow(p, five.1)))
        let (x3, x5) = (log(3 * p * p), log(5 * p * p))
        let d = (y3 - y5) / (x5 - x3)
        return (y3 + d * x3, d)
    }
}
