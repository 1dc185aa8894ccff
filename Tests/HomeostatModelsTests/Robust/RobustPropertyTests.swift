import HomeostatModels
import HomeostatNumerics
import Testing

/// What robust fits must fulfil by definition, on made-up data.
@Suite struct RobustPropertyTests {
    /// A line with outliers; some of them in the design too.
    private static func contaminated(_ n: Int, seed: UInt64, outliers: Int) -> (Matrix, [Double]) {
        var draws = CounterRandom(seed: seed).stream(1)
        var x = (0..<n).map { _ in draws.normal() }
        var y = x.map { 2 - 3 * $0 + 0.2 * draws.normal() }
        for row in 0..<outliers { (x[row], y[row]) = (5 + draws.normal(), 20 + draws.normal()) }
        return (Matrix(columns: [[Double](repeating: 1, count: n), x]), y)
    }

    /// The estimating equations: sum of psi(r/s) x = 0, s the median of |r| over 0.6745.
    @Test(arguments: [RobustLoss.huber, .bisquare, .hampel])
    func estimatingEquations(loss: RobustLoss) throws {
        let (design, response) = Self.contaminated(41, seed: 3, outliers: 4)
        let fit = try MEstimate(design, response: response, loss: loss)
        #expect(fit.ending == .converged)
        for column in 0..<2 {
            var sum = 0.0
            for row in 0..<41 { sum += loss.psi(fit.residuals[row] / fit.scale) * design[row, column] }
            #expect(abs(sum) < 1e-9)
        }
        let sizes = fit.residuals.map(abs).sorted()
        #expect(agree(fit.scale, sizes[20] / 0.6745, to: 1e-10))
    }

    /// psi as the derivative of nothing but itself: its slope agrees with differences.
    @Test(arguments: [RobustLoss.huber, .bisquare, .hampel])
    func derivatives(loss: RobustLoss) {
        for u in stride(from: -9.041, through: 9.0, by: 0.37) {
            let difference = (loss.psi(u + 1e-6) - loss.psi(u - 1e-6)) / 2e-6
            #expect(abs(difference - loss.derivative(u)) < 1e-8, "at \(u)")
        }
    }

    /// Forty per cent of outliers, all on one side and far out in the design: M gives way, S, MM and LTS do not.
    @Test func breakdown() throws {
        let (design, response) = Self.contaminated(50, seed: 4, outliers: 20)
        let mm = try MMEstimate(design, response: response)
        #expect(abs(mm.coefficients[0] - 2) < 0.2 && abs(mm.coefficients[1] + 3) < 0.2)
        #expect(mm.weights.prefix(20).allSatisfy { $0 == 0 })
        let trimmed = try LeastTrimmedSquares(design, response: response)
        #expect(abs(trimmed.coefficients[0] - 2) < 0.2 && abs(trimmed.coefficients[1] + 3) < 0.2)
        #expect(!trimmed.isTypical.prefix(20).contains(true))
        let m = try MEstimate(design, response: response)
        #expect(m.coefficients[1] > 0)
    }

    /// The S-estimate: its scale solves its equation, and no fit near it or through any two rows has a smaller one.
    @Test func smallestScale() throws {
        let (design, response) = Self.contaminated(30, seed: 5, outliers: 8)
        let fit = try SEstimate(design, response: response)
        #expect(fit.isExhaustive)
        #expect(agree(Self.scale(fit.residuals, p: 2), fit.scale, to: 1e-9))
        for a in 0..<30 {
            for b in 0..<a {
                let slope = (response[a] - response[b]) / (design[a, 1] - design[b, 1])
                let rest = (0..<30).map { response[$0] - response[a] - slope * (design[$0, 1] - design[a, 1]) }
                #expect(Self.scale(rest, p: 2) > fit.scale)
            }
        }
        for (da, db) in [(0.001, 0.0), (-0.001, 0), (0, 0.001), (0, -0.001), (0.001, 0.001), (-0.001, 0.001)] {
            #expect(Self.scale((0..<30).map { fit.residuals[$0] - da - db * design[$0, 1] }, p: 2) > fit.scale)
        }
    }

    /// The scale at which the mean biweight loss over n - p is one half, by bisection.
    private static func scale(_ residuals: [Double], p: Int) -> Double {
        func mean(_ s: Double) -> Double {
            residuals.reduce(0) { sum, r in
                let t = min(1, (r / (1.54764 * s)) * (r / (1.54764 * s)))
                return sum + 1 - (1 - t) * (1 - t) * (1 - t)
            } / Double(residuals.count - p)
        }
        var (low, high) = (1e-9, 1e9)
        for _ in 0..<200 {
            let middle = (low * high).squareRoot()
            if mean(middle) > 0.5 { low = middle } else { high = middle }
        }
        return low
    }

    /// Least trimmed squares against all subsets of h rows.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func trimmedAgainstAllSubsets(seed: UInt64) throws {
        let (design, response) = Self.contaminated(12, seed: seed, outliers: 3)
        let fit = try LeastTrimmedSquares(design, response: response)
        #expect(fit.isProvenMinimum)
        var best = Double.infinity
        for mask in 0..<(1 << 12) where mask.nonzeroBitCount == fit.coverage {
            let rows = (0..<12).filter { mask & (1 << $0) != 0 }
            let qr = HouseholderQR(
                columnMajor: rows.map { _ in 1 } + rows.map { design[$0, 1] }, rowCount: rows.count, columnCount: 2)
            let rotated = qr.applyTransposedQ(to: rows.map { response[$0] })
            best = min(best, rotated[2...].reduce(0) { $0 + $1 * $1 })
        }
        #expect(agree(fit.objective, best, to: 1e-10))
    }

    /// Shifting, tilting and stretching the response, and mixing the columns, does to the fit what it must.
    @Test func equivariance() throws {
        let (design, response) = Self.contaminated(40, seed: 6, outliers: 6)
        let moved = (0..<40).map { 100 * response[$0] + 7 - 5 * design[$0, 1] }
        let mixed = Matrix(columns: [
            (0..<40).map { _ in 1 }, (0..<40).map { 1000 * design[$0, 1] - 300 },
        ])
        let pairs: [([Double], [Double], [Double])] = [
            (
                try MEstimate(design, response: response).coefficients,
                try MEstimate(design, response: moved).coefficients,
                try MEstimate(mixed, response: response).coefficients
            ),
            (
                try MMEstimate(design, response: response).coefficients,
                try MMEstimate(design, response: moved).coefficients,
                try MMEstimate(mixed, response: response).coefficients
            ),
            (
                try LeastTrimmedSquares(design, response: response).coefficients,
                try LeastTrimmedSquares(design, response: moved).coefficients,
                try LeastTrimmedSquares(mixed, response: response).coefficients
            ),
        ]
        for (plain, changed, other) in pairs {
            #expect(agree(changed[0], 100 * plain[0] + 7, to: 1e-9) && agree(changed[1], 100 * plain[1] - 5, to: 1e-9))
            #expect(agree(other[1] * 1000, plain[1], to: 1e-9))
        }
    }

    /// Random starts depend on the seed alone.
    @Test func repeatable() throws {
        let (design, response) = Self.contaminated(200, seed: 7, outliers: 40)
        let first = try MMEstimate(design, response: response, search: .random(count: 100, seed: 9))
        let again = try MMEstimate(design, response: response, search: .random(count: 100, seed: 9))
        #expect(first.coefficients == again.coefficients && !first.start.isExhaustive)
    }
}
