/// Sex, as the equations for body fat, waist or secretion take it.
public enum Sex: String, Sendable, Hashable, CaseIterable {
    case female, male

    /// Reads `M`, `F`, `male`, `female` in any case, with spaces around. Nothing else: a number is a code.
    public init?(_ text: String) {
        switch ColumnTokens.squashed(text) {
        case "m", "male": self = .male
        case "f", "female": self = .female
        default: return nil
        }
    }
}

/// How the cells of a column of sex are to be read.
public enum SexCoding: Sendable, Hashable {
    /// `M`, `F`, `male`, `female`. A number among the cells is an error (D209): nothing says which is which.
    case letters
    /// Numbers with their meaning, by a preset, by the labels of the file or by `--sex-codes`.
    case codes([Double: Sex])
    /// 1 is male and 0 is female: a column named `male`.
    case maleIndicator
    /// 1 is female and 0 is male: a column named `female`.
    case femaleIndicator

    /// The sex of a numeric cell; `nil` where the coding does not explain the number.
    public func sex(_ code: Double) -> Sex? {
        switch self {
        case .letters: nil
        case .codes(let table): table[code]
        case .maleIndicator: code == 1 ? .male : code == 0 ? .female : nil
        case .femaleIndicator: code == 1 ? .female : code == 0 ? .male : nil
        }
    }

    /// Reads the header of a column of sex, which may give its own coding: `sex(male1)`, `sex_male`,
    /// `sex (1=male, 2=female)`.
    ///
    /// - Parameter tokens: the words of the header that follow `sex` or `gender`.
    /// - Returns: `nil` where they are not understood.
    static func stated(by tokens: ArraySlice<String>) -> SexCoding? {
        let parts = tokens.flatMap(ColumnTokens.lettersAndDigits)
        let sexes = parts.compactMap { Sex($0) }
        let numbers = parts.compactMap { Int($0) }.map(Double.init)
        guard sexes.count + numbers.count == parts.count, Set(sexes).count == sexes.count else { return nil }
        switch (sexes.count, numbers.count) {
        case (2, 0): return .letters
        case (1, _) where numbers.isEmpty || numbers == [1]: return sexes == [.male] ? .maleIndicator : .femaleIndicator
        // Word and number must alternate, or it is open which belongs to which.
        case (2, 2)
        where numbers[0] != numbers[1] && (Sex(parts[0]) == nil) != (Sex(parts[1]) == nil)
            && (Sex(parts[2]) == nil) == (Sex(parts[0]) == nil):
            return .codes([numbers[0]: sexes[0], numbers[1]: sexes[1]])
        default: return nil
        }
    }

    /// The coding that the value labels of a foreign file give, where they name both sexes and nothing else twice.
    static func stated(by valueLabels: [(code: Double, label: String)]) -> SexCoding? {
        var table: [Double: Sex] = [:]
        for (code, label) in valueLabels { if let sex = Sex(label) { table[code] = sex } }
        return Set(table.values).count == 2 ? .codes(table) : nil
    }
}
