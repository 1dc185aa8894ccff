import HomeostatNumerics

/// A direction in which the likelihood of a generalised linear model rises without end, so that it has no maximum.
///
/// For 0/1 responses it is a combination of columns that is 0 or more wherever the response is 1 and 0 or less wherever
/// it is 0; for counts, one that is 0 wherever the count is above 0 and 0 or less elsewhere; and not 0 everywhere.
///
/// Source: Albert A, Anderson JA. Biometrika 1984;71:1-10, doi:10.1093/biomet/71.1.1; for counts Correia S, Guimaraes P,
/// Zylkin T, "Verifying the existence of maximum likelihood estimates for generalized linear models", arXiv:1903.01633.
public struct Separation: Hashable, Sendable, CustomStringConvertible {
    /// Whether some rows are left to estimate anything from.
    public enum Kind: String, Hashable, Sendable {
        /// Every row lies strictly on its side.
        case complete
        /// Some rows lie on the boundary.
        case quasiComplete
    }
    /// Complete or quasi-complete.
    public let kind: Kind
    /// The columns that make up the direction.
    public let columnNames: [String]
    /// The share of each of ``columnNames`` in the direction: the coefficients run away in this ratio.
    public let direction: [Double]
    /// The rows that lie strictly on their side, counted from 0, ascending; with weight 0 none.
    public let separatedRows: [Int]

    /// Which columns tell how many rows apart, and what to do about it.
    public var description: String {
        let names = columnNames.joined(separator: ", ")
        let extent = kind == .complete ? "all rows" : "\(separatedRows.count) rows"
        return
            "the responses of \(extent) are told apart by \(names) (\(kind == .complete ? "complete" : "quasi-complete") "
            + "separation), so that no finite coefficients fit best: leave out or merge what separates them"
    }

    /// Looks for a separating direction.
    ///
    /// With the rows turned to their side, a(i), none exists exactly where weights of 1 or more make the a(i) sum to
    /// zero. The shortest sum that such weights reach is a problem of non-negative least squares, and where it is not
    /// zero, it is itself the direction: by the conditions of its minimum no a(i) has a negative product with it. Rows
    /// that it leaves on the boundary are looked at again without those that it separates.
    ///
    /// - Parameters:
    ///   - columns: rows x coefficients, of full rank over the rows with a weight.
    ///   - names: one for each column.
    /// - Returns: nil where the data overlap, or where the family always has a maximum.
    static func find(
        columns: Matrix, names: [String], response: [Double], weights: [Double], family: ResponseFamily
    ) -> Separation? {
        guard family != .gamma else { return nil }
        let used = weights.indices.filter { weights[$0] > 0 }
        let basis = IndependentColumns(columns) { weights[$0] > 0 }.basis
        let size = basis.count
        let sides = used.map { row in RowSide(row: row, basis: basis, response: response[row], family: family) }
        var separated: Set<Int> = []
        var direction = [Double](repeating: 0, count: size)
        while separated.count < used.count {
            let rest = sides.filter { !separated.contains($0.row) }
            guard let found = shortestSum(rest, size: size) else { break }
            let length = norm(found)
            let fresh = rest.filter { !$0.isFixed && dot($0.towards, found) > 1e-9 * norm($0.towards) * length }
            guard !fresh.isEmpty else { break }
            // The earlier directions outweigh, so that the rows they separate stay so.
            var share = 1.0
            for side in sides where separated.contains(side.row) {
                let pull = -dot(side.towards, found)
                if pull > 0 { share = min(share, 0.5 * dot(side.towards, direction) / pull) }
            }
            for place in 0..<size { direction[place] += share * found[place] }
            separated.formUnion(fresh.map(\.row))
        }
        guard !separated.isEmpty else { return nil }
        return Separation(
            direction, basis: basis, columns: columns, names: names, weights: weights, separated: separated.sorted(),
            kind: separated.count == used.count ? .complete : .quasiComplete)
    }

    /// The direction in terms of the columns, from that in terms of their orthonormal basis.
    private init(
        _ direction: [Double], basis: [[Double]], columns: Matrix, names: [String], weights: [Double],
        separated: [Int], kind: Kind
    ) {
        var predictor = [Double](repeating: 0, count: columns.rowCount)
        for (share, vector) in zip(direction, basis) {
            for row in predictor.indices { predictor[row] += share * vector[row] }
        }
        let present = weights.map { $0 > 0 ? 1.0 : 0 }
        let coefficients = WeightedFactors(columns, weights: present).solve(predictor)
        let reach = coefficients.indices.map { position in
            let column = columns.column(position)
            var largest = 0.0
            for row in 0..<columns.rowCount where weights[row] > 0 { largest = max(largest, column[row].magnitude) }
            return (coefficients[position] * largest).magnitude
        }
        let most = reach.max() ?? 0
        let involved = coefficients.indices.filter { reach[$0] > 1e-8 * most }
        let largest = involved.map { coefficients[$0].magnitude }.max() ?? 1
        self.kind = kind
        columnNames = involved.map { names[$0] }
        self.direction = involved.map { coefficients[$0] / largest }
        separatedRows = separated
    }
}

/// A row of the orthonormal basis, turned to the side on which its response lies.
private struct RowSide {
    let row: Int
    let towards: [Double]
    /// Whether the direction has to be zero here: a count above zero.
    let isFixed: Bool

    init(row: Int, basis: [[Double]], response: Double, family: ResponseFamily) {
        self.row = row
        let values = basis.map { $0[row] }
        let isUpper = response > 0
        towards = isUpper ? values : values.map { -$0 }
        isFixed = isUpper && family != .logistic
    }
}

/// The shortest sum of the rows with weights of 1 or more (any weight where a row is fixed); nil where it is zero.
private func shortestSum(_ sides: [RowSide], size: Int) -> [Double]? {
    var elements: [Double] = []
    var start = [Double](repeating: 0, count: size)
    var scale = 0.0
    for side in sides where norm(side.towards) > 0 {
        elements += side.towards
        scale += norm(side.towards)
        if side.isFixed {
            elements += side.towards.map { -$0 }
        } else {
            for place in 0..<size { start[place] += side.towards[place] }
        }
    }
    let matrix = Matrix(rowCount: size, columnCount: elements.count / max(size, 1), elements: elements)
    guard
        let nearest = try? NonNegativeLeastSquares(design: matrix, response: start.map { -$0 }),
        norm(nearest.residuals) > 1e-10 * scale
    else { return nil }
    return nearest.residuals.map { -$0 }
}

private func dot(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }

private func norm(_ values: [Double]) -> Double { dot(values, values).squareRoot() }
