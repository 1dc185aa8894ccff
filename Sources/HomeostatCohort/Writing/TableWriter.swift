/// A cell of a small table.
public enum TableCell: Sendable, Hashable {
    case text(String)
    /// A finite number.
    case number(Double)
    /// How often each of some things occurred: an object in JSON, else `name count` joined by `;`.
    case counts([Count])
    case nothing

    /// How often something occurred.
    public struct Count: Sendable, Hashable {
        /// What occurred, as it stands in the output.
        public let name: String
        /// How often, 0 or more.
        public let count: Int

        /// A count of a thing.
        public init(_ name: String, _ count: Int) {
            self.name = name
            self.count = count
        }
    }

    /// A number, or nothing.
    public init(_ value: Double?) {
        self = value.map { .number($0) } ?? .nothing
    }

    /// A count.
    public init(_ count: Int) {
        self = .number(Double(count))
    }

    /// The cell as text, a number with all its digits.
    fileprivate var text: String {
        switch self {
        case .text(let text): text
        case .number(let value): shortestDecimal(value)
        case .counts(let counts): counts.map { "\($0.name) \($0.count)" }.joined(separator: ";")
        case .nothing: ""
        }
    }

    /// The cell in JSON.
    fileprivate var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .number(let value): .number(value)
        case .counts(let counts): .object(counts.map { .init($0.name, .integer($0.count)) })
        case .nothing: .null
        }
    }
}

/// A small table as text in every format: results of which there are few enough to hold.
///
/// Numbers are the shortest decimals that read back to the same Double; in the aligned table for a terminal they have six
/// significant digits. An absent cell is empty, and `null` in JSON, whose keys are the names of the columns.
public struct TableWriter: Sendable {
    /// The names of the columns; in JSON they are the keys.
    public let header: [String]
    /// The rows in the order in which they were added, each as long as ``header``.
    public private(set) var rows: [[TableCell]] = []

    /// A table without rows.
    public init(header: [String]) {
        self.header = header
    }

    /// Adds a row, which has as many cells as the header.
    public mutating func append(_ row: [TableCell]) {
        precondition(row.count == header.count)
        rows.append(row)
    }

    /// The whole table with a line ending behind each line.
    ///
    /// - Parameter width: how many characters fit on a line of the terminal; only for ``TableFormat/table``.
    public func text(_ format: TableFormat, width: Int = 80) -> String {
        switch format {
        case .csv: delimited(UInt8(ascii: ","))
        case .tsv: delimited(0x09)
        case .json: json()
        case .ndjson: rows.map { "{\(members($0))}\n" }.joined()
        case .markdown: markdown()
        case .table: aligned(width)
        }
    }

    private func delimited(_ delimiter: UInt8) -> String {
        let separator = String(UnicodeScalar(delimiter))
        var text = header.map { delimitedField($0, delimiter: delimiter) }.joined(separator: separator) + "\n"
        for row in rows {
            let cells = row.map { delimitedField($0.text, delimiter: delimiter) }
            text += cells.joined(separator: separator) + "\n"
        }
        return text
    }

    private func json() -> String {
        if rows.isEmpty { return "[]\n" }
        return "[\n" + rows.map { "  {\(members($0))}" }.joined(separator: ",\n") + "\n]\n"
    }

    private func members(_ row: [TableCell]) -> String {
        zip(header, row).map { "\(jsonString($0)): \($1.json.compact)" }.joined(separator: ", ")
    }

    private func markdown() -> String {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        let isNumeric = header.indices.map(isNumeric)
        var text = line(header.map(TableWriter.escaped)) + "|" + isNumeric.map { $0 ? "--:|" : "---|" }.joined() + "\n"
        for row in rows {
            text += line(row.map { TableWriter.escaped($0.text) })
        }
        return text
    }

    /// A vertical bar would end the cell, a line break the row.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "|": result += "\\|"
            case "\n", "\r": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whether a column holds numbers and nothing else: it is then aligned to the right.
    private func isNumeric(_ column: Int) -> Bool {
        var hasNumber = false
        for row in rows {
            switch row[column] {
            case .text, .counts: return false
            case .number: hasNumber = true
            case .nothing: break
            }
        }
        return hasNumber
    }
}

extension TableWriter {
    /// Columns of equal width. Where they do not fit on a line, the rest follows below, the first text columns repeated.
    private func aligned(_ width: Int) -> String {
        let isNumeric = header.indices.map(isNumeric)
        let cells = rows.map { row in row.map(TableWriter.shown) }
        let widths = header.indices.map { column in
            cells.reduce(TableWriter.length(header[column])) { max($0, TableWriter.length($1[column])) }
        }
        // What names the rows.
        let names = Array(header.indices.prefix { !isNumeric[$0] && $0 + 1 < header.count })
        let nameWidth = names.reduce(0) { $0 + widths[$1] + 2 }
        var parts: [[Int]] = []
        var part: [Int] = []
        var used = nameWidth
        for column in header.indices.dropFirst(names.count) {
            if !part.isEmpty, used + widths[column] > width {
                parts.append(part)
                part = []
                used = nameWidth
            }
            part.append(column)
            used += widths[column] + 2
        }
        parts.append(part)
        return parts.map { part in
            ([header] + cells).map { line(names + part, $0, widths, isNumeric) }.joined()
        }.joined(separator: "\n")
    }

    private func line(_ columns: [Int], _ cells: [String], _ widths: [Int], _ isNumeric: [Bool]) -> String {
        var text = ""
        for (position, column) in columns.enumerated() {
            let blanks = String(repeating: " ", count: max(0, widths[column] - TableWriter.length(cells[column])))
            if position > 0 { text += "  " }
            if isNumeric[column] {
                text += blanks + cells[column]
            } else {
                text += cells[column] + (position + 1 < columns.count ? blanks : "")
            }
        }
        while text.hasSuffix(" ") { text.removeLast() }
        return text + "\n"
    }

    private static func shown(_ cell: TableCell) -> String {
        if case .number(let value) = cell { return sixDigits(value) }
        return escaped(cell.text)
    }

    private static func length(_ text: String) -> Int { text.unicodeScalars.count }
}
