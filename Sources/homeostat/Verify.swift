import ArgumentParser
import HomeostatCohort

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a recorded run again and compare its output.",
        discussion: """
            FILE.run.json stands beside every output that was written with -o. The inputs must be the same bytes; the \
            outputs are made again in a temporary folder, and all that is recorded is compared: bytes and rows of \
            inputs and outputs, units, factors, formulas, rejected rows. Nothing is changed.

            Example: homeostat verify indices.csv.run.json
            """)

    @Argument(help: "The record of a run: FILE.run.json.")
    var record: String

    mutating func run() async throws {
        let recorded = try RunRecord(path: record)
        guard let output = recorded.outputs.first, output.sha256 != nil else { throw noRecord("names no output") }
        var command = try command(of: recorded)
        try requireInputs(recorded)
        let folder = try TemporaryFolder()
        let repeated = folder.path + "/output"
        if command.output.format == nil {
            command.output.format = (TableFormat(path: output.path) ?? .csv).rawValue
        }
        command.output.output = repeated
        if command.output.rejects != nil { command.output.rejects = folder.path + "/rejects" }
        if command.furtherOutput != nil { command.furtherOutput = folder.path + "/further" }
        command.output.silent = true
        do {
            try await command.run()
        } catch ExitStatus.doneWithRejects {
            // The recorded run was complete, and so is this one: its output is what counts here.
        } catch let error as Diagnostic where error.code.exitStatus == .usage {
            throw noRecord("holds arguments that cannot be used: \(error.message)")
        }
        let found = try RunRecord(path: repeated + ".run.json")
        let changes = changes(recorded, found)
        let differences = recorded.differences(from: found)
        guard differences.isEmpty else {
            throw Diagnostic(
                .runDiffers, "the run comes out otherwise here: \(differences.joined(separator: ", "))",
                place: .init(file: record), help: changes)
        }
        for change in changes { StandardError.write("note: \(change)\n") }
        try requireOutputs(recorded)
    }

    /// The recorded command; its outputs must be those of the record.
    private func command(of recorded: RunRecord) throws -> any RepeatableCommand {
        let parsed: any ParsableCommand
        do {
            parsed = try Homeostat.parseAsRoot(recorded.arguments)
        } catch {
            throw noRecord("holds arguments that cannot be used: \(Homeostat.message(for: error))")
        }
        guard let command = parsed as? any RepeatableCommand, !command.output.dryRun else {
            throw noRecord("holds a command that writes nothing")
        }
        let named = [command.output.output, command.output.rejects, command.furtherOutput].compactMap { $0 }
        guard command.output.output != nil, named == recorded.outputs.map(\.path) else {
            throw noRecord("names other outputs than its arguments do")
        }
        return command
    }

    private func noRecord(_ fault: String) -> Diagnostic {
        Diagnostic(
            .notARunFile, "\(record) \(fault)", place: .init(file: record),
            help: ["give the FILE.run.json that -o FILE wrote beside FILE, as it was written"])
    }

    /// What may differ without harm.
    private func changes(_ recorded: RunRecord, _ found: RunRecord) -> [String] {
        var changes: [String] = []
        if recorded.version != found.version {
            changes.append("recorded by version \(recorded.version), repeated by \(found.version)")
        }
        if recorded.blas != found.blas { changes.append("recorded with \(recorded.blas), repeated with \(found.blas)") }
        return changes
    }

    /// The inputs must be there, with the recorded bytes. Relative paths are taken from the folder of the run; from the
    /// current one where they are not there any more.
    private func requireInputs(_ recorded: RunRecord) throws(Diagnostic) {
        if recorded.inputs.isEmpty { throw noRecord("names no input") }
        if recorded.inputs.contains(where: { $0.path == "-" }) {
            throw Diagnostic(
                .notARunFile, "the run read standard input, which was not kept", place: .init(file: record),
                help: ["give the input as a file"])
        }
        let here = currentDirectory()
        changeDirectory(recorded.directory)
        if !recorded.inputs.allSatisfy({ isRegularFile($0.path) }) { changeDirectory(here) }
        for input in recorded.inputs {
            guard isRegularFile(input.path) else {
                throw Diagnostic(
                    .noSuchFile, "there is no file \(input.path)", place: .init(file: input.path),
                    help: ["it was read in \(recorded.directory)"])
            }
            let found = try SHA256.ofFile(input.path)
            guard found == input.sha256 else {
                throw Diagnostic(
                    .runDiffers, "the input \(input.path) is not the one that the record describes",
                    place: .init(file: input.path), help: ["recorded SHA-256 \(input.sha256 ?? "none"), now \(found)"])
            }
        }
    }

    /// The outputs, where they are still there, must hold what was written.
    private func requireOutputs(_ recorded: RunRecord) throws(Diagnostic) {
        for output in recorded.outputs {
            guard let expected = output.sha256 else { continue }
            let rows = output.rows.map { "\($0) rows, " } ?? ""
            try StandardOutput.write("\(output.path): the same \(rows)SHA-256 \(expected)\n")
            if isRegularFile(output.path), try SHA256.ofFile(output.path) != expected {
                throw Diagnostic(
                    .runDiffers, "\(output.path) was changed after the run that the record describes",
                    place: .init(file: output.path),
                    help: ["write it again with: homeostat \(recorded.arguments.joined(separator: " "))"])
            }
        }
    }
}

/// A verb that writes a table and records how.
protocol RepeatableCommand: AsyncParsableCommand {
    var output: OutputOptions { get set }
    /// A file that is written beside the output and the rejects, where one is wanted.
    var furtherOutput: String? { get set }
}

extension RepeatableCommand {
    var furtherOutput: String? {
        get { nil }
        set {}
    }
}

extension Indices: RepeatableCommand {}
