import Testing

@testable import HomeostatCohort

/// Headers that are long, and headers that do not end.
@Suite("Headers")
struct HeaderTests {
    private func wide(columns: Int, rows: Int = 4, ending: String = "\n") -> [UInt8] {
        var text = "id,glucose_mg_dl," + (0..<columns).map { "marker_\($0)" }.joined(separator: ",") + ending
        for row in 0..<rows {
            text += "\(row),\(90 + row)," + (0..<columns).map { "0.\($0)" }.joined(separator: ",") + ending
        }
        return Array(text.utf8)
    }

    private func error(_ bytes: [UInt8]) async -> Diagnostic? {
        do { _ = try await readCohort(bytes: bytes) } catch { return error as? Diagnostic }
        return nil
    }

    @Test("a header longer than the piece in which the dialect is looked for", arguments: ["\n", "\r\n", "\r"])
    func longHeader(ending: String) async throws {
        let bytes = wide(columns: 40_000, ending: ending)
        try #require(bytes.count > 1_000_000)
        let read = try await readCohort(bytes: bytes)
        #expect(read[.glucose]?.values == [90, 91, 92, 93])
        #expect(read.outcome.rejects.isEmpty)
        #expect(read.cells.allSatisfy { $0.count == 40_002 && $0.last == "0.39999" })
    }

    @Test("lines are counted from behind a header of several lines, though the first row is cut by the piece")
    func cutFirstRow() async throws {
        let long = String(repeating: "y", count: 300_000)
        let read = try await readCohort(bytes: Array("\"id\nx\",bmi,note\n1,22,\(long)\n2,23\n".utf8))
        #expect(read.cells.map(\.[2]) == [long])
        #expect(read.outcome.rejects.map(\.line) == [4])
    }

    @Test("a header beyond 1 MiB, or whose quote nothing closes, is an error with its line")
    func endless() async throws {
        let long = await error(Array("\n".utf8) + wide(columns: 100_000, rows: 1))
        #expect(long?.code == .lineTooLong)
        #expect(long?.place?.line == 2)
        #expect(await error([UInt8](repeating: 0x61, count: 1_500_000))?.code == .lineTooLong)
        let rows = String(repeating: "1,22\n", count: 300_000)
        let open = await error(Array("id,\"bmi\n\(rows)".utf8))
        #expect(open?.code == .unclosedQuote)
        #expect(open?.place?.line == 1)
        #expect(open?.place?.sourceLine == "id,\"bmi")
    }

    @Test("one field is a field")
    func oneField() async throws {
        let diagnostic = await error(Array("id\n1,90,5\n2,90,5\n".utf8))
        #expect(diagnostic?.code == .preamble)
        #expect(diagnostic?.message == "the header has 1 field, the rows have 3")
    }
}
