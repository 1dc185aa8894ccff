import HomeostatNumerics

/// Regression on a line that turns: least squares with a slope that changes at unknown values of one variable, where
/// the line stays connected ("two-piece", "threshold effect", "broken stick").
///
/// y = design x b + d max(x - psi, 0), with psi free. The search is exact: one or two turning points are the global
/// minimum of the sum of squares, not the local one that a start value leads to.
///
/// ```swift
/// let model = try SegmentedRegression(design, response: logInsulin, variable: 1)
/// let fit = try model.fit()
/// let turn = fit.turningPoints[0]
/// ```
///
/// Sources: Hudson DJ. J Am Stat Assoc 1966;61:1097-1129, doi:10.1080/01621459.1966.10482198; Muggeo VMR. Stat Med
/// 2003;22:3055-3071, doi:10.1002/sim.1545 (standard errors).
public struct SegmentedRegression: Sendable {
    /// The design without turning points, the rows with a weight of 0 left out.
    public let design: DesignMatrix
    /// The responses of these rows.
    public let response: [Double]
    /// The weights of these rows.
    public let weights: [Double]
    /// The position of the design's column that has turning points.
    public let variable: Int
    /// Where turning points are looked for.
    public let range: ClosedRange<Double>
    /// Rows in ascending order of the variable.
    private let order: [Int]
    /// What the variable is shifted and divided by in the search.
    private let centre: Double
    private let unit: Double

