/// The errors of binding. Each offers the options that would settle it, ready to be typed.
public enum BindingProblem {
    /// D201. Where `count` columns of the quantity wait for a unit, one option settles all of them.
    static func missingUnit(_ name: String, _ quantity: Quantity, count: Int = 1) -> Diagnostic {
        var help = [choice(quantity.columnUnits.map { option("unit", name, $0.symbol) })]
        if count > 1 {
            let all = choice(quantity.columnUnits.map { option("unit", quantity.rawValue, $0.symbol) })
            help.insert("\(all), for all \(count) columns of \(quantity.rawValue)", at: 0)
        }
        if quantity == .insulin { help.append("\(option("unit", name, "U")) if it is a dose of insulin") }
        return Diagnostic(
            .missingUnit, "nothing says in which unit column \(name) (\(quantity.rawValue)) is", help: help)
    }

    /// D202.
    static func wrongDimension(_ name: String, _ quantity: Quantity, _ unit: Unit, _ source: BindingSource)
        -> Diagnostic
    {
        Diagnostic(
            .unitOfOtherDimension,
            "column \(name) is \(quantity.rawValue), and \(unit.symbol) (\(source.text)) does not measure that",
            help: [choice(quantity.columnUnits.map { option("unit", name, $0.symbol) })])
    }

    /// D203.
    static func ambiguous(_ names: [String], _ quantity: Quantity, _ minute: Int?, preset: String?) -> Diagnostic {
        let key = quantity.rawValue + ((minute ?? 0) == 0 ? "" : "_\(minute ?? 0)")
        var help = [choice(names.prefix(20).map { option("map", key, $0) })]
        if let preset { help.append("--preset nhanes takes \(preset)") }
        return Diagnostic(
            .ambiguousColumns, "columns \(list(names)) \(names.count == 2 ? "both" : "all") stand for \(key)",
            help: help)
    }

    /// D204.
    static func repeated(_ name: String, positions: [Int]) -> Diagnostic {
        let times = positions.count == 2 ? "twice" : "\(positions.count) times"
        return Diagnostic(
            .repeatedColumnName, "column \(name) appears \(times) (columns \(list(positions.map { "\($0 + 1)" })))",
            help: ["rename or remove one of them: a name cannot say which is meant"])
    }

    /// D205.
    static func unknownColumn(_ name: String, option: String, columns: [String]) -> Diagnostic {
        let near = nearest(to: name, among: columns)
        return Diagnostic(
            .unknownColumn, "\(option) names column \(name), which the file does not have",
            help: [near.map { "did you mean \($0)?" } ?? "the columns are: \(abridged(columns))"])
    }

    /// D206.
    static func unknownQuantity(_ name: String) -> Diagnostic {
        let names = ColumnBinder.bindable.map(\.rawValue)
        let near = nearest(to: name, among: names)
        return Diagnostic(
            .unknownQuantity, "\(name) is no quantity",
            help: (near.map { ["did you mean \($0)?"] } ?? []) + ["quantities: " + names.joined(separator: " ")])
    }

    /// D207.
    static func unknownUnit(_ text: String, column: String, quantity: Quantity?) -> Diagnostic {
        let help = quantity.map { choice($0.columnUnits.map { option("unit", column, $0.symbol) }) }
        let what = quantity.map { "no unit of \($0.rawValue)" } ?? "no unit that is known"
        return Diagnostic(.unknownUnit, "\(text) is \(what)", help: help.map { [$0] } ?? [])
    }

    /// D208.
    static func nothingBound(_ names: [String]) -> Diagnostic {
        // A name that cannot be typed is no example.
        let example = names.first.flatMap { $0.count <= 60 && printable($0) == $0 ? $0 : nil } ?? "COLUMN"
        let options = option("map", "QUANTITY", example) + " " + option("unit", example, "UNIT")
        return Diagnostic(
            .nothingBound, "no column is recognised as a measurement",
            help: ["\(options), with a quantity such as glucose", "columns: \(abridged(names))"])
    }

    /// D209: the reader met numbers in a column of sex that nothing explains.
    ///
    /// - Parameters:
    ///   - name: the column.
    ///   - codes: the distinct codes that were met, as text.
    public static func unsettledSexCodes(_ name: String, codes: [String] = []) -> Diagnostic {
        let met = codes.isEmpty ? "in numbers" : "as \(list(codes))"
        let example = codes.count == 2 ? codes : ["1", "2"]
        var help = [
            "--sex-codes \(example[0])=male,\(example[1])=female or --sex-codes \(example[0])=female,\(example[1])=male"
        ]
        if ColumnTokens.squashed(name) == "riagendr" { help.insert("--preset nhanes", at: 0) }
        return Diagnostic(
            .unsettledSexCodes, "column \(name) gives sex \(met), and nothing says which is which", help: help)
    }

    /// D216.
    static func conflict(_ name: String, _ claims: [(text: String, source: BindingSource, unit: Unit?)]) -> Diagnostic {
        let said = claims.map { "\($0.text) (\($0.source.text))" }
        let units = claims.compactMap(\.unit?.symbol)
        return Diagnostic(
            .conflictingUnits, "column \(name) is said to be in \(list(said))",
            help: [choice(units.map { option("unit", name, $0) })])
    }

    /// D602.
    static func invalidOption(_ message: String, help: [String] = []) -> Diagnostic {
        Diagnostic(.invalidOption, message, help: help)
    }

    /// `--unit glu_f=mg/dL`, quoted where a shell would take it apart.
    static func option(_ name: String, _ key: String, _ value: String) -> String {
        let text = printable("\(key)=\(value)", limit: 200)
        let plain = text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_./%=:+-".unicodeScalars.contains(scalar)
        }
        return "--\(name) "
            + (plain
                ? text
                : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'")
    }

    /// A name in a list is shown up to here.
    private static let longestName = 40

    private static func choice(_ options: [String]) -> String { options.joined(separator: " or ") }

    /// `a and b`; `a, b and c`.
    static func list(_ items: [String]) -> String {
        let items = items.map { printable($0, limit: longestName) }
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        guard items.count <= 20 else {
            return items.prefix(20).joined(separator: ", ") + " and \(items.count - 20) more"
        }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }

    private static func abridged(_ names: [String]) -> String {
        names.prefix(20).map { printable($0, limit: longestName) }.joined(separator: ", ")
            + (names.count > 20 ? ", ... (\(names.count))" : "")
    }

    /// The name with the fewest edits, if these are few for its length.
    static func nearest(to name: String, among candidates: [String]) -> String? {
        let wanted = Array(ColumnTokens.squashed(name).utf8.prefix(64))
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = edits(wanted, Array(ColumnTokens.squashed(candidate).utf8.prefix(64)))
            if distance <= max(1, wanted.count / 3), distance < best?.distance ?? Int.max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    /// Insertions, deletions and substitutions (Levenshtein).
    private static func edits(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var row = Array(0...second.count)
        for (i, a) in first.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in second.enumerated() {
                let substituted = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, diagonal + 1, row[j] + 1)
            }
        }
        return row[second.count]
    }
}
