import HomeostatCohort
import HomeostatModels

extension RunReport {
    /// What was detected, and which columns and indices are the variables of a model.
    func describe(_ run: borrowing CohortVariablesRun) {
        note("\(input.source.name): \(input.dialect?.summary ?? input.formatTitle)")
        if let dialect = input.dialect, dialect.encoding == .windows1252 { note("note: decoded as Windows-1252") }
        if input.hasUnitRow { note("note: the second line holds units") }
        for request in requests {
            let unit = request.unit.symbol
            let name = request.quantity == .variable ? "variable" : request.quantity.rawValue
            note("  \(name): column \(request.name)" + (unit.isEmpty ? "" : " [\(unit)]"))
        }
        for index in run.plan.indices { note("  \(index.id): computed") }
        for warning in run.session.sample.warnings { warn(warning) }
        let fasting = run.plan.indices.contains { $0.sampling == .fasting }
        if fasting, !requests.contains(where: { $0.quantity == .fastingTime }) {
            note("note: fasting is assumed; the file has no fasting time")
        }
    }

    /// What has to be known of a regression beside its table.
    func describe(_ report: RegressionReport) {
        for warning in report.warnings { warn(warning) }
        let count = report.usedRows.count
        note("\(count) \(count == 1 ? "row" : "rows") used, \(report.droppedCount) dropped")
        for entry in report.dropped { note("  \(entry.variable): \(entry.count) \(entry.cause.name)") }
        for text in report.notes { note("note: \(text)") }
    }
}
