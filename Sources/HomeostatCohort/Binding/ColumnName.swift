/// What the header of a column says: `glucose_mg_dl_30`, `Fasting.Glucose`, `Insulin (µU/mL)`, `O-PG(120)`.
///
/// A header is read whole or not at all. Its words must be a name from ``ColumnSynonyms``, at most one unit, at most
/// one time, and words that change nothing; a single word beyond these (`clamp`, `mean`, `auc`) and the column is
/// something else.
public struct ColumnName: Sendable, Hashable {
    /// What the header says that the column measures.
    public var quantity: Quantity
    /// The unit that the header gives; it need not fit the quantity.
    public var unit: Unit?
    /// Whether the unit stands in brackets or after a comma, and not as a suffix.
    public var unitIsStated = false
    /// A second unit in the header that contradicts the first: `glucose_mg_dl (mmol/L)`.
    public var otherUnit: Unit?
    /// Minutes after the load. `nil`: no time is given.
    public var minute: Int?
    /// Whether the name is too short to count without a unit or a time.
    public var isTentative = false
    /// For sex, how the header says that it is coded.
    public var sexCoding: SexCoding?

    /// The outcome of reading a header.
    public enum Reading: Sendable, Hashable {
        case quantity(ColumnName)
        /// Something else; with the quantity that it resembles, and why it is not that.
        case other(resembles: Quantity?, reason: String?)
    }

    init(_ meaning: ColumnSynonyms.Meaning) {
        quantity = meaning.quantity
        unit = meaning.unit
        minute = meaning.minute
        isTentative = meaning.isTentative
    }

    /// Reads a header or the label of a variable. Never fails on any text.
    public static func read(_ header: String) -> Reading {
        // No header that means something is longer; the search below is cubic in the number of words.
        guard header.utf8.count <= 256 else { return .other(resembles: nil, reason: nil) }
        let tokens = separatingGlued(ColumnTokens(header))
        guard !tokens.words.isEmpty, tokens.words.count <= 16 else { return .other(resembles: nil, reason: nil) }
        if let sex = readSex(tokens.words) { return .quantity(sex) }

        var resembles: Quantity?
        for length in stride(from: min(6, tokens.words.count), through: 1, by: -1) {
            for start in 0...(tokens.words.count - length) {
                let name = tokens.words[start..<start + length]
                guard let meaning = ColumnSynonyms.meanings[name.joined()] else { continue }
                if resembles == nil, !meaning.isTentative { resembles = meaning.quantity }
                var reader = Reader(tokens: tokens, result: ColumnName(meaning))
                if reader.readWords(before: start), reader.readWords(from: start + length), let name = reader.finish() {
                    return .quantity(name)
                }
            }
        }
        return .other(resembles: resembles, reason: reason(tokens.words, resembles))
    }

    /// The unit that a header gives, whatever the rest of it means: the one in brackets, or the last words.
    public static func unit(in header: String) -> (unit: Unit, isStated: Bool)? {
        guard header.utf8.count <= 256 else { return nil }
        let tokens = ColumnTokens(header)
        let stated = zip(tokens.words, tokens.isStated).filter(\.1).map(\.0)
        for count in stride(from: min(5, stated.count), through: 1, by: -1) {
            if let unit = Unit(spelling: stated.suffix(count).joined(separator: "_")) { return (unit, true) }
        }
        var words = tokens.words[...]
        if let last = words.last, Int(last) != nil { words.removeLast() }
        for count in stride(from: min(4, words.count - 1), through: 1, by: -1) {
            let suffix = words.suffix(count).joined(separator: "_")
            if let unit = Unit(spelling: suffix), !Reader.isAmbiguous(suffix) { return (unit, false) }
        }
        return nil
    }

    /// `FastingGlucose`, `Glucose0`, `ins120` and `PG60min` have no separator before the name or the time.
    private static func separatingGlued(_ tokens: ColumnTokens) -> ColumnTokens {
        var separated = ColumnTokens("")
        for (word, isStated) in zip(tokens.words, tokens.isStated) {
            var pieces = [word]
            if ColumnSynonyms.meanings[word] == nil {
                let parts = ColumnTokens.lettersAndDigits(word)
                let prefix = ColumnSynonyms.glued.first { parts[0].hasPrefix($0) } ?? ""
                let name = String(parts[0].dropFirst(prefix.count))
                let time = parts.dropFirst().joined()
                if let quantity = ColumnSynonyms.meanings[name]?.quantity,
                    time.isEmpty ? quantity.isConcentration : quantity.isSampled
                {
                    pieces = [prefix, name, time].filter { !$0.isEmpty }
                }
            }
            for piece in pieces { separated.append(piece, isStated: isStated) }
        }
        return separated
    }

    /// A column named `male` is an indicator; `sex(male1)` says so, too.
    private static func readSex(_ words: [String]) -> ColumnName? {
        var name = ColumnName(.init(quantity: .sex))
        switch words {
        case ["male"]: name.sexCoding = .maleIndicator
        case ["female"]: name.sexCoding = .femaleIndicator
        case _ where ["sex", "gender"].contains(words[0]) && words.count > 1:
            guard let coding = SexCoding.stated(by: words.dropFirst()) else { return nil }
            name.sexCoding = coding
        default: return nil
        }
        return name
    }

