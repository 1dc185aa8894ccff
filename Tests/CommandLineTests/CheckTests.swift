import Foundation
import HomeostatTestSupport
import Testing

/// `check`: what was detected, and the exit status that a run would have.
@Suite struct CheckTests {
    private func report(_ arguments: [String]) throws -> [String: Any] {
        let outcome = try runHomeostat(["check", "--format", "json"] + arguments)
        return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
    }

    private func column(_ name: String, _ report: [String: Any]) throws -> [String: Any] {
        let columns = try #require(report["columns"] as? [[String: Any]])
        return try #require(columns.first { $0["column"] as? String == name })
    }

    @Test func countsAndSummarisesCells() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(
            "a.csv",
            "id;glucose_mmol_l;Insulin (uU/mL);note\n1;5,5;7\n2;5,1;8;x\n3;NA;<2,0;x\n\n4;x;1e4;x\n5;5,0;9;x\n6;35;10;x\n"
        )
        let outcome = try runHomeostat(["check", path, "--max-failed", "50"])
        #expect(outcome.status == 3)
        #expect(outcome.text.contains("6 read, 5 good, 1 rejected (field_count 1); 1 blank lines skipped"))
        #expect(outcome.text.contains("delimiter semicolon, decimal comma"))
        let found = try report([path])
        let glucose = try column("glucose_mmol_l", found)
        #expect(glucose["n"] as? Int == 3)
        #expect(glucose["absent"] as? [String: Int] == ["missing": 1, "not_a_number": 1])
        #expect(glucose["missing_texts"] as? [String: Int] == ["NA": 1])
        #expect(glucose["failed_texts"] as? [String: Int] == ["x": 1])
        #expect(glucose["minimum"] as? Double == 5)
        #expect(glucose["median"] as? Double == 5.1)
        #expect(glucose["maximum"] as? Double == 35)
        // 35 mmol/L is possible, and more than 600 mg/dL.
        #expect(glucose["flagged"] as? Int == 1)
        #expect(glucose["unit_by"] as? String == "name")
        let insulin = try column("Insulin (uU/mL)", found)
        #expect(insulin["absent"] as? [String: Int] == ["censored": 1, "implausible": 1])
        #expect(insulin["unit_by"] as? String == "header")
    }

    @Test func missingUnitIsNamedWithItsOptionAndStopsNothingElse() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write("a.csv", "id,glucose,insulin_uu_ml,bmi\n1,95,7,22\n2,101,9,31\n")
        let outcome = try runHomeostat(["check", path])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("error[D201]"))
        #expect(outcome.errorText.contains("--unit glucose=mg/dL or --unit glucose=mmol/L"))
        #expect(outcome.text.contains("holds 95 to 101, median 95"))
        #expect(outcome.text.contains("once glucose is settled"))
        let settled = try runHomeostat(["check", path, "--unit", "glucose=mg/dL"])
        #expect(settled.status == 0)
        #expect(settled.text.contains("by option"))
    }

    @Test func everyUnsettledColumnIsListed() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write("a.csv", "id,glucose,insulin,tg,LBXIN\n1,95,7,100,7\n2,101,9,120,9\n")
        let outcome = try runHomeostat(["check", path])
        #expect(outcome.status == 65)
        for text in ["--unit glucose=", "--unit tg=", "D203"] { #expect(outcome.errorText.contains(text), "\(text)") }
    }

    @Test func questionnaireCodeIsMoreThanAMissingUnit() throws {
        let outcome = try runHomeostat(["check", MessyFile.path("33_insulin_is_yes_no_code.csv")])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("error[D211]"))
        #expect(outcome.errorText.contains("1, 2, 9"))
    }

    @Test func mixedUnitsAndSwappedColumns() throws {
        let mixed = try runHomeostat(["check", MessyFile.path("28_mixed_glucose_units.csv")])
        #expect(mixed.status == 65)
        #expect(mixed.text.contains("D210"))
        let swapped = try runHomeostat(["check", MessyFile.path("32_swapped_columns.csv")])
        #expect(swapped.text.contains("D213"))
    }

    @Test func whatMapAndUnitInsistOnIsAWarning() throws {
        let folder = try TemporaryDirectory()
        let rows = (0..<12).map { "\($0),90,\(5 + $0)\n" }.joined()
        let path = try folder.write("a.csv", "id,Glucose level mg/dL,insulin_uu_ml\n" + rows)
        let refused = try runHomeostat(["indices", path, "--indices", "homa_ir"])
        #expect(refused.status == 65)
        #expect(refused.errorText.contains("error[D211]"))
        // The help is ready to be typed.
        #expect(
            refused.errorText.contains(
                "--map 'glucose=Glucose level mg/dL' --unit 'Glucose level mg/dL=mg/dL'"))
        let map = ["--map", "glucose=Glucose level mg/dL"]
        #expect(try runHomeostat(["indices", path, "--indices", "homa_ir"] + map).status == 65)
        let insisted = map + ["--unit", "Glucose level mg/dL=mg/dL"]
        let outcome = try runHomeostat(["indices", path, "--indices", "homa_ir"] + insisted)
        #expect(outcome.status == 0)
        #expect(outcome.errorText.contains("warning[D211]"))
        #expect(try outcome.column("homa_ir").count { !$0.isEmpty } == 12)
        let check = try runHomeostat(["check", path] + insisted)
        #expect(check.status == 0)
        #expect(check.text.contains("D211"))
    }

    @Test func insistingOnOneUnitLeavesTheOtherSuspect() throws {
        let mixed = MessyFile.path("28_mixed_glucose_units.csv")
        let glucose = try #require(
            try String(contentsOfFile: mixed, encoding: .utf8).split(separator: "\n").first?.split(separator: ",").first
            {
                $0.contains("glucose")
            })
        let outcome = try runHomeostat([
            "indices", mixed, "--indices", "homa_ir", "--map", "glucose=\(glucose)", "--unit", "\(glucose)=mg/dL",
        ])
        #expect(outcome.status == 0)
        #expect(outcome.errorText.contains("warning[D210]"))
        #expect(try outcome.column("reasons").count { $0 == "glucose:unit_suspect" } == 6)
        #expect(try outcome.column("homa_ir").count { !$0.isEmpty } == 6)
    }

    @Test func repeatedIdentities() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(
            "a.csv", "id,glucose_mg_dl,insulin_uu_ml\n1,95,7\n2,101,9\n2,101,9\n1,96,7\n")
        let outcome = try runHomeostat(["check", path, "--id", "id"])
        #expect(outcome.status == 65)
        #expect(outcome.text.contains("1 equal to an earlier row, 1 that differ"))
        #expect(outcome.errorText.contains("error[D401]"))
        #expect(try runHomeostat(["check", path, "--id", "id", "--duplicates", "first"]).status == 0)
        #expect(try runHomeostat(["check", path]).status == 0)
    }

    @Test func sexInNumbersNeedsItsCodes() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write("a.csv", "id,sex,glucose_mg_dl,insulin_uu_ml\n1,1,95,7\n2,2,101,9\n")
        let outcome = try runHomeostat(["check", path])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("error[D209]"))
        #expect(outcome.errorText.contains("--sex-codes 1=male,2=female"))
        #expect(try runHomeostat(["check", path, "--sex-codes", "1=male,2=female"]).status == 0)
    }

    @Test func columnsOfNothingAndNoFile() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write("a.csv", "a,b\n1,2\n")
        let outcome = try runHomeostat(["check", path])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("error[D208]"))
        #expect(try runHomeostat(["check", folder.file("none.csv")]).status == 66)
    }

    @Test func medianIsThatOfAllRowsOnAnyNumberOfThreads() throws {
        let folder = try TemporaryDirectory()
        // 300,001 values beyond the exact limit: the middle one of 30.0 ... 60.0 is 45.
        let rows = (0...300_000).map { "\($0),\(30 + Double($0) / 10_000)" }
        let path = try folder.write("a.csv", "id,glucose_mg_dl\n" + rows.joined(separator: "\n") + "\n")
        let one = try runHomeostat(["check", path, "--format", "json", "--threads", "1"])
        let seven = try runHomeostat(["check", path, "--format", "json", "--threads", "7"])
        #expect(one.output == seven.output)
        let found = try #require(try JSONSerialization.jsonObject(with: Data(one.output)) as? [String: Any])
        let glucose = try column("glucose_mg_dl", found)
        #expect(glucose["n"] as? Int == 300_001)
        #expect(glucose["median_exact"] as? Bool == false)
        let median = try #require(glucose["median"] as? Double)
        #expect(abs(median / 45 - 1) < 0.0003)
        #expect(glucose["maximum"] as? Double == 60)
    }

    @Test func reportFitsEightyColumns() throws {
        let names = [
            "00_base.csv", "24_missing_tokens.csv", "33_insulin_is_yes_no_code.csv", "39_ogtt_wide_labels.csv",
        ]
        for path in names.map(MessyFile.path) + [ProjectPaths.root + "/Datasets/virtual/fasting.csv"] {
            let text = try runHomeostat(["check", path]).text
            // The first line is the path.
            for line in text.split(separator: "\n").dropFirst() { #expect(line.count <= 80, "\(line)") }
        }
    }
}
