import Dispatch
import HomeostatCohort
import HomeostatIndices

/// Any bytes as a cohort file: opened, bound, read and computed. What is wrong with them must be said with a diagnostic;
/// a trap, a hang or a row that is lost is a fault.
enum CohortFuzz {
    private static let scratch = ScratchFile()

    static func run(_ bytes: [UInt8]) {
        scratch.fill(bytes)
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            do throws(Diagnostic) {
                try await read(bytes)
            } catch {
                // A message must be printable, too.
                precondition(!error.rendered().isEmpty)
                precondition(error.code != .internalFault)
            }
            done.signal()
        }
        done.wait()
    }

    private static func read(_ bytes: [UInt8]) async throws(Diagnostic) {
        // The length chooses the options, so that a corpus of plain files reaches all of them.
        let choice = bytes.count
        var options = CohortOptions()
        options.threads = choice & 1 == 0 ? 1 : 2
        options.collectsAllRejects = choice & 2 == 0
        options.limitRule = choice & 4 == 0 ? .exclude : .half
        options.keepsAll = choice & 8 == 0
        options.duplicates = choice & 16 == 0 ? .keep : .first
        options.text.hasHeader = choice % 13 != 0
        if choice % 7 == 0 { options.text.decimalMark = UInt8(ascii: ",") }
        if choice % 11 == 0 { options.binding.units = [("glucose", "mmol/L"), ("insulin", "pmol/L")] }
        let input = try CohortInput(.file(scratch.path), options: options)
        var wanted = IndicesOptions()
        wanted.all = choice & 32 == 0
        wanted.writesClasses = choice & 64 == 0
        try input.binding.settle([.glucose])
        let run = try IndicesRun(input, options: wanted)
        let format = TableFormat.allCases[choice % TableFormat.allCases.count]
        let written = try await run.writeRows(to: try OutputFile(path: "/dev/null"), format: format)
        let counts = written.outcome.counts
        precondition(counts.rowsRead == counts.rowsWritten + counts.rowsRejected, "a row was lost")
        for reject in written.outcome.rejects { precondition(reject.line > 0 && reject.row > 0) }
    }
}
