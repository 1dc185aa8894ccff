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
/// Where the region shrinks to nothing although the residuals still lean towards the tangent space, D has usually
/// outlived its use: a column that was once long forbids the steps that are needed now. The search then starts again
/// from where it stands, with D taken afresh and fading, and with steps bent by their geodesic acceleration, which
/// follow a curved valley. Plain steps come first because bent ones, being bolder, leave the basin of a poor start
/// more often.
///
/// The sum of squares never rises from one iterate to the next (but for rounding in the last, polishing steps). The
/// result is a local minimum, and called converged only where the residuals are orthogonal to the tangent space;
/// which minimum it is depends on the start.
///
/// Sources: K. Levenberg, Quarterly of Applied Mathematics 2 (1944) 164-168, doi:10.1090/qam/10666;
/// D. W. Marquardt, SIAM Journal on Applied Mathematics 11 (1963) 431-441, doi:10.1137/0111030;
/// J. J. Moré, Lecture Notes in Mathematics 630 (1978) 105-116, doi:10.1007/BFb0067700; the orthogonality test: D. M.
/// Bates and D. G. Watts, Technometrics 23 (1981) 179-183; the acceleration: M. K. Transtrum and J. P. Sethna,
/// arXiv:1201.5885 (2012).
public struct LevenbergMarquardt: Sendable {
    /// Linearisations at most.
    public var maximumIterations = 10_000
    /// Stop when the actual and the predicted relative reduction of the sum of squares are both below this.
    public var reductionTolerance = 1e-15
    /// Stop when the scaled step is below this share of the scaled parameters.
    public var stepTolerance = 1e-15
    /// Stop when the cosine of the angle between the residuals and the tangent space is below this.
    public var gradientTolerance = 1e-15
    /// The largest cosine of that angle at which a search that came to rest counts as converged.
    public var orthogonalityTolerance = 1e-5
    /// The first trust radius as a multiple of the scaled length of the start.
    public var initialRadiusFactor = 1.0
    /// Undamped steps at most after convergence, which settle the last digits.
    public var polishingSteps = 20

    /// A solver with the settings above.
    public init() {}

    /// Why the iteration ended.
    public enum Ending: String, Sendable {
        /// The sum of squares no longer falls.
        case reduction
        /// The parameters no longer move.
        case step
        /// The residuals are orthogonal to the tangent space.
        case gradient
        /// No step lowers the sum of squares, yet the residuals are not orthogonal to the tangent space, or the
        /// Jacobian is not finite there: not a minimum.
        case stalled
        /// The Jacobian has lost rank on the way: parameters that had influence at the start lie where they have none
        /// of their own, on a plateau or at infinity. Not converged.
        case degenerate
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
        /// Why the iteration ended.
        public let ending: Ending
        /// Numerical rank of the Jacobian at the solution.
        public let rank: Int
        /// The cosine of the angle between the residuals and the tangent space, 0 at a minimum but for rounding; nil
        /// where the residuals or the Jacobian are not finite. Where the residuals themselves are no more than
        /// rounding, so is this.
        public let relativeOffset: Double?
        /// The inverse of J'J at the solution, nil where the Jacobian is rank deficient.
        public let inverseInformation: [[Double]]?

        /// Whether the search came to rest at a minimum.
        public var isConverged: Bool {
            switch ending {
            case .reduction, .step, .gradient: true
            case .stalled, .degenerate, .iterationLimit, .undefinedStart: false
            }
        }

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
        var descent = Descent(problem, settings: self, start: start)
        return descent.run()
    }
}
