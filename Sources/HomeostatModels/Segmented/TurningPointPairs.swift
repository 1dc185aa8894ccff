import HomeostatNumerics

/// The best two turning points, exactly: every pair of intervals is looked at.
///
/// With one turning point in each of two intervals, the model is linear in the heights and slopes of the columns on
/// their right. Where its unconstrained solution has both turning points in their intervals, it is the best of that
/// pair; where not, the best lies on an edge, that is with one turning point at a value of x, and the other is found by
/// a ``TurningPointScan``. Source: as there.
extension TurningPointScan {
    /// - Returns: ascending; nil where no two turning points can be told apart.
    func bestPair() -> (places: [Double], reduction: Double)? {
        let whole = residualSumOfSquares
        var best: (places: [Double], reduction: Double)?
        func offer(_ places: [Double], _ reduction: Double) {
            if reduction > best?.reduction ?? -1 { best = (places.sorted(), reduction) }
        }
        // One at a value of x.
        var edges = pieces().flatMap { [$0.lower, $0.upper] }
        edges = Array(Set(edges)).sorted()
        for edge in edges {
            guard let scan = adding(turningPoint: edge), let second = scan.best() else { continue }
            offer([edge, second.place], whole - scan.residualSumOfSquares + second.reduction)
        }
        // Both within intervals: the bound that a pair has to beat skips nearly all of them.
        for pair in interiorPairs(beating: best?.reduction ?? 0) {
            guard let exact = refinedPair(pair) else { continue }
            offer(exact.places, exact.reduction)
        }
        return best
    }

    private struct Cell {
        let piece: Piece
        /// Sums over the rows on the right of the interval: weights, with x, with x squared.
        let sums: (Double, Double, Double)
        /// Products of the level and rising columns with the basis.
        let level: [Double]
        let rising: [Double]
    }

    private func cells() -> [Cell] {
        pieces().map { piece in
            var (t0, t1, t2) = (0.0, 0.0, 0.0)
            var level = [Double](repeating: 0, count: basis.count)
            var rising = level
            for row in x.indices.reversed() {
                guard x[row] > piece.base else { break }
                let weight = roots[row] * roots[row]
                t0 += weight
                t1 += weight * x[row]
                t2 += weight * x[row] * x[row]
                for place in basis.indices {
                    level[place] += roots[row] * basis[place][row]
                    rising[place] += roots[row] * (x[row] - piece.base) * basis[place][row]
                }
            }
            return Cell(piece: piece, sums: (t0, t1, t2), level: level, rising: rising)
        }
    }

    /// Pairs of intervals whose unconstrained solution lies in both, or nearly, and beats a reduction.
    private func interiorPairs(beating bound: Double) -> [(Piece, Piece)] {
        let cells = cells()
        var made: [(Piece, Piece)] = []
        for (position, first) in cells.enumerated() {
            for second in cells[(position + 1)...] {
                let (p, r) = (first.piece, second.piece)
                // Products of the columns of both intervals: the rows on the right of the second are shared.
                let (t0, t1, t2) = second.sums
                let cross = t2 - (p.base + r.base) * t1 + p.base * r.base * t0
                let pp = cross - dot(first.rising, second.rising)
                let pq = t1 - p.base * t0 - dot(first.rising, second.level)
                let qp = t1 - r.base * t0 - dot(first.level, second.rising)
                let qq = t0 - dot(first.level, second.level)
                let gram: [[Double]] = [
                    [p.c, p.d, pp, pq], [p.d, p.e, qp, qq], [pp, qp, r.c, r.d], [pq, qq, r.d, r.e],
                ]
                let right = [p.a, p.b, r.a, r.b]
                guard let solution = solve(gram, right) else { continue }
                let reduction = zip(solution, right).reduce(0) { $0 + $1.0 * $1.1 }
                guard reduction >= bound * (1 - 1e-6) else { continue }
                let places = (p.base - solution[1] / solution[0], r.base - solution[3] / solution[2])
                let (slackP, slackR) = (1e-6 * (p.upper - p.lower), 1e-6 * (r.upper - r.lower))
                if places.0 >= p.lower - slackP, places.0 <= p.upper + slackP, places.1 >= r.lower - slackR,
                    places.1 <= r.upper + slackR
                {
                    made.append((p, r))
                }
            }
        }
        return made
    }

    private func dot(_ left: [Double], _ right: [Double]) -> Double {
        var sum = 0.0
        for place in left.indices { sum += left[place] * right[place] }
        return sum
    }

    /// The unconstrained solution of a pair from the columns themselves; nil where it is not in both intervals.
    private func refinedPair(_ pair: (Piece, Piece)) -> (places: [Double], reduction: Double)? {
        var elements: [Double] = []
        for piece in [pair.0, pair.1] {
            let right = x.indices.map { x[$0] > piece.base ? roots[$0] : 0 }
            elements += orthogonal(x.indices.map { right[$0] * (x[$0] - piece.base) }, to: basis)
            elements += orthogonal(right, to: basis)
        }
        let factors = HouseholderQR(columnMajor: elements, rowCount: x.count, columnCount: 4)
        guard factors.rank == 4 else { return nil }
        let solution = factors.solve(residual)
        let places = [pair.0.base - solution[1] / solution[0], pair.1.base - solution[3] / solution[2]]
        guard (pair.0.lower...pair.0.upper).contains(places[0]), (pair.1.lower...pair.1.upper).contains(places[1])
        else { return nil }
        return (places, squaredLength(Array(factors.applyTransposedQ(to: residual)[..<4])))
    }
}

/// Solves a small symmetric system by Cholesky; nil where it is not positive definite beyond rounding.
private func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    let size = right.count
    var factor = matrix
    for column in 0..<size {
        for row in column..<size {
            var value = matrix[row][column]
            for inner in 0..<column { value -= factor[row][inner] * factor[column][inner] }
            if row == column {
                guard value > 1e-11 * matrix[row][row] else { return nil }
                factor[row][row] = value.squareRoot()
            } else {
                factor[row][column] = value / factor[column][column]
            }
        }
    }
    var solution = right
    for row in 0..<size {
        for inner in 0..<row { solution[row] -= factor[row][inner] * solution[inner] }
        solution[row] /= factor[row][row]
    }
    for row in (0..<size).reversed() {
        for inner in row + 1..<max(size, row + 1) { solution[row] -= factor[inner][row] * solution[inner] }
        solution[row] /= factor[row][row]
    }
    return solution
}
