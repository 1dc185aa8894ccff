import Glibc
import HomeostatCohort

/// Everything that is no data goes here.
enum StandardError {
    static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = try? OutputFile.standardError().write(bytes)
    }

    /// Whether a person watches.
    static let isTerminal = isatty(STDERR_FILENO) != 0
}

enum StandardOutput {
    /// Whether a person watches.
    static let isTerminal = isatty(STDOUT_FILENO) != 0
}
