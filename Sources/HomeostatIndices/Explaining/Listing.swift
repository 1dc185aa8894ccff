import HomeostatCohort

/// The tables of `list`.
public enum Listing {
    /// Every index, family by family, with those that are known and not computed.
    ///
    /// - Parameter family: only this one; `nil` for all.
    public static func indices(family: Index.Family? = nil) -> ReportTable {
        var table = ReportTable(
            [
                .init("default", title: " "), .init("id"), .init("name", wraps: true), .init("family", isShown: false),
                .init("inputs", wraps: true), .init("direction", title: "higher"),
                .init("evidence", title: "ev"), .init("confidence", isShown: false), .init("unit", isShown: false),
                .init("computed", isShown: false), .init("citation", isShown: false),
            ], groupedBy: "family")
        let families = Index.Family.allCases.filter { family == nil || $0 == family }
        for family in families {
            for index in Registry.all where index.family == family {
                table.append(
                    [
                        .truth(index.isDefault), .text(index.id), .text(index.name), .text(family.rawValue),
                        .list(index.inputs.map(\.quantity.rawValue)), .text(index.direction.rawValue),
                        .text(index.evidence.grade.rawValue), .text(index.evidence.confidence.rawValue),
                        .init(index.unit.isEmpty ? nil : index.unit), .text(index.computedText),
                        .text(index.citation.text),
                    ],
                    shown: [
                        "default": index.isDefault ? "*" : "", "direction": index.direction.word,
                        "evidence": index.evidence.grade.mark, "family": family.title,
                    ])
            }
            for index in UnavailableIndex.all where index.family == family {
                table.append(
                    [
                        .truth(false), .text(index.id), .text(index.name), .text(family.rawValue), .list([]), .absent,
                        .absent, .absent, .absent, .text("no. \(index.reason)"), .text(index.citation.text),
                    ], shown: ["default": "-", "family": family.title])
            }
        }
        let marks = Evidence.Grade.allCases.map { "\($0.mark) \($0.rawValue)" }.joined(separator: "; ")
        table.legend = [
            "* computed by default, where the columns allow it; the others only when named or with their parameters; "
                + "- known and not computed.",
            "higher: what a higher value means. ev: the evidence for the formula: \(marks).",
            "homeostat explain ID  tells all about one.",
        ]
        return table
    }

    /// Every code of an error or a warning.
    public static func errors() -> ReportTable {
        var table = ReportTable([
            .init("code"), .init("exit_status", title: "exit"), .init("subject", isShown: false),
            .init("meaning", wraps: true),
        ])
        for code in DiagnosticCode.allCases {
            table.append(
                [
                    .text(code.rawValue), .integer(Int(code.finalStatus.rawValue)), .text(code.subject),
                    .text(code.explanation),
                ], shown: ["meaning": code.explanation.firstSentence])
        }
        table.legend = [
            "exit: the status of a run where this was the worst. homeostat explain CODE  tells the way out."
        ]
        return table
    }

    /// The closed lists of what may stand in the columns `reasons` and `flags` and among the rejected rows.
    public static func causes() -> ReportTable {
        var table = ReportTable(
            [
                .init("kind", isShown: false), .init("name"), .init("failure", title: "fails"),
                .init("meaning", wraps: true),
            ],
            groupedBy: "kind")
        for cause in Cause.allCases {
            table.append(
                [.text("cause"), .text(cause.name), .truth(cause.isFailure), .text(cause.explanation)],
                shown: ["kind": "in reasons: why a value is absent"])
        }
        for flag in Flag.named {
            table.append(
                [.text("flag"), .text(flag.name), .truth(false), .text(flag.explanation)],
                shown: ["kind": "in flags: why a value deserves a second look"])
        }
        for cause in RejectedRow.Cause.allCases {
            table.append(
                [
                    .text("rejected_row"), .text(cause.rawValue), .truth(cause.isDamage),
                    .text(cause.meaning),
                ], shown: ["kind": "rejected rows: why a row is not written"])
        }
        table.legend = ["fails: counts against --max-failed, for rows against --max-reject."]
        return table
    }

    /// Every quantity with its units, ranges and names.
    public static func quantities() -> ReportTable {
        var table = ReportTable([
            .init("quantity"), .init("units", wraps: true), .init("possible"), .init("plausible"),
            .init("needs_unit", isShown: false), .init("columns", title: "columns so named", wraps: true),
            .init("columns_with_unit", isShown: false), .init("columns_of_studies", isShown: false),
        ])
        for quantity in Quantity.allCases where quantity != .variable {
            let names = quantity.columnNames
            let units = quantity.units.filter { $0 != .none }.map(\.symbol)
            // The name itself stands in the first column.
            let others = names.plain.filter { $0 != quantity.rawValue }
            table.append(
                [
                    .text(quantity.rawValue), .list(units), .init(quantity.range?.possibleText),
                    .init(quantity.range?.plausibleText),
                    .truth(!quantity.hasConventionalUnit),
                    .list(names.plain), .list(names.needUnit), .list(names.coded.map(\.name)),
                ],
                shown: [
                    "columns": quantity.isParameter ? "by option only" : Listing.abridged(others, letters: 44)
                ])
        }
        table.legend = [
            "Ranges are in the first unit; a round bracket leaves its end out. Outside possible: a failed cell. Outside "
                + "plausible: computed and flagged. Case and separators in names do not matter; a unit follows the name "
                + "(glucose_mmol_l), the minutes of a sample stand last (glucose_mg_dl_30).",
            "homeostat explain QUANTITY  lists all names and factors.",
        ]
        return table
    }