    /// Why a header is not the quantity that it resembles, or what it is.
    private static func reason(_ words: [String], _ resembles: Quantity?) -> String? {
        let known = words.lazy.compactMap { ColumnSynonyms.otherwise[$0] }.first
        if let known, resembles != nil || words.last == "u" { return known }
        return resembles.map { "not read as \($0.rawValue): the name says more than a quantity, a unit and a time" }
    }

    /// Reads the words around the name.
    private struct Reader {
        let tokens: ColumnTokens
        var result: ColumnName
        var isFasting = false
        var isToleranceTest = false

        /// Words before the name: none of them is a unit, and a bare number is no time.
        mutating func readWords(before end: Int) -> Bool {
            var position = 0
            while position < end {
                if let length = readTime(at: position, end: end, bareNumbers: false) {
                    position += length
                } else if readContext(tokens.words[position]) {
                    position += 1
                } else {
                    return false
                }
            }
            return true
        }

        mutating func readWords(from start: Int) -> Bool {
            var position = start
            while position < tokens.words.count {
                if let length = readTime(at: position, end: tokens.words.count, bareNumbers: true)
                    ?? readUnit(at: position)
                {
                    position += length
                } else if readContext(tokens.words[position]) {
                    position += 1
                } else {
                    return false
                }
            }
            return true
        }

        /// Applies what depends on the whole header.
        func finish() -> ColumnName? {
            var name = result
            if let unit = name.unit, let measured = name.quantity.measured(in: unit) { name.quantity = measured }
            // Units per day are the total of a day, and not one dose.
            if name.quantity == .insulinDose, ["d", "day"].contains(tokens.words.last) {
                name.quantity = .totalDailyDose
            }
            if isFasting, !name.quantity.isConcentration || (name.minute ?? 0) != 0 { return nil }
            if isToleranceTest, name.minute == nil { return nil }
            if name.minute != nil, !name.quantity.isSampled { return nil }
            return name
        }

        private mutating func readContext(_ word: String) -> Bool {
            if ColumnSynonyms.neutral.contains(word) { return !result.quantity.isCode }
            guard result.quantity.isConcentration else { return false }
            if ColumnSynonyms.fasting.contains(word) {
                isFasting = true
            } else if ColumnSynonyms.toleranceTest.contains(word) {
                isToleranceTest = true
            } else {
                return ColumnSynonyms.specimen.contains(word)
            }
            return true
        }

        /// The longest run of words that is a unit: `mg dl`, `g per u`, `kg m 2`.
        private mutating func readUnit(at start: Int) -> Int? {
            let words = tokens.words[start...]
            for count in stride(from: min(5, words.count), through: 1, by: -1) {
                let run = words.prefix(count)
                guard run.first != "per", run.last != "per" else { continue }
                let spelling = run.filter { $0 != "per" }.joined(separator: "_")
                guard let unit = Unit(spelling: spelling) else { continue }
                let fits = result.quantity.measured(in: unit) != nil
                if !fits, Self.isShort(spelling) || (Self.isAmbiguous(spelling) && !tokens.isStated[start]) { continue }
                if fits, Self.isAmbiguous(spelling), !tokens.isStated[start] { continue }
                if let first = result.unit, first != unit {
                    // Two units that both measure it are a contradiction; anything else is another name.
                    guard fits, result.quantity.measured(in: first) != nil, result.otherUnit ?? unit == unit else {
                        continue
                    }
                    result.otherUnit = unit
                    return count
                }
                // The same unit twice does no harm: LBXGLU (mg/dL).
                result.unit = unit
                result.unitIsStated = tokens.isStated[start]
                return count
            }
            return nil
        }

        /// `30`, `t30`, `t 30`, `min 30`, `30 min`, `2h`, `2 hr`.
        private mutating func readTime(at start: Int, end: Int, bareNumbers: Bool) -> Int? {
            guard result.minute == nil else { return nil }
            var parts: [String] = []
            var bounds: [Int] = []
            for position in start..<min(end, start + 3) {
                parts += ColumnTokens.lettersAndDigits(tokens.words[position])
                bounds.append(parts.count)
            }
            let hasMark = ["t", "time", "min", "minute", "minutes"].contains(parts.first)
            let number = hasMark ? 1 : 0
            guard parts.indices.contains(number), let value = Double(parts[number]) else { return nil }
            let word = parts.indices.contains(number + 1) ? parts[number + 1] : ""
            let factor: Double? =
                switch word {
                case "min", "mins", "minute", "minutes": 1
                case "h", "hr", "hrs", "hour", "hours": 60
                default: nil
                }
            // The phrase must end where a word ends: 30x is no time.
            let used = number + (factor == nil ? 1 : 2)
            guard let length = bounds.firstIndex(of: used), bareNumbers || hasMark || factor != nil else { return nil }
            let minute = value * (factor ?? 1)
            // Beyond a day it is a year or a number of something.
            guard minute == minute.rounded(), (-180...1440).contains(minute) else { return nil }
            result.minute = Int(minute)
            return length + 1
        }

        /// Abbreviations that are words, too: am and pm, metres and a morning.
        static func isAmbiguous(_ spelling: String) -> Bool { ["mm", "um", "nm", "pm", "mul"].contains(spelling) }

        /// `glucose_min` is a minimum, `weight_m` no weight in metres: such a suffix counts only where it fits.
        static func isShort(_ spelling: String) -> Bool {
            (spelling.utf8.count == 1 && spelling != "u" && spelling != "%") || spelling == "min"
        }
    }
}
