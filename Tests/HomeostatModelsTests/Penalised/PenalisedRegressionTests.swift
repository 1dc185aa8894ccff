import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Against 50-digit arithmetic (Tests/Golden/penalised) and the reference regressions.
@Suite struct PenalisedRegressionTests {
    private func golden() throws -> ReferenceTree {
        try ReferenceTree(path: "\(ProjectPaths.root)/Tests/Golden/penalised/penalised.json")
    }

    private func design(_ golden: ReferenceTree, intercept: Bool = true) throws -> DesignMatrix {
        let columns = try golden["x"].list.map { try $0.numbers }
        let named = columns.enumerated().map { ("x\($0.offset + 1)", $0.element) }
        if intercept { return designWithIntercept(named) }
        return DesignMatrix(
            matrix: Matrix(columns: columns), columnNames: named.map(\.0), terms: named.map(\.0),
            termOfColumn: columns.indices.map { $0 })
    }

    @Test func elasticNetAgreesWithMultiPrecision() throws {
        let golden = try golden()
        var cases = 0
        for expected in try golden["elastic_net"].list {
            let weights = try expected["weighted"].number == 1 ? golden["weights"].numbers : nil
            let net = try ElasticNet(
                design(golden, intercept: expected["intercept"].number == 1), response: golden["y"].numbers,
                mixing: expected["mixing"].number, weights: weights)
            let fit = try net.fit(lambda: expected["lambda"].number)
            for (value, exact) in zip(fit.coefficients, try expected["coefficients"].numbers) {
                expectClose(value, exact, relative: 1e-12, "\(fit.lambda) \(net.mixing)")
                #expect((value == 0) == (exact == 0))
            }
            #expect(fit.largestViolation < 1e-14)
            cases += 1
        }
        #expect(cases == 60)
    }

    @Test func ridgeAgreesWithMultiPrecision() throws {
        let golden = try golden()
        let ridge = try RidgeRegression(design(golden), response: golden["y"].numbers)
        for expected in try golden["ridge"].list {
            let fit = try ridge.fit(lambda: expected["lambda"].number)
            for (value, exact) in zip(fit.coefficients, try expected["coefficients"].numbers) {
                expectClose(value, exact, relative: 1e-12)
            }
            expectClose(fit.generalisedCrossValidation, try expected["gcv"].number, relative: 1e-13)
            expectClose(fit.effectiveDegreesOfFreedom, try expected["df"].number, relative: 1e-13)
        }
    }

    @Test(.needsSharedFolder) func ridgeOnLongley() throws {
        let table = try NumberTable(path: ProjectPaths.shared("reference/nist/linear/lls_Longley.csv"))
        let names = (1...6).map { "x\($0)" }
        let design = designWithIntercept(try names.map { ($0, try table.column($0)) })
        let ridge = try RidgeRegression(design, response: table.column("y"))
        let r = try ReferenceTree(path: ProjectPaths.shared("reference/stats/regression_golden.json"))["ridge_longley"]
        let criteria = try #require(r["GCV"].value as? [String: Any])
        for (lambda, row) in zip(try r["lambda"].numbers, try r["coef"]["values"].list) {
            let fit = try ridge.fit(lambda: lambda)
            for (value, expected) in zip(fit.coefficients, try row.numbers) {
                expectClose(value, expected, relative: 1e-12)
            }
            let key = try #require(criteria.keys.first { Double($0) == lambda })
            expectClose(fit.generalisedCrossValidation, try r["GCV"][key].number, relative: 1e-12)
        }
    }

