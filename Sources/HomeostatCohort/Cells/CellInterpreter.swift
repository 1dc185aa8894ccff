/// What `--lod` does with a value beyond a limit of detection.
public enum LimitOfDetectionRule: String, Sendable, CaseIterable {
    /// The value stays empty, cause `censored`.
    case exclude
    /// The limit itself.
    case limit
    /// Half of a lower limit.
    case half
    /// A lower limit over the square root of 2, as NHANES fills.
    case sqrt2
}

/// What a cell says.
enum CellReading: Equatable {
    case value(Double)
    /// The substitute for a value beyond a limit of detection.
    case substitute(Double)
    case absent(Cause)
}

/// Reads cells that are no plain number: codes for missing, values beyond a limit of detection, and junk.
///
/// A cell is read whole or not at all: "95 mg/dL" is not 95.
struct CellInterpreter: Sendable {
    /// Folded texts that stand for missing.
    private var missingTexts: Set<String> = ["", "na", "n/a", ".", "nan", "null", "#n/a"]
    /// Numbers that stand for missing, from `--na`.
    private(set) var missingNumbers: [Double] = []
    var limitRule: LimitOfDetectionRule
    var decimalMark: UInt8

    /// - Parameter extraMissing: the texts of `--na`. One that is a number stands for every way to write that number.
    init(extraMissing: [String], limitRule: LimitOfDetectionRule, decimalMark: UInt8) {
        self.limitRule = limitRule
        self.decimalMark = decimalMark
        for text in extraMissing {
            missingTexts.insert(CellInterpreter.folded(CellInterpreter.trimmed(text)))
            if let number = parseNumber(Array(CellInterpreter.trimmed(text).utf8), decimalMark: decimalMark) {
                missingNumbers.append(number)
            }
        }
    }

    /// Whether a text, as it is or as a number, stands for missing.
    func isMissing(_ text: String) -> Bool {
        missingTexts.contains(CellInterpreter.folded(CellInterpreter.trimmed(text)))
    }

    /// Reads the text of a cell, without enclosing quotes.
    func read(_ text: String) -> CellReading {
        let trimmed = CellInterpreter.trimmed(text)
        let folded = CellInterpreter.folded(trimmed)
        if missingTexts.contains(folded) { return .absent(.missing) }
        if let number = parseNumber(Array(trimmed.utf8), decimalMark: decimalMark) {
            return missingNumbers.contains(number) ? .absent(.missing) : .value(number)
        }
        if CellInterpreter.limitWords.contains(folded) { return .absent(.censored) }
        return readCensored(trimmed) ?? .absent(.notANumber)
    }

    /// `<2.0`, `< 2`, `≤2`, `>300`, `≥ 300`.
    private func readCensored(_ text: String) -> CellReading? {
        guard let sign = text.unicodeScalars.first else { return nil }
        let isLower: Bool
        switch sign {
        case "<", "\u{2264}": isLower = true
        case ">", "\u{2265}": isLower = false
        default: return nil
        }
        var rest = text.unicodeScalars.dropFirst()
        if rest.first == "=" { rest = rest.dropFirst() }
        let number = CellInterpreter.trimmed(String(String.UnicodeScalarView(rest)))
        guard let limit = parseNumber(Array(number.utf8), decimalMark: decimalMark), limit > 0 else { return nil }
        switch limitRule {
        case .exclude: return .absent(.censored)
        case .limit: return .substitute(limit)
        case .half: return isLower ? .substitute(limit / 2) : .absent(.censored)
        case .sqrt2: return isLower ? .substitute(limit / 2.0.squareRoot()) : .absent(.censored)
        }
    }

    /// Words of meters for a value beyond their range; no limit is known.
    private static let limitWords: Set<String> = ["low", "high", "lo", "hi", "0lo", "0hi"]

    /// Without blanks at both ends, no-break and other Unicode spaces included.
    static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x09, 0x0D, 0xA0, 0x2000...0x200B, 0x202F, 0x205F, 0x3000, 0xFEFF: true
        default: false
        }
    }

    /// ASCII letters in lower case; other characters as they are.
    static func folded(_ text: String) -> String {
        String(
            decoding: text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 },
            as: UTF8.self)
    }
}
