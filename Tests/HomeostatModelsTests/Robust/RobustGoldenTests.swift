import HomeostatModels
import HomeostatTestSupport
import Testing

/// Robust fits against those of R (MASS and robustbase).
@Suite struct RobustGoldenTests {
    /// Iterated to the end in R too; the block `huber_default` was not, and is not a reference.
    @Test(.needsSharedFolder) func rlm() throws {
        var count = 0
        let losses: [(String, RobustLoss)] = [("huber", .huber), ("bisquare", .bisquare), ("hampel", .hampel)]
        for (key, data) in [("rlm_reaven", try GoldenRegression.reaven()), ("rlm_stackloss", try .stackloss())] {
            guard let block = data.golden[key] as? [String: Any] else { continue }
            for (name, loss) in losses {
                guard let expected = block[name] as? [String: Any] else { continue }
                count += 1
                let fit = try MEstimate(data.designMatrix, response: data.response, loss: loss)
                #expect(fit.ending == .converged)
                expectAgreement(fit.coefficients, try data.vector(expected["coef"]), to: 1e-9, "\(key) \(name)")
                expectAgreement(
                    try #require(fit.standardErrors), try data.vector(expected["se"]), to: 1e-9, "\(key) \(name) se")
                #expect(agree(fit.scale, try #require(expected["scale"] as? Double), to: 1e-9))
            }
        }
        #expect(count > 0)
    }

    @Test(.needsSharedFolder) func doseFits() throws {
        let people = try GoldenRegression.people()
        #expect(!people.isEmpty)
        for (key, data) in people {
            for (name, loss) in [("rlm_huber", RobustLoss.huber), ("rlm_bisquare_fromLS", .bisquare)] {
                guard let expected = data.golden[name] as? [String: Any] else { continue }
                let fit = try MEstimate(data.design, response: data.response, loss: loss)
                expectAgreement(fit.coefficients, try data.vector(expected["coef"]), to: 1e-9, "\(key) \(name)")
                #expect(agree(fit.scale, try #require(expected["s"] as? Double), to: 1e-9), "\(key) \(name)")
                if let errors = expected["se"] {
                    expectAgreement(
                        try #require(fit.standardErrors), try data.vector(errors), to: 1e-9, "\(key) \(name)")
                }
                if let least = expected["w_min"] as? Double {
                    #expect(agree(try #require(fit.weights.min()), least, to: 1e-9), "\(key) \(name)")
                }
            }
        }
    }

    /// R draws its starts at random and stops at 1e-7: the definitions ask for three digits.
    @Test(.needsSharedFolder) func mm() throws {
        for (key, data) in try GoldenRegression.people() {
            let expected = try #require(data.golden["lmrob_MM"] as? [String: Any])
            let fit = try MMEstimate(data.designMatrix, response: data.response)
            #expect(fit.ending == .converged)
            expectAgreement(fit.coefficients, try data.vector(expected["coef"]), to: 1e-3, key)
            expectAgreement(try #require(fit.standardErrors), try data.vector(expected["se"]), to: 1e-3, key)
            #expect(agree(fit.scale, try #require(expected["scale"] as? Double), to: 1e-3))
            // The S-estimate must be as good as R's, wherever R's search ended.
            #expect(fit.scale <= (try #require(expected["scale"] as? Double)) * (1 + 1e-9), "\(key)")
        }
    }

    @Test(.needsSharedFolder) func leastTrimmedSquares() throws {
        for (key, data) in try GoldenRegression.people() {
            let expected = try #require(data.golden["ltsReg"] as? [String: Any])
            let fit = try LeastTrimmedSquares(data.designMatrix, response: data.response)
            expectAgreement(fit.rawCoefficients, try data.vector(expected["raw_coef"]), to: 1e-9, "\(key) raw")
            expectAgreement(fit.coefficients, try data.vector(expected["coef"]), to: 1e-9, key)
            // R's criterion is in units of the squared normalised median deviation of the response.
            let middle = median(data.response)
            let unit = 1.4826 * median(data.response.map { abs($0 - middle) })
            #expect(agree(fit.objective / (unit * unit), try #require(expected["crit"] as? Double), to: 1e-4), "\(key)")
        }
    }

    private func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let half = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    }
}
