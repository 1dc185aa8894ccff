/// A small table of facts: what `list`, `check` and `selftest` show.
///
/// It is not for rows of a cohort, which are never held in memory.
public struct ReportTable: Sendable {
    /// What stands in one place.
    public enum Cell: Sendable, Hashable {
        case absent
        case text(String)
        case integer(Int)
        case number(Double)
        case truth(Bool)
        case list([String])

        /// A text, or nothing.
        public init(_ text: String?) { self = text.map { .text($0) } ?? .absent }
        /// A number, or nothing.
        public init(_ number: Double?) { self = number.map { .number($0) } ?? .absent }

        /// As it stands in delimited text.
        var field: String {
            switch self {
            case .absent: ""
            case .text(let text): text
            case .integer(let value): "\(value)"
            case .number(let value): value.isFinite ? shortestDecimal(value) : ""
            case .truth(let value): value ? "true" : "false"
            case .list(let items): items.joined(separator: " ")
            }
        }

        var json: JSONValue {
            switch self {
            case .absent: .null
            case .text(let text): .string(text)
            case .integer(let value): .integer(value)
            case .number(let value): .number(value)
            case .truth(let value): .bool(value)
            case .list(let items): JSONValue(items)
            }
        }

        var isNumeric: Bool {
            switch self {
            case .integer, .number: true
            default: false
            }
        }
    }

    /// A column. Its name is the key in JSON and the header in delimited text.
    public struct Column: Sendable {
        /// The key in JSON and the header in delimited text.
        public let name: String
        /// The header on a terminal.
        public let title: String
        /// Whether its text may be broken over lines where the terminal is too narrow.
        public let wraps: Bool
        /// Whether a terminal shows it.
        public let isShown: Bool

        /// A column; its title on a terminal is its name unless one is given.
        public init(_ name: String, title: String? = nil, wraps: Bool = false, isShown: Bool = true) {
            self.name = name
            self.title = title ?? name
            self.wraps = wraps
            self.isShown = isShown
        }
    }

    /// The columns, in the order of the cells of each row.
    public let columns: [Column]
    /// The rows in the order in which they were added, each as long as ``columns``.
    public private(set) var rows: [[Cell]] = []
    /// For a terminal: the texts that stand there instead of cells, by row and column.
    private var short: [[Int: String]] = []
    /// The name of the column by whose values a terminal groups the rows; it must not be shown itself.
    public let groupedBy: String?
    /// What a terminal shows below: the meaning of marks.
    public var legend: [String] = []

    /// A table without rows.
    public init(_ columns: [Column], groupedBy: String? = nil) {
        self.columns = columns
        self.groupedBy = groupedBy
    }

    /// Adds a row.
    ///
    /// - Parameter shown: shorter texts for a terminal, by the name of the column.
    public mutating func append(_ cells: [Cell], shown: [String: String] = [:]) {
        precondition(cells.count == columns.count)
        rows.append(cells)
        var texts: [Int: String] = [:]
        for (position, column) in columns.enumerated() { texts[position] = shown[column.name] }
        short.append(texts)
    }

    /// The whole table as text.
    ///
    /// - Parameter width: of the terminal, for ``TableFormat/table``.
    public func text(_ format: TableFormat, width: Int = 80) -> String {
        switch format {
        case .csv: delimited(",")
        case .tsv: delimited("\t")
        case .json: JSONValue.array(objects).indented() + "\n"
        case .ndjson: objects.map { $0.compact + "\n" }.joined()
        case .markdown: markdown
        case .table: aligned(width: width)
        }
    }

    private func delimited(_ delimiter: Unicode.Scalar) -> String {
        let byte = UInt8(ascii: delimiter)
        let lines = [columns.map(\.name)] + rows.map { $0.map(\.field) }
        return lines.map { line in
            line.map { delimitedField($0, delimiter: byte) }.joined(separator: String(delimiter)) + "\n"
        }.joined()
    }

    /// One object for each row.
    public var objects: [JSONValue] {
        rows.map { row in .object(zip(columns, row).map { .init($0.name, $1.json) }) }
    }

    private var markdown: String {
        func line(_ fields: [String]) -> String { "| " + fields.joined(separator: " | ") + " |\n" }
        func escaped(_ text: String) -> String {
            String(text.flatMap { $0 == "|" ? ["\\", "|"] : $0 == "\n" ? [" "] : [$0] })
        }
        let rule = columns.indices.map { column in rows.contains { $0[column].isNumeric } ? "---:" : "---" }
        return line(columns.map(\.name)) + line(rule) + rows.map { line($0.map { escaped($0.field) }) }.joined()
    }
}

extension ReportTable {
    private func shownText(_ row: Int, _ column: Int) -> String {
        printable(rawText(row, column))
    }

    private func rawText(_ row: Int, _ column: Int) -> String {
        if let text = short[row][column] { return text }
        switch rows[row][column] {
        case .list(let items): return items.joined(separator: ", ")
        case .truth(let value): return value ? "yes" : "no"
        case let cell: return cell.field
        }
    }

    /// Columns below each other; long texts are broken over lines so that the table keeps to `width`.
    private func aligned(width: Int) -> String {
        let group = columns.firstIndex { $0.name == groupedBy }
        let shown = columns.indices.filter { columns[$0].isShown }
        let texts = rows.indices.map { row in shown.map { shownText(row, $0) } }
        let widths = columnWidths(shown, texts, width: width)
        let isNumeric = shown.map { column in rows.contains { $0[column].isNumeric } }
        func lines(_ cells: [String]) -> String {
            let parts = zip(cells, widths).map { wrapped($0, width: $1, breaksWords: true) }
            let height = parts.map(\.count).max() ?? 1
            return (0..<height).map { line in
                parts.indices.map { column in
                    let part = line < parts[column].count ? parts[column][line] : ""
                    return padded(part, to: widths[column], onTheLeft: isNumeric[column])
                }.joined(separator: "  ").withoutTrailingBlanks + "\n"
            }.joined()
        }
        var text = lines(shown.map { columns[$0].title })
        text += widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ") + "\n"
        var last: String?
        for row in rows.indices {
            if let group {
                let name = shownText(row, group)
                if name != last { text += (last == nil ? "" : "\n") + "\(name)\n" }
                last = name
            }
            text += lines(texts[row])
        }
        if !legend.isEmpty {
            text += "\n" + legend.flatMap { wrapped($0, width: width) }.joined(separator: "\n") + "\n"
        }
        return text
    }

    /// The natural widths; where they are too many, those of the columns that may wrap are cut, the widest first.
    private func columnWidths(_ shown: [Int], _ texts: [[String]], width: Int) -> [Int] {
        var widths = shown.indices.map { position in
            texts.reduce(columns[shown[position]].title.count) { max($0, $1[position].count) }
        }
        // Words are broken only where nothing else helps.
        let longestWord = shown.indices.map { position in
            min(18, texts.flatMap { $0[position].split(separator: " ").map(\.count) }.max() ?? 1)
        }
        var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
        while excess > 0 {
            let candidates = widths.indices.filter { position in
                let column = columns[shown[position]]
                return column.wraps && widths[position] > max(longestWord[position], column.title.count)
            }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}
