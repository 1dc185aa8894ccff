/// The simplex method for quantile regression: walks from one fit through p rows to a better one, along the edge that
/// descends most steeply, and on each edge past as many rows as still help (Barrodale and Roberts).
///
/// Ties are common (doses in steps of 0.05, ages in years), and with ties more than p residuals vanish at once: a
/// simplex method may then turn in circles. So every response carries an infinitely small second part, different for
/// every row. Comparisons look at it only where the first parts agree, which is what moving all responses by tiny random
/// amounts would do, without moving anything.
///
/// Rows are taken in orthonormal coordinates of the design.
///
/// Sources: I. Barrodale and F. D. K. Roberts, SIAM Journal on Numerical Analysis 10 (1973) 839-848,
/// doi:10.1137/0710069; R. Koenker and V. d'Orey, Applied Statistics 36 (1987) 383-393, doi:10.2307/2347802;
/// lexicographic ties: G. B. Dantzig, A. Orden and P. Wolfe, Pacific Journal of Mathematics 5 (1955) 183-195.
struct QuantileSimplex {
    let rowCount: Int
    let columnCount: Int
    let tau: Double
    /// Row by row.
    let x: [Double]
    /// Responses, and their infinitely small second parts.
    let y: [Double]
    let second: [Double]
    /// First parts of residuals below this are zero: rounding of the data, as much as the bases since the last
    /// ``refresh()`` have magnified it.
    private(set) var rounding: Double
    private let dataRounding: Double
    private let longestRow: Double
    /// Residuals in both parts.
    private(set) var residuals: [Double]
    private(set) var secondResiduals: [Double]
    /// tau above the fit, tau - 1 below; 0 for the rows of the basis.
    private(set) var slopes: [Double]
    /// The rows that the fit goes through.
    private(set) var basis: [Int]
    private(set) var coefficients: [Double]
    private(set) var iterations = 0
    private(set) var isBasic: [Bool]
    /// The inverse of the rows of the basis, by columns: column j is the direction of coefficients that moves the
    /// residual of basis[j] alone.
    private(set) var inverse: [Double]
    /// The sum of slope x row over the rows outside the basis.
    private var pull: [Double]
    private var rates: [Double]
    private var queue: BreakpointQueue

    /// - Parameters:
    ///   - rows: row by row, orthonormal columns.
    ///   - second: the second parts of the responses; different for every row.
    ///   - basis: rows that determine the coefficients.
    ///   - rounding: first parts of residuals below this are zero.
    init(
        rows: [Double], columnCount: Int, response: [Double], second: [Double], tau: Double, basis: [Int],
        rounding: Double
    ) {
        let n = response.count
        (x, self.columnCount, y, self.second, self.tau) = (rows, columnCount, response, second, tau)
        (rowCount, self.basis, self.rounding, dataRounding) = (n, basis, rounding, rounding)
        longestRow = Self.longestRow(rows, rowCount: n, columnCount: columnCount)
        residuals = [Double](repeating: 0, count: n)
        secondResiduals = residuals
        slopes = residuals
        rates = residuals
        isBasic = [Bool](repeating: false, count: n)
        inverse = [Double](repeating: 0, count: columnCount * columnCount)
        pull = [Double](repeating: 0, count: columnCount)
        coefficients = pull
        queue = BreakpointQueue(capacity: n)
        for row in basis { isBasic[row] = true }
        refresh()
    }

    /// Walks to an optimal basis; false where the steps allowed do not suffice.
    mutating func run() -> Bool {
        let limit = iterations + 1000 + 50 * (columnCount + Int(Double(rowCount).squareRoot()))
        var isFresh = false
        while iterations < limit {
            guard let edge = steepestEdge() else {
                if isFresh { return true }
                // Optimal as far as sums carried along can tell: look again with sums taken afresh.
                refresh()
                isFresh = true
                continue
            }
            isFresh = false
            guard step(from: edge.place, sign: edge.sign) else { return false }
            if iterations % 16 == 0 { refresh() }
        }
        return false
    }

