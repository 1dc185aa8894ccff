import Foundation
import HomeostatTestSupport
import Testing

/// A column of sex in numbers that nothing explains.
@Suite("Codes of sex")
struct SexCodeTests {
    private let folder: TemporaryDirectory
    private static let header = "id,gender,waist_cm,tg_mg_dl,glucose_mg_dl,insulin_uu_ml\n"

    init() throws { folder = try TemporaryDirectory() }

    private func cohort(_ codes: [String]) throws -> String {
        let rows = codes.enumerated().map { "\($0),\($1),\(80 + $0),\(100 + $0),\(90 + $0),5.\($0 % 10)\n" }.joined()
        return try folder.write("cohort.csv", SexCodeTests.header + rows)
    }

    @Test("numbers are an error for an index that needs sex, as for check", arguments: [["--indices", "lap"], []])
    func numbers(indices: [String]) throws {
        let path = try cohort((0..<40).map { "\($0 % 2 + 1)" })
        let outcome = try runHomeostat(["indices", path] + indices)
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.contains("error[D209]"))
        #expect(outcome.errorText.contains("--sex-codes 1=male,2=female or --sex-codes 1=female,2=male"))
        let settled = try runHomeostat(["indices", path, "--sex-codes", "1=male,2=female"] + indices)
        #expect(settled.status == 0)
        #expect(try settled.column("lap").allSatisfy { !$0.isEmpty })
        let check = try runHomeostat(["check", path])
        #expect(check.status == 65)
        #expect(check.errorText.components(separatedBy: "error[D209]").count == 2)
    }

    @Test("an index without sex is computed all the same")
    func withoutSex() throws {
        let outcome = try runHomeostat(["indices", cohort(["1", "2", "1"]), "--indices", "homa_ir"])
        #expect(outcome.status == 0)
        let path = try folder.write("two.csv", "id,sex,glucose_mg_dl,insulin_uu_ml\n1,1,90,5\n2,2,95,6\n")
        let all = try runHomeostat(["indices", path])
        #expect(all.status == 0, "\(all.errorText)")
        #expect(try all.column("reasons").allSatisfy { !$0.contains("sex") })
    }

    @Test("a word that is no sex is a failed cell with a sentence of its own")
    func words() throws {
        let outcome = try runHomeostat(["indices", cohort(["M", "F", "unknown"]), "--indices", "lap"])
        #expect(outcome.status == 3)
        #expect(try outcome.column("reasons") == ["", "", "sex:unknown_code"])
        #expect(outcome.errorText.contains("\"unknown\" is no sex (M, F, male or female)"))
        #expect(!outcome.errorText.contains("--sex-codes"))
    }

    @Test("numbers in a joined file are told with its name")
    func joined() throws {
        let main = try folder.write("main.csv", "k,waist_cm,tg_mg_dl\n1,80,100\n2,90,120\n")
        let other = try folder.write("other.csv", "k,sex\n1,1\n2,2\n")
        let outcome = try runHomeostat(["indices", main, "--indices", "lap", "--join", other, "--on", "k"])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("error[D209]"))
        #expect(outcome.errorText.contains("other.csv"))
    }
}
