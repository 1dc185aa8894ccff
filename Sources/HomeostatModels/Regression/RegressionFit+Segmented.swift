import HomeostatCohort
import HomeostatNumerics

extension RegressionFit {
    /// A line whose slope in one variable turns at a place that the data tell.
    static func segmented(
        _ specification: RegressionSpecification, _ data: RegressionData, frame: ModelFrame, variable: String
    ) throws(Diagnostic) -> RegressionFit {
        let column = try numericColumn(variable, frame, option: "turning point").column
        do throws(SegmentedModelError) {
            let model = try SegmentedRegression(
                data.design, response: data.reducedResponse, variable: column, weights: data.weights)
            let effect = try ThresholdEffect(model, level: specification.level)
            var fit = RegressionFit()
            fit.rows = rows(effect, data.design, variable: variable, column: column, level: specification.level)
            fit.sections = [
                RegressionSection(
                    "threshold", title: "Threshold effect of \(variable)", table(effect, variable: variable)),
                RegressionSection("tests", title: "Tests of the turning point", tests(effect)),
            ]
            let free = effect.fit.residualDegreesOfFreedom
            let total = data.design.interceptColumn == nil ? nil : centredSquares(data.reducedResponse, data.weights)
            let share = total.flatMap { $0 > 0 ? 1 - effect.fit.residualSumOfSquares / $0 : nil }
            fit.figures = figures(
                data: data, residualDegreesOfFreedom: .value(Double(free)),
                sigma: .value(effect.fit.residualStandardDeviation),
                rSquared: share.map { .value($0) } ?? .absent(total == nil ? .notDefined : .noVariation),
                rank: data.design.columnCount + 1)
            fit.figures += [
                RegressionFigure("turning_point", effect.fit.turningPoints[0]),
                RegressionFigure("rss", effect.fit.residualSumOfSquares),
                RegressionFigure("rss_straight", effect.fit.straightResidualSumOfSquares),
            ]
            if effect.fit.isObservedValue[0] {
                fit.notes.append(
                    "the turning point is a value of \(variable), where the sum of squares has a kink: its interval by "
                        + "likelihood ratio is to be preferred")
            }
            return fit
        } catch {
            throw failure(error.description)
        }
    }

    private static func rows(
        _ effect: ThresholdEffect, _ design: DesignMatrix, variable: String, column: Int, level: Double
    ) -> [RegressionRow] {
        let fit = effect.fit
        let freedom = Double(fit.residualDegreesOfFreedom)
        let cause: AbsenceCause = fit.isPerfect ? .perfectFit : .notEstimable
        var rows = design.columnNames.indices.map { place in
            let wald = fit.covariance.flatMap {
                WaldInterval(
                    estimate: fit.coefficients[place], standardError: max(0, $0[place, place]).squareRoot(),
                    reference: .studentT(degreesOfFreedom: freedom), level: level)
            }
            return row(
                place == column ? "\(variable)[below]" : design.columnNames[place], wald, fit.coefficients[place],
                freedom, cause)
        }
        rows.append(row("\(variable)[change]", effect.change, fit.slopeChanges[0], freedom, cause))
        rows.append(place(effect, "\(variable)[turning point]", cause))
        return rows
    }

    private static func row(
        _ term: String, _ wald: WaldInterval?, _ estimate: Double, _ freedom: Double, _ cause: AbsenceCause
    ) -> RegressionRow {
        wald.map { RegressionRow(term: term, $0, degreesOfFreedom: freedom) }
            ?? RegressionRow(term: term, estimate: Estimable(finite: estimate), absent: cause)
    }

    /// A turning point is not held against zero.
    private static func place(_ effect: ThresholdEffect, _ term: String, _ cause: AbsenceCause) -> RegressionRow {
        guard let wald = effect.turningPoint else {
            return RegressionRow(term: term, estimate: .value(effect.fit.turningPoints[0]), absent: cause)
        }
        return RegressionRow(
            term: term, estimate: .value(wald.estimate), standardError: .value(wald.standardError),
            statistic: .absent(.notDefined), degreesOfFreedom: Double(effect.fit.residualDegreesOfFreedom),
            pValue: .absent(.notDefined), lower: .value(wald.lower), upper: .value(wald.upper))
    }

    private static func table(_ effect: ThresholdEffect, variable: String) -> ReportTable {
        var table = ReportTable(
            ["quantity", "estimate", "std_error", "conf_low", "conf_high", "p_value", "log10_p"].map {
                ReportTable.Column($0)
            })
        func append(_ name: String, _ wald: WaldInterval?, isTested: Bool = true) {
            table.append(
                [
                    .text(name), .init(wald?.estimate), .init(wald?.standardError), .init(wald?.lower),
                    .init(wald?.upper),
                ]
                    + RegressionTables.pValue(isTested ? wald?.pValue : nil))
        }
        append("straight_slope", effect.straightSlope)
        append("turning_point", effect.turningPoint, isTested: false)
        for interval in effect.turningPointSet?.intervals ?? [] {
            table.append([
                .text("turning_point_by_likelihood_ratio"), .init(effect.fit.turningPoints[0]), .absent,
                .number(interval.lowerBound), .number(interval.upperBound), .absent, .absent,
            ])
        }
        append("slope_below", effect.slopeBelow)
        append("slope_above", effect.slopeAbove)
        append("slope_below_given_turning_point", effect.slopesGivenTurningPoint.first ?? nil)
        append("slope_above_given_turning_point", effect.slopesGivenTurningPoint.last ?? nil)
        append("change", effect.change)
        return table
    }

    private static func tests(_ effect: ThresholdEffect) -> ReportTable {
        var table = RegressionTables.tests
        table.append(
            [.text("likelihood_ratio_as_published"), .init(effect.likelihoodRatio), .number(1), .absent]
                + RegressionTables.pValue(effect.conventionalPValue)
                + [effect.likelihoodRatio == nil ? RegressionTables.reason(.perfectFit) : .absent])
        let davies = effect.davies.map { PValue($0.pValue) }
        table.append(
            [.text("davies"), .absent, .absent, .absent] + RegressionTables.pValue(davies)
                + [davies == nil ? RegressionTables.reason(.notEstimable) : .absent])
        return table
    }

    private static func centredSquares(_ values: [Double], _ weights: [Double]?) -> Double {
        var (sum, total) = (CompensatedSum(), CompensatedSum())
        for row in values.indices {
            let weight = weights?[row] ?? 1
            sum.add(weight * values[row])
            total.add(weight)
        }
        let mean = sum.value / total.value
        var squares = CompensatedSum()
        for row in values.indices { squares.add((weights?[row] ?? 1) * (values[row] - mean) * (values[row] - mean)) }
        return squares.value
    }
}
