import ArgumentParser
import HomeostatCohort
import HomeostatIndices
import HomeostatModels

struct Regress: AsyncParsableCommand, RepeatableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Regression of a column or an index on others.",
        discussion: """
            The formula is Wilkinson's, as in R: a + b, a * b, a:b, I(x^2), log(x), C(x, ref = 3), poly(x, 2), \
            rcs(x, 4), offset(z), - 1. A name is a column of the file, an index (homa_ir), which is computed on the way, \
            or a quantity (bmi), which is read from the column that is bound to it. Columns of text are categories.

            The table has one row for each coefficient: term, estimate, std_error, statistic, df (empty for the normal \
            distribution), p_value (empty below 1e-300), log10_p, conf_low, conf_high; for logistic, Poisson and Gamma \
            models also ratio, ratio_low, ratio_high; and reasons where a figure is absent. --format json holds all the \
            rest: fit, rows dropped by cause, analyses of variance, tests, inflation, marginal means. --format markdown \
            is for papers.

            Example: homeostat regress Datasets/virtual/fasting.csv --id id --formula 'log(homa_ir) ~ bmi + age + sex'

            Example: homeostat regress Datasets/virtual/fasting.csv --formula 'hypertension ~ age + sex' \
            --method logistic --quartiles homa_ir
            """)

    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup(title: "Model") var model: RegressionOptions
    @ArgumentParser.Flag(help: "Use rows whose fasting time is outside 8 to under 24 h.")
    var allowNonfasting = false
    @Option(
        help: ArgumentHelp(
            "CSV of each row used: fit, residuals, leverage, Cook, DFFITS (least squares).", valueName: "file"))
    var diagnostics: String?
    @OptionGroup(title: "Output") var output: OutputOptions

    var furtherOutput: String? {
        get { diagnostics }
        set { diagnostics = newValue }
    }

    mutating func run() async throws {
        let specification = try model.specification()
        let format = try output.tableFormat()
        try checkCombinations(specification)
        let inputs = [input.input] + input.joins
        try output.check(reading: inputs, further: diagnostics)
        var options = try input.cohortOptions()
        if !output.dryRun { options.rejects = try output.openRejects() }
        let isRecorded = output.recordPath != nil && !output.dryRun
        if isRecorded { options.streamDigests = StreamDigests() }
        var indices = IndicesOptions()
        indices.allowNonFasting = allowNonfasting
        let identity = diagnostics == nil ? [] : options.identity
        let names = specification.columnNames + identity.filter { !specification.columnNames.contains($0) }
        let source = InputSource(argument: input.input)
        let run = try CohortVariablesRun(CohortInput(source, options: options), names: names, options: indices)
        let report = RunReport(run.session, output: output, isSummary: true)
        report.describe(run)
        if output.dryRun { return }
        // Beside the run, which reads the same bytes: after it, they would cost their full time.
        async let digests = SHA256.ofFiles(isRecorded ? inputs.filter { $0 != "-" && isRegularFile($0) } : [])
        var record = report.record(indices: run.plan.indices)
        record.formulas["model"] = specification.formula.description
        record.seed = specification.seed
        let meter = ProgressMeter()
        let variables = try await run.read { meter.show($0) }
        meter.clear()
        let found = try await RegressionReport(
            specification, of: variables, isBrief: format != .json && format != .markdown, threads: options.threads)
        report.describe(found)
        let file = try output.open()
        try file.write(Array(found.text(format, width: terminalWidth()).utf8))
        let written = IndicesRun.Written(
            outcome: variables.outcome, rows: found.rows.count, digest: try file.finish())
        let further = try writeDiagnostics(found, variables, identity: identity, hashes: isRecorded)
        try output.finish(&record, report: report, written: written, further: further, digests: try await digests)
    }

    /// Refuses options that would have no effect.
    private func checkCombinations(_ specification: RegressionSpecification) throws(Diagnostic) {
        if diagnostics != nil, !specification.hasRowTable {
            throw Diagnostic(
                .invalidOption, "--diagnostics goes with least squares only", help: ["leave out --diagnostics"])
        }
        if !input.keep.isEmpty {
            throw Diagnostic(.invalidOption, "--keep has no place in a table of coefficients", help: ["leave it away"])
        }
    }

    /// Writes `--diagnostics`, where it is wanted.
    private func writeDiagnostics(
        _ report: RegressionReport, _ variables: CohortVariables, identity: [String], hashes: Bool
    ) throws(Diagnostic) -> RunRecord.File? {
        guard let diagnostics, let table = report.rowTable else { return nil }
        let cells = identity.map { (name: $0, cells: variables.cells(of: $0)) }
        let file = try OutputFile(path: diagnostics, hashes: hashes)
        try file.write(Array(table.csv(rows: report.usedRows, identity: cells).utf8))
        return RunRecord.File(path: diagnostics, sha256: try file.finish(), rows: report.usedRows.count)
    }
}
