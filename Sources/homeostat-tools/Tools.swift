import ArgumentParser

/// What makes parts of the project from other parts. Users of the command line never need it.
@main
struct Tools: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "homeostat-tools",
        abstract: "Makes data sets, figures, constants and the manual page of the project.",
        subcommands: [MakeDatasets.self, MakeFigure.self, FitConstants.self, Manual.self])
}
