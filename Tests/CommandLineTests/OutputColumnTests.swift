import Foundation
import HomeostatTestSupport
import Testing

/// The columns of what is written.
@Suite("Columns of outputs")
struct OutputColumnTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    @Test("a column that is passed on under a taken name", arguments: ["homa_ir", "flags", "reasons", "homa_ir_class"])
    func takenName(name: String) throws {
        let path = try folder.write("in.csv", "id,\(name),glucose_mg_dl,insulin_uu_ml\n1,99,90,5\n")
        for format in ["csv", "json", "ndjson", "markdown"] {
            let outcome = try runHomeostat([
                "indices", path, "--keep", "all", "--classes", "--indices", "homa_ir", "--format", format,
            ])
            #expect(outcome.status == 65)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errorText.contains("error[D204]"))
            #expect(outcome.errorText.contains(name))
        }
        #expect(try runHomeostat(["indices", path, "--keep", "glucose_mg_dl", "--indices", "homa_ir"]).status == 0)
    }

    @Test("two columns of the input with one name")
    func repeatedInInput() throws {
        let path = try folder.write("in.csv", "id,note,glucose_mg_dl,insulin_uu_ml,note\n1,a,90,5,b\n")
        let outcome = try runHomeostat(["indices", path, "--keep", "all", "--indices", "homa_ir"])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("error[D204]"))
        #expect(try runHomeostat(["indices", path, "--indices", "homa_ir"]).status == 0)
    }

    @Test("a summary says what its numbers are, and counts its own lines")
    func summary() throws {
        let path = try folder.write("in.csv", "id,sex,glucose_mg_dl,insulin_uu_ml\n1,F,90,5\n2,M,,\n3,M,99,<2\n")
        let arguments = ["indices", path, "--indices", "homa_ir", "--summary", "--group", "sex", "--format"]
        let outcome = try runHomeostat(arguments + ["csv"])
        #expect(try outcome.column("quantile_relative_error") == ["0", ""])
        #expect(try outcome.column("missing") == ["0", "2"])
        #expect(try outcome.column("missing_by_cause") == ["", "glucose:missing 1;insulin:censored 1"])
        #expect(outcome.errorText.contains("3 rows read, 3 summarised, 0 rejected; 2 lines written"))
        let json = Data(try runHomeostat(arguments + ["json"]).output)
        let lines = try #require(try JSONSerialization.jsonObject(with: json) as? [[String: Any]])
        #expect(lines[1]["missing_by_cause"] as? [String: Int] == ["glucose:missing": 1, "insulin:censored": 1])
        #expect(lines[0]["missing_by_cause"] is NSNull)
    }

    @Test(
        "help and notes keep to 80 columns",
        arguments: ["", "indices", "check", "list", "explain", "verify", "selftest"])
    func width(verb: String) throws {
        let help = try runHomeostat((verb.isEmpty ? [] : [verb]) + ["--help"])
        for line in help.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test("a long path stands on a line of its own")
    func longPath() throws {
        let name = String(repeating: "n", count: 60) + ".csv"
        try folder.write(name, "id,glucose_mg_dl,insulin_uu_ml\n1,90,5\n")
        let outcome = try runHomeostat(["indices", name, "--indices", "homa_ir"], directory: folder.path)
        for line in outcome.errorText.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(outcome.errorText.hasPrefix("\(name):\n  delimiter comma"))
    }

    @Test("an installation has its manual page, made before or not")
    func installation() throws {
        let make = Process()
        let pipe = Pipe()
        make.executableURL = URL(fileURLWithPath: "/usr/bin/make")
        make.arguments = ["-n", "-C", ProjectPaths.root, "install", "PREFIX=/nowhere"]
        make.standardOutput = pipe
        make.standardError = FileHandle.nullDevice
        try make.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        make.waitUntilExit()
        #expect(make.terminationStatus == 0)
        let made = try #require(said.range(of: "homeostat-tools manual"))
        let installed = try #require(said.range(of: "/nowhere/share/man/man1/homeostat.1"))
        #expect(made.upperBound < installed.lowerBound)
        #expect(!said.contains("if [ -d .build/manual ]"))
    }
}
