import HomeostatCohort

/// What a linear model says of each row: the content of `--diagnostics FILE`.
public struct RegressionRowTable: Sendable {
    private let model: LinearModel

    init(_ model: LinearModel) { self.model = model }

    /// The table as CSV: `row fitted residual leverage standardized_residual studentized_residual cooks_distance dffits`,
    /// the identifying columns behind `row`. A figure that a row does not have is empty: its leverage is 1, or the fit
    /// is perfect.
    ///
    /// - Parameters:
    ///   - rows: for each row used its place among the rows that were read, from 0; written from 1.
    ///   - identity: names of identifying columns, and for each the cells of all rows that were read.
    public func csv(rows: [Int], identity: [(name: String, cells: [String])] = []) -> String {
        let diagnostics = model.rowDiagnostics.value
        let leverages = diagnostics?.leverages ?? model.leverages
        let fitted = model.fittedValues
        var text = delimited(
            ["row"] + identity.map(\.name) + [
                "fitted", "residual", "leverage", "standardized_residual", "studentized_residual", "cooks_distance",
                "dffits",
            ])
        for (place, row) in rows.enumerated() {
            let figures: [Double?] = [
                fitted[place], model.residuals[place], leverages[place], diagnostics?.standardizedResiduals[place],
                diagnostics?.studentizedResiduals[place], diagnostics?.cooksDistances[place],
                diagnostics?.dffits[place],
            ]
            text += delimited(
                ["\(row + 1)"] + identity.map { $0.cells[row] }
                    + figures.map { $0.flatMap { $0.isFinite ? shortestDecimal($0) : nil } ?? "" })
        }
        return text
    }

    private func delimited(_ cells: [String]) -> String {
        cells.map { delimitedField($0, delimiter: UInt8(ascii: ",")) }.joined(separator: ",") + "\n"
    }
}
