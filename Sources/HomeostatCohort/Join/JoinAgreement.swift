/// Whether a column that stands in two joined files says the same in both.
struct JoinAgreement: Sendable {
    let interpreter: CellInterpreter
    let otherInterpreter: CellInterpreter

    /// Two numbers with decimals agree where they differ by no more than the rounding to 15 significant digits, with
    /// which many programs write text.
    static let tolerance = 1e-14

    /// Compares two cells as they stand in their files.
    ///
    /// - Returns: the two texts where both hold something and it is not the same; `nil` where they agree.
    func difference(_ cell: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> (String, String)? {
        if cell == other { return nil }
        let text = CellInterpreter.trimmed(unquoted(cell))
        let otherText = CellInterpreter.trimmed(unquoted(other))
        if text == otherText { return nil }
        if interpreter.read(text) == .absent(.missing) || otherInterpreter.read(otherText) == .absent(.missing) {
            return nil
        }
        if let number = DecimalDigits(text, decimalMark: interpreter.decimalMark),
            let otherNumber = DecimalDigits(otherText, decimalMark: otherInterpreter.decimalMark)
        {
            if number == otherNumber { return nil }
            let isExact = number.isWrittenAsInteger && otherNumber.isWrittenAsInteger
            if !isExact, let value = parseNumber(Array(text.utf8), decimalMark: interpreter.decimalMark),
                let otherValue = parseNumber(Array(otherText.utf8), decimalMark: otherInterpreter.decimalMark),
                JoinAgreement.isClose(value, otherValue, JoinAgreement.tolerance)
            {
                return nil
            }
        }
        return (text, otherText)
    }

    static func isClose(_ one: Double, _ other: Double, _ tolerance: Double) -> Bool {
        abs(one - other) <= tolerance * max(abs(one), abs(other))
    }
}
