import HomeostatCohort
import HomeostatNumerics

/// A regression as it is reported: the coefficients, what the model is like, and what became of the rows.
public struct RegressionReport: Sendable {
    /// What was asked for.
    public let specification: RegressionSpecification
    /// The formula, normalised.
    public let formula: String
    /// One row for each coefficient, those that could not be estimated among them.
    public let rows: [RegressionRow]
    /// Figures of the whole model, in the order in which they are written.
    public let figures: [RegressionFigure]
    /// Why rows were left out, by variable.
    public let dropped: [DroppedRows]
    /// The number of rows left out.
    public let droppedCount: Int
    /// The number of rows that `--subset` does not have.
    public let outsideCount: Int
    /// Further tables.
    public let sections: [RegressionSection]
    /// What the reader has to know of the result, a sentence each.
    public let notes: [String]
    /// What is wrong with the result though it was computed: columns without a coefficient, for example.
    public let warnings: [Diagnostic]
    /// For each row used its place among the rows that were read, from 0.
    public let usedRows: [Int]
    /// Leverages, residuals and influence of each row used; nil where the method has none.
    public let rowTable: RegressionRowTable?

    /// The figure of a name; nil where it is absent or there is none.
    public func figure(_ name: String) -> Double? { figures.first { $0.name == name }?.value }
}

/// A figure of a model, or the cause for which it is absent.
public struct RegressionFigure: Sendable, Hashable {
    /// The key in JSON: "r_squared".
    public let name: String
    /// nil where the figure is absent.
    public let value: Double?
    /// Why it is absent.
    public let cause: AbsenceCause?

    init(_ name: String, _ value: Estimable<Double>) {
        self.name = name
        let finite = value.value.flatMap { $0.isFinite ? $0 : nil }
        self.value = finite
        cause = finite == nil ? value.cause ?? .outOfRange : nil
    }

    init(_ name: String, _ value: Double?, otherwise cause: AbsenceCause = .notDefined) {
        self.init(name, value.map { Estimable(finite: $0) } ?? .absent(cause))
    }

    init(_ name: String, _ count: Int) {
        self.init(name, Estimable.value(Double(count)))
    }
}

/// A further table of a report.
public struct RegressionSection: Sendable {
    /// The key in JSON.
    public let key: String
    /// The heading in Markdown.
    public let title: String
    /// The content.
    public let table: ReportTable

    init(_ key: String, title: String, _ table: ReportTable) {
        self.key = key
        self.title = title
        self.table = table
    }
}
