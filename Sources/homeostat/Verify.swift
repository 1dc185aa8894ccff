import ArgumentParser
import HomeostatCohort

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a recorded run again and compare its output.",
        discussion: """
            FILE.run.json stands beside every output that was written with -o. The inputs must be the same bytes; the \
            output is made again in a temporary folder and compared. Nothing is changed.

            Example: homeostat verify indices.csv.run.json
            """)

    @Argument(help: "The record of a run: FILE.run.json.")
    var record: String

    mutating func run() async throws {
        let recorded = try RunRecord(path: record)
        guard let output = recorded.outputs.first, let expected = output.sha256 else {
            throw Diagnostic(.notARunFile, "\(record) names no output", place: .init(file: record))
        }
        try requireInputs(recorded)
        if recorded.version != Homeostat.version {
            StandardError.write("note: recorded by version \(recorded.version), repeated by \(Homeostat.version)\n")
        }
        let folder = try TemporaryFolder()
        let repeated = folder.path + "/output"
        guard var command = try Homeostat.parseAsRoot(recorded.arguments) as? any RepeatableCommand else {
            throw Diagnostic(
                .notARunFile, "\(record) holds a command that cannot be repeated", place: .init(file: record))
        }
        if command.output.format == nil {
            command.output.format = (TableFormat(path: output.path) ?? .csv).rawValue
        }
        command.output.output = repeated
        command.output.rejects = nil
        command.output.silent = true
        do {
            try await command.run()
        } catch ExitStatus.doneWithRejects {
            // The recorded run was complete, and so is this one: its output is what counts here.
        }
        let found = try RunRecord(path: repeated + ".run.json").outputs.first?.sha256
        guard found == expected else {
            throw Diagnostic(
                .runDiffers, "\(output.path) comes out with other bytes here", place: .init(file: record),
                help: [
                    "recorded \(expected.prefix(16))..., now \((found ?? "none").prefix(16))...",
                    "recorded with \(recorded.blas) by version \(recorded.version)",
                ])
        }
        let rows = output.rows.map { "\($0) rows, " } ?? ""
        try StandardOutput.write("\(output.path): the same \(rows)SHA-256 \(expected)\n")
        if let present = try? SHA256.ofFile(output.path), present != expected {
            throw Diagnostic(
                .runDiffers, "\(output.path) was changed after the run that the record describes",
                place: .init(file: output.path),
                help: ["write it again with: homeostat \(recorded.arguments.joined(separator: " "))"])
        }
    }

    /// The inputs must be there, with the recorded bytes. Relative paths are taken from the folder of the run.
    private func requireInputs(_ recorded: RunRecord) throws(Diagnostic) {
        if recorded.inputs.contains(where: { $0.path == "-" }) {
            throw Diagnostic(
                .notARunFile, "the run read standard input, which was not kept", place: .init(file: record),
                help: ["give the input as a file"])
        }
        if recorded.inputs.contains(where: { (try? SHA256.ofFile($0.path)) == nil }) {
            changeDirectory(recorded.directory)
        }
        for input in recorded.inputs {
            let found = try SHA256.ofFile(input.path)
            guard found == input.sha256 else {
                throw Diagnostic(
                    .runDiffers, "the input \(input.path) is not the one that the record describes",
                    place: .init(file: input.path), help: ["recorded SHA-256 \(input.sha256 ?? "none"), now \(found)"])
            }
        }
    }
}

/// A verb that writes a table and records how.
protocol RepeatableCommand: AsyncParsableCommand {
    var output: OutputOptions { get set }
}

extension Indices: RepeatableCommand {}
