import HomeostatCohort

/// Why a formula cannot be used, and where in its text.
///
/// ```
/// error[D802]: the data have no column "bmj"
///   --> formula:1:10  column bmj
/// 1 | log(y) ~ bmj + age
///   |          ^^^
/// help: did you mean bmi?
/// ```
public struct FormulaError: Error, Sendable, Hashable {
    /// What is wrong, for those who act on it; the words are in ``FormulaError/message``.
    public enum Reason: Sendable, Hashable, CaseIterable {
        /// The text is no formula.
        case syntax
        /// A function that formulas do not have.
        case unknownFunction
        /// A function is there, but not with these arguments; or an operator not with these operands.
        case wrongArgument
        /// The formula is too long, too deep, or has more terms than any model.
        case tooComplex
        /// The data have no such column.
        case unknownColumn
        /// A column of text stands where numbers are needed.
        case notNumeric
        /// A column of numbers was text when the model was fitted.
        case notCategorical
        /// The reference level is not among the levels.
        case unknownLevel
        /// A categorical variable has one level among the rows used: it cannot be told from the intercept.
        case singleLevel
        /// A categorical variable has about as many levels as there are rows.
        case tooManyLevels
        /// A spline or a polynomial asks for more than the distinct values give.
        case tooFewValues
        /// The response is among the terms.
        case responseAmongTerms
        /// Nothing stands before `~` where a model needs a response.
        case noResponse
        /// A response that is text, with other than two levels.
        case responseLevels
        /// Neither an intercept nor a term.
        case noCoefficients
        /// No row has a value of every variable.
        case noRows
        /// A weight is negative or not finite.
        case invalidWeight
        /// A column of the design exceeds the range of numbers, or the design what memory can hold.
        case tooLarge
    }

    /// What is wrong.
    public let reason: Reason
    /// One sentence without a final full stop.
    public let message: String
    /// What the text is: "formula", or the option it came from: "weights", "cluster", "offset", "subset".
    public let place: String
    /// The text that the range points into.
    public let text: String
    /// The characters of ``text`` that are meant, counted from 0. Empty at the end of a text that stops too early.
    public let range: Range<Int>
    /// The name of the column that is meant, where it is one.
    public let columnName: String?
    /// Ways out, each a line.
    public let help: [String]

    init(
        _ reason: Reason, _ message: String, in text: FormulaText, at range: Range<Int>, column: String? = nil,
        help: [String] = []
    ) {
        self.reason = reason
        self.message = message
        place = text.place
        self.text = text.text
        let count = text.text.count
        self.range = min(range.lowerBound, count)..<min(range.upperBound, count)
        columnName = column
        self.help = help
    }

    /// Nothing stands before `~` where a model needs a response.
    static func withoutResponse(_ formula: ModelFormula) -> FormulaError {
        FormulaError(
            .noResponse, "no response stands before \"~\"", in: formula.source, at: 0..<min(1, formula.text.count),
            help: ["for example: log(homa_ir) \(formula.text)"])
    }

    /// The error as the command line shows and counts it.
    public var diagnostic: Diagnostic {
        // Line breaks within the text would tear the caret from what it points at.
        let line = String(text.map { $0.isWhitespace ? " " : $0 })
        let place = Diagnostic.Place(
            file: place, line: 1, column: range.lowerBound + 1, columnName: columnName, sourceLine: line,
            underline: range)
        return Diagnostic(code, message, place: place, help: help)
    }

    /// The error as compilers show it.
    public func rendered() -> String { diagnostic.rendered(width: max(100, range.upperBound + 20)) }

    private var code: DiagnosticCode {
        switch reason {
        case .syntax, .unknownFunction, .wrongArgument, .tooComplex, .responseAmongTerms, .noResponse,
            .noCoefficients:
            .formulaSyntax
        case .unknownColumn, .notNumeric, .notCategorical: .formulaColumn
        case .unknownLevel, .singleLevel, .tooManyLevels, .tooFewValues, .responseLevels, .noRows, .invalidWeight,
            .tooLarge:
            .formulaData
        }
    }
}

/// A text that names columns, and what it is to the person who typed it.
struct FormulaText: Sendable, Hashable {
    let place: String
    let text: String

    init(_ text: String, place: String = "formula") {
        self.text = text
        self.place = place
    }
}
