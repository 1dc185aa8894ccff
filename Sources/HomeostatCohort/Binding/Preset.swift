/// What is known of the columns of a certain kind of file, as data.
public struct Preset: Sendable {
    /// The name that `--preset` takes.
    public let name: String
    /// What the files are, and where the meaning of their columns is documented.
    public let source: String
    /// Columns with their quantity and unit. Of two for one quantity the earlier is taken.
    public let columns: [CodedColumn]
    /// The codes of the column of sex among ``columns``.
    public let sexCodes: [Double: Sex]
    /// Columns that together identify a row, as far as a file has them.
    public let identifiers: [String]
    /// Columns of survey weights, the one for a fasting subsample first; strata; primary sampling units.
    public let weights: [String]
    /// Columns of the strata of the sampling design; empty where there is none.
    public let strata: [String]
    /// Columns of the primary sampling units; empty where there are none.
    public let samplingUnits: [String]

    /// Every preset.
    public static let all: [Preset] = [.nhanes, .redcap]

    /// The preset of that name, in any case.
    public static func named(_ name: String) -> Preset? {
        all.first { $0.name == ColumnTokens.squashed(name) }
    }

    /// Public use files of the National Health and Nutrition Examination Survey from 1999, with the variable names of
    /// its codebooks (CDC/NCHS). Codes of sex: RIAGENDR 1 male, 2 female.
    public static let nhanes = Preset(
        name: "nhanes", source: "NHANES public use files from 1999 (CDC/NCHS codebooks)",
        columns: ColumnSynonyms.nhanes, sexCodes: [1: .male, 2: .female], identifiers: ["SEQN"],
        weights: ["WTSAF2YR", "WTSAFPRP", "WTSAF4YR", "WTMEC2YR", "WTMECPRP", "WTMEC4YR", "WTINT2YR"],
        strata: ["SDMVSTRA"], samplingUnits: ["SDMVPSU"])

    /// Flat exports of a REDCap project. The record, the event and the repeated instance identify a row; all other
    /// names are the project's own and bind by the table of synonyms. A project chooses its codes of sex itself:
    /// none are assumed.
    public static let redcap = Preset(
        name: "redcap", source: "flat export of a REDCap project (raw names)",
        columns: [CodedColumn("record_id", .subject, .none)], sexCodes: [:],
        identifiers: ["record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"],
        weights: [], strata: [], samplingUnits: [])
}

/// A column whose name alone fixes quantity and unit, by the documentation of the study that made it.
public struct CodedColumn: Sendable, Hashable {
    /// The header, or the name of the variable.
    public let name: String
    /// What the column measures.
    public let quantity: Quantity
    /// The unit by the documentation of the study; ``Unit/none`` where the quantity has none.
    public let unit: Unit
    /// Minutes after the load, for a timed sample.
    public let minute: Int?

    init(_ name: String, _ quantity: Quantity, _ unit: Unit, minute: Int? = nil) {
        self.name = name
        self.quantity = quantity
        self.unit = unit
        self.minute = minute
    }
}
