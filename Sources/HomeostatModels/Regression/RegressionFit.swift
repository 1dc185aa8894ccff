import HomeostatCohort
import HomeostatNumerics

/// What a method gives of some rows, in the form in which all methods are reported.
struct RegressionFit: Sendable {
    var rows: [RegressionRow] = []
    var figures: [RegressionFigure] = []
    var sections: [RegressionSection] = []
    var notes: [String] = []
    /// Columns that have no coefficient.
    var dependentColumns: [String] = []
    var rowTable: RegressionRowTable?

    /// Fits by the method of a specification.
    ///
    /// - Parameters:
    ///   - grid: what marginal means are taken over; nil for none.
    ///   - isBrief: leaves out what only the main table needs.
    ///   - threads: the answer does not depend on it.
    static func make(
        _ specification: RegressionSpecification, _ data: RegressionData, grid: ReferenceGrid?, isBrief: Bool = false,
        threads: Int
    ) async throws(Diagnostic) -> RegressionFit {
        switch specification.method {
        case .leastSquares:
            return try await linear(specification, data, grid: grid, isBrief: isBrief, threads: threads)
        case .generalised(let family): return try generalised(specification, data, family: family)
        case .mEstimate, .mmEstimate, .leastTrimmedSquares: return try robust(specification, data)
        case .quantile(let tau): return try quantile(specification, data, tau: tau)
        case .penalised(let mixing, let lambda):
            return try penalised(specification, data, mixing: mixing, lambda: lambda)
        }
    }

    /// The figures that the contract names, in its order; further ones follow.
    static func figures(
        data: RegressionData, residualDegreesOfFreedom: Estimable<Double>,
        sigma: Estimable<Double> = .absent(.notDefined), rSquared: Estimable<Double> = .absent(.notDefined),
        adjustedRSquared: Estimable<Double> = .absent(.notDefined), f: Estimable<Double> = .absent(.notDefined),
        logLikelihood: Estimable<Double> = .absent(.notDefined), akaike: Estimable<Double> = .absent(.notDefined),
        bayes: Estimable<Double> = .absent(.notDefined), rank: Int, condition: Estimable<Double> = .absent(.notDefined),
        digits: Estimable<Double> = .absent(.notDefined)
    ) -> [RegressionFigure] {
        [
            RegressionFigure("n", data.count), RegressionFigure("df_residual", residualDegreesOfFreedom),
            RegressionFigure("sigma", sigma), RegressionFigure("r_squared", rSquared),
            RegressionFigure("adj_r_squared", adjustedRSquared), RegressionFigure("f", f),
            RegressionFigure("log_lik", logLikelihood), RegressionFigure("aic", akaike),
            RegressionFigure("bic", bayes), RegressionFigure("rank", rank), RegressionFigure("condition", condition),
            RegressionFigure("digits", digits),
        ]
    }

    /// Rows of columns that could be estimated, and between them rows of those that could not, in the order of a design.
    static func spread(
        _ estimated: [RegressionRow], over design: DesignMatrix, columns: [Int]
    ) -> (rows: [RegressionRow], dependent: [String]) {
        var rows = design.columnNames.map { RegressionRow(term: $0, absent: .linearlyDependent) }
        for (row, column) in zip(estimated, columns) { rows[column] = row }
        let left = design.columnNames.indices.filter { !columns.contains($0) }
        return (rows, left.map { design.columnNames[$0] })
    }

    /// The error of a fit that the data do not allow.
    static func failure(_ description: String, help: [String] = []) -> Diagnostic {
        Diagnostic(.modelNotFitted, description, help: help)
    }
}
