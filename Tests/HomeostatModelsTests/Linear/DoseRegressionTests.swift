import Foundation
import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatModels

/// Regressions of insulin on carbohydrate of single people, as R fits them, printed to 15 digits.
@Suite(.needsSharedFolder) struct DoseRegressionTests {
    struct Meals {
        var insulin: [Double] = []
        var carbs: [Double] = []
        var corr: [Double] = []
        var iob: [Double] = []
    }

    static func meals() throws -> [String: Meals] {
        let path = try ProjectPaths.shared("data/azt1d/meals.csv")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",").map(String.init)
        func place(_ name: String) throws -> Int { try #require(header.firstIndex(of: name)) }
        let (carbs, insulin) = (try place("carbs_g"), try place("insulin_u"))
        let (glucose, iob) = (try place("glucose_mgdl"), try place("iob_u"))
        var people: [String: Meals] = [:]
        for line in lines.dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            func number(_ place: Int) throws -> Double { try #require(Double(cells[place])) }
            var own = people["subject_\(cells[0])"] ?? Meals()
            own.carbs.append(try number(carbs))
            own.insulin.append(try number(insulin))
            own.corr.append(max(0, try number(glucose) - 110))
            own.iob.append(try number(iob))
            people["subject_\(cells[0])"] = own
        }
        return people
    }

    static func model(_ kind: String, _ meals: Meals) throws -> LinearModel {
        let ones = meals.carbs.map { _ in 1.0 }
        let names = ["(Intercept)", "carbs_g", "corr", "iob_u"]
        func design(_ columns: [[Double]], _ names: ArraySlice<String>) -> DesignMatrix {
            DesignMatrix(
                matrix: Matrix(columns: columns), columnNames: Array(names),
                terms: Array(names.filter { $0 != "(Intercept)" }),
                termOfColumn: names.first == "(Intercept)" ? [nil] + Array(0..<names.count - 1) : Array(0..<names.count)
            )
        }
        switch kind {
        case "ols_origin": return try LinearModel(design([meals.carbs], names[1..<2]), response: meals.insulin)
        case "ols_corr":
            return try LinearModel(
                design([ones, meals.carbs, meals.corr, meals.iob], names[...]), response: meals.insulin)
        default:
            return try LinearModel(
                design([ones, meals.carbs], names[..<2]), response: meals.insulin,
                weights: kind == "wls_inv_carbs" ? meals.carbs.map { 1 / $0 } : nil)
        }
    }

