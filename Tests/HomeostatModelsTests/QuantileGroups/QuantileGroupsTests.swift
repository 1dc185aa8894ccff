import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

@Suite struct QuantileGroupsTests {
    /// `quantile(1:10, 1:3/4)` of R is 3.25, 5.5, 7.75.
    @Test func quartilesOfTenNumbers() throws {
        let values: [Double] = [10, 1, 9, 2, 8, 3, 7, 4, 6, 5]
        let quartiles = try QuantileGroups(values, groups: 4)
        #expect(quartiles.boundaries == [3.25, 5.5, 7.75])
        #expect(quartiles.groups == [4, 1, 4, 1, 4, 1, 3, 2, 3, 2])
        #expect(quartiles.counts == [3, 2, 2, 3])
        #expect(quartiles.medians == [2, 4.5, 6.5, 9])
        #expect(quartiles.minima == [1, 4, 6, 8] && quartiles.maxima == [3, 5, 7, 10])
    }

    /// A value on a boundary belongs below it, and equal values stay together.
    @Test func tiesShareTheLowerGroup() throws {
        let tied = try QuantileGroups([1, 2, 2, 2, 3, 4, 5, 6], groups: 2)
        #expect(tied.boundaries == [2.5])
        let onBoundary = try QuantileGroups([1, 2, 3, 3, 3, 4, 5], groups: 2)
        #expect(onBoundary.boundaries == [3])
        #expect(onBoundary.groups == [1, 1, 1, 1, 1, 2, 2])
        #expect(throws: QuantileGroups.Failure.emptyGroups([2, 3], boundaries: [0, 0, 0])) {
            try QuantileGroups([0, 0, 0, 0, 0, 0, 0, 5], groups: 4)
        }
    }

    @Test func boundariesOfOthers() throws {
        let cases = try QuantileGroups([0.5, 6, 20, 4], groups: 2, reference: [1, 2, 3, 4, 5])
        #expect(cases.boundaries == [3] && cases.groups == [1, 2, 2, 2])
    }

    @Test func refusesWhatCannotBeCut() {
        #expect(throws: QuantileGroups.Failure.unusableCount(1)) { try QuantileGroups([1, 2], groups: 1) }
        #expect(throws: QuantileGroups.Failure.tooFewValues(values: 2, groups: 4)) {
            try QuantileGroups([1, 2], groups: 4)
        }
        #expect(throws: QuantileGroups.Failure.notFinite(row: 1, value: .infinity)) {
            try QuantileGroups([1, .infinity, 3, 4], groups: 2)
        }
    }

    @Test func designsKeepTheCovariates() throws {
        let quartiles = try QuantileGroups([1, 2, 3, 4, 5, 6, 7, 8], groups: 4)
        let covariates = designWithIntercept([("age", [30, 40, 50, 60, 35, 45, 55, 65])])
        let design = quartiles.design(.indicators, name: "homa_ir", beside: covariates)
        #expect(design.columnNames == ["(Intercept)", "homa_ir[Q2]", "homa_ir[Q3]", "homa_ir[Q4]", "age"])
        #expect(design.terms == ["homa_ir", "age"])
        #expect(design.termOfColumn == [nil, 0, 0, 0, 1])
        #expect((0..<8).map { design.matrix[$0, 2] } == [0, 0, 0, 0, 1, 1, 0, 0])
        #expect((0..<8).map { design.matrix[$0, 4] } == [30, 40, 50, 60, 35, 45, 55, 65])
        let scored = quartiles.design(.medianScore, name: "homa_ir", beside: covariates)
        #expect(scored.columnNames == ["(Intercept)", "homa_ir[median]", "age"])
        #expect((0..<8).map { scored.matrix[$0, 1] } == [1.5, 1.5, 3.5, 3.5, 5.5, 5.5, 7.5, 7.5])
        let numbered = quartiles.design(.ordinalScore, name: "homa_ir", beside: covariates)
        #expect((0..<8).map { numbered.matrix[$0, 1] } == [1, 1, 2, 2, 3, 3, 4, 4])
    }

    /// Without covariates a logistic model of groups is the table of counts: log odds ratios and Woolf's errors.
    @Test func oddsRatiosOfGroupsAreThoseOfTheTable() throws {
        let values = (0..<80).map { Double($0) }
        // 20 in each group, with 4, 8, 10 and 15 events.
        let events = [4, 8, 10, 15]
        let response = (0..<80).map { $0 % 20 < events[$0 / 20] ? 1.0 : 0 }
        let alone = DesignMatrix(
            matrix: Matrix(rowCount: 80, columnCount: 1, repeating: 1), columnNames: ["(Intercept)"], terms: [],
            termOfColumn: [nil])
        let table = try QuantileGroupModel(
            QuantileGroups(values, groups: 4), name: "x", covariates: alone, trendScore: .ordinalScore
        ) { design in
            try GeneralisedLinearModel(design, response: response, family: .logistic).fit().waldIntervals()
        }
        #expect(table.contrasts.count == 3)
        for (place, interval) in table.contrasts.enumerated() {
            let (a, b) = (Double(events[place + 1]), Double(20 - events[place + 1]))
            let interval = try #require(interval)
            expectClose(interval.ratio.estimate, (a / b) / (4.0 / 16), relative: 1e-13)
            let error = (1 / a + 1 / b + 1.0 / 4 + 1.0 / 16).squareRoot()
            expectClose(interval.standardError, error, relative: 1e-13)
        }
        // The score test of the trend is Cochran-Armitage; Wald's is near it and of the same sign.
        let trend = try #require(table.trend)
        #expect(trend.estimate > 0 && trend.pValue.value < 0.001)
    }

    @Test(.needsSharedFolder) func quartilesOfRealInsulinResistance() throws {
        let sample = try AnalysisSample()
        let quartiles = try QuantileGroups(sample.homa, groups: 4)
        #expect(quartiles.counts.reduce(0, +) == 2214)
        let sorted = sample.homa.sorted()
        // n - 1 = 2213 = 4 x 553 + 1: the first boundary lies a quarter of the way from the 554th to the 555th value.
        expectClose(quartiles.boundaries[0], sorted[553] + 0.25 * (sorted[554] - sorted[553]), relative: 1e-15)
        for (group, value) in zip(quartiles.groups, sample.homa) {
            #expect(group == 1 || value > quartiles.boundaries[group - 2])
            #expect(group == 4 || value <= quartiles.boundaries[group - 1])
        }
    }
}
