import Foundation
import HomeostatTestSupport
import Testing

/// Where results go: links stay links, permissions stay as they were, and no output destroys another.
@Suite("Places of outputs")
struct OutputPlaceTests {
    private let folder: TemporaryDirectory
    private static let text = "id,glucose_mg_dl,insulin_uu_ml\n1,90,5\n2,x,7\n3,99,8\n"

    init() throws {
        folder = try TemporaryDirectory()
        try folder.write("in.csv", OutputPlaceTests.text)
    }

    /// Runs `indices in.csv --indices homa_ir` in the folder.
    private func run(_ options: [String]) throws -> CommandOutcome {
        try runHomeostat(
            ["indices", "in.csv", "--indices", "homa_ir", "--max-failed", "100"] + options, directory: folder.path)
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.file(name), withDestinationPath: target)
    }

    private func isLink(_ name: String) throws -> Bool {
        let type = try FileManager.default.attributesOfItem(atPath: folder.file(name))[.type] as? FileAttributeType
        return type == .typeSymbolicLink
    }

    @Test("a link stays a link, and what it leads to is written", arguments: [true, false])
    func symbolicLink(exists: Bool) throws {
        try FileManager.default.createDirectory(atPath: folder.file("deep"), withIntermediateDirectories: false)
        if exists { try folder.write("deep/real.csv", "old\n") }
        try link("deep/second.csv", to: "real.csv")
        try link("first.csv", to: "deep/second.csv")
        #expect(try run(["-o", "first.csv", "--rejects", "rejects.csv"]).status == 0)
        #expect(try isLink("first.csv"))
        #expect(try isLink("deep/second.csv"))
        #expect(folder.text("deep/real.csv")?.hasPrefix("id,homa_ir,") == true)
        #expect(try folder.names() == ["deep", "first.csv", "first.csv.run.json", "in.csv", "rejects.csv"])
    }

    @Test("a link to an input is that input")
    func linkToInput() throws {
        try link("link.csv", to: "in.csv")
        for options in [["-o", "link.csv"], ["--rejects", "link.csv"], ["-o", "link.csv", "--dry-run"]] {
            let outcome = try run(options)
            #expect(outcome.status == 73)
            #expect(outcome.errorText.contains("error[D502]"))
        }
        #expect(folder.text("in.csv") == OutputPlaceTests.text)
        #expect(try isLink("link.csv"))
    }

    @Test("an output that is replaced keeps its permissions", arguments: [0o600, 0o664])
    func permissions(mode: Int) throws {
        for name in ["out.csv", "out.csv.run.json", "rejects.csv"] {
            try folder.write(name, "old\n")
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.file(name))
        }
        #expect(try run(["-o", "out.csv", "--rejects", "rejects.csv"]).status == 0)
        for name in ["out.csv", "out.csv.run.json", "rejects.csv"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
            #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
            #expect(folder.text(name) != "old\n")
        }
    }

    @Test("a pipe is written to and stays one; no record stands beside it")
    func namedPipe() throws {
        let maker = try Process.run(
            URL(fileURLWithPath: "/usr/bin/mkfifo"), arguments: [folder.file("pipe.csv")])
        maker.waitUntilExit()
        #expect(maker.terminationStatus == 0)
        let run = try CommandRun(
            ["indices", "in.csv", "--indices", "homa_ir", "--max-failed", "100", "-o", "pipe.csv"],
            directory: folder.path)
        let read = try #require(FileHandle(forReadingAtPath: folder.file("pipe.csv"))).readDataToEndOfFile()
        #expect(run.outcome().status == 0)
        #expect(String(decoding: read, as: UTF8.self).hasPrefix("id,homa_ir,"))
        #expect(try folder.names() == ["in.csv", "pipe.csv"])
        let type =
            try FileManager.default.attributesOfItem(atPath: folder.file("pipe.csv"))[.type] as? FileAttributeType
        #expect(type != .typeRegular)
    }

    @Test("an open file of the process is written to where it stands")
    func openFile() throws {
        // As `>> out.txt` of a shell; the file is named by its number, so that no place of the system is at stake.
        let script = "exec 7>>out.txt; \"$0\" indices in.csv --indices homa_ir --max-failed 100 -o /dev/fd/7"
        try folder.write("out.txt", "before\n")
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", script, try CommandRun.executable().path]
        shell.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        #expect(folder.text("out.txt")?.hasPrefix("before\nid,homa_ir,") == true)
        #expect(try folder.names() == ["in.csv", "out.txt"])
    }

    @Test(
        "outputs that would destroy each other",
        arguments: [
            ["-o", "out.csv", "--rejects", "out.csv"], ["-o", "out.csv", "--rejects", "./out.csv"],
            ["-o", "out.csv", "--rejects", "out.csv.run.json"], ["-o", "out.csv", "--rejects", "link.csv"],
        ])
    func sameOutput(options: [String]) throws {
        try link("link.csv", to: "out.csv")
        for exists in [false, true] {
            if exists { try folder.write("out.csv", "precious\n") }
            for more in [[], ["--dry-run"]] {
                let outcome = try run(options + more)
                #expect(outcome.status == 73)
                #expect(outcome.errorText.contains("error[D502]"))
                #expect(folder.text("out.csv") == (exists ? "precious\n" : nil))
                #expect(try folder.names() == ["in.csv", "link.csv"] + (exists ? ["out.csv"] : []))
            }
        }
    }

    @Test("rejects that would replace the file behind standard output")
    func rejectsAreStandardOutput() throws {
        try folder.write("out.csv", "")
        let output = try #require(FileHandle(forWritingAtPath: folder.file("out.csv")))
        let outcome = try CommandRun(
            ["indices", "in.csv", "--indices", "homa_ir", "--rejects", "out.csv"], output: output,
            directory: folder.path
        ).outcome()
        #expect(outcome.status == 73)
        #expect(outcome.errorText.contains("error[D502]"))
    }

    @Test("what cannot be written is told before the input is read", arguments: ["-o", "--rejects"])
    func toldEarly(option: String) throws {
        for more in [[], ["--dry-run"]] {
            let outcome = try run([option, "missing/out.csv"] + more)
            #expect(outcome.status == 73)
            #expect(outcome.errorText.hasPrefix("error[D501]"))
        }
    }

    @Test(
        "a full disk behind whatever is written",
        arguments: [
            ["--help"], ["--version"], ["list"], ["indices", "--help"], ["check", "IN"], ["verify", "RECORD"],
        ])
    func fullDisk(arguments: [String]) throws {
        #expect(try run(["-o", "out.csv"]).status == 0)
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let names = arguments.map { $0 == "IN" ? "in.csv" : $0 == "RECORD" ? "out.csv.run.json" : $0 }
        let outcome = try CommandRun(names, output: full, directory: folder.path).outcome()
        #expect(outcome.status == 73)
        #expect(outcome.errorText.contains("error[D501]"))
    }
}
