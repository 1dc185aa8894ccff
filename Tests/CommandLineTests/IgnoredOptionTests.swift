import Foundation
import HomeostatTestSupport
import Testing

/// No option is taken and then ignored without a word.
@Suite("Options")
struct IgnoredOptionTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        try folder.write("in.csv", "id,visit,sex,glucose_mg_dl,insulin_uu_ml\n1,1,1,90,5\n1,2,2,95,6\n")
    }

    private func run(_ arguments: [String]) throws -> CommandOutcome {
        try runHomeostat(arguments, directory: folder.path)
    }

    @Test(
        "options that would have no effect, or none that is meant",
        arguments: [
            ["--group", "sex"], ["--on", "id"], ["--duplicates", "first"], ["--sex-codes", "1=male,1=female"],
            ["--indices", ""], ["--indices", ","], ["--id", ""], ["--keep", ","], ["--summary", "--classes"],
            ["--summary", "--keep", "id"], ["--max-reject=-5"], ["--max-failed", "nan"], ["--max-failed", "999"],
        ])
    func refused(options: [String]) throws {
        for more in [[], ["--dry-run"]] {
            let outcome = try run(["indices", "in.csv"] + options + more)
            #expect(outcome.status == 64)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errorText.hasPrefix("error[D602]"), "\(outcome.errorText)")
        }
    }

    @Test("limits of check", arguments: [["--max-failed", "nan"], ["--max-failed=-1"], ["--max-reject=-5"]])
    func checkLimits(options: [String]) throws {
        #expect(try run(["check", "in.csv", "--sex-codes", "1=male,2=female"] + options).status == 64)
    }

    @Test("lists that are given in parts")
    func accumulated() throws {
        let parts = try run([
            "indices", "in.csv", "--id", "id", "--id", "visit", "--keep", "sex", "--keep", "glucose_mg_dl",
            "--indices", "homa_ir", "--indices", "quicki", "--sex-codes", "1=male", "--sex-codes", "2=female",
        ])
        let whole = try run([
            "indices", "in.csv", "--id", "id,visit", "--keep", "sex,glucose_mg_dl", "--indices", "homa_ir,quicki",
            "--sex-codes", "1=male,2=female",
        ])
        #expect(parts.status == 0)
        #expect(parts.rows.first == ["id", "visit", "sex", "glucose_mg_dl", "homa_ir", "quicki", "flags", "reasons"])
        #expect(parts.output == whole.output)
    }

    @Test(
        "formats that are not written",
        arguments: ["x.csv.gz", "x.xlsx", "x.parquet", "x.ZIP", "x.sav", "x.tsv.zst", "x.pdf"])
    func binaryExtension(name: String) throws {
        let outcome = try run(["indices", "in.csv", "--indices", "homa_ir", "-o", name])
        #expect(outcome.status == 64)
        #expect(outcome.errorText.contains("--format"))
        #expect(try folder.names() == ["in.csv"])
        #expect(try run(["indices", "in.csv", "--indices", "homa_ir", "-o", name, "--format", "csv"]).status == 0)
        #expect(folder.text(name)?.hasPrefix("id,homa_ir,") == true)
    }

    @Test("other names are written as CSV", arguments: ["x", "x.txt", "x.2024", "dir.gz/x"])
    func otherExtension(name: String) throws {
        try FileManager.default.createDirectory(atPath: folder.file("dir.gz"), withIntermediateDirectories: false)
        #expect(try run(["indices", "in.csv", "--indices", "homa_ir", "-o", name]).status == 0)
    }
}
