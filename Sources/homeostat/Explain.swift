import ArgumentParser
import HomeostatCohort
import HomeostatIndices

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "An index, an error code, a cause, a flag, a quantity or a preset.",
        discussion: """
            Of an index: formula and units, inputs, domain, direction, cut-offs with their populations, source, evidence, \
            and what other programs get wrong.

            Example: homeostat explain homa_ir

            Example: homeostat explain D102
            """)

    @Argument(
        help: ArgumentHelp(
            "The name of an index (homa_ir), a code (D102), a cause (censored), a quantity (hdl).", valueName: "name"))
    var names: [String]
    @OptionGroup var format: TextOrJSON

    mutating func run() throws {
        var explanations: [Explanation] = []
        for name in names { explanations += try Explanation.all(of: name) }
        if try format.isJSON() {
            try StandardOutput.write(JSONValue.array(explanations.map(\.json)).indented() + "\n")
        } else {
            let width = min(terminalWidth(), 100)
            try StandardOutput.write(explanations.map { $0.text(width: width) }.joined(separator: "\n"))
        }
    }
}
