import HomeostatCohort

/// What a formula takes its columns from: a cohort, a grid of persons to predict, anything with rows and names.
public protocol VariableSource {
    /// The number of rows, the same for each variable.
    var rowCount: Int { get }
    /// The names there are, for an error that says which was meant.
    var variableNames: [String] { get }
    /// The values of a variable; nil where there is none of this name.
    func variable(named name: String) -> SourceVariable?
}

/// The values of one variable.
public enum SourceVariable: Sendable, Hashable {
    case numeric(NumericVariable)
    case categorical(CategoricalVariable)
}

/// A variable of numbers.
public struct NumericVariable: Sendable, Hashable {
    /// One value for each row; any number where it is absent.
    public let values: [Double]
    /// What the exact value of each row exceeds ``values`` by, in the same unit, where decimals were kept exactly; nil
    /// where nothing is known beyond the Doubles.
    public let remainders: [Double]?
    /// Why a value is absent, nil for one that is there; empty where every row has a value.
    public let causes: [Cause?]

    /// A variable of numbers. A value that is not finite counts as absent even without a cause: `notANumber`.
    ///
    /// - Precondition: `remainders` and `causes` have as many elements as `values`; `causes` may be empty.
    public init(_ values: [Double], remainders: [Double]? = nil, causes: [Cause?] = []) {
        precondition(remainders.map { $0.count == values.count } ?? true)
        precondition(causes.isEmpty || causes.count == values.count)
        self.values = values
        self.remainders = remainders
        self.causes = causes
    }

    /// A variable of numbers, some of them missing.
    public init(_ values: [Double?]) {
        self.init(
            values.map { $0 ?? 0 }, causes: values.contains(nil) ? values.map { $0 == nil ? Cause.missing : nil } : [])
    }
}

/// A variable of text.
public struct CategoricalVariable: Sendable, Hashable {
    /// The different texts in their order, of which the first is the reference.
    public let levels: [String]
    /// The place of each row's text in ``levels``; any number where it is absent.
    public let codes: [Int32]
    /// Why a text is absent, nil for one that is there; empty where every row has a text.
    public let causes: [Cause?]

    /// A variable of which the texts and their order are known.
    ///
    /// - Precondition: each code of a row without a cause is a place in `levels`, and these differ from each other.
    public init(levels: [String], codes: [Int32], causes: [Cause?] = []) {
        precondition(causes.isEmpty || causes.count == codes.count)
        precondition(Set(levels).count == levels.count)
        for (row, code) in codes.enumerated() where causes.isEmpty || causes[row] == nil {
            precondition(levels.indices.contains(Int(code)))
        }
        self.levels = levels
        self.codes = codes
        self.causes = causes
    }

    /// A variable of texts as they stand in a file, some of them missing. Its levels are in the order of
    /// ``sortedLevels(_:)``.
    public init(_ texts: [String?]) {
        let levels = Self.sortedLevels(Set(texts.compactMap { $0 }))
        let places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
        self.init(
            levels: levels, codes: texts.map { $0.flatMap { places[$0] } ?? 0 },
            causes: texts.contains(nil) ? texts.map { $0 == nil ? Cause.missing : nil } : [])
    }

    /// The order of levels that have none of their own: by value where all of them are numbers, else by the Unicode
    /// scalars of their text, capitals before small letters, whatever the language of the machine.
    public static func sortedLevels(_ levels: some Sequence<String>) -> [String] {
        let texts = Array(levels)
        let numbers = texts.map { Double($0) }
        guard !numbers.contains(where: { $0?.isFinite != true }) else {
            return texts.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        }
        return zip(texts, numbers.compactMap { $0 }).sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    }
}

/// Variables by name: a small table made by hand, such as the persons of a prediction.
public struct VariableTable: VariableSource, Sendable, Hashable {
    /// The number of rows, which every variable has.
    public let rowCount: Int
    private var variables: [String: SourceVariable] = [:]

    /// A table that has no variable yet.
    public init(rowCount: Int) {
        self.rowCount = rowCount
    }

    /// The names in the order of their text.
    public var variableNames: [String] { variables.keys.sorted() }

    /// The variable of exactly this name; nil where there is none.
    public func variable(named name: String) -> SourceVariable? { variables[name] }

    /// Adds a variable, or puts another in its place.
    ///
    /// - Precondition: it has ``rowCount`` values.
    public mutating func set(_ name: String, _ variable: SourceVariable) {
        switch variable {
        case .numeric(let numbers): precondition(numbers.values.count == rowCount)
        case .categorical(let texts): precondition(texts.codes.count == rowCount)
        }
        variables[name] = variable
    }

    /// Adds numbers.
    public mutating func set(_ name: String, _ values: [Double?]) { set(name, .numeric(NumericVariable(values))) }

    /// Adds texts.
    public mutating func set(_ name: String, texts: [String?]) {
        set(name, .categorical(CategoricalVariable(texts)))
    }
}
