import ArgumentParser
import FoundationEssentials
import HomeostatCohort

/// Makes the manual page from the help of the program, so that no option can be forgotten.
struct Manual: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The manual page of homeostat, from its help on standard input.",
        discussion: """
            Example: homeostat --experimental-dump-help | homeostat-tools manual --date 'November 22, 2026' -o homeostat.1
            """)

    @Option(name: .shortAndLong, help: "Where the page goes; standard output where it is not given.")
    var output: String?
    @Option(help: "The date at the foot of the page.")
    var date: String

    mutating func run() throws {
        var help: [UInt8] = []
        while let line = readLine(strippingNewline: false) { help += Array(line.utf8) }
        let dump = try JSONDecoder().decode(HelpDump.self, from: Data(help))
        let page = ManualPage(dump.command, date: date).roff
        let file = try output.map { path throws(Diagnostic) in try OutputFile(path: path) } ?? OutputFile()
        try file.write(Array(page.utf8))
        try file.finish()
    }
}
