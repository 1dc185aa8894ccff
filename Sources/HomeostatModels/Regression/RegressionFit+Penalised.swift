import HomeostatCohort
import HomeostatNumerics

extension RegressionFit {
    /// Ridge or LASSO, with the standardisation and the penalty of glmnet; estimates only.
    static func penalised(
        _ specification: RegressionSpecification, _ data: RegressionData, mixing: Double, lambda: Double?
    ) throws(Diagnostic) -> RegressionFit {
        do throws(PenalisedModelError) {
            var fit = RegressionFit()
            let response = data.reducedResponse
            let chosen: ElasticNetFit
            var constant: [String] = []
            if let lambda {
                let net = try ElasticNet(data.design, response: response, mixing: mixing, weights: data.weights)
                constant = net.constantColumns
                chosen = try net.fit(lambda: lambda)
            } else {
                let settings = specification.crossValidation
                let search = try PenaltyCrossValidation(
                    data.design, response: response, mixing: mixing, weights: data.weights,
                    foldCount: settings.folds, seed: settings.seed)
                chosen = search.best
                fit.sections = sections(search, names: data.design.columnNames)
                fit.figures = [
                    RegressionFigure("lambda_1se", search.withinOneStandardError.lambda),
                    RegressionFigure("folds", settings.folds),
                ]
                constant = try ElasticNet(data.design, response: response, mixing: mixing, weights: data.weights)
                    .constantColumns
            }
            fit.dependentColumns = constant
            fit.rows = data.design.columnNames.indices.map { place in
                let name = data.design.columnNames[place]
                return constant.contains(name)
                    ? RegressionRow(term: name, absent: .noVariation)
                    : RegressionRow(
                        term: name, estimate: Estimable(finite: chosen.coefficients[place]), absent: .notDefined)
            }
            fit.figures =
                figures(
                    data: data, residualDegreesOfFreedom: .absent(.notDefined),
                    rSquared: chosen.explainedShare.map { .value($0) } ?? .absent(.noVariation),
                    rank: chosen.selectedColumns.count + (data.design.interceptColumn == nil ? 0 : 1))
                + [RegressionFigure("lambda", chosen.lambda)] + fit.figures
            fit.notes.append("a penalised estimate is biased by design: it has no standard error")
            return fit
        } catch {
            throw failure(error.description)
        }
    }

    private static func sections(_ search: PenaltyCrossValidation, names: [String]) -> [RegressionSection] {
        var path = ReportTable([.init("lambda"), .init("error"), .init("std_error")])
        for place in search.lambdas.indices {
            path.append([
                .number(search.lambdas[place]), .number(search.errors[place]), .number(search.standardErrors[place]),
            ])
        }
        var sparse = ReportTable([.init("term"), .init("estimate")])
        for (name, value) in zip(names, search.withinOneStandardError.coefficients) {
            sparse.append([.text(name), .number(value)])
        }
        return [
            RegressionSection(
                "within_one_std_error", title: "At the largest penalty within one standard error of the best", sparse),
            RegressionSection("cross_validation", title: "Cross-validation", path),
        ]
    }
}
