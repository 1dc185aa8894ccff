/// Residuals of a nonlinear model with their Jacobian: what `LevenbergMarquardt` needs to know of a problem.
public protocol NonlinearLeastSquares {
    /// Number of parameters, p.
    var parameterCount: Int { get }
    /// Number of residuals, m; at least p.
    var residualCount: Int { get }
    /// Writes the m residuals at `parameters`. A value that is not finite tells that the point lies outside the
    /// domain: the solver then tries a shorter step.
    func residuals(at parameters: [Double], into residuals: inout [Double])
    /// Writes the Jacobian by columns: `jacobian[j * m + i]` is the derivative of residual i by parameter j.
    func jacobian(at parameters: [Double], into jacobian: inout [Double])
}

/// Nonlinear least squares: minimises the sum of squared residuals by the method of Levenberg and Marquardt in the
/// trust-region form of Moré.
///
/// Each step minimises the linearised sum within `|D step| <= radius`, where D holds the largest norm that each
/// column of the Jacobian has shown: the method does not depend on the units of the parameters. The damping that
/// keeps the step in the region is found by Newton's iteration on the secular equation, every trial solved by a QR
/// factorisation of the damped triangle; the normal equations, which would lose half of the digits, are never formed.
///
/// The sum of squares never rises from one iterate to the next (but for rounding in the last, polishing steps). The result is a local minimum: which one depends on
/// the start.
///
/// Sources: K. Levenberg, Quarterly of Applied Mathematics 2 (1944) 164-168, doi:10.1090/qam/10666;
/// D. W. Marquardt, SIAM Journal on Applied Mathematics 11 (1963) 431-441, doi:10.1137/0111030;
/// J. J. Moré, Lecture Notes in Mathematics 630 (1978) 105-116, doi:10.1007/BFb0067700.
public struct LevenbergMarquardt: Sendable {
    /// Linearisations at most.
    public var maximumIterations = 10_000
    /// Stop when the actual and the predicted relative reduction of the sum of squares are both below this.
    public var reductionTolerance = 1e-15
    /// Stop when the scaled step is below this share of the scaled parameters.
    public var stepTolerance = 1e-15
    /// Stop when the residuals are orthogonal to every column of the Jacobian to this cosine.
    public var gradientTolerance = 1e-15
    /// The first trust radius as a multiple of the scaled length of the start.
    public var initialRadiusFactor = 1.0
    /// Undamped steps at most after convergence, which settle the last digits.
    public var polishingSteps = 20

    public init() {}

    /// Why the iteration ended.
    public enum Ending: String, Sendable {
        /// The sum of squares no longer falls.
        case reduction
        /// The parameters no longer move.
        case step
        /// The residuals are orthogonal to the tangent space.
        case gradient
        /// The number of iterations allowed is used up: not converged.
        case iterationLimit
        /// The residuals or the Jacobian at the start are not finite.
        case undefinedStart
    }

    /// A minimum, with what is needed to judge it.
    public struct Solution: Sendable {
        /// The parameters found.
        public let parameters: [Double]
        /// The residuals there.
        public let residuals: [Double]
        /// The sum of the squared residuals.
        public let sumOfSquares: Double
        /// Linearisations used.
        public let iterations: Int
        public let ending: Ending
        /// Numerical rank of the Jacobian at the solution.
        public let rank: Int
        /// The inverse of J'J at the solution, nil where the Jacobian is rank deficient.
        public let inverseInformation: [[Double]]?

        /// Whether one of the convergence tests was met.
        public var isConverged: Bool { ending != .iterationLimit && ending != .undefinedStart }

        /// Standard errors of the parameters under independent residuals of equal variance, estimated with
        /// m - p degrees of freedom; nil where the Jacobian is rank deficient or no degree of freedom is left.
        public var standardErrors: [Double]? {
            let freedom = residuals.count - parameters.count
            guard let inverseInformation, freedom > 0 else { return nil }
            let variance = sumOfSquares / Double(freedom)
            return inverseInformation.indices.map { (variance * inverseInformation[$0][$0]).squareRoot() }
        }
    }

