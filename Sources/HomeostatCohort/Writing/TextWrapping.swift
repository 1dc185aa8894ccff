/// Lines of at most `width` characters, broken between words.
///
/// - Parameters:
///   - text: blanks between words become one; a line break in it stays.
///   - breaksWords: whether a word that is longer than a line is broken, too; otherwise it keeps a line of its own.
public func wrapped(_ text: String, width: Int, breaksWords: Bool = false) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
        var line = ""
        var length = 0
        for whole in paragraph.split(separator: " ") {
            var word = whole
            while breaksWords, word.count > width {
                if length > 0 { lines.append(line) }
                lines.append(String(word.prefix(width)))
                word = word.dropFirst(width)
                line = ""
                length = 0
            }
            let wordLength = word.count
            if length > 0, length + 1 + wordLength > width {
                lines.append(line)
                line = ""
                length = 0
            }
            if length > 0 {
                line += " "
                length += 1
            }
            line += word
            length += wordLength
        }
        lines.append(line)
    }
    return lines
}

/// A text filled with blanks to `width` characters.
func padded(_ text: String, to width: Int, onTheLeft: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    return onTheLeft ? blanks + text : text + blanks
}

extension String {
    /// Without blanks at its end.
    var withoutTrailingBlanks: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// The part before the first full stop that a blank follows.
    public var firstSentence: String {
        var previous: Character = " "
        for (position, character) in zip(indices, self) {
            if previous == ".", character == " " { return String(self[..<position]) }
            previous = character
        }
        return self
    }
}
