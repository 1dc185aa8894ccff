import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatModels

/// Resampling of linear models, what leaving out rows and clusters changes, and means over rows.
@Suite struct LinearBootstrapTests {
    let model: LinearModel
    let weighted: LinearModel
    let clusters: [Int]

    init() throws {
        let golden = try ReferenceDocument(golden: "linear/sandwiches.json")
        let rows = try golden["design"].table.map { $0.compactMap { $0 } }
        let design = DesignMatrix(
            matrix: Matrix(columns: rows[0].indices.map { column in rows.map { $0[column] } }),
            columnNames: ["(Intercept)", "a", "b", "c"], terms: ["a", "b", "c"], termOfColumn: [nil, 0, 1, 2])
        model = try LinearModel(design, response: try golden["response"].numbers)
        weighted = try LinearModel(
            design, response: try golden["response"].numbers, weights: try golden["weights"].numbers)
        clusters = try golden["clusters"].numbers.map { Int($0) }
    }

    /// The model without some rows, fitted again.
    func fit(_ model: LinearModel, rows: [Int]) throws -> LinearModel {
        let design = DesignMatrix(
            matrix: model.design.matrix.selecting(rows: rows, columns: [0, 1, 2, 3]),
            columnNames: model.design.columnNames, terms: model.design.terms, termOfColumn: model.design.termOfColumn)
        return try LinearModel(
            design, response: rows.map { model.response[$0] }, weights: model.weights.map { w in rows.map { w[$0] } })
    }

    @Test func `what leaving out a row or a cluster changes is what fitting again gives`() throws {
        for model in [model, weighted] {
            let byRow = model.coefficientChanges()
            for row in 0..<model.rowCount {
                let other = try fit(model, rows: (0..<model.rowCount).filter { $0 != row })
                for column in 0..<4 {
                    #expect(abs(model.estimates[column] - byRow[row, column] - other.estimates[column]) < 1e-13)
                }
            }
            let byCluster = try model.coefficientChanges(clusters: clusters)
            for cluster in 0..<6 {
                let other = try fit(model, rows: clusters.indices.filter { clusters[$0] != cluster })
                for column in 0..<4 {
                    #expect(abs(model.estimates[column] - byCluster[cluster, column] - other.estimates[column]) < 1e-12)
                }
            }
        }
    }

    @Test(arguments: LinearResampling.allCases, [false, true])
    func `replicates have the seed and nothing else for a cause`(
        _ resampling: LinearResampling, _ isClustered: Bool
    ) async throws {
        let groups = isClustered ? clusters : nil
        let first = try await weighted.bootstrap(resampling, replicates: 60, seed: 4, clusters: groups, threads: 1)
        let second = try await weighted.bootstrap(resampling, replicates: 60, seed: 4, clusters: groups, threads: 2)
        #expect(first == second)
        let other = try await weighted.bootstrap(resampling, replicates: 60, seed: 5, clusters: groups)
        #expect(other.replicates != first.replicates)
        let longer = try await weighted.bootstrap(resampling, replicates: 80, seed: 4, clusters: groups)
        #expect(longer.replicates[0, 1] == first.replicates[0, 1])
        #expect(first.estimates == weighted.estimates)
        #expect(first.jackknife?.rowCount == (isClustered ? 6 : 26))
    }

    @Test(arguments: [LinearResampling.wildRademacher, .wildMammen], [false, true])
    func `the spread of a wild bootstrap is that of HC3 or CR3`(
        _ resampling: LinearResampling, _ isClustered: Bool
    ) async throws {
        // The covariance of the replicates, given the data, is exactly the sandwich: the multipliers have variance 1.
        let found = try await model.bootstrap(
            resampling, replicates: 20_000, seed: 11, clusters: isClustered ? clusters : nil)
        let expected = isClustered ? try model.covariance(.cr3, clusters: clusters) : try model.covariance(.hc3)
        let spread = try #require(found.coefficientCovariance).matrix
        for place in 0..<4 {
            // The standard error of a standard deviation of 20,000 numbers is 0.5 %; more with heavy tails.
            expectClose(spread[place, place].squareRoot(), expected.standardErrors[place], 0.03)
        }
    }

