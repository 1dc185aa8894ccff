import HomeostatCohort

/// The variables of a cohort file that a model needs, read into memory: columns, and indices computed on the way.
public struct CohortVariables: VariableSource, Sendable {
    /// Where the values of a variable come from.
    public enum Origin: Sendable, Hashable {
        /// A column of the file, read as it stands; its unit where it is known.
        case column(name: String, unit: Unit?)
        /// An index, computed from other columns.
        case index(id: String)
    }

    /// The number of rows of the file that were good.
    public let rowCount: Int
    /// The names that a formula could have used: columns first, then indices.
    public let variableNames: [String]
    /// Where each variable comes from, by its name in the formula.
    public let origins: [String: Origin]
    /// The rows and cells that could not be used.
    public let outcome: CohortOutcome
    private let variables: [String: SourceVariable]

    init(
        rowCount: Int, variableNames: [String], origins: [String: Origin], outcome: CohortOutcome,
        variables: [String: SourceVariable]
    ) {
        self.rowCount = rowCount
        self.variableNames = variableNames
        self.origins = origins
        self.outcome = outcome
        self.variables = variables
    }

    /// The values of a variable that was read; nil for any other name.
    public func variable(named name: String) -> SourceVariable? { variables[name] }
}
