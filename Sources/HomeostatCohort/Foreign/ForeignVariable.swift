/// A variable of a foreign file, as the file describes it.
public struct ForeignVariable: Sendable, Hashable {
    /// The variable's name, long where the format has long names.
    public var name: String
    /// The descriptive label, empty where the file gives none.
    public var label: String
    /// The display format as the program writes it (`DATE9`, `%td`, `DATE11`, `F8.2`), empty where there is none.
    ///
    /// Dates and times stay numbers; this text says what they count. Stata counts days or milliseconds, SAS days or
    /// seconds, from 1 January 1960; SPSS seconds from 14 October 1582.
    public var format: String
    /// Whether the cells are text.
    public var isText: Bool
    /// The labels of single values (SPSS and Stata; SAS keeps them in a catalogue outside the file).
    public var valueLabels: [ForeignValueLabel]
    /// The values that the file declares as missing (SPSS), in the order of the file.
    public var missingRules: [ForeignMissingRule]

    /// A variable, by default of numbers, without labels and without values that count as missing.
    public init(
        name: String, label: String = "", format: String = "", isText: Bool = false,
        valueLabels: [ForeignValueLabel] = [], missingRules: [ForeignMissingRule] = []
    ) {
        self.name = name
        self.label = label
        self.format = format
        self.isText = isText
        self.valueLabels = valueLabels
        self.missingRules = missingRules
    }

    /// Whether the file declares some values of this variable as missing.
    public var hasUserMissing: Bool { !missingRules.isEmpty }
}

/// A value and the label that a file gives it.
public struct ForeignValueLabel: Sendable, Hashable {
    /// The value, or the missing value, that has the label.
    public var code: ForeignCode
    /// What the value means, as the file says it.
    public var label: String

    /// A code with its label.
    public init(code: ForeignCode, label: String) {
        self.code = code
        self.label = label
    }
}

/// A value that a label belongs to.
public enum ForeignCode: Sendable, Hashable {
    case number(Double)
    case text(String)
    /// A tagged missing value; the tag is one ASCII letter (Stata's `.a` has the tag `a`).
    case missing(tag: UInt8)
    /// The system-missing value.
    case systemMissing
}

/// A rule by which values count as missing; single values have equal bounds.
public enum ForeignMissingRule: Sendable, Hashable {
    /// Numbers from `low` to `high`, both included; the bounds may be infinite.
    case numbers(low: Double, high: Double)
    /// Text from `low` to `high` in the order of its bytes, both included.
    case text(low: String, high: String)
}

/// What a foreign file says about itself.
public struct ForeignDescription: Sendable, Hashable {
    /// The variables in the order of the file.
    public var variables: [ForeignVariable]
    /// The number of rows that the file declares; nil where it declares none (always for XPT).
    public var rowCount: Int?
    /// The declared text encoding, by its iconv name; nil where the format declares none (XPT, Stata before 14).
    public var encoding: String?
    /// The label of the table, nil where there is none.
    public var tableLabel: String?
    /// The name of the table, nil where there is none.
    public var tableName: String?
    /// The version of the format (5 or 8 for XPT, 104 to 119 for Stata, 2 or 3 for SPSS, the SAS release for SAS7BDAT).
    public var formatVersion: Int

    /// A description; what the file does not say is left out.
    public init(
        variables: [ForeignVariable], rowCount: Int? = nil, encoding: String? = nil, tableLabel: String? = nil,
        tableName: String? = nil, formatVersion: Int = 0
    ) {
        self.variables = variables
        self.rowCount = rowCount
        self.encoding = encoding
        self.tableLabel = tableLabel
        self.tableName = tableName
        self.formatVersion = formatVersion
    }
}
