import HomeostatCohort
import HomeostatNumerics

extension RegressionFit {
    /// An M-estimator, an MM-estimator, or least trimmed squares.
    ///
    /// Estimates are held against Student's distribution with rows less coefficients degrees of freedom, as by
    /// `summary(lmrob())` and, with the typical rows only, `summary(ltsReg())`.
    static func robust(
        _ specification: RegressionSpecification, _ data: RegressionData
    ) throws(Diagnostic) -> RegressionFit {
        let response = data.reducedResponse
        return try determined(data) { (design: DesignMatrix) throws(RegressionInputError) in
            var fit = RegressionFit()
            var freedom = Double(data.count - design.columnCount)
            let (coefficients, errors, scale): ([Double], [Double]?, Double)
            switch specification.method {
            case .mEstimate(let loss):
                let estimate = try MEstimate(design, response: response, loss: loss)
                guard estimate.isConverged else { throw .noConvergence(iterations: estimate.iterations) }
                (coefficients, errors, scale) = (estimate.coefficients, estimate.standardErrors, estimate.scale)
                fit.notes += downweighted(estimate.weights)
            case .leastTrimmedSquares:
                let estimate = try LeastTrimmedSquares(design, response: response)
                (coefficients, errors, scale) = (estimate.coefficients, estimate.standardErrors, estimate.scale)
                let typical = estimate.isTypical.count { $0 }
                freedom = Double(typical - design.columnCount)
                fit.notes.append("\(data.count - typical) of \(data.count) rows are outliers and do not count")
            default:
                let estimate = try MMEstimate(design, response: response)
                guard estimate.isConverged else { throw .noConvergence(iterations: estimate.iterations) }
                (coefficients, errors, scale) = (estimate.coefficients, estimate.standardErrors, estimate.scale)
                fit.notes += downweighted(estimate.weights)
            }
            fit.rows = rows(
                design.columnNames, coefficients, errors, freedom: freedom, level: specification.level,
                otherwise: scale > 0 ? .noResidualDegreesOfFreedom : .perfectFit)
            fit.figures = figures(
                data: data, residualDegreesOfFreedom: .value(freedom), sigma: .value(scale), rank: design.columnCount)
            return fit
        }
    }

    private static func downweighted(_ weights: [Double]) -> [String] {
        let (less, none) = (weights.count { $0 < 1 && $0 > 0 }, weights.count { $0 <= 0 })
        return ["\(less) of \(weights.count) rows count less than fully\(none > 0 ? ", \(none) not at all" : "")"]
    }

    /// Rows of estimates with standard errors and Student's distribution.
    static func rows(
        _ names: [String], _ coefficients: [Double], _ errors: [Double]?, freedom: Double, level: Double,
        otherwise cause: AbsenceCause
    ) -> [RegressionRow] {
        names.indices.map { place in
            guard let errors, freedom > 0,
                let row = try? CoefficientRow(
                    name: names[place], estimate: coefficients[place], standardError: errors[place],
                    degreesOfFreedom: freedom, level: level)
            else {
                return RegressionRow(
                    term: names[place], estimate: Estimable(finite: coefficients[place]), absent: cause)
            }
            return RegressionRow(row)
        }
    }

    /// Fits to a design, or, where columns of it are combinations of those before, to the others: the rows of the report
    /// name them.
    static func determined(
        _ data: RegressionData, fit: (DesignMatrix) throws(RegressionInputError) -> RegressionFit
    ) throws(Diagnostic) -> RegressionFit {
        do throws(RegressionInputError) {
            do throws(RegressionInputError) {
                return try fit(data.design)
            } catch {
                guard case .dependentColumns(let names) = error else { throw error }
                let kept = data.design.columnNames.indices.filter { !names.contains(data.design.columnNames[$0]) }
                guard !kept.isEmpty, kept.count < data.design.columnCount else { throw error }
                var made = try fit(data.design.keeping(columns: kept))
                (made.rows, made.dependentColumns) = spread(made.rows, over: data.design, columns: kept)
                return made
            }
        } catch {
            throw failure(error.description)
        }
    }
}
