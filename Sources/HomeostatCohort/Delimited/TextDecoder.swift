import HomeostatNumerics

/// What is to be read from a file: the columns with their quantities, and how a cell becomes a number.
public struct ColumnRequest: Sendable {
    /// How the text of a cell becomes a number.
    public enum Reading: Sendable {
        /// Numbers in one unit.
        case number(Unit)
        /// Numbers whose unit stands in another column; they are converted to the quantity's base unit.
        case numberWithUnit(column: Int)
        /// 1 for male, 0 for female.
        case sex(SexCoding)
        /// 1 for yes, 0 for no.
        case yesNo
    }

    /// What the column measures; it decides which values are possible.
    public var quantity: Quantity
    /// Position in the file, from 0.
    public var column: Int
    /// The header, for messages.
    public var name: String
    /// How its cells become numbers, and in which unit they are.
    public var reading: Reading
    /// Whether the decimals are wanted as they were written, beside the Doubles; see ``MeasuredColumn/decimals``.
    public var keepsDecimals: Bool
    /// Whether `--map` and `--unit` both name the column: what the user says twice is not refused for its values.
    public var isInsistedOn = false
    /// The joined file that has the column; `nil` for the input itself.
    public var joinedFile: String?

    /// A request for a column of the input itself, at position `column` from 0.
    public init(quantity: Quantity, column: Int, name: String, reading: Reading, keepsDecimals: Bool = false) {
        self.quantity = quantity
        self.column = column
        self.name = name
        self.reading = reading
        self.keepsDecimals = keepsDecimals
        joinedFile = nil
    }

    /// Whether the cells are numbers, and no codes.
    var isNumber: Bool {
        switch reading {
        case .number, .numberWithUnit: true
        case .sex, .yesNo: false
        }
    }

    /// The unit of the numbers that the column gives.
    public var unit: Unit {
        switch reading {
        case .number(let unit): unit
        case .numberWithUnit: quantity.baseUnit
        case .sex, .yesNo: .none
        }
    }
}

/// A cell that could not be read.
public struct FailedCell: Sendable, Hashable {
    /// Why the cell has no value.
    public var cause: Cause
    /// Position of the column in the list of requests.
    public var request: Int
    /// Good row of the block, from 0.
    public var row: Int
    /// The cell as it stands in the file.
    public var text: String
}

/// Turns the cells of a text block into numbers.
struct TextDecoder: Sendable {
    let requests: [ColumnRequest]
    let columns: Int
    let interpreter: CellInterpreter
    private let checks: [RangeCheck?]
    private let factors: ConversionFactors

    private let delimiter: UInt8

    init(
        requests: [ColumnRequest], columns: Int, delimiter: UInt8, interpreter: CellInterpreter,
        factors: ConversionFactors
    ) {
        self.delimiter = delimiter
        self.requests = requests
        self.columns = columns
        self.interpreter = interpreter
        self.factors = factors
        checks = requests.map { request in
            switch request.reading {
            case .number(let unit): RangeCheck(request.quantity, unit: unit, factors: factors)
            case .numberWithUnit: RangeCheck(request.quantity, unit: request.quantity.baseUnit, factors: factors)
            case .sex, .yesNo: nil
            }
        }
    }

    /// Reads one requested column of the good rows.
    ///
    /// - Parameters:
    ///   - column: where the numbers go; what it held is lost, its memory is used again.
    ///   - failed: called for each cell that is no number or not possible.
    func decode(
        _ position: Int, of index: RowIndex, bytes: [UInt8], into column: inout MeasuredColumn,
        status: inout [UInt8], failed: (FailedCell) -> Void
    ) {
        let request = requests[position]
        column.causes.removeAll(keepingCapacity: true)
        column.flags.removeAll(keepingCapacity: true)
        column.decimals = request.keepsDecimals ? ExactDecimals(count: index.count) : nil
        let count = index.count
        func fail(_ row: Int, _ cause: Cause) {
            failed(FailedCell(cause: cause, request: position, row: row, text: text(row, request.column, index, bytes)))
        }
        switch request.reading {
        case .number:
            readNumbers(request.column, index, bytes, &column, &status, fail)
        case .numberWithUnit(let unitColumn):
            readNumbers(request.column, index, bytes, &column, &status, fail)
            convertByRow(request.quantity, unitColumn, index, bytes, &column, fail)
        case .sex(let coding):
            readCodes(request.column, index, bytes, &column, fail) { coding.value(ofText: $0) }
        case .yesNo:
            readCodes(request.column, index, bytes, &column, fail, TextDecoder.yesNo)
        }
        checks[position]?.apply(to: &column, count: count) { row, _ in fail(row, .implausible) }
    }

    /// Reads one requested column of numbers without a look at ranges; columns of codes are left empty.
    func decodeRaw(
        _ position: Int, of index: RowIndex, bytes: [UInt8], into column: inout MeasuredColumn, status: inout [UInt8]
    ) {
        let request = requests[position]
        column.causes.removeAll(keepingCapacity: true)
        column.flags.removeAll(keepingCapacity: true)
        switch request.reading {
        case .number: readNumbers(request.column, index, bytes, &column, &status) { _, _ in }
        case .numberWithUnit(let unitColumn):
            readNumbers(request.column, index, bytes, &column, &status) { _, _ in }
            convertByRow(request.quantity, unitColumn, index, bytes, &column) { _, _ in }
        case .sex, .yesNo:
            column.lanes = [Lanes](repeating: Lanes(repeating: .nan), count: MeasuredColumn.laneCount(index.count))
        }
    }

