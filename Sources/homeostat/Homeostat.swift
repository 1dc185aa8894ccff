import ArgumentParser
import HomeostatCohort

@main
struct Homeostat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "homeostat",
        abstract: "Indices of insulin sensitivity and secretion from cohort files.",
        discussion: """
            Research software: no medical device and no basis for dosing.

            Example: homeostat indices Datasets/virtual/fasting.csv --id id -o indices.csv

            Completions for the shell: homeostat --generate-completion-script bash (or zsh, fish)
            """,
        version: version,
        subcommands: [Check.self, Indices.self, Regress.self, List.self, Explain.self, Verify.self, SelfTestVerb.self])

    static let version = "0.1.0"

    static func main() async {
        await CommandLineProgram.run(Homeostat.self)
    }
}
