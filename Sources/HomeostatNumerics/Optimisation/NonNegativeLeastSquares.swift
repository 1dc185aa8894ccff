/// Least squares with coefficients that are zero or more, with the certificate that the solution is the minimum.
///
/// Minimises |response - design x coefficients| over coefficients >= 0. The problem is convex: a point is its minimum
/// exactly where the gradient is zero for each coefficient above zero and does not point to a lower value for each
/// that is zero (the conditions of Karush, Kuhn and Tucker). ``largestViolation`` says how far the solution is from
/// that.
///
/// Source: Lawson CL, Hanson RJ. Solving Least Squares Problems, Prentice-Hall 1974, chapter 23 (algorithm NNLS).
public struct NonNegativeLeastSquares: Sendable, Hashable {
    /// One for each column of the design, 0 or more.
    public let coefficients: [Double]
    /// The positions of the coefficients above zero, ascending.
    public let positive: [Int]
    /// response - design x coefficients, one for each row.
    public let residuals: [Double]
    /// The columns' products with the residuals: the negative gradient of half the sum of squares.
    public let gradient: [Double]
    /// The largest amount by which the conditions of a minimum are violated, as a cosine of the angle between a column
    /// and the response: 0 for a perfect certificate, about 1e-15 for one that rounding leaves.
    public private(set) var largestViolation = 0.0
    /// The residual sum of squares.
    public var residualSumOfSquares: Double { residuals.reduce(0) { $0 + $1 * $1 } }

    /// Why there is no solution.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The response has not one element for each row of the design.
        case differentLengths(response: Int, rows: Int)
        /// An element of the design (with its column) or of the response (without) that is not finite.
        case notFinite(row: Int, column: Int?)
        /// The active set did not settle.
        case noConvergence(iterations: Int)

        /// What is wrong and where; rows and columns are counted from 1.
        public var description: String {
            switch self {
            case .differentLengths(let response, let rows): "\(response) responses for \(rows) rows"
            case .notFinite(let row, let column):
                (column.map { "column \($0 + 1)" } ?? "the response") + " is not finite in row \(row + 1)"
            case .noConvergence(let iterations):
                "the set of positive coefficients did not settle in \(iterations) steps"
            }
        }
    }

    /// - Parameters:
    ///   - design: rows x columns; any shape.
    ///   - response: one for each row.
    /// - Complexity: O(rows x columns) for each change of the set of positive coefficients, of which there are seldom
    ///   more than twice the smaller extent.
    public init(design: Matrix, response: [Double]) throws(Failure) {
        guard response.count == design.rowCount else {
            throw .differentLengths(response: response.count, rows: design.rowCount)
        }
        if let row = response.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row, column: nil) }
        for column in 0..<design.columnCount {
            let values = design.column(column)
            for row in 0..<design.rowCount where !values[row].isFinite { throw .notFinite(row: row, column: column) }
        }
        let problem = ActiveSetProblem(design: design, response: response)
        let outcome = problem.solved()
        guard let coefficients = outcome.coefficients else { throw .noConvergence(iterations: outcome.iterations) }
        self.coefficients = coefficients
        positive = coefficients.indices.filter { coefficients[$0] > 0 }
        residuals = problem.residuals(coefficients)
        gradient = problem.gradient(residuals)
        for column in coefficients.indices where problem.lengths[column] > 0 && problem.responseLength > 0 {
            let slope = gradient[column] / (problem.lengths[column] * problem.responseLength)
            largestViolation = max(largestViolation, coefficients[column] > 0 ? slope.magnitude : slope)
        }
    }
}

/// The set of positive coefficients, changed column by column until no change lowers the sum of squares.
private struct ActiveSetProblem {
    let design: Matrix
    let response: [Double]
    let lengths: [Double]
    let responseLength: Double

