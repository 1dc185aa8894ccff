import ArgumentParser
import HomeostatCohort
import HomeostatIndices

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What a cohort file is found to be, and what would have to be settled.",
        discussion: """
            Reads the whole file and reports its format, the columns with quantity, unit and how these were found, what \
            the cells hold, repeated rows (with --id), and the indices that can be computed. Exit status 65 where units \
            or columns are not settled, 3 where rows or cells fail beyond what is accepted.

            Example: homeostat check Datasets/virtual/fasting.csv --id id
            """)

    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup var limits: LimitOptions
    @OptionGroup var format: TextOrJSON

    mutating func run() async throws {
        try limits.check()
        let options = try input.cohortOptions()
        let isJSON = try format.isJSON()
        let meter = ProgressMeter()
        let report = try await CohortInput(InputSource(argument: input.input), options: options).check {
            meter.show($0)
        }
        meter.clear()
        let indices = CheckedIndices(report)
        let status = report.exitStatus(maxReject: limits.maxReject, maxFailed: limits.maxFailed)
        if isJSON {
            let members =
                report.members + [
                    .init("indices", indices.json), .init("exit_status", .integer(Int(status.rawValue))),
                ]
            try StandardOutput.write(JSONValue.object(members).indented() + "\n")
        } else {
            let width = terminalWidth()
            try StandardOutput.write(report.text(width: width) + "\n" + indices.text(width: width))
        }
        for problem in report.errors + report.excesses(maxReject: limits.maxReject, maxFailed: limits.maxFailed) {
            StandardError.write(problem.rendered())
        }
        if status != .done { throw status }
    }
}
