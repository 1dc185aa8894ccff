/// Least squares with row weights, again and again on one design: the inner step of every estimator that iterates on
/// weights. Memory is taken once.
///
/// Householder's QR of the weighted columns; the normal equations, which lose half of the digits, are not formed.
struct WeightedLeastSquares {
    private let rowCount: Int
    private let columnCount: Int
    private var work: [Double]
    private var diagonal: [Double]
    /// The solution of the last ``solve(_:weights:)``.
    private(set) var coefficients: [Double]

    init(rowCount: Int, columnCount: Int) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        work = [Double](repeating: 0, count: rowCount * (columnCount + 1))
        diagonal = [Double](repeating: 0, count: columnCount)
        coefficients = [Double](repeating: 0, count: columnCount)
    }

    /// Minimises the sum of weight x residual^2 into ``coefficients``.
    ///
    /// Rows of weight 0 are left out at no cost.
    ///
    /// - Returns: false where the rows with weight do not determine every coefficient.
    mutating func solve(_ input: RegressionInput, weights: [Double]) -> Bool {
        let (n, p) = (rowCount, columnCount)
        var m = 0
        for row in 0..<n where weights[row] > 0 {
            let root = weights[row].squareRoot()
            for column in 0..<p { work[column * n + m] = root * input.columns[column * n + row] }
            work[p * n + m] = root * input.response[row]
            m += 1
        }
        guard m >= p else { return false }
        let tolerance = 8 * Double(max(n, p)) * Double.ulpOfOne
        for step in 0..<p {
            let start = step * n
            var whole = 0.0
            for row in start..<start + step { whole += work[row] * work[row] }
            var below = 0.0
            for row in start + step..<start + m { below += work[row] * work[row] }
            guard below > tolerance * tolerance * (whole + below) else { return false }
            let norm = below.squareRoot()
            let head = work[start + step]
            let alpha = head > 0 ? -norm : norm
            diagonal[step] = alpha
            work[start + step] = head - alpha
            let half = norm * (norm + head.magnitude)
            for column in step + 1...p {
                let offset = column * n
                var product = 0.0
                for row in step..<m { product += work[start + row] * work[offset + row] }
                product /= half
                for row in step..<m { work[offset + row] -= product * work[start + row] }
            }
        }
        for j in (0..<p).reversed() {
            var value = work[p * n + j]
            for k in j + 1..<max(j + 1, p) { value -= work[k * n + j] * coefficients[k] }
            coefficients[j] = value / diagonal[j]
        }
        return true
    }
}
