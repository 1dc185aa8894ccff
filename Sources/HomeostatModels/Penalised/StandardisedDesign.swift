import HomeostatNumerics

/// The columns of a design on a common scale, and the way back to their own.
///
/// With an intercept in the design, columns and response have their means taken off and the intercept follows from the
/// rest; it is never penalised.
struct StandardisedDesign {
    let design: DesignMatrix
    /// The columns that are penalised and vary: positions in the design.
    let positions: [Int]
    /// The columns that do not vary.
    let constantColumns: [Int]
    /// Rows x ``positions``: centred where there is an intercept, divided by ``scales``.
    let columns: Matrix
    /// The response, centred where there is an intercept.
    let response: [Double]
    /// The weights of the rows, with a sum of 1.
    let shares: [Double]
    let means: [Double]
    let scales: [Double]
    let responseMean: Double

    /// How the scale of a column is found.
    enum Scale {
        /// Root of the mean square about the mean, whether the mean is taken off or not (glmnet).
        case aboutMean
        /// Root of the mean square of what is fitted: about the mean only where it is taken off (MASS).
        case asFitted
    }

    init(_ design: DesignMatrix, response: [Double], weights: [Double]?, scale: Scale) throws(PenalisedModelError) {
        try Self.check(design, response, weights)
        let rows = design.rowCount
        let all = weights ?? [Double](repeating: 1, count: rows)
        let total = mean(of: all, shares: [Double](repeating: 1, count: rows))
        let shares = all.map { $0 / total }
        self.shares = shares
        self.design = design
        let intercept = design.interceptColumn
        var (varying, constants): ([Int], [Int]) = ([], [])
        var (means, scales, elements): ([Double], [Double], [Double]) = ([], [], [])
        for position in 0..<design.columnCount where position != intercept {
            let column = design.matrix.column(position)
            var values: [Double] = []
            for row in 0..<rows { values.append(column[row]) }
            let centre = mean(of: values, shares: shares)
            let first = values.indices.first { shares[$0] > 0 } ?? 0
            let varies = values.indices.contains { shares[$0] > 0 && values[$0] != values[first] }
            let fitted = intercept == nil ? values : values.map { $0 - centre }
            let measured = scale == .asFitted ? fitted : values.map { $0 - centre }
            let spread = mean(of: measured.map { $0 * $0 }, shares: shares).squareRoot()
            guard spread > 0, varies || (intercept == nil && scale == .asFitted) else {
                constants.append(position)
                continue
            }
            varying.append(position)
            means.append(intercept == nil ? 0 : centre)
            scales.append(spread)
            elements += fitted.map { $0 / spread }
        }
        guard !varying.isEmpty || !constants.isEmpty else { throw .noColumns }
        positions = varying
        constantColumns = constants
        self.means = means
        self.scales = scales
        columns = Matrix(rowCount: rows, columnCount: varying.count, elements: elements)
        let centre = intercept == nil ? 0 : mean(of: response, shares: shares)
        responseMean = centre
        self.response = response.map { $0 - centre }
    }

    private static func check(
        _ design: DesignMatrix, _ response: [Double], _ weights: [Double]?
    ) throws(PenalisedModelError) {
        let rows = design.rowCount
        guard response.count == rows else {
            throw .differentLengths(what: "the response", count: response.count, rows: rows)
        }
        if let weights {
            guard weights.count == rows else {
                throw .differentLengths(what: "weights", count: weights.count, rows: rows)
            }
            if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
                throw .unusableWeight(row: row, value: weights[row])
            }
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
        let counted = weights?.filter { $0 > 0 }.count ?? rows
        guard counted >= 2 else { throw .tooFewRows(rows: counted) }
    }

    /// The root of the response's mean square: its standard deviation (divisor n) where there is an intercept.
    var responseScale: Double { mean(of: response.map { $0 * $0 }, shares: shares).squareRoot() }

    /// One coefficient for each column of the design, from those of the standardised columns; 0 for a column that does
    /// not vary.
    func coefficients(_ standardised: [Double]) -> [Double] {
        var made = [Double](repeating: 0, count: design.columnCount)
        var intercept = CompensatedSum()
        intercept.add(responseMean)
        for (place, position) in positions.enumerated() {
            made[position] = standardised[place] / scales[place]
            intercept.add(-made[position] * means[place])
        }
        if let position = design.interceptColumn { made[position] = intercept.value }
        return made
    }

    /// What the standardised coefficients leave of the response.
    func residuals(_ standardised: [Double]) -> [Double] {
        var made = response
        for place in standardised.indices where standardised[place] != 0 {
            let column = columns.column(place)
            for row in made.indices { made[row] -= standardised[place] * column[row] }
        }
        return made
    }

    /// The mean product of each standardised column with a vector.
    func meanProducts(with vector: [Double]) -> [Double] {
        (0..<columns.columnCount).map { place in
            let column = columns.column(place)
            var sum = CompensatedSum()
            for row in vector.indices { sum.add(shares[row] * column[row] * vector[row]) }
            return sum.value
        }
    }
}

/// The sum of values times shares.
func mean(of values: [Double], shares: [Double]) -> Double {
    var sum = CompensatedSum()
    for row in values.indices { sum.add(shares[row] * values[row]) }
    return sum.value
}
