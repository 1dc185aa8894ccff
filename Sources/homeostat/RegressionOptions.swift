import ArgumentParser
import HomeostatCohort
import HomeostatModels

/// The options that say what a regression is.
struct RegressionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The model: 'log(homa_ir) ~ bmi * sex + rcs(age_y, 4)'.", valueName: "formula"))
    var formula: String
    @Option(help: ArgumentHelp(RegressionMethod.names.joined(separator: ", ") + ".", valueName: "name"))
    var method = "ols"
    @Option(help: ArgumentHelp("Quantile of --method quantile, above 0 and below 1.", valueName: "q"))
    var tau = 0.5
    @Option(
        help: ArgumentHelp("Penalty of ridge and lasso (as in glmnet); else by cross-validation.", valueName: "x"))
    var lambda: Double?
    @Option(help: ArgumentHelp("Folds of the cross-validation.", valueName: "n"))
    var folds = 10
    @Option(
        help: ArgumentHelp(
            "Standard errors: \(RegressionErrors.names.joined(separator: ", ")); else those customary with the method.",
            valueName: "name"))
    var errors: String?
    @Option(
        help: ArgumentHelp("Rows with equal values are a cluster; several columns as stratum:psu.", valueName: "column")
    )
    var cluster: String?
    @Option(help: ArgumentHelp("Weight of each row, 0 or more.", valueName: "column"))
    var weights: String?
    @Option(help: ArgumentHelp("A term with the coefficient 1.", valueName: "column"))
    var offset: String?
    @Option(help: ArgumentHelp("The rows that the model is about: 'age_y >= 20 & bmi > 0'.", valueName: "condition"))
    var subset: String?
    @Option(help: ArgumentHelp("Level of the intervals.", valueName: "share"))
    var level = 0.95
    @Option(help: ArgumentHelp("Replicates of a bootstrap.", valueName: "n"))
    var replicates = 2000
    @Option(help: ArgumentHelp("Interval of a bootstrap: bca, percentile, basic.", valueName: "kind"))
    var interval = "bca"
    @Option(help: ArgumentHelp("Seed of a bootstrap or of the folds.", valueName: "n"))
    var seed: UInt64 = 1
    @Option(
        help: ArgumentHelp("Put a variable into the model by its quartiles, with the P for trend.", valueName: "name"))
    var quartiles: String?
    @Option(help: ArgumentHelp("Groups of --quartiles, where they are not four.", valueName: "n"))
    var groups = 4
    @Option(help: ArgumentHelp("A variable whose slope turns, with the turning point's interval.", valueName: "name"))
    var segmented: String?
}

extension RegressionOptions {
    /// The options as the library takes them.
    func specification() throws(Diagnostic) -> RegressionSpecification {
        guard let method = RegressionMethod(name: method, tau: tau, lambda: lambda) else {
            throw invalid("--method \(self.method)", RegressionMethod.names)
        }
        guard let kind = BootstrapIntervalKind(rawValue: interval) else {
            throw invalid("--interval \(interval)", BootstrapIntervalKind.allCases.map(\.rawValue))
        }
        var chosen: RegressionErrors?
        if let errors {
            let settings = BootstrapSettings(interval: kind, replicates: replicates, seed: seed)
            chosen = RegressionErrors(name: errors, bootstrap: settings)
            if chosen == nil { throw invalid("--errors \(errors)", RegressionErrors.names) }
        }
        var validation = RegressionSpecification.CrossValidation()
        validation.folds = folds
        validation.seed = seed
        return try RegressionSpecification(
            formula: formula, method: method, errors: chosen, level: level,
            roles: ModelRoles(weights: weights, cluster: cluster, offset: offset, subset: subset),
            quantileGroups: quartiles.map { .init(variable: $0, count: groups) }, segmentedVariable: segmented,
            crossValidation: validation)
    }

    private func invalid(_ option: String, _ expected: [String]) -> Diagnostic {
        Diagnostic(
            .invalidOption, "\(option) cannot be used", help: ["expected: \(expected.joined(separator: ", "))"])
    }
}