    /// Minimises from a start.
    ///
    /// - Parameters:
    ///   - problem: residuals and Jacobian.
    ///   - start: p numbers.
    public func minimise(_ problem: some NonlinearLeastSquares, from start: [Double]) -> Solution {
        let (m, p) = (problem.residualCount, problem.parameterCount)
        precondition(start.count == p && m >= p, "a fit needs a start for every parameter and m >= p residuals")
        var parameters = start
        var residuals = [Double](repeating: 0, count: m)
        var jacobian = [Double](repeating: 0, count: m * p)
        problem.residuals(at: parameters, into: &residuals)
        var cost = Self.sumOfSquares(residuals)
        var scale = [Double](repeating: 0, count: p)
        var radius = 0.0
        var ending = cost.isFinite ? Ending.iterationLimit : .undefinedStart
        var iterations = 0
        var trialResiduals = residuals

        iterating: while ending == .iterationLimit, iterations < maximumIterations {
            problem.jacobian(at: parameters, into: &jacobian)
            iterations += 1
            let norms = Self.columnNorms(jacobian, rows: m, columns: p)
            guard norms.allSatisfy(\.isFinite) else {
                if iterations == 1 { ending = .undefinedStart }
                break
            }
            for j in 0..<p { scale[j] = max(scale[j], norms[j]) }
            // A column that has always been zero has no length to measure a step by: any positive scale serves.
            let usable = scale.map { $0 > 0 ? $0 : 1 }
            if iterations == 1 {
                let length = Self.scaledNorm(parameters, by: usable)
                radius = initialRadiusFactor * (length > 0 ? length : 1)
            }
            if Self.largestCosine(jacobian, residuals, norms: norms, cost: cost) <= gradientTolerance {
                ending = .gradient
                break
            }
            let step = DampedStep(jacobian: jacobian, residuals: residuals, rows: m, columns: p, scale: usable)
            while true {
                let (move, damping) = step.within(radius: radius)
                let length = Self.scaledNorm(move, by: usable)
                var trial = parameters
                for j in 0..<p { trial[j] += move[j] }
                problem.residuals(at: trial, into: &trialResiduals)
                let trialCost = Self.sumOfSquares(trialResiduals)
                let actual = trialCost.isFinite ? 1 - trialCost / cost : -1
                let linear = step.modelNorm(of: move)
                let predicted = (linear + 2 * damping * length * length) / cost
                let ratio = predicted > 0 ? actual / predicted : 0
                if iterations == 1 { radius = min(radius, length) }
                Self.adapt(&radius, ratio: ratio, actual: actual, length: length, damping: damping)
                let size = Self.scaledNorm(trial, by: usable)
                if ratio > 1e-4, actual > 0 || predicted <= reductionTolerance {
                    if actual >= 0 {
                        (parameters, cost) = (trial, trialCost)
                        swap(&residuals, &trialResiduals)
                    }
                    if cost == 0 || (actual.magnitude <= reductionTolerance && predicted <= reductionTolerance) {
                        ending = .reduction
                        break iterating
                    }
                    if radius <= stepTolerance * size { ending = .step }
                    continue iterating
                }
                if actual.magnitude <= reductionTolerance && predicted <= reductionTolerance {
                    ending = .reduction
                    break iterating
                }
                if radius <= stepTolerance * size || radius < Double.leastNormalMagnitude {
                    ending = .step
                    break iterating
                }
            }
        }
        problem.jacobian(at: parameters, into: &jacobian)
        if ending == .reduction || ending == .step {
            polish(problem, &parameters, &residuals, &jacobian, &cost)
        }
        let norms = Self.columnNorms(jacobian, rows: m, columns: p)
        let information = Self.inverseInformation(jacobian, norms: norms, rows: m, columns: p)
        return Solution(
            parameters: parameters, residuals: residuals, sumOfSquares: cost, iterations: iterations, ending: ending,
            rank: information.rank, inverseInformation: information.inverse)
    }
}

