import ArgumentParser
import HomeostatCohort
import HomeostatIndices

struct Indices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Every index that the columns of a cohort file allow.",
        discussion: """
            One row is written for each row of the input, in its order: the identifying columns, one column for each \
            index, flags (values that were computed but deserve a second look) and reasons (why a value is absent).

            Example: homeostat indices Datasets/virtual/fasting.csv --id id --indices homa_ir,quicki,tyg

            Indices with one source or low evidence are computed only when named, or with --indices all: see \
            homeostat list.
            """)

    @OptionGroup(title: "Input") var input: InputOptions

    @Option(
        parsing: .singleValue, help: ArgumentHelp("Indices by id, separated by commas, or all.", valueName: "ids"))
    var indices: [String] = []
    @Option(
        help: ArgumentHelp("Glucose of a normal population, with its unit: 91mg/dL, 5.08mmol/L.", valueName: "value"))
    var normalGlucose: String?
    @Option(help: ArgumentHelp("Insulin of a normal population, with its unit: 7uU/mL.", valueName: "value"))
    var normalInsulin: String?
    @Option(
        help: ArgumentHelp("Free fatty acids of a normal population, with their unit.", valueName: "value"))
    var normalFfa: String?
    @ArgumentParser.Flag(
        help: "Use rows whose fasting time is outside 8 to under 24 h, or that were sampled after the load.")
    var allowNonfasting = false
    @ArgumentParser.Flag(help: "Add a column with the class of each index that has published limits.")
    var classes = false

    @ArgumentParser.Flag(
        help: ArgumentHelp(
            """
            Instead of rows, one line per index: n, mean, SD, quartiles and their greatest relative error (0 up to a \
            million rows), and missing rows by cause, each under the first input that is absent.
            """))
    var summary = false
    @Option(help: ArgumentHelp("With --summary: one line per index and value of this column.", valueName: "column"))
    var group: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    mutating func run() async throws {
        let format = try output.tableFormat()
        try checkCombinations()
        let inputs = [input.input] + input.joins
        try output.check(reading: inputs)
        var options = try input.cohortOptions()
        if !output.dryRun { options.rejects = try output.openRejects() }
        let isRecorded = output.recordPath != nil && !output.dryRun
        if isRecorded { options.streamDigests = StreamDigests() }
        let source = InputSource(argument: input.input)
        let run = try IndicesRun(
            CohortInput(source, options: options, mustBeSeekable: summary), options: try indicesOptions(options.factors)
        )
        let report = RunReport(run.session, output: output, isSummary: summary)
        report.describe(run)
        if output.dryRun { return }
        // Beside the run, which reads the same bytes: after it, they would cost their full time.
        async let digests = SHA256.ofFiles(isRecorded ? inputs.filter { $0 != "-" && isRegularFile($0) } : [])
        var record = report.record(indices: run.plan.indices)
        let meter = ProgressMeter()
        let written: IndicesRun.Written
        if summary {
            written = try await run.writeSummary(to: try output.open(), format: format, group: group) { meter.show($0) }
        } else {
            written = try await run.writeRows(to: try output.open(), format: format) { meter.show($0) }
        }
        meter.clear()
        if !written.shown.isEmpty {
            try StandardOutput.write(TerminalTable.text(written.shown, of: written.outcome.counts.rowsWritten) + "\n")
        }
        try output.finish(&record, report: report, written: written, digests: try await digests)
    }

    /// Refuses options that would have no effect.
    private func checkCombinations() throws(Diagnostic) {
        func refuse(_ option: String, _ reason: String, _ help: String) -> Diagnostic {
            Diagnostic(.invalidOption, "\(option) \(reason)", help: [help])
        }
        if !summary, group != nil { throw refuse("--group", "is for summaries", "add --summary") }
        if summary, classes { throw refuse("--classes", "has no place in a summary", "leave it away") }
        if summary, !input.keep.isEmpty { throw refuse("--keep", "has no place in a summary", "leave it away") }
    }

    private func indicesOptions(_ factors: ConversionFactors) throws(Diagnostic) -> IndicesOptions {
        var options = IndicesOptions()
        let names = try InputOptions.list(indices.map { String($0.filter { $0 != " " }) }, option: "--indices")
        if names == ["all"] { options.all = true } else if !names.isEmpty { options.names = names }
        for (name, text, quantity) in [
            ("--normal-glucose", normalGlucose, Quantity.normalGlucose),
            ("--normal-insulin", normalInsulin, .normalInsulin), ("--normal-ffa", normalFfa, .normalFreeFattyAcids),
        ] {
            guard let text else { continue }
            options.parameters[quantity] = try quantity.parameter(text, option: name, factors: factors)
        }
        options.allowNonFasting = allowNonfasting
        options.writesClasses = classes
        return options
    }
}