    /// The known kinds of files.
    public static func presets() -> ReportTable {
        var table = ReportTable([
            .init("preset"), .init("files", wraps: true), .init("identity", wraps: true), .init("columns", wraps: true),
        ])
        for preset in Preset.all {
            table.append(
                [
                    .text(preset.name), .text(preset.source), .list(preset.identifiers),
                    .list(preset.columns.map(\.name)),
                ], shown: ["columns": Listing.abridged(preset.columns.map(\.name), letters: 80)])
        }
        table.legend = ["homeostat explain PRESET  lists the columns with quantity and unit."]
        return table
    }

    /// The published limits between classes of sensitivity.
    public static func classes() -> ReportTable {
        var table = ReportTable(
            [
                .init("measure", isShown: false), .init("limit"), .init("unit", isShown: false),
                .init("class", wraps: true), .init("population", wraps: true), .init("source", wraps: true),
                .init("verified", isShown: false),
            ], groupedBy: "measure")
        for limits in SensitivityLimits.all {
            for limit in limits.limits.reversed() {
                let sign = (limits.higherIsResistant ? ">" : "<") + (limit.isIncluded ? "=" : "")
                let unit = limits.unit.symbol
                // A digital object identifier is longer than its column.
                let words = limit.source.split(separator: " ").filter { !$0.hasPrefix("doi:") }
                let source = words.map { $0 == words.last && $0.hasSuffix(",") ? $0.dropLast() : $0 }.joined(
                    separator: " ")
                table.append(
                    [
                        .text(limits.id), .text("\(sign) \(shortestDecimal(limit.value))"), .text(unit),
                        .text(limit.sensitivityClass.label), .text(limit.population), .text(limit.source),
                        .truth(limit.isVerified),
                    ],
                    shown: [
                        "measure": limits.id + (unit.isEmpty ? "" : " [\(unit)]"),
                        "limit": "\(sign) \(shortDecimal(limit.value, digits: 3))",
                        "source": limit.isVerified ? source : "a convention: the rule of 500 at 70 kg",
                    ])
            }
        }
        table.legend = [
            "A value beyond no limit is usual. Limits belong to their population and to their assay. homeostat explain "
                + "ID  gives the whole source; indices --classes  writes the class of every row."
        ]
        return table
    }

    /// The first of some names, as many as fit, and how many more there are.
    private static func abridged(_ names: [String], letters: Int) -> String {
        var shown: [String] = []
        var count = 0
        for name in names where count + name.count <= letters {
            shown.append(name)
            count += name.count + 2
        }
        let rest = names.count - shown.count
        return shown.joined(separator: ", ") + (rest > 0 ? ", ... (\(rest) more)" : "")
    }
}

extension Evidence.Grade {
    /// One letter, explained by the legend of the table.
    var mark: String {
        switch self {
        case .programAgrees: "P"
        case .read: "R"
        case .byDefinition: "D"
        case .twoSources: "2"
        case .oneSource: "1"
        case .conflicting: "C"
        case .ownEstimate: "E"
        }
    }
}

extension Index.Direction {
    /// What a higher value means, in a word.
    var word: String {
        switch self {
        case .moreSensitive: "sensitive"
        case .moreResistant: "resistant"
        case .moreSecretion: "secretion"
        case .betterCompensation: "compensated"
        case .moreAdipose: "fat"
        case .moreClearance: "clearance"
        case .moreGlycaemia: "glycaemia"
        case .moreStress: "stress"
        case .lessRemission: "no remission"
        }
    }
}

extension RejectedRow.Cause {
    /// A few words for the table; ``DiagnosticCode/explanation`` of ``code`` says more.
    public var meaning: String {
        switch self {
        case .fieldCount: "another number of fields than the header"
        case .undecodable: "bytes that are no text in the encoding of the file"
        case .nulByte: "a NUL byte"
        case .lineTooLong: "longer than 1 MiB"
        case .unclosedQuote: "a quote is opened and not closed within 1 MiB"
        case .textAfterQuote: "text follows the closing quote of a field"
        case .duplicate: "equal in every field to an earlier row of the same identity"
        case .superseded: "another row of the same identity counts, by --duplicates"
        }
    }
}