    init(design: Matrix, response: [Double]) {
        self.design = design
        self.response = response
        lengths = (0..<design.columnCount).map { position in
            let column = design.column(position)
            var sum = 0.0
            for row in 0..<design.rowCount { sum += column[row] * column[row] }
            return sum.squareRoot()
        }
        responseLength = response.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    /// The coefficients of the minimum; nil where the set did not settle.
    func solved() -> (coefficients: [Double]?, iterations: Int) {
        var coefficients = [Double](repeating: 0, count: design.columnCount)
        guard responseLength > 0 else { return (coefficients, 0) }
        let most = 3 * (design.columnCount + design.rowCount) + 30
        var refused: Set<Int> = []
        var slopes = gradient(response)
        for iteration in 1...most {
            guard let entering = steepest(slopes, coefficients, refused) else { return (coefficients, iteration) }
            if let next = taking(entering, from: coefficients) {
                coefficients = next
                refused = []
                slopes = gradient(residuals(next))
            } else {
                // Within rounding the column depends on those that are in, or would leave at once.
                refused.insert(entering)
            }
        }
        return (nil, most)
    }

    /// The column outside the set that lowers the sum of squares fastest.
    private func steepest(_ slopes: [Double], _ coefficients: [Double], _ refused: Set<Int>) -> Int? {
        var (found, best): (Int?, Double) = (nil, 4 * Double.ulpOfOne)
        for column in coefficients.indices where coefficients[column] == 0 && lengths[column] > 0 {
            let slope = slopes[column] / (lengths[column] * responseLength)
            if slope > best, !refused.contains(column) { (found, best) = (column, slope) }
        }
        return found
    }

    /// Takes a column into the set, and those out of it that would become negative; nil where it cannot be taken.
    private func taking(_ entering: Int, from coefficients: [Double]) -> [Double]? {
        var set = coefficients.indices.filter { coefficients[$0] > 0 || $0 == entering }
        var current = coefficients
        guard set.count <= design.rowCount, var candidate = solution(set), candidate[entering] > 0 else { return nil }
        func share(_ column: Int) -> Double {
            current[column] > 0 ? current[column] / (current[column] - candidate[column]) : 0
        }
        while let blocking = set.filter({ candidate[$0] <= 0 }).min(by: { share($0) < share($1) }) {
            let step = share(blocking)
            for column in set { current[column] += step * (candidate[column] - current[column]) }
            current[blocking] = 0
            set.removeAll { current[$0] <= 0 }
            guard let next = solution(set) else { return nil }
            candidate = next
        }
        return candidate
    }

    /// The unconstrained least squares solution in some columns, refined once by its own residuals; nil where these
    /// columns depend on each other.
    private func solution(_ set: [Int]) -> [Double]? {
        var made = [Double](repeating: 0, count: design.columnCount)
        guard !set.isEmpty else { return made }
        var elements: [Double] = []
        for position in set {
            let column = design.column(position)
            for row in 0..<design.rowCount { elements.append(column[row] / lengths[position]) }
        }
        let factors = HouseholderQR(columnMajor: elements, rowCount: design.rowCount, columnCount: set.count)
        guard factors.rank == set.count else { return nil }
        for (place, value) in factors.solve(response).enumerated() { made[set[place]] = value / lengths[set[place]] }
        let rest = residuals(made)
        for (place, value) in factors.solve(rest).enumerated() { made[set[place]] += value / lengths[set[place]] }
        return made
    }

    /// response - design x coefficients.
    func residuals(_ coefficients: [Double]) -> [Double] {
        var made = response
        for position in coefficients.indices where coefficients[position] != 0 {
            let column = design.column(position)
            for row in made.indices { made[row] -= coefficients[position] * column[row] }
        }
        return made
    }

    /// The products of the columns with residuals.
    func gradient(_ residuals: [Double]) -> [Double] {
        (0..<design.columnCount).map { position in
            let column = design.column(position)
            var sum = 0.0
            for row in residuals.indices { sum += column[row] * residuals[row] }
            return sum
        }
    }
}
