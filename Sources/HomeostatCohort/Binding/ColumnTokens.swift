/// The words of a header. Case, separators and the spelling of the micro sign are gone; what follows a bracket or a
/// comma is marked, because a unit may be abbreviated there (`Glucose (mM)`) as it may not in a name.
struct ColumnTokens {
    /// Lower case. A number may have a sign (`-10`) or a decimal point (`2.5h`).
    private(set) var words: [String] = []
    /// For every word, whether it stands in brackets or after a comma.
    private(set) var isStated: [Bool] = []

    init(_ header: String) {
        let scalars = Array(header.unicodeScalars)
        var word = ""
        var stated = false
        for (position, scalar) in scalars.enumerated() {
            let previous = position > 0 ? scalars[position - 1] : " "
            let next = position + 1 < scalars.count ? scalars[position + 1] : " "
            switch scalar {
            case "\u{B5}", "\u{3BC}", "\u{39C}": word += "u"
            case "\u{B2}": word += "2"
            case "%":
                flush(&word, stated)
                words.append("%")
                isStated.append(stated)
            case "." where Self.isDigit(previous) && Self.isDigit(next): word += "."
            case "-" where Self.isDigit(next) && !Self.isWordCharacter(previous), "\u{2212}" where Self.isDigit(next):
                flush(&word, stated)
                word = "-"
            case "(", "[", "{", "\u{FF08}", ",":
                flush(&word, stated)
                stated = true
            case ")", "]", "}", "\u{FF09}":
                flush(&word, stated)
                stated = false
            case _ where Self.isWordCharacter(scalar): word += scalar.properties.lowercaseMapping
            default: flush(&word, stated)
            }
        }
        flush(&word, stated)
    }

    private mutating func flush(_ word: inout String, _ stated: Bool) {
        // (mmol L-1): the exponent belongs to the unit and is no minute.
        if stated, word == "1" || word == "-1", let last = words.last, Self.denominators.contains(last) { word = "" }
        guard !word.isEmpty else { return }
        words.append(word)
        isStated.append(stated)
        word = ""
    }

    mutating func append(_ word: String, isStated stated: Bool) {
        words.append(word)
        isStated.append(stated)
    }

    private static let denominators: Set = ["l", "dl", "ml", "kg", "min"]

    /// The words without anything between them: two names with the same letters and digits are one name.
    var squashed: String { words.joined() }

    /// A text without case and separators.
    static func squashed(_ text: String) -> String { ColumnTokens(text).squashed }

    /// Letters of any script and digits; everything else separates.
    private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || isDigit(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    /// `male1` as `male` and `1`; `30min` as `30` and `min`.
    static func lettersAndDigits(_ word: String) -> [String] {
        var parts: [String] = []
        var lastWasNumber = false
        for character in word {
            let isNumber = ("0"..."9").contains(character) || character == "." || character == "-"
            if isNumber == lastWasNumber, !parts.isEmpty {
                parts[parts.count - 1].append(character)
            } else {
                parts.append(String(character))
            }
            lastWasNumber = isNumber
        }
        return parts
    }
}
