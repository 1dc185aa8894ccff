import HomeostatNumerics

/// Which models a term is compared between.
public enum SumOfSquaresType: String, Sendable, Hashable, CaseIterable {
    /// Each term after those before it in the formula.
    case sequential = "I"
    /// Each term after all others that do not contain it: main effects after other main effects, but before their
    /// interactions.
    case marginal = "II"
}

/// One line of an analysis of variance.
public struct AnalysisOfVarianceRow: Sendable, Hashable {
    /// The term of the formula.
    public let term: String
    /// The number of coefficients that it adds.
    public let degreesOfFreedom: Int
    /// By how much it lowers the residual sum of squares.
    public let sumOfSquares: Double
    /// ``sumOfSquares`` over ``degreesOfFreedom``; nil where the term adds no coefficient.
    public let meanSquare: Double?
    /// Against the residual variance of the whole model.
    public let test: Estimable<HypothesisTest>
}

/// The sums of squares of a model's terms.
///
/// Sources: R's `anova.lm` (type I); J. Fox and S. Weisberg, An R Companion to Applied Regression, `car::Anova` (II).
public struct AnalysisOfVariance: Sendable, Hashable {
    /// Which models terms are compared between.
    public let type: SumOfSquaresType
    /// One for each term of the formula, in its order.
    public let rows: [AnalysisOfVarianceRow]
    /// Of the residuals.
    public let residualSumOfSquares: Double
    /// Rows less coefficients.
    public let residualDegreesOfFreedom: Int

    /// ``residualSumOfSquares`` over ``residualDegreesOfFreedom``; nil where these are none.
    public var residualMeanSquare: Double? {
        residualDegreesOfFreedom > 0 ? residualSumOfSquares / Double(residualDegreesOfFreedom) : nil
    }
}

extension LinearModel {
    /// The analysis of variance of the terms.
    ///
    /// No model is fitted for it: a change of the order of columns of R gives the sums of squares, each as a sum of
    /// squares and not as a difference of residual sums.
    ///
    /// - Throws: ``LinearModelError/outOfRange(what:)``.
    /// - Complexity: O(terms x k^3), without a pass over the rows.
    public func analysisOfVariance(_ type: SumOfSquaresType) throws(LinearModelError) -> AnalysisOfVariance {
        let indices = Array(design.terms.indices)
        let shared = type == .sequential ? try sums(order: orderOfTerms(indices)) : [:]
        var rows: [AnalysisOfVarianceRow] = []
        for term in indices {
            let own = design.columns(ofTerm: term)
            let sums: [Int: Double]
            if type == .sequential {
                sums = shared
            } else {
                let others = indices.filter { $0 != term && !contains($0, term) }
                sums = try self.sums(order: orderOfTerms(others) + own)
            }
            // Type II: the columns that are dependent may be others than in the order of the formula.
            let counted = own.compactMap { sums[$0] }
            var total = CompensatedSum()
            for square in counted { total.add(square) }
            rows.append(
                AnalysisOfVarianceRow(
                    term: design.terms[term], degreesOfFreedom: counted.count, sumOfSquares: total.value,
                    meanSquare: counted.isEmpty ? nil : total.value / Double(counted.count),
                    test: fTest(sumOfSquares: total.value, degreesOfFreedom: counted.count)))
        }
        return AnalysisOfVariance(
            type: type, rows: rows, residualSumOfSquares: residualSumOfSquares,
            residualDegreesOfFreedom: residualDegreesOfFreedom)
    }

    /// The columns of the intercept and then of terms, in the order of the design.
    private func orderOfTerms(_ terms: [Int]) -> [Int] {
        design.termOfColumn.indices.filter { column in
            design.termOfColumn[column].map(terms.contains) ?? true
        }
    }

    /// Whether a term is a product that has all variables of another one.
    private func contains(_ term: Int, _ other: Int) -> Bool {
        let whole = Self.variables(design.terms[term])
        let part = Self.variables(design.terms[other])
        return whole.count > part.count && part.isSubset(of: whole)
    }

    /// The factors of a product of variables: "a:b" has two. Colons within brackets belong to a variable.
    static func variables(_ term: String) -> Set<String> {
        var depth = 0
        var made: Set<String> = []
        var current = ""
        for character in term {
            if character == "(" || character == "[" { depth += 1 }
            if character == ")" || character == "]" { depth -= 1 }
            if character == ":" && depth == 0 {
                made.insert(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        made.insert(current)
        return made
    }

    private func sums(order: [Int]) throws(LinearModelError) -> [Int: Double] {
        guard let sums = sequentialSumsOfSquares(order: order) else { throw .outOfRange(what: "a sum of squares") }
        return sums
    }

    /// By how much each column lowers the residual sum of squares when columns are added in this order. Columns that
    /// those before them make superfluous are left out. nil where a sum is beyond the range of Double.
    func sequentialSumsOfSquares(order: [Int]) -> [Int: Double]? {
        guard !order.isEmpty else { return [:] }
        // In another order other columns may be the dependent ones.
        let hasDependent = !order.allSatisfy(estimatedColumns.contains)
        let kept = hasDependent ? factor.selecting(order).independentColumns : Array(order.indices)
        guard !kept.isEmpty else { return [:] }
        let columns = kept.map { order[$0] }
        guard let transformed = transformedResponse(columns) else { return nil }
        var made: [Int: Double] = [:]
        for (place, column) in columns.enumerated() {
            let square = transformed[place] * transformed[place]
            guard square.isFinite else { return nil }
            made[column] = square
        }
        return made
    }

    /// Q'y for independent columns in an order of their own.
    ///
    /// Q'y of all columns is R b, and is better known that way than from the rows: the coefficients are refined.
    private func transformedResponse(_ columns: [Int]) -> [Double]? {
        guard let r = factor.unscaledR else { return nil }
        let whole = (0..<design.columnCount).map { row in
            var sum = DoubleDouble.zero
            for (place, column) in estimatedColumns.enumerated() where column >= row {
                sum += solution.coefficients[place] * r[row, column]
            }
            return sum.value
        }
        let selected = r.selecting(rows: Array(0..<r.rowCount), columns: columns)
        let qr = HouseholderQR(
            columnMajor: selected.elements, rowCount: r.rowCount, columnCount: columns.count, pivoting: false)
        return qr.applyTransposedQ(to: whole)
    }
}
