import HomeostatTestSupport
import Testing

/// Files with odd values: missing codes, limits of detection, units that contradict, junk. One test for each file.
@Suite("Messy files: what cells hold")
struct MessyValueTests {
    @Test("24: codes for missing are silent, other words are failed cells unless --na lists them")
    func missingTokens() throws {
        let outcome = try MessyFile.run("24_missing_tokens.csv")
        // Five of twelve cells failed.
        #expect(outcome.status == 3)
        #expect(try outcome.column("homa_ir") == [String](repeating: "", count: 12))
        let failed = "insulin:not_a_number"
        let missing = "insulin:missing"
        #expect(
            try outcome.column("reasons") == [
                missing, missing, missing, missing, missing, failed, missing, missing, failed, failed, failed, failed,
            ])
        let listed = try MessyFile.run("24_missing_tokens.csv", ["--na", "-,nd,missing,#DIV/0!,None"])
        #expect(listed.status == 0)
        #expect(try listed.column("reasons") == [String](repeating: missing, count: 12))
    }

    @Test("26: a concentration of zero is no value; zero of a quantity that no index needs takes nothing away")
    func zeroMissing() throws {
        let outcome = try MessyFile.run("26_zero_missing.csv")
        #expect(outcome.status == 3)
        try MessyFile.expectBase(outcome, without: [0, 1])
        let reasons = try outcome.column("reasons")
        #expect(reasons[0] == "insulin:implausible")
        #expect(reasons[1] == "glucose:implausible")
        #expect(Array(reasons.dropFirst(2)) == [String](repeating: "", count: 10))
        // With the body mass index bound, its zero is reported and the HOMA-IR of the row stays.
        let all = try runHomeostat(["indices", MessyFile.path("26_zero_missing.csv"), "--id", "seqn"])
        #expect(try all.column("reasons")[2] == "bmi:implausible")
        let kept = try outcome.column("homa_ir")[2]
        #expect(try all.column("homa_ir")[2] == kept)
        let coded = try MessyFile.run("26_zero_missing.csv", ["--na", "0"])
        #expect(coded.status == 0)
        let codedReasons = try coded.column("reasons")
        #expect(codedReasons.prefix(2) == ["insulin:missing", "glucose:missing"])
    }

    @Test("27: values beyond a limit of detection are censored; --lod puts substitutes in and flags them")
    func censored() throws {
        let outcome = try MessyFile.run("27_censored.csv")
        #expect(outcome.status == 0)
        try MessyFile.expectBase(outcome, without: Set(0...6))
        #expect(
            try outcome.column("reasons").prefix(7) == [
                "insulin:censored", "insulin:censored", "glucose:censored", "glucose:censored", "insulin:censored",
                "glucose:censored", "insulin:censored",
            ])
        let glucose = [122.0, 107, 22, 45, 104, 60, 98]
        // The insulin that stands for each row; `nil` where no rule can give one.
        let substitutes: [(rule: String, insulin: [Double?])] = [
            ("limit", [2, 300, nil, nil, 0.5, nil, 2]), ("half", [1, nil, nil, nil, 0.25, nil, 1]),
            ("sqrt2", [2 / 2.0.squareRoot(), nil, nil, nil, 0.5 / 2.0.squareRoot(), nil, 2 / 2.0.squareRoot()]),
        ]
        for (rule, insulin) in substitutes {
            let filled = try MessyFile.run("27_censored.csv", ["--lod", rule])
            #expect(filled.status == 0)
            let cells = try filled.column("homa_ir")
            let flags = try filled.column("flags")
            for row in 0..<7 {
                if let value = insulin[row] {
                    expectClose(Double(cells[row]), glucose[row] * value / 405, relative: 1e-12, "\(rule) row \(row)")
                    #expect(flags[row].split(separator: ";").contains("insulin:lod"))
                } else {
                    #expect(cells[row].isEmpty, "\(rule) row \(row)")
                    #expect(flags[row].isEmpty)
                }
            }
        }
    }

    @Test("a substitute that is taken away leaves no flag behind")
    func flagOfAbsentValue() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write("a.csv", "id,glucose_mg_dl,insulin_uu_ml\n1,<40,5\n2,<50,5\n")
        let outcome = try runHomeostat(["indices", path, "--indices", "homa_ir", "--lod", "sqrt2"])
        // 40 / sqrt 2 mg/dL would be ordinary in mmol/L; 50 / sqrt 2 is low and possible.
        #expect(try outcome.column("reasons") == ["glucose:unit_suspect", ""])
        #expect(try outcome.column("flags") == ["", "glucose:lod"])
    }

    @Test("28: a glucose column of two units is refused")
    func mixedUnits() throws {
        let outcome = try MessyFile.run("28_mixed_glucose_units.csv")
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.contains("error[D210]"))
        #expect(outcome.errorText.contains("6 values look like mmol/L"))
    }

    @Test("29: the unit of every row is read from its column")
    func unitColumn() throws {
        let outcome = try MessyFile.run("29_unit_column.csv")
        #expect(outcome.status == 0)
        let cells = try outcome.column("homa_ir")
        #expect(cells.count == 12)
        // The glucose of the first six rows is in mmol/L: HOMA-IR is then G I / 22.5, and no factor counts.
        let molar: [(glucose: Double, insulin: Double)] = [
            (6.77, 9.72), (5.94, 5.28), (5.05, 3.94), (4.94, 4.89), (5.77, 57.6), (5.61, 7.04),
        ]
        for (row, values) in molar.enumerated() {
            expectClose(Double(cells[row]), values.glucose * values.insulin / 22.5, relative: 1e-12, "row \(row)")
        }
        let expected = try MessyFile.baseValues()
        for row in 6..<12 { expectClose(Double(cells[row]), expected[row], relative: 1e-12, "row \(row)") }
    }

    @Test("30: an insulin that looks like pmol/L is warned of and not converted")
    func mislabelledInsulin() throws {
        let outcome = try MessyFile.run("30_insulin_pmol_mislabelled.csv")
        #expect(outcome.status == 0)
        #expect(outcome.errorText.contains("warning[D214]"))
        expectClose(Double(try outcome.column("homa_ir")[0]), 122 * 58.32 / 405, relative: 1e-12)
        let settled = try MessyFile.run("30_insulin_pmol_mislabelled.csv", ["--unit", "insulin_uu_ml=pmol/L"])
        #expect(settled.status == 0)
        #expect(!settled.errorText.contains("warning"))
        try MessyFile.expectBase(settled)
    }

    @Test("32: swapped columns are warned of, and their values are not used silently")
    func swappedColumns() throws {
        let outcome = try MessyFile.run("32_swapped_columns.csv")
        #expect(outcome.status == 0)
        #expect(outcome.errorText.contains("warning[D213]"))
        let reasons = try outcome.column("reasons")
        #expect(reasons.count { $0 == "glucose:unit_suspect" } == 11)
        let settled = try MessyFile.run(
            "32_swapped_columns.csv",
            [
                "--map", "glucose=insulin_uu_ml", "--map", "insulin=glucose_mg_dl", "--unit", "insulin_uu_ml=mg/dL",
                "--unit", "glucose_mg_dl=uU/mL",
            ])
        #expect(settled.status == 0)
        try MessyFile.expectBase(settled)
    }

    @Test("33: a column of codes is not taken for insulin, with or without a unit")
    func questionnaireCode() throws {
        let outcome = try MessyFile.run("33_insulin_is_yes_no_code.csv")
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        let united = try MessyFile.run("33_insulin_is_yes_no_code.csv", ["--unit", "insulin=uU/mL"])
        #expect(united.status == 65)
        #expect(united.output.isEmpty)
        #expect(united.errorText.contains("error[D211]"))
    }

    @Test("34: a number is read whole or not at all")
    func numberJunk() throws {
        let outcome = try MessyFile.run("34_number_junk.csv")
        #expect(outcome.status == 3)
        let cells = try outcome.column("homa_ir")
        #expect(cells.enumerated().filter { !$0.element.isEmpty }.map(\.offset) == [5, 6, 10, 11])
        expectClose(Double(cells[5]), 101 * 7.5 / 405, relative: 1e-12)
        expectClose(Double(cells[6]), 98 * 10 / 405, relative: 1e-12)
        let glucose = "glucose:not_a_number"
        let insulin = "insulin:not_a_number"
        #expect(
            try outcome.column("reasons") == [
                glucose, insulin, insulin, insulin, glucose, "", "", insulin, insulin, insulin, "", "",
            ])
        for text in ["95 mg/dL", "1,234", "1.99.", "\u{2212}5", "\u{FF11}\u{FF10}\u{FF15}", "0x1F", "'8.1", "=5+5"] {
            #expect(outcome.errorText.contains(text), "\(text) is not shown")
        }
        #expect(outcome.errorText.contains("34_number_junk.csv:2:"))
    }

    @Test("40: beyond the pole HOMA-B is empty with its cause, HOMA-IR is there")
    func homaPole() throws {
        let outcome = try runHomeostat(
            ["indices", MessyFile.path("40_homa_b_pole.csv"), "--id", "id", "--indices", "homa_ir,homa_b"])
        #expect(outcome.status == 0)
        let expected: [Double] = [63 * 5, 62 * 5, 47 * 3, 64 * 5]
        for (cell, product) in zip(try outcome.column("homa_ir"), expected) {
            expectClose(Double(cell), product / 405, relative: 1e-12)
        }
        let beta = try outcome.column("homa_b")
        #expect(beta.prefix(3) == ["", "", ""])
        // 64 mg/dL is 3.5556 mmol/L, next to the pole at 3.5: what is lost in the difference is not the formula's.
        expectClose(Double(beta[3]), 1800, relative: 1e-12)
        #expect(try outcome.column("reasons") == ["homa_b:pole", "homa_b:pole", "homa_b:pole", ""])
    }

    @Test("41: negative concentrations are failed cells")
    func negative() throws {
        let outcome = try MessyFile.run("41_negative.csv", id: "id")
        #expect(outcome.status == 3)
        #expect(try outcome.column("homa_ir") == ["", ""])
        #expect(try outcome.column("reasons") == ["glucose:implausible", "insulin:implausible"])
    }

    @Test("48: extreme numbers are flagged, or failed cells; no infinity and no NaN comes out")
    func extreme() throws {
        let outcome = try MessyFile.run("48_extreme.csv", id: "id")
        #expect(outcome.status == 3)
        let cells = try outcome.column("homa_ir")
        expectClose(Double(cells[0]), 160 * 682.48 / 405, relative: 1e-12)
        #expect(cells.dropFirst() == ["", "", "", ""])
        #expect(try outcome.column("flags")[0].contains("homa_ir:implausible"))
        #expect(
            try outcome.column("reasons") == [
                "", "glucose:implausible;insulin:implausible", "glucose:implausible", "glucose:not_a_number",
                "glucose:missing",
            ])
        #expect(!outcome.text.lowercased().contains("inf"))
        #expect(!outcome.text.lowercased().contains("nan,"))
    }

    @Test("50: a value that SPSS calls missing is missing")
    func userMissing() throws {
        let outcome = try MessyFile.run("50_user_missing.sav")
        #expect(outcome.status == 0)
        try MessyFile.expectBase(outcome, without: [0])
        #expect(try outcome.column("reasons")[0] == "insulin:missing")
    }

    @Test("51: tagged missing values of Stata are missing")
    func taggedMissing() throws {
        let outcome = try MessyFile.run("51_tagged_missing.dta")
        #expect(outcome.status == 0)
        try MessyFile.expectBase(outcome, without: [0, 1])
        #expect(try outcome.column("reasons").prefix(2) == ["insulin:missing", "insulin:missing"])
    }
}
