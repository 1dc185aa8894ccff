import HomeostatCohort

/// What `regress` is asked for: a formula, a method and what is to be reported.
public struct RegressionSpecification: Sendable {
    /// A variable that is cut at its quantiles and put into the model by groups.
    public struct QuantileGrouping: Sendable, Hashable {
        /// The name of the variable.
        public var variable: String
        /// How many groups, at least two: 4 for quartiles.
        public var count: Int

        /// A variable with the number of its groups.
        public init(variable: String, count: Int) {
            self.variable = variable
            self.count = count
        }
    }

    /// Cross-validation of a penalty.
    public struct CrossValidation: Sendable, Hashable {
        /// How many folds.
        public var folds = 10
        /// Deals the rows to the folds.
        public var seed: UInt64 = 1

        /// Ten folds, seed 1.
        public init() {}
    }

    /// The formula as it was given.
    public let formula: ModelFormula
    /// What columns do beside standing in the formula.
    public let roles: ModelRoles
    /// What is fitted.
    public let method: RegressionMethod
    /// How standard errors are found.
    public let errors: RegressionErrors
    /// The level of intervals, above 0 and below 1.
    public let level: Double
    /// The variable that enters by quantile groups; nil where none does.
    public let quantileGroups: QuantileGrouping?
    /// The variable whose slope turns; nil where none does.
    public let segmentedVariable: String?
    /// How a penalty is chosen.
    public let crossValidation: CrossValidation
    /// The formula with the variable of ``quantileGroups`` or ``segmentedVariable``, for which rows must have a value.
    let fullFormula: ModelFormula
    /// That variable as it is called among the terms; empty where there is none.
    let variableLabel: String

    /// Puts a specification together.
    ///
    /// - Parameters:
    ///   - formula: "log(homa_ir) ~ bmi + age + sex".
    ///   - errors: nil for those that are customary with the method.
    /// - Throws: wrong usage: a formula that cannot be read, options that do not go together.
    public init(
        formula text: String, method: RegressionMethod = .leastSquares, errors: RegressionErrors? = nil,
        level: Double = 0.95, roles: ModelRoles = ModelRoles(), quantileGroups: QuantileGrouping? = nil,
        segmentedVariable: String? = nil, crossValidation: CrossValidation = CrossValidation()
    ) throws(Diagnostic) {
        do throws(FormulaError) {
            let formula = try ModelFormula(text)
            self.formula = formula
            guard formula.responseLabel != nil else { throw .withoutResponse(formula) }
            // Further on in the text nothing moves, so that carets point right.
            let variable = quantileGroups?.variable ?? segmentedVariable
            variableLabel = try variable.map { name throws(FormulaError) in try Self.label(name) } ?? ""
            if let variable, !formula.terms.contains(variableLabel) {
                fullFormula = try ModelFormula("\(text) + \(variable)")
            } else {
                fullFormula = formula
            }
            _ = try roles.columnNames()
        } catch {
            throw error.diagnostic
        }
        self.roles = roles
        self.method = method
        self.errors = errors ?? method.customaryErrors(clustered: roles.cluster != nil)
        self.level = level
        self.quantileGroups = quantileGroups
        self.segmentedVariable = segmentedVariable
        self.crossValidation = crossValidation
        try check()
    }

    /// A variable as terms name it: "log( x )" is "log(x)".
    private static func label(_ variable: String) throws(FormulaError) -> String {
        let terms = try ModelFormula("~ \(variable)").terms
        return terms.count == 1 ? terms[0] : variable
    }

    /// The names of all variables that have to be read.
    public var columnNames: [String] {
        let named = fullFormula.columnNames + ((try? roles.columnNames()) ?? [])
        return named.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// What the answer depends on beside the data: the seed of a bootstrap or of the folds of a cross-validation.
    public var seed: UInt64? {
        if case .penalised(_, nil) = method { return crossValidation.seed }
        return errors.seed
    }

    /// Whether a report will have a ``RegressionReport/rowTable``.
    public var hasRowTable: Bool { method == .leastSquares && segmentedVariable == nil }

    private func check() throws(Diagnostic) {
        guard level > 0, level < 1 else { throw Self.invalid("--level \(level)", "above 0 and below 1") }
        if case .quantile(let tau) = method, !(tau > 0 && tau < 1) {
            throw Self.invalid("--tau \(tau)", "above 0 and below 1")
        }
        if case .penalised(_, let lambda?) = method, !(lambda >= 0 && lambda.isFinite) {
            throw Self.invalid("--lambda \(lambda)", "0 or more")
        }
        if case .bootstrap(let settings) = errors, !(1...10_000_000).contains(settings.replicates) {
            throw Self.invalid("--replicates \(settings.replicates)", "1 to 10000000")
        }
        guard method.possibleErrors.contains(errors.name) else {
            throw Self.invalid(
                "--errors \(errors.name) with this method", method.possibleErrors.joined(separator: ", "))
        }
        if case .clusterRobust = errors, roles.cluster == nil {
            throw Diagnostic(
                .invalidOption, "--errors \(errors.name) needs to know the clusters", help: ["--cluster COLUMN"])
        }
        if roles.cluster != nil {
            switch errors {
            case .clusterRobust, .bootstrap: break
            default:
                throw Diagnostic(
                    .invalidOption, "--errors \(errors.name) makes no use of --cluster",
                    help: ["--errors cr2, or another that has clusters; or leave out --cluster"])
            }
        }
        if roles.weights != nil, !method.takesWeights {
            throw Diagnostic(.invalidOption, "\(method.title) takes no --weights", help: ["leave them out"])
        }
        if let quantileGroups {
            if segmentedVariable != nil {
                throw Diagnostic(.invalidOption, "quantile groups and --segmented do not go together", help: ["one"])
            }
            if !(2...100).contains(quantileGroups.count) {
                throw Self.invalid("--groups \(quantileGroups.count)", "2 to 100")
            }
            if formula.terms.contains(variableLabel) {
                throw Diagnostic(
                    .invalidOption, "\(quantileGroups.variable) stands in the formula and is to be cut into groups",
                    help: ["leave it out of the formula: its groups are put into the model"])
            }
        }
        if segmentedVariable != nil, method != .leastSquares || errors != .classical {
            throw Diagnostic(
                .invalidOption, "--segmented goes with least squares and classical errors only",
                help: ["leave out --method and --errors"])
        }
    }

    private static func invalid(_ option: String, _ expected: String) -> Diagnostic {
        Diagnostic(.invalidOption, "\(option) cannot be used", help: ["expected: \(expected)"])
    }
}
