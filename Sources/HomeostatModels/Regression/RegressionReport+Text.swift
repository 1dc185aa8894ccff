import HomeostatCohort
import HomeostatNumerics

/// Numbers as people read them.
enum ReadableNumber {
    /// Four significant digits; nothing where absent.
    static func text(_ value: Double?) -> String { value.map { significant($0, 4) } ?? "" }

    /// A p-value with two digits, a power of ten where it is small, however small.
    static func pValue(_ value: PValue?) -> String {
        guard let value else { return "" }
        if value.value >= 1e-4 { return significant(value.value, 2) }
        guard value.log10.isFinite else { return "" }
        var exponent = Int(value.log10.rounded(.down))
        var tenths = Int((10 * powerOfTen(value.log10 - Double(exponent))).rounded())
        if tenths >= 100 { (tenths, exponent) = (10, exponent + 1) }
        return "\(tenths / 10).\(tenths % 10)e\(exponent)"
    }

    /// A p-value of which the decimal logarithm is known.
    static func pValue(log10 power: Double) -> PValue {
        PValue(value: powerOfTen(power), logarithm: power * logarithm(10))
    }

    private static func powerOfTen(_ power: Double) -> Double { exponential(power * logarithm(10)) }

    private static func significant(_ value: Double, _ digits: Int) -> String {
        if value == 0 { return "0" }
        let size = value.magnitude
        var exponent = Int((logarithm(size) / logarithm(10)).rounded(.down))
        if (-4..<7).contains(exponent) {
            let places = max(0, digits - 1 - exponent)
            let scale = (0..<places).reduce(1.0) { power, _ in power * 10 }
            return shortestDecimal((value * scale).rounded() / scale)
        }
        // In two steps, because ten to the power may be beyond the range of numbers where the value is not.
        let half = exponent / 2
        let mantissa = size / powerOfTen(Double(half)) / powerOfTen(Double(exponent - half))
        let scale = (1..<digits).reduce(1.0) { power, _ in power * 10 }
        var rounded = (mantissa * scale).rounded() / scale
        if rounded >= 10 { (rounded, exponent) = (1, exponent + 1) }
        return "\(value < 0 ? "-" : "")\(shortestDecimal(rounded))e\(exponent)"
    }

    /// As journals print it.
    static func printedPValue(_ value: PValue?) -> String {
        guard let value else { return "" }
        if value.value < 0.001 { return "<0.001" }
        let digits = value.value < 0.1 ? 1000.0 : 100
        return shortestDecimal((value.value * digits).rounded() / digits)
    }

    /// "0.12 (0.05 to 0.19)".
    static func interval(_ value: Double?, _ lower: Double?, _ upper: Double?) -> String {
        guard let value else { return "" }
        if lower == nil && upper == nil { return text(value) }
        return "\(text(value)) (\(lower == nil ? "…" : text(lower)) to \(upper == nil ? "…" : text(upper)))"
    }
}

extension RegressionReport {
    private var levelText: String { "\(ReadableNumber.text(100 * specification.level)) % CI" }

    /// What the model is like, in one line.
    private var modelLine: String {
        func part(_ title: String, _ name: String) -> String? {
            figure(name).map { "\(title) \(ReadableNumber.text($0))" }
        }
        var parts = ["n \(shortestDecimal(figure("n") ?? 0))"]
        parts += [
            part("R2", "r_squared"), part("adjusted R2", "adj_r_squared"), part("sigma", "sigma"),
            part("turning point", "turning_point"),
        ].compactMap { $0 }
        if let f = figure("f"), let first = figure("f_df"), let second = figure("df_residual") {
            let p = figure("f_log10_p").map { ReadableNumber.pValue(log10: $0) }
            parts.append(
                "F(\(shortestDecimal(first)), \(shortestDecimal(second))) \(ReadableNumber.text(f)), p "
                    + ReadableNumber.pValue(p))
        }
        parts += [
            part("deviance", "deviance"), part("log-likelihood", "log_lik"), part("AIC", "aic"), part("BIC", "bic"),
            part("lambda", "lambda"),
        ].compactMap { $0 }
        if let p = figure("log10_p_trend") {
            parts.append("P for trend \(ReadableNumber.pValue(ReadableNumber.pValue(log10: p)))")
        }
        return parts.joined(separator: "; ")
    }

    /// "16 rows dropped: homa_ir missing 11, censored 2".
    private var droppedLine: String {
        var text = "\(droppedCount) \(droppedCount == 1 ? "row" : "rows") dropped"
        if !dropped.isEmpty {
            text += ": " + dropped.map { "\($0.variable) \($0.cause.name) \($0.count)" }.joined(separator: ", ")
        }
        if outsideCount > 0 { text += "; \(outsideCount) outside the subset" }
        return text
    }

    private var methodLine: String {
        "\(specification.method.title); errors: \(specification.errors.name)"
            + (figure("clusters").map { ", \(shortestDecimal($0)) clusters" } ?? "")
    }

