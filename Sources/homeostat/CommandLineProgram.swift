import ArgumentParser
import Glibc
import HomeostatCohort

/// From arguments to an exit status: the one place where errors become statuses.
enum CommandLineProgram {
    static func run(_ root: any AsyncParsableCommand.Type) async {
        prepareForInterruption()
        do {
            var command = try root.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            exit(report(error, root).rawValue)
        }
    }

    /// Says what an error is, and gives its status.
    private static func report(_ error: any Error, _ root: any AsyncParsableCommand.Type) -> ExitStatus {
        if let diagnostic = error as? Diagnostic {
            StandardError.write(diagnostic.rendered())
            return diagnostic.code.exitStatus
        }
        if let status = error as? ExitStatus { return status }
        // Help and version are no errors; everything else that parsing says is wrong usage.
        let text = root.fullMessage(for: error)
        guard root.exitCode(for: error) == .success else {
            StandardError.write(text + "\n")
            return .usage
        }
        do throws(Diagnostic) {
            try StandardOutput.write(text + "\n")
            return .done
        } catch {
            return report(error, root)
        }
    }
}

extension ExitStatus: Error {}
