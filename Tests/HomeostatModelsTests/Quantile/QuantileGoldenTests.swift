import Foundation
import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Quantile regression against R (quantreg) and against brute force.
@Suite struct QuantileGoldenTests {
    private func check(_ data: GoldenRegression, _ block: [String: Any], tau: Double, _ label: String) throws {
        let fit = try QuantileRegression(data.designMatrix, response: data.response, tau: tau)
        #expect(fit.dualityGap <= 1e-12 * fit.objective, "\(label)")
        // Some files print fifteen digits.
        #expect(agree(fit.objective, try #require(block["rho"] as? Double), to: 1e-12), "\(label)")
        guard fit.uniqueness == .unique else { return }
        for (value, truth) in zip(fit.coefficients, try data.vector(block["coef"])) {
            #expect(abs(value - truth) <= 1e-12 * max(abs(truth), 0.1), "\(label): \(value), not \(truth)")
        }
        let errors: [(String, QuantileErrors)] = [("se_iid", .independent), ("se_nid", .local), ("se_ker", .kernel)]
        for (key, method) in errors {
            guard let expected = block[key] else { continue }
            let values = try fit.standardErrors(method, design: data.design, response: data.response)
            expectAgreement(try #require(values), try data.vector(expected), to: 1e-9, "\(label) \(key)")
        }
    }

    @Test(.needsSharedFolder) func quantreg() throws {
        var count = 0
        for (key, data) in [("rq_nhanes", try GoldenRegression.nhanes()), ("rq_stackloss", try .stackloss())] {
            guard let blocks = data.golden[key] as? [String: Any] else { continue }
            for (name, block) in blocks {
                guard let tau = Double(name), let block = block as? [String: Any] else { continue }
                count += 1
                try check(data, block, tau: tau, "\(key) \(tau)")
            }
        }
        #expect(count > 0)
    }

    @Test(.needsSharedFolder) func doseFits() throws {
        for (key, data) in try GoldenRegression.people() {
            let blocks = try #require(data.golden["lad_quantreg"] as? [String: Any])
            for (name, block) in blocks {
                let percent = try #require(Double(name.dropFirst()))
                try check(data, try #require(block as? [String: Any]), tau: percent / 100, "\(key) \(name)")
            }
        }
    }

    /// Objectives, coefficients and rank inversion intervals from all fits through three rows
    /// (Tests/Golden/quantile/rank_inversion.py).
    @Test func bruteForce() throws {
        let folder = ProjectPaths.root + "/Tests/Golden/quantile/"
        let rows = try GoldenRegression.table(folder + "rank_inversion_data.csv")
        let golden = try GoldenRegression.table(folder + "rank_inversion.csv")
        #expect(golden.count == 18)
        for row in golden {
            let data = rows.filter { $0["case"] == row["case"] }
            func column(_ name: String) throws -> [Double] { try data.map { try #require(Double($0[name] ?? "")) } }
            func number(_ name: String) throws -> Double { try #require(Double(row[name] ?? "")) }
            let design = Matrix(columns: [data.map { _ in 1 }, try column("a"), try column("b")])
            let response = try column("y")
            let fit = try QuantileRegression(design, response: response, tau: try number("tau"))
            let label = "\(row["case"] ?? "") \(fit.tau)"
            #expect(agree(fit.objective, try number("objective"), to: 1e-13), "\(label)")
            #expect((fit.uniqueness == .unique) == (row["unique"] == "1"), "\(label)")
            guard fit.uniqueness == .unique else { continue }
            let place = Int(try number("column"))
            #expect(abs(try fit.coefficients[place] - number("coefficient")) < 1e-12, "\(label)")
            let intervals = try fit.rankIntervals(design: design, response: response)
            let interval = try #require(intervals)[place]
            for (limit, name) in [(interval.lower, "lower"), (interval.upper, "upper")] {
                guard let truth = Double(row[name] ?? "") else {
                    #expect(limit == nil, "\(label) \(place) \(name)")
                    continue
                }
                #expect(abs(try #require(limit) - truth) < 1e-9, "\(label) \(place) \(name)")
            }
        }
    }
}
