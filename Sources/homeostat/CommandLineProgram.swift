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
        } catch let diagnostic as Diagnostic {
            StandardError.write(diagnostic.rendered())
            exit(diagnostic.code.exitStatus.rawValue)
        } catch let status as ExitStatus {
            exit(status.rawValue)
        } catch {
            // Help and version are no errors; everything else that parsing says is wrong usage.
            let text = root.fullMessage(for: error)
            if root.exitCode(for: error) == .success {
                print(text)
                exit(ExitStatus.done.rawValue)
            }
            StandardError.write(text + "\n")
            exit(ExitStatus.usage.rawValue)
        }
    }
}

extension ExitStatus: Error {}
