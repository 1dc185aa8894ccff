import HomeostatTestSupport
import Testing

/// Fasting indices take fasting rows alone: by the time since the last meal, and by the time of a sample in a test.
@Suite("Fasting")
struct FastingTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func run(_ text: String, _ options: [String] = []) throws -> CommandOutcome {
        let path = try folder.write("cohort.csv", text)
        return try runHomeostat(["indices", path, "--indices", "homa_ir"] + options)
    }

    @Test(
        "of samples in long layout those at and before time 0 are fasting",
        arguments: [
            ("time_min", "30", []), ("Time (h)", "0.5", []), ("minute", "30", []), ("Minutes", "30", []),
            ("t_min", "30", []), ("time", "30", ["--unit", "time=min"]),
        ])
    func longLayout(header: String, later: String, options: [String]) throws {
        let text = "id,\(header),glucose_mg_dl,insulin_uu_ml\n1,-10,81,5\n1,0,90,5\n1,\(later),160,60\n1,,120,50\n"
        let outcome = try run(text, options)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(try outcome.column("homa_ir").map { Double($0) } == [81.0 * 5 / 405, 90.0 * 5 / 405, nil, nil])
        #expect(try outcome.column("reasons") == ["", "", "time:not_fasting", "time:missing"])
        #expect(!outcome.errorText.contains("fasting is assumed"))
        let all = try run(text, options + ["--allow-nonfasting"])
        #expect(try all.column("homa_ir").allSatisfy { !$0.isEmpty })
    }

    @Test("a summary counts samples after the load with the column that tells it")
    func summary() throws {
        let outcome = try run(
            "id,time_min,glucose_mg_dl,insulin_uu_ml\n1,0,90,5\n1,30,160,60\n1,120,120,50\n", ["--summary"])
        #expect(try outcome.column("n") == ["1"])
        #expect(try outcome.column("missing_by_cause") == ["time:not_fasting 2"])
    }

    @Test("the intravenous test that is shipped has one fasting sample")
    func shippedTest() throws {
        let path = ProjectPaths.root + "/Datasets/pacini-bergman-1986.csv"
        let outcome = try runHomeostat(["indices", path, "--indices", "homa_ir"])
        #expect(outcome.status == 0)
        let cells = try outcome.column("homa_ir")
        expectClose(Double(cells[0]), 92.0 * 11 / 405, relative: 1e-12)
        #expect(cells.dropFirst().allSatisfy { $0.isEmpty })
    }

    @Test("a time of day and a date say nothing about a load, alone or beside the time of a sample")
    func clockTime() throws {
        let clock = try run("id,time,glucose_mg_dl,insulin_uu_ml\n1,07:29,90,5\n2,2024-03-04 08:15,100,6\n")
        #expect(try clock.column("homa_ir").allSatisfy { !$0.isEmpty })
        let parts = try run("id,hour,minute,glucose_mg_dl,insulin_uu_ml\n1,7,29,90,5\n2,8,15,100,6\n")
        #expect(try parts.column("homa_ir").allSatisfy { !$0.isEmpty })
        let both = try run(
            "id,date,time_min,glucose_mg_dl,insulin_uu_ml\n1,2024-03-04,0,90,5\n1,2024-03-04,30,160,60\n")
        #expect(both.status == 0, "\(both.errorText)")
        #expect(try both.column("homa_ir").map(\.isEmpty) == [false, true])
    }

    @Test("numbers from 0 on under the name time are refused until something says what they are")
    func timeWithoutUnit() throws {
        let text = "id,time,glucose_mg_dl,insulin_uu_ml\n1,0,90,5\n1,30,160,60\n"
        let refused = try run(text)
        #expect(refused.status == 65)
        #expect(refused.output.isEmpty)
        #expect(refused.errorText.contains("error[D201]"))
        #expect(refused.errorText.contains("--unit time=min or --unit time=h"))
        let hours = try run(text, ["--unit", "time=h"])
        #expect(try hours.column("homa_ir").map(\.isEmpty) == [false, true])
        let all = try run(text, ["--allow-nonfasting"])
        #expect(try all.column("homa_ir").allSatisfy { !$0.isEmpty })
        // Years are no times after a load.
        #expect(try run("id,time,glucose_mg_dl,insulin_uu_ml\n1,2018,90,5\n1,2019,99,6\n").status == 0)
    }

    @Test("a fasting time that cannot be used takes the index away; one that is missing is counted as assumed")
    func unusableFastingTime() throws {
        let times = ["<2", "2 h", "-1", "500", "4", "12", "", "NA"]
        let rows = times.map { "1,\($0),90,5\n" }.joined()
        let outcome = try run("id,fasting_time_h,glucose_mg_dl,insulin_uu_ml\n" + rows, ["--max-failed", "100"])
        #expect(outcome.status == 0)
        #expect(
            try outcome.column("reasons") == [
                "fasting_time:censored", "fasting_time:not_a_number", "fasting_time:implausible",
                "fasting_time:implausible", "fasting_time:not_fasting", "", "", "",
            ])
        #expect(try outcome.column("homa_ir").map(\.isEmpty) == [true, true, true, true, true, false, false, false])
        #expect(outcome.errorText.contains("fasting is assumed for 2 rows"))
        let unchecked = try run(
            "id,fasting_time_h,glucose_mg_dl,insulin_uu_ml\n" + rows, ["--max-failed", "0", "--allow-nonfasting"])
        #expect(unchecked.status == 0)
        #expect(try unchecked.column("homa_ir").allSatisfy { !$0.isEmpty })
    }

    @Test("a fasting time is no matter of an index that any time gives")
    func anyTime() throws {
        let path = try folder.write("size.csv", "id,fasting_time_h,hba1c_pct\n1,junk,5\n2,2,6\n")
        let outcome = try runHomeostat(["indices", path, "--indices", "eag"])
        #expect(outcome.status == 0)
        #expect(try outcome.column("reasons") == ["", ""])
    }
}
