import Foundation
import HomeostatTestSupport
import Testing

/// What holds for every input: rows are accounted for, bytes do not depend on threads or on how a pipe delivers, memory
/// does not grow with the file.
@Suite("Streams")
struct StreamPropertyTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    /// A file of many blocks with every kind of oddity in it, and the lines of its broken rows.
    private func oddFile(rows: Int, seed: UInt64) -> (text: [UInt8], data: Int, broken: [Int]) {
        var generator = SeededGenerator(seed: seed)
        var text = Array("id,sex,glucose_mg_dl,insulin_uu_ml,bmi,note\n".utf8)
        var line = 2
        var data = 0
        var broken: [Int] = []
        for row in 0..<rows {
            let start = "P\(row),\(row % 2 == 0 ? "F" : "M"),\(70 + generator.below(80)),"
            let insulin = "\(2 + generator.below(20)).\(generator.below(10))"
            var lines = 1
            switch generator.below(200) {
            case 0: text += Array((start + "\n").utf8)
            case 1: text += Array((start + "\(insulin),25,a,b\n").utf8)
            case 2: text += Array("\(start)\(insulin),25,a\0b\n".utf8)
            case 3: text += Array((start + "\(insulin),25,").utf8) + [0xFF, 0x0A]
            case 4: text += Array((start + "\(insulin),25,\"q\"x\n").utf8)
            case 5:
                text += Array((start + "\(insulin),25,\"two\nlines\"\n").utf8)
                lines = 2
            case 6:
                text += Array("\n".utf8)
                data -= 1
            case 7: text += Array((start + "<2,25,é\r\n").utf8)
            case 8: text += Array((start + "junk,25,\n").utf8)
            case 9: text += Array((start + ",0,\"a \"\"b\"\"\"\n").utf8)
            case 10: text += Array((start + "\(insulin),25," + String(repeating: "n", count: 5_000) + "\n").utf8)
            default: text += Array((start + "\(insulin),\(18 + generator.below(20)).5,ok\n").utf8)
            }
            data += 1
            if text[text.count - 2] != 0x0A, isBroken(text, lines) { broken.append(line) }
            line += lines
        }
        return (text, data, broken)
    }

    /// Whether the last row is broken, told the plain way.
    private func isBroken(_ text: [UInt8], _ lines: Int) -> Bool {
        if lines > 1 { return false }
        let start = text.dropLast().lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let row = text[start..<text.count - 1]
        return row.count { $0 == UInt8(ascii: ",") } != 5 || row.contains(0) || row.contains(0xFF)
            || row.last == UInt8(ascii: "x")
    }

    @Test("the same bytes on 1, 2 and 7 threads, from a file, and from a pipe in small pieces; every row accounted for")
    func sameBytes() throws {
        let (text, data, broken) = oddFile(rows: 40_000, seed: 4)
        let path = try folder.write("odd.csv", text)
        var first: CommandOutcome?
        for threads in ["1", "2", "7"] {
            let outcome = try runHomeostat([
                "indices", path, "--encoding", "UTF-8", "--id", "id", "--duplicates", "keep", "--threads", threads,
                "--rejects",
                folder.file("rejects-\(threads).csv"),
            ])
            #expect(outcome.status == 3)
            #expect(outcome.output == (first ?? outcome).output, "\(threads) threads")
            #expect(
                outcome.errorText.replacing("rejects-\(threads)", with: "rejects-1") == (first ?? outcome).errorText)
            #expect(folder.text("rejects-\(threads).csv") == folder.text("rejects-1.csv"))
            first = first ?? outcome
        }
        let outcome = try #require(first)
        // Rows in = rows written + rows rejected.
        let written = outcome.text.utf8.count { $0 == 0x0A } - 1
        #expect(written == data - broken.count)
        #expect(broken.count > 500)

        let run = try CommandRun(
            ["indices", "-", "--encoding", "UTF-8", "--id", "id", "--duplicates", "keep"], closesInput: false)
        var position = 0
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<2_000 where position < text.count {
            try run.send([text[position]])
            position += 1
        }
        while position < text.count {
            let end = min(text.count, position + 1 + generator.below(20_000))
            try run.send(Array(text[position..<end]))
            position = end
        }
        try run.endInput()
        let piped = run.outcome()
        #expect(piped.status == 3)
        #expect(piped.output == outcome.output)
    }

    @Test("rejected rows are listed in the order of the file, with their lines")
    func rejectedLines() throws {
        let (text, _, broken) = oddFile(rows: 20_000, seed: 5)
        let path = try folder.write("odd.csv", text)
        let outcome = try runHomeostat([
            "indices", path, "--encoding", "UTF-8", "--indices", "homa_ir", "--rejects", folder.file("rejects.csv"),
            "-o", folder.file("out.csv"),
        ])
        #expect(outcome.status == 3)
        let lines = try #require(folder.text("rejects.csv")).split(separator: "\n", omittingEmptySubsequences: true)
        let header = try #require(lines.first).split(separator: ",")
        let lineColumn = try #require(header.firstIndex(of: "line"))
        let causeColumn = try #require(header.firstIndex(of: "cause"))
        var rows: [Int] = []
        var numbers: [Int] = []
        let rowCauses = ["field_count", "nul_byte", "undecodable_bytes", "text_after_quote"]
        for record in lines.dropFirst() {
            // No text of a rejected cell or row here holds a quoted comma before these columns.
            let cells = record.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count > lineColumn, let number = Int(cells[lineColumn]) else { continue }
            numbers.append(number)
            if rowCauses.contains(where: { record.hasSuffix($0) || record.contains(",\($0),") }) { rows.append(number) }
        }
        #expect(causeColumn > lineColumn)
        #expect(rows == broken)
        #expect(numbers.count > rows.count, "failed cells are listed, too")
    }

    @Test("memory stays under 200 MB for a file of 300 MB", .timeLimit(.minutes(3)), arguments: ["1", "7"])
    func memory(threads: String) throws {
        let null = try #require(FileHandle(forWritingAtPath: "/dev/null"))
        let run = try CommandRun(
            ["indices", "-", "--indices", "homa_ir", "--threads", threads], output: null, closesInput: false)
        let note = String(repeating: "x", count: 2_000)
        var generator = SeededGenerator(seed: 6)
        try run.send(Array("id,glucose_mg_dl,insulin_uu_ml,note\n".utf8))
        var sent = 0
        // One piece of a thousand rows, sent again and again.
        let piece = Array(
            (0..<1_000).map { "\($0),\(70 + generator.below(80)),\(2 + generator.below(20)).5,\(note)\n" }.joined().utf8
        )
        while sent < 300_000_000 {
            try run.send(piece)
            sent += piece.count
        }
        // The pipe holds 64 KiB: all else has been read by now.
        let peak = try run.peakMemory()
        try run.endInput()
        let outcome = run.outcome()
        #expect(outcome.status == 0)
        #expect(peak < 200_000_000, "\(peak / 1_000_000) MB")
    }

    @Test("memory does not grow with what is rejected", .timeLimit(.minutes(3)))
    func memoryOfRejects() throws {
        let null = try #require(FileHandle(forWritingAtPath: "/dev/null"))
        let run = try CommandRun(
            [
                "indices", "-", "--indices", "homa_ir", "--threads", "7", "--rejects", folder.file("rejects.csv"),
            ], output: null, closesInput: false)
        try run.send(Array("id,glucose_mg_dl,insulin_uu_ml\n".utf8))
        let piece = Array(String(repeating: "1,x,y\n", count: 10_000).utf8)
        for _ in 0..<50 { try run.send(piece) }
        let peak = try run.peakMemory()
        try run.endInput()
        #expect(run.outcome().status == 3)
        #expect(peak < 200_000_000, "\(peak / 1_000_000) MB")
        // Both cells of each row, each with its line, in order.
        let text = try #require(folder.text("rejects.csv"))
        let numbers = text.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
        #expect(numbers.count == 1_000_000)
        #expect(numbers.enumerated().allSatisfy { $0.element == String($0.offset / 2 + 2) })
    }

    @Test("repeated rows are listed in their place, and once where the file is read twice")
    func rejectedDuplicates() throws {
        let path = try folder.write(
            "in.csv", "id,glucose_mg_dl,insulin_uu_ml\n1,90,5\n1,90,5\n2,x,5\n3\n3,91,6\n3,91,6\n4,y,1\n")
        for options in [[], ["--summary"], ["--duplicates", "last"], ["--duplicates", "mean", "--summary"]] {
            let outcome = try runHomeostat(
                [
                    "indices", path, "--id", "id", "--indices", "homa_ir", "--rejects", folder.file("rejects.csv"),
                    "--max-failed", "100", "--max-reject", "1",
                ] + options)
            #expect(outcome.status == 0)
            let lines = try #require(folder.text("rejects.csv")).split(separator: "\n").dropFirst()
                .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            // Of two equal rows the one counts that the rule says.
            let expected = options.contains("last") ? [2, 4, 5, 6, 8] : [3, 4, 5, 7, 8]
            #expect(lines.map { Int($0[0]) } == expected)
            #expect(lines.map { Int($0[1]) } == expected.map { $0 - 1 })
            #expect(outcome.errorText.contains("7 rows read"))
        }
    }

    @Test("a run that fails leaves no file of rejects")
    func failedRejects() throws {
        let path = try folder.write("in.csv", "id,glucose_mg_dl,insulin_uu_ml\n1,90,5\n1,91,5\n")
        let outcome = try runHomeostat([
            "indices", path, "--id", "id", "--indices", "homa_ir", "--rejects", folder.file("rejects.csv"),
        ])
        #expect(outcome.status == 65)
        #expect(try folder.names() == ["in.csv"])
        let full = try runHomeostat(["indices", path, "--indices", "homa_ir", "--rejects", "/dev/full"])
        #expect(full.status == 73)
    }
}
