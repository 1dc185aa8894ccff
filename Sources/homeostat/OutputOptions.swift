import ArgumentParser
import HomeostatCohort
import HomeostatIndices

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
    @OptionGroup var limits: LimitOptions
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
        if let output, let found = TableFormat.foreignExtension(of: output) {
            throw Diagnostic(
                .invalidOption, "-o \(output) cannot be used: .\(found) is no format that is written",
                help: [
                    "write to a name that ends in .csv, .tsv, .json, .ndjson or .md",
                    "--format csv  writes text under this name all the same",
                ])
        }
        return output == nil && StandardOutput.isTerminal ? .table : .csv
    }

    /// The file that records the run; a device or a pipe has none.
    var recordPath: String? {
        guard let output, OutputFile.leadsToFile(output) else { return nil }
        return output + ".run.json"
    }

    /// Refuses, before anything is read, outputs that cannot be written or that would destroy something.
    ///
    /// - Parameters:
    ///   - inputs: the files that are read.
    ///   - further: a file that is written beside the output.
    func check(reading inputs: [String], further: String? = nil) throws(Diagnostic) {
        try limits.check()
        let outputs = [output, rejects, further, recordPath].compactMap { $0 }
        for (position, path) in outputs.enumerated() where resolvedPath(path) != "/dev/null" {
            if let input = inputs.first(where: { isSameFile($0, path) }) {
                throw Diagnostic(
                    .outputIsInput, "\(path) is the input \(input)", place: .init(file: path),
                    help: ["write to another file"])
            }
            let isTaken = outputs[..<position].contains {
                isSameFile($0, path) || resolvedPath($0) == resolvedPath(path)
            }
            if isTaken || output == nil && isSameFile("/dev/stdout", path) {
                throw Diagnostic(
                    .outputIsInput, "\(path) is already where other output of this run goes",
                    place: .init(file: path), help: ["give each output a file of its own"])
            }
        }
        for path in outputs { try OutputFile.check(path: path) }
    }

    /// The place that results go to.
    func open() throws(Diagnostic) -> OutputFile {
        guard let output else { return OutputFile() }
        return try OutputFile(path: output, hashes: true)
    }

    /// The file of `--rejects`, where one is wanted.
    func openRejects() throws(Diagnostic) -> RejectFile? {
        guard let rejects else { return nil }
        return try RejectFile(OutputFile(path: rejects, hashes: recordPath != nil))
    }

    /// Reports what became of the rows, puts the rejects in their place and writes the record of the run.
    ///
    /// - Parameters:
    ///   - written: what became of the rows.
    ///   - further: what was written beside the output.
    ///   - digests: SHA-256 of the inputs that are regular files, by path.
    /// - Throws: status 3 where more was rejected or failed than is accepted.
    func finish(
        _ record: inout RunRecord, report: RunReport, written: IndicesRun.Written, further: RunRecord.File? = nil,
        digests: [String: String]
    ) throws {
        let rejected = try report.input.options.rejects?.finish()
        if let output, let recordPath, let digest = written.digest {
            var outputs = [RunRecord.File(path: output, sha256: digest, rows: written.rows)]
            if let rejects, let rejected {
                outputs.append(.init(path: rejects, sha256: rejected.digest, rows: rejected.rows))
            }
            if let further { outputs.append(further) }
            try report.write(
                &record, to: recordPath, outcome: written.outcome, outputs: outputs, digests: digests)
        }
        report.summarise(written, rejectsFile: rejects)
        let problems = report.problems(written.outcome, limits: limits)
        for problem in problems { report.warn(problem) }
        if !problems.isEmpty { throw ExitStatus.doneWithRejects }
    }
}
