import HomeostatNumerics

/// How the starts of a robust fit are chosen.
public enum SubsetSearch: Sendable, Hashable {
    /// All subsets where there are at most 10,000 of them, else 1000 random ones of seed 1.
    case automatic
    /// All subsets.
    case exhaustive
    /// So many random subsets; the same for the same seed.
    case random(count: Int, seed: UInt64)
}

/// Fits through as many rows as there are coefficients: the starts of estimators with many local minima.
///
/// Random subsets are grown row by row; a row that depends on those before it is passed over, so that sparse
/// categories cost no subset (M. Koller and W. A. Stahel, Computational Statistics 32 (2017) 631-646).
struct ElementalSubsets {
    private let input: RegressionInput
    private let draws: CounterRandom?
    private var remaining: Int
    private var number: UInt64 = 0
    private var rows: [Int]
    private var order: [Int]
    /// Rows of the growing triangular system: coefficients and right-hand side.
    private var system: [Double]
    private var pivots: [Int]
    /// The fit through the last subset.
    private(set) var coefficients: [Double]
    /// Whether all subsets are gone through.
    let isExhaustive: Bool

    init(_ input: RegressionInput, search: SubsetSearch) {
        self.input = input
        let (n, p) = (input.rowCount, input.columnCount)
        let all = Self.count(n, p)
        switch search {
        case .exhaustive: (remaining, draws) = (all, nil)
        case .automatic where all <= 10_000: (remaining, draws) = (all, nil)
        case .automatic: (remaining, draws) = (1000, CounterRandom(seed: 1))
        case .random(let count, let seed): (remaining, draws) = (count, CounterRandom(seed: seed))
        }
        isExhaustive = draws == nil
        rows = Array(0..<p)
        order = draws == nil ? [] : Array(0..<n)
        system = [Double](repeating: 0, count: p * (p + 1))
        pivots = [Int](repeating: 0, count: p)
        coefficients = [Double](repeating: 0, count: p)
    }

    /// The number of subsets, or the largest integer where there are more.
    static func count(_ n: Int, _ p: Int) -> Int {
        var value = 1
        for k in 0..<p {
            let (product, overflows) = value.multipliedReportingOverflow(by: n - k)
            if overflows { return Int.max }
            value = product / (k + 1)
        }
        return value
    }

    /// Solves the next subset that determines the coefficients; false when there is none left.
    mutating func next() -> Bool {
        while remaining > 0 {
            remaining -= 1
            number += 1
            if let draws {
                if grow(draws.stream(number)) { return true }
            } else {
                if number > 1 { advance() }
                var isRegular = true
                for place in rows.indices where isRegular { isRegular = append(rows[place], at: place) }
                if isRegular {
                    backSolve()
                    return true
                }
            }
        }
        return false
    }

    /// The next subset in lexicographic order.
    private mutating func advance() {
        let (n, p) = (input.rowCount, input.columnCount)
        var place = p - 1
        while rows[place] == n - p + place { place -= 1 }
        rows[place] += 1
        for later in place + 1..<max(place + 1, p) { rows[later] = rows[later - 1] + 1 }
    }

    private mutating func grow(_ stream: RandomStream) -> Bool {
        var stream = stream
        var found = 0
        for place in order.indices {
            let other = Int.random(in: place..<order.count, using: &stream)
            order.swapAt(place, other)
            if append(order[place], at: found) { found += 1 }
            if found == input.columnCount {
                backSolve()
                return true
            }
        }
        return false
    }

    /// Eliminates the pivots found so far from a row, and takes it in where enough of it remains.
    private mutating func append(_ row: Int, at place: Int) -> Bool {
        let (n, p) = (input.rowCount, input.columnCount)
        let start = place * (p + 1)
        var size = 0.0
        for column in 0..<p {
            let value = input.columns[column * n + row]
            system[start + column] = value
            size = max(size, value.magnitude)
        }
        system[start + p] = input.response[row]
        for earlier in 0..<place {
            let (pivot, base) = (pivots[earlier], earlier * (p + 1))
            let factor = system[start + pivot] / system[base + pivot]
            for column in 0...p { system[start + column] -= factor * system[base + column] }
            system[start + pivot] = 0
        }
        var best = 0
        for column in 0..<p where system[start + column].magnitude > system[start + best].magnitude { best = column }
        pivots[place] = best
        return system[start + best].magnitude > 1e-8 * size
    }

    private mutating func backSolve() {
        let p = input.columnCount
        for place in (0..<p).reversed() {
            let start = place * (p + 1)
            var value = system[start + p]
            for later in place + 1..<max(place + 1, p) {
                value -= system[start + pivots[later]] * coefficients[pivots[later]]
            }
            coefficients[pivots[place]] = value / system[start + pivots[place]]
        }
    }
}