    /// - Parameters:
    ///   - design: rows x columns, finite and of full rank, the variable among the columns.
    ///   - response: one for each row, finite.
    ///   - variable: the position of the variable's column.
    ///   - weights: 0 or more; 1 where nil.
    ///   - range: where turning points are looked for; at least two different values of the variable stay on either
    ///     side in any case.
    public init(
        _ design: DesignMatrix, response: [Double], variable: Int, weights: [Double]? = nil,
        range: ClosedRange<Double>? = nil
    ) throws(SegmentedModelError) {
        let all = weights ?? [Double](repeating: 1, count: design.rowCount)
        try Self.check(design, response, all, variable)
        let rows = all.indices.filter { all[$0] > 0 }
        let used = design.selecting(rows: rows)
        let dependent = IndependentColumns(used.matrix).left
        guard dependent.isEmpty else { throw .dependentColumns(dependent.map { design.columnNames[$0] }) }
        let column = used.matrix.column(variable)
        var values: [Double] = []
        for row in rows.indices { values.append(column[row]) }
        let different = Set(values).sorted()
        guard different.count >= 4 else {
            throw .tooFewValues(column: design.columnNames[variable], values: different.count, needed: 4)
        }
        let lower = max(different[1], range?.lowerBound ?? -.infinity)
        let upper = min(different[different.count - 2], range?.upperBound ?? .infinity)
        guard lower < upper else {
            throw .emptyRange(lower: range?.lowerBound ?? lower, upper: range?.upperBound ?? upper)
        }
        self.design = used
        self.response = rows.map { response[$0] }
        self.weights = rows.map { all[$0] }
        self.variable = variable
        self.range = lower...upper
        order = values.indices.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] < values[$1] }
        // An exact shift and a power of two, so that a value of the variable is found again as itself.
        centre = different[different.count / 2]
        unit = max(different[different.count - 1] - centre, centre - different[0]).binade
    }

    private static func check(
        _ design: DesignMatrix, _ response: [Double], _ weights: [Double], _ variable: Int
    ) throws(SegmentedModelError) {
        let rows = design.rowCount
        guard response.count == rows else {
            throw .differentLengths(what: "the response", count: response.count, rows: rows)
        }
        guard weights.count == rows else { throw .differentLengths(what: "weights", count: weights.count, rows: rows) }
        guard (0..<design.columnCount).contains(variable), variable != design.interceptColumn else {
            throw .noSuchColumn(variable)
        }
        if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
            throw .unusableWeight(row: row, value: weights[row])
        }
        if let row = response.firstIndex(where: { !$0.isFinite }) {
            throw .unusableResponse(row: row, value: response[row])
        }
        for position in 0..<design.columnCount {
            let column = design.matrix.column(position)
            for row in 0..<rows where !column[row].isFinite {
                throw .unusableDesign(row: row, column: design.columnNames[position], value: column[row])
            }
        }
        let counted = weights.filter { $0 > 0 }.count
        guard counted > design.columnCount + 2 else {
            throw .tooFewRows(rows: counted, parameters: design.columnCount + 2)
        }
    }

    /// The values of the variable, in the order of rows.
    var values: [Double] {
        let column = design.matrix.column(variable)
        return response.indices.map { column[$0] }
    }

    /// The search over one turning point, without any in the model.
    var scan: TurningPointScan {
        let values = values
        let roots = order.map { weights[$0].squareRoot() }
        var weighted = Matrix(rowCount: order.count, columnCount: design.columnCount)
        for position in 0..<design.columnCount {
            let column = design.matrix.column(position)
            for (row, source) in order.enumerated() { weighted[row, position] = roots[row] * column[source] }
        }
        let basis = IndependentColumns(weighted).basis
        let target = order.enumerated().map { roots[$0.offset] * response[$0.element] }
        return TurningPointScan(
            x: order.map { scaled(values[$0]) }, roots: roots, basis: basis, residual: orthogonal(target, to: basis),
            range: scaled(range.lowerBound)...scaled(range.upperBound))
    }

    func scaled(_ value: Double) -> Double { (value - centre) / unit }
    func unscaled(_ value: Double) -> Double { value * unit + centre }

    /// The fit with the turning points that leave the smallest sum of squares.
    ///
    /// - Parameter turningPoints: how many. One and two are searched exactly; more are added one at a time, each
    ///   searched exactly with the others held and all of them again in turn until none moves, which need not be the
    ///   global minimum (``SegmentedFit/isGlobal``).
    /// - Throws: ``SegmentedModelError``.
    public func fit(turningPoints count: Int = 1) throws(SegmentedModelError) -> SegmentedFit {
        guard count >= 1 else { throw .unusableCount(count) }
        let parameters = design.columnCount + 2 * count
        guard response.count > parameters else { throw .tooFewRows(rows: response.count, parameters: parameters) }
        let scan = self.scan
        let total = squaredLength(response.indices.map { weights[$0].squareRoot() * response[$0] })
        guard scan.residualSumOfSquares > 1e-26 * total else { throw .perfectFit }
        let needed = 2 * count + 2
        let tooFew = SegmentedModelError.tooFewValues(
            column: design.columnNames[variable], values: Set(values).count, needed: needed)
        var places: [Double]
        switch count {
        case 1:
            guard let best = scan.best() else { throw tooFew }
            places = [best.place]
        case 2:
            guard let best = scan.bestPair() else { throw tooFew }
            places = best.places
        default:
            guard let found = searchInTurn(scan, count) else { throw tooFew }
            places = found
        }
        places.sort()
        return SegmentedFit(model: self, turningPoints: places.map(unscaled), isGlobal: count <= 2)
    }

    /// Turning points added and moved one at a time.
    private func searchInTurn(_ scan: TurningPointScan, _ count: Int) -> [Double]? {
        guard var places = scan.bestPair()?.places else { return nil }
        func best(with others: [Double]) -> Double? {
            var extended = scan
            for place in others {
                guard let next = extended.adding(turningPoint: place) else { return nil }
                extended = next
            }
            return extended.best()?.place
        }
        while places.count < count {
            guard let next = best(with: places) else { return nil }
            places.append(next)
            for _ in 0..<200 {
                var moved = 0.0
                for position in places.indices {
                    var others = places
                    let old = others.remove(at: position)
                    guard let new = best(with: others) else { return nil }
                    places[position] = new
                    moved = max(moved, (new - old).magnitude)
                }
                if moved < 1e-12 { break }
            }
        }
        return places
    }
}