    @Test(arguments: ["ols", "ols_origin", "ols_corr", "wls_inv_carbs"])
    func `everything that R says about a person's doses`(_ kind: String) throws {
        let document = try ReferenceDocument(shared: "reference/dose/azt1d_single_subject.json")
        let people = try Self.meals()
        for subject in document.keys where subject.hasPrefix("subject_") {
            let golden = try document[subject][kind]
            let model = try Self.model(kind, try #require(people[subject]))
            #expect(Double(model.rowCount) == (try golden["n"].number))
            try compareCoefficients(model, golden)
            try compareSummary(model, golden)
            try compareRows(model, try golden["diag"])
            try compareRatios(model, golden)
        }
    }

    private func compareCoefficients(_ model: LinearModel, _ golden: ReferenceDocument) throws {
        // R prints a single number without its name as a list.
        func of(_ key: String, _ name: String) throws -> Double {
            let entry = try golden[key]
            return try entry.keys.isEmpty ? try #require(entry.numbers.first) : entry[name].number
        }
        let table = try model.coefficientTable()
        for line in table.rows {
            expectClose(line.estimate.value, try of("coef", line.name), 1e-12, "coef")
            expectClose(line.standardError.value, try of("se", line.name), 1e-12, "se")
            let t = try #require(line.statistic.value)
            expectClose(t, try of("t", line.name), 1e-12, "t")
            let p = try of("p", line.name)
            let found = try #require(line.pValue.value)
            if p > 0 { expectClose(found.value, p, 1e-13 * max(100, t * t), "p") } else { #expect(found.log10 < -300) }
            let interval = try #require(line.interval.value)
            let error = try #require(line.standardError.value)
            #expect(abs(interval.lower - (try of("ci95_lo", line.name))) < 1e-12 * (abs(interval.lower) + error))
            #expect(abs(interval.upper - (try of("ci95_hi", line.name))) < 1e-12 * (abs(interval.upper) + error))
        }
        let classical = try #require(model.classicalCovariance.value).matrix
        for (row, line) in try golden["vcov"].table.enumerated() {
            for (column, value) in line.enumerated() { expectClose(classical[row, column], value ?? 0, 1e-11, "vcov") }
        }
        for correction in [HeteroscedasticityCorrection.hc0, .hc1, .hc2, .hc3, .hc4] {
            let covariance = try model.covariance(correction)
            for (line, error) in zip(table.rows, covariance.standardErrors) {
                expectClose(error, try of("se_" + covariance.estimator.name, line.name), 1e-12)
            }
        }
    }

    private func compareSummary(_ model: LinearModel, _ golden: ReferenceDocument) throws {
        for (key, value) in [
            ("sigma", model.residualStandardDeviation.value), ("r2", model.rSquared.value),
            ("adj_r2", model.adjustedRSquared.value), ("loglik", model.logLikelihood.value),
            ("aic", model.akaikeCriterion.value), ("bic", model.bayesCriterion.value),
            ("rss", model.residualSumOfSquares),
        ] { expectClose(value, try golden[key].number, 1e-12, key) }
        let f = try #require(model.fTest.value)
        expectClose(f.statistic, try golden["f"]["value"].number, 1e-12, "F")
        #expect(f.degreesOfFreedom == (try golden["f"]["numdf"].number))
        #expect(f.errorDegreesOfFreedom == (try golden["f"]["dendf"].number))
        #expect(Double(model.residualDegreesOfFreedom) == (try golden["df"].number))
        if golden.keys.contains("bp_studentized") {
            let expected = try golden["bp_studentized"].numbers
            let test = try #require(model.breuschPaganTest().value)
            expectClose(test.statistic, expected[0], 1e-11, "Breusch-Pagan")
            #expect(test.degreesOfFreedom == expected[1])
            expectClose(test.pValue.value, expected[2], 1e-10, "Breusch-Pagan")
        }
        if golden.keys.contains("reset") {
            let expected = try golden["reset"].numbers
            let test = try #require(model.ramseyTest().value)
            #expect(test.degreesOfFreedom == expected[1] && test.errorDegreesOfFreedom == expected[2])
            // A difference of residual sums of squares in R, and with powers that are not centred.
            expectClose(test.statistic, expected[0], 1e-9, "RESET")
            expectClose(test.pValue.value, expected[3], 1e-9 * max(1, expected[0]), "RESET")
        }
        if golden.keys.contains("dw") {
            expectClose(model.durbinWatsonStatistic.value, try golden["dw"].number, 1e-12, "Durbin-Watson")
        }
    }

    private func compareRows(_ model: LinearModel, _ golden: ReferenceDocument) throws {
        let rows = try #require(model.rowDiagnostics.value)
        let largest = try #require(rows.leverages.max())
        expectClose(largest, try golden["leverage_max"].number, 1e-12)
        #expect(
            rows.leverages.firstIndex { $0 >= largest * (1 - 1e-12) } == Int(try golden["leverage_argmax"].number) - 1)
        expectClose(rows.leverages.reduce(0, +), try golden["leverage_sum"].number, 1e-12)
        let cooks = rows.cooksDistances.map { $0 ?? 0 }
        let farthest = try #require(cooks.indices.max { cooks[$0] < cooks[$1] })
        expectClose(cooks[farthest], try golden["cook_max"].number, 1e-12)
        #expect(farthest == Int(try golden["cook_argmax"].number) - 1)
        for row in 0..<5 {
            expectClose(rows.leverages[row], try golden["leverage_first5"].numbers[row], 1e-12)
            expectClose(rows.standardizedResiduals[row], try golden["rstandard_first5"].numbers[row], 1e-11)
            expectClose(rows.studentizedResiduals[row], try golden["rstudent_first5"].numbers[row], 1e-11)
            expectClose(rows.cooksDistances[row], try golden["cook_first5"].numbers[row], 1e-11)
            expectClose(rows.dffits[row], try golden["dffits_first5"].numbers[row], 1e-11)
        }
    }

    /// The insulin-to-carbohydrate ratio 1/slope by the delta method and by Fieller, and other ratios of coefficients.
    private func compareRatios(_ model: LinearModel, _ golden: ReferenceDocument) throws {
        let covariance = try #require(model.classicalCovariance.value)
        let slope = try #require(model.estimatedNames.firstIndex(of: "carbs_g"))
        let delta = try #require(
            DeltaMethod.estimate(at: model.estimates, covariance: covariance) { DualNumber(1) / $0[slope] })
        expectClose(delta.estimate, try golden["icr"].number, 1e-12)
        expectClose(delta.standardError, try golden["icr_delta_se"].number, 1e-12)
        let interval = try #require(try delta.row(name: "ICR").interval.value)
        expectClose(interval.lower, try golden["icr_delta_ci"].numbers[0], 1e-12)
        expectClose(interval.upper, try golden["icr_delta_ci"].numbers[1], 1e-12)
        let logarithm = try #require(
            DeltaMethod.estimate(at: model.estimates, covariance: covariance) {
                (DualNumber(1) / $0[slope]).logarithm()
            })
        let onLogs = try #require(try logarithm.row(name: "log ICR").interval.value)
        expectClose(Foundation.exp(onLogs.lower), try golden["icr_log_ci"].numbers[0], 1e-12)
        expectClose(Foundation.exp(onLogs.upper), try golden["icr_log_ci"].numbers[1], 1e-12)
        // One over a coefficient: Fieller's set is the inverted interval.
        let own = covariance.matrix[slope, slope]
        let inverse = try #require(
            try FiellerRatio(
                numerator: 1, denominator: model.estimates[slope], numeratorVariance: 0, denominatorVariance: own,
                covariance: 0, degreesOfFreedom: covariance.jointDegreesOfFreedom))
        guard case .bounded(let low, let high) = inverse.set else {
            Issue.record("\(inverse.set)")
            return
        }
        expectClose(low, try golden["icr_invert_ci"].numbers[0], 1e-12)
        expectClose(high, try golden["icr_invert_ci"].numbers[1], 1e-12)
        for (key, below) in [
            ("fieller_intercept_over_slope_g", "(Intercept)"), ("fieller_CSF_carbs_over_corr", "corr"),
        ]
        where golden.keys.contains(key) {
            let other = try #require(model.estimatedNames.firstIndex(of: below))
            let (top, bottom) = below == "corr" ? (slope, other) : (other, slope)
            func unit(_ place: Int) -> [Double] { model.estimates.indices.map { $0 == place ? 1 : 0 } }
            let found = try #require(
                try FiellerRatio(
                    coefficients: model.estimates, covariance: covariance, numerator: unit(top),
                    denominator: unit(bottom)))
            let entry = try golden[key]
            expectClose(found.ratio, try entry["theta"].number, 1e-12, key)
            expectClose(found.g, try entry["g"].number, 1e-12, key)
            guard case .bounded(let low, let high) = found.set else {
                Issue.record("\(found.set)")
                continue
            }
            expectClose(low, try entry["lo"].number, 1e-11, key)
            expectClose(high, try entry["hi"].number, 1e-11, key)
            if entry.keys.contains("delta_se") {
                let ratio = DeltaMethod.estimate(at: model.estimates, covariance: covariance) { $0[top] / $0[bottom] }
                expectClose(ratio?.standardError, try entry["delta_se"].number, 1e-12, key)
            }
        }
    }

    /// `bootstrap_s19.json`: drawn with SplitMix64, which stands for any other generator.
    private struct SplitMixResampling: ResamplingSource {
        let draws: [[Int]]

        init(seed: UInt64, replicates: Int, count: Int) {
            var generator = SeededGenerator(seed: seed)
            draws = (0..<replicates).map { _ in
                (0..<count).map { _ in Int(((generator.next() >> 11) &* UInt64(count)) >> 53) }
            }
        }

        func indices(replicate: Int, count: Int) -> [Int] { draws[replicate] }
    }

    @Test func `a bootstrap that any language can repeat`() throws {
        let golden = try ReferenceDocument(shared: "reference/dose/bootstrap_s19.json")
        let meals = try #require(try Self.meals()["subject_19"])
        let source = SplitMixResampling(seed: 42, replicates: 2000, count: meals.carbs.count)
        #expect(source.draws[0].prefix(10).map(Double.init) == (try golden["first10_indices"].numbers))
        let found = try #require(
            BootstrapReplicates(unitCount: meals.carbs.count, replicateCount: 2000, source: source) { rows in
                let x = rows.map { meals.carbs[$0] }
                let y = rows.map { meals.insulin[$0] }
                let (mx, my) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
                var (sxx, sxy) = (0.0, 0.0)
                for (a, b) in zip(x, y) {
                    sxx += (a - mx) * (a - mx)
                    sxy += (a - mx) * (b - my)
                }
                return sxy > 0 ? [sxx / sxy] : nil
            })
        #expect(found.failedReplicates.isEmpty)
        expectClose(found.estimates[0], try golden["estimate"].number, 1e-12)
        expectClose(columnMean(found.replicates, 0), try golden["boot_mean"].number, 1e-12)
        expectClose(try #require(found.covariance)[0, 0].squareRoot(), try golden["boot_sd"].number, 1e-12)
        for (kind, key) in [(BootstrapIntervalKind.percentile, "pct95"), (.basic, "basic95"), (.bca, "bca95")] {
            let interval = try #require(found.interval(0, kind).value)
            expectClose(interval.lower, try golden[key].numbers[0], 1e-12, key)
            expectClose(interval.upper, try golden[key].numbers[1], 1e-12, key)
        }
        let correction = try #require(found.biasCorrection(0).value)
        expectClose(correction.bias, try golden["z0"].number, 1e-12)
        expectClose(correction.acceleration, try golden["a"].number, 1e-11)
        expectClose(found.jackknifeStandardError(0), try golden["jack_se"].number, 1e-12)
    }
}
