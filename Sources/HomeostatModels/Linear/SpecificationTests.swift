import HomeostatNumerics

/// Tests of what a linear model assumes.
extension LinearModel {
    /// Whether the error variance depends on the columns of the model: the regression of the squared residuals on them.
    ///
    /// With weights, the residuals are multiplied by their roots: the hypothesis is that variances are in inverse
    /// proportion to the weights. A model without an intercept gets one in the auxiliary regression.
    ///
    /// Sources: T. S. Breusch and A. R. Pagan, Econometrica 47 (1979) 1287-1294, doi:10.2307/1911963; studentised: R.
    /// Koenker, Journal of Econometrics 17 (1981) 107-112, doi:10.1016/0304-4076(81)90062-2.
    ///
    /// - Parameter isStudentized: whether the variance of the squares is estimated (n R2) instead of taken to be that of
    ///   normal errors.
    /// - Returns: chi-squared; absent for a perfect fit and where the model has nothing besides an intercept.
    public func breuschPaganTest(isStudentized: Bool = true) -> Estimable<HypothesisTest> {
        guard !isPerfectFit else { return .absent(.perfectFit) }
        let squares = response.indices.map { weight($0) * residuals[$0] * residuals[$0] }
        let auxiliary = hasIntercept ? design : design.addingIntercept()
        guard let model = try? LinearModel(auxiliary, response: squares, rankTolerance: rankTolerance) else {
            return .absent(.outOfRange)
        }
        let freedom = Double(model.rank - 1)
        guard freedom > 0 else { return .absent(.nothingToTest) }
        let variance = residualSumOfSquares / Double(rowCount)
        let statistic: Double
        if isStudentized {
            guard let share = model.rSquared.value else { return .absent(.noVariation) }
            statistic = Double(rowCount) * share
        } else {
            statistic = model.modelSumOfSquares / (2 * variance * variance)
        }
        guard let test = try? HypothesisTest.chiSquared(statistic, freedom) else { return .absent(.outOfRange) }
        return .value(test)
    }

    /// Ramsey's test: whether powers of the fitted values improve the model.
    ///
    /// Source: J. B. Ramsey, Journal of the Royal Statistical Society B 31 (1969) 350-371,
    /// doi:10.1111/j.2517-6161.1969.tb00796.x.
    ///
    /// - Parameter powers: of the fitted values without the offset.
    /// - Returns: F; absent for a perfect fit, and where the powers add nothing or leave no degrees of freedom.
    public func ramseyTest(powers: [Int] = [2, 3]) -> Estimable<HypothesisTest> {
        guard !isPerfectFit else { return .absent(.perfectFit) }
        guard rowCount > design.columnCount + powers.count else { return .absent(.noResidualDegreesOfFreedom) }
        let fitted = linearPredictor
        // With an intercept, powers about the middle of the fitted values span the same space, better conditioned.
        let (least, most) = (fitted.min() ?? 0, fitted.max() ?? 0)
        let middle = hasIntercept ? least / 2 + most / 2 : 0
        let reach = max(most - middle, middle - least)
        guard reach > 0 else { return .absent(.noVariation) }
        let columns = powers.map { power in
            fitted.map { DoubleDouble(($0 - middle) / reach).power(power).value }
        }
        let wider = design.adding(columns: columns, names: powers.map { "fitted^\($0)" }, term: "powers")
        guard
            let model = try? LinearModel(
                wider, response: response, responseRemainder: responseRemainder, weights: weights, offset: offset,
                rankTolerance: rankTolerance)
        else { return .absent(.outOfRange) }
        guard let added = model.sequentialSumsOfSquares(order: Array(0..<wider.columnCount)) else {
            return .absent(.outOfRange)
        }
        let last = (design.columnCount..<wider.columnCount).filter { model.estimatedColumns.contains($0) }
        guard !last.isEmpty else { return .absent(.nothingToTest) }
        var explained = CompensatedSum()
        for column in last { explained.add(added[column] ?? 0) }
        return model.fTest(sumOfSquares: explained.value, degreesOfFreedom: last.count)
    }

    /// The sum of squared differences of neighbouring residuals over the sum of their squares: near 2 where rows that
    /// follow each other are not correlated. With weights, residuals are multiplied by their roots.
    ///
    /// Source: J. Durbin and G. S. Watson, Biometrika 37 (1950) 409-428, doi:10.1093/biomet/37.3-4.409.
    public var durbinWatsonStatistic: Estimable<Double> {
        guard !isPerfectFit, residualSumOfSquares > 0 else { return .absent(.perfectFit) }
        let scaled = response.indices.map { residuals[$0] * weight($0).squareRoot() }
        var differences = CompensatedSum()
        for (before, after) in zip(scaled, scaled.dropFirst()) { differences.add((after - before) * (after - before)) }
        return .value(differences.value / residualSumOfSquares)
    }

    /// X b, from the columns: rows that are equal have equal values, which differences of response and residual have not.
    private var linearPredictor: [Double] {
        var sums = [DoubleDouble](repeating: .zero, count: rowCount)
        for (place, column) in estimatedColumns.enumerated() {
            let values = design.matrix.column(column)
            for row in 0..<rowCount { sums[row] += solution.coefficients[place] * values[row] }
        }
        return sums.map(\.value)
    }

    /// F for a sum of squares of the model, against its residual variance.
    func fTest(sumOfSquares: Double, degreesOfFreedom: Int) -> Estimable<HypothesisTest> {
        guard degreesOfFreedom > 0 else { return .absent(.nothingToTest) }
        guard residualDegreesOfFreedom > 0 else { return .absent(.noResidualDegreesOfFreedom) }
        guard !isPerfectFit else { return .absent(.perfectFit) }
        let error = Double(residualDegreesOfFreedom)
        let statistic = sumOfSquares / Double(degreesOfFreedom) / (residualSumOfSquares / error)
        guard statistic.isFinite, let test = try? HypothesisTest.f(statistic, Double(degreesOfFreedom), error) else {
            return .absent(.outOfRange)
        }
        return .value(test)
    }
}

extension DesignMatrix {
    /// The design with an intercept before its columns.
    func addingIntercept() -> DesignMatrix {
        let ones = [Double](repeating: 1, count: rowCount)
        return DesignMatrix(
            matrix: Matrix(rowCount: rowCount, columnCount: columnCount + 1, elements: ones + matrix.elements),
            remainder: remainder.map {
                Matrix(
                    rowCount: rowCount, columnCount: columnCount + 1,
                    elements: [Double](repeating: 0, count: rowCount) + $0.elements)
            },
            columnNames: ["(Intercept)"] + columnNames, terms: terms, termOfColumn: [nil] + termOfColumn)
    }

    /// The design with columns of one more term behind its own.
    func adding(columns: [[Double]], names: [String], term: String) -> DesignMatrix {
        let added = columns.flatMap { $0 }
        let count = columnCount + columns.count
        return DesignMatrix(
            matrix: Matrix(rowCount: rowCount, columnCount: count, elements: matrix.elements + added),
            remainder: remainder.map {
                Matrix(
                    rowCount: rowCount, columnCount: count,
                    elements: $0.elements + [Double](repeating: 0, count: added.count))
            },
            columnNames: columnNames + names, terms: terms + [term],
            termOfColumn: termOfColumn + names.map { _ in terms.count })
    }
}
