import HomeostatCohort

/// An aligned table for a terminal.
enum TerminalTable {
    /// The first rows, as many columns as fit.
    ///
    /// - Parameters:
    ///   - rows: header first.
    ///   - total: all rows that there are.
    static func text(_ rows: [[String]], of total: Int, width: Int = terminalWidth()) -> String {
        let rows = rows.map { $0.map { printable($0) } }
        guard let header = rows.first else { return "" }
        let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var shown = 0
        var used = 0
        while shown < widths.count, used + widths[shown] + (shown > 0 ? 2 : 0) <= width {
            used += widths[shown] + (shown > 0 ? 2 : 0)
            shown += 1
        }
        shown = max(shown, 1)
        var lines = rows.map { row in
            var line = ""
            for column in 0..<shown {
                if column > 0 { line += "  " }
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                line += column == 0 ? row[column] + padding : padding + row[column]
            }
            return line
        }
        var more: [String] = []
        if shown < header.count { more.append("\(header.count - shown) more columns") }
        if total > rows.count - 1 { more.append("\(total - rows.count + 1) more rows") }
        if !more.isEmpty { lines.append("... \(more.joined(separator: ", ")): -o FILE  or  --format csv") }
        return lines.joined(separator: "\n")
    }
}
