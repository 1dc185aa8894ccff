import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Against 50-digit arithmetic (Tests/Golden/generalised) and the reference regressions.
@Suite struct GeneralisedModelTests {
    @Test(arguments: ResponseFamily.allCases)
    func agreesWithMultiPrecision(_ family: ResponseFamily) throws {
        let golden = try ReferenceTree(path: "\(ProjectPaths.root)/Tests/Golden/generalised/generalised.json")[
            family.rawValue]
        let design = designWithIntercept([
            ("x", try golden["x"].numbers), ("sex", try golden["sex"].numbers), ("bmi", try golden["bmi"].numbers),
        ])
        let fit = try GeneralisedLinearModel(
            design, response: try golden["y"].numbers, family: family, weights: try golden["weights"].numbers,
            offset: try golden["offset"].numbers
        ).fit()
        for (value, expected) in zip(fit.coefficients, try golden["coefficients"].numbers) {
            expectClose(value, expected, relative: 1e-12)
        }
        expectClose(fit.deviance, try golden["deviance"].number, relative: 1e-13)
        expectClose(fit.nullDeviance, try golden["null_deviance"].number, relative: 1e-13)
        expectClose(fit.dispersion, try golden["dispersion"].number, relative: 1e-13)
        if family.hasLikelihood {
            expectClose(fit.logLikelihood, try golden["log_likelihood"].number, relative: 1e-13)
            expectClose(fit.akaikeCriterion, try golden["aic"].number, relative: 1e-13)
            expectClose(fit.bayesCriterion, try golden["bic"].number, relative: 1e-13)
        } else {
            #expect(fit.logLikelihood == nil && fit.akaikeCriterion == nil && fit.bayesCriterion == nil)
        }
        let clusters = try golden["clusters"].numbers.map { Int($0) }
        for kind in GeneralisedCovariance.allCases {
            let covariance = try fit.covariance(kind, clusters: clusters)
            for (place, expected) in try golden[kind.rawValue].numbers.enumerated() {
                expectClose(covariance[place, place].squareRoot(), expected, relative: 1e-12, "\(kind)")
            }
        }
        for (place, pair) in try golden["profile"].list.enumerated() {
            let expected = try pair.numbers
            let interval = try fit.profileInterval(of: place)
            expectClose(interval.lower.value, expected[0], relative: 1e-11, "lower limit of \(place)")
            expectClose(interval.upper.value, expected[1], relative: 1e-11, "upper limit of \(place)")
        }
    }

    @Test(.needsSharedFolder) func logisticOnNHANES() throws {
        let sample = try AnalysisSample()
        let design = try sample.design()
        let response = sample.homa.map { $0 >= 2.5 ? 1.0 : 0 }
        let fit = try GeneralisedLinearModel(design, response: response, family: .logistic).fit()
        let names = design.columnNames
        let exact = try ReferenceTree(path: ProjectPaths.shared("reference/stats/nhanes_exact_28digits.json"))["logit"]
        let r = try ReferenceTree(path: ProjectPaths.shared("reference/stats/regression_golden.json"))["logit_nhanes"]
        let standardErrors = try errors(fit, .model)
        for (place, expected) in try exact["coef"].numbers(names).enumerated() {
            expectClose(fit.coefficients[place], expected, relative: 2e-14, "\(names[place])")
        }
        for (place, expected) in try exact["se"].numbers(names).enumerated() {
            expectClose(standardErrors[place], expected, relative: 2e-14, "\(names[place])")
        }
        let robust = try errors(fit, .hc0)
        for (place, expected) in try exact["se_HC0"].numbers(names).enumerated() {
            expectClose(robust[place], expected, relative: 2e-14, "\(names[place])")
        }
        expectClose(fit.deviance, try exact["deviance"].number, relative: 1e-14)
        expectClose(fit.nullDeviance, try r["null"].number, relative: 1e-12)
        expectClose(fit.akaikeCriterion, try r["AIC"].number, relative: 1e-12)
        let clustered = try errors(fit, .cr1, sample.clusters)
        for (place, expected) in try r["se_CR1"].numbers(names).enumerated() {
            expectClose(clustered[place], expected, relative: 1e-12, "\(names[place])")
        }
        // R interpolates a profile on a grid: the figures there have about four digits, and the exact limits are
        // checked against multi-precision above.
        for (place, pair) in try r["confint_profile"]["values"].list.enumerated() {
            let expected = try pair.numbers
            let interval = try fit.profileInterval(of: place)
            let lower = try #require(interval.lower.value)
            let upper = try #require(interval.upper.value)
            #expect(abs(lower - expected[0]) < 1e-4 * standardErrors[place])
            #expect(abs(upper - expected[1]) < 1e-4 * standardErrors[place])
        }
    }

    @Test(.needsSharedFolder) func modifiedPoissonOnNHANES() throws {
        let sample = try AnalysisSample()
        let design = try sample.design(ethnicity: false)
        let response = sample.homa.map { $0 >= 2.5 ? 1.0 : 0 }
        let fit = try GeneralisedLinearModel(design, response: response, family: .modifiedPoisson).fit()
        let r = try ReferenceTree(path: ProjectPaths.shared("reference/stats/regression_golden.json"))[
            "modified_poisson_nhanes"]
        let model = try errors(fit, .model)
        let robust = try errors(fit, .hc0)
        for (place, name) in design.columnNames.enumerated() {
            expectClose(fit.coefficients[place], try r["coef"][name].number, relative: 1e-12)
            expectClose(model[place], try r["se_model"][name].number, relative: 1e-9)
            expectClose(robust[place], try r["se_HC0"][name].number, relative: 1e-9)
        }
        #expect(fit.customaryCovariance == .hc0)
    }

    private func errors(_ fit: GeneralisedFit, _ kind: GeneralisedCovariance, _ clusters: [Int]? = nil) throws
        -> [Double]
    {
        let covariance = try fit.covariance(kind, clusters: clusters)
        return fit.coefficients.indices.map { covariance[$0, $0].squareRoot() }
    }
}
