import HomeostatNumerics

/// A generalised linear model of a response on the columns of a design: logistic, Poisson, modified Poisson or gamma.
///
/// ```swift
/// let fit = try GeneralisedLinearModel(design, response: isResistant, family: .logistic).fit()
/// let oddsRatios = fit.coefficients.map { exp($0) }
/// let robust = try fit.covariance(.cr1, clusters: stratumAndUnit)
/// ```
///
/// The coefficients are iterated to the limit of Double arithmetic and the covariance is computed at the final ones,
/// where programs that stop at a small change of the deviance report that of the last step but one.
public struct GeneralisedLinearModel: Sendable {
    /// The design as it was given.
    public let design: DesignMatrix
    /// One for each row of the design.
    public let response: [Double]
    /// Prior weights, one for each row: how often the row counts. 0 leaves it out.
    public let weights: [Double]
    /// What is added to the linear predictor of each row, with a coefficient of 1.
    public let offset: [Double]
    /// Distribution and link.
    public let family: ResponseFamily
    /// The positions of the design's columns that get a coefficient.
    public let usedColumns: [Int]
    /// The names of the columns that are zero or a combination of those before them, and get none.
    public let droppedColumns: [String]
    /// The columns that are used: rows x coefficients.
    let columns: Matrix

    /// Checks the data and finds which columns can be used.
    ///
    /// - Parameters:
    ///   - design: rows x columns, all elements finite.
    ///   - response: in the domain of the family (``ResponseFamily/domain``).
    ///   - family: distribution and link.
    ///   - weights: 0 or more and finite; 1 for each row where nil.
    ///   - offset: finite; 0 where nil.
    /// - Throws: ``GeneralisedModelError``, with the first row and column that cannot be used.
    public init(
        _ design: DesignMatrix, response: [Double], family: ResponseFamily, weights: [Double]? = nil,
        offset: [Double]? = nil
    ) throws(GeneralisedModelError) {
        let rows = design.rowCount
        for (what, count) in [("the response", response.count), ("weights", weights?.count ?? rows)]
            + [("the offset", offset?.count ?? rows)]
        where count != rows { throw .differentLengths(what: what, count: count, rows: rows) }
        self.design = design
        self.response = response
        self.family = family
        self.weights = weights ?? [Double](repeating: 1, count: rows)
        self.offset = offset ?? [Double](repeating: 0, count: rows)
        for row in 0..<rows {
            guard self.weights[row] >= 0, self.weights[row].isFinite else {
                throw .unusableWeight(row: row, value: self.weights[row])
            }
            guard family.admits(response[row]) else {
                throw .responseOutsideDomain(row: row, value: response[row], domain: family.domain)
            }
            guard self.offset[row].isFinite else { throw .unusableOffset(row: row, value: self.offset[row]) }
        }
        for column in 0..<design.columnCount {
            let values = design.matrix.column(column)
            for row in 0..<rows where !values[row].isFinite {
                throw .unusableDesign(row: row, column: design.columnNames[column], value: values[row])
            }
        }
        let counted = self.weights.filter { $0 > 0 }.count
        guard counted > 0 else { throw .noWeight }
        guard counted >= design.columnCount else { throw .tooFewRows(rows: counted, columns: design.columnCount) }
        let present = self.weights
        let independent = IndependentColumns(design.matrix) { present[$0] > 0 }
        guard !independent.kept.isEmpty else { throw .noColumns }
        usedColumns = independent.kept
        droppedColumns = independent.left.map { design.columnNames[$0] }
        columns = design.matrix.selecting(columns: independent.kept)
    }

    /// The names of the columns that get a coefficient.
    public var columnNames: [String] { usedColumns.map { design.columnNames[$0] } }

    /// The rows that count: those with a weight above 0.
    public var observationCount: Int { weights.filter { $0 > 0 }.count }

    /// Maximises the likelihood.
    ///
    /// - Throws: ``GeneralisedModelError/separation(_:)`` where the likelihood has no maximum,
    ///   ``GeneralisedModelError/noConvergence(iterations:largestStep:)`` where none is found.
    public func fit() throws(GeneralisedModelError) -> GeneralisedFit {
        let state = try iteration.maximum { () throws(GeneralisedModelError) in
            if let separation = Separation.find(
                columns: columns, names: columnNames, response: response, weights: weights, family: family)
            {
                throw .separation(separation)
            }
        }
        return GeneralisedFit(model: self, state: state, nullDeviance: try nullDeviance())
    }

    var iteration: ReweightedIteration {
        ReweightedIteration(columns: columns, response: response, weights: weights, offset: offset, family: family)
    }

    /// The deviance with the intercept and the offset alone; without an intercept, with the offset alone.
    private func nullDeviance() throws(GeneralisedModelError) -> Double {
        guard let intercept = design.interceptColumn, usedColumns.contains(intercept) else {
            return iteration.state(at: [Double](repeating: 0, count: usedColumns.count)).deviance
        }
        let alone = ReweightedIteration(
            columns: design.matrix.selecting(columns: [intercept]), response: response, weights: weights,
            offset: offset, family: family)
        return try alone.maximum().deviance
    }
}
