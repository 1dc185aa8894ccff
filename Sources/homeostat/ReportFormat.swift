import ArgumentParser
import HomeostatCohort

/// The option of verbs that show facts about the program or a file.
struct ReportFormat: ParsableArguments {
    @Option(help: ArgumentHelp("table, csv, tsv, json, ndjson, markdown.", valueName: "format"))
    var format: String?

    /// What was asked for; a table for people where nothing was.
    func tableFormat() throws(Diagnostic) -> TableFormat {
        guard let format else { return .table }
        if let known = TableFormat(rawValue: format == "md" ? "markdown" : format) { return known }
        throw Diagnostic(
            .invalidOption, "--format \(format) cannot be used",
            help: ["expected: table, csv, tsv, json, ndjson, markdown"])
    }
}

/// The option of verbs whose report is no table.
struct TextOrJSON: ParsableArguments {
    @Option(help: ArgumentHelp("text or json.", valueName: "format"))
    var format = "text"

    /// Whether JSON was asked for.
    func isJSON() throws(Diagnostic) -> Bool {
        switch format {
        case "json": return true
        case "text", "table": return false
        default:
            throw Diagnostic(.invalidOption, "--format \(format) cannot be used", help: ["expected: text, json"])
        }
    }
}

extension StandardOutput {
    /// Writes a whole report.
    static func write(_ text: String) throws(Diagnostic) {
        let file = OutputFile()
        try file.write(Array(text.utf8))
        try file.finish()
    }
}
