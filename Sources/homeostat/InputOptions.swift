import ArgumentParser
import HomeostatCohort

/// The options of every verb that reads a cohort file.
struct InputOptions: ParsableArguments {
    @Argument(help: "The cohort file, or - for standard input.")
    var input: String

    @Option(help: ArgumentHelp("Format, where detection fails: text, xpt, sas7bdat, sav, dta.", valueName: "format"))
    var formatIn: String?
    @Option(help: "Field delimiter: comma, semicolon, tab, or the character.")
    var delimiter: String?
    @Option(help: "Decimal mark: . or ,")
    var decimal: String?
    @Option(help: "Text encoding: UTF-8, UTF-16LE, UTF-16BE, Windows-1252.")
    var encoding: String?
    @Option(help: ArgumentHelp("Lines to skip before the header.", valueName: "n"))
    var skipRows = 0
    @ArgumentParser.Flag(help: "The file has no header; columns are called column_1, column_2, ...")
    var noHeader = false
    @Option(help: ArgumentHelp("Names of a known kind of file: nhanes, redcap.", valueName: "name"))
    var preset: String?
    @Option(
        name: .customLong("map"), parsing: .singleValue,
        help: ArgumentHelp("Column of a quantity.", valueName: "quantity=column"))
    var maps: [String] = []
    @Option(
        name: .customLong("unit"), parsing: .singleValue,
        help: ArgumentHelp("Unit of a column.", valueName: "column=unit"))
    var units: [String] = []
    @Option(
        parsing: .singleValue, help: ArgumentHelp("Meaning of codes of sex.", valueName: "1=male,2=female"))
    var sexCodes: [String] = []
    // A code may begin with a hyphen, or be one.
    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Further codes for missing, separated by commas.", valueName: "codes"))
    var na: [String] = []
    @Option(help: ArgumentHelp("Values beyond a limit of detection: exclude, limit, half, sqrt2.", valueName: "rule"))
    var lod: String?
    @Option(help: ArgumentHelp("mg/dL of glucose in one mmol/L.", valueName: "factor"))
    var glucoseFactor = 18.0
    @Option(help: ArgumentHelp("pmol/L of insulin in one uU/mL.", valueName: "factor"))
    var insulinFactor = 6.0
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Columns that together identify a row; their repetition is checked.", valueName: "columns"))
    var id: [String] = []
    @Option(parsing: .singleValue, help: ArgumentHelp("Columns to pass on, or all.", valueName: "columns"))
    var keep: [String] = []
    @Option(
        help: ArgumentHelp(
            "With --id: rows with one identity that differ: error, first, last, mean, keep.", valueName: "rule"))
    var duplicates: String?
    @Option(
        name: .customLong("join"), parsing: .singleValue,
        help: ArgumentHelp("A file to join by --on; repeatable.", valueName: "file"))
    var joins: [String] = []
    @Option(parsing: .singleValue, help: ArgumentHelp("Key columns of --join.", valueName: "columns"))
    var on: [String] = []
    @Option(help: ArgumentHelp("Threads; the results do not depend on it.", valueName: "n"))
    var threads: Int?
}

