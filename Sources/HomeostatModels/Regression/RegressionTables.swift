import HomeostatCohort
import HomeostatNumerics

/// The further tables of a linear model.
enum RegressionTables {
    typealias Cell = ReportTable.Cell

    static func number<Value>(_ value: Estimable<Value>, _ figure: (Value) -> Double) -> Cell {
        guard let number = value.value.map(figure), number.isFinite else { return .absent }
        return .number(number)
    }

    /// p, where it is not too small, and its logarithm.
    static func pValue(_ value: PValue?) -> [Cell] {
        guard let value else { return [.absent, .absent] }
        return [
            value.value >= RegressionRow.smallestPValue ? .number(value.value) : .absent,
            value.log10.isFinite ? .number(value.log10) : .absent,
        ]
    }

    static func reason(_ cause: AbsenceCause?) -> Cell { Cell(cause?.rawValue) }

    /// The columns of tables of tests.
    static var tests: ReportTable {
        ReportTable([
            .init("test"), .init("statistic"), .init("df"), .init("df_error"), .init("p_value"), .init("log10_p"),
            .init("reasons"),
        ])
    }

    static func testRow(_ name: String, _ test: Estimable<HypothesisTest>) -> [Cell] {
        [
            .text(name), number(test, \.statistic), number(test, \.degreesOfFreedom),
            Cell(test.value?.errorDegreesOfFreedom.flatMap { $0.isFinite ? $0 : nil }),
        ] + pValue(test.value?.pValue) + [reason(test.cause)]
    }

    static func analysisOfVariance(_ model: LinearModel, _ type: SumOfSquaresType) throws(LinearModelError)
        -> ReportTable
    {
        var table = ReportTable([
            .init("term"), .init("df"), .init("sum_sq"), .init("mean_sq"), .init("f"), .init("p_value"),
            .init("log10_p"), .init("reasons"),
        ])
        let analysis = try model.analysisOfVariance(type)
        for row in analysis.rows {
            table.append(
                [
                    .text(row.term), .integer(row.degreesOfFreedom), .number(row.sumOfSquares), Cell(row.meanSquare),
                    number(row.test, \.statistic),
                ] + pValue(row.test.value?.pValue) + [reason(row.test.cause)])
        }
        table.append([
            .text("Residuals"), .integer(analysis.residualDegreesOfFreedom), .number(analysis.residualSumOfSquares),
            Cell(analysis.residualMeanSquare), .absent, .absent, .absent, .absent,
        ])
        return table
    }

    static func varianceInflation(_ model: LinearModel) -> ReportTable {
        var table = ReportTable([
            .init("term"), .init("df"), .init("gvif"), .init("gvif_per_df"), .init("reasons"),
        ])
        for row in model.varianceInflation() {
            table.append([
                .text(row.term), .integer(row.degreesOfFreedom), number(row.inflation) { $0 },
                number(row.scaledInflation) { $0 }, reason(row.inflation.cause),
            ])
        }
        return table
    }

    static func standardized(_ model: LinearModel) -> ReportTable {
        var table = ReportTable([.init("term"), .init("estimate"), .init("reasons")])
        for (column, value) in model.standardizedCoefficients().enumerated()
        where column != model.design.interceptColumn {
            let name = model.design.columnNames[column]
            table.append([.text(name), number(value) { $0 }, reason(value.cause)])
        }
        return table
    }

    static func specificationTests(_ model: LinearModel) -> ReportTable {
        var table = tests
        table.append(testRow("breusch_pagan", model.breuschPaganTest()))
        table.append(testRow("reset", model.ramseyTest()))
        let statistic = model.durbinWatsonStatistic
        table.append([
            .text("durbin_watson"), number(statistic) { $0 }, .absent, .absent, .absent, .absent,
            reason(statistic.cause ?? .notDefined),
        ])
        return table
    }

    static func marginalMeans(_ means: [MarginalMean]) -> ReportTable {
        var table = ReportTable([
            .init("level"), .init("mean"), .init("std_error"), .init("df"), .init("conf_low"),
            .init("conf_high"), .init("reasons"),
        ])
        for mean in means {
            let row = RegressionRow(mean.row)
            table.append([
                .text(mean.label), Cell(row.estimate), Cell(row.standardError),
                Cell(row.degreesOfFreedom), Cell(row.lower), Cell(row.upper),
                reason(row.reasons.first { $0.cause != .belowSmallest }?.cause),
            ])
        }
        return table
    }
}

extension RegressionFit {
    /// The marginal means of each factor of a grid.
    private static func marginalMeans(
        _ model: LinearModel, _ grid: ReferenceGrid?, _ covariance: CoefficientCovariance?, level: Double
    ) throws(LinearModelError) -> [MarginalMean] {
        guard let grid, covariance != nil else { return [] }
        var made: [MarginalMean] = []
        for factor in grid.factors {
            guard let groups = try? grid.groups(of: factor.columnName) else { continue }
            made += try model.marginalMeans(groups, covariance: covariance, level: level)
        }
        return made
    }

    /// Analyses of variance, inflation, standardised coefficients, tests and marginal means.
    static func linearSections(
        _ model: LinearModel, _ covariance: CoefficientCovariance?, grid: ReferenceGrid?, level: Double
    ) throws(LinearModelError) -> [RegressionSection] {
        var sections = [
            RegressionSection(
                "standardized", title: "Standardised coefficients", RegressionTables.standardized(model))
        ]
        if !model.design.terms.isEmpty {
            sections += [
                RegressionSection(
                    "anova_type_1", title: "Analysis of variance, type I (each term after those before it)",
                    try RegressionTables.analysisOfVariance(model, .sequential)),
                RegressionSection(
                    "anova_type_2", title: "Analysis of variance, type II (each term after all that do not contain it)",
                    try RegressionTables.analysisOfVariance(model, .marginal)),
                RegressionSection("vif", title: "Variance inflation", RegressionTables.varianceInflation(model)),
            ]
        }
        sections.append(
            RegressionSection("tests", title: "Tests of the model", RegressionTables.specificationTests(model)))
        let means = try marginalMeans(model, grid, covariance, level: level)
        if !means.isEmpty {
            sections.append(
                RegressionSection(
                    "marginal_means", title: "Marginal means (other factors balanced, covariates at their means)",
                    RegressionTables.marginalMeans(means)))
        }
        return sections
    }
}
