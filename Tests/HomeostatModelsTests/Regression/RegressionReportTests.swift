import HomeostatCohort
import HomeostatModels
import Testing

/// Reports as the library gives them, from tables made by hand.
@Suite struct RegressionReportTests {
    /// Twelve rows: two factors, a covariate, a count, weights, and a row that lacks its response.
    private var table: VariableTable {
        var table = VariableTable(rowCount: 12)
        table.set("y", [4.1, 5.2, 3.9, 6.3, 7.7, 5.8, 8.1, 9.4, 7.2, 10.6, 11.5, nil])
        table.set("x", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        table.set("z", [0.3, -1, 0.8, 0.1, -0.7, 1.1, 0.4, -0.2, 0.9, -1.3, 0.6, 0.5])
        table.set("count", [1, 0, 2, 1, 3, 2, 4, 3, 5, 3, 6, 5])
        table.set("ill", [0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1])
        table.set("g", texts: ["a", "b", "a", "b", "a", "b", "a", "b", "a", "b", "a", "b"])
        return table
    }

    private func report(
        _ formula: String, _ method: RegressionMethod = .leastSquares, errors: RegressionErrors? = nil,
        isBrief: Bool = false
    ) async throws -> RegressionReport {
        try await RegressionReport(
            RegressionSpecification(formula: formula, method: method, errors: errors), of: table, isBrief: isBrief)
    }

    @Test(arguments: RegressionMethod.names) func everyMethodReportsEveryTermInEveryFormat(name: String) async throws {
        let method = try #require(RegressionMethod(name: name, tau: 0.4, lambda: 0.1))
        let response =
            switch name {
            case "logistic", "modified-poisson": "ill"
            case "poisson": "count"
            default: "y"
            }
        let found = try await report("\(response) ~ x + z", method)
        #expect(found.rows.map(\.term) == ["(Intercept)", "x", "z"])
        #expect(found.rows.allSatisfy { $0.estimate != nil })
        #expect(found.droppedCount == (response == "y" ? 1 : 0))
        #expect(
            (found.specification.method.ratioTitle != nil)
                == ["logistic", "poisson", "modified-poisson", "gamma"].contains(name))
        for format in TableFormat.allCases {
            let text = found.text(format)
            #expect(text.contains("(Intercept)"))
            #expect(!text.lowercased().split { !$0.isLetter }.contains { $0 == "nan" || $0 == "inf" })
            if format == .table { #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }) }
        }
    }

    @Test func aBriefReportHasTheSameTable() async throws {
        let whole = try await report("y ~ x * g + z")
        let brief = try await report("y ~ x * g + z", isBrief: true)
        #expect(whole.rows == brief.rows)
        #expect(whole.figures == brief.figures)
        #expect(brief.sections.isEmpty)
        #expect(
            whole.sections.map(\.key) == [
                "standardized", "anova_type_1", "anova_type_2", "vif", "tests", "marginal_means",
            ])
    }

    @Test func droppedRowsAreCountedByVariable() async throws {
        let found = try await report("y ~ x + log(z)")
        #expect(
            found.dropped.map { "\($0.variable) \($0.cause.name) \($0.count)" }.sorted() == [
                "log(z) out_of_domain 4", "y missing 1",
            ])
        #expect(found.droppedCount == 5)
        #expect(found.figure("n") == 7)
        #expect(found.usedRows == [0, 2, 3, 5, 6, 8, 10])
    }

    @Test func marginalMeansAreMeansOfPredictionsAtTheMeanOfCovariates() async throws {
        let found = try await report("y ~ x + g")
        let means = try #require(found.sections.first { $0.key == "marginal_means" }).table
        let estimates = found.rows.compactMap(\.estimate)
        // Eleven rows: x has the mean 6.
        for (row, own) in zip(means.rows, [0, estimates[2]]) {
            guard case .number(let mean) = row[1] else {
                Issue.record("no mean")
                continue
            }
            #expect((mean - (estimates[0] + 6 * estimates[1] + own)).magnitude < 1e-13)
        }
    }

    @Test func theIntervalOfARankInversionHasNoStandardError() async throws {
        let found = try await report("y ~ x", .quantile(tau: 0.5), errors: .rank)
        let slope = try #require(found.rows.last)
        #expect(slope.standardError == nil && slope.pValue == nil)
        #expect(try #require(slope.lower) <= #require(slope.estimate))
        #expect(try #require(slope.upper) >= #require(slope.estimate))
        #expect(slope.reasons.map(\.figure) == ["std_error", "statistic", "p_value"])
        #expect(slope.reasons.allSatisfy { $0.cause == .notDefined })
    }

    @Test func clusterErrorsSayHowManyClusters() async throws {
        let specification = try RegressionSpecification(formula: "y ~ x", roles: ModelRoles(cluster: "g"))
        #expect(specification.errors == .clusterRobust(.cr2))
        let found = try await RegressionReport(specification, of: table)
        #expect(found.figure("clusters") == 2)
        #expect(found.sections.contains { $0.key == "wald" })
    }
}
