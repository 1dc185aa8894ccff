import HomeostatNumerics

/// Coordinate descent for a quadratic with absolute and squared penalties, finished by solving for the coefficients
/// that are not zero.
///
/// The sweeps need only the mean products of the columns with each other, and find which coefficients are zero and the
/// signs of the others. Given these, the minimum is the solution of linear equations, which are solved by QR and
/// refined with residuals from the data, so that its digits do not depend on where the sweeps stopped.
///
/// Source: Friedman J, Hastie T, Hofling H, Tibshirani R. Ann Appl Stat 2007;1:302-332, doi:10.1214/07-AOAS131.
struct CoordinateDescent: Sendable {
    /// The factors of |b|_1 and of |b|_2^2 / 2.
    struct Penalty {
        let absolute: Double
        let squared: Double
    }

    private let problem: StandardisedDesign
    /// The mean product of each column with the response.
    let products: [Double]
    private let gram: Matrix
    /// What violations of the conditions of a minimum are measured against.
    private let unit: Double
    private static let mostSweeps = 100_000

    init(_ problem: StandardisedDesign) {
        self.problem = problem
        products = problem.meanProducts(with: problem.response)
        let size = problem.columns.columnCount
        var gram = Matrix(rowCount: size, columnCount: size)
        for place in 0..<size {
            let column = problem.columns.column(place)
            var values: [Double] = []
            for row in 0..<problem.columns.rowCount { values.append(column[row]) }
            for (other, product) in problem.meanProducts(with: values).enumerated() { gram[place, other] = product }
        }
        self.gram = gram
        let largest = products.map(\.magnitude).max() ?? 0
        unit = largest > 0 ? largest : 1
    }

    /// The minimum, with the violation of its conditions as a share of the largest of ``products``.
    func minimum(
        _ penalty: Penalty, lambda: Double, start: [Double]
    ) throws(PenalisedModelError) -> (coefficients: [Double], violation: Double, sweeps: Int) {
        var coefficients = start
        var gradient = products
        for place in start.indices where start[place] != 0 {
            let column = gram.column(place)
            for other in gradient.indices { gradient[other] -= start[place] * column[other] }
        }
        var tolerance = 1e-5 * unit
        var best = (coefficients: coefficients, violation: Double.infinity)
        for sweep in 1...Self.mostSweeps {
            let change = self.sweep(&coefficients, &gradient, penalty)
            guard change <= tolerance else { continue }
            for candidate in [finished(coefficients, penalty), coefficients].compactMap({ $0 }) {
                let violation = violation(candidate, penalty)
                if violation < best.violation { best = (candidate, violation) }
            }
            if best.violation <= 1e-13 { return (best.coefficients, best.violation, sweep) }
            // Some coefficient is zero, or has a sign, that it has not in the minimum: sweep on.
            if tolerance <= 1e-17 * unit { break }
            tolerance /= 10
        }
        guard best.violation <= 1e-10 else {
            throw .noConvergence(penalty: lambda, sweeps: Self.mostSweeps, violation: best.violation)
        }
        return (best.coefficients, best.violation, Self.mostSweeps)
    }

    /// Moves each coordinate to its own minimum; returns the largest change.
    private func sweep(_ coefficients: inout [Double], _ gradient: inout [Double], _ penalty: Penalty) -> Double {
        var largest = 0.0
        for place in coefficients.indices {
            let column = gram.column(place)
            let pull = gradient[place] + column[place] * coefficients[place]
            let reach = max(0, pull.magnitude - penalty.absolute)
            let next = (pull < 0 ? -reach : reach) / (column[place] + penalty.squared)
            let change = next - coefficients[place]
            guard change != 0 else { continue }
            coefficients[place] = next
            for other in gradient.indices { gradient[other] -= change * column[other] }
            largest = max(largest, change.magnitude)
        }
        return largest
    }

    /// The minimum among coefficients that are zero where these are and have their signs elsewhere; nil where the
    /// solution has other signs, or is not unique.
    private func finished(_ coefficients: [Double], _ penalty: Penalty) -> [Double]? {
        let active = coefficients.indices.filter { coefficients[$0] != 0 }
        guard !active.isEmpty else { return coefficients }
        let rows = problem.columns.rowCount
        guard active.count <= rows || penalty.squared > 0 else { return nil }
        var elements: [Double] = []
        for place in active {
            let column = problem.columns.column(place)
            for row in 0..<rows { elements.append(problem.shares[row].squareRoot() * column[row]) }
            for other in active { elements.append(other == place ? penalty.squared.squareRoot() : 0) }
        }
        let factors = HouseholderQR(
            columnMajor: elements, rowCount: rows + active.count, columnCount: active.count)
        guard let inverse = factors.inverseOfGramMatrix() else { return nil }
        var made = [Double](repeating: 0, count: coefficients.count)
        for pass in 0..<3 {
            let residuals = pass == 0 ? problem.response : problem.residuals(made)
            let products = problem.meanProducts(with: residuals)
            let slopes = active.map { place in
                products[place] - penalty.squared * made[place]
                    - (coefficients[place] > 0 ? penalty.absolute : -penalty.absolute)
            }
            for (row, place) in active.enumerated() {
                var step = 0.0
                for column in active.indices { step += inverse[row][column] * slopes[column] }
                made[place] += step
            }
        }
        guard active.allSatisfy({ (made[$0] > 0) == (coefficients[$0] > 0) && made[$0] != 0 }) else { return nil }
        return made
    }

    /// The violation of the conditions of Karush, Kuhn and Tucker, from the data.
    private func violation(_ coefficients: [Double], _ penalty: Penalty) -> Double {
        let products = problem.meanProducts(with: problem.residuals(coefficients))
        var largest = 0.0
        for place in coefficients.indices {
            let slope = products[place] - penalty.squared * coefficients[place]
            let excess =
                coefficients[place] == 0
                ? slope.magnitude - penalty.absolute
                : (slope - (coefficients[place] > 0 ? penalty.absolute : -penalty.absolute)).magnitude
            largest = max(largest, excess)
        }
        return largest / unit
    }
}
