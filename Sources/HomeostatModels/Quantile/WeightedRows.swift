import HomeostatNumerics

/// The rows of a quantile regression with their weights multiplied in: rho is homogeneous, so that a weight may as well
/// stand inside. Rows of weight 0 are left out.
struct WeightedRows: Sendable {
    /// Design and response times the weights.
    let input: RegressionInput
    /// The row of the original design that each row comes from.
    let rows: [Int]
    let originalRowCount: Int
    private let original: Matrix
    private let originalResponse: [Double]
    private let isWeighted: Bool
    /// Orthonormal coordinates, row by row.
    private let orthonormalRows: [Double]

    init(
        _ design: Matrix, response: [Double], weights: [Double]?, columnNames: [String]?
    ) throws(RegressionInputError) {
        (original, originalResponse) = (design, response)
        (originalRowCount, isWeighted) = (design.rowCount, weights != nil)
        if let weights {
            let (n, p) = (design.rowCount, design.columnCount)
            guard response.count == n else { throw .lengthsDiffer(rows: n, values: response.count) }
            guard weights.count == n else { throw .lengthsDiffer(rows: n, values: weights.count) }
            for row in 0..<n where !(weights[row] >= 0 && weights[row].isFinite) { throw .invalidWeight(row: row) }
            let kept = (0..<n).filter { weights[$0] > 0 }
            var elements: [Double] = []
            elements.reserveCapacity(kept.count * p)
            for column in 0..<p {
                for row in kept { elements.append(weights[row] * design[row, column]) }
            }
            rows = kept
            input = try RegressionInput(
                Matrix(rowCount: kept.count, columnCount: p, elements: elements),
                response: kept.map { weights[$0] * response[$0] }, columnNames: columnNames)
        } else {
            rows = Array(0..<design.rowCount)
            input = try RegressionInput(design, response: response, columnNames: columnNames)
        }
        let (n, p) = (input.rowCount, input.columnCount)
        var byRows = [Double](repeating: 0, count: n * p)
        for column in 0..<p {
            for row in 0..<n { byRows[row * p + column] = input.factor.q[column * n + row] }
        }
        orthonormalRows = byRows
    }

    /// The simplex method at its start: rows near the quantile of the least squares residuals.
    func simplex(tau: Double) -> QuantileSimplex {
        let (n, p) = (input.rowCount, input.columnCount)
        let least = input.leastSquaresCoefficients
        var residuals = [Double](repeating: 0, count: n)
        input.residuals(least, into: &residuals)
        var sorted = residuals
        let centre = select(min(n - 1, Int(tau * Double(n))), &sorted, count: n)
        let distances = residuals.map { ($0 - centre).magnitude }
        let order = (0..<n).sorted { (distances[$0], $0) < (distances[$1], $1) }
        return QuantileSimplex(
            rows: orthonormalRows, columnCount: p, response: input.response,
            second: (0..<n).map(scattered), tau: tau,
            basis: Self.independentRows(order, of: orthonormalRows, columnCount: p),
            rounding: input.rounding(least))
    }

    /// The first p rows in an order that are independent of each other, and clearly so if possible.
    static func independentRows(_ order: [Int], of rows: [Double], columnCount p: Int) -> [Int] {
        for share in [0.1, 1e-3, 1e-6, 1e-9, 0] {
            var found: [Int] = []
            var directions: [Double] = []
            for row in order {
                var rest = Array(rows[row * p..<(row + 1) * p])
                let before = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
                for _ in 0..<2 {
                    for earlier in found.indices {
                        var product = 0.0
                        for k in 0..<p { product += rest[k] * directions[earlier * p + k] }
                        for k in 0..<p { rest[k] -= product * directions[earlier * p + k] }
                    }
                }
                let after = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
                guard after > share * before else { continue }
                directions += rest.map { $0 / after }
                found.append(row)
                if found.count == p { return found }
            }
        }
        return Array(order.prefix(p))
    }

    /// The coefficients of the fit through the rows of a basis, refined against the rows themselves.
    func coefficients(_ simplex: QuantileSimplex) -> [Double] {
        let (n, p) = (input.rowCount, input.columnCount)
        var coefficients = input.factor.backSolve(simplex.coefficients)
        for _ in 0..<2 {
            var step = [Double](repeating: 0, count: p)
            for place in 0..<p {
                let row = simplex.basis[place]
                var rest = input.response[row]
                for column in 0..<p { rest -= input.columns[column * n + row] * coefficients[column] }
                for k in 0..<p { step[k] += simplex.inverse[place * p + k] * rest }
            }
            let change = input.factor.backSolve(step)
            for column in 0..<p { coefficients[column] += change[column] }
        }
        return coefficients
    }

    /// Residuals of all rows of the original design.
    func unweightedResiduals(_ weighted: [Double], _ coefficients: [Double]) -> [Double] {
        guard isWeighted else { return weighted }
        var residuals = originalResponse
        for row in 0..<originalRowCount {
            for column in coefficients.indices { residuals[row] -= original[row, column] * coefficients[column] }
        }
        for row in weighted.indices where weighted[row] == 0 { residuals[rows[row]] = 0 }
        return residuals
    }

    /// Looks for another vertex with the same objective, along edges that neither rise nor fall, through all bases of
    /// the present vertex.
    func uniqueness(of optimum: QuantileSimplex) -> QuantileRegression.Uniqueness {
        let tolerance = 1e-10
        var open = [optimum]
        var seen: Set<[Int]> = [optimum.basis.sorted()]
        while let simplex = open.popLast() {
            for place in 0..<simplex.columnCount {
                for sign in [1.0, -1.0] where simplex.edgeSlope(place, sign: sign) <= tolerance {
                    var other = simplex
                    guard other.step(from: place, sign: sign) else { continue }
                    let leaving = simplex.basis[place]
                    if other.residuals[leaving].magnitude > other.rounding {
                        other.refresh()
                        return .notUnique(also: coefficients(other))
                    }
                    guard seen.insert(other.basis.sorted()).inserted else { continue }
                    if seen.count > 100 { return .undetermined }
                    open.append(other)
                }
            }
        }
        return .unique
    }
}

/// A number between 0 and 1 for each row, without a pattern that rows could share, and cheaper than a random one.
///
/// The mixing function of SplitMix64: G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014, 453-472,
/// doi:10.1145/2660193.2660195.
func scattered(_ row: Int) -> Double {
    var bits = UInt64(truncatingIfNeeded: row + 1) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    return (Double(bits >> 12) + 0.5) * 0x1p-52
}
