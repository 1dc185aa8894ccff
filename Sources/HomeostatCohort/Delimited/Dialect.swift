/// How a delimited text file is written: what separates rows, fields and decimals.
public struct Dialect: Sendable, Hashable {
    /// The bytes between two rows.
    public enum RowEnding: String, Sendable {
        case lineFeed = "LF"
        case carriageReturnLineFeed = "CRLF"
        case carriageReturn = "CR"
    }

    /// The encoding of the file, before it is read as UTF-8.
    public var encoding: TextEncoding
    /// Comma, semicolon or tab, as an ASCII byte.
    public var delimiter: UInt8
    /// Point or comma, as an ASCII byte.
    public var decimalMark: UInt8
    /// What ends a row; CRLF and LF are read alike.
    public var rowEnding: RowEnding
    /// Whether the bytes of the file are compressed (RFC 1952).
    public var isGzip: Bool

    /// A dialect; by default comma, decimal point, UTF-8 and line feeds, not compressed.
    public init(
        encoding: TextEncoding = .utf8, delimiter: UInt8 = UInt8(ascii: ","), decimalMark: UInt8 = UInt8(ascii: "."),
        rowEnding: RowEnding = .lineFeed, isGzip: Bool = false
    ) {
        self.encoding = encoding
        self.delimiter = delimiter
        self.decimalMark = decimalMark
        self.rowEnding = rowEnding
        self.isGzip = isGzip
    }

    /// The byte that ends a row. A carriage return before a line feed is trimmed from the last field.
    var newline: UInt8 { rowEnding == .carriageReturn ? 0x0D : 0x0A }

    /// One line for the report on standard error.
    public var summary: String {
        let delimiterName =
            switch delimiter {
            case UInt8(ascii: ","): "comma"
            case UInt8(ascii: ";"): "semicolon"
            case 0x09: "tab"
            default: "'\(Character(UnicodeScalar(delimiter)))'"
            }
        let decimalName = decimalMark == UInt8(ascii: ",") ? "comma" : "point"
        return "delimiter \(delimiterName), decimal \(decimalName), \(encoding.rawValue), \(rowEnding.rawValue)"
            + (isGzip ? ", gzip" : "")
    }
}

/// What the user says of the text, where detection is to be overridden.
public struct TextOptions: Sendable {
    /// `--delimiter` as an ASCII byte; `nil` to find it out.
    public var delimiter: UInt8?
    /// `--decimal` as an ASCII byte, point or comma; `nil` to find it out.
    public var decimalMark: UInt8?
    /// `--encoding`; `nil` to find it out.
    public var encoding: TextEncoding?
    /// `--skip-rows`: physical lines before the header that are passed over.
    public var skipRows = 0
    /// Whether the first row names the columns; otherwise they are `column_1`, `column_2` and so on.
    public var hasHeader = true
    /// `--format-in text`: the bytes are text, whatever they look like.
    var isKnownText = false

    /// Nothing is said: everything is found out, and the first row is the header.
    public init() {}
}
