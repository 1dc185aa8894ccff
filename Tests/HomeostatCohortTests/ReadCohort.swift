import HomeostatTestSupport
import Synchronization

@testable import HomeostatCohort

/// A cohort file that was read whole.
struct ReadCohort {
    /// One column: values where they are, causes where not, decimals where they were asked for.
    struct Column: Equatable {
        var values: [Double?] = []
        var causes: [Cause?] = []
        var flags: [Flag] = []
        var decimals: [(significand: Int64, exponent: Int16)?] = []

        static func == (left: Column, right: Column) -> Bool {
            left.values.map { $0?.bitPattern } == right.values.map { $0?.bitPattern } && left.causes == right.causes
                && left.flags == right.flags
        }
    }

    var quantities: [Quantity] = []
    var columns: [Column] = []
    /// The text of every cell of every good row.
    var cells: [[String]] = []
    var outcome = CohortOutcome()
    var dialect: Dialect?
    var warnings: [Diagnostic] = []

    subscript(quantity: Quantity) -> Column? {
        quantities.firstIndex(of: quantity).map { columns[$0] }
    }
}

/// Keeps what a pass hands out.
private final class Collected: Sendable {
    let state = Mutex(ReadCohort())
}

private struct Collector: CohortConsumer {
    let collected: Collected
    let cellCount: Int
    private var part = ReadCohort()

    init(_ collected: Collected, cells: Int) {
        self.collected = collected
        cellCount = cells
    }

    mutating func process(_ block: CohortBlock) throws(Diagnostic) {
        part = ReadCohort()
        for column in block.columns {
            var read = ReadCohort.Column()
            for row in 0..<block.count {
                read.causes.append(column.cause(row))
                read.values.append(column[row].isNaN ? nil : column[row])
                read.flags.append(column.flag(row))
                if let decimals = column.decimals {
                    read.decimals.append(
                        decimals.isExact(row) ? (decimals.significands[row], decimals.exponents[row]) : nil)
                }
            }
            part.columns.append(read)
        }
        for row in 0..<block.count { part.cells.append((0..<cellCount).map { block.text(row, $0) }) }
    }

    mutating func commit() throws(Diagnostic) {
        let part = self.part
        collected.state.withLock { all in
            if all.columns.isEmpty { all.columns = part.columns.map { _ in ReadCohort.Column() } }
            for (position, column) in part.columns.enumerated() {
                all.columns[position].values += column.values
                all.columns[position].causes += column.causes
                all.columns[position].flags += column.flags
                all.columns[position].decimals += column.decimals
            }
            all.cells += part.cells
        }
    }
}

/// Opens and reads a file with every measured quantity that it has.
func readCohort(
    _ path: String, options: CohortOptions = CohortOptions(), decimals: Set<Quantity> = []
) async throws -> ReadCohort {
    var options = options
    options.collectsAllRejects = true
    let input = try CohortInput(.file(path), options: options)
    let quantities = Set(input.binding.columns.map(\.quantity) + input.binding.unsettled.map(\.quantity))
        .subtracting([.subject, .time])
    let dialect = input.dialect
    let cells = input.columns.count
    let session = try CohortSession(input, quantities: quantities, decimals: decimals)
    let names = session.requests.map(\.quantity)
    let warnings = session.sample.warnings
    let collected = Collected()
    let outcome = try await session.pass { Collector(collected, cells: cells) }
    var read = collected.state.withLock { $0 }
    read.quantities = names
    read.outcome = outcome
    read.dialect = dialect
    read.warnings = warnings
    return read
}

/// Writes a text to a file, and opens and reads it.
func readCohort(
    text: String, options: CohortOptions = CohortOptions(), decimals: Set<Quantity> = []
) async throws -> ReadCohort {
    try await readCohort(bytes: Array(text.utf8), options: options, decimals: decimals)
}

/// Writes bytes to a file, and opens and reads it.
func readCohort(
    bytes: [UInt8], options: CohortOptions = CohortOptions(), decimals: Set<Quantity> = []
) async throws -> ReadCohort {
    let folder = try TemporaryDirectory()
    return try await readCohort(try folder.write("cohort", bytes), options: options, decimals: decimals)
}
