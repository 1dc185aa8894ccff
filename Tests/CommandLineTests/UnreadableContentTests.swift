import Foundation
import HomeostatTestSupport
import Testing

/// Files that are no table of text: what they are is said, with the way out.
@Suite("Content that cannot be read")
struct UnreadableContentTests {
    private let folder: TemporaryDirectory
    private static let table = "id,glucose_mg_dl,insulin_uu_ml\n1,90,5\n2,95,6\n"

    init() throws { folder = try TemporaryDirectory() }

    private func run(_ bytes: [UInt8], _ options: [String] = []) throws -> CommandOutcome {
        let path = folder.file("cohort.csv")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try runHomeostat(["indices", path, "--indices", "homa_ir"] + options)
    }

    private func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
        let path = folder.file("plain")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/bin/sh")
        gzip.arguments = ["-c", "gzip -c \"$0\" > \"$0.gz\"", path]
        try gzip.run()
        gzip.waitUntilExit()
        return Array(try Data(contentsOf: URL(fileURLWithPath: path + ".gz")))
    }

    private func expect(_ outcome: CommandOutcome, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(outcome.status == 65, sourceLocation: sourceLocation)
        #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
        #expect(outcome.errorText.contains("error[D312]"), sourceLocation: sourceLocation)
        #expect(outcome.errorText.contains(text), "\(outcome.errorText)", sourceLocation: sourceLocation)
    }

    @Test("archives, spreadsheets and images are called by their name")
    func signatures() throws {
        var generator = SeededGenerator(seed: 5)
        let noise = (0..<5_000).map { _ in UInt8(generator.below(256)) }
        expect(try run(Array("PK\u{3}\u{4}".utf8) + noise), "as CSV")
        expect(try run([0x89] + Array("PNG\r\n\u{1A}\n".utf8) + noise), "PNG")
        expect(try run(noise), "--format-in")
        // A text that mentions a signature is a text.
        #expect(try run(Array("PK,glucose_mg_dl,insulin_uu_ml\n1,90,5\n".utf8)).status == 0)
        #expect(try run(noise, ["--format-in", "text"]).errorText.contains("D312") == false)
    }

    @Test("what is packed twice, or a binary format packed, is to be unpacked")
    func packed() throws {
        #expect(try run(gzipped(Array(UnreadableContentTests.table.utf8))).status == 0)
        expect(try run(gzipped(gzipped(Array(UnreadableContentTests.table.utf8)))), "packed twice")
        let foreign = Array(try Data(contentsOf: URL(fileURLWithPath: MessyFile.path("53_v8_longnames.xpt"))))
        expect(try run(gzipped(foreign)), "gunzip")
    }

    @Test("UTF-16 without a mark is read once its byte order is said", arguments: [false, true])
    func unmarkedUTF16(bigEndian: Bool) throws {
        let bytes = UnreadableContentTests.table.utf16.flatMap { unit in
            bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
        let encoding = bigEndian ? "UTF-16BE" : "UTF-16LE"
        expect(try run(bytes), "--encoding \(encoding)")
        let outcome = try run(bytes, ["--encoding", encoding])
        #expect(outcome.status == 0)
        let values = try outcome.column("homa_ir").compactMap { Double($0) }
        #expect(values.count == 2)
        for (value, expected) in zip(values, [90.0 * 5 / 405, 95.0 * 6 / 405]) {
            #expect(abs(value - expected) <= 1e-15 * expected)
        }
    }

    @Test("a NUL among text rejects its row, and not the file")
    func oddByte() throws {
        let outcome = try run(Array((UnreadableContentTests.table + "3,\0,5\n").utf8))
        #expect(outcome.status == 3)
        #expect(try outcome.column("homa_ir").count == 2)
    }

    @Test("two different rows without an identity are no conflict of one person")
    func noIdentity() throws {
        let text = "id,glucose_mg_dl,insulin_uu_ml\n1,90,5\n,95,6\n,96,7\n"
        let outcome = try run(Array(text.utf8), ["--id", "id"])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("error[D101]: lines 3 and 4 have no id and differ"))
        #expect(try run(Array(text.utf8), ["--id", "id", "--duplicates", "keep"]).status == 0)
    }

    @Test("37: check tells times of day without a date, and that they turn back")
    func timesOfDay() throws {
        let outcome = try runHomeostat(["check", MessyFile.path("37_time_only.csv"), "--unit", "glucose=mg/dL"])
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("D404"))
        // The table wraps: one line for each word would do, and its words are in order.
        let words = outcome.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("1 is earlier than the one before"))
        let dated = try folder.write(
            "dated.csv", "id,time,glucose_mg_dl\n1,2024-01-01 23:55,90\n1,2024-01-02 00:05,91\n")
        #expect(try !runHomeostat(["check", dated]).text.contains("D404"))
    }
}