    @Test func `the pairs bootstrap draws rows with their weights`() async throws {
        let found = try await weighted.bootstrap(.pairs, replicates: 5, seed: 21)
        for replicate in 0..<5 where !found.failedReplicates.contains(replicate) {
            let row = replicate - found.failedReplicates.count { $0 < replicate }
            var draws = CounterRandom(seed: 21).stream(UInt64(replicate))
            let rows = (0..<26).map { _ in Int(draws.next().multipliedFullWidth(by: 26).high) }
            let again = try fit(weighted, rows: rows)
            for column in 0..<4 { #expect(abs(found.replicates[row, column] - again.estimates[column]) < 1e-11) }
        }
    }

    @Test func `marginal means over a balanced grid`() throws {
        // Two groups of unequal size and a covariate: the mean at the covariate's mean, and its error, are those of the
        // model with the covariate centred there and a column for each group.
        let a = (0..<26).map { model.design.matrix[$0, 1] }
        let c = (0..<26).map { model.design.matrix[$0, 3] }
        let centre = a.reduce(0, +) / 26
        let cells = DesignMatrix(
            matrix: Matrix(columns: [c.map { 1 - $0 }, c, a.map { $0 - centre }]), columnNames: ["0", "1", "a"],
            terms: ["c", "a"], termOfColumn: [0, 0, 1])
        let byCells = try LinearModel(cells, response: model.response).coefficientTable().rows
        let plain = try LinearModel(
            DesignMatrix(
                matrix: Matrix(columns: [a.map { _ in 1 }, a, c]), columnNames: ["(Intercept)", "a", "c"],
                terms: ["a", "c"], termOfColumn: [nil, 0, 1]), response: model.response)
        let groups = [0.0, 1].map { level in
            MarginalGroup(
                label: "c = \(level)", rows: Matrix(columns: [[1, 1], [centre - 2, centre + 2], [level, level]]))
        }
        for (found, expected) in zip(try plain.marginalMeans(groups), byCells) {
            expectClose(found.row.estimate.value, try #require(expected.estimate.value), 1e-13)
            expectClose(found.row.standardError.value, try #require(expected.standardError.value), 1e-13)
        }
        let contrast = try plain.marginalContrasts(groups)
        #expect(contrast.count == 1)
        expectClose(contrast[0].row.estimate.value, plain.estimates[2], 1e-13)
        expectClose(
            contrast[0].row.standardError.value, try #require(plain.classicalCovariance.value).standardErrors[2], 1e-13)
        // The average prediction over the rows of the fit is the mean response.
        let average = try plain.marginalMeans([MarginalGroup(label: "all", rows: plain.design.matrix)])
        expectClose(average[0].row.estimate.value, model.response.reduce(0, +) / 26, 1e-13)
    }

    @Test func `the classic Breusch-Pagan statistic is half of the explained sum of squares`() throws {
        let variance = model.residualSumOfSquares / 26
        let scaled = model.residuals.map { $0 * $0 / variance }
        let auxiliary = try LinearModel(model.design, response: scaled)
        let test = try #require(model.breuschPaganTest(isStudentized: false).value)
        expectClose(test.statistic, auxiliary.modelSumOfSquares / 2, 1e-12)
        #expect(test.degreesOfFreedom == 3)
    }

    @Test func `terms are taken apart at their colons`() {
        #expect(LinearModel.variables("a:b") == ["a", "b"])
        #expect(LinearModel.variables("rcs(a:b, 3):C(sex, ref = \"x:y\")") == ["rcs(a:b, 3)", "C(sex, ref = \"x:y\")"])
    }
}
