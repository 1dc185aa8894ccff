import HomeostatNumerics

/// One line of a table of coefficients.
public struct CoefficientRow: Sendable, Hashable {
    /// The name of the column of the design.
    public let name: String
    /// The coefficient.
    public let estimate: Estimable<Double>
    /// Its standard error.
    public let standardError: Estimable<Double>
    /// Estimate over standard error.
    public let statistic: Estimable<Double>
    /// Degrees of freedom of Student's distribution; infinite for the normal one.
    public let degreesOfFreedom: Double?
    /// Two-sided, against zero.
    public let pValue: Estimable<PValue>
    /// Of the coefficient.
    public let interval: Estimable<ConfidenceInterval>
}

/// The coefficients of a model with their errors, tests and intervals, one row for each column of the design.
public struct CoefficientTable: Sendable, Hashable {
    /// In the order of the columns of the design; columns without a coefficient are among them, with the cause.
    public let rows: [CoefficientRow]
    /// The level of the intervals.
    public let level: Double

    /// Puts the table together.
    ///
    /// - Parameters:
    ///   - names: of all columns of the design.
    ///   - coefficients: for each column its coefficient, absent where there is none.
    ///   - covariance: of the coefficients that are there, or the cause for which there is none.
    ///   - isPerfectFit: whether the errors are rounding only, so that nothing can be tested.
    ///   - level: of the intervals, above 0 and below 1.
    /// - Throws: ``DistributionError`` for a level outside.
    public init(
        names: [String], coefficients: [Estimable<Double>], covariance: Estimable<CoefficientCovariance>,
        isPerfectFit: Bool = false, level: Double = 0.95
    ) throws(DistributionError) {
        var rows: [CoefficientRow] = []
        var place = 0
        for (name, coefficient) in zip(names, coefficients) {
            switch coefficient {
            case .absent(let cause): rows.append(CoefficientRow(name: name, estimate: coefficient, absent: cause))
            case .value(let estimate):
                switch covariance {
                case .absent(let cause): rows.append(CoefficientRow(name: name, estimate: coefficient, absent: cause))
                case .value(let covariance):
                    rows.append(
                        try CoefficientRow(
                            name: name, estimate: estimate, standardError: covariance.standardErrors[place],
                            degreesOfFreedom: covariance.degreesOfFreedom[place], isPerfectFit: isPerfectFit,
                            level: level))
                }
                place += 1
            }
        }
        self.rows = rows
        self.level = level
    }
}

extension CoefficientRow {
    /// A line whose errors do not exist.
    public init(name: String, estimate: Estimable<Double>, absent cause: AbsenceCause) {
        self.init(
            name: name, estimate: estimate, standardError: .absent(cause), statistic: .absent(cause),
            degreesOfFreedom: nil, pValue: .absent(cause), interval: .absent(cause))
    }

    /// A line from an estimate and its standard error. A standard error of zero leaves no statistic: the fit is
    /// perfect.
    public init(
        name: String, estimate: Double, standardError: Double, degreesOfFreedom: Double, isPerfectFit: Bool = false,
        level: Double = 0.95
    ) throws(DistributionError) {
        let statistic: Estimable<Double> =
            standardError > 0 && !isPerfectFit ? Estimable(finite: estimate / standardError) : .absent(.perfectFit)
        let distribution = try StudentTDistribution(degreesOfFreedom: degreesOfFreedom)
        self.init(
            name: name, estimate: Estimable(finite: estimate), standardError: Estimable(finite: standardError),
            statistic: statistic, degreesOfFreedom: degreesOfFreedom,
            pValue: statistic.map { distribution.twoSidedTail(at: $0) },
            interval: .value(
                try ConfidenceInterval(
                    estimate: estimate, standardError: standardError, degreesOfFreedom: degreesOfFreedom,
                    level: level)))
    }
}
