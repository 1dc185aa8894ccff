import HomeostatNumerics

/// A line with turning points, fitted by least squares.
public struct SegmentedFit: Sendable {
    /// The model that was fitted.
    public let model: SegmentedRegression
    /// The turning points, ascending.
    public let turningPoints: [Double]
    /// One for each column of the design; that of the variable is the slope below the first turning point.
    public let coefficients: [Double]
    /// The change of the slope at each turning point.
    public let slopeChanges: [Double]
    /// The weighted sum of squared residuals.
    public let residualSumOfSquares: Double
    /// The same without turning points.
    public let straightResidualSumOfSquares: Double
    /// Whether the turning points are known to be the best of all.
    public let isGlobal: Bool
    /// For each turning point whether it is a value of the variable. The sum of squares has a kink there, so that its
    /// standard error, which supposes a smooth minimum, is that of the derivative from the right, and the interval of
    /// ``turningPointSet(level:)`` is to be preferred.
    public let isObservedValue: [Bool]
    /// Whether every response is met exactly, so that nothing is left to estimate errors from.
    public let isPerfect: Bool
    /// The covariance of coefficients, slope changes and turning points, in this order, with the turning points
    /// estimated (Muggeo's linearisation); nil for a perfect fit, and where a turning point cannot be told from the
    /// rest.
    public let covariance: Matrix?
    /// The covariance of coefficients and slope changes, in this order, as if the turning points had been known.
    public let covarianceGivenTurningPoints: Matrix?

    init(model: SegmentedRegression, turningPoints found: [Double], isGlobal: Bool) {
        self.model = model
        self.isGlobal = isGlobal
        let values = model.values
        // The search works on a shifted scale: a value of the variable comes back with a rounding error.
        let reach = 1e-13 * (values.map(\.magnitude).max() ?? 1)
        let places = found.map { place in values.first { ($0 - place).magnitude <= reach } ?? place }
        turningPoints = places
        isObservedValue = places.map(values.contains)
        let straight = model.design.matrix
        var hinges: [[Double]] = []
        for place in places { hinges.append(values.map { max(0, $0 - place) }) }
        let columns = straight.appending(hinges)
        let size = straight.columnCount
        let factors = WeightedFactors(columns, weights: model.weights)
        var solution = factors.solve(model.response)
        let rest = residuals(model.response, columns, solution)
        for (place, value) in factors.solve(rest).enumerated() { solution[place] += value }
        coefficients = Array(solution[..<size])
        slopeChanges = Array(solution[size...])
        let left = weightedSquares(residuals(model.response, columns, solution), model.weights)
        residualSumOfSquares = left
        straightResidualSumOfSquares = model.scan.residualSumOfSquares
        var steps: [[Double]] = []
        for (place, change) in zip(places, solution[size...]) { steps.append(values.map { $0 > place ? -change : 0 }) }
        let freedom = Double(model.response.count - size - 2 * places.count)
        let knownFreedom = Double(model.response.count - size - places.count)
        isPerfect = left <= 1e-26 * weightedSquares(model.response, model.weights)
        let withSteps = columns.appending(steps)
        let canTell = !isPerfect && IndependentColumns(withSteps).left.isEmpty
        covariance =
            canTell
            ? WeightedFactors(withSteps, weights: model.weights).inverseGram()?.multiplied(by: left / freedom) : nil
        covarianceGivenTurningPoints = isPerfect ? nil : factors.inverseGram()?.multiplied(by: left / knownFreedom)
    }

    /// Rows less coefficients, slope changes and turning points.
    public var residualDegreesOfFreedom: Int {
        model.response.count - coefficients.count - 2 * turningPoints.count
    }

    /// The estimate of the standard deviation of the residuals.
    public var residualStandardDeviation: Double {
        (residualSumOfSquares / Double(residualDegreesOfFreedom)).squareRoot()
    }

    /// The turning points with standard errors and intervals by the delta method, Student's distribution.
    ///
    /// - Parameter level: strictly between 0 and 1.
    /// - Returns: nil for a turning point without a standard error.
    public func turningPointIntervals(level: Double = 0.95) -> [WaldInterval?] {
        turningPoints.indices.map { position in
            let place = coefficients.count + turningPoints.count + position
            guard let covariance else { return nil }
            return WaldInterval(
                estimate: turningPoints[position], standardError: covariance[place, place].squareRoot(),
                reference: .studentT(degreesOfFreedom: Double(residualDegreesOfFreedom)), level: level)
        }
    }

