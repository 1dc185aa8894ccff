import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

@Suite struct OneWayAnovaTests {
    /// Two groups: F is the square of Student's t, here 3 by hand from means 2 and 5, variances 1 and 4, sizes 3 and 3.
    @Test func byHand() throws {
        let anova = try OneWayAnova(response: [1, 2, 3, 3, 5, 7], groups: [4, 4, 4, -1, -1, -1])
        #expect(anova.groups.map(\.label) == [-1, 4])
        #expect(anova.groups.map(\.mean.value) == [5, 2])
        #expect(anova.groups.map(\.count) == [3, 3])
        #expect(abs(anova.betweenSumOfSquares.value - 13.5) < 1e-15)
        #expect(abs(anova.withinSumOfSquares.value - 10) < 1e-15)
        #expect(abs(try anova.fStatistic.get().value - 5.4) < 1e-15)
    }

    /// The order of rows and what is added to all values change nothing that is certain.
    @Test func shiftAndOrder() throws {
        var generator = SeededGenerator(seed: 8)
        let values = (0..<60).map { _ in DoubleDouble(Double(generator.below(1000)) / 64) }
        let groups = (0..<60).map { $0 % 7 }
        let plain = try OneWayAnova(response: values, groups: groups)
        let moved = try OneWayAnova(
            response: values.reversed().map { $0 + 0x1p40 }, groups: groups.reversed())
        for (a, b) in [
            (plain.betweenSumOfSquares, moved.betweenSumOfSquares),
            (plain.withinSumOfSquares, moved.withinSumOfSquares),
        ] {
            #expect(((a - b) / a).magnitude.value < 1e-17)
        }
    }

    @Test func withoutAnswer() throws {
        let equal = try OneWayAnova(response: [0.1, 0.1, 0.3, 0.3], groups: [1, 1, 2, 2])
        #expect(equal.fStatistic == .failure(.perfectFit))
        #expect(try equal.rSquared.get() == 1)
        let rounded = try OneWayAnova(response: [DoubleDouble(0.1 + 0.2), 0.3, 1, 1], groups: [1, 1, 2, 2])
        #expect(rounded.fStatistic == .failure(.perfectFit))
        let single = try OneWayAnova(response: [1, 2], groups: [1, 2])
        #expect(single.fStatistic == .failure(.noResidualDegreesOfFreedom))
        #expect(single.residualStandardDeviation == nil)
        #expect(try OneWayAnova(response: [1, 2], groups: [1, 1]).fStatistic == .failure(.noModelDegreesOfFreedom))
        #expect(try OneWayAnova(response: [3, 3, 3], groups: [1, 1, 2]).rSquared == .failure(.constantResponse))
        #expect(throws: OneWayAnovaError.noValues) { try OneWayAnova(response: [], groups: []) }
        #expect(throws: OneWayAnovaError.countsDiffer(values: 1, groups: 0)) {
            try OneWayAnova(response: [1], groups: [])
        }
        #expect(throws: OneWayAnovaError.notFinite(row: 1)) {
            try OneWayAnova(response: [1, DoubleDouble(.nan)], groups: [1, 1])
        }
        #expect(throws: OneWayAnovaError.outOfRange) {
            try OneWayAnova(response: [1e300, -1e300, 0], groups: [1, 2, 2])
        }
    }

    @Test func momentsAtTheEdges() throws {
        #expect(RefinedMoments([]) == nil)
        #expect(RefinedMoments([1, DoubleDouble(.infinity)]) == nil)
        let one = try #require(RefinedMoments([0.1]))
        #expect(one.mean == 0.1 && one.standardDeviation == nil && one.lag1Autocorrelation == nil)
        let large = try #require(RefinedMoments([1e300, 3e300]))
        #expect(abs(try #require(large.standardDeviation).value / 2e300.squareRoot() / 1e150 - 1) < 1e-15)
    }
}
