import Foundation
import HomeostatTestSupport
import Testing

/// Full disks, closed pipes, files that are not there, interruptions: the documented exit codes, and no partial file.
@Suite("Bad conditions")
struct BadConditionTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        try folder.write("cohort.csv", "id,glucose_mg_dl,insulin_uu_ml\n" + BadConditionTests.rows(0..<20_000))
    }

    private static func rows(_ range: Range<Int>) -> String {
        range.map { "\($0),\(70 + $0 % 100),\(3 + $0 % 17).5\n" }.joined()
    }

    private var cohort: String { folder.file("cohort.csv") }

    @Test("a full disk behind standard output")
    func fullStandardOutput() throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let outcome = try CommandRun(["indices", cohort, "--indices", "homa_ir"], output: full).outcome()
        #expect(outcome.status == 73)
        #expect(outcome.errorText.contains("error[D501]"))
    }

    @Test("a full disk behind -o")
    func fullFile() throws {
        let outcome = try runHomeostat(["indices", cohort, "--indices", "homa_ir", "-o", "/dev/full"])
        #expect(outcome.status == 73)
        #expect(outcome.errorText.contains("error[D501]"))
        #expect(try folder.names() == ["cohort.csv"])
    }

    @Test("an output file that may not grow leaves nothing and touches nothing", arguments: [false, true])
    func limitedFile(exists: Bool) throws {
        if exists { try folder.write("out.csv", "precious\n") }
        // The shell's limit on the size of files: writing beyond it fails as on a full disk.
        let limited = Process()
        limited.executableURL = URL(fileURLWithPath: "/bin/sh")
        limited.arguments = [
            "-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" indices \"$1\" --indices homa_ir -o \"$2\" 2>/dev/null",
            try CommandRun.executable().path, cohort, folder.file("out.csv"),
        ]
        try limited.run()
        limited.waitUntilExit()
        #expect(limited.terminationStatus == 73)
        #expect(try folder.names() == (exists ? ["cohort.csv", "out.csv"] : ["cohort.csv"]))
        #expect(folder.text("out.csv") == (exists ? "precious\n" : nil))
    }

    @Test("a reader that ends early")
    func closedPipe() throws {
        let pipe = Pipe()
        let run = try CommandRun(
            ["indices", "-", "--indices", "homa_ir"], output: pipe.fileHandleForWriting, closesInput: false)
        try pipe.fileHandleForWriting.close()
        try pipe.fileHandleForReading.close()
        try? run.send(Array(("id,glucose_mg_dl,insulin_uu_ml\n" + BadConditionTests.rows(0..<70_000)).utf8))
        try? run.endInput()
        let outcome = run.outcome()
        #expect(outcome.status == 73)
        #expect(outcome.errorText.contains("error[D501]"))
    }

    @Test("no such input", arguments: ["missing.csv", "missing/cohort.csv", "cohort.csv/inner.csv"])
    func missingInput(name: String) throws {
        let outcome = try runHomeostat(["indices", folder.file(name), "-o", folder.file("out.csv")])
        #expect(outcome.status == 66)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.hasPrefix("error[D30"))
        #expect(outcome.errorText.contains(name))
        #expect(try folder.names() == ["cohort.csv"])
    }

    @Test("a folder for an input, and a file without permission")
    func unreadableInput() throws {
        let directory = try runHomeostat(["indices", folder.path])
        #expect(directory.status == 66)
        #expect(directory.errorText.contains("error[D302]"))
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: cohort)
        // Root may read everything.
        if !FileManager.default.isReadableFile(atPath: cohort) {
            let forbidden = try runHomeostat(["indices", cohort])
            #expect(forbidden.status == 66)
            #expect(forbidden.errorText.contains("error[D302]"))
        }
    }

    @Test("an output that cannot be made", arguments: ["missing/out.csv", ""])
    func unwritableOutput(name: String) throws {
        let outcome = try runHomeostat(["indices", cohort, "--indices", "homa_ir", "-o", folder.file(name)])
        #expect(outcome.status == 73)
        #expect(outcome.errorText.contains("error[D501]"))
        #expect(try folder.names() == ["cohort.csv"])
    }

    @Test(
        "wrong usage",
        arguments: [
            ["indices"], ["indices", "--no-such-option", "x"], ["no-such-verb"],
            ["indices", "COHORT", "--indices", "nonsense"],
            ["indices", "COHORT", "--lod", "third"], ["indices", "COHORT", "--threads", "0"],
            ["indices", "COHORT", "--decimal", ";"], ["indices", "COHORT", "--skip-rows", "-1"],
        ])
    func wrongUsage(arguments: [String]) throws {
        let outcome = try runHomeostat(arguments.map { $0 == "COHORT" ? cohort : $0 })
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errorText.isEmpty)
    }

    @Test("an input that fails late leaves an existing output as it was")
    func lateFailure() throws {
        try folder.write("out.csv", "precious\n")
        // The second row of this identity differs, far behind the first 65,536 rows.
        let text = "id,glucose_mg_dl,insulin_uu_ml\n" + BadConditionTests.rows(0..<90_000) + "5,200,9.5\n"
        let path = try folder.write("late.csv", text)
        let outcome = try runHomeostat([
            "indices", path, "--indices", "homa_ir", "--id", "id", "-o", folder.file("out.csv"),
        ])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("lines 7 and 90002"))
        #expect(folder.text("out.csv") == "precious\n")
        #expect(try folder.names() == ["cohort.csv", "late.csv", "out.csv"])
    }

    @Test("an interruption in the middle of a run", arguments: [SIGINT, SIGTERM, SIGHUP], [false, true])
    func interruption(signal: Int32, exists: Bool) throws {
        if exists { try folder.write("out.csv", "precious\n") }
        let run = try CommandRun(
            ["indices", "-", "--indices", "homa_ir", "-o", folder.file("out.csv")], closesInput: false)
        // More than the rows that are looked at before anything is written.
        try run.send(Array(("id,glucose_mg_dl,insulin_uu_ml\n" + BadConditionTests.rows(0..<120_000)).utf8))
        let limit = Date(timeIntervalSinceNow: 60)
        while try !folder.names().contains(where: { $0.hasSuffix(".part") }), Date() < limit { usleep(5_000) }
        let during = try folder.names()
        #expect(during.contains { $0.hasPrefix("out.csv.") && $0.hasSuffix(".part") })
        kill(run.process.processIdentifier, signal)
        let outcome = run.outcome()
        #expect(outcome.status == 130)
        #expect(try folder.names() == (exists ? ["cohort.csv", "out.csv"] : ["cohort.csv"]))
        #expect(folder.text("out.csv") == (exists ? "precious\n" : nil))
    }

    @Test("a run that is done replaces the output and leaves nothing else but its record")
    func replaced() throws {
        try folder.write("out.csv", "old\n")
        let outcome = try runHomeostat([
            "indices", cohort, "--indices", "homa_ir", "-o", folder.file("out.csv"),
        ])
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
        #expect(try folder.names() == ["cohort.csv", "out.csv", "out.csv.run.json"])
        #expect(folder.text("out.csv")?.split(separator: "\n").count == 20_001)
    }

    @Test("failed cells beyond --max-failed, and rejected rows beyond --max-reject, are status 3")
    func limits() throws {
        // 2 of 20 cells failed: 10 %.
        let cells = (0..<20).map { "\($0),\($0 < 2 ? "junk" : "9\($0 % 10)"),\(5 + $0).5\n" }.joined()
        let path = try folder.write("failed.csv", "id,glucose_mg_dl,insulin_uu_ml\n" + cells)
        let base = ["indices", path, "--indices", "homa_ir"]
        #expect(try runHomeostat(base).status == 3)
        #expect(try runHomeostat(base + ["--max-failed", "10"]).status == 0)
        #expect(try runHomeostat(base + ["--max-failed", "9"]).status == 3)
        #expect(try runHomeostat(base + ["--max-failed", "0"]).status == 3)
        let broken = try folder.write(
            "broken.csv", "id,glucose_mg_dl,insulin_uu_ml\n" + BadConditionTests.rows(0..<20) + "1,2\n3\n")
        #expect(try runHomeostat(["indices", broken]).status == 3)
        #expect(try runHomeostat(["indices", broken, "--max-reject", "1"]).status == 3)
        #expect(try runHomeostat(["indices", broken, "--max-reject", "2"]).status == 0)
    }
}
