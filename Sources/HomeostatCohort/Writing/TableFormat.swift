/// How results are written.
public enum TableFormat: String, Sendable, CaseIterable {
    case csv, tsv, json, ndjson, markdown
    /// Aligned columns for a terminal.
    case table

    /// The format that the name of a file asks for.
    public init?(path: String) {
        switch TableFormat.nameExtension(path) {
        case "csv": self = .csv
        case "tsv", "tab": self = .tsv
        case "json": self = .json
        case "ndjson", "jsonl": self = .ndjson
        case "md", "markdown": self = .markdown
        default: return nil
        }
    }

    /// The extension of a file's name by which another program would take it for packed or binary: "gz", "xlsx". Text
    /// under such a name would deceive.
    public static func foreignExtension(of path: String) -> String? {
        let found = nameExtension(path)
        return foreignExtensions.contains(found) ? found : nil
    }

    private static let foreignExtensions: Set<String> = [
        "gz", "bz2", "xz", "zst", "lz4", "zip", "7z", "tar", "tgz", "xls", "xlsx", "xlsm", "ods", "parquet", "feather",
        "arrow", "orc", "avro", "xpt", "sas7bdat", "sav", "zsav", "dta", "rds", "rda", "rdata", "mat", "npy", "npz",
        "h5", "hdf5", "db", "sqlite", "duckdb", "doc", "docx", "pdf", "xml", "html", "htm", "svg", "png", "yaml", "yml",
    ]

    /// What stands behind the last point of a file's name, in small letters.
    private static func nameExtension(_ path: String) -> String {
        let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
        guard let dot = name.lastIndex(of: ".") else { return "" }
        return name[name.index(after: dot)...].lowercased()
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
