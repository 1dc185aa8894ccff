/// Coefficients and residuals refined together until they stay.
///
/// With x the coefficients and r the residuals found so far, f = y - r - X x and g = -X'r say by how much the two
/// equations of the augmented system fail; both are computed in double-double. The corrections solve
///
///     dr + X dx = f,   X'dr = g,    so that   dx = (X'X)^-1 (X'f - g),   dr = f - X dx,
///
/// where (X'X)^-1 comes from the triangular factor. All of a pass is done on one block of rows after the other, so that
/// the rows are read once in each pass.
struct AugmentedRefinement: Sendable {
    /// One for each independent column, in the scale of ``ScaledRows``.
    private(set) var coefficients: [DoubleDouble]
    /// n x 1, weighted and scaled.
    private(set) var residuals: DoubleDoubleColumns
    /// How often corrections were made.
    private(set) var passes = 0
    /// One for each coefficient.
    private(set) var certifiedDigits: [Double] = []
    /// The length of y plus those of the terms x_k X_k: what rounding errors are relative to.
    private(set) var magnitudeOfTerms = 0.0
    /// Whether the corrections became as small as rounding makes them. Where not, the factor was too poor.
    private(set) var isConverged = true

    /// The size of the second correction by that of the first.
    private(set) var contraction = 0.0

    /// f.
    private var remainder: DoubleDoubleColumns
    private let columns: [Int]

    private static let mostPasses = 12
    /// The relative error of one operation.
    private static let unit = 0x1p-104

    init(_ rows: ScaledRows, factor: TriangularFactor) {
        columns = factor.independentColumns
        coefficients = [DoubleDouble](repeating: .zero, count: columns.count)
        residuals = rows.response
        remainder = rows.response
        magnitudeOfTerms = rows.responseLength
        guard !columns.isEmpty else { return }
        residuals.clear()
        let uncertainties = factor.scaledUncertainties.map(\.high)
        // Corrections are measured in the length of the column combination that they stand for.
        func size(_ correction: [DoubleDouble]) -> Double {
            zip(correction, uncertainties).reduce(0) { max($0, ($1.0.high / $1.1).magnitude) }
        }
        var correction = factor.inverse.upperTimesTransposed(products(rows))
        var previous = Double.infinity
        while passes < Self.mostPasses {
            let current = size(correction)
            // The first three are always made: the first leaves the error of the factor, the second that of residuals.
            if passes >= 3 && (current <= Self.unit * magnitudeOfTerms / 16 || current > previous / 4) { break }
            if passes == 1 && previous > 0 { contraction = current / previous }
            previous = current
            apply(correction, rows)
            passes += 1
            correction = factor.inverse.upperTimesTransposed(products(rows))
        }
        let residualLength = residuals.lengths[0]
        let amplification = zip(uncertainties, columns).reduce(0) { $0 + $1.0 * rows.columnLengths[$1.1] }
        // What rounding in f and in g leaves of the corrections, with a wide margin.
        isConverged = size(correction) <= 64 * Self.unit * (magnitudeOfTerms + amplification * residualLength)
        certifiedDigits = digits(
            rows, factor: factor, uncertainties: uncertainties, residualLength: residualLength,
            lastCorrection: correction)
    }

    private static func blocks(_ rowCount: Int) -> [Range<Int>] {
        stride(from: 0, to: rowCount, by: 512).map { $0..<min($0 + 512, rowCount) }
    }

    /// X'f + X'r, each sum computed on its own.
    private func products(_ rows: ScaledRows) -> [DoubleDouble] {
        var ofRemainder = [DoubleDoubleSums](repeating: DoubleDoubleSums(), count: columns.count)
        var ofResiduals = ofRemainder
        for block in Self.blocks(rows.rowCount) {
            for (place, column) in columns.enumerated() {
                rows.design.addProducts(
                    column: column, rows: block, with: remainder, column: 0, at: block.lowerBound,
                    to: &ofRemainder[place])
                rows.design.addProducts(
                    column: column, rows: block, with: residuals, column: 0, at: block.lowerBound,
                    to: &ofResiduals[place])
            }
        }
        return zip(ofRemainder, ofResiduals).map { $0.total + $1.total }
    }

    /// r += f - X dx, x += dx, f = y - r - X x.
    private mutating func apply(_ correction: [DoubleDouble], _ rows: ScaledRows) {
        for place in columns.indices { coefficients[place] += correction[place] }
        magnitudeOfTerms = zip(coefficients, columns).reduce(rows.responseLength) {
            $0 + $1.0.high.magnitude * rows.columnLengths[$1.1]
        }
        for block in Self.blocks(rows.rowCount) {
            let start = block.lowerBound
            for (place, column) in columns.enumerated() {
                remainder.add(
                    -correction[place], times: rows.design, column: column, rows: block, toColumn: 0, at: start)
            }
            residuals.add(.one, times: remainder, column: 0, rows: block, toColumn: 0, at: start)
            remainder.clear(rows: block)
            remainder.add(.one, times: rows.response, column: 0, rows: block, toColumn: 0, at: start)
            remainder.add(-.one, times: residuals, column: 0, rows: block, toColumn: 0, at: start)
            for (place, column) in columns.enumerated() {
                remainder.add(
                    -coefficients[place], times: rows.design, column: column, rows: block, toColumn: 0, at: start)
            }
        }
    }

    /// What rounding may have done to each coefficient: f is only known to the rounding of its terms, which comes through
    /// the pseudoinverse, and g to the rounding of its sums, which comes through (X'X)^-1. The last correction, which was
    /// not made, is the error as it was seen.
    private func digits(
        _ rows: ScaledRows, factor: TriangularFactor, uncertainties: [Double], residualLength: Double,
        lastCorrection: [DoubleDouble]
    ) -> [Double] {
        // Sums of several terms and the rounding of the data add up to a few units.
        let unit = 4 * Self.unit
        let gram = factor.inverse.upperTimesTransposed().rounded
        // Corrections that do not become small say nothing about the error.
        guard isConverged else { return columns.map { _ in 0 } }
        return columns.indices.map { place in
            let fromRemainder = uncertainties[place] * unit * magnitudeOfTerms
            let fromProducts = columns.indices.reduce(0) {
                $0 + gram[place, $1].magnitude * unit * rows.columnLengths[columns[$1]] * residualLength
            }
            // Corrections that shrink by as little as a quarter each time add up to four times the last one.
            let seen = 4 * lastCorrection[place].high.magnitude
            let magnitude = coefficients[place].high.magnitude
            let error = fromRemainder + fromProducts + seen + unit * magnitude
            guard error > 0 else { return 30 }
            guard magnitude > error else { return 0 }
            return min(30, log10(Lanes(repeating: magnitude / error))[0])
        }
    }
}
