import Foundation
import HomeostatTestSupport
import Testing

/// `FILE.run.json` and `verify`: every input and output with its bytes and rows, and nothing changed unseen.
@Suite("Records of runs")
struct VerifyTests {
    private let folder: TemporaryDirectory
    private static let text = "id,sex,glucose_mg_dl,insulin_uu_ml\n1,F,90,5\n2,M,x,7\n3,F,99,8\n4,M\n"
    private static let base = ["--indices", "homa_ir", "--max-failed", "100", "--max-reject", "1"]

    init() throws {
        folder = try TemporaryDirectory()
        try folder.write("in.csv", VerifyTests.text)
    }

    private func record(_ name: String = "out.csv") throws -> [String: Any] {
        let text = try #require(folder.text(name + ".run.json"))
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func files(_ record: [String: Any], _ key: String) throws -> [[String: Any]] {
        try #require(record[key] as? [[String: Any]])
    }

    private func run(_ arguments: [String], stdin: String? = nil) throws -> CommandOutcome {
        try runHomeostat(arguments, stdin: stdin.map { Array($0.utf8) }, directory: folder.path)
    }

    /// The digest as the system's own program gives it.
    private func digest(_ name: String) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        process.arguments = [folder.file(name)]
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return String(text.prefix(64))
    }

    @Test("every input and output stands in the record with its bytes and rows")
    func complete() throws {
        try folder.write("more.csv", "id,tg_mg_dl\n1,100\n3,120\n")
        let outcome = try run(
            ["indices", "in.csv", "-o", "out.csv", "--rejects", "rejects.csv", "--join", "more.csv", "--on", "id"]
                + ["--id", "id"] + VerifyTests.base)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let found = try record()
        let inputs = try files(found, "inputs")
        #expect(inputs.map { $0["path"] as? String } == ["in.csv", "more.csv"])
        #expect(inputs.map { $0["rows"] as? Int } == [4, 2])
        #expect(inputs.map { $0["sha256"] as? String } == [try digest("in.csv"), try digest("more.csv")])
        let outputs = try files(found, "outputs")
        #expect(outputs.map { $0["path"] as? String } == ["out.csv", "rejects.csv"])
        #expect(outputs.map { $0["rows"] as? Int } == [3, 2])
        #expect(outputs.map { $0["sha256"] as? String } == [try digest("out.csv"), try digest("rejects.csv")])
        #expect(found["rows_read"] as? Int == 4)
        #expect(found["rows_written"] as? Int == 3)
        #expect(found["rejected_rows"] as? [String: Int] == ["field_count": 1])
        #expect(found.keys.allSatisfy { $0 == $0.lowercased() })
        #expect(try run(["verify", "out.csv.run.json"]).status == 0)
    }

    @Test("the rows of a summary are its lines")
    func summary() throws {
        let arguments = ["indices", "in.csv", "--summary", "--group", "sex", "-o", "out.csv"] + VerifyTests.base
        #expect(try run(arguments).status == 0)
        #expect(try files(record(), "outputs").map { $0["rows"] as? Int } == [2])
        #expect(try run(["verify", "out.csv.run.json"]).status == 0)
    }

