import HomeostatTestSupport
import Testing

/// Files that are written in an odd way: encodings, delimiters, headers, broken rows. One test for each file.
@Suite("Messy files: how text is written")
struct MessyTextTests {
    @Test(
        "the values of the base file, no warning",
        arguments: [
            "00_base.csv", "01_utf8_bom.csv", "02_utf16le_bom.csv", "05_micro_U00B5.csv", "07_crlf.csv",
            "08_cr_only.csv", "09_no_final_newline.csv", "12_semicolon_decimal_point.csv", "13_tab.tsv",
            "14_gzip.csv.gz", "23_quotes_newline.csv", "53_v8_longnames.xpt",
        ])
    func sameValues(name: String) throws {
        let outcome = try MessyFile.run(name)
        #expect(outcome.status == 0)
        #expect(!outcome.errorText.contains("warning"))
        try MessyFile.expectBase(outcome)
        #expect(try outcome.column("seqn").first == "93708")
        #expect(try outcome.column("reasons").allSatisfy(\.isEmpty))
        #expect(try outcome.column("flags").allSatisfy(\.isEmpty))
    }

    @Test("04: Windows-1252 is decoded, and said; the unit is read from the header")
    func latin1() throws {
        let outcome = try MessyFile.run("04_latin1_micro.csv")
        #expect(outcome.status == 0)
        #expect(!outcome.errorText.contains("warning"))
        #expect(outcome.errorText.contains("Windows-1252"))
        try MessyFile.expectBase(outcome)
    }

    @Test("11: semicolon and decimal comma are found, and said")
    func decimalComma() throws {
        let outcome = try MessyFile.run("11_semicolon_decimal_comma.csv")
        #expect(outcome.status == 0)
        #expect(!outcome.errorText.contains("warning"))
        #expect(outcome.errorText.contains("semicolon"))
        #expect(outcome.errorText.contains("decimal comma"))
        try MessyFile.expectBase(outcome)
    }

    @Test("16: a preamble is an error that names the line and the option; with it the values are there")
    func preamble() throws {
        let refused = try MessyFile.run("16_preamble.csv")
        #expect(refused.status == 65)
        #expect(refused.output.isEmpty)
        #expect(refused.errorText.contains("line 4"))
        #expect(refused.errorText.contains("--skip-rows 3"))
        let outcome = try MessyFile.run("16_preamble.csv", ["--skip-rows", "3"])
        #expect(outcome.status == 0)
        try MessyFile.expectBase(outcome)
    }

    @Test("17: a row of units is no person")
    func unitsRow() throws {
        let outcome = try MessyFile.run("17_units_row.csv")
        #expect(outcome.status == 0)
        try MessyFile.expectBase(outcome)
    }

    @Test("18: two columns of one name are an error that names both")
    func repeatedColumn() throws {
        let outcome = try MessyFile.run("18_dup_column.csv")
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.contains("glucose_mg_dl appears twice (columns 4 and 7)"))
    }

    @Test("19: a row of four fields is rejected with its line, the other eleven are written")
    func raggedShort() throws {
        let outcome = try MessyFile.run("19_ragged_short.csv")
        #expect(outcome.status == 3)
        #expect(outcome.errorText.contains("19_ragged_short.csv:6"))
        #expect(outcome.errorText.contains("4 fields, expected 6"))
        var expected = try MessyFile.baseValues()
        expected.remove(at: 4)
        let cells = try outcome.column("homa_ir")
        #expect(cells.count == 11)
        for (cell, value) in zip(cells, expected) { expectClose(Double(cell), value, relative: 1e-12) }
        let accepted = try MessyFile.run("19_ragged_short.csv", ["--max-reject", "1"])
        #expect(accepted.status == 0)
    }

    @Test("21: an empty file is an error")
    func empty() throws {
        let outcome = try MessyFile.run("21_empty.csv")
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.contains("empty"))
    }

    @Test("22: a header without rows gives a header without rows, and a warning")
    func headerOnly() throws {
        let outcome = try MessyFile.run("22_header_only.csv")
        #expect(outcome.status == 0)
        #expect(outcome.text == "seqn,homa_ir,flags,reasons\n")
        #expect(outcome.errorText.contains("warning[D304]"))
    }

    @Test("46: a line of two million characters is rejected with its number")
    func veryLongLine() throws {
        let outcome = try MessyFile.run("46_very_long_line.csv")
        #expect(outcome.status == 3)
        #expect(outcome.errorText.contains("46_very_long_line.csv:14"))
        try MessyFile.expectBase(outcome)
    }
}
