import HomeostatCohort
import HomeostatNumerics

extension RegressionFit {
    /// A model with a variable in quantile groups, and the P for trend: the model once with indicators for the groups,
    /// which is reported, and once with the median of each row's group in their place.
    static func grouped(
        _ specification: RegressionSpecification, _ data: RegressionData, frame: ModelFrame, variable: String,
        count: Int, isBrief: Bool, threads: Int
    ) async throws(Diagnostic) -> RegressionFit {
        let place = try numericColumn(variable, frame, option: "groups")
        let covariates = data.design.leavingOut(term: place.term)
        let groups: QuantileGroups
        do throws(QuantileGroups.Failure) {
            groups = try QuantileGroups(data.column(place.column), groups: count)
        } catch {
            throw failure("\(variable) cannot be cut into \(count) groups: \(error.description)")
        }
        let grouped = groups.design(.indicators, name: variable, beside: covariates)
        var fit = try await make(specification, data.with(grouped), grid: nil, isBrief: isBrief, threads: threads)
        let scored = groups.design(.medianScore, name: variable, beside: covariates)
        let trend = try await make(specification, data.with(scored), grid: nil, isBrief: true, threads: threads)
        let trendRow = scored.columns(ofTerm: 0).first.map { trend.rows[$0] }
        let rows = grouped.columns(ofTerm: 0).map { fit.rows[$0] }
        fit.sections.insert(
            RegressionSection(
                "quantile_groups", title: "\(variable) in \(count) groups, each against the first",
                table(groups, rows, hasRatio: specification.method.ratioTitle != nil)), at: 0)
        if let trendRow {
            fit.sections.insert(
                RegressionSection(
                    "trend", title: "Trend over the medians of the groups",
                    RegressionReport.table(of: [trendRow], ratio: specification.method.ratioTitle != nil)), at: 1)
            fit.figures += [
                RegressionFigure("p_trend", trendRow.writtenPValue, otherwise: trendRow.pCause),
                RegressionFigure("log10_p_trend", trendRow.pValue?.log10, otherwise: trendRow.pCause),
            ]
        }
        if data.weights != nil { fit.notes.append("the boundaries of the groups take no account of weights") }
        return fit
    }

    private static func table(_ groups: QuantileGroups, _ rows: [RegressionRow], hasRatio: Bool) -> ReportTable {
        let columns = ["group", "n", "minimum", "maximum", "median", "estimate", "conf_low", "conf_high"]
        let ratio = hasRatio ? ["ratio", "ratio_low", "ratio_high"] : []
        var table = ReportTable((columns + ratio + ["p_value", "log10_p"]).map { ReportTable.Column($0) })
        for group in groups.counts.indices {
            let row = group == 0 ? nil : rows[group - 1]
            let exponentials = row?.ratio
            let ratios = [exponentials?.estimate, exponentials?.lower, exponentials?.upper]
            table.append(
                [
                    .text("Q\(group + 1)"), .integer(groups.counts[group]), .number(groups.minima[group]),
                    .number(groups.maxima[group]), .number(groups.medians[group]), .init(row?.estimate),
                    .init(row?.lower), .init(row?.upper),
                ] + (hasRatio ? ratios.map { .init($0) } : []) + RegressionTables.pValue(row?.pValue))
        }
        return table
    }

    /// The place of a variable that stands in the design as one column of numbers.
    static func numericColumn(
        _ variable: String, _ frame: ModelFrame, option: String
    ) throws(Diagnostic) -> (term: Int, column: Int) {
        guard let term = frame.design.terms.firstIndex(of: variable),
            case let columns = frame.design.columns(ofTerm: term), columns.count == 1,
            !frame.model.categories.contains(where: { $0.label == variable })
        else {
            throw Diagnostic(
                .modelNotFitted, "\(variable) is no column of numbers: it has no \(option)",
                help: ["give a column of numbers, or an index"])
        }
        return (term, columns[0])
    }
}

extension RegressionRow {
    /// Why there is no p-value to write.
    var pCause: AbsenceCause { reasons.first { $0.figure == "p_value" }?.cause ?? .notDefined }
}
