import ArgumentParser
import HomeostatCohort
import HomeostatIndices

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Indices, error codes, causes, quantities, presets and classes.",
        // What would be made of the options is longer than a line of a terminal, and is not broken.
        usage: "homeostat list [--indices | --errors | ...] [<options>]",
        discussion: """
            Example: homeostat list --family lipid

            Example: homeostat list --quantities --format csv
            """)

    enum Subject: String, EnumerableFlag {
        case indices, errors, causes, quantities, presets, classes

        static func help(for value: Subject) -> ArgumentHelp? {
            switch value {
            case .indices: "Every index (the default)."
            case .errors: "Every code of an error or a warning."
            case .causes: "What may stand in reasons and flags, and why rows are rejected."
            case .quantities: "Units, ranges and names of columns."
            case .presets: "Known kinds of files."
            case .classes: "Published limits between classes of sensitivity."
            }
        }
    }

    @ArgumentParser.Flag var subject = Subject.indices
    @Option(
        help: ArgumentHelp(
            "Indices of one family: \(Index.Family.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "family"))
    var family: String?
    @OptionGroup var format: ReportFormat

    mutating func run() throws {
        let table: ReportTable =
            switch subject {
            case .indices: Listing.indices(family: try wantedFamily())
            case .errors: Listing.errors()
            case .causes: Listing.causes()
            case .quantities: Listing.quantities()
            case .presets: Listing.presets()
            case .classes: Listing.classes()
            }
        try StandardOutput.write(table.text(try format.tableFormat(), width: terminalWidth()))
    }

    private func wantedFamily() throws(Diagnostic) -> Index.Family? {
        guard let family else { return nil }
        if let known = Index.Family(rawValue: family) { return known }
        throw Diagnostic(
            .invalidOption, "--family \(family) cannot be used",
            help: ["expected: \(Index.Family.allCases.map(\.rawValue).joined(separator: ", "))"])
    }
}
