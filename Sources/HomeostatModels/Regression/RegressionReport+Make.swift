import HomeostatCohort
import HomeostatNumerics

extension RegressionReport {
    /// Fits a model to the rows of a source that lack nothing.
    ///
    /// - Parameters:
    ///   - specification: what is wanted.
    ///   - source: the variables, ``RegressionSpecification/columnNames`` among them.
    ///   - isBrief: leaves out the sections of least squares, which cost further passes over the rows.
    ///   - threads: how many parts are worked on at a time; the report does not depend on it.
    /// - Throws: a diagnostic for data that do not allow the model: unknown columns, no rows, separation.
    public init(
        _ specification: RegressionSpecification, of source: some VariableSource & Sendable, isBrief: Bool = false,
        threads: Int = 1
    ) async throws(Diagnostic) {
        let frame: ModelFrame
        do throws(FormulaError) {
            frame = try ModelFrame(specification.fullFormula, of: source, roles: specification.roles)
        } catch {
            throw error.diagnostic
        }
        let data = RegressionData(frame)
        guard data.count > 0 else { throw RegressionFit.failure("all rows have a weight of 0") }
        let fit: RegressionFit
        if let groups = specification.quantileGroups {
            fit = try await .grouped(
                specification, data, frame: frame, variable: specification.variableLabel, count: groups.count,
                isBrief: isBrief, threads: threads)
        } else if specification.segmentedVariable != nil {
            fit = try .segmented(specification, data, frame: frame, variable: specification.variableLabel)
        } else {
            fit = try await .make(
                specification, data, grid: isBrief ? nil : Self.grid(frame, source), isBrief: isBrief,
                threads: threads)
        }
        self.specification = specification
        formula = specification.fullFormula.description
        rows = fit.rows
        figures =
            fit.figures.prefix(1) + [RegressionFigure("n_dropped", frame.droppedCount)] + fit.figures.dropFirst()
            + (frame.outsideCount > 0 ? [RegressionFigure("n_outside_subset", frame.outsideCount)] : [])
            + (data.weightlessCount > 0 ? [RegressionFigure("n_without_weight", data.weightlessCount)] : [])
        dropped = frame.dropped
        droppedCount = frame.droppedCount
        outsideCount = frame.outsideCount
        sections = fit.sections
        notes = Self.notes(fit, frame, data)
        warnings = Self.warnings(fit, frame)
        usedRows = data.rows
        rowTable = fit.rowTable
    }

    /// What marginal means are taken over; nil with an offset, which has no place in the grid, and for a grid that is
    /// too large.
    private static func grid(_ frame: ModelFrame, _ source: some VariableSource) -> ReferenceGrid? {
        frame.offset == nil ? try? ReferenceGrid(frame, of: source) : nil
    }

    private static func notes(_ fit: RegressionFit, _ frame: ModelFrame, _ data: RegressionData) -> [String] {
        var notes: [String] = []
        if let levels = frame.responseLevels, levels.count == 2 {
            notes.append("the response is 1 for \(levels[1]) and 0 for \(levels[0])")
        }
        for category in frame.model.categories {
            notes.append("\(category.label) is compared with \(category.reference)")
            if !category.unusedLevels.isEmpty {
                notes.append(
                    "\(category.label): no row used has \(category.unusedLevels.joined(separator: ", "))")
            }
        }
        if data.weightlessCount > 0 { notes.append("\(data.weightlessCount) rows have a weight of 0") }
        return notes + fit.notes
    }

    private static func warnings(_ fit: RegressionFit, _ frame: ModelFrame) -> [Diagnostic] {
        if fit.dependentColumns.isEmpty { return [] }
        let names = fit.dependentColumns.joined(separator: ", ")
        let one = fit.dependentColumns.count == 1
        return [
            Diagnostic(
                .dependentColumns,
                "\(names) \(one ? "has" : "have") no coefficient: \(one ? "it is" : "they are") constant, or "
                    + "\(one ? "a combination" : "combinations") of the columns before", severity: .warning,
                help: ["leave \(one ? "it" : "them") out of the formula"])
        ]
    }
}