    @Test("standard input has a digest, from a pipe and from a file", arguments: [[], ["--summary"]])
    func standardInput(options: [String]) throws {
        // Longer than what is looked at before the rows are read.
        let text = VerifyTests.text + (5..<30_000).map { "\($0),F,9\($0 % 10),\(3 + $0 % 7)\n" }.joined()
        try folder.write("in.csv", text)
        let arguments = ["indices", "-", "-o", "out.csv"] + options + VerifyTests.base
        #expect(try run(arguments, stdin: text).status == 0)
        let piped = try files(record(), "inputs")
        #expect(piped.map { $0["sha256"] as? String } == [try digest("in.csv")])
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "exec \"$0\" \"$@\" <in.csv", try CommandRun.executable().path] + arguments
        shell.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        #expect(try files(record(), "inputs").map { $0["sha256"] as? String } == [try digest("in.csv")])
    }

    /// A change of the record, by the path of keys.
    private func tamper(_ path: [String], _ value: Any) throws {
        func changed(_ object: Any, _ path: ArraySlice<String>) throws -> Any {
            guard let key = path.first else { return value }
            if var list = object as? [Any] {
                let place = try #require(Int(key))
                list[place] = try changed(list[place], path.dropFirst())
                return list
            }
            var members = try #require(object as? [String: Any])
            members[key] = try changed(members[key] ?? NSNull(), path.dropFirst())
            return members
        }
        let data = try JSONSerialization.data(withJSONObject: try changed(try record(), path[...]))
        try folder.write("out.csv.run.json", Array(data))
    }

    @Test(
        "a changed record is told",
        arguments: [
            (["factors", "glucose_mg_dl_per_mmol_l"], "18.5"), (["formulas", "homa_ir"], "\"x\""),
            (["columns", "0", "unit"], "\"mmol/L\""), (["rows_read"], "5"), (["rows_written"], "2"),
            (["rejected_rows", "field_count"], "2"), (["outputs", "0", "rows"], "7"), (["outputs", "1", "rows"], "7"),
            (["inputs", "0", "rows"], "7"), (["outputs", "0", "sha256"], "\"00\""), (["seed"], "7"),
            (["outputs", "1", "sha256"], "\"00\""), (["inputs", "0", "sha256"], "\"00\""),
        ])
    func tampered(path: [String], value: String) throws {
        let arguments = ["indices", "in.csv", "-o", "out.csv", "--rejects", "rejects.csv"] + VerifyTests.base
        #expect(try run(arguments).status == 0)
        #expect(try run(["verify", "out.csv.run.json"]).status == 0)
        try tamper(path, try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed))
        let outcome = try run(["verify", "out.csv.run.json"])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("error[D702]"), "\(outcome.errorText)")
    }

    @Test(
        "a record that no run has written",
        arguments: [
            ["indices", "in.csv", "-o", "out.csv", "--dry-run"], ["indices", "in.csv", "-o", "out.csv", "--nonsense"],
            ["indices", "in.csv"], ["indices", "in.csv", "-o", "other.csv"], ["list"], ["--help"], [],
            ["indices", "in.csv", "-o", "out.csv", "--lod", "third"],
            ["indices", "in.csv", "-o", "out.csv", "--indices", "nonsense"],
        ])
    func noRecord(arguments: [String]) throws {
        #expect(try run(["indices", "in.csv", "-o", "out.csv"] + VerifyTests.base).status == 0)
        try tamper(["arguments"], arguments)
        let outcome = try run(["verify", "out.csv.run.json"])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.hasPrefix("error[D701]"), "\(outcome.errorText)")
        #expect(!outcome.errorText.contains("/homeostat."))
    }

    @Test("a record without inputs, and one of another BLAS")
    func inputsAndBLAS() throws {
        #expect(try run(["indices", "in.csv", "-o", "out.csv"] + VerifyTests.base).status == 0)
        try tamper(["blas"], "another")
        let other = try run(["verify", "out.csv.run.json"])
        #expect(other.status == 0)
        #expect(other.errorText.contains("note: recorded with another"))
        try tamper(["inputs"], [Any]())
        #expect(try run(["verify", "out.csv.run.json"]).errorText.contains("error[D701]"))
    }

    @Test("files of the same name in the current folder are not those of the run")
    func otherFolder() throws {
        #expect(try run(["indices", "in.csv", "-o", "out.csv"] + VerifyTests.base).status == 0)
        let other = try TemporaryDirectory()
        try other.write("in.csv", "id\n1\n")
        let record = folder.file("out.csv.run.json")
        #expect(try runHomeostat(["verify", record], directory: other.path).status == 0)
        // Where the folder of the run has gone, the files may have moved with the record.
        let moved = try TemporaryDirectory()
        for name in ["in.csv", "out.csv", "out.csv.run.json"] {
            try FileManager.default.moveItem(atPath: folder.file(name), toPath: moved.file(name))
        }
        #expect(try runHomeostat(["verify", "out.csv.run.json"], directory: moved.path).status == 0)
    }
}
