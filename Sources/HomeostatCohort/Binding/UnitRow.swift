/// Whether the second line of a file is a row of units (`,,years,mg/dL,uU/mL,kg/m2`) and not the first row of data.
///
/// Every cell must be empty, a unit, or look like one (`pg/mL`), and one at least must be a unit that could be nothing
/// else: `M`, `Y` and `PM` alone could be a sex, a yes and an afternoon.
public func looksLikeUnitRow(_ cells: [String]) -> Bool {
    var hasUnit = false
    for cell in cells {
        let text = unitText(cell)
        if text.isEmpty || text == "-" { continue }
        if Unit(spelling: text) != nil {
            let folded = ColumnTokens.squashed(text)
            let isWord = folded.utf8.count == 1 && folded != "%" || ["mm", "um", "nm", "pm"].contains(folded)
            // mM and pM, with the capital of the molar unit, are no words.
            let isMolar =
                text.utf8.last == UInt8(ascii: "M") && text.unicodeScalars.first?.properties.isLowercase == true
            hasUnit = hasUnit || !isWord || (isMolar && folded.utf8.count == 2)
        } else if !looksLikeUnit(text) {
            return false
        }
    }
    return hasUnit
}

/// A cell without the brackets and spaces around its text.
func unitText(_ cell: String) -> String {
    let outside: Set<Character> = [" ", "\t", "\u{A0}", "(", ")", "[", "]"]
    var text = cell[...]
    while let first = text.first, outside.contains(first) { text.removeFirst() }
    while let last = text.last, outside.contains(last) { text.removeLast() }
    return String(text)
}

/// A quotient of two short words that begin with a letter: a unit of something that is not a quantity here.
private func looksLikeUnit(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count >= 2
        && parts.allSatisfy { part in
            part.utf8.count <= 8 && part.unicodeScalars.first?.properties.isAlphabetic == true
                && !part.contains(" ")
        }
}
