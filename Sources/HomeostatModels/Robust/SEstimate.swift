import HomeostatNumerics

/// A linear model fitted by an S-estimator: the coefficients that make an M-estimate of the scale of the residuals
/// smallest. Up to half of the rows may be outliers of any kind.
///
/// The scale s solves sum of rho(r/s) / (n - p) = 1/2, with Tukey's biweight at c = 1.54764. Many starts through p rows
/// each are improved by one step; the best five are iterated to the end (fast S).
///
/// Sources: P. J. Rousseeuw and V. Yohai, Lecture Notes in Statistics 26 (1984) 256-272; M. Salibian-Barrera and
/// V. J. Yohai, Journal of Computational and Graphical Statistics 15 (2006) 414-427, doi:10.1198/106186006X113629.
public struct SEstimate: Sendable {
    /// One for each column of the design.
    public let coefficients: [Double]
    /// The scale; 0 where more than half of the rows lie on the fit, but for rounding.
    public let scale: Double
    /// Response minus fit.
    public let residuals: [Double]
    /// Whether every subset of p rows served as a start.
    public let isExhaustive: Bool

    /// The tuning constant with breakdown point 1/2.
    static let c = 1.547_64
    static let breakdown = 0.5

    /// Fits a model; for parameters and errors see ``MMEstimate``.
    public init(
        _ design: Matrix, response: [Double], columnNames: [String]? = nil, search: SubsetSearch = .automatic
    ) throws(RegressionInputError) {
        let input = try RegressionInput(
            design, response: response, columnNames: columnNames, minimumRows: design.columnCount + 1)
        try self.init(input, search: search)
    }

    init(_ input: RegressionInput, search: SubsetSearch) throws(RegressionInputError) {
        var worker = FastS(input.orthonormalised)
        let best = worker.search(search)
        isExhaustive = best.isExhaustive
        guard let best = best.candidate else { throw .undeterminedByTypicalRows }
        coefficients = input.factor.backSolve(best.coefficients)
        var residuals = [Double](repeating: 0, count: input.rowCount)
        input.residuals(coefficients, into: &residuals)
        self.residuals = residuals
        scale = best.scale
    }
}

/// The search for the smallest scale, with its memory.
private struct FastS {
    struct Candidate {
        var coefficients: [Double]
        var scale: Double
    }

    private let input: RegressionInput
    private let loss = RobustLoss.bisquare(c: SEstimate.c)
    private let rounding: Double
    private var squares: WeightedLeastSquares
    private var residuals: [Double]
    private var weights: [Double]
    private var scratch: [Double]

    init(_ input: RegressionInput) {
        self.input = input
        squares = WeightedLeastSquares(rowCount: input.rowCount, columnCount: input.columnCount)
        residuals = [Double](repeating: 0, count: input.rowCount)
        weights = residuals
        scratch = residuals
        rounding = input.rounding([Double](repeating: 0, count: input.columnCount)) * 4
    }

    mutating func search(_ search: SubsetSearch) -> (candidate: Candidate?, isExhaustive: Bool) {
        var subsets = ElementalSubsets(input, search: search)
        var best: [Candidate] = []
        while subsets.next() {
            input.residuals(subsets.coefficients, into: &residuals)
            var scale = normalisedMedianAbsolute(residuals, scratch: &scratch)
            if scale <= rounding {
                return (Candidate(coefficients: subsets.coefficients, scale: 0), subsets.isExhaustive)
            }
            scale *= (meanLoss(scale) / SEstimate.breakdown).squareRoot()
            loss.weights(residuals, scale: scale, into: &weights)
            guard squares.solve(input, weights: weights) else { continue }
            input.residuals(squares.coefficients, into: &residuals)
            // A mean loss below one half at the worst scale kept is what a smaller scale means.
            if best.count == 5, let worst = best.last, meanLoss(worst.scale) >= SEstimate.breakdown { continue }
            let refined = mScale(from: scale)
            guard refined > rounding else {
                return (Candidate(coefficients: squares.coefficients, scale: 0), subsets.isExhaustive)
            }
            let place = best.firstIndex { $0.scale > refined } ?? best.count
            best.insert(Candidate(coefficients: squares.coefficients, scale: refined), at: place)
            if best.count > 5 { best.removeLast() }
        }
        var winner: Candidate?
        for candidate in best {
            let refined = iterate(candidate)
            if refined.scale < winner?.scale ?? .infinity { winner = refined }
        }
        return (winner, subsets.isExhaustive)
    }

    /// The mean of the loss, of which the largest value is 1, over n - p.
    private func meanLoss(_ scale: Double) -> Double {
        let reach = SEstimate.c * scale
        var sum = 0.0
        for residual in residuals {
            let t = residual / reach
            let rest = max(0, 1 - t * t)
            sum += 1 - rest * rest * rest
        }
        return sum / Double(input.rowCount - input.columnCount)
    }

    /// The M-scale of the residuals; 0 where too few of them differ from zero.
    private func mScale(from start: Double) -> Double {
        var scale = start
        for _ in 0..<1000 {
            let next = scale * (meanLoss(scale) / SEstimate.breakdown).squareRoot()
            let change = (next - scale).magnitude
            scale = next
            if change <= 1e-15 * scale || scale <= rounding { break }
        }
        return scale
    }

    private mutating func iterate(_ candidate: Candidate) -> Candidate {
        var current = candidate
        var last = Double.infinity
        for _ in 0..<1000 {
            input.residuals(current.coefficients, into: &residuals)
            // One step of the scale for one of the coefficients: both arrive together.
            current.scale *= (meanLoss(current.scale) / SEstimate.breakdown).squareRoot()
            guard current.scale > rounding else { return Candidate(coefficients: current.coefficients, scale: 0) }
            loss.weights(residuals, scale: current.scale, into: &weights)
            guard squares.solve(input, weights: weights) else { return current }
            var (moved, length) = (0.0, 0.0)
            for j in current.coefficients.indices {
                let step = squares.coefficients[j] - current.coefficients[j]
                moved += step * step
                length += current.coefficients[j] * current.coefficients[j]
            }
            current.coefficients = squares.coefficients
            let change = (moved / max(length, 1e-300)).squareRoot()
            if change <= 1e-15 || (change <= 1e-12 && change >= last) { break }
            last = change
        }
        input.residuals(current.coefficients, into: &residuals)
        current.scale = mScale(from: current.scale)
        return current
    }
}
