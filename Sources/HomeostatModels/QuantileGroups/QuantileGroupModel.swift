import HomeostatNumerics

/// The table that papers print of a variable in quantile groups: each group against the first, and the P for trend.
///
/// The model itself is left to the caller, so that the table is the same for every kind of regression:
///
/// ```swift
/// let table = try QuantileGroupModel(quartiles, name: "homa_ir", covariates: design) { design in
///     try GeneralisedLinearModel(design, response: diabetes, family: .logistic).fit().waldIntervals()
/// }
/// let p = table.trend?.pValue
/// ```
public struct QuantileGroupModel: Sendable {
    /// The groups.
    public let groups: QuantileGroups
    /// Group 2, 3, ... against group 1; nil where an estimate has no standard error.
    public let contrasts: [WaldInterval?]
    /// The coefficient of the trend, and with it the P for trend.
    public let trend: WaldInterval?
    /// What the trend is a trend of: medians or numbers of the groups.
    public let trendScore: QuantileGroups.Coding

    /// Fits the model twice: with indicators for the groups, and with a score in their place.
    ///
    /// - Parameters:
    ///   - name: of the variable.
    ///   - covariates: the rest of the design, with its intercept.
    ///   - trendScore: ``QuantileGroups/Coding/medianScore`` or ``QuantileGroups/Coding/ordinalScore``.
    ///   - fit: fits a model to a design and gives an interval for each of the design's columns, in order. It may not
    ///     leave columns out.
    /// - Throws: what `fit` throws.
    /// - Precondition: `fit` gives as many intervals as there are columns; `trendScore` is a score.
    public init<Failure: Error>(
        _ groups: QuantileGroups, name: String, covariates: DesignMatrix,
        trendScore: QuantileGroups.Coding = .medianScore,
        fit: (DesignMatrix) throws(Failure) -> [WaldInterval?]
    ) throws(Failure) {
        precondition(trendScore != .indicators, "a trend needs a score")
        self.groups = groups
        self.trendScore = trendScore
        let grouped = groups.design(.indicators, name: name, beside: covariates)
        let contrasts = try fit(grouped)
        precondition(contrasts.count == grouped.columnCount, "an interval for each column")
        self.contrasts = grouped.columns(ofTerm: 0).map { contrasts[$0] }
        let scored = groups.design(trendScore, name: name, beside: covariates)
        let scores = try fit(scored)
        precondition(scores.count == scored.columnCount, "an interval for each column")
        trend = scored.columns(ofTerm: 0).first.flatMap { scores[$0] }
    }
}
