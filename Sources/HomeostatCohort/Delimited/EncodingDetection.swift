extension DialectDetection {
    /// The encoding of a text without a byte order mark: UTF-8 or Windows-1252.
    ///
    /// What is valid UTF-8 is UTF-8. Where it is not, the characters beyond ASCII decide: one damaged byte among many
    /// good characters makes no text of another encoding, and its row is then rejected; text in Windows-1252 has
    /// hardly a pair of bytes that is a character in UTF-8, too (a sharp s before a closing quotation mark is one).
    ///
    /// - Parameter head: the first bytes of the text, of which the last character may be cut.
    static func encoding(of head: [UInt8]) -> TextEncoding {
        let count = completeCharacters(head)
        if isValidUTF8(head + [UInt8](repeating: 0x20, count: TextBlock.padding), 0..<count) { return .utf8 }
        var valid = 0
        var invalid = 0
        var parser = Unicode.UTF8.ForwardParser()
        var bytes = head[..<count].makeIterator()
        scan: while true {
            switch parser.parseScalar(from: &bytes) {
            case .valid(let scalar): valid += scalar.count > 1 ? 1 : 0
            case .error: invalid += 1
            case .emptyInput: break scan
            }
        }
        return valid * 10 >= invalid ? .utf8 : .windows1252
    }

    /// The length of a piece of UTF-8 without a character that its end cuts.
    private static func completeCharacters(_ bytes: [UInt8]) -> Int {
        var count = bytes.count
        while count > 0, bytes.count - count < 4, bytes[count - 1] & 0xC0 == 0x80 { count -= 1 }
        return count > 0 && bytes[count - 1] >= 0xC0 ? count - 1 : bytes.count
    }
}
