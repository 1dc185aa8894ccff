import Foundation
import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatModels

/// Functions, ratios and joint hypotheses of coefficients.
@Suite struct InferenceTests {
    static func covariance(_ rows: [[Double]], _ freedom: Double = 20) -> CoefficientCovariance {
        CoefficientCovariance(
            estimator: .classical, matrix: Matrix(columns: rows), degreesOfFreedom: rows.map { _ in freedom },
            jointDegreesOfFreedom: freedom)
    }

    @Test func `Fieller's set holds what the test of a - r b does not reject`() throws {
        var draws = SeededGenerator(seed: 5)
        var kinds: Set<String> = []
        for _ in 0..<400 {
            let (a, b) = (8 * draws.unit() - 4, 8 * draws.unit() - 4)
            let (va, vb) = (0.05 + 2 * draws.unit(), 0.05 + 2 * draws.unit())
            let cab = (1.8 * draws.unit() - 0.9) * (va * vb).squareRoot()
            let found = try #require(
                try FiellerRatio(
                    numerator: a, denominator: b, numeratorVariance: va, denominatorVariance: vb, covariance: cab,
                    degreesOfFreedom: 12))
            kinds.insert("\(found.set)".prefix { $0 != "(" }.description)
            let t = 2.17881282966722848  // qt(0.975, 12)
            #expect((found.g < 1) == { if case .bounded = found.set { true } else { false } }())
            for step in -60...60 {
                let r = Foundation.tan(Double(step) / 40)
                let distance = (a - r * b).magnitude - t * (va - 2 * r * cab + r * r * vb).squareRoot()
                // Not at a limit itself, where rounding decides.
                if distance.magnitude > 1e-9 * (1 + r * r) { #expect(found.set.contains(r) == (distance < 0)) }
            }
        }
        #expect(kinds == ["bounded", "complement", "everything"])
    }

