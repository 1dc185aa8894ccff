import HomeostatCohort

extension Explanation {
    /// The code of an error or a warning.
    init(_ code: DiagnosticCode) {
        self.init("\(code.rawValue): about \(code.subject)")
        add("meaning", code.explanation)
        add("exit status", code.consequence)
    }

    /// Why a value is absent.
    init(_ cause: Cause) {
        self.init("\(cause.name): a cause, in the column reasons")
        add("meaning", cause.explanation)
        add(
            "counts",
            cause.isFailure
                ? "as a failed cell: beyond --max-failed (5 % of a column) the exit status is 3" : "as no failure")
    }

    /// Why a row was not written.
    init(_ cause: RejectedRow.Cause) {
        self.init("\(cause.rawValue): the cause of a rejected row")
        add("meaning", cause.code.explanation)
        add(
            "counts",
            cause.isDamage ? "against --max-reject: beyond it the exit status is 3" : "as no damage: nothing was lost")
        add("code", cause.code.rawValue)
    }

    /// Why a value deserves a second look.
    init(flag: (flag: Flag, name: String, explanation: String)) {
        self.init("\(flag.name): a flag, in the column flags")
        add("meaning", flag.explanation)
    }

    /// A quantity that columns can be bound to.
    init(_ quantity: Quantity) {
        self.init("\(quantity.rawValue): a quantity" + (quantity.isParameter ? " that only an option gives" : ""))
        if quantity.title != quantity.rawValue { add("in words", quantity.title) }
        let units = quantity.units.filter { $0 != .none }
        add("units", units.map { "\($0.symbol) (in names: \($0.rawValue))" })
        if !units.isEmpty {
            let isFixed = quantity.hasConventionalUnit
            add(
                "without a unit",
                isFixed
                    ? "read in \(quantity.baseUnit.symbol), the only one in use"
                    : quantity.isParameter ? "the option is refused (D602)" : "the column is refused (D201)")
        }
        if let text = quantity.conversionText() { add("conversion", text) }
        if let range = quantity.range {
            add("possible", "\(range.possibleText) \(quantity.baseUnit.symbol); outside: a failed cell (implausible)")
            add("plausible", "\(range.plausibleText) \(quantity.baseUnit.symbol); outside: computed and flagged")
        }
        let names = quantity.columnNames
        if !names.plain.isEmpty { add("columns", names.plain.joined(separator: ", ")) }
        if !names.needUnit.isEmpty { add("with a unit", names.needUnit.joined(separator: ", ")) }
        let coded = names.coded.map { column in
            let unit = column.unit.symbol
            return column.name + (unit.isEmpty ? "" : " [\(unit)]") + (column.minute.map { " at \($0) min" } ?? "")
        }
        if !coded.isEmpty { add("by study", coded.joined(separator: ", ")) }
        let users = Registry.all.filter { index in index.inputs.contains { $0.quantity == quantity } }.map(\.id)
        if !users.isEmpty { add("used by", users.joined(separator: ", ")) }
    }

    /// The names of a known kind of file.
    init(_ preset: Preset) {
        self.init("\(preset.name): a preset (--preset \(preset.name))")
        add("files", preset.source)
        add(
            "columns",
            preset.columns.map { column in
                let unit = column.unit.symbol
                return "\(column.name): \(column.quantity.rawValue)" + (unit.isEmpty ? "" : " [\(unit)]")
                    + (column.minute.map { ", \($0) min" } ?? "")
            })
        if !preset.identifiers.isEmpty { add("identity", preset.identifiers.joined(separator: ", ")) }
        let codes = preset.sexCodes.sorted { $0.key < $1.key }.map { "\(shortestDecimal($0.key)) \($0.value.rawValue)" }
        if !codes.isEmpty { add("sex", codes.joined(separator: ", ")) }
    }

    /// The status that the program ends with.
    init(_ status: ExitStatus) {
        self.init("\(status.rawValue): an exit status")
        add("meaning", status.meaning)
        let codes = DiagnosticCode.allCases.filter { $0.finalStatus == status }.map(\.rawValue)
        if !codes.isEmpty { add("codes", codes.joined(separator: ", ")) }
    }
}

extension ValueRange {
    /// "(0, 2000]" or "[5, 150]": a round bracket where the end does not belong to the range.
    var possibleText: String {
        "\(lowerEndIsOpen ? "(" : "[")\(shortestDecimal(possible.lowerBound)), \(shortestDecimal(possible.upperBound))]"
    }

    var plausibleText: String { "[\(shortestDecimal(plausible.lowerBound)), \(shortestDecimal(plausible.upperBound))]" }
}

extension DiagnosticCode {
    /// What the code says of: it decides what becomes of the run.
    private enum Scope {
        case run, row, cell, warning
    }

    private var scope: Scope {
        switch self {
        case .notANumber, .impossibleValue, .unknownCode, .unknownUnitInRow: .cell
        case .fieldCount, .undecodableBytes, .nulByte, .lineTooLong, .unclosedQuote, .textAfterQuote: .row
        case .censoredWithoutLimit, .medianOutsidePlausible, .swappedColumns, .insulinLooksMolar, .noRows,
            .dependentColumns:
            .warning
        default: .run
        }
    }

    /// The exit status of a run in which nothing worse was met.
    var finalStatus: ExitStatus {
        switch scope {
        case .run: exitStatus
        case .row, .cell: .doneWithRejects
        case .warning: .done
        }
    }

    /// The exit status, and what it depends on.
    var consequence: String {
        switch scope {
        case .run: "\(exitStatus.rawValue): \(exitStatus.meaning)"
        case .row: "3 where more rows were rejected than --max-reject allows (0 by default), otherwise 0"
        case .cell: "3 where more cells of a column failed than --max-failed allows (5 % by default), otherwise 0"
        case .warning: "0: it is said, and the run goes on"
        }
    }

    /// What the group of codes is about.
    public var subject: String {
        switch rawValue.dropFirst().first {
        case "1": "a cell"
        case "2": "columns, quantities and units"
        case "3": "the file and its structure"
        case "4": "rows and their identity"
        case "5": "output"
        case "6": "usage"
        case "7": "recorded runs"
        case "8": "formulas and models"
        default: "the program itself"
        }
    }
}

extension ExitStatus {
    /// Every status, from success on.
    public static let all: [ExitStatus] = [
        .done, .doneWithRejects, .usage, .data, .noInput, .internalFault, .cannotWrite, .interrupted,
    ]

    /// What the status says.
    public var meaning: String {
        switch self {
        case .done: "done"
        case .doneWithRejects:
            "done, but more rows were rejected than --max-reject allows, or more cells failed than --max-failed allows"
        case .usage: "wrong usage: the options cannot be used"
        case .data: "the data cannot be used; the message says what would settle it"
        case .noInput: "there is no such input, or it cannot be read"
        case .internalFault: "a fault of the program"
        case .cannotWrite: "the output cannot be written"
        case .interrupted: "interrupted; no partial file is left"
        }
    }
}