    /// The text of a cell, without enclosing quotes.
    func text(_ row: Int, _ column: Int, _ index: RowIndex, _ bytes: [UInt8]) -> String {
        unquoted(bytes[index.field(row, column, columns: columns, in: bytes)])
    }

    private func readNumbers(
        _ position: Int, _ index: RowIndex, _ bytes: [UInt8], _ column: inout MeasuredColumn,
        _ status: inout [UInt8], _ fail: (Int, Cause) -> Void
    ) {
        let count = index.count
        let unread = parseColumn(
            bytes, index: index, column: position, columns: columns, delimiter: delimiter,
            decimalMark: interpreter.decimalMark, into: &column.lanes, status: &status, decimals: &column.decimals)
        for row in count..<column.lanes.count * 8 { column[row] = .nan }
        if unread > 0 {
            for row in 0..<count where status[row] != 0 {
                switch interpreter.read(text(row, position, index, bytes)) {
                case .value(let value):
                    column[row] = value
                    if column.decimals != nil { keepDecimal(row, position, index, bytes, &column) }
                case .substitute(let value):
                    column[row] = value
                    column.addFlag(row, .limitOfDetection, count: count)
                case .absent(let cause):
                    column.setAbsent(row, cause, count: count)
                    if cause.isFailure { fail(row, cause) }
                }
            }
        }
        for code in interpreter.missingNumbers {
            for row in 0..<count where column[row] == code { column.setAbsent(row, .missing, count: count) }
        }
    }

    /// Keeps the decimal of a cell that was a number only for a second look: with quotes or Unicode blanks around it.
    private func keepDecimal(
        _ row: Int, _ position: Int, _ index: RowIndex, _ bytes: [UInt8], _ column: inout MeasuredColumn
    ) {
        let number = Array(CellInterpreter.trimmed(text(row, position, index, bytes)).utf8)
        guard let parsed = parseDecimal(number, decimalMark: interpreter.decimalMark) else { return }
        column.decimals?.significands[row] = parsed.significand
        column.decimals?.exponents[row] = parsed.exponent
        column.decimals?.exact[row] = 1
    }

    private func convertByRow(
        _ quantity: Quantity, _ unitColumn: Int, _ index: RowIndex, _ bytes: [UInt8], _ column: inout MeasuredColumn,
        _ fail: (Int, Cause) -> Void
    ) {
        var conversions: [String: UnitConversion?] = [:]
        for row in 0..<index.count where !column[row].isNaN {
            let unitText = text(row, unitColumn, index, bytes)
            let conversion: UnitConversion?
            if let known = conversions[unitText] {
                conversion = known
            } else {
                conversion = Unit(spelling: unitText).flatMap {
                    UnitConversion(quantity, from: $0, to: quantity.baseUnit, factors: factors)
                }
                conversions[unitText] = conversion
            }
            if let conversion {
                column[row] = conversion(column[row])
                if conversion != .identity { column.decimals?.forget(row) }
            } else {
                column.setAbsent(row, .unknownUnit, count: index.count)
                fail(row, .unknownUnit)
            }
        }
    }

    private func readCodes(
        _ position: Int, _ index: RowIndex, _ bytes: [UInt8], _ column: inout MeasuredColumn,
        _ fail: (Int, Cause) -> Void, _ meaning: (String) -> Double?
    ) {
        let count = index.count
        column.lanes = [Lanes](repeating: Lanes(repeating: .nan), count: MeasuredColumn.laneCount(count))
        var known: [ArraySlice<UInt8>: Double] = [:]
        for row in 0..<count {
            let cell = bytes[index.field(row, position, columns: columns, in: bytes)]
            if let value = known[cell] {
                column[row] = value
                continue
            }
            let text = unquoted(cell)
            if let value = meaning(CellInterpreter.folded(CellInterpreter.trimmed(text))) {
                column[row] = value
                if known.count < 16 { known[cell] = value }
            } else if interpreter.isMissing(text) {
                column.setAbsent(row, .missing, count: count)
            } else {
                column.setAbsent(row, .unknownCode, count: count)
                fail(row, .unknownCode)
            }
        }
    }

    /// 1 and 0, yes and no, true and false.
    ///
    /// - Parameter folded: the text in lower case, without blanks at its ends.
    static func yesNo(_ folded: String) -> Double? {
        switch folded {
        case "1", "1.0", "yes", "y", "true": 1
        case "0", "0.0", "no", "n", "false": 0
        default: nil
        }
    }
}

/// The content of a field: enclosing quotes removed, `""` as `"`.
func unquoted(_ field: ArraySlice<UInt8>) -> String {
    guard field.count >= 2, field.first == UInt8(ascii: "\""), field.last == UInt8(ascii: "\"") else {
        return String(decoding: field, as: UTF8.self)
    }
    var content: [UInt8] = []
    var index = field.startIndex + 1
    let end = field.endIndex - 1
    while index < end {
        content.append(field[index])
        index += field[index] == UInt8(ascii: "\"") && index + 1 < end && field[index + 1] == UInt8(ascii: "\"") ? 2 : 1
    }
    return String(decoding: content, as: UTF8.self)
}

extension SexCoding {
    /// 1 for male and 0 for female; `nil` where the coding does not explain the text.
    func value(ofText text: String) -> Double? {
        let sex: Sex?
        switch self {
        case .letters: sex = Sex(text)
        default: sex = parseNumber(Array(text.utf8), decimalMark: UInt8(ascii: ".")).flatMap { self.sex($0) }
        }
        return sex.map { $0 == .male ? 1 : 0 }
    }
}
