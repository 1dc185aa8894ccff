import Foundation
import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatModels

/// The blocks of the reference that were computed in 40-digit arithmetic, and the other regressions on the same people.
@Suite(.needsSharedFolder) struct LinearModelExactTests {
    let people: NHANESRegression

    init() throws { people = try NHANESRegression() }

    @Test func `ordinary least squares agree with 40-digit arithmetic to 14 digits`() throws {
        let golden = try ReferenceDocument(shared: "reference/stats/nhanes_exact_28digits.json")["ols"]
        let model = try LinearModel(people.design, response: people.logHOMA)
        var worst = 0.0
        func compare(_ found: Double?, _ expected: Double, _ what: String) {
            expectClose(found, expected, 1e-14, what)
            if let found { worst = max(worst, relativeError(found, expected)) }
        }
        for (name, value) in zip(model.estimatedNames, model.estimates) {
            compare(value, try golden["coef"][name].number, name)
        }
        var covariances = [("se", try #require(model.classicalCovariance.value))]
        for correction in [HeteroscedasticityCorrection.hc0, .hc1, .hc2, .hc3] {
            let covariance = try model.covariance(correction)
            covariances.append(("se_" + covariance.estimator.name, covariance))
        }
        for correction in [ClusterCorrection.cr0, .cr1, .cr1s] {
            let covariance = try model.covariance(correction, clusters: people.cluster)
            covariances.append(("se_" + covariance.estimator.name, covariance))
        }
        for (key, covariance) in covariances {
            for (name, value) in zip(model.estimatedNames, covariance.standardErrors) {
                compare(value, try golden[key][name].number, "\(key) \(name)")
            }
        }
        compare(model.residualStandardDeviation.value, try golden["sigma"].number, "sigma")
        compare(model.residualSumOfSquares, try golden["rss"].number, "rss")
        compare(model.rSquared.value, try golden["r2"].number, "r2")
        let leverages = model.leverages
        for (row, value) in zip([0, 1, 2, 99, people.count - 1], try golden["hat_rows_1_2_3_100_last"].numbers) {
            compare(leverages[row], value, "hat")
        }
        #expect(try #require(model.certifiedDigits) > 15)
        #expect(worst < 1e-14, "\(worst)")
    }

    @Test func `p values are those of the exact coefficients`() throws {
        // mpmath, from the 28 digits of coefficients and standard errors: betainc(df/2, 1/2, 0, df/(df + t^2)).
        let expected = [
            1.7238028754877784523e-28, 1.0296649731522445733e-12, 0.00042283215639927888414, 4.8208213905326688381e-178,
            0.085193745930763414581, 2.3963371415536545606e-9, 7.8230128329405351443e-12, 0.3191032947268733238,
            0.00036275901392176205116,
        ]
        let model = try LinearModel(people.design, response: people.logHOMA)
        for (line, p) in zip(try model.coefficientTable().rows, expected) {
            expectClose(line.pValue.value?.value, p, 1e-12, line.name)
        }
        let f = try #require(model.fTest.value)
        expectClose(f.statistic, 135.51728201761435411, 1e-14)
        expectClose(f.pValue.log10, -184.56731589540070891, 1e-14)
    }

    @Test func `weighted least squares agree with 40-digit arithmetic to 14 digits`() throws {
        let golden = try ReferenceDocument(shared: "reference/stats/nhanes_exact_28digits.json")["survey"][
            "svyglm_gaussian"]
        let model = try LinearModel(people.design, response: people.logHOMA, weights: people.weight)
        for (name, value) in zip(model.estimatedNames, model.estimates) {
            expectClose(value, try golden["coef"][name].number, 1e-14, name)
        }
    }

    @Test func `weighted least squares with sandwich errors`() throws {
        let golden = try ReferenceDocument(shared: "reference/stats/regression_golden.json")["wls_nhanes"]
        let model = try LinearModel(people.design, response: people.logHOMA, weights: people.weight)
        let covariances = [
            ("se", try #require(model.classicalCovariance.value)), ("se_HC0", try model.covariance(.hc0)),
            ("se_HC3", try model.covariance(.hc3)), ("se_CR1", try model.covariance(.cr1, clusters: people.cluster)),
        ]
        for (place, name) in model.estimatedNames.enumerated() {
            expectClose(model.estimates[place], try golden["coef"][name].number, 1e-12, name)
            for (key, covariance) in covariances {
                expectClose(covariance.standardErrors[place], try golden[key][name].number, 1e-12, "\(key) \(name)")
            }
        }
        expectClose(model.residualStandardDeviation.value, try golden["sigma"].number, 1e-12)
        expectClose(model.rSquared.value, try golden["r2"].number, 1e-12)
    }

    @Test func `standardised coefficients`() throws {
        let golden = try ReferenceDocument(shared: "reference/stats/regression_golden.json")["ols_nhanes_standardised"]
        let model = try LinearModel(people.design, response: people.logHOMA)
        // Age and body mass index are scaled, indicators are not.
        let found = model.standardizedCoefficients(scaling: [1, 3])
        for (name, value) in zip(model.design.columnNames, found) {
            expectClose(value.value, try golden[name].number, 1e-12, name)
        }
        let all = model.standardizedCoefficients()
        expectClose(all[3].value, try golden["BMXBMI"].number, 1e-12)
        #expect(abs(try #require(all[0].value)) < 1e-14)
    }

    @Test func `a restricted cubic spline`() throws {
        let golden = try ReferenceDocument(shared: "reference/stats/regression_golden.json")["rcs_nhanes"]
        // Harrell's basis: truncated cubes, linear beyond the outer knots, divided by their squared distance.
        let knots = try golden["knots"].numbers
        func cube(_ x: Double) -> Double { x > 0 ? x * x * x : 0 }
        let (last, before) = (knots[3], knots[2])
        let curves = [0, 1].map { place in
            people.bmi.map { x in
                (cube(x - knots[place])
                    - cube(x - before) * (last - knots[place]) / (last - before)
                    + cube(x - last) * (before - knots[place]) / (last - before))
                    / ((last - knots[0]) * (last - knots[0]))
            }
        }
        let first = try golden["basis_first3"].table
        for row in 0..<3 {
            #expect(people.bmi[row] == first[row][0])
            for place in 0..<2 { expectClose(curves[place][row], try #require(first[row][place + 1]), 1e-12) }
        }
        let names = ["Intercept", "BMXBMI", "BMXBMI'", "BMXBMI''", "RIDAGEYR", "sex=2"]
        let design = DesignMatrix(
            matrix: Matrix(
                columns: [people.ones, people.bmi] + curves + [people.age, people.indicator(people.sex, 2)]),
            columnNames: names, terms: ["BMXBMI", "RIDAGEYR", "sex"], termOfColumn: [nil, 0, 0, 0, 1, 2])
        let model = try LinearModel(design, response: people.logHOMA)
        let covariance = try #require(model.classicalCovariance.value)
        for (place, name) in names.enumerated() {
            expectClose(model.estimates[place], try golden["coef"][name].number, 1e-11, name)
            expectClose(covariance.standardErrors[place], try golden["se"][name].number, 1e-12, name)
        }
        let expected = try golden["anova"].table
        let found = try model.analysisOfVariance(.marginal)
        for (line, row) in zip(found.rows, [0, 2, 3]) {
            #expect(Double(line.degreesOfFreedom) == expected[row][0])
            expectClose(line.sumOfSquares, try #require(expected[row][1]), 1e-11, line.term)
            expectClose(line.meanSquare, try #require(expected[row][2]), 1e-11, line.term)
            expectClose(line.test.value?.statistic, try #require(expected[row][3]), 1e-11, line.term)
            let p = try #require(line.test.value).pValue
            let printed = try #require(expected[row][4])
            // The reference is one minus the distribution function: it is lost below 1e-16.
            #expect(abs(p.value - printed) < 2.3e-16 + 1e-11 * printed, "\(line.term)")
        }
        // The lines that test several coefficients of a term, or of all terms.
        for (places, row) in [([2, 3], 1), ([1, 2, 3, 4, 5], 4)] {
            let test = try LinearHypothesis(zero: places, of: 6).fTest(model.estimates, covariance)
            #expect(test.degreesOfFreedom == expected[row][0])
            expectClose(test.statistic, try #require(expected[row][3]), 1e-10)
            expectClose(
                test.statistic * test.degreesOfFreedom * (try #require(found.residualMeanSquare)),
                try #require(expected[row][1]), 1e-10)
        }
        #expect(Double(found.residualDegreesOfFreedom) == expected[5][0])
        expectClose(found.residualSumOfSquares, try #require(expected[5][1]), 1e-12)
        expectClose(found.residualMeanSquare, try #require(expected[5][2]), 1e-12)
    }
}
