/// X = Q R with orthonormal columns of Q, by modified Gram-Schmidt with a second pass, which makes Q as orthogonal as
/// Householder's. Columns keep their order, so that of collinear columns the later one is named.
struct OrthonormalFactor: Sendable {
    let rowCount: Int
    let columnCount: Int
    /// Q by columns.
    let q: [Double]
    /// R by columns, columnCount x columnCount; zero below the diagonal.
    let r: [Double]
    /// Columns that are linear combinations of earlier ones.
    let dependentColumns: [Int]

    init(_ columns: [Double], rowCount n: Int, columnCount p: Int) {
        var q = columns
        var r = [Double](repeating: 0, count: p * p)
        var dependent: [Int] = []
        let tolerance = 8 * Double(max(n, p)) * Double.ulpOfOne
        for j in 0..<p {
            // Scaling by a power of two keeps squares from overflow, and changes no digit.
            var largest = 0.0
            for row in j * n..<(j + 1) * n { largest = max(largest, q[row].magnitude) }
            let unit = largest > 0 ? Double(sign: .plus, exponent: largest.exponent, significand: 1) : 1
            for row in j * n..<(j + 1) * n { q[row] /= unit }
            let before = Self.length(q, j * n, n)
            for _ in 0..<2 {
                for i in 0..<j {
                    var product = 0.0
                    for row in 0..<n { product += q[i * n + row] * q[j * n + row] }
                    for row in 0..<n { q[j * n + row] -= product * q[i * n + row] }
                    r[j * p + i] += product * unit
                }
            }
            let after = Self.length(q, j * n, n)
            if after <= tolerance * before || before == 0 {
                dependent.append(j)
                for row in j * n..<(j + 1) * n { q[row] = 0 }
                continue
            }
            for row in j * n..<(j + 1) * n { q[row] /= after }
            r[j * p + j] = after * unit
        }
        (rowCount, columnCount, self.q, self.r, dependentColumns) = (n, p, q, r, dependent)
    }

    private static func length(_ values: [Double], _ start: Int, _ count: Int) -> Double {
        var sum = 0.0
        for place in start..<start + count { sum += values[place] * values[place] }
        return sum.squareRoot()
    }

    /// The least squares solution for a response; the design must have full rank.
    func solve(_ response: [Double]) -> [Double] {
        var rest = response
        var projected = [Double](repeating: 0, count: columnCount)
        for j in 0..<columnCount {
            var product = 0.0
            for row in 0..<rowCount { product += q[j * rowCount + row] * rest[row] }
            for row in 0..<rowCount { rest[row] -= product * q[j * rowCount + row] }
            projected[j] = product
        }
        return backSolve(projected)
    }

    /// Solves R b = z.
    func backSolve(_ z: [Double]) -> [Double] {
        var b = z
        for j in (0..<columnCount).reversed() {
            b[j] /= r[j * columnCount + j]
            for i in 0..<j { b[i] -= r[j * columnCount + i] * b[j] }
        }
        return b
    }

    /// (X'X)^-1, by columns.
    var inverseOfGramMatrix: [Double] {
        let p = columnCount
        // Columns of R^-1, then R^-1 R^-T.
        var inverse = [Double](repeating: 0, count: p * p)
        for j in 0..<p {
            var unit = [Double](repeating: 0, count: p)
            unit[j] = 1
            let column = backSolve(unit)
            for i in 0..<p { inverse[j * p + i] = column[i] }
        }
        var gram = [Double](repeating: 0, count: p * p)
        for a in 0..<p {
            for b in 0..<p {
                var sum = 0.0
                for j in max(a, b)..<p { sum += inverse[j * p + a] * inverse[j * p + b] }
                gram[b * p + a] = sum
            }
        }
        return gram
    }

    /// R^-1 C R^-T: the covariance of the coefficients from that of R times the coefficients, by columns.
    func covariance(_ c: [Double]) -> [Double] {
        let p = columnCount
        var half: [Double] = []
        for column in 0..<p { half += backSolve(Array(c[column * p..<(column + 1) * p])) }
        var whole = [Double](repeating: 0, count: p * p)
        for row in 0..<p {
            let line = backSolve((0..<p).map { half[$0 * p + row] })
            for column in 0..<p { whole[column * p + row] = line[column] }
        }
        return whole
    }
}
