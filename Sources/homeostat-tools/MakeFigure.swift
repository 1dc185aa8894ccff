import ArgumentParser
import HomeostatCohort
import HomeostatFigures
import Synchronization

struct MakeFigure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figure",
        abstract: "Draws fasting insulin against fasting glucose with lines of equal HOMA-IR, as SVG.",
        discussion: "Example: homeostat-tools figure Datasets/virtual/fasting.csv Notebooks/figures/homa-isolines.svg")

    @Argument(help: "A cohort file with glucose in mg/dL, insulin in uU/mL and fasting time in h.")
    var input: String
    @Argument(help: "The figure.")
    var output: String

    func run() async throws {
        let session = try CohortSession(
            CohortInput(.file(input), options: CohortOptions()), quantities: [.glucose, .insulin, .fastingTime])
        func position(_ quantity: Quantity, _ unit: Unit) -> Int? {
            session.requests.firstIndex { $0.quantity == quantity && $0.unit == unit }
        }
        guard let glucose = position(.glucose, .milligramsPerDecilitre),
            let insulin = position(.insulin, .microunitsPerMillilitre), let hours = position(.fastingTime, .hours)
        else { throw ValidationError("\(input) must have glucose in mg/dL, insulin in uU/mL and fasting time in h") }
        let found = FoundPeople()
        _ = try await session.pass {
            PeopleCollector(found: found, glucose: glucose, insulin: insulin, hours: hours)
        }
        let people = found.people.withLock { $0 }
        let figure = HomaIsolines(
            people: people, title: "Fasting glucose, fasting insulin and HOMA-IR",
            subtitle: "\(people.count) virtual people (Datasets/virtual/fasting.csv); lines of equal HOMA-IR")
        let file = try OutputFile(path: output)
        try file.write(Array(SVGWriter.document(figure.scene()).utf8))
        try file.finish()
    }
}

/// What all blocks gave, in the order of the file.
private final class FoundPeople: Sendable {
    let people = Mutex<[HomaIsolines.Person]>([])
}

/// Takes the people of a block who have both values and came fasting, as the index wants them.
private struct PeopleCollector: CohortConsumer {
    let found: FoundPeople
    let glucose: Int
    let insulin: Int
    let hours: Int
    private var block: [HomaIsolines.Person] = []

    init(found: FoundPeople, glucose: Int, insulin: Int, hours: Int) {
        self.found = found
        self.glucose = glucose
        self.insulin = insulin
        self.hours = hours
    }

    mutating func process(_ block: CohortBlock) {
        let columns = block.columns
        self.block = (0..<block.count).compactMap { row in
            guard columns[glucose].cause(row) == nil, columns[insulin].cause(row) == nil,
                (8..<24).contains(columns[hours][row])
            else { return nil }
            return HomaIsolines.Person(glucose: columns[glucose][row], insulin: columns[insulin][row])
        }
    }

    func commit() { found.people.withLock { $0 += block } }
}
