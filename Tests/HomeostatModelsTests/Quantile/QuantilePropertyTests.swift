import HomeostatModels
import HomeostatNumerics
import Testing

/// What quantile regression must fulfil by definition, where ties abound.
@Suite struct QuantilePropertyTests {
    private func rho(_ residuals: [Double], _ tau: Double) -> Double {
        residuals.reduce(0) { $0 + ($1 > 0 ? tau * $1 : (tau - 1) * $1) }
    }

    /// Small integers: many rows lie on any good fit. The proof is the dual solution, checked here on its own.
    @Test(arguments: [1, 2, 3, 4])
    func tiesEverywhere(columns: Int) throws {
        for seed in 0..<150 as Range<UInt64> {
            var draws = CounterRandom(seed: seed).stream(UInt64(columns))
            let n = 12 + Int(seed % 30)
            var x = [[Double](repeating: 1, count: n)]
            while x.count < columns { x.append((0..<n).map { _ in draws.uniform(in: 0...5).rounded() }) }
            let y = (0..<n).map { _ in draws.uniform(in: 0...6).rounded() }
            let design = Matrix(columns: x)
            let tau = [0.1, 0.25, 0.5, 0.8][Int(seed % 4)]
            guard let fit = try? QuantileRegression(design, response: y, tau: tau) else {
                Issue.record("no fit for seed \(seed), \(columns) columns")
                continue
            }
            #expect(agree(fit.objective, rho(fit.residuals, tau), to: 1e-13))
            let scores = try fit.rankScores.map { try #require($0) }
            var bound = 0.0
            for row in 0..<n {
                #expect(scores[row] >= 0 && scores[row] <= 1)
                bound += (scores[row] - 1 + tau) * y[row]
            }
            for column in x {
                let sum = zip(scores, column).reduce(0) { $0 + ($1.0 - 1 + tau) * $1.1 }
                #expect(abs(sum) < 1e-10)
            }
            #expect(abs(bound - fit.objective) < 1e-10)
            // What is said of uniqueness: the other fit is as good and really another.
            if case .notUnique(let also) = fit.uniqueness {
                let other = (0..<n).map { row in (0..<columns).reduce(y[row]) { $0 - also[$1] * x[$1][row] } }
                #expect(abs(rho(other, tau) - fit.objective) < 1e-10)
                #expect(zip(also, fit.coefficients).contains { abs($0 - $1) > 1e-9 })
            }
        }
    }

    /// Uniqueness against all fits through two rows.
    @Test func uniqueness() throws {
        var found = (unique: 0, not: 0)
        for seed in 0..<200 as Range<UInt64> {
            var draws = CounterRandom(seed: seed).stream(9)
            let n = 8
            let x = (0..<n).map { _ in draws.uniform(in: 0...4).rounded() }
            let y = (0..<n).map { _ in draws.uniform(in: 0...4).rounded() }
            let design = Matrix(columns: [[Double](repeating: 1, count: n), x])
            guard let fit = try? QuantileRegression(design, response: y) else { continue }
            var best: [(Double, Double)] = []
            for a in 0..<n {
                for b in 0..<a where x[a] != x[b] {
                    let slope = (y[a] - y[b]) / (x[a] - x[b])
                    let residuals = (0..<n).map { y[$0] - y[a] - slope * (x[$0] - x[a]) }
                    let objective = rho(residuals, 0.5)
                    #expect(objective > fit.objective - 1e-12)
                    if objective < fit.objective + 1e-10 { best.append((y[a] - slope * x[a], slope)) }
                }
            }
            let first = try #require(best.first)
            let isUnique = best.allSatisfy { abs($0.0 - first.0) < 1e-9 && abs($0.1 - first.1) < 1e-9 }
            #expect((fit.uniqueness == .unique) == isUnique, "seed \(seed)")
            if isUnique { found.unique += 1 } else { found.not += 1 }
        }
        #expect(found.unique > 20 && found.not > 20)
    }

    /// One column without intercept is the weighted quantile of the ratios; a weight is as good as repeated rows.
    @Test func weights() throws {
        let x = [10.0, 20, 35, 40, 55, 60, 90]
        let y = [1.1, 1.8, 3.9, 3.7, 5.0, 7.1, 9.4]
        let origin = try QuantileRegression(Matrix(columns: [x]), response: y)
        let ratios = zip(x, y).map { ($1 / $0, $0) }.sorted { $0.0 < $1.0 }
        var (sum, median) = (0.0, 0.0)
        for (ratio, weight) in ratios where sum < 155 { (sum, median) = (sum + weight, ratio) }
        #expect(agree(origin.coefficients[0], median, to: 1e-14))

        let weights = [1.0, 2, 0, 3, 1, 2, 1]
        let rows = weights.indices.flatMap { Array(repeating: $0, count: Int(weights[$0])) }
        let design = Matrix(columns: [x.map { _ in 1 }, x])
        let weighted = try QuantileRegression(design, response: y, tau: 0.3, weights: weights)
        let repeated = try QuantileRegression(
            Matrix(columns: [rows.map { _ in 1 }, rows.map { x[$0] }]), response: rows.map { y[$0] }, tau: 0.3)
        #expect(agree(weighted.objective, repeated.objective, to: 1e-13))
        #expect(weighted.uniqueness == .unique)
        expectAgreement(weighted.coefficients, repeated.coefficients, to: 1e-12, "weights")
        #expect(weighted.rankScores[2] == nil && weighted.residuals.count == 7)
    }

    @Test func badInput() {
        let design = Matrix(columns: [[1, 1, 1, 1], [1, 2, 3, 4]])
        for tau in [0, 1, -0.5, 2, Double.infinity] {
            #expect(throws: RegressionInputError.invalidProbability(tau)) {
                try QuantileRegression(design, response: [1, 2, 2, 3], tau: tau)
            }
        }
        #expect(throws: RegressionInputError.self) {
            try QuantileRegression(design, response: [1, 2, 2, 3], tau: .nan)
        }
        #expect(throws: RegressionInputError.invalidWeight(row: 1)) {
            try QuantileRegression(design, response: [1, 2, 2, 3], weights: [1, -1, 1, 1])
        }
        #expect(throws: RegressionInputError.tooFewRows(rows: 1, needed: 2)) {
            try QuantileRegression(design, response: [1, 2, 2, 3], weights: [1, 0, 0, 0])
        }
    }
}
