/// An error or a warning: one sentence, the place, and the way out.
public struct Diagnostic: Error, Sendable, Hashable {
    /// How much it matters.
    public enum Severity: String, Sendable, Hashable {
        case error, warning, note
    }

    /// How much it matters: only an error stops a run.
    public var severity: Severity
    /// The code that `explain` describes.
    public var code: DiagnosticCode
    /// One sentence without a final full stop.
    public var message: String
    /// Where in an input it is; `nil` where it concerns no place.
    public var place: Place?
    /// Ways out, each a line: an option that would settle it comes first.
    public var help: [String]

    /// A diagnostic, by default an error.
    public init(
        _ code: DiagnosticCode, _ message: String, severity: Severity = .error, place: Place? = nil,
        help: [String] = []
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.place = place
        self.help = help
    }

    /// A place in an input.
    public struct Place: Sendable, Hashable {
        /// The name of the input: its path as it was given, or "standard input".
        public var file: String
        /// Physical line, from 1.
        public var line: Int?
        /// Position in the line in characters, from 1.
        public var column: Int?
        /// Data row, from 1; the header is not counted.
        public var row: Int?
        /// What identifies the row.
        public var identity: String?
        /// Name of the column, and its unit where one is known.
        public var columnName: String?
        /// The unit of the values of the column; `nil` where none is known.
        public var unit: Unit?
        /// The line as it stands in the file, where it is to be shown, and the characters to underline, from 0.
        public var sourceLine: String?
        /// The characters of ``sourceLine`` to underline, from 0; `nil` for none.
        public var underline: Range<Int>?

        /// A place, as precisely as it is known.
        public init(
            file: String, line: Int? = nil, column: Int? = nil, row: Int? = nil, identity: String? = nil,
            columnName: String? = nil, unit: Unit? = nil, sourceLine: String? = nil, underline: Range<Int>? = nil
        ) {
            self.file = file
            self.line = line
            self.column = column
            self.row = row
            self.identity = identity
            self.columnName = columnName
            self.unit = unit
            self.sourceLine = sourceLine
            self.underline = underline
        }
    }

    /// The longest message or line of help, in characters: names come from the file and may have any length.
    private static let longestLine = 1000

    /// The text as compilers show it. No escape sequences, also where the file has some; lines of the source are cut to
    /// `width` characters.
    public func rendered(width: Int = 100) -> String {
        var text = "\(severity.rawValue)[\(code.rawValue)]: \(printable(message, limit: Diagnostic.longestLine))\n"
        if let place {
            text += "  --> \(printable(place.file))"
            if let line = place.line { text += ":\(line)" }
            if place.line != nil, let column = place.column { text += ":\(column)" }
            var details: [String] = []
            if let row = place.row { details.append("row \(row)") }
            if let identity = place.identity { details.append("id \(printable(identity, limit: 60))") }
            if let name = place.columnName {
                let unit = place.unit.map { $0.symbol.isEmpty ? "" : " [\($0.symbol)]" } ?? ""
                details.append("column \(printable(name, limit: 60))\(unit)")
            }
            if !details.isEmpty { text += "  " + details.joined(separator: ", ") }
            text += "\n"
            if let source = place.sourceLine, let line = place.line {
                let gutter = "\(line)"
                text += "\(gutter) | \(printable(source, limit: width))\n"
                if let range = place.underline, range.lowerBound < width {
                    // What is escaped takes more room than it has characters.
                    let before = printable(String(source.prefix(range.lowerBound))).count
                    let marked = source.dropFirst(range.lowerBound).prefix(
                        Swift.min(range.count, width - range.lowerBound))
                    let length = Swift.max(1, printable(String(marked)).count)
                    text += String(repeating: " ", count: gutter.count) + " | "
                    text += String(repeating: " ", count: before)
                    text += String(repeating: "^", count: length) + "\n"
                }
            }
        }
        for line in help { text += "help: \(printable(line, limit: Diagnostic.longestLine))\n" }
        return text
    }
}