    /// The slope z of the objective, without its own loss, when the residual of basis[place] grows: between -tau and
    /// 1 - tau the row is best left where it is.
    func basicSlope(_ place: Int) -> Double {
        var sum = 0.0
        for k in 0..<columnCount { sum += pull[k] * inverse[place * columnCount + k] }
        return sum
    }

    /// The slope of the objective along an edge.
    func edgeSlope(_ place: Int, sign: Double) -> Double {
        sign > 0 ? tau + basicSlope(place) : 1 - tau - basicSlope(place)
    }

    /// What rounding leaves of a slope.
    var slopeTolerance: Double { 1e-13 * Double(max(rowCount, 10)) }

    private func steepestEdge() -> (place: Int, sign: Double)? {
        var best: (place: Int, sign: Double)?
        var lowest = -slopeTolerance
        for place in 0..<columnCount {
            let slope = basicSlope(place)
            if tau + slope < lowest { (lowest, best) = (tau + slope, (place, 1)) }
            if 1 - tau - slope < lowest { (lowest, best) = (1 - tau - slope, (place, -1)) }
        }
        return best
    }

    /// Moves the residual of a basic row away from zero, to the side `sign`, until the objective no longer falls; the
    /// row met there takes its place. Returns false where no row is met.
    mutating func step(from place: Int, sign: Double) -> Bool {
        let (n, p) = (rowCount, columnCount)
        var largest = 0.0
        for row in 0..<n where !isBasic[row] {
            var rate = 0.0
            for k in 0..<p { rate += x[row * p + k] * inverse[place * p + k] }
            rates[row] = sign * rate
            largest = max(largest, rate.magnitude)
        }
        // A row that hardly moves would make a basis that hardly determines the coefficients.
        let negligible = 1e-11 * largest
        queue.removeAll()
        for row in 0..<n where !isBasic[row] && rates[row] * slopes[row] < 0 && rates[row].magnitude > negligible {
            queue.append((residuals[row] / rates[row]).magnitude, row)
        }
        queue.arrange()
        guard let entering = meet(edgeSlope(place, sign: sign)) else { return false }
        let near = -secondResiduals[entering.row] / rates[entering.row]
        exchange(place, entering.row, sign: sign, far: entering.far, near: near)
        iterations += 1
        return true
    }

    /// Passes rows in the order in which they are met until the slope is no longer negative. Rows that are met at the
    /// same place are put in order by their second parts.
    private mutating func meet(_ start: Double) -> (row: Int, far: Double)? {
        var slope = start
        var (far, before) = (-Double.infinity, start)
        var ties: [Int] = []
        while let (distance, row) = queue.popFirst() {
            let rate = rates[row].magnitude
            let isTie = (distance - far) * rate <= rounding
            // The descent ended before this row.
            if slope >= -slopeTolerance, !ties.isEmpty, !isTie { break }
            if !isTie {
                (far, before) = (distance, slope)
                ties.removeAll(keepingCapacity: true)
            }
            ties.append(row)
            slope += rate
        }
        guard let first = ties.first else { return nil }
        if ties.count == 1 { return (first, far) }
        ties.sort { (-secondResiduals[$0] / rates[$0], $0) < (-secondResiduals[$1] / rates[$1], $1) }
        slope = before
        for row in ties {
            slope += rates[row].magnitude
            if slope >= -slopeTolerance { return (row, far) }
        }
        return ties.last.map { ($0, far) }
    }