    @Test func `a ratio whose denominator is zero has no set`() throws {
        #expect(
            try FiellerRatio(
                numerator: 1, denominator: 0, numeratorVariance: 1, denominatorVariance: 1, covariance: 0,
                degreesOfFreedom: 5) == nil)
    }

    @Test func `the delta method takes any number of coefficients`() throws {
        let count = 11
        let rows = (0..<count).map { row in (0..<count).map { row == $0 ? 2.0 : 0.5 } }
        let coefficients = (0..<count).map { Double($0) - 3 }
        // The sum of squares: gradient 2 b.
        let found = try #require(
            DeltaMethod.estimate(at: coefficients, covariance: Self.covariance(rows)) { b in
                b.reduce(DualNumber(0)) { $0 + $1 * $1 }
            })
        #expect(found.gradient == coefficients.map { 2 * $0 })
        let sum = coefficients.reduce(0, +)
        let squares = coefficients.reduce(0) { $0 + $1 * $1 }
        #expect(found.estimate == squares)
        expectClose(found.standardError, (4 * (1.5 * squares + 0.5 * sum * sum)).squareRoot(), 1e-15)
        #expect(
            DeltaMethod.estimate(at: coefficients, covariance: Self.covariance(rows)) { DualNumber(1) / $0[3] } == nil)
    }

    @Test func `a hypothesis of one coefficient is its t test squared`() throws {
        let covariance = Self.covariance([[4, 1], [1, 9]])
        let test = try LinearHypothesis(zero: [1], of: 2).fTest([1, 6], covariance)
        expectClose(test.statistic, 4, 1e-15)
        #expect(test.degreesOfFreedom == 1 && test.errorDegreesOfFreedom == 20)
        expectClose(test.pValue.value, try StudentTDistribution(degreesOfFreedom: 20).twoSidedTail(at: 2).value, 1e-13)
        // (6 - 2 - 3)^2 / (9 - 2 + 4 ...) for b2 - b1 = 3: variance 9 + 4 - 2.
        let difference = try LinearHypothesis([[-1, 1]], equal: [3]).chiSquaredTest([1, 6], covariance)
        expectClose(difference.statistic, 4.0 / 11, 1e-15)
        #expect(difference.errorDegreesOfFreedom == nil)
    }

    @Test func `a hypothesis does not depend on how its equations are written`() throws {
        let covariance = Self.covariance([[4, 1, 0.5], [1, 9, -2], [0.5, -2, 3]])
        let b = [0.7, -1.9, 2.2]
        let first = try LinearHypothesis(zero: [0, 2], of: 3).fTest(b, covariance)
        let second = try LinearHypothesis([[2, 0, 1], [1e6, 0, -3e6]]).fTest(b, covariance)
        expectClose(second.statistic, first.statistic, 1e-13)
    }

    @Test func `hypotheses that cannot be tested`() {
        let covariance = Self.covariance([[4, 1], [1, 9]])
        #expect(throws: LinearHypothesisError.dependentRows(rank: 1, rows: 2)) {
            try LinearHypothesis([[1, 1], [2, 2]]).fTest([1, 6], covariance)
        }
        #expect(throws: LinearHypothesisError.shapeDiffers(expected: 2, found: 3)) {
            try LinearHypothesis([[1, 1, 0]]).fTest([1, 6], covariance)
        }
        #expect(throws: LinearHypothesisError.empty) { try LinearHypothesis([]).fTest([1, 6], covariance) }
        #expect(throws: LinearHypothesisError.dependentRows(rank: 0, rows: 1)) {
            try LinearHypothesis([[0, 0]]).fTest([1, 6], covariance)
        }
    }

    @Test func `a level outside of 0 to 1 is an error`() throws {
        let names = ["a", "b"]
        #expect(throws: DistributionError.self) {
            try CoefficientTable(
                names: names, coefficients: [.value(1), .value(2)],
                covariance: .value(Self.covariance([[4, 1], [1, 9]])), level: 1)
        }
    }

    @Test func `a p value below the smallest number keeps its logarithm`() throws {
        let row = try CoefficientRow(name: "x", estimate: 1, standardError: 0.001, degreesOfFreedom: 2000)
        let p = try #require(row.pValue.value)
        #expect(p.value < 1e-300)
        // mpmath, 2000 degrees of freedom, t = 1000: log10 of betainc(1000, 1/2, 0, 2000/1002000, regularized=True).
        expectClose(p.log10, -2701.5859216634947, 1e-12)
    }

    @Test func `draws depend on the seed and the replicate alone`() {
        let source = CounterResampling(seed: 7)
        let first = source.indices(replicate: 3, count: 50)
        #expect(first == CounterResampling(seed: 7).indices(replicate: 3, count: 50))
        #expect(first != source.indices(replicate: 4, count: 50))
        #expect(first != CounterResampling(seed: 8).indices(replicate: 3, count: 50))
        #expect(first.allSatisfy { (0..<50).contains($0) })
        // Uniform: chi-squared of 50 cells over 20,000 draws, six standard deviations of its mean.
        var counts = [Double](repeating: 0, count: 50)
        for replicate in 0..<400 { for place in source.indices(replicate: replicate, count: 50) { counts[place] += 1 } }
        let statistic = counts.reduce(0) { $0 + ($1 - 400) * ($1 - 400) / 400 }
        #expect(statistic < 49 + 6 * 98.0.squareRoot())
    }

    @Test func `replicates without spread have no BCa interval`() throws {
        let same = try #require(
            BootstrapReplicates(unitCount: 5, replicateCount: 10, source: CounterResampling(seed: 1)) { _ in [1] })
        #expect(same.interval(0, .bca).cause == .degenerateReplicates)
        #expect(same.interval(0, .percentile).value?.lower == 1)
        let none = BootstrapReplicates(
            unitCount: 5, replicateCount: 10, source: CounterResampling(seed: 1), statistic: { _ in nil })
        #expect(none == nil)
    }
}
