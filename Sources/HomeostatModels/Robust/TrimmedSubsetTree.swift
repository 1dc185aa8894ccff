/// Branch and bound over all subsets of h rows: rows are taken in or left out one after the other, and a branch is given
/// up as soon as the rows taken in already cost as much as the best subset known, because more rows never cost less.
///
/// Source: J. Agulló, Computational Statistics and Data Analysis 36 (2001) 425-439.
struct TrimmedSubsetTree {
    private let input: RegressionInput
    private let coverage: Int
    private var bound: Double
    private let order: [Int]
    private var chosen: [Int] = []
    private var visits = 0
    private let visitLimit = 3_000_000
    /// One triangle [R | Q'y] for each depth, row by row.
    private var triangles: [Double]
    private var row: [Double]
    /// The best subset as weights 0 and 1, where it is better than the bound given.
    private(set) var best: [Double]?

    init(_ input: RegressionInput, coverage: Int, bound: Double) {
        self.input = input
        self.coverage = coverage
        self.bound = bound
        let (n, p) = (input.rowCount, input.columnCount)
        // Outliers of the least squares fit first: branches that take them in die early.
        let coefficients = input.factor.q == input.columns ? nil : Optional(input.leastSquaresCoefficients)
        var residuals = input.response
        if let coefficients {
            input.residuals(coefficients, into: &residuals)
        } else {
            var projected = [Double](repeating: 0, count: p)
            for column in 0..<p {
                for place in 0..<n { projected[column] += input.columns[column * n + place] * input.response[place] }
            }
            input.residuals(projected, into: &residuals)
        }
        order = (0..<n).sorted { residuals[$0].magnitude > residuals[$1].magnitude }
        triangles = [Double](repeating: 0, count: (coverage + 1) * p * (p + 1))
        row = [Double](repeating: 0, count: p + 1)
    }

    /// Goes through the tree; false where it was too large to be finished.
    mutating func run() -> Bool {
        descend(from: 0, cost: 0)
        return visits < visitLimit
    }

    private mutating func descend(from place: Int, cost: Double) {
        if chosen.count == coverage {
            bound = cost
            var weights = [Double](repeating: 0, count: input.rowCount)
            for row in chosen { weights[row] = 1 }
            best = weights
            return
        }
        // So many of the remaining rows may still be left out.
        let last = input.rowCount - (coverage - chosen.count)
        guard place <= last else { return }
        for next in place...last {
            visits += 1
            guard visits < visitLimit else { return }
            let total = cost + append(order[next])
            // A little better than the bound: equal subsets need not be visited.
            guard total < bound * (1 - 1e-12) else { continue }
            chosen.append(order[next])
            descend(from: next + 1, cost: total)
            chosen.removeLast()
        }
    }

    /// Rotates a row into the triangle of the present depth, the result being that of the next; returns by how much
    /// the residual sum of squares grows.
    private mutating func append(_ index: Int) -> Double {
        let (n, p) = (input.rowCount, input.columnCount)
        let width = p + 1
        let (from, to) = (chosen.count * p * width, (chosen.count + 1) * p * width)
        for column in 0..<p { row[column] = input.columns[column * n + index] }
        row[p] = input.response[index]
        for place in 0..<p * width { triangles[to + place] = triangles[from + place] }
        for pivot in 0..<p {
            let base = to + pivot * width
            let (a, b) = (triangles[base + pivot], row[pivot])
            let length = (a * a + b * b).squareRoot()
            guard length > 0 else { continue }
            let (c, s) = (a / length, b / length)
            for column in pivot...p {
                let (upper, lower) = (triangles[base + column], row[column])
                triangles[base + column] = c * upper + s * lower
                row[column] = c * lower - s * upper
            }
        }
        return row[p] * row[p]
    }
}
