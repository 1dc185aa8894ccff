import Foundation
import HomeostatCohort
import HomeostatIndices
import HomeostatTestSupport
import Testing

/// The table that `indices` makes of a file, and what became of its rows.
struct IndicesOfFile {
    var text: String
    var outcome: CohortOutcome
    var rows: [[String: String]]

    init(
        _ input: String, in folder: TemporaryDirectory, indices: [String], joins: [String] = [], threads: Int = 1,
        change: (inout CohortOptions) throws -> Void = { _ in }
    ) async throws {
        var options = CohortOptions()
        options.threads = threads
        options.joins = joins
        if !joins.isEmpty { options.joinKey = ["id"] }
        options.identity = ["id"]
        options.duplicates = .keep
        try change(&options)
        var wanted = IndicesOptions()
        wanted.names = indices
        let run = try IndicesRun(CohortInput(.file(input), options: options), options: wanted)
        let output = folder.file(UUID().uuidString + ".csv")
        outcome = try await run.writeRows(to: OutputFile(path: output), format: .csv).outcome
        text = try String(contentsOfFile: output, encoding: .utf8)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
        let counts = outcome.counts
        #expect(counts.rowsRead == counts.rowsWritten + counts.rowsRejected)
        #expect(counts.rowsWritten == rows.count)
    }

    /// The values of a column, from the first row to the last.
    func column(_ name: String) -> [String] { rows.map { $0[name] ?? "no column" } }
}

/// The diagnostic that `body` throws.
func diagnostic(_ body: () async throws -> Void) async throws -> Diagnostic {
    do {
        try await body()
    } catch {
        return try #require(error as? Diagnostic)
    }
    throw Missing()
}

private struct Missing: Error, CustomStringConvertible {
    var description: String { "nothing was thrown" }
}