    /// glmnet stops when a sweep lowers its objective by less than 1e-7 of the null deviance: its coefficients can be
    /// held to an objective no lower than the minimum, and to lie near it.
    @Test(.needsSharedFolder, arguments: [("lasso_nhanes", 1.0), ("ridge_nhanes_glmnet", 0.0)])
    func neitherLosesToGlmnet(_ block: String, _ mixing: Double) throws {
        let sample = try AnalysisSample(needed: ["LBDHDD"])
        let design = try sample.design(hdl: true)
        let response = sample.homa.map { naturalLogarithm($0) }
        let r = try ReferenceTree(path: ProjectPaths.shared("reference/stats/regression_golden.json"))[block]
        let net = try ElasticNet(design, response: response, mixing: mixing)
        let lambdas = try r["lambda"].numbers
        let fits = try net.path(lambdas)
        let table = try r["coef"]["values"].list.map { try $0.numbers }
        for (place, fit) in fits.enumerated() {
            #expect(fit.largestViolation < 1e-14)
            let glmnet = table.map { $0[place] }
            let ours = objective(fit.coefficients, design, response, lambdas[place], mixing)
            let theirs = objective(glmnet, design, response, lambdas[place], mixing)
            #expect(ours <= theirs + 1e-15)
            for (value, other) in zip(fit.coefficients, glmnet) { #expect(abs(value - other) < 1e-6) }
            // Starting anywhere on the path leads to the same place.
            let alone = try net.fit(lambda: lambdas[place])
            for (value, other) in zip(fit.coefficients, alone.coefficients) {
                expectClose(value, other, relative: 1e-13)
            }
        }
    }

    /// The objective as glmnet's authors print it, from unscaled coefficients.
    private func objective(
        _ coefficients: [Double], _ design: DesignMatrix, _ response: [Double], _ lambda: Double, _ mixing: Double
    ) -> Double {
        let n = Double(response.count)
        let center = response.reduce(0, +) / n
        let spread = (response.reduce(0) { $0 + ($1 - center) * ($1 - center) } / n).squareRoot()
        var loss = 0.0
        for row in response.indices {
            var residual = response[row]
            for column in coefficients.indices { residual -= coefficients[column] * design.matrix[row, column] }
            loss += residual * residual
        }
        var penalty = 0.0
        for column in coefficients.indices.dropFirst() {
            let values = response.indices.map { design.matrix[$0, column] }
            let mean = values.reduce(0, +) / n
            let scale = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
            let size = abs(coefficients[column]) * scale
            penalty += mixing * size + (1 - mixing) / (2 * spread) * size * size
        }
        return loss / (2 * n) + lambda * penalty
    }

    private func naturalLogarithm(_ x: Double) -> Double { log(Lanes(repeating: x))[0] }

    @Test func thePathStartsWhereTheFirstColumnEnters() throws {
        let golden = try golden()
        let net = try ElasticNet(design(golden), response: golden["y"].numbers)
        let lambdas = try net.lambdas(count: 20)
        #expect(lambdas.count == 20)
        expectClose(lambdas[19], lambdas[0] * 1e-4, relative: 1e-13)
        #expect(try net.fit(lambda: lambdas[0] * (1 + 1e-9)).selectedColumns.isEmpty)
        #expect(try net.fit(lambda: lambdas[0] * (1 - 1e-6)).selectedColumns.count == 1)
        let shares = try net.path(lambdas).compactMap(\.explainedShare)
        #expect(shares == shares.sorted())
    }

    @Test func crossValidationDependsOnTheSeedAlone() throws {
        let golden = try golden()
        let (design, response) = (try design(golden), try golden["y"].numbers)
        let first = try PenaltyCrossValidation(design, response: response, foldCount: 5, seed: 7)
        let second = try PenaltyCrossValidation(design, response: response, foldCount: 5, seed: 7)
        #expect(first == second)
        #expect(try PenaltyCrossValidation(design, response: response, foldCount: 5, seed: 8).folds != first.folds)
        for fold in 0..<5 { #expect(first.folds.filter { $0 == fold }.count == 9) }
        #expect(first.oneStandardErrorPosition <= first.bestPosition)
        #expect(first.errors.allSatisfy { $0 >= first.errors[first.bestPosition] })
        // Each row a fold of its own, without a penalty: the PRESS statistic of least squares from its hat values.
        let press = try PenaltyCrossValidation(
            design, response: response, lambdas: [0], foldCount: response.count, seed: 1)
        let qr = HouseholderQR(columnMajor: design.matrix.elements, rowCount: 45, columnCount: 6)
        var sum = 0.0
        for row in 0..<45 {
            var unit = [Double](repeating: 0, count: 45)
            unit[row] = 1
            let leverage = qr.applyTransposedQ(to: unit)[..<6].reduce(0) { $0 + $1 * $1 }
            let coefficients = qr.solve(response)
            let fitted = (0..<6).reduce(0) { $0 + coefficients[$1] * design.matrix[row, $1] }
            let residual = (response[row] - fitted) / (1 - leverage)
            sum += residual * residual
        }
        expectClose(press.errors[0], sum / 45, relative: 1e-12)
    }

    @Test func refusesWhatCannotBeFitted() throws {
        let x: [Double] = [1, 2, 3, 4]
        let y: [Double] = [1, 3, 2, 5]
        let design = designWithIntercept([("x", x)])
        let same = designWithIntercept([("same", [2, 2, 2, 2]), ("x", x)])
        #expect(throws: PenalisedModelError.constantColumns(["same"])) { try RidgeRegression(same, response: y) }
        let net = try ElasticNet(same, response: y)
        #expect(net.constantColumns == ["same"])
        #expect(try net.fit(lambda: 0.1).coefficients[1] == 0)
        let twice = designWithIntercept([("x", x), ("twice", x.map { 2 * $0 })])
        #expect(throws: PenalisedModelError.dependentColumns(rank: 1, columns: 2)) {
            try RidgeRegression(twice, response: y).fit(lambda: 0)
        }
        let shared = try RidgeRegression(twice, response: y).fit(lambda: 1)
        expectClose(shared.standardised[0], shared.standardised[1], relative: 1e-14)
        #expect(throws: PenalisedModelError.unusablePenalty(-1)) {
            try RidgeRegression(design, response: y).fit(lambda: -1)
        }
        #expect(throws: PenalisedModelError.unusablePenalty(.infinity)) {
            try ElasticNet(design, response: y).fit(lambda: .infinity)
        }
        #expect(throws: PenalisedModelError.unusableMixing(2)) { try ElasticNet(design, response: y, mixing: 2) }
        #expect(throws: PenalisedModelError.unusableWeight(row: 1, value: .infinity)) {
            try ElasticNet(design, response: y, weights: [1, .infinity, 1, 1])
        }
        #expect(throws: PenalisedModelError.unusableResponse(row: 2, value: .infinity)) {
            try ElasticNet(design, response: [1, 2, .infinity, 3])
        }
        #expect(throws: PenalisedModelError.constantResponse) {
            try ElasticNet(design, response: [3, 3, 3, 3]).lambdas()
        }
        #expect(try ElasticNet(design, response: [3, 3, 3, 3]).fit(lambda: 0.1).coefficients == [3, 0])
        #expect(throws: PenalisedModelError.unusableFolds(9, rows: 4)) {
            try PenaltyCrossValidation(design, response: y, foldCount: 9, seed: 1)
        }
    }

    /// More columns than rows: no more of them enter than there are rows, and the certificate holds.
    @Test func moreColumnsThanRows() throws {
        var draws = SeededGenerator(seed: 3)
        let columns = (0..<30).map { _ in (0..<8).map { _ in draws.unit() } }
        let response = (0..<8).map { _ in draws.unit() }
        let net = try ElasticNet(
            designWithIntercept(columns.enumerated().map { ("x\($0.offset)", $0.element) }), response: response)
        for fit in try net.path(net.lambdas(count: 10)) {
            #expect(fit.largestViolation < 1e-12)
            #expect(fit.selectedColumns.count < 8)
        }
    }
}
