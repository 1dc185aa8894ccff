import HomeostatCohort
import HomeostatIndices
import HomeostatNumerics

/// The record of a run.
extension RunReport {
    /// The record as far as it is known before the rows are read.
    func record(indices: [Index]) -> RunRecord {
        var record = RunRecord(
            version: Homeostat.version, arguments: Array(CommandLine.arguments.dropFirst()),
            directory: currentDirectory(), inputs: [], outputs: [], blas: BLAS.configuration)
        record.factors = input.options.factors.named
        for index in indices { record.formulas[index.id] = index.text }
        return record
    }

    /// Writes `FILE.run.json`.
    ///
    /// - Parameters:
    ///   - outputs: what was written, the output first.
    ///   - digests: SHA-256 of the inputs that are regular files, by path.
    func write(
        _ record: inout RunRecord, to path: String, outcome: CohortOutcome, outputs: [RunRecord.File],
        digests: [String: String]
    ) throws(Diagnostic) {
        record.rowsRead = outcome.counts.rowsRead
        record.rowsWritten = outcome.counts.rowsWritten
        for (cause, count) in outcome.counts.rejectedByCause { record.rejectedRows[cause.rawValue] = count }
        record.columns = requests.enumerated().map { position, request in
            let absent = outcome.counts.absentCells[position].map { ($0.key.name, $0.value) }
            return RunRecord.Column(
                name: request.name, quantity: request.quantity.rawValue, unit: request.unit.symbol,
                absent: Dictionary(absent, uniquingKeysWith: +))
        }
        let joins = input.options.joins.map { InputSource(argument: $0) }
        let rows = [outcome.counts.rowsRead] + joined.map(\.rows)
        record.inputs = []
        for (source, rows) in zip([input.source] + joins, rows) {
            var path = "-"
            if case .file(let named) = source { path = named }
            var digest = digests[path]
            if digest == nil { digest = try input.options.streamDigests?.digest(of: source) }
            record.inputs.append(.init(path: path, sha256: digest, rows: rows))
        }
        record.outputs = outputs
        let file = try OutputFile(path: path)
        try file.write(try record.json())
        try file.finish()
    }
}
