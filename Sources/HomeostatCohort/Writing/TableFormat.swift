/// How results are written.
public enum TableFormat: String, Sendable, CaseIterable {
    case csv, tsv, json, ndjson, markdown
    /// Aligned columns for a terminal.
    case table

    /// The format that the name of a file asks for.
    public init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        switch path[path.index(after: dot)...].lowercased() {
        case "csv": self = .csv
        case "tsv", "tab": self = .tsv
        case "json": self = .json
        case "ndjson", "jsonl": self = .ndjson
        case "md", "markdown": self = .markdown
        default: return nil
        }
    }
}

/// A text as a field of delimited text: quoted where it must be.
public func delimitedField(_ text: some StringProtocol, delimiter: UInt8) -> String {
    let needsQuotes = text.utf8.contains { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    if !needsQuotes { return String(text) }
    var quoted = "\""
    for character in text.unicodeScalars {
        if character == "\"" { quoted.unicodeScalars.append("\"") }
        quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
}

/// A text as a JSON string, with quotes (RFC 8259).
public func jsonString(_ text: some StringProtocol) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "\u{0}"..."\u{1F}":
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
