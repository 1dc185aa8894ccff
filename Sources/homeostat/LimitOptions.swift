import ArgumentParser
import HomeostatCohort

/// How much of an input may be unusable.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Rejected rows that are accepted (exit status 3 beyond).", valueName: "n"))
    var maxReject = 0
    @Option(
        help: ArgumentHelp(
            "Failed cells of a column that are accepted, in per cent (exit status 3 beyond).", valueName: "%"))
    var maxFailed = 5.0

    /// - Throws: where a limit is none.
    func check() throws(Diagnostic) {
        guard maxReject >= 0 else {
            throw Diagnostic(.invalidOption, "--max-reject \(maxReject) cannot be used", help: ["expected: 0 or more"])
        }
        guard maxFailed >= 0, maxFailed <= 100 else {
            throw Diagnostic(.invalidOption, "--max-failed \(maxFailed) cannot be used", help: ["expected: 0 to 100"])
        }
    }
}
