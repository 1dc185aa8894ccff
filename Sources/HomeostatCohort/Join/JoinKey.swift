/// The value of the key columns of a row.
///
/// Numbers are equal by value, however they are written: 93708, 93708.0 and 9.3708e4. They are compared by their
/// decimal digits and not as binary numbers, so that two identities of 17 or more digits never become one.
enum JoinKey: Hashable, Sendable {
    case integer(Int64)
    case text(String)
}

/// Reads the keys of one file.
struct JoinKeyReader: Sendable {
    /// Positions of the key columns, in the order of `--on`.
    let columns: [Int]
    let columnCount: Int
    private let decimalMark: UInt8
    /// The codes of `--na` are codes of measurements: an identity may be 999.
    private let interpreter: CellInterpreter

    init(columns: [Int], columnCount: Int, decimalMark: UInt8) {
        self.columns = columns
        self.columnCount = columnCount
        self.decimalMark = decimalMark
        interpreter = CellInterpreter(extraMissing: [], limitRule: .exclude, decimalMark: decimalMark)
    }

    /// The key of a row; `nil` where one of its parts is missing.
    func key(_ row: Int, of index: RowIndex, bytes: [UInt8]) -> JoinKey? {
        if columns.count == 1 { return part(bytes[index.field(row, columns[0], columns: columnCount, in: bytes)]) }
        var together = ""
        for column in columns {
            switch part(bytes[index.field(row, column, columns: columnCount, in: bytes)]) {
            case nil: return nil
            case .integer(let number)?: together += "\(number)"
            case .text(let text)?: together += text
            }
            // A separator that no text has.
            together += "\u{1F}"
        }
        return .text(together)
    }

    /// The key as a message shows it.
    func shown(_ row: Int, of index: RowIndex, bytes: [UInt8]) -> String {
        columns.map { column in
            CellInterpreter.trimmed(unquoted(bytes[index.field(row, column, columns: columnCount, in: bytes)]))
        }.joined(separator: ", ")
    }

    private func part(_ cell: ArraySlice<UInt8>) -> JoinKey? {
        if let number = JoinKeyReader.plainInteger(cell) { return .integer(number) }
        let text = CellInterpreter.trimmed(unquoted(cell))
        if interpreter.isMissing(text) { return nil }
        guard let digits = DecimalDigits(text, decimalMark: decimalMark) else { return .text(text) }
        return digits.integer.map { .integer($0) } ?? .text(digits.canonical)
    }

    /// A number of up to 18 digits and nothing else.
    private static func plainInteger(_ cell: ArraySlice<UInt8>) -> Int64? {
        guard !cell.isEmpty, cell.count <= 18 else { return nil }
        var value: Int64 = 0
        for byte in cell {
            let digit = byte &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }
}

/// A decimal number as its significant digits and a power of ten: equal numbers have equal digits, however long.
struct DecimalDigits: Equatable {
    /// Without zeros at either end; empty for zero.
    let digits: [UInt8]
    let isNegative: Bool
    /// The power of ten of the last digit.
    let exponent: Int
    /// Whether it is written without a decimal mark and without an exponent.
    let isWrittenAsInteger: Bool

    /// - Returns: `nil` where the text is no number.
    init?(_ text: String, decimalMark: UInt8) {
        let bytes = Array(text.utf8)
        guard parseNumber(bytes, decimalMark: decimalMark) != nil else { return nil }
        var digits: [UInt8] = []
        var exponent = 0
        var isNegative = false
        var isFraction = false
        var isPlain = true
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isFraction { exponent -= 1 }
                if byte != UInt8(ascii: "0") || !digits.isEmpty { digits.append(byte) }
            case UInt8(ascii: "-"): isNegative = true
            case decimalMark:
                isFraction = true
                isPlain = false
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard let power = Int(String(decoding: bytes[position...], as: UTF8.self)) else { return nil }
                let (sum, overflow) = exponent.addingReportingOverflow(power)
                if overflow { return nil }
                exponent = sum
                isPlain = false
                position = bytes.count
            default: break
            }
        }
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        self.digits = digits
        self.isNegative = isNegative && !digits.isEmpty
        self.exponent = digits.isEmpty ? 0 : exponent
        isWrittenAsInteger = isPlain
    }

    static func == (one: DecimalDigits, other: DecimalDigits) -> Bool {
        one.digits == other.digits && one.isNegative == other.isNegative && one.exponent == other.exponent
    }

    /// The number, where it is a whole one of up to 18 digits that is not negative.
    var integer: Int64? {
        guard !isNegative, exponent >= 0, digits.count + exponent <= 18 else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: exponent)) ?? 0
    }

    /// One text for every way to write the number. It begins with a character that no trimmed text begins with.
    var canonical: String { "\u{1E}\(isNegative ? "-" : "")\(String(decoding: digits, as: UTF8.self))e\(exponent)" }
}
