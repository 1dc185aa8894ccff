import HomeostatCohort
import HomeostatNumerics

extension RegressionFit {
    /// Least squares, with everything that a report of it holds.
    static func linear(
        _ specification: RegressionSpecification, _ data: RegressionData, grid: ReferenceGrid?, isBrief: Bool,
        threads: Int
    ) async throws(Diagnostic) -> RegressionFit {
        do throws(LinearModelError) {
            let model = try LinearModel(
                data.design, response: data.response, responseRemainder: data.responseRemainder,
                weights: data.weights, offset: data.offset, offsetRemainder: data.offsetRemainder)
            var fit = RegressionFit()
            fit.dependentColumns = model.dependentNames
            fit.figures = figures(
                data: data, residualDegreesOfFreedom: .value(Double(model.residualDegreesOfFreedom)),
                sigma: model.residualStandardDeviation, rSquared: model.rSquared,
                adjustedRSquared: model.adjustedRSquared, f: model.fTest.map(\.statistic),
                logLikelihood: model.logLikelihood, akaike: model.akaikeCriterion, bayes: model.bayesCriterion,
                rank: model.rank, condition: model.conditionNumber.map { .value($0) } ?? .absent(.outOfRange),
                digits: model.certifiedDigits.map { .value($0) } ?? .absent(.outOfRange))
            fit.figures += [
                RegressionFigure("f_df", model.fTest.map(\.degreesOfFreedom)),
                RegressionFigure("f_log10_p", model.fTest.map(\.pValue.log10)),
                RegressionFigure("rank_tolerance", model.rankTolerance),
            ]
            let covariance = try await fit.errors(specification, model, data, threads: threads)
            fit.rowTable = RegressionRowTable(model)
            if isBrief { return fit }
            if let covariance, covariance.estimator != .classical {
                fit.sections += jointTest(model, covariance)
            }
            fit.sections += try linearSections(model, covariance, grid: grid, level: specification.level)
            return fit
        } catch {
            throw failure(located(error, data))
        }
    }

    /// Fills in the rows of coefficients, and gives the covariance that they rest on; nil where there is none.
    private mutating func errors(
        _ specification: RegressionSpecification, _ model: LinearModel, _ data: RegressionData, threads: Int
    ) async throws(LinearModelError) -> CoefficientCovariance? {
        var covariance = model.classicalCovariance
        var intervals: [Estimable<ConfidenceInterval>]?
        // Without residuals there is nothing that another estimator could take its errors from.
        let isPlain = model.isPerfectFit || model.residualDegreesOfFreedom == 0
        switch specification.errors {
        case .heteroscedasticityConsistent(let correction) where !isPlain:
            covariance = .value(try model.covariance(correction))
        case .clusterRobust(let correction) where !isPlain:
            let made = try model.covariance(correction, clusters: data.clusters ?? [])
            figures.append(RegressionFigure("clusters", made.clusterCount ?? 0))
            covariance = .value(made)
        case .bootstrap(let settings) where !isPlain:
            let replicates = try await model.bootstrap(
                settings.resampling, replicates: settings.replicates, seed: settings.seed, clusters: data.clusters,
                threads: threads)
            figures += [
                RegressionFigure("replicates", settings.replicates),
                RegressionFigure("failed_replicates", replicates.failedReplicates.count),
            ]
            if let matrix = replicates.covariance {
                covariance = .value(
                    CoefficientCovariance(
                        estimator: .bootstrap, matrix: matrix,
                        degreesOfFreedom: [Double](repeating: .infinity, count: model.rank),
                        jointDegreesOfFreedom: .infinity))
            } else {
                covariance = .absent(.degenerateReplicates)
            }
            intervals = (0..<model.rank).map {
                replicates.interval($0, settings.interval, level: specification.level)
            }
        default: break
        }
        do {
            let table = try CoefficientTable(
                names: model.design.columnNames, coefficients: model.coefficients, covariance: covariance,
                isPerfectFit: model.isPerfectFit, level: specification.level)
            rows = table.rows.enumerated().map { column, row in
                let place = model.estimatedColumns.firstIndex(of: column)
                return RegressionRow(row, interval: place.flatMap { intervals?[$0] })
            }
        } catch {
            throw .outOfRange(what: "an interval")
        }
        return covariance.value
    }

    /// The Wald test that all coefficients but the intercept are zero, with errors that are not classical.
    private static func jointTest(_ model: LinearModel, _ covariance: CoefficientCovariance) -> [RegressionSection] {
        let tested = model.estimatedColumns.indices.filter {
            model.estimatedColumns[$0] != model.design.interceptColumn
        }
        guard !tested.isEmpty,
            let test = try? LinearHypothesis(zero: tested, of: model.rank).fTest(model.estimates, covariance)
        else { return [] }
        var table = RegressionTables.tests
        table.append(RegressionTables.testRow("all_coefficients_zero", .value(test)))
        return [
            RegressionSection("wald", title: "Wald test with \(covariance.estimator.name) errors", table)
        ]
    }

    /// An error of the model with rows of the file in place of rows of the design.
    private static func located(_ error: LinearModelError, _ data: RegressionData) -> String {
        func place(_ row: Int) -> Int { data.rows.indices.contains(row) ? data.rows[row] : row }
        switch error {
        case .notFinite(let what, let row): return LinearModelError.notFinite(what: what, row: place(row)).description
        case .unusableWeight(let row, let value):
            return LinearModelError.unusableWeight(row: place(row), value: value).description
        case .fullLeverage(let rows, let correction):
            return LinearModelError.fullLeverage(rows: rows.map(place), correction: correction).description
        default: return error.description
        }
    }
}
