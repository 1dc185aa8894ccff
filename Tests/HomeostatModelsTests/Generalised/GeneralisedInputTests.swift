import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

@Suite struct GeneralisedInputTests {
    private let x: [Double] = [1, 2, 3, 4, 5, 6]
    private let y: [Double] = [0, 1, 0, 1, 0, 1]

    private func failure(
        _ design: DesignMatrix, _ response: [Double], _ family: ResponseFamily, weights: [Double]? = nil,
        offset: [Double]? = nil
    ) -> GeneralisedModelError? {
        do throws(GeneralisedModelError) {
            _ = try GeneralisedLinearModel(design, response: response, family: family, weights: weights, offset: offset)
                .fit()
            return nil
        } catch {
            return error
        }
    }

    @Test func refusesResponsesOutsideTheDomain() {
        let design = designWithIntercept([("x", x)])
        let half = failure(design, [0, 1, 0.5, 1, 0, 1], .logistic)
        #expect(half == .responseOutsideDomain(row: 2, value: 0.5, domain: "0 or 1"))
        #expect(half?.description == "response 0.5 in row 3: it has to be 0 or 1")
        #expect(failure(design, [0, 1, 2, 1, 0, 1], .modifiedPoisson) != nil)
        #expect(
            failure(design, [0, 1, -1, 1, 0, 1], .poisson)
                == .responseOutsideDomain(row: 2, value: -1, domain: "a whole number, 0 or more"))
        #expect(
            failure(design, [0, 1, 1.5, 1, 0, 1], .poisson)
                == .responseOutsideDomain(row: 2, value: 1.5, domain: "a whole number, 0 or more"))
        #expect(
            failure(design, [1, 1, 0, 1, 2, 1], .gamma)
                == .responseOutsideDomain(row: 2, value: 0, domain: "a number above 0"))
        for family in ResponseFamily.allCases {
            for value in [Double.nan, .infinity, -.infinity] {
                guard case .responseOutsideDomain(row: 2, _, _) = failure(design, [1, 1, value, 1, 1, 1], family) else {
                    Issue.record("\(family) took \(value)")
                    continue
                }
            }
        }
    }

    @Test func refusesWeightsOffsetsAndDesignsThatAreNotUsable() {
        let design = designWithIntercept([("x", x)])
        #expect(
            failure(design, y, .logistic, weights: [1, 1, .infinity, 1, 1, 1])
                == .unusableWeight(row: 2, value: .infinity))
        #expect(failure(design, y, .logistic, weights: [1, 1, 1, -1, 1, 1]) == .unusableWeight(row: 3, value: -1))
        #expect(failure(design, y, .logistic, weights: [0, 0, 0, 0, 0, 0]) == .noWeight)
        #expect(failure(design, y, .logistic, weights: [1]) == .differentLengths(what: "weights", count: 1, rows: 6))
        #expect(
            failure(design, y, .logistic, offset: [0, .infinity, 0, 0, 0, 0])
                == .unusableOffset(row: 1, value: .infinity))
        let holed = designWithIntercept([("x", [1, 2, .infinity, 4, 5, 6])])
        #expect(failure(holed, y, .logistic) == .unusableDesign(row: 2, column: "x", value: .infinity))
        let wide = designWithIntercept([("a", [1, 2]), ("b", [3, 5])])
        #expect(failure(wide, [0, 1], .logistic) == .tooFewRows(rows: 2, columns: 3))
        let zero = DesignMatrix(
            matrix: Matrix(rowCount: 6, columnCount: 1), columnNames: ["zero"], terms: ["zero"], termOfColumn: [0])
        #expect(failure(zero, y, .logistic) == .noColumns)
    }

    /// A column that is zero or a combination of others is named, and the others get the coefficients that they have
    /// without it.
    @Test func namesTheColumnsItDrops() throws {
        let zero = [Double](repeating: 0, count: 6)
        let response: [Double] = [0, 0, 1, 0, 1, 1]
        let full = designWithIntercept([
            ("zero", zero), ("x", x), ("twice", x.map { 2 * $0 + 1 }), ("constant", zero.map { $0 + 3 }),
        ])
        let model = try GeneralisedLinearModel(full, response: response, family: .logistic)
        #expect(model.droppedColumns == ["zero", "twice", "constant"])
        #expect(model.columnNames == ["(Intercept)", "x"])
        let alone = try GeneralisedLinearModel(designWithIntercept([("x", x)]), response: response, family: .logistic)
        #expect(try model.fit().coefficients == alone.fit().coefficients)
    }

    @Test func perfectFitsHaveNoErrors() throws {
        // Each group's mean is its only response.
        let group: [Double] = [0, 1]
        let counts = try GeneralisedLinearModel(
            designWithIntercept([("group", group)]), response: [3, 5], family: .poisson
        ).fit()
        #expect(counts.isPerfect)
        #expect(counts.residualDegreesOfFreedom == 0)
        #expect(abs(counts.deviance) < 1e-14)
        let constant = try GeneralisedLinearModel(
            designWithIntercept([("x", x)]), response: [2, 2, 2, 2, 2, 2], family: .gamma
        ).fit()
        #expect(constant.isPerfect && constant.dispersion == nil && constant.logLikelihood == nil)
        #expect(throws: GeneralisedCovariance.Failure.perfectFit) { try constant.covariance(.model) }
        #expect(throws: GeneralisedCovariance.Failure.perfectFit) { try constant.covariance(.hc0) }
    }

    @Test func clustersAreChecked() throws {
        let fit = try GeneralisedLinearModel(designWithIntercept([("x", x)]), response: y, family: .logistic).fit()
        #expect(throws: GeneralisedCovariance.Failure.clustersMissing(rows: 6, given: 0)) {
            try fit.covariance(.cr1)
        }
        #expect(throws: GeneralisedCovariance.Failure.oneCluster) {
            try fit.covariance(.cr1, clusters: [4, 4, 4, 4, 4, 4])
        }
        // Clusters of one row each are no clusters.
        let single = try fit.covariance(.cr0, clusters: [9, -3, 7, 0, 2, 5])
        let plain = try fit.covariance(.hc0)
        for row in 0..<2 {
            for column in 0..<2 { expectClose(single[row, column], plain[row, column], relative: 1e-14) }
        }
    }

    /// An intercept alone: everything in closed form.
    @Test func oneMeanIsTheMean() throws {
        let design = DesignMatrix(
            matrix: Matrix(rowCount: 5, columnCount: 1, repeating: 1), columnNames: ["(Intercept)"], terms: [],
            termOfColumn: [nil])
        let fit = try GeneralisedLinearModel(design, response: [1, 0, 4, 2, 3], family: .poisson).fit()
        expectClose(fit.coefficients[0], 0.693_147_180_559_945_3, relative: 1e-15)
        expectClose(try fit.covariance(.model)[0, 0], 0.1, relative: 1e-15)
        expectClose(fit.deviance, fit.nullDeviance, relative: 1e-15)
        let interval = try #require(try fit.waldIntervals()[0])
        expectClose(
            interval.upper - interval.lower, 2 * 1.959_963_984_540_054 * 0.316_227_766_016_837_9, relative: 1e-14)
        expectClose(interval.ratio.estimate, 2, relative: 1e-15)
    }
}
