import HomeostatCohort
import HomeostatNumerics

extension RegressionFit {
    /// Regression of a quantile; the median is least absolute deviations.
    static func quantile(
        _ specification: RegressionSpecification, _ data: RegressionData, tau: Double
    ) throws(Diagnostic) -> RegressionFit {
        let response = data.reducedResponse
        return try determined(data) { (design: DesignMatrix) throws(RegressionInputError) in
            let estimate = try QuantileRegression(design, response: response, tau: tau, weights: data.weights)
            let freedom = Double(data.count - design.columnCount)
            var fit = RegressionFit()
            if case .quantile(let kind) = specification.errors {
                let errors =
                    freedom > 0
                    ? try estimate.standardErrors(
                        kind, design: design.matrix, response: response, weights: data.weights) : nil
                fit.rows = rows(
                    design.columnNames, estimate.coefficients, errors, freedom: freedom, level: specification.level,
                    otherwise: freedom > 0 ? .notEstimable : .noResidualDegreesOfFreedom)
            } else {
                let intervals = try estimate.rankIntervals(
                    design: design.matrix, response: response, weights: data.weights, level: specification.level)
                fit.rows = design.columnNames.indices.map { place in
                    func limit(_ value: Double??) -> Estimable<Double> {
                        guard let value else { return .absent(.noResidualDegreesOfFreedom) }
                        return value.map { .value($0) } ?? .absent(.unbounded)
                    }
                    return RegressionRow(
                        term: design.columnNames[place], estimate: Estimable(finite: estimate.coefficients[place]),
                        standardError: .absent(.notDefined), statistic: .absent(.notDefined), degreesOfFreedom: nil,
                        pValue: .absent(.notDefined), lower: limit(intervals?[place].lower),
                        upper: limit(intervals?[place].upper))
                }
            }
            fit.figures = figures(
                data: data, residualDegreesOfFreedom: .value(freedom), rank: design.columnCount)
            fit.figures += [
                RegressionFigure("tau", tau), RegressionFigure("objective", estimate.objective),
                RegressionFigure("duality_gap", estimate.dualityGap),
            ]
            switch estimate.uniqueness {
            case .unique: break
            case .notUnique(let other):
                let values = zip(design.columnNames, other).map { "\($0) \(shortestDecimal($1))" }
                fit.notes.append("other coefficients fit as well: \(values.joined(separator: ", "))")
            case .undetermined:
                fit.notes.append("so many rows lie on the fit that other coefficients may fit as well")
            }
            return fit
        }
    }
}