    private mutating func exchange(_ place: Int, _ entering: Int, sign: Double, far: Double, near: Double) {
        let (n, p) = (rowCount, columnCount)
        let leaving = basis[place]
        for row in 0..<n where !isBasic[row] {
            residuals[row] += rates[row] * far
            secondResiduals[row] += rates[row] * near
            settle(row)
        }
        residuals[leaving] = sign * far
        secondResiduals[leaving] = sign * near
        (isBasic[leaving], isBasic[entering]) = (false, true)
        setSlope(leaving, sign > 0 ? tau : tau - 1)
        setSlope(entering, 0)
        (residuals[entering], secondResiduals[entering]) = (0, 0)
        basis[place] = entering
        // Coefficients move against the residual; the other directions lose what they share with the new row.
        for k in 0..<p { coefficients[k] -= sign * far * inverse[place * p + k] }
        let pivot = sign * rates[entering]
        for k in 0..<p { inverse[place * p + k] /= pivot }
        for other in 0..<p where other != place {
            var share = 0.0
            for k in 0..<p { share += x[entering * p + k] * inverse[other * p + k] }
            for k in 0..<p { inverse[other * p + k] -= share * inverse[place * p + k] }
        }
        rounding = max(rounding, magnifiedRounding)
    }

    /// A basis of rows that lie close together carries rounding far: a residual there is a difference of long steps.
    private var magnifiedRounding: Double {
        let p = columnCount
        var lengths = 0.0
        for place in 0..<p {
            var sum = 0.0
            for k in 0..<p { sum += inverse[place * p + k] * inverse[place * p + k] }
            lengths += sum.squareRoot()
        }
        return dataRounding * (1 + longestRow * lengths)
    }

    private static func longestRow(_ rows: [Double], rowCount: Int, columnCount p: Int) -> Double {
        var longest = 0.0
        for row in 0..<rowCount {
            var sum = 0.0
            for k in 0..<p { sum += rows[row * p + k] * rows[row * p + k] }
            longest = max(longest, sum)
        }
        return longest.squareRoot()
    }

    /// Gives a row the slope of the side on which it lies.
    private mutating func settle(_ row: Int) {
        if residuals[row].magnitude <= rounding { residuals[row] = 0 }
        let isAbove = residuals[row] > 0 || (residuals[row] == 0 && secondResiduals[row] > 0)
        setSlope(row, isAbove ? tau : tau - 1)
    }

    private mutating func setSlope(_ row: Int, _ slope: Double) {
        let change = slope - slopes[row]
        guard change != 0 else { return }
        for k in 0..<columnCount { pull[k] += change * x[row * columnCount + k] }
        slopes[row] = slope
    }

    /// Takes everything that steps carry along afresh from the basis.
    mutating func refresh() {
        let (n, p) = (rowCount, columnCount)
        var square = [Double](repeating: 0, count: p * p)
        for place in 0..<p {
            for k in 0..<p { square[k * p + place] = x[basis[place] * p + k] }
        }
        if let fresh = smallInverse(square, size: p) { inverse = fresh }
        rounding = magnifiedRounding
        coefficients = solve(y)
        let secondCoefficients = solve(second)
        for k in 0..<p { pull[k] = 0 }
        for row in 0..<n {
            slopes[row] = 0
            (residuals[row], secondResiduals[row]) = (0, 0)
            guard !isBasic[row] else { continue }
            var (fit, secondFit) = (0.0, 0.0)
            for k in 0..<p {
                fit += x[row * p + k] * coefficients[k]
                secondFit += x[row * p + k] * secondCoefficients[k]
            }
            residuals[row] = y[row] - fit
            secondResiduals[row] = second[row] - secondFit
            settle(row)
        }
    }

    /// The coefficients that go through the basis, with one step of refinement.
    private func solve(_ values: [Double]) -> [Double] {
        let p = columnCount
        var solution = [Double](repeating: 0, count: p)
        for _ in 0..<2 {
            let rest = basis.map { row in
                (0..<p).reduce(values[row]) { $0 - x[row * p + $1] * solution[$1] }
            }
            for place in 0..<p {
                for k in 0..<p { solution[k] += inverse[place * p + k] * rest[place] }
            }
        }
        return solution
    }
}
