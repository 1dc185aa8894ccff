import HomeostatNumerics

/// The residual sum of squares as a function of one turning point, exactly, over its whole range.
///
/// Between two neighbouring values of x the column max(x - psi, 0) is linear in psi. With everything that is in the
/// model already projected out, the reduction of the sum of squares by the column is therefore a ratio of two
/// quadratics in psi with a single maximum, in closed form; the maximum over all intervals is the global one. Sums from
/// the right make all intervals cost no more than one pass over the rows.
///
/// Source: Hudson DJ. J Am Stat Assoc 1966;61:1097-1129, doi:10.1080/01621459.1966.10482198.
struct TurningPointScan {
    /// The variable, in ascending order of rows.
    let x: [Double]
    /// Square roots of the weights.
    let roots: [Double]
    /// Orthonormal columns that are in the model already, rows times ``roots``.
    let basis: [[Double]]
    /// What they leave of the response times ``roots``.
    let residual: [Double]
    /// Where the turning point may lie.
    let range: ClosedRange<Double>

    /// The sum of squares without a further turning point.
    var residualSumOfSquares: Double { squaredLength(residual) }

    /// The reduction of the sum of squares over one interval, (a - t b)^2 / (c - 2 t d + t^2 e) at psi = base + t.
    struct Piece {
        let base: Double
        let lower: Double
        let upper: Double
        var a = 0.0
        var b = 0.0
        var c = 0.0
        var d = 0.0
        var e = 0.0
        /// The squared length below which a column is rounding.
        var smallest = 0.0

        func reduction(at place: Double) -> Double? {
            let t = place - base
            let length = c - 2 * t * d + t * t * e
            guard length > smallest else { return nil }
            let product = a - t * b
            return product * product / length
        }

        /// The best place in the interval.
        func maximum() -> (place: Double, reduction: Double)? {
            var places = [lower, upper]
            let slope = b * d - a * e
            if slope != 0 {
                let stationary = base + (b * c - a * d) / slope
                if stationary > lower, stationary < upper { places.append(stationary) }
            }
            let found = places.compactMap { place in reduction(at: place).map { (place, $0) } }
            return found.max { $0.1 < $1.1 }
        }

        /// The parts of the interval where the reduction is at least an amount.
        func places(reaching amount: Double) -> [ClosedRange<Double>] {
            // (a - t b)^2 - amount (c - 2 t d + t^2 e) >= 0.
            let (square, half) = (b * b - amount * e, -(a * b - amount * d))
            let discriminant = half * half - square * (a * a - amount * c)
            var cuts = [lower, upper]
            if discriminant >= 0, square != 0 {
                // The root that does not cancel, and the other from the product of both.
                let far = -(half + (half < 0 ? -1 : 1) * discriminant.squareRoot())
                var roots = [base + far / square]
                if far != 0 { roots.append(base + (a * a - amount * c) / far) }
                cuts += roots.filter { $0 > lower && $0 < upper }
            }
            cuts.sort()
            return zip(cuts, cuts.dropFirst()).compactMap { low, high in
                guard let value = reduction(at: low + (high - low) / 2), value >= amount else { return nil }
                return low...high
            }
        }
    }

    /// The intervals between the different values of x, as far as they lie in ``range``.
    func pieces() -> [Piece] {
        let size = basis.count
        var made: [Piece] = []
        var (s0, s1, t0, t1, t2) = (0.0, 0.0, 0.0, 0.0, 0.0)
        var q0 = [Double](repeating: 0, count: size)
        var q1 = q0
        var row = x.count - 1
        while row > 0 {
            // All rows of this value go to the right of the interval below it.
            let value = x[row]
            while row >= 0, x[row] == value {
                let root = roots[row]
                s0 += root * residual[row]
                s1 += root * x[row] * residual[row]
                t0 += root * root
                t1 += root * root * x[row]
                t2 += root * root * x[row] * x[row]
                for place in 0..<size {
                    q0[place] += root * basis[place][row]
                    q1[place] += root * x[row] * basis[place][row]
                }
                row -= 1
            }
            guard row >= 0 else { break }
            let base = x[row]
            let (lower, upper) = (max(base, range.lowerBound), min(value, range.upperBound))
            guard lower < upper else { continue }
            var piece = Piece(base: base, lower: lower, upper: upper)
            let raw = t2 - 2 * base * t1 + base * base * t0
            piece.a = s1 - base * s0
            piece.b = s0
            (piece.c, piece.d, piece.e) = (raw, t1 - base * t0, t0)
            for place in 0..<size {
                let shifted = q1[place] - base * q0[place]
                piece.c -= shifted * shifted
                piece.d -= shifted * q0[place]
                piece.e -= q0[place] * q0[place]
            }
            piece.smallest = 1e-11 * raw
            made.append(piece)
        }
        return made.reversed()
    }

    /// An interval again, from its columns themselves instead of from sums, with all digits.
    func refined(_ piece: Piece) -> Piece {
        var made = piece
        let right = x.indices.map { x[$0] > piece.base }
        let rising = x.indices.map { right[$0] ? roots[$0] * (x[$0] - piece.base) : 0 }
        let level = x.indices.map { right[$0] ? roots[$0] : 0 }
        let (p, q) = (orthogonal(rising, to: basis), orthogonal(level, to: basis))
        made.a = product(residual, p)
        made.b = product(residual, q)
        made.c = squaredLength(p)
        made.d = product(p, q)
        made.e = squaredLength(q)
        made.smallest = 1e-13 * squaredLength(rising)
        return made
    }

    /// The turning point that reduces the sum of squares most; of equal ones the lowest.
    func best() -> (place: Double, reduction: Double)? {
        let candidates = pieces().compactMap { piece in piece.maximum().map { (piece, $0.reduction) } }
        guard let top = candidates.map(\.1).max() else { return nil }
        let near = candidates.filter { $0.1 >= top - 1e-6 * (top + 1e-6 * residualSumOfSquares) }
        let found = near.compactMap { refined($0.0).maximum() }
        return found.reduce(nil as (place: Double, reduction: Double)?) { best, next in
            guard let best else { return next }
            return next.reduction > best.reduction ? next : best
        }
    }

    /// The scan with a further turning point in the model.
    func adding(turningPoint place: Double) -> TurningPointScan? {
        let column = x.indices.map { roots[$0] * max(0, x[$0] - place) }
        let rest = orthogonal(column, to: basis)
        let length = squaredLength(rest).squareRoot()
        guard length > 1e-10 * squaredLength(column).squareRoot() else { return nil }
        let direction = rest.map { $0 / length }
        return TurningPointScan(
            x: x, roots: roots, basis: basis + [direction], residual: orthogonal(residual, to: [direction]),
            range: range)
    }
}

/// What a vector has outside the span of orthonormal ones; two passes keep it orthogonal.
func orthogonal(_ vector: [Double], to basis: [[Double]]) -> [Double] {
    var rest = vector
    for _ in 0..<2 {
        for direction in basis {
            let share = product(direction, rest)
            for row in rest.indices { rest[row] -= share * direction[row] }
        }
    }
    return rest
}

/// The sum of products.
func product(_ left: [Double], _ right: [Double]) -> Double {
    var sum = CompensatedSum()
    for row in left.indices { sum.add(left[row] * right[row]) }
    return sum.value
}

/// The sum of squares.
func squaredLength(_ vector: [Double]) -> Double { product(vector, vector) }
