import HomeostatNumerics

extension Correlation {
    /// The correlation of two variables with others held constant: of what their linear regressions on the others leave.
    ///
    /// With k others, t has n - 2 - k degrees of freedom, and n - 3 of Fisher's variance becomes n - 3 - k (Fisher RA.
    /// Metron 1924;3:329-332). The residuals are never formed: the last two columns of the triangle of
    /// [1 | others | x | y] hold their correlation.
    ///
    /// - Parameters:
    ///   - x: one variable; not-a-number is a missing value, and its row is left out and counted.
    ///   - y: the other one.
    ///   - controls: the variables held constant, each of the same length.
    ///   - coefficient: ``Coefficient-swift.enum/pearson``, or ``Coefficient-swift.enum/spearman`` for the same of the
    ///     mid-ranks. Kendall's has no test with a known distribution and is refused.
    ///   - level: the confidence of the interval, between 0 and 1.
    /// - Throws: ``PairedDataError`` also where a variable is a linear combination of those before it.
    public static func partial(
        _ x: [Double], _ y: [Double], controls: [[Double]], coefficient: Coefficient = .pearson, level: Double = 0.95
    ) throws(PairedDataError) -> Correlation {
        try requireLevel(level)
        guard coefficient != .kendall else {
            throw .undetermined("a partial Kendall correlation has no test; take pearson or spearman")
        }
        // A row without one of the controls counts as missing, like one without x.
        var masked = x
        for (number, control) in controls.enumerated() {
            guard control.count == x.count else { throw .lengthsDiffer(first: x.count, second: control.count) }
            if let row = control.firstIndex(where: { $0.isInfinite }) {
                throw .infiniteValue(variable: "control \(number + 1)", row: row)
            }
            for row in control.indices where control[row].isNaN { masked[row] = .nan }
        }
        let pairs = try PairedValues(masked, y, needed: controls.count + 3)
        try pairs.requireVariation()
        var columns = controls.map { control in pairs.rows.map { control[$0] } } + [pairs.x, pairs.y]
        if coefficient == .spearman { columns = columns.map { Ranks(of: $0).values } }
        let estimate = try correlationOfResiduals(columns)
        let count = Double(pairs.count)
        let given = Double(controls.count)
        let factor = coefficient == .spearman ? 1 + estimate * estimate / 2 : 1
        return Correlation(
            coefficient, estimate: estimate,
            limits: try fisherInterval(estimate, variance: factor / (count - 3 - given), level: level),
            inference: try studentTest(estimate, degreesOfFreedom: count - 2 - given), pairCount: pairs.count,
            missingCount: pairs.missingCount, controlCount: controls.count)
    }

    /// The correlation of the residuals of the last two columns on the others and a constant.
    private static func correlationOfResiduals(_ columns: [[Double]]) throws(PairedDataError) -> Double {
        let count = columns[0].count
        // Centred columns stand for the constant; scaled, their diagonal entries can be compared with 1.
        var scaled: [Double] = []
        for (place, column) in columns.enumerated() {
            let mean = compensatedSum(column) { $0 } / Double(count)
            let norm = compensatedSum(column) { ($0 - mean) * ($0 - mean) }.squareRoot()
            guard norm > 0 else { throw .constant(variable: name(place, of: columns.count)) }
            scaled += column.map { ($0 - mean) / norm }
        }
        let factors = HouseholderQR(columnMajor: scaled, rowCount: count, columnCount: columns.count, pivoting: false)
        let last = columns.count - 1
        let tolerance = 1e-13
        for place in 0..<last where abs(factors.r(place, place)) <= tolerance {
            throw .collinear(variable: name(place, of: columns.count))
        }
        let (along, across) = (factors.r(last - 1, last), factors.r(last, last))
        let length = (along * along + across * across).squareRoot()
        guard length > tolerance else { throw .collinear(variable: name(last, of: columns.count)) }
        let sign = factors.r(last - 1, last - 1) < 0 ? -1.0 : 1.0
        return min(max(sign * along / length, -1), 1)
    }

    private static func name(_ place: Int, of count: Int) -> String {
        place == count - 1 ? "y" : (place == count - 2 ? "x" : "control \(place + 1)")
    }
}
