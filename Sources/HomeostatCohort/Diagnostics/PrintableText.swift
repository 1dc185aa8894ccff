/// A text of a file as a message may show it: no control character reaches the terminal, where it could colour, move,
/// or rename it, and no mark turns the direction of the text around.
///
/// - Parameters:
///   - text: the text, such as a header or a cell. A control character is shown as in Swift (`\u{1B}`).
///   - limit: the greatest number of characters; what is longer ends in three points.
///   - keepsLines: whether line feeds stay, in a text of several lines.
public func printable(_ text: String, limit: Int = .max, keepsLines: Bool = false) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) || (keepsLines && $0 == 0x0A) }
    if isPlain, text.utf8.count <= limit { return text }
    var shown = ""
    var count = 0
    for character in text {
        guard count < limit else { return shown + "..." }
        for scalar in character.unicodeScalars {
            if isUnprintable(scalar), !(keepsLines && scalar == "\n") {
                shown += escape(scalar)
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        count += 1
    }
    return shown
}

private func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
}

private func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // C0 and C1 controls; marks of direction; line and paragraph separators; the byte order mark.
    case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
}
