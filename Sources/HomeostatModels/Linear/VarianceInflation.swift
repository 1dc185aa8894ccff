import HomeostatNumerics

/// By how much correlation with other terms inflates the variance of a term's coefficients.
public struct VarianceInflationRow: Sendable, Hashable {
    /// The term of the formula.
    public let term: String
    /// The number of its coefficients.
    public let degreesOfFreedom: Int
    /// The generalised variance inflation factor; for one coefficient the variance inflation factor. Absent where the
    /// term has no coefficient.
    public let inflation: Estimable<Double>

    /// GVIF^(1/(2 df)): comparable between terms of different size; for one coefficient the factor of its standard
    /// error.
    public var scaledInflation: Estimable<Double> {
        inflation.map { exponential(logarithm($0) / Double(2 * degreesOfFreedom)) }
    }
}

extension LinearModel {
    /// Generalised variance inflation factors, one for each term: det C_T det C_rest / det C, where C is the correlation
    /// matrix of the estimated coefficients without the intercept.
    ///
    /// Source: J. Fox and G. Monette, Journal of the American Statistical Association 87 (1992) 178-183,
    /// doi:10.1080/01621459.1992.10475190.
    public func varianceInflation() -> [VarianceInflationRow] {
        let places = (0..<rank).filter { design.termOfColumn[estimatedColumns[$0]] != nil }
        let covariance = unscaledCovariance
        func logDeterminant(_ chosen: [Int]) -> Double? {
            let scales = chosen.map { covariance[$0, $0].squareRoot() }
            var elements: [Double] = []
            for (column, second) in chosen.enumerated() {
                for (row, first) in chosen.enumerated() {
                    elements.append(first == second ? 1 : covariance[first, second] / (scales[row] * scales[column]))
                }
            }
            let qr = HouseholderQR(columnMajor: elements, rowCount: chosen.count, columnCount: chosen.count)
            var sum = CompensatedSum()
            for place in chosen.indices {
                let pivot = qr.r(place, place).magnitude
                guard pivot > 0, pivot.isFinite else { return nil }
                sum.add(logarithm(pivot))
            }
            return sum.value
        }
        let all = logDeterminant(places)
        return design.terms.indices.map { term in
            let own = places.filter { design.termOfColumn[estimatedColumns[$0]] == term }
            let rest = places.filter { design.termOfColumn[estimatedColumns[$0]] != term }
            let inflation: Estimable<Double>
            if own.isEmpty {
                inflation = .absent(.linearlyDependent)
            } else if let all, let ofOwn = logDeterminant(own), let ofRest = logDeterminant(rest) {
                inflation = Estimable(finite: exponential(ofOwn + ofRest - all))
            } else {
                inflation = .absent(.outOfRange)
            }
            return VarianceInflationRow(term: design.terms[term], degreesOfFreedom: own.count, inflation: inflation)
        }
    }
}
