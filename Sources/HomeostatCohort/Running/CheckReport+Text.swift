extension CheckReport {
    /// What was detected, for people. Problems stand there in one line each; ``Diagnostic/rendered(width:)`` has the
    /// ways out.
    public func text(width: Int = 80) -> String {
        var text = "\(printable(fileName))\n" + facts(width: width)
        if !columns.isEmpty {
            text +=
                "\nColumns that are used (\(columns.count) of \(columnCount))\n" + boundTable.text(.table, width: width)
        }
        if columns.contains(where: \.isRead) { text += "\nWhat they hold\n" + valueTable.text(.table, width: width) }
        let texts = textTable
        if !texts.rows.isEmpty { text += "\nTexts that are no values\n" + texts.text(.table, width: width) }
        if !outcome.rejects.isEmpty {
            text += "\nThe first rejected rows and failed cells\n" + rejectTable.text(.table, width: width)
        }
        let reasons = unbound.filter { $0.reason != nil || $0.resembles != nil }
        if !reasons.isEmpty {
            text +=
                "\nColumns that look like a quantity and are not used\n"
                + unboundTable(reasons).text(.table, width: width)
        }
        let others = unbound.filter { $0.reason == nil && $0.resembles == nil }.map(\.name)
        if !others.isEmpty {
            text +=
                "\n"
                + entry(
                    "other columns", others.map { printable($0, limit: 60) }.joined(separator: ", "), width: width,
                    margin: 2)
        }
        if !unsettled.isEmpty { text += "\nNot settled\n" + unsettledTable.text(.table, width: width) }
        if !findings.isEmpty { text += "\nFindings\n" + findingTable.text(.table, width: width) }
        return text
    }

    private func entry(_ heading: String, _ content: String, width: Int, margin: Int = 12) -> String {
        let first = heading + String(repeating: " ", count: max(2, margin - heading.count))
        let lines = wrapped(printable(content), width: max(20, width - first.count))
        return lines.enumerated().map { line, part in
            (line == 0 ? first : String(repeating: " ", count: first.count)) + part + "\n"
        }.joined()
    }

    private func facts(width: Int) -> String {
        let counts = outcome.counts
        var text = entry("  format", formatTitle + (dialect.map { ": \($0.summary)" } ?? ""), width: width)
        if let dialect, dialect.encoding == .windows1252 { text += entry("", "decoded as Windows-1252", width: width) }
        if hasUnitRow { text += entry("", "the second line holds units", width: width) }
        var rows = "\(counts.rowsRead) read, \(counts.rowsWritten) good, \(counts.rowsRejected) rejected"
        let causes = RejectedRow.Cause.allCases.compactMap { cause in
            counts.rejectedByCause[cause].map { "\(cause.rawValue) \($0)" }
        }
        if !causes.isEmpty { rows += " (\(causes.joined(separator: ", ")))" }
        if counts.blankLines > 0 { rows += "; \(counts.blankLines) blank lines skipped" }
        text += entry("  rows", rows, width: width)
        let names = identifiers.joined(separator: ", ")
        let identity: String
        if checksIdentity {
            let equal = counts.rejectedByCause[.duplicate] ?? 0
            let different = counts.rejectedByCause[.superseded] ?? 0
            identity =
                equal + different == 0
                ? "\(names): no row repeats another"
                : "\(names): \(equal) equal to an earlier row, \(different) that differ"
        } else if identifiers.isEmpty {
            identity = "no column is named like one; --id COLUMNS  looks for repeated rows"
        } else {
            identity = "\(names) by name; --id \(identifiers.joined(separator: ","))  looks for repeated rows"
        }
        text += entry("  identity", identity, width: width)
        var files: [String] = []
        for column in joined where !files.contains(column.file) { files.append(column.file) }
        for file in files {
            let quantities = joined.filter { $0.file == file }.map(\.quantity.rawValue).joined(separator: ", ")
            text += entry(
                "  joined", "\(file) adds \(quantities); homeostat check \(file)  looks into it", width: width)
        }
        return text
    }

    private static func quantityText(_ quantity: Quantity, _ minute: Int?) -> String {
        quantity.rawValue + (minute.map { " at \($0) min" } ?? "")
    }

    private var boundTable: ReportTable {
        var table = ReportTable([
            .init("column", wraps: true), .init("quantity", wraps: true), .init("unit", wraps: true),
            .init("known", title: "known", wraps: true),
        ])
        for column in columns {
            var unit = column.unit.symbol
            if let other = column.unitColumn { unit = "by \(other)" }
            var known = column.boundBy.text
            if let unitBy = column.unitBy {
                known += unitBy == column.boundBy ? ", the unit too" : ", the unit \(unitBy.text)"
            }
            if !column.isSingleRow, (column.minute ?? 0) == 0 { known += "; another column is preferred" }
            table.append([
                .text(column.name), .text(CheckReport.quantityText(column.quantity, column.minute)), .text(unit),
                .text(known),
            ])
        }
        return table
    }

    private var valueTable: ReportTable {
        var table = ReportTable([
            .init("column", wraps: true), .init("n"), .init("missing"), .init("censored", title: "cens."),
            .init("failed"), .init("suspect"), .init("min"), .init("median"), .init("max"),
        ])
        for column in columns where column.isRead {
            // A median of codes says nothing; their mean is not asked for.
            let isCode = column.quantity.isCode
            func value(_ number: Double?) -> ReportTable.Cell {
                isCode ? .absent : .init(number.map(CheckReport.rounded))
            }
            let otherAbsent = column.absent[.unitSuspect] ?? 0
            table.append([
                .text(column.name), .integer(column.values.count), .integer(column.absent[.missing] ?? 0),
                .integer(column.absent[.censored] ?? 0), .integer(column.failed),
                .integer(column.flagged + otherAbsent),
                value(column.values.minimum), value(column.values.median), value(column.values.maximum),
            ])
        }
        return table
    }

    /// Four significant digits are enough for a look.
    private static func rounded(_ value: Double) -> Double {
        guard value != 0, value.isFinite else { return value }
        var scale = 1.0
        while abs(value) * scale < 1000, scale < 1e12 { scale *= 10 }
        return abs(value) >= 1e15 ? value : (value * scale).rounded() / scale
    }

    private var textTable: ReportTable {
        var table = ReportTable([
            .init("column", wraps: true), .init("read_as", title: "read as"), .init("texts", wraps: true),
        ])
        func list(_ texts: [(text: String, count: Int)]) -> String {
            let shown = texts.prefix(6).map { "\($0.text.isEmpty ? "empty" : "\"\($0.text)\"") x \($0.count)" }
            return shown.joined(separator: ", ") + (texts.count > 6 ? ", \(texts.count - 6) more" : "")
        }
        for column in columns {
            // Empty cells are in the count already.
            if column.missingTexts.contains(where: { !$0.text.isEmpty }) {
                table.append([.text(column.name), .text("missing"), .text(list(column.missingTexts))])
            }
            if !column.failedTexts.isEmpty {
                table.append([.text(column.name), .text("failed"), .text(list(column.failedTexts))])
            }
        }
        return table
    }

    private var rejectTable: ReportTable {
        var table = ReportTable([
            .init("line"), .init("row"), .init("column", wraps: true), .init("cause"), .init("text", wraps: true),
        ])
        for reject in outcome.rejects.prefix(10) {
            let text = reject.detail.isEmpty ? "\"\(reject.text)\"" : reject.detail
            table.append([
                .integer(reject.line), .integer(reject.row), .init(reject.column), .text(reject.cause),
                .text(text.count > 60 ? String(text.prefix(60)) + "..." : text),
            ])
        }
        return table
    }

    private func unboundTable(_ columns: [Unbound]) -> ReportTable {
        var table = ReportTable([.init("column", wraps: true), .init("why", wraps: true)])
        for column in columns {
            table.append([.text(column.name), .text(column.reason ?? "resembles \(column.resembles?.rawValue ?? "")")])
        }
        return table
    }

    private var unsettledTable: ReportTable {
        var table = ReportTable([
            .init("code"), .init("quantity", wraps: true), .init("problem", wraps: true), .init("help", wraps: true),
        ])
        for problem in unsettled {
            var message = problem.diagnostic.message
            if let values = problem.values, let low = values.minimum, let middle = values.median,
                let high = values.maximum
            {
                message +=
                    "; it holds \(shortestDecimal(CheckReport.rounded(low))) to "
                    + "\(shortestDecimal(CheckReport.rounded(high))), median \(shortestDecimal(CheckReport.rounded(middle)))"
            }
            table.append([
                .text(problem.diagnostic.code.rawValue),
                .text(CheckReport.quantityText(problem.quantity, problem.minute)), .text(message),
                .text(problem.diagnostic.help.first ?? ""),
            ])
        }
        return table
    }

    private var findingTable: ReportTable {
        var table = ReportTable([.init("code"), .init("severity", title: "kind"), .init("message", wraps: true)])
        for finding in findings {
            table.append([.text(finding.code.rawValue), .text(finding.severity.rawValue), .text(finding.message)])
        }
        return table
    }
}
