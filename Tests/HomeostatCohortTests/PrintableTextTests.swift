import Testing

@testable import HomeostatCohort

/// Texts of a file in messages.
@Suite("Printable text")
struct PrintableTextTests {
    @Test("control characters and marks of direction are shown, and nothing else changes")
    func escapes() {
        #expect(printable("glucose (µmol/L)") == "glucose (µmol/L)")
        #expect(printable("\u{1B}]0;title\u{7}") == "\\u{1B}]0;title\\u{7}")
        #expect(printable("a\tb\r\nc") == "a\\tb\\r\\nc")
        #expect(printable("a\nb\u{9B}2J", keepsLines: true) == "a\nb\\u{9B}2J")
        #expect(printable("\u{202E}abc") == "\\u{202E}abc")
        #expect(printable("abcdef", limit: 3) == "abc...")
        #expect(printable("äöü", limit: 3) == "äöü")
    }

    @Test("no message lets a control character of the file through, and the mark stands below its cell")
    func diagnostic() {
        let source = "1,\u{1B}[31m90,5"
        let shown = Diagnostic(
            .notANumber, "\"\u{1B}[31m90\" is not a number",
            place: .init(
                file: "a\u{7}.csv", line: 2, column: 3, identity: "\u{1B}", columnName: "g\u{8}", sourceLine: source,
                underline: 2..<9),
            help: ["--unit g\u{8}=mg/dL"]
        ).rendered()
        #expect(shown.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
        let lines = shown.split(separator: "\n")
        #expect(lines[2] == "2 | 1,\\u{1B}[31m90,5")
        #expect(lines[3] == "  |   ^^^^^^^^^^^^")
    }

    @Test("names of any length leave a message readable")
    func length() {
        let name = String(repeating: "HEADER RECORD ", count: 5_000)
        for diagnostic in [
            BindingProblem.nothingBound([name]),
            BindingProblem.unknownColumn("x", option: "--id", columns: [name, name]),
            BindingProblem.ambiguous([name, name + "2"], .glucose, nil, preset: nil),
        ] {
            #expect(diagnostic.rendered().utf8.count < 2_500)
        }
    }
}
