import HomeostatCohort

extension IndicesRun {
    /// What writing left behind.
    public struct Written: Sendable {
        /// Counts, rejected rows and failed cells of the pass that wrote the rows.
        public var outcome: CohortOutcome
        /// The rows of the output, without its header.
        public var rows: Int
        /// SHA-256 of the output, where its file keeps one.
        public var digest: String?
        /// The first rows, for a terminal: header and cells.
        public var shown: [[String]] = []

        /// What a run of another kind left behind.
        public init(outcome: CohortOutcome, rows: Int, digest: String? = nil, shown: [[String]] = []) {
            self.outcome = outcome
            self.rows = rows
            self.digest = digest
            self.shown = shown
        }
    }

    /// Computes all rows and writes them, one for each row of the input, in its order.
    ///
    /// - Parameters:
    ///   - format: `table` writes nothing and gives the first rows back.
    ///   - progress: called now and then with the number of rows read so far.
    public consuming func writeRows(
        to file: sending OutputFile, format: TableFormat, progress: (@Sendable (Int) -> Void)? = nil
    ) async throws(Diagnostic) -> Written {
        switch format {
        case .csv, .tsv: try await writeDelimited(to: file, format: format, progress: progress)
        case .json, .ndjson, .markdown, .table: try await writeRecords(to: file, format: format, progress: progress)
        }
    }

    private consuming func writeDelimited(
        to file: sending OutputFile, format: TableFormat, progress: (@Sendable (Int) -> Void)?
    ) async throws(Diagnostic) -> Written {
        let plan = self.plan
        let layout = self.layout
        let requests = session.requests
        let delimiter: UInt8 = format == .tsv ? 0x09 : UInt8(ascii: ",")
        let sink = RowSink(file)
        let header =
            layout.header.map { delimitedField($0, delimiter: delimiter) }
            .joined(separator: String(UnicodeScalar(delimiter))) + "\n"
        try sink.write(Array(header.utf8), count: header.utf8.count)
        let outcome = try await session.pass(progress: progress) {
            DelimitedIndexRows(plan: plan, layout: layout, requests: requests, delimiter: delimiter, sink: sink)
        }
        return Written(outcome: outcome, rows: outcome.counts.rowsWritten, digest: try sink.finish())
    }

    private consuming func writeRecords(
        to file: sending OutputFile, format: TableFormat, progress: (@Sendable (Int) -> Void)?
    ) async throws(Diagnostic) -> Written {
        let plan = self.plan
        let layout = self.layout
        let requests = session.requests
        let sink = RecordSink(file)
        switch format {
        case .json: try sink.begin("[\n")
        case .markdown:
            let header = layout.header
            try sink.begin(
                "| \(header.joined(separator: " | ")) |\n|\(String(repeating: "---|", count: header.count))\n")
        default: break
        }
        let outcome = try await session.pass(progress: progress) {
            RecordIndexRows(plan: plan, layout: layout, requests: requests, format: format, sink: sink)
        }
        let rows = sink.rows.map { $0.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init) }
        return Written(
            outcome: outcome, rows: outcome.counts.rowsWritten, digest: try sink.finish(format),
            shown: format == .table ? [layout.header] + rows : [])
    }
}
