import HomeostatCohort
import HomeostatNumerics

extension RegressionReport {
    /// The columns of the table of coefficients: those of the contract, the ratio where the coefficients are logarithms
    /// of one, and `reasons` where a figure is absent.
    static func table(of rows: [RegressionRow], ratio: Bool, reasons: Bool? = nil) -> ReportTable {
        let hasReasons = reasons ?? rows.contains(where: \.isIncomplete)
        var table = ReportTable(
            ([
                "term", "estimate", "std_error", "statistic", "df", "p_value", "log10_p", "conf_low", "conf_high",
            ] + (ratio ? ["ratio", "ratio_low", "ratio_high"] : []) + (hasReasons ? ["reasons"] : [])).map {
                ReportTable.Column($0)
            })
        for row in rows {
            var cells: [ReportTable.Cell] = [
                .text(row.term), .init(row.estimate), .init(row.standardError), .init(row.statistic),
                .init(row.degreesOfFreedom),
            ]
            cells += RegressionTables.pValue(row.pValue)
            cells += [.init(row.lower), .init(row.upper)]
            if ratio {
                let exponentials = row.ratio
                cells += [.init(exponentials.estimate), .init(exponentials.lower), .init(exponentials.upper)]
            }
            if hasReasons {
                let texts = row.reasons.map { "\($0.figure):\($0.cause.rawValue)" }
                cells.append(texts.isEmpty ? .absent : .text(texts.joined(separator: ";")))
            }
            table.append(cells)
        }
        return table
    }

    /// Whether coefficients are logarithms of ratios.
    var hasRatio: Bool { specification.method.ratioTitle != nil }

    /// The whole report as text.
    ///
    /// CSV, TSV and NDJSON hold the table of coefficients only; JSON holds everything, at full precision; Markdown and
    /// the table for a terminal are rounded.
    ///
    /// - Parameter width: of the terminal.
    public func text(_ format: TableFormat, width: Int = 80) -> String {
        switch format {
        case .csv, .tsv: Self.table(of: rows, ratio: hasRatio).text(format)
        case .ndjson: Self.table(of: rows, ratio: hasRatio, reasons: true).text(format)
        case .json: json.indented() + "\n"
        case .markdown: markdown
        case .table: terminal(width: width)
        }
    }

    /// Everything, for programs.
    var json: JSONValue {
        var model = figures.map { figure in
            JSONValue.Member(figure.name, figure.isCount ? .integer(Int(figure.value ?? 0)) : JSONValue(figure.value))
        }
        let absent = figures.compactMap { figure in
            figure.cause.map { JSONValue.Member(figure.name, .string($0.rawValue)) }
        }
        model.append(.init("absent", .object(absent)))
        let causes = dropped.map { entry in
            JSONValue.object([
                .init("variable", .string(entry.variable)), .init("cause", .string(entry.cause.name)),
                .init("count", .integer(entry.count)),
            ])
        }
        let dependent = rows.filter { $0.estimate == nil }.map { row in
            JSONValue.object([
                .init("term", .string(row.term)),
                .init("cause", JSONValue(row.reasons.first { $0.figure == "estimate" }?.cause.rawValue)),
            ])
        }
        return .object(
            [
                .init("formula", .string(formula)), .init("method", .string(specification.method.title)),
                .init("errors", .string(specification.errors.name)), .init("level", .number(specification.level)),
                .init("ratio", JSONValue(specification.method.ratioTitle)),
                .init("coefficients", .array(Self.table(of: rows, ratio: hasRatio, reasons: true).objects)),
                .init("model", .object(model)), .init("dropped", .array(causes)),
                .init("not_estimated", .array(dependent)),
            ] + sections.map { .init($0.key, .array($0.table.objects)) } + [.init("notes", JSONValue(notes))])
    }
}

extension RegressionFigure {
    /// Whether the figure counts something and is written without a fraction.
    var isCount: Bool {
        value != nil
            && [
                "n", "n_dropped", "n_outside_subset", "n_without_weight", "rank", "clusters", "replicates",
                "failed_replicates", "iterations", "folds", "df_null",
            ].contains(name)
    }
}
