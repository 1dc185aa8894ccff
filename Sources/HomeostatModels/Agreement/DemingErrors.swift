/// What is known of the measurement errors in a Deming regression.
public enum DemingErrors: Sendable, Hashable {
    /// Constant errors: the ratio of their variances, that of y over that of x.
    case varianceRatio(Double)
    /// The standard deviations of each x and each y, positive.
    case standardDeviations(x: [Double], y: [Double])
    /// Errors in proportion to the true values, which must be positive: the ratio of the variances, y over x.
    case proportional(varianceRatio: Double)
}

/// Deming's line for points of which each may be left out.
struct DemingSolver {
    let x: [Double]
    let y: [Double]
    let errors: DemingErrors

    private static let mostIterations = 10_000

    /// The line through all points but one.
    func line(leavingOut left: Int? = nil) throws(PairedDataError) -> FittedLine {
        switch errors {
        case .varianceRatio(let ratio): try line(weights: { $0 == left ? 0 : 1 }, ratio: ratio)
        case .standardDeviations(let sx, let sy): try lineOfKnownErrors(sx, sy, leavingOut: left)
        case .proportional(let ratio): try lineOfProportionalErrors(ratio, leavingOut: left)
        }
    }

    /// The closed form for one ratio of variances: minimises sum w (y - a - b x)^2 / (ratio + b^2).
    private func line(weights: (Int) -> Double, ratio: Double) throws(PairedDataError) -> FittedLine {
        let total = compensatedSum(x.indices, weights)
        let meanX = compensatedSum(x.indices) { weights($0) * x[$0] } / total
        let meanY = compensatedSum(x.indices) { weights($0) * y[$0] } / total
        let xx = ratio * compensatedSum(x.indices) { weights($0) * (x[$0] - meanX) * (x[$0] - meanX) }
        let yy = compensatedSum(x.indices) { weights($0) * (y[$0] - meanY) * (y[$0] - meanY) }
        let xy = compensatedSum(x.indices) { weights($0) * (x[$0] - meanX) * (y[$0] - meanY) }
        guard xy != 0 else { throw .undetermined("x and y are not correlated") }
        let difference = yy - xx
        let root = (difference * difference + 4 * ratio * xy * xy).squareRoot()
        // The two forms of the root of the quadratic equation: the one without cancellation.
        let slope = difference >= 0 ? (difference + root) / (2 * xy) : 2 * ratio * xy / (root - difference)
        return FittedLine(intercept: meanY - slope * meanX, slope: slope)
    }

    /// York's iteration for errors known point by point: York D, Evensen NM, Martínez ML, De Basabe Delgado J. American
    /// Journal of Physics 2004;72:367-375, doi:10.1119/1.1632486.
    private func lineOfKnownErrors(
        _ sx: [Double], _ sy: [Double], leavingOut left: Int?
    ) throws(PairedDataError) -> FittedLine {
        let kept = x.indices.filter { $0 != left }
        let meanRatio = kept.reduce(0) { $0 + sy[$1] * sy[$1] / (sx[$1] * sx[$1]) } / Double(kept.count)
        var line = try line(weights: { $0 == left ? 0 : 1 / (sy[$0] * sy[$0]) }, ratio: meanRatio)
        for _ in 0..<Self.mostIterations {
            let b = line.slope
            let weight = { (i: Int) in 1 / (sy[i] * sy[i] + b * b * sx[i] * sx[i]) }
            let total = compensatedSum(kept, weight)
            let meanX = compensatedSum(kept) { weight($0) * x[$0] } / total
            let meanY = compensatedSum(kept) { weight($0) * y[$0] } / total
            // The adjusted deviation of x along the line.
            let beta = { (i: Int) in
                weight(i) * ((x[i] - meanX) * sy[i] * sy[i] + b * (y[i] - meanY) * sx[i] * sx[i])
            }
            let numerator = compensatedSum(kept) { weight($0) * beta($0) * (y[$0] - meanY) }
            let denominator = compensatedSum(kept) { weight($0) * beta($0) * (x[$0] - meanX) }
            guard denominator != 0 else { throw .undetermined("x and y are not correlated") }
            let slope = numerator / denominator
            let next = FittedLine(intercept: meanY - slope * meanX, slope: slope)
            if abs(slope - b) <= 4 * Double.ulpOfOne * abs(slope) { return next }
            line = next
        }
        throw .undetermined("the slope does not converge with these errors")
    }

    /// Linnet's iteration for errors in proportion to the true values: weights from the values that the last line gives
    /// each point. Linnet K. Statistics in Medicine 1990;9:1463-1473, doi:10.1002/sim.4780091210.
    private func lineOfProportionalErrors(
        _ ratio: Double, leavingOut left: Int?
    ) throws(PairedDataError) -> FittedLine {
        var levels = x.indices.map { (x[$0] + ratio * y[$0]) / (1 + ratio) }
        var line: FittedLine?
        for _ in 0..<Self.mostIterations {
            guard levels.indices.allSatisfy({ $0 == left || levels[$0] > 0 }) else {
                throw .undetermined("errors in proportion to the values need values above zero on the line")
            }
            let known = levels
            let next = try self.line(weights: { $0 == left ? 0 : 1 / (known[$0] * known[$0]) }, ratio: ratio)
            if let line, abs(next.slope - line.slope) <= 4 * Double.ulpOfOne * abs(next.slope),
                abs(next.intercept - line.intercept) <= 1e-13 * (abs(next.intercept) + levels.reduce(0, max))
            {
                return next
            }
            line = next
            for place in x.indices {
                // The point of the line nearest in the metric of the errors.
                let residual = y[place] - next.value(at: x[place])
                let share = residual / (ratio + next.slope * next.slope)
                let trueX = x[place] + next.slope * share
                let trueY = y[place] - ratio * share
                levels[place] = (trueX + ratio * trueY) / (1 + ratio)
            }
        }
        throw .undetermined("the weights of the proportional errors do not converge")
    }
}
