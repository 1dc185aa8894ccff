import ArgumentParser

struct FitConstants: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit-homa2",
        abstract: "Fits the constants of the HOMA2-equivalent estimate to published pairs and reports the fit.",
        discussion: "Example: homeostat-tools fit-homa2 points.csv --date 2026-01-31")

    @Argument(help: "Points: source,mode,glucose_mmol_l,hormone,hormone_unit,pct_b,pct_s,ir,in_range.")
    var points: String
    @Option(help: ArgumentHelp("Day of the fit, as it shall stand in the file.", valueName: "yyyy-mm-dd"))
    var date: String
    @Option(name: .shortAndLong, help: ArgumentHelp("Swift file of the constants.", valueName: "file"))
    var output: String?

    func run() throws {
        try FitHOMA2(pointsPath: points, outputPath: output, date: date).run { print($0) }
    }
}
