import HomeostatNumerics

/// The penalty of an elastic net chosen by cross-validation.
///
/// The rows are dealt to folds by a seed; each fold is predicted by fits to the others along one path of penalties,
/// that of all rows. The error of a penalty is the mean of the folds' mean squared errors, weighted by the folds'
/// weights, and its standard error comes from their spread, as in glmnet.
///
/// Source: Friedman J, Hastie T, Tibshirani R. J Stat Softw 2010;33(1):1-22, doi:10.18637/jss.v033.i01; the rule of one
/// standard error: Breiman L, Friedman JH, Olshen RA, Stone CJ. Classification and Regression Trees, Wadsworth 1984.
public struct PenaltyCrossValidation: Sendable, Hashable {
    /// The penalties, descending.
    public let lambdas: [Double]
    /// The mean squared error of prediction at each penalty.
    public let errors: [Double]
    /// The standard error of each of ``errors``.
    public let standardErrors: [Double]
    /// The fold of each row, from 0.
    public let folds: [Int]
    /// The position of the smallest error; of equal ones the largest penalty.
    public let bestPosition: Int
    /// The position of the largest penalty with an error within one standard error of the smallest.
    public let oneStandardErrorPosition: Int
    /// The fit to all rows at ``bestPosition``.
    public let best: ElasticNetFit
    /// The fit to all rows at ``oneStandardErrorPosition``.
    public let withinOneStandardError: ElasticNetFit

    /// - Parameters:
    ///   - mixing: 1 for the LASSO, 0 for ridge.
    ///   - lambdas: the penalties; those of ``ElasticNet/lambdas(count:smallestRatio:)`` where nil.
    ///   - foldCount: 2 to the number of rows.
    ///   - seed: of the dealing; the same seed and number of rows give the same folds.
    public init(
        _ design: DesignMatrix, response: [Double], mixing: Double = 1, weights: [Double]? = nil,
        lambdas: [Double]? = nil, foldCount: Int = 10, seed: UInt64
    ) throws(PenalisedModelError) {
        let rows = design.rowCount
        guard foldCount >= 2, foldCount <= rows else { throw .unusableFolds(foldCount, rows: rows) }
        let whole = try ElasticNet(design, response: response, mixing: mixing, weights: weights)
        let path: [Double]
        if let lambdas { path = lambdas.sorted(by: >) } else { path = try whole.lambdas() }
        let folds = Self.dealtFolds(foldCount, rows: rows, seed: seed)
        var foldErrors: [[Double]] = []
        var foldWeights: [Double] = []
        for fold in 0..<foldCount {
            let held = folds.indices.filter { folds[$0] == fold }
            let weight = held.reduce(0) { $0 + (weights?[$1] ?? 1) }
            guard weight > 0 else { continue }
            let rest = folds.indices.filter { folds[$0] != fold }
            let fits = try ElasticNet(
                design.selecting(rows: rest), response: rest.map { response[$0] }, mixing: mixing,
                weights: weights.map { all in rest.map { all[$0] } }
            ).path(path)
            foldErrors.append(
                fits.map { fit in
                    var sum = CompensatedSum()
                    for row in held {
                        var residual = response[row]
                        for column in 0..<design.columnCount {
                            residual -= fit.coefficients[column] * design.matrix[row, column]
                        }
                        sum.add((weights?[row] ?? 1) * residual * residual)
                    }
                    return sum.value / weight
                })
            foldWeights.append(weight)
        }
        guard foldWeights.count >= 2 else { throw .unusableFolds(foldCount, rows: foldWeights.count) }
        let total = foldWeights.reduce(0, +)
        let shares = foldWeights.map { $0 / total }
        let errors = path.indices.map { place in mean(of: foldErrors.map { $0[place] }, shares: shares) }
        let standardErrors = path.indices.map { place in
            let squares = foldErrors.map { ($0[place] - errors[place]) * ($0[place] - errors[place]) }
            return (mean(of: squares, shares: shares) / Double(shares.count - 1)).squareRoot()
        }
        let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
        let bound = errors[best] + standardErrors[best]
        let simplest = errors.firstIndex { $0 <= bound } ?? best
        self.lambdas = path
        self.errors = errors
        self.standardErrors = standardErrors
        self.folds = folds
        bestPosition = best
        oneStandardErrorPosition = simplest
        let fits = try whole.path(path)
        self.best = fits[best]
        withinOneStandardError = fits[simplest]
    }

    /// Deals rows to folds: as equal in size as can be, in an order that the seed shuffles.
    public static func dealtFolds(_ count: Int, rows: Int, seed: UInt64) -> [Int] {
        var folds = (0..<rows).map { $0 % count }
        var draws = CounterRandom(seed: seed).stream(0)
        // Fisher and Yates; the generator's integers in a range are free of bias.
        for last in stride(from: rows - 1, to: 0, by: -1) {
            folds.swapAt(last, Int.random(in: 0...last, using: &draws))
        }
        return folds
    }
}

extension DesignMatrix {
    /// The design of some of the rows, in the order given.
    func selecting(rows: [Int]) -> DesignMatrix {
        func selected(_ whole: Matrix) -> Matrix {
            var elements: [Double] = []
            elements.reserveCapacity(rows.count * whole.columnCount)
            for position in 0..<whole.columnCount {
                let column = whole.column(position)
                for row in rows { elements.append(column[row]) }
            }
            return Matrix(rowCount: rows.count, columnCount: whole.columnCount, elements: elements)
        }
        return DesignMatrix(
            matrix: selected(matrix), remainder: remainder.map(selected), columnNames: columnNames, terms: terms,
            termOfColumn: termOfColumn)
    }
}
