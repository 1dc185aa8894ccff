import Foundation
import HomeostatTestSupport
import Testing

/// The broken and odd files of Tests/Fixtures/messy; `manifest.csv` there says what is expected of each.
enum MessyFile {
    static func path(_ name: String) -> String { ProjectPaths.fixture("messy/" + name) }

    /// HOMA-IR of the twelve people of the base file.
    static func baseValues() throws -> [Double] {
        let text = try String(contentsOfFile: path("00_base.csv"), encoding: .utf8)
        return try text.split(separator: "\n").dropFirst().map { line in
            let last = try #require(line.split(separator: ",").last)
            return try #require(Double(String(last)))
        }
    }

    /// Runs `indices FILE --indices homa_ir` with further options.
    static func run(_ name: String, _ options: [String] = [], id: String = "seqn") throws -> CommandOutcome {
        try runHomeostat(["indices", path(name), "--indices", "homa_ir", "--id", id] + options)
    }

    /// Expects HOMA-IR of the base file, row for row; `nil` for a row that must be empty.
    static func expectBase(
        _ outcome: CommandOutcome, without: Set<Int> = [], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let expected = try baseValues()
        let cells = try outcome.column("homa_ir")
        try #require(cells.count == expected.count, sourceLocation: sourceLocation)
        for row in expected.indices {
            if without.contains(row) {
                #expect(cells[row].isEmpty, "row \(row)", sourceLocation: sourceLocation)
            } else {
                expectClose(
                    Double(cells[row]), expected[row], relative: 1e-12, "row \(row)", sourceLocation: sourceLocation)
            }
        }
    }
}
