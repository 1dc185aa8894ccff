import HomeostatNumerics

extension LinearModel {
    /// The coefficients that the model has where the response, and columns of the design, are centred and divided by
    /// their standard deviations (divisor n - 1, without weights): R's `scale`.
    ///
    /// Columns are standardised one by one, products of variables as columns of their own.
    ///
    /// - Parameter scaling: the columns to standardise: all but the intercept where nil. Indicators are often left as
    ///   they are; leave them out here, then.
    /// - Returns: one for each column of the design; that of the intercept is zero where all columns are standardised.
    ///   Absent for columns without a coefficient, and all where the response, or a column to be divided, is constant.
    public func standardizedCoefficients(scaling: [Int]? = nil) -> [Estimable<Double>] {
        let chosen = scaling ?? design.termOfColumn.indices.filter { design.termOfColumn[$0] != nil }
        let target = Self.moments(LeastSquaresTarget(response: response, remainder: nil, offset: offset).high)
        guard let target, target.deviation > 0 else {
            return coefficients.map { _ in .absent(.noVariation) }
        }
        var intercept = DoubleDouble(-target.mean)
        var made = coefficients
        for column in coefficients.indices {
            guard let place = estimatedColumns.firstIndex(of: column) else { continue }
            let coefficient = solution.coefficients[place]
            if column == design.interceptColumn { intercept += coefficient }
            guard chosen.contains(column), column != design.interceptColumn else {
                made[column] = Estimable(finite: coefficient.value / target.deviation)
                continue
            }
            let values = design.matrix.column(column)
            guard let moments = Self.moments((0..<rowCount).map { values[$0] }), moments.deviation > 0 else {
                made[column] = .absent(.noVariation)
                continue
            }
            intercept += coefficient * moments.mean
            made[column] = Estimable(finite: coefficient.value * moments.deviation / target.deviation)
        }
        if let column = design.interceptColumn, coefficients[column].value != nil {
            made[column] = Estimable(finite: intercept.value / target.deviation)
        }
        return made
    }

    private static func moments(_ values: [Double]) -> (mean: Double, deviation: Double)? {
        guard values.count > 1, let first = values.first else { return nil }
        // The mean of equal numbers may be off by a rounding error.
        if values.allSatisfy({ $0 == first }) { return (first, 0) }
        var sum = CompensatedSum()
        for value in values { sum.add(value) }
        let mean = sum.value / Double(values.count)
        var squares = CompensatedSum()
        for value in values { squares.add((value - mean) * (value - mean)) }
        let deviation = (squares.value / Double(values.count - 1)).squareRoot()
        return mean.isFinite && deviation.isFinite ? (mean, deviation) : nil
    }
}
