import ArgumentParser
import HomeostatCohort
import HomeostatModels

struct MakeDatasets: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datasets",
        abstract: "Writes the virtual cohorts: fasting, ogtt, meals and visits.",
        discussion: "Example: homeostat-tools datasets Datasets/virtual")

    @Argument(help: "An existing folder.")
    var folder: String

    func run() throws {
        for table in VirtualTable.all() {
            let file = try OutputFile(path: "\(folder)/\(table.name).csv")
            try file.write(Array(table.csv.utf8))
            try file.finish()
        }
    }
}
