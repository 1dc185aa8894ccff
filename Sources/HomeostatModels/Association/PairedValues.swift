import HomeostatNumerics

/// The rows in which two variables are both present.
struct PairedValues {
    /// The first and the second variable, one value each for every complete row.
    let x: [Double]
    let y: [Double]
    /// The rows of the complete pairs in the data given, from 0.
    let rows: [Int]
    /// Rows left out because a value is missing.
    let missingCount: Int

    var count: Int { x.count }

    /// - Parameters:
    ///   - x: the first variable; not-a-number is a missing value.
    ///   - y: the second one, of the same length.
    ///   - needed: the number of complete pairs below which the statistic does not exist.
    init(_ x: [Double], _ y: [Double], needed: Int) throws(PairedDataError) {
        guard x.count == y.count else { throw .lengthsDiffer(first: x.count, second: y.count) }
        for (name, values) in [("x", x), ("y", y)] {
            if let row = values.firstIndex(where: { $0.isInfinite }) { throw .infiniteValue(variable: name, row: row) }
        }
        let rows = x.indices.filter { !x[$0].isNaN && !y[$0].isNaN }
        guard rows.count >= needed else { throw .tooFewPairs(count: rows.count, needed: needed) }
        self.rows = rows
        self.x = rows.map { x[$0] }
        self.y = rows.map { y[$0] }
        missingCount = x.count - rows.count
    }

    /// Refuses a variable of which all values are equal.
    func requireVariation() throws(PairedDataError) {
        for (name, values) in [("x", x), ("y", y)] where values.allSatisfy({ $0 == values.first }) {
            throw .constant(variable: name)
        }
    }
}

/// Refuses a confidence level outside 0 to 1.
func requireLevel(_ level: Double) throws(PairedDataError) {
    guard level > 0, level < 1 else { throw .confidenceLevel(level) }
}

/// Sums of squares and products of deviations from the means, to nearly all digits of a Double.
struct CrossProducts {
    let meanX: Double
    let meanY: Double
    let xx: Double
    let yy: Double
    let xy: Double

    init(_ x: [Double], _ y: [Double]) {
        let count = Double(x.count)
        let meanX = compensatedSum(x) { $0 } / count
        let meanY = compensatedSum(y) { $0 } / count
        // The rounding error of the means is taken out of the sums (Chan, Golub and LeVeque 1983).
        let lackX = compensatedSum(x) { $0 - meanX }
        let lackY = compensatedSum(y) { $0 - meanY }
        xx = compensatedSum(x) { ($0 - meanX) * ($0 - meanX) } - lackX * lackX / count
        yy = compensatedSum(y) { ($0 - meanY) * ($0 - meanY) } - lackY * lackY / count
        xy = compensatedSum(x.indices) { (x[$0] - meanX) * (y[$0] - meanY) } - lackX * lackY / count
        self.meanX = meanX + lackX / count
        self.meanY = meanY + lackY / count
    }

    /// The product-moment correlation, within -1 to 1.
    var correlation: Double { min(max(xy / (xx.squareRoot() * yy.squareRoot()), -1), 1) }
}

/// The sum of a function of the elements, with compensation of the rounding errors.
func compensatedSum<Elements: Sequence>(_ elements: Elements, _ term: (Elements.Element) -> Double) -> Double {
    var sum = CompensatedSum()
    for element in elements { sum.add(term(element)) }
    return sum.value
}
