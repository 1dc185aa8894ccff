/// The step of one Levenberg-Marquardt iteration as a function of the trust radius.
///
/// The Jacobian is scaled by columns and factored once, `J D^-1 P = Q R`; for every damping the small system
/// `[R; sqrt(damping) I]` is factored anew. In scaled unknowns the region is a ball.
struct DampedStep {
    private let columns: Int
    private let scale: [Double]
    private let factorisation: HouseholderQR
    /// The first p entries of -Q' r.
    private let target: [Double]

    init(jacobian: [Double], residuals: [Double], rows: Int, columns: Int, scale: [Double]) {
        self.columns = columns
        self.scale = scale
        var scaled = jacobian
        for j in 0..<columns {
            for i in j * rows..<(j + 1) * rows { scaled[i] /= scale[j] }
        }
        factorisation = HouseholderQR(columnMajor: scaled, rowCount: rows, columnCount: columns)
        target = factorisation.applyTransposedQ(to: residuals.map { -$0 }).prefix(columns).map { $0 }
    }

    /// The minimiser of the linearised sum of squares within the region, and the damping that puts it there
    /// (0 where the Gauss-Newton step lies inside).
    ///
    /// The length of the step need only meet the radius to a tenth: more would be wasted on a linear model.
    func within(radius: Double) -> (step: [Double], damping: Double) {
        let gaussNewton = factorisation.solveTriangular(target)
        let newtonLength = norm(gaussNewton)
        if newtonLength <= 1.1 * radius { return (unscaled(gaussNewton), 0) }
        // The gradient bounds the damping from above: |step| <= |gradient| / damping.
        let gradientLength = norm(transposedRTimesTarget())
        var (lower, upper) = (0.0, gradientLength / radius)
        var damping = max(1e-3 * upper, Double.leastNormalMagnitude)
        if factorisation.rank == columns {
            let slope = secularSlope(of: gaussNewton, damping: 0, length: newtonLength)
            lower = (newtonLength - radius) / (radius * slope)
            damping = max(lower, min(damping, upper))
        }
        var step = gaussNewton
        for _ in 0..<20 {
            step = solve(damping: damping)
            let length = norm(step)
            if (length - radius).magnitude <= 0.1 * radius || upper <= lower { break }
            if length > radius { lower = max(lower, damping) } else { upper = min(upper, damping) }
            // Newton on 1/length, which is nearly linear in the damping (Hebden, Moré).
            let slope = secularSlope(of: step, damping: damping, length: length)
            let proposal = damping + (length - radius) / (radius * slope)
            damping = proposal > lower && proposal < upper ? proposal : 0.5 * (lower + upper)
        }
        return (unscaled(step), damping)
    }

    /// The curvature of the path that a step starts on: the geodesic acceleration a, which bends the step v to
    /// v + a/2, so that it follows a curved valley instead of leaving it along the tangent.
    ///
    /// - Parameters:
    ///   - secondDerivative: that of the residuals in the direction of the step.
    ///   - damping: what ``within(radius:)`` gave with the step.
    func acceleration(secondDerivative: [Double], damping: Double) -> [Double] {
        let bend = factorisation.applyTransposedQ(to: secondDerivative.map { -$0 }).prefix(columns).map { $0 }
        guard damping > 0 else { return unscaled(factorisation.solveTriangular(bend)) }
        return unscaled(damped(damping).solve(bend + [Double](repeating: 0, count: columns)))
    }

    /// The squared length of the residuals' projection onto the tangent space: what the linear model could still take
    /// from the sum of squares.
    var attainableReduction: Double {
        target.prefix(factorisation.rank).reduce(0) { $0 + $1 * $1 }
    }

    /// The inverse of J'J, nil where the Jacobian is rank deficient.
    var inverseInformation: [[Double]]? {
        guard var inverse = factorisation.inverseOfGramMatrix() else { return nil }
        for a in 0..<columns {
            for b in 0..<columns { inverse[a][b] /= scale[a] * scale[b] }
        }
        return inverse
    }

    /// Numerical rank of the Jacobian.
    var rank: Int { factorisation.rank }

    /// The squared length of `J step`.
    func modelNorm(of step: [Double]) -> Double {
        var sum = 0.0
        for row in 0..<columns {
            var product = 0.0
            for column in row..<columns {
                let original = factorisation.permutation[column]
                product += factorisation.r(row, column) * step[original] * scale[original]
            }
            sum += product * product
        }
        return sum
    }

    private func unscaled(_ step: [Double]) -> [Double] {
        zip(step, scale).map { $0 / $1 }
    }

    private func norm(_ vector: [Double]) -> Double {
        vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    private func transposedRTimesTarget() -> [Double] {
        (0..<columns).map { column in
            (0...column).reduce(0) { $0 + factorisation.r($1, column) * target[$1] }
        }
    }

    private func damped(_ damping: Double) -> HouseholderQR {
        var matrix = [Double](repeating: 0, count: 2 * columns * columns)
        let root = damping.squareRoot()
        for column in 0..<columns {
            // Back in the original order, so that the step needs no second permutation.
            let original = factorisation.permutation[column]
            for row in 0...column { matrix[original * 2 * columns + row] = factorisation.r(row, column) }
            matrix[original * 2 * columns + columns + original] = root
        }
        return HouseholderQR(
            columnMajor: matrix, rowCount: 2 * columns, columnCount: columns, pivoting: false, rankTolerance: 0)
    }

    private func solve(damping: Double) -> [Double] {
        damped(damping).solve(target + [Double](repeating: 0, count: columns))
    }

    /// Minus the derivative of ln |step| by the damping: |R^-T s|^2 / |s|^2 for the damped triangle R.
    private func secularSlope(of step: [Double], damping: Double, length: Double) -> Double {
        let triangle = damped(damping)
        var work = [Double](repeating: 0, count: columns)
        var sum = 0.0
        for row in 0..<columns {
            var value = step[row] / length
            for inner in 0..<row { value -= triangle.r(inner, row) * work[inner] }
            work[row] = value / triangle.r(row, row)
            sum += work[row] * work[row]
        }
        return sum
    }
}
