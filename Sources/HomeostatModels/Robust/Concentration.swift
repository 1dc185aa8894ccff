/// The search for the h rows that least squares fits best.
struct Concentration {
    private let input: RegressionInput
    private let coverage: Int
    private let rounding: Double
    private var squares: WeightedLeastSquares
    private var residuals: [Double]
    private var sizes: [Double]
    private var weights: [Double]

    init(_ input: RegressionInput, coverage: Int) {
        self.input = input
        self.coverage = coverage
        squares = WeightedLeastSquares(rowCount: input.rowCount, columnCount: input.columnCount)
        residuals = [Double](repeating: 0, count: input.rowCount)
        sizes = residuals
        weights = residuals
        rounding = 4 * input.rounding([Double](repeating: 0, count: input.columnCount))
    }

    private struct Candidate {
        var coefficients: [Double]
        var objective: Double
    }

    /// The best subset found as weights 0 and 1, and whether no better one exists.
    mutating func search(_ search: SubsetSearch) -> (subset: [Double], isProven: Bool)? {
        var best: [Candidate] = []
        if coverage == input.rowCount {
            return ([Double](repeating: 1, count: coverage), true)
        }
        var subsets = ElementalSubsets(input, search: search)
        while subsets.next() {
            var candidate = Candidate(coefficients: subsets.coefficients, objective: .infinity)
            for _ in 0..<2 where !concentrate(&candidate) { break }
            let objective = candidate.objective
            // Different starts often lead to the same fit: one of them is enough.
            if best.contains(where: { ($0.objective - objective).magnitude <= 1e-12 * objective }) { continue }
            if best.count < 10 || objective < best[9].objective {
                let place = best.firstIndex { $0.objective > objective } ?? best.count
                best.insert(candidate, at: place)
                if best.count > 10 { best.removeLast() }
            }
        }
        var winner: Candidate?
        for start in best {
            var candidate = start
            for _ in 0..<1000 where !concentrate(&candidate) { break }
            if candidate.objective < winner?.objective ?? .infinity { winner = candidate }
        }
        guard let winner else { return nil }
        selectSmallest(winner.coefficients)
        var subset = weights
        var isProven = winner.objective <= Double(coverage) * rounding * rounding
        if !isProven, input.rowCount <= LeastTrimmedSquares.exactRowLimit {
            var tree = TrimmedSubsetTree(input, coverage: coverage, bound: winner.objective)
            isProven = tree.run()
            if let better = tree.best { subset = better }
        }
        return (subset, isProven)
    }

    /// One concentration step; false where it brought nothing more.
    private mutating func concentrate(_ candidate: inout Candidate) -> Bool {
        selectSmallest(candidate.coefficients)
        guard squares.solve(input, weights: weights) else { return false }
        input.residuals(squares.coefficients, into: &residuals)
        var objective = 0.0
        for row in residuals.indices { objective += weights[row] * residuals[row] * residuals[row] }
        guard objective < candidate.objective * (1 - 1e-15) else { return false }
        candidate = Candidate(coefficients: squares.coefficients, objective: objective)
        return true
    }

    /// Marks the h rows with the smallest residuals by weight 1; of equal ones the first.
    private mutating func selectSmallest(_ coefficients: [Double]) {
        input.residuals(coefficients, into: &residuals)
        for row in residuals.indices { sizes[row] = residuals[row].magnitude }
        let limit = select(coverage - 1, &sizes, count: sizes.count)
        var taken = 0
        for row in residuals.indices {
            let isIn = residuals[row].magnitude < limit
            weights[row] = isIn ? 1 : 0
            if isIn { taken += 1 }
        }
        for row in residuals.indices where taken < coverage && residuals[row].magnitude == limit {
            weights[row] = 1
            taken += 1
        }
    }
}
