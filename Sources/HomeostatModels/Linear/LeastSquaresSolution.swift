import HomeostatNumerics

/// To how many digits (X'WX)^-1 of a linear model is computed, and with it all standard errors. Coefficients and residuals
/// are refined in any case.
public enum LinearModelPrecision: Sendable, Hashable {
    /// In double-double: every digit of a Double.
    case full
    /// From the QR factorisation: a Double's digits less those of the condition number.
    case factor
    /// ``full`` up to 20 million elements times columns, ``factor`` beyond: a million rows of four columns.
    case automatic

    func isFull(rows: Int, columns: Int) -> Bool {
        switch self {
        case .full: true
        case .factor: false
        case .automatic: Double(rows) * Double(columns) * Double(columns) <= 2e7
        }
    }
}

/// What a linear model keeps with twice the digits of a Double: figures that later sums and differences are made of.
struct LeastSquaresSolution: Sendable {
    /// One for each column that has a coefficient.
    let coefficients: [DoubleDouble]
    /// The weighted sum of squared residuals.
    let residualSumOfSquares: DoubleDouble
    /// The sum of squares that the columns explain.
    let modelSumOfSquares: DoubleDouble
    /// (X'WX)^-1.
    let inverseOfGram: DoubleDoubleMatrix

    init(
        _ refined: RefinedLeastSquares, factor: LeastSquaresFactor, hasIntercept: Bool
    ) throws(LinearModelError) {
        coefficients = refined.coefficients.compactMap { $0 }
        residualSumOfSquares = refined.residualSumOfSquares
        let explained = refined.modelSumOfSquares(hasIntercept: hasIntercept)
        modelSumOfSquares = explained < .zero ? .zero : explained
        if let inverse = refined.inverseGramMatrix, inverse.isFinite {
            inverseOfGram = inverse
        } else if let plain = factor.selecting(refined.independentColumns).inverseOfGramMatrix() {
            var inverse = DoubleDoubleMatrix(rowCount: plain.rowCount, columnCount: plain.columnCount)
            for column in 0..<plain.columnCount {
                for row in 0..<plain.rowCount { inverse[row, column] = DoubleDouble(plain[row, column]) }
            }
            inverseOfGram = inverse
        } else {
            throw .outOfRange(what: "an element of (X'X)^-1")
        }
    }
}
