import ArgumentParser
import HomeostatCohort

/// The options of every verb that writes a table.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Output file; FILE.run.json beside it records the run.", valueName: "file"))
    var output: String?
    @Option(
        help: ArgumentHelp("csv, tsv, json, ndjson, markdown; else by the name of the output.", valueName: "format"))
    var format: String?
    @Option(help: ArgumentHelp("File for rejected rows and failed cells.", valueName: "file"))
    var rejects: String?
    @Option(help: ArgumentHelp("Rejected rows that are accepted (exit status 3 beyond).", valueName: "n"))
    var maxReject = 0
    @Option(
        help: ArgumentHelp(
            "Failed cells of a column that are accepted, in per cent (exit status 3 beyond).", valueName: "%"))
    var maxFailed = 5.0
    @ArgumentParser.Flag(help: "Say what would be done, and write nothing.")
    var dryRun = false
    @ArgumentParser.Flag(help: "No notes on standard error; errors and warnings stay.")
    var quiet = false
    /// Set by `verify`, which repeats a run whose warnings were seen.
    @ArgumentParser.Flag(help: .hidden)
    var silent = false
}

extension OutputOptions {
    /// The format that was asked for by name, by the name of the file, or by a terminal.
    func tableFormat() throws(Diagnostic) -> TableFormat {
        if let format {
            guard let known = TableFormat(rawValue: format == "md" ? "markdown" : format), known != .table else {
                throw Diagnostic(
                    .invalidOption, "--format \(format) cannot be used",
                    help: ["expected: csv, tsv, json, ndjson, markdown"])
            }
            return known
        }
        if let output, let known = TableFormat(path: output) { return known }
        return output == nil && StandardOutput.isTerminal ? .table : .csv
    }

    /// The place that results go to.
    ///
    /// - Parameter inputs: the files that are read, none of which may be overwritten.
    func open(reading inputs: [String]) throws(Diagnostic) -> OutputFile {
        for path in [output, rejects, output.map { $0 + ".run.json" }].compactMap({ $0 }) {
            if let input = inputs.first(where: { isSameFile($0, path) }) {
                throw Diagnostic(
                    .outputIsInput, "\(path) is the input \(input)", place: .init(file: path),
                    help: ["write to another file"])
            }
        }
        guard maxReject >= 0 else {
            throw Diagnostic(.invalidOption, "--max-reject \(maxReject) cannot be used", help: ["expected: 0 or more"])
        }
        guard maxFailed >= 0, maxFailed <= 100 else {
            throw Diagnostic(.invalidOption, "--max-failed \(maxFailed) cannot be used", help: ["expected: 0 to 100"])
        }
        guard let output else { return OutputFile() }
        return try OutputFile(path: output, hashes: true)
    }

    /// Reports what became of the rows, writes the rejects and the record of the run.
    ///
    /// - Throws: status 3 where more was rejected or failed than is accepted.
    func finish(
        _ record: inout RunRecord, report: RunReport, outcome: CohortOutcome, digest: String?
    ) throws {
        if let rejects { try report.writeRejects(outcome, to: rejects) }
        if let output, let digest { try report.write(&record, outcome: outcome, output: output, digest: digest) }
        report.summarise(outcome, rejectsFile: rejects)
        let problems = report.problems(outcome, maxReject: maxReject, maxFailed: maxFailed)
        for problem in problems { report.warn(problem) }
        if !problems.isEmpty { throw ExitStatus.doneWithRejects }
    }
}
