import HomeostatCohort
import HomeostatNumerics

extension RegressionFit {
    /// A generalised linear model.
    static func generalised(
        _ specification: RegressionSpecification, _ data: RegressionData, family: ResponseFamily
    ) throws(Diagnostic) -> RegressionFit {
        let fitted: GeneralisedFit
        do throws(GeneralisedModelError) {
            fitted = try GeneralisedLinearModel(
                data.design, response: data.response, family: family, weights: data.weights, offset: data.offset
            ).fit()
        } catch {
            throw failure(error, data)
        }
        var fit = RegressionFit()
        let estimated = try rows(of: fitted, specification, data)
        (fit.rows, fit.dependentColumns) = spread(estimated, over: data.design, columns: fitted.model.usedColumns)
        let cause: AbsenceCause = fitted.isPerfect ? .perfectFit : .notDefined
        func figure(_ value: Double?) -> Estimable<Double> { value.map { Estimable(finite: $0) } ?? .absent(cause) }
        fit.figures = figures(
            data: data, residualDegreesOfFreedom: .value(Double(fitted.residualDegreesOfFreedom)),
            sigma: figure(family.estimatesDispersion ? fitted.dispersion?.squareRoot() : nil),
            logLikelihood: figure(fitted.logLikelihood), akaike: figure(fitted.akaikeCriterion),
            bayes: figure(fitted.bayesCriterion), rank: fitted.coefficients.count)
        fit.figures += [
            RegressionFigure("deviance", fitted.deviance), RegressionFigure("null_deviance", fitted.nullDeviance),
            RegressionFigure("df_null", fitted.nullDegreesOfFreedom),
            RegressionFigure("iterations", fitted.iterations),
        ]
        if let clusters = data.clusters { fit.figures.append(RegressionFigure("clusters", Set(clusters).count)) }
        return fit
    }

    private static func rows(
        of fitted: GeneralisedFit, _ specification: RegressionSpecification, _ data: RegressionData
    ) throws(Diagnostic) -> [RegressionRow] {
        let names = fitted.model.columnNames
        let kind = GeneralisedCovariance(specification.errors) ?? fitted.customaryCovariance
        let freedom: Double? =
            if case .studentT(let freedom) = fitted.reference(for: kind) { freedom } else { nil }
        do throws(GeneralisedCovariance.Failure) {
            let intervals = try fitted.waldIntervals(kind, clusters: data.clusters, level: specification.level)
            return names.indices.map { place in
                intervals[place].map { RegressionRow(term: names[place], $0, degreesOfFreedom: freedom) }
                    ?? RegressionRow(
                        term: names[place], estimate: .value(fitted.coefficients[place]), absent: .perfectFit)
            }
        } catch {
            switch error {
            // The coefficients stand: what is missing is an error to hold them against.
            case .perfectFit, .noDegreesOfFreedom:
                let cause: AbsenceCause = error == .perfectFit ? .perfectFit : .noResidualDegreesOfFreedom
                return names.indices.map {
                    RegressionRow(term: names[$0], estimate: .value(fitted.coefficients[$0]), absent: cause)
                }
            case .fullLeverage(let row):
                throw failure(GeneralisedCovariance.Failure.fullLeverage(row: data.rows[row]).description)
            default: throw failure(error.description)
            }
        }
    }

    private static func failure(_ error: GeneralisedModelError, _ data: RegressionData) -> Diagnostic {
        switch error {
        case .responseOutsideDomain(let row, let value, let domain):
            return failure(
                GeneralisedModelError.responseOutsideDomain(row: data.rows[row], value: value, domain: domain)
                    .description, help: ["a condition makes 0 and 1: I(homa_ir >= 2.5) ~ ..."])
        case .unusableWeight(let row, let value):
            return failure(GeneralisedModelError.unusableWeight(row: data.rows[row], value: value).description)
        case .unusableOffset(let row, let value):
            return failure(GeneralisedModelError.unusableOffset(row: data.rows[row], value: value).description)
        default: return failure(error.description)
        }
    }
}
