extension CheckReport {
    /// Everything that was found, as the members of a JSON object.
    public var members: [JSONValue.Member] {
        let counts = outcome.counts
        return [
            .init("file", .string(fileName)), .init("format", .string(formatTitle)),
            .init("dialect", dialect.map(CheckReport.json) ?? .null), .init("unit_row", .bool(hasUnitRow)),
            .init(
                "rows",
                .object([
                    .init("read", .integer(counts.rowsRead)), .init("good", .integer(counts.rowsWritten)),
                    .init("rejected", CheckReport.json(counts.rejectedByCause.map { ($0.key.rawValue, $0.value) })),
                    .init("blank_lines", .integer(counts.blankLines)),
                ])),
            .init("identity", JSONValue(identifiers)), .init("identity_checked", .bool(checksIdentity)),
            .init("columns", .array(columns.map(CheckReport.json))),
            .init(
                "joined",
                .array(
                    joined.map {
                        .object([
                            .init("file", .string($0.file)), .init("column", .string($0.name)),
                            .init("quantity", .string($0.quantity.rawValue)), .init("unit", .string($0.unit.symbol)),
                        ])
                    })),
            .init(
                "unbound",
                .array(
                    unbound.map {
                        .object([
                            .init("column", .string($0.name)), .init("resembles", JSONValue($0.resembles?.rawValue)),
                            .init("reason", JSONValue($0.reason)),
                        ])
                    })),
            .init("errors", .array(errors.map(CheckReport.json))),
            .init("warnings", .array(warnings.map(CheckReport.json))),
        ]
    }

    private static func json(_ dialect: Dialect) -> JSONValue {
        .object([
            .init("encoding", .string(dialect.encoding.rawValue)),
            .init("delimiter", .string(String(UnicodeScalar(dialect.delimiter)))),
            .init("decimal_mark", .string(String(UnicodeScalar(dialect.decimalMark)))),
            .init("row_ending", .string(dialect.rowEnding.rawValue)), .init("gzip", .bool(dialect.isGzip)),
        ])
    }

    private static func json(_ counts: [(name: String, count: Int)]) -> JSONValue {
        .object(counts.sorted { $0.name < $1.name }.map { .init($0.name, .integer($0.count)) })
    }

    private static func json(_ column: Column) -> JSONValue {
        let isMeasured = column.isRead && !column.quantity.isCode
        func texts(_ list: [(text: String, count: Int)]) -> JSONValue {
            .object(list.prefix(20).map { .init($0.text, .integer($0.count)) })
        }
        return .object([
            .init("column", .string(column.name)), .init("quantity", .string(column.quantity.rawValue)),
            .init("minute", column.minute.map { .integer($0) } ?? .null),
            .init("unit", JSONValue(column.unit == .none ? nil : column.unit.symbol)),
            .init("unit_column", JSONValue(column.unitColumn)), .init("bound_by", .string(column.boundBy.rawValue)),
            .init("unit_by", JSONValue(column.unitBy?.rawValue)), .init("single_row", .bool(column.isSingleRow)),
            .init("n", column.isRead ? .integer(column.values.count) : .null),
            .init("absent", json(column.absent.map { ($0.key.name, $0.value) })),
            .init("failed", .integer(column.failed)), .init("flagged", .integer(column.flagged)),
            .init("minimum", JSONValue(isMeasured ? column.values.minimum : nil)),
            .init("median", JSONValue(isMeasured ? column.values.median : nil)),
            .init("maximum", JSONValue(isMeasured ? column.values.maximum : nil)),
            .init("median_exact", .bool(column.values.isExact)),
            .init("missing_texts", texts(column.missingTexts)), .init("failed_texts", texts(column.failedTexts)),
        ])
    }

    private static func json(_ diagnostic: Diagnostic) -> JSONValue {
        .object([
            .init("code", .string(diagnostic.code.rawValue)), .init("message", .string(diagnostic.message)),
            .init("line", diagnostic.place?.line.map { .integer($0) } ?? .null),
            .init("column", JSONValue(diagnostic.place?.columnName)), .init("help", JSONValue(diagnostic.help)),
        ])
    }
}