    /// The slopes of the pieces from left to right, with tests against zero and intervals.
    ///
    /// - Parameters:
    ///   - turningPointsKnown: whether the uncertainty of the turning points is left out, as is done in papers on
    ///     threshold effects.
    /// - Returns: one for each piece; nil where there is no standard error.
    public func slopes(turningPointsKnown: Bool = false, level: Double = 0.95) -> [WaldInterval?] {
        let known = turningPointsKnown ? covarianceGivenTurningPoints : covariance
        let freedom = residualDegreesOfFreedom + (turningPointsKnown ? turningPoints.count : 0)
        return (0...turningPoints.count).map { piece in
            guard let covariance = known else { return nil }
            let places = [model.variable] + (0..<piece).map { coefficients.count + $0 }
            var variance = 0.0
            for row in places { for column in places { variance += covariance[row, column] } }
            let slope = coefficients[model.variable] + slopeChanges[..<piece].reduce(0, +)
            return WaldInterval(
                estimate: slope, standardError: max(0, variance).squareRoot(),
                reference: .studentT(degreesOfFreedom: Double(freedom)), level: level)
        }
    }

    /// The change of the slope at each turning point, with its interval; its test supposes a turning point that exists,
    /// and ``DaviesTest`` is the one for its existence.
    public func changes(level: Double = 0.95) -> [WaldInterval?] {
        slopeChanges.indices.map { position in
            let place = coefficients.count + position
            guard let covariance else { return nil }
            return WaldInterval(
                estimate: slopeChanges[position], standardError: covariance[place, place].squareRoot(),
                reference: .studentT(degreesOfFreedom: Double(residualDegreesOfFreedom)), level: level)
        }
    }

    /// The likelihood ratio against the straight line, n log(RSS0 / RSS1); nil for a perfect fit.
    public var likelihoodRatio: Double? {
        guard !isPerfect else { return nil }
        let ratio = straightResidualSumOfSquares / residualSumOfSquares
        return Double(model.response.count) * logarithm(ratio)
    }
}

/// The values of a turning point that a likelihood ratio does not reject.
public struct TurningPointSet: Sendable, Hashable {
    /// The set, as intervals that do not touch, ascending. It need not be one interval.
    public let intervals: [ClosedRange<Double>]
    /// Whether the set reaches the lower end of the range that was searched, so that the data do not bound it there.
    public let reachesLowerEnd: Bool
    /// Whether it reaches the upper end.
    public let reachesUpperEnd: Bool
}

extension SegmentedFit {
    /// The values of the only turning point at which the sum of squares, minimised over everything else, is within what
    /// an F test of one degree of freedom allows. The ends are exact.
    ///
    /// - Parameter level: strictly between 0 and 1.
    /// - Returns: nil for more than one turning point, a perfect fit, or a level out of range.
    public func turningPointSet(level: Double = 0.95) -> TurningPointSet? {
        let freedom = Double(residualDegreesOfFreedom)
        guard turningPoints.count == 1, !isPerfect,
            let distribution = try? FDistribution(
                numeratorDegreesOfFreedom: 1, denominatorDegreesOfFreedom: freedom),
            let critical = try? distribution.upperQuantile(1 - level)
        else { return nil }
        let scan = model.scan
        let bound = residualSumOfSquares * (1 + critical / freedom)
        let needed = scan.residualSumOfSquares - bound
        var merged: [ClosedRange<Double>] = []
        if needed <= 0 {
            merged = [scan.range]
        } else {
            for piece in scan.pieces() {
                // Sums decide only where the answer is clear.
                guard let top = piece.maximum()?.reduction, top > needed * (1 - 1e-6) else { continue }
                for part in scan.refined(piece).places(reaching: needed) {
                    if let last = merged.last, part.lowerBound <= last.upperBound {
                        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, part.upperBound)
                    } else {
                        merged.append(part)
                    }
                }
            }
        }
        return TurningPointSet(
            intervals: merged.map { model.unscaled($0.lowerBound)...model.unscaled($0.upperBound) },
            reachesLowerEnd: merged.first?.lowerBound == scan.range.lowerBound,
            reachesUpperEnd: merged.last?.upperBound == scan.range.upperBound)
    }
}

extension Matrix {
    /// The matrix with further columns on its right.
    func appending(_ columns: [[Double]]) -> Matrix {
        Matrix(
            rowCount: rowCount, columnCount: columnCount + columns.count, elements: elements + columns.flatMap { $0 })
    }

    /// All elements times a factor.
    func multiplied(by factor: Double) -> Matrix {
        Matrix(rowCount: rowCount, columnCount: columnCount, elements: elements.map { $0 * factor })
    }
}

private func residuals(_ response: [Double], _ columns: Matrix, _ coefficients: [Double]) -> [Double] {
    var made = response
    for position in coefficients.indices {
        let column = columns.column(position)
        for row in made.indices { made[row] -= coefficients[position] * column[row] }
    }
    return made
}

private func weightedSquares(_ residuals: [Double], _ weights: [Double]) -> Double {
    var sum = CompensatedSum()
    for row in residuals.indices { sum.add(weights[row] * residuals[row] * residuals[row]) }
    return sum.value
}
