import HomeostatNumerics

/// What papers on threshold effects report of one variable: the straight line, the two slopes on either side of the
/// turning point, and the test of one against the other.
public struct ThresholdEffect: Sendable {
    /// The slope of the straight line.
    public let straightSlope: WaldInterval?
    /// The fit with the turning point.
    public let fit: SegmentedFit
    /// The turning point with the interval of the delta method.
    public let turningPoint: WaldInterval?
    /// The values of the turning point that a likelihood ratio does not reject.
    public let turningPointSet: TurningPointSet?
    /// The slope below the turning point, its uncertainty included.
    public let slopeBelow: WaldInterval?
    /// The slope above the turning point, its uncertainty included.
    public let slopeAbove: WaldInterval?
    /// The slopes below and above as if the turning point had been known: what the papers print.
    public let slopesGivenTurningPoint: [WaldInterval?]
    /// The change of the slope.
    public let change: WaldInterval?
    /// n log(RSS0 / RSS1); nil where the two slopes fit perfectly.
    public let likelihoodRatio: Double?
    /// The probability of a ratio at least as large under chi-squared with one degree of freedom, as the papers print
    /// it. The turning point was searched for, so that this is too small: ``davies`` allows for that.
    public let conventionalPValue: PValue?
    /// The test that allows for the search.
    public let davies: DaviesTest?

    /// - Parameters:
    ///   - model: the straight line and its variable.
    ///   - level: of all intervals, strictly between 0 and 1.
    public init(_ model: SegmentedRegression, level: Double = 0.95) throws(SegmentedModelError) {
        let fit = try model.fit()
        self.fit = fit
        turningPoint = fit.turningPointIntervals(level: level)[0]
        turningPointSet = fit.turningPointSet(level: level)
        let slopes = fit.slopes(level: level)
        slopeBelow = slopes[0]
        slopeAbove = slopes[1]
        slopesGivenTurningPoint = fit.slopes(turningPointsKnown: true, level: level)
        change = fit.changes(level: level)[0]
        likelihoodRatio = fit.likelihoodRatio
        conventionalPValue = fit.likelihoodRatio.flatMap { ratio in
            (try? ChiSquaredDistribution(degreesOfFreedom: 1))?.upperTail(at: max(0, ratio))
        }
        davies = DaviesTest(model)
        let factors = WeightedFactors(model.design.matrix, weights: model.weights)
        let freedom = Double(model.response.count - model.design.columnCount)
        straightSlope = factors.inverseGram().flatMap { inverse in
            let variance = inverse[model.variable, model.variable] * fit.straightResidualSumOfSquares / freedom
            return WaldInterval(
                estimate: factors.solve(model.response)[model.variable], standardError: variance.squareRoot(),
                reference: .studentT(degreesOfFreedom: freedom), level: level)
        }
    }
}