extension LevenbergMarquardt {
    /// Undamped steps after convergence, as long as they make the residuals more orthogonal to the tangent space.
    ///
    /// At the bottom the sum of squares is flat: it tells parameters apart only to half of the digits, the gradient
    /// to all of them.
    private func polish(
        _ problem: some NonlinearLeastSquares, _ parameters: inout [Double], _ residuals: inout [Double],
        _ jacobian: inout [Double], _ cost: inout Double
    ) {
        let (m, p) = (residuals.count, parameters.count)
        var norms = Self.columnNorms(jacobian, rows: m, columns: p)
        var cosine = Self.largestCosine(jacobian, residuals, norms: norms, cost: cost)
        var (trialResiduals, trialJacobian) = (residuals, jacobian)
        for _ in 0..<polishingSteps where cosine > gradientTolerance {
            let step = DampedStep(
                jacobian: jacobian, residuals: residuals, rows: m, columns: p, scale: norms.map { $0 > 0 ? $0 : 1 })
            let (move, _) = step.within(radius: .infinity)
            let trial = zip(parameters, move).map { $0 + $1 }
            problem.residuals(at: trial, into: &trialResiduals)
            let trialCost = Self.sumOfSquares(trialResiduals)
            guard trialCost <= cost * (1 + 1e-10) else { return }
            problem.jacobian(at: trial, into: &trialJacobian)
            norms = Self.columnNorms(trialJacobian, rows: m, columns: p)
            let trialCosine = Self.largestCosine(trialJacobian, trialResiduals, norms: norms, cost: trialCost)
            guard trialCosine < cosine else { return }
            (parameters, cost, cosine) = (trial, trialCost, trialCosine)
            swap(&residuals, &trialResiduals)
            swap(&jacobian, &trialJacobian)
        }
    }

    /// Widens or narrows the region by how well the linear model foretold the reduction.
    private static func adapt(
        _ radius: inout Double, ratio: Double, actual: Double, length: Double, damping: Double
    ) {
        if ratio <= 0.25 {
            // Deeper cuts after steps that raise the sum a great deal; a tenth at most in one go.
            let shrink = actual >= 0 ? 0.5 : max(0.1, 0.5 / (1 - actual).squareRoot())
            radius = shrink * min(radius, 10 * length)
        } else if damping == 0 || ratio >= 0.75 {
            radius = 2 * length
        }
    }

    private static func sumOfSquares(_ values: [Double]) -> Double {
        var sum = 0.0
        for value in values { sum += value * value }
        return sum
    }

    private static func scaledNorm(_ values: [Double], by scale: [Double]) -> Double {
        var sum = 0.0
        for (value, factor) in zip(values, scale) { sum += (value * factor) * (value * factor) }
        return sum.squareRoot()
    }

    private static func columnNorms(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
        (0..<columns).map { column in
            sumOfSquares(Array(matrix[column * rows..<(column + 1) * rows])).squareRoot()
        }
    }

    private static func largestCosine(
        _ jacobian: [Double], _ residuals: [Double], norms: [Double], cost: Double
    ) -> Double {
        var largest = 0.0
        for j in norms.indices where norms[j] > 0 {
            var sum = 0.0
            for i in residuals.indices { sum += jacobian[j * residuals.count + i] * residuals[i] }
            largest = max(largest, (sum / norms[j]).magnitude)
        }
        return cost > 0 ? largest / cost.squareRoot() : 0
    }

    /// The inverse of J'J, by way of columns of unit length: the units of the parameters do not decide on the rank.
    private static func inverseInformation(
        _ jacobian: [Double], norms: [Double], rows: Int, columns: Int
    ) -> (rank: Int, inverse: [[Double]]?) {
        guard norms.allSatisfy({ $0.isFinite }) else { return (0, nil) }
        var scaled = jacobian
        for j in 0..<columns where norms[j] > 0 {
            for i in 0..<rows { scaled[j * rows + i] /= norms[j] }
        }
        let factorisation = HouseholderQR(columnMajor: scaled, rowCount: rows, columnCount: columns)
        guard var inverse = factorisation.inverseOfGramMatrix() else { return (factorisation.rank, nil) }
        for a in 0..<columns {
            for b in 0..<columns { inverse[a][b] /= norms[a] * norms[b] }
        }
        return (factorisation.rank, inverse)
    }
}
