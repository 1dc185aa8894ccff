import ArgumentParser
import HomeostatCohort
import HomeostatIndices

struct SelfTestVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Certified cases on this machine, and the BLAS that is live.",
        discussion: """
            Exit status 0 where all cases pass, 70 otherwise.

            Example: homeostat selftest
            """)

    @ArgumentParser.Flag(help: "Show every case.")
    var each = false
    @OptionGroup var format: ReportFormat

    mutating func run() async throws {
        let cases = await SelfTest.run()
        let wanted = try format.tableFormat()
        // Other programs want every case.
        let isShort = wanted == .table && !each
        let width = terminalWidth()
        var text = SelfTestCase.table(cases, each: !isShort).text(wanted, width: width)
        let failed = cases.count { !$0.passed }
        if wanted == .table {
            text += "\n" + SelfTest.machineTable.text(.table, width: width)
            text += failed == 0 ? "\nall \(cases.count) cases passed\n" : "\n\(failed) of \(cases.count) cases FAILED\n"
        }
        try StandardOutput.write(text)
        if failed > 0 { throw ExitStatus.internalFault }
    }
}