extension InputOptions {
    /// The options as the library takes them.
    func cohortOptions() throws(Diagnostic) -> CohortOptions {
        var options = CohortOptions()
        if let formatIn {
            if formatIn == "text" || formatIn == "csv" || formatIn == "tsv" {
                options.forcesText = true
            } else if let format = ForeignFormat(rawValue: formatIn.lowercased()) {
                options.foreignFormat = format
            } else {
                throw invalid("--format-in", formatIn, "text, xpt, sas7bdat, sav, dta")
            }
        }
        if let delimiter { options.text.delimiter = try delimiterByte(delimiter) }
        if let decimal {
            guard decimal == "." || decimal == "," else { throw invalid("--decimal", decimal, ". or ,") }
            options.text.decimalMark = decimal.utf8.first
        }
        if let encoding {
            guard let known = TextEncoding.allCases.first(where: { $0.rawValue.lowercased() == encoding.lowercased() })
            else {
                throw invalid("--encoding", encoding, TextEncoding.allCases.map(\.rawValue).joined(separator: ", "))
            }
            options.text.encoding = known
        }
        guard skipRows >= 0 else { throw invalid("--skip-rows", "\(skipRows)", "0 or more") }
        options.text.skipRows = skipRows
        options.text.hasHeader = !noHeader
        options.binding = try bindingOptions()
        options.extraMissing = na.flatMap { $0.split(separator: ",").map(String.init) }
        if let lod {
            guard let rule = LimitOfDetectionRule(rawValue: lod) else {
                throw invalid("--lod", lod, LimitOfDetectionRule.allCases.map(\.rawValue).joined(separator: ", "))
            }
            options.limitRule = rule
        }
        guard glucoseFactor.isFinite, glucoseFactor > 0 else {
            throw invalid("--glucose-factor", "\(glucoseFactor)", "a positive number")
        }
        guard insulinFactor.isFinite, insulinFactor > 0 else {
            throw invalid("--insulin-factor", "\(insulinFactor)", "a positive number")
        }
        options.factors = ConversionFactors(glucose: glucoseFactor, insulin: insulinFactor)
        options.identity = try InputOptions.list(id, option: "--id")
        options.keep = try InputOptions.list(keep, option: "--keep")
        if options.keep.contains("all") { (options.keepsAll, options.keep) = (true, []) }
        if let duplicates {
            guard let rule = DuplicateRule(rawValue: duplicates) else {
                throw invalid(
                    "--duplicates", duplicates, DuplicateRule.allCases.map(\.rawValue).joined(separator: ", "))
            }
            if id.isEmpty {
                throw Diagnostic(
                    .invalidOption, "--duplicates needs the columns that identify a row", help: ["--id ID"])
            }
            options.duplicates = rule
        }
        options.joins = joins
        options.joinKey = try InputOptions.list(on, option: "--on")
        if !joins.isEmpty, options.joinKey.isEmpty {
            throw Diagnostic(.invalidOption, "--join needs the key columns", help: ["--on SEQN"])
        }
        if joins.isEmpty, !on.isEmpty {
            throw Diagnostic(.invalidOption, "--on names the key of a file to join", help: ["--join FILE"])
        }
        if let threads {
            guard threads > 0, threads <= 1024 else { throw invalid("--threads", "\(threads)", "1 to 1024") }
            options.threads = threads
        } else {
            options.threads = availableProcessors()
        }
        return options
    }

    private func bindingOptions() throws(Diagnostic) -> BindingOptions {
        var binding = BindingOptions()
        for text in maps {
            guard let parts = pair(text) else { throw invalid("--map", text, "QUANTITY=COLUMN") }
            binding.map.append((quantity: parts.0, column: parts.1))
        }
        for text in units {
            guard let parts = pair(text) else { throw invalid("--unit", text, "COLUMN=UNIT") }
            binding.units.append((column: parts.0, unit: parts.1))
        }
        if let preset {
            guard let known = Preset.named(preset) else {
                throw invalid("--preset", preset, Preset.all.map(\.name).joined(separator: ", "))
            }
            binding.preset = known
        }
        if !sexCodes.isEmpty {
            var codes: [Double: Sex] = [:]
            for text in try InputOptions.list(sexCodes, option: "--sex-codes") {
                guard let parts = pair(text), let code = Double(parts.0), let sex = Sex(parts.1),
                    codes[code] == nil || codes[code] == sex
                else { throw invalid("--sex-codes", sexCodes.joined(separator: ","), "1=male,2=female") }
                codes[code] = sex
            }
            binding.sexCodes = codes
        }
        return binding
    }

    private func delimiterByte(_ text: String) throws(Diagnostic) -> UInt8 {
        switch text {
        case "comma": return UInt8(ascii: ",")
        case "semicolon": return UInt8(ascii: ";")
        case "tab", "\\t": return 0x09
        default:
            guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80, byte != 0x22, byte != 0x0A,
                byte != 0x0D
            else { throw invalid("--delimiter", text, "comma, semicolon, tab, or one ASCII character") }
            return byte
        }
    }

    /// The names of an option that takes a list and may be given more than once, each name once.
    ///
    /// - Throws: where the option was given without a name.
    static func list(_ texts: [String], option: String) throws(Diagnostic) -> [String] {
        var names: [String] = []
        for text in texts {
            let parts = text.split(separator: ",").map(String.init)
            if parts.isEmpty {
                throw Diagnostic(.invalidOption, "\(option) '\(text)' names nothing", help: ["\(option) A,B"])
            }
            for name in parts where !names.contains(name) { names.append(name) }
        }
        return names
    }

    private func pair(_ text: String) -> (String, String)? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        let left = String(text[..<equals])
        let right = String(text[text.index(after: equals)...])
        return left.isEmpty || right.isEmpty ? nil : (left, right)
    }

    private func invalid(_ option: String, _ value: String, _ expected: String) -> Diagnostic {
        Diagnostic(.invalidOption, "\(option) \(value) cannot be used", help: ["expected: \(expected)"])
    }
}