    /// Why figures of the rows are empty.
    private var absenceLines: [String] {
        rows.filter(\.isIncomplete).map { row in
            let reasons = row.reasons.filter { $0.cause != .belowSmallest }
            let causes = reasons.reduce(into: [AbsenceCause]()) { if !$0.contains($1.cause) { $0.append($1.cause) } }
            return "\(row.term): \(causes.map(\.explanation).joined(separator: "; "))"
        }
    }

    /// An aligned table, and the model under it.
    func terminal(width: Int) -> String {
        var table = ReportTable([
            .init("term", wraps: true), .init("estimate"), .init("SE"),
            .init(rows.contains { $0.degreesOfFreedom != nil } ? "t" : "z"), .init("p"), .init("low", title: "CI low"),
            .init("high", title: "CI high"),
        ])
        func cell(_ value: Double?) -> ReportTable.Cell { .init(value) }
        for row in rows {
            let ratio = hasRatio ? row.ratio : (row.estimate, row.lower, row.upper)
            table.append(
                [
                    .text(row.term), cell(row.estimate), cell(row.standardError), cell(row.statistic),
                    cell(row.pValue?.value), cell(row.lower), cell(row.upper),
                ],
                shown: [
                    "estimate": ReadableNumber.text(ratio.0), "SE": ReadableNumber.text(row.standardError),
                    "t": ReadableNumber.text(row.statistic), "z": ReadableNumber.text(row.statistic),
                    "p": ReadableNumber.pValue(row.pValue), "low": ReadableNumber.text(ratio.1),
                    "high": ReadableNumber.text(ratio.2),
                ])
        }
        var lines = ["\(formula)", methodLine]
        if let title = specification.method.ratioTitle {
            lines.append("estimate and CI: \(title); SE and z: of its logarithm")
        }
        var text = lines.flatMap { wrapped($0, width: width) }.joined(separator: "\n") + "\n\n"
        text += table.text(.table, width: width) + "\n"
        text +=
            ([modelLine, droppedLine] + absenceLines + notes).flatMap { wrapped($0, width: width) }
            .joined(separator: "\n") + "\n"
        return text
    }

    /// Ready for a paper: the coefficients, a line on the model, one on the rows, and the further tables.
    var markdown: String {
        let title = specification.method.ratioTitle
        var lines: [String] = []
        func line(_ cells: [String]) {
            lines.append("| " + cells.map { $0.isEmpty ? "–" : Self.escaped($0) }.joined(separator: " | ") + " |")
        }
        let first = title.map { ["\($0.prefix(1).uppercased())\($0.dropFirst()) (\(levelText))"] } ?? []
        let header = ["Term"] + first + (title == nil ? ["Estimate (\(levelText))"] : ["Estimate"]) + ["SE", "p"]
        line(header)
        lines.append("|---|" + String(repeating: "--:|", count: header.count - 1))
        for row in rows {
            let ratio = row.ratio
            let estimate =
                title == nil
                ? [ReadableNumber.interval(row.estimate, row.lower, row.upper)]
                : [
                    ReadableNumber.interval(ratio.estimate, ratio.lower, ratio.upper),
                    ReadableNumber.text(row.estimate),
                ]
            line(
                [row.term] + estimate
                    + [ReadableNumber.text(row.standardError), ReadableNumber.printedPValue(row.pValue)])
        }
        lines += ["", "\(Self.escaped(formula)): \(methodLine). \(modelLine). \(droppedLine)."]
        for note in absenceLines + notes { lines += ["", Self.escaped(note) + "."] }
        for section in sections where section.key != "cross_validation" {
            lines += ["", "### \(Self.escaped(section.title))", ""] + Self.rounded(section.table)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func rounded(_ table: ReportTable) -> [String] {
        // The logarithm is for programs, and the causes are in JSON.
        let columns = table.columns.indices.filter { column in
            let name = table.columns[column].name
            return name != "log10_p" && table.rows.contains { $0[column] != .absent }
        }
        let logarithmic = table.columns.firstIndex { $0.name == "log10_p" }
        var lines = [
            "| " + columns.map { table.columns[$0].name }.joined(separator: " | ") + " |",
            "|" + columns.map { $0 == 0 ? "---|" : "--:|" }.joined(),
        ]
        for row in table.rows {
            let cells = columns.map { column -> String in
                if table.columns[column].name == "p_value", let logarithmic {
                    guard case .number(let power) = row[logarithmic] else { return "–" }
                    return ReadableNumber.printedPValue(ReadableNumber.pValue(log10: power))
                }
                switch row[column] {
                case .absent: return "–"
                case .number(let value): return ReadableNumber.text(value)
                case .integer(let value): return "\(value)"
                case .text(let text): return escaped(text)
                case .truth(let value): return value ? "yes" : "no"
                case .list(let items): return escaped(items.joined(separator: ", "))
                }
            }
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines
    }

    private static func escaped(_ text: String) -> String {
        String(text.flatMap { "|*_~`".contains($0) ? ["\\", $0] : [$0] })
    }
}
