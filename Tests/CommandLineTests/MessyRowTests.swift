import HomeostatTestSupport
import Testing

/// Files whose rows repeat, or that hold something else than one row of measurements for each person.
@Suite("Messy files: rows and other kinds of tables")
struct MessyRowTests {
    @Test("35: an exact duplicate counts once; a conflicting one is an error that names both lines")
    func duplicates() throws {
        let refused = try MessyFile.run("35_duplicate_ids.csv")
        #expect(refused.status == 65)
        #expect(refused.errorText.contains("error[D401]"))
        #expect(refused.errorText.contains("lines 3 and 15"))
        let glucose: [(rule: String, value: Double)] = [("first", 107), ("last", 140), ("mean", 123.5)]
        for (rule, value) in glucose {
            let outcome = try MessyFile.run("35_duplicate_ids.csv", ["--duplicates", rule])
            #expect(outcome.status == 0, "\(rule): \(outcome.errorText)")
            let ids = try outcome.column("seqn")
            #expect(ids.count == 12, "\(rule)")
            #expect(ids.count { $0 == "93708" } == 1)
            let row = try #require(ids.firstIndex(of: "93711"))
            expectClose(Double(try outcome.column("homa_ir")[row]), value * 5.28 / 405, relative: 1e-12, "\(rule)")
        }
        let kept = try MessyFile.run("35_duplicate_ids.csv", ["--duplicates", "keep"])
        #expect(kept.status == 0)
        #expect(try kept.column("seqn").count == 14)
    }

    @Test("37: times without a date are never put in order: the file has no index of one row")
    func timeOnly() throws {
        let noUnit = try MessyFile.run("37_time_only.csv", id: "id")
        #expect(noUnit.status == 65)
        let outcome = try MessyFile.run("37_time_only.csv", ["--unit", "glucose=mg/dL"], id: "id")
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.contains("insulin"))
    }

    @Test("39: samples in wide layout give the fasting indices of minute 0, a stray blank in a header or not")
    func wideSamples() throws {
        let options = ["--unit", "glucose=mg/dL", "--unit", "insulin=uU/mL"]
        let outcome = try MessyFile.run("39_ogtt_wide_labels.csv", options, id: "id")
        #expect(outcome.status == 0)
        let cells = try outcome.column("homa_ir")
        #expect(cells.count == 2)
        expectClose(Double(cells[0]), 88.0 * 11 / 405, relative: 1e-12)
        expectClose(Double(cells[1]), 78.0 * 8 / 405, relative: 1e-12)
        let noUnit = try MessyFile.run("39_ogtt_wide_labels.csv", id: "id")
        #expect(noUnit.status == 65)
        #expect(noUnit.errorText.contains("--unit"))
    }

    @Test(
        "43 to 45: tables of a survey, of visits and of doses hold no single-row index, and are refused",
        arguments: ["43_single_psu.csv", "44_trend_edge.csv", "45_dose_edge.csv"])
    func otherTables(name: String) throws {
        let outcome = try runHomeostat(["indices", MessyFile.path(name)])
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.contains("error[D2"))
        #expect(outcome.errorText.contains("help: "))
    }
}
