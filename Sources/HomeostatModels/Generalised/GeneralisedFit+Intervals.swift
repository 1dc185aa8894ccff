import HomeostatNumerics

/// A limit of an interval from the profile of the likelihood.
public enum ProfileLimit: Sendable, Hashable {
    /// Where the profile reaches the critical value.
    case at(Double)
    /// The profile could not be followed to the critical value.
    case notFound

    /// The limit, where there is one.
    public var value: Double? { if case .at(let value) = self { value } else { nil } }
}

/// An interval of one coefficient from the profile of the likelihood.
public struct ProfileInterval: Sendable, Hashable {
    /// The lower limit.
    public let lower: ProfileLimit
    /// The upper limit.
    public let upper: ProfileLimit
}

extension GeneralisedFit {
    /// The distribution that the coefficients are held against: Student's where the dispersion is estimated and the
    /// covariance is the model's, else the normal.
    public func reference(for kind: GeneralisedCovariance) -> WaldReference {
        model.family.estimatesDispersion && kind == .model
            ? .studentT(degreesOfFreedom: Double(residualDegreesOfFreedom)) : .normal
    }

    /// The covariance that the family asks for: the sandwich for ``ResponseFamily/modifiedPoisson``, else the model's.
    public var customaryCovariance: GeneralisedCovariance { model.family == .modifiedPoisson ? .hc0 : .model }

    /// Estimate, standard error, test and interval of each coefficient.
    ///
    /// - Parameters:
    ///   - kind: the covariance; ``customaryCovariance`` where nil.
    ///   - clusters: the cluster of each row, for the cluster estimators.
    ///   - level: of the intervals, strictly between 0 and 1.
    /// - Returns: one for each coefficient; nil where its standard error is zero.
    public func waldIntervals(
        _ kind: GeneralisedCovariance? = nil, clusters: [Int]? = nil, level: Double = 0.95
    ) throws(GeneralisedCovariance.Failure) -> [WaldInterval?] {
        let kind = kind ?? customaryCovariance
        let covariance = try covariance(kind, clusters: clusters)
        return coefficients.indices.map { place in
            WaldInterval(
                estimate: coefficients[place], standardError: covariance[place, place].squareRoot(),
                reference: reference(for: kind), level: level)
        }
    }

    /// The interval of a coefficient inside which the likelihood, maximised over all others, stays near its maximum:
    /// the values that a likelihood ratio test does not reject.
    ///
    /// The root of the fall of deviance is nearly linear in the coefficient, and its derivative is the score of the
    /// constrained maximum, so that a safeguarded Newton iteration ends at the exact limit; interpolation of a profile
    /// on a grid, as in R, gives about four digits.
    ///
    /// Source: Venzon DJ, Moolgavkar SH. Appl Stat 1988;37:87-94, doi:10.2307/2347496.
    ///
    /// - Parameters:
    ///   - place: the coefficient's position in ``coefficients``.
    ///   - level: strictly between 0 and 1.
    ///   - reference: the distribution of the signed root; the normal one where nil, as in R.
    /// - Throws: where the model has no error to estimate, or no likelihood.
    public func profileInterval(
        of place: Int, level: Double = 0.95, reference: WaldReference = .normal
    ) throws(GeneralisedCovariance.Failure) -> ProfileInterval {
        let covariance = try covariance(.model)
        guard let dispersion else { throw .noDegreesOfFreedom }
        guard let critical = reference.criticalValue(level: level) else { throw .noDegreesOfFreedom }
        let search = ProfileSearch(
            fit: self, place: place, rise: critical * critical * dispersion, critical: critical,
            standardError: covariance[place, place].squareRoot())
        return ProfileInterval(lower: search.limit(direction: -1), upper: search.limit(direction: 1))
    }
}

/// The search for the value of one coefficient at which the deviance has risen by a given amount.
private struct ProfileSearch {
    let fit: GeneralisedFit
    let place: Int
    let rise: Double
    let critical: Double
    let standardError: Double

    func limit(direction: Double) -> ProfileLimit {
        let centre = fit.coefficients[place]
        // Inside the interval, and outside it once such a value is known.
        var (inside, outside): (Double, Double?) = (centre, nil)
        var value = centre + direction * critical * standardError
        var others = fit.coefficients
        others.remove(at: place)
        var smallest = Double.infinity
        for _ in 0..<100 {
            guard let point = constrained(at: value, start: others) else { return .notFound }
            others = point.others
            let root = max(0, point.rise / rise).squareRoot()
            // d(root)/d(value) by the envelope theorem.
            let slope = root > 0 ? point.slope / (2 * rise * root) : 0
            if root < 1 { inside = value } else { outside = value }
            var next = value + (1 - root) / slope
            let beyond = (next - inside) * direction <= 0 || outside.map { (next - $0) * direction >= 0 } ?? false
            if let outside {
                if !next.isFinite || beyond { next = (inside + outside) / 2 }
            } else {
                let farthest = inside + 4 * (inside - centre + direction * standardError)
                if !next.isFinite || beyond || (next - farthest) * direction > 0 { next = farthest }
                if (next - centre).magnitude > 1e6 * standardError { return .notFound }
            }
            let change = (next - value).magnitude
            let unit = max(next.magnitude, standardError)
            // Quadratic convergence: the change before last was the square root of the error.
            if change <= 4 * Double.ulpOfOne * unit || (change < 1e-9 * unit && change >= smallest) { return .at(next) }
            smallest = min(smallest, change)
            value = next
        }
        return .notFound
    }

    /// The maximum over the other coefficients: the rise of the deviance from the free maximum, and its derivative with
    /// respect to the value that is held.
    private func constrained(at value: Double, start: [Double]) -> (rise: Double, slope: Double, others: [Double])? {
        let model = fit.model
        let held = model.columns.column(place)
        var offset = model.offset
        for row in offset.indices { offset[row] += value * held[row] }
        let rest = (0..<model.columns.columnCount).filter { $0 != place }
        let iteration = ReweightedIteration(
            columns: model.columns.selecting(columns: rest), response: model.response, weights: model.weights,
            offset: offset, family: model.family)
        let state: ReweightedIteration.State
        if rest.isEmpty {
            state = iteration.state(at: [])
        } else {
            guard let found = try? iteration.maximum(from: start) else { return nil }
            state = found
        }
        var score = CompensatedSum()
        for row in offset.indices { score.add(model.weights[row] * state.evaluation.score[row] * held[row]) }
        return (state.deviance - fit.deviance, -2 * score.value, state.coefficients)
    }
}
