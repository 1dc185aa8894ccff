extension LevenbergMarquardt {
    /// The way from a start to a minimum: where it stands, and how far it trusts the linear model there.
    struct Descent<Problem: NonlinearLeastSquares> {
        let problem: Problem
        let settings: LevenbergMarquardt
        var parameters: [Double]
        var residuals: [Double]
        var jacobian: [Double]
        var cost: Double
        /// The diagonal of D: the length that each column of the Jacobian has shown.
        private var scale: [Double]
        private var radius = 0.0
        private var iterations = 0
        /// After a stall D fades and steps are bent.
        private var isRestarted = false
        /// The cost at the last restart: another must have brought something.
        private var restartCost = Double.infinity
        private var trial: [Double]
        private var trialResiduals: [Double]

        init(_ problem: Problem, settings: LevenbergMarquardt, start: [Double]) {
            self.problem = problem
            self.settings = settings
            parameters = start
            residuals = [Double](repeating: 0, count: problem.residualCount)
            jacobian = [Double](repeating: 0, count: problem.residualCount * problem.parameterCount)
            problem.residuals(at: parameters, into: &residuals)
            cost = sumOfSquares(residuals)
            scale = [Double](repeating: 0, count: problem.parameterCount)
            trial = start
            trialResiduals = residuals
        }
    }
}

extension LevenbergMarquardt.Descent {
    typealias Ending = LevenbergMarquardt.Ending

    /// Steps until the search rests, polishes, and judges what was reached.
    mutating func run() -> LevenbergMarquardt.Solution {
        var initialRank = 0
        var ending = cost.isFinite ? descend(&initialRank) : Ending.undefinedStart
        problem.jacobian(at: parameters, into: &jacobian)
        guard let last = linearised(), cost.isFinite else {
            return solution(ending: ending == .iterationLimit ? .stalled : ending, rank: 0, offset: nil, inverse: nil)
        }
        var step = last
        if ending == .reduction || ending == .step { step = polish(from: step) }
        if ending == .reduction || ending == .step || ending == .gradient {
            // The rank first: without influence on the residuals a parameter has no gradient either.
            if step.rank < initialRank { ending = .degenerate } else if !isMinimum(step) { ending = .stalled }
        }
        return solution(ending: ending, rank: step.rank, offset: offset(step), inverse: step.inverseInformation)
    }

    private func solution(
        ending: Ending, rank: Int, offset: Double?, inverse: [[Double]]?
    ) -> LevenbergMarquardt.Solution {
        LevenbergMarquardt.Solution(
            parameters: parameters, residuals: residuals, sumOfSquares: cost, iterations: iterations, ending: ending,
            rank: rank, relativeOffset: offset, inverseInformation: inverse)
    }

    /// The linear model here, with columns of unit length; nil where the Jacobian is not finite.
    private func linearised() -> DampedStep? {
        let norms = columnNorms()
        guard norms.allSatisfy(\.isFinite) else { return nil }
        return DampedStep(
            jacobian: jacobian, residuals: residuals, rows: residuals.count, columns: parameters.count,
            scale: norms.map { $0 > 0 ? $0 : 1 })
    }

    private mutating func descend(_ initialRank: inout Int) -> Ending {
        var resting: Ending?
        while iterations < settings.maximumIterations {
            problem.jacobian(at: parameters, into: &jacobian)
            iterations += 1
            let norms = columnNorms()
            guard norms.allSatisfy(\.isFinite) else { return iterations == 1 ? .undefinedStart : .stalled }
            if let resting {
                guard let model = linearised(), !isMinimum(model) else { return resting }
                guard cost < 0.999 * restartCost else { return .stalled }
                restart()
            }
            // Before a restart D never shrinks, as the proof of convergence wants; after it, it forgets by halves.
            for j in norms.indices { scale[j] = max(isRestarted ? scale[j] / 2 : scale[j], norms[j]) }
            // A column that has always been zero has no length to measure a step by: any positive scale serves.
            let usable = scale.map { $0 > 0 ? $0 : 1 }
            let step = DampedStep(
                jacobian: jacobian, residuals: residuals, rows: residuals.count, columns: parameters.count,
                scale: usable)
            if iterations == 1 { initialRank = step.rank }
            if offset(step) <= settings.gradientTolerance {
                // In a D that remembers, a column that has become short may look like none.
                if let model = linearised(), isMinimum(model) { return .gradient }
                resting = .gradient
                continue
            }
            resting = advance(along: step, scale: usable)
            if cost == 0 { return .reduction }
        }
        return .iterationLimit
    }

    private mutating func restart() {
        (isRestarted, restartCost, radius) = (true, cost, 0)
        for j in scale.indices { scale[j] = 0 }
    }

    /// Shortens the step until it is taken. Returns why the search may rest, if it may.
    private mutating func advance(along step: DampedStep, scale: [Double]) -> Ending? {
        let isFirst = radius == 0
        if isFirst {
            let length = scaledNorm(parameters, by: scale)
            radius = settings.initialRadiusFactor * (length > 0 ? length : 1)
        }
        while true {
            let (move, damping) = step.within(radius: radius)
            let length = scaledNorm(move, by: scale)
            for j in trial.indices { trial[j] = parameters[j] + move[j] }
            if isRestarted { bend(move, step, damping: damping, length: length, scale: scale) }
            problem.residuals(at: trial, into: &trialResiduals)
            let trialCost = sumOfSquares(trialResiduals)
            let actual = trialCost.isFinite ? 1 - trialCost / cost : -1
            let predicted = (step.modelNorm(of: move) + 2 * damping * length * length) / cost
            let ratio = predicted > 0 ? actual / predicted : 0
            if isFirst { radius = min(radius, length) }
            adapt(ratio: ratio, actual: actual, length: length, damping: damping)
            let isTaken = ratio > 1e-4 && actual > 0
            if isTaken {
                (parameters, cost) = (trial, trialCost)
                swap(&residuals, &trialResiduals)
            }
            if actual.magnitude <= settings.reductionTolerance && predicted <= settings.reductionTolerance {
                return .reduction
            }
            let size = scaledNorm(trial, by: scale)
            if radius <= settings.stepTolerance * size || radius < Double.leastNormalMagnitude { return .step }
            if isTaken { return nil }
        }
    }

    /// Adds half of the geodesic acceleration to the trial, where it is small beside the step: else the step has left
    /// the range of a second-order model.
    private mutating func bend(
        _ move: [Double], _ step: DampedStep, damping: Double, length: Double, scale: [Double]
    ) {
        let share = 0.1
        let probe = parameters.indices.map { parameters[$0] + share * move[$0] }
        problem.residuals(at: probe, into: &trialResiduals)
        guard sumOfSquares(trialResiduals).isFinite else { return }
        let m = residuals.count
        let second = (0..<m).map { row in
            var slope = 0.0
            for j in move.indices { slope += jacobian[j * m + row] * move[j] }
            return 2 / share * ((trialResiduals[row] - residuals[row]) / share - slope)
        }
        let acceleration = step.acceleration(secondDerivative: second, damping: damping)
        guard 2 * scaledNorm(acceleration, by: scale) <= 0.75 * length else { return }
        for j in trial.indices { trial[j] += 0.5 * acceleration[j] }
    }

    /// Widens or narrows the region by how well the linear model foretold the reduction.
    private mutating func adapt(ratio: Double, actual: Double, length: Double, damping: Double) {
        if ratio <= 0.25 {
            // Deeper cuts after steps that raise the sum a great deal; a tenth at most in one go.
            let shrink = actual >= 0 ? 0.5 : max(0.1, 0.5 / (1 - actual).squareRoot())
            radius = shrink * min(radius, 10 * length)
        } else if damping == 0 || ratio >= 0.75 {
            radius = 2 * length
        }
    }

    /// The cosine of the angle between the residuals and the tangent space.
    private func offset(_ step: DampedStep) -> Double {
        cost > 0 ? min(1, (step.attainableReduction / cost).squareRoot()) : 0
    }

    /// Whether the residuals are orthogonal to the tangent space, or what the linear model could still gain is below
    /// the rounding of the model's values.
    private func isMinimum(_ step: DampedStep) -> Bool {
        let tolerance = max(settings.orthogonalityTolerance, 2 * settings.reductionTolerance.squareRoot())
        if offset(step) <= tolerance { return true }
        let rounding = 64 * Double.ulpOfOne * scaledNorm(parameters, by: columnNorms())
        return step.attainableReduction.squareRoot() <= rounding
    }

    /// Undamped steps after convergence, as long as they make the residuals more orthogonal to the tangent space.
    /// Returns the linear model at the end.
    ///
    /// At the bottom the sum of squares is flat: it tells parameters apart only to half of the digits, the gradient
    /// to all of them.
    private mutating func polish(from first: DampedStep) -> DampedStep {
        var step = first
        for _ in 0..<settings.polishingSteps where offset(step) > settings.gradientTolerance {
            let kept = (parameters, residuals, jacobian, cost)
            let (move, _) = step.within(radius: .infinity)
            for j in parameters.indices { parameters[j] += move[j] }
            problem.residuals(at: parameters, into: &residuals)
            cost = sumOfSquares(residuals)
            problem.jacobian(at: parameters, into: &jacobian)
            guard cost <= kept.3 * (1 + 1e-10), let next = linearised(),
                next.attainableReduction < step.attainableReduction
            else {
                (parameters, residuals, jacobian, cost) = kept
                return step
            }
            step = next
        }
        return step
    }

    private func columnNorms() -> [Double] {
        let m = residuals.count
        return parameters.indices.map { column in
            var sum = 0.0
            for index in column * m..<(column + 1) * m { sum += jacobian[index] * jacobian[index] }
            return sum.squareRoot()
        }
    }
}

private func sumOfSquares(_ values: [Double]) -> Double {
    var sum = 0.0
    for value in values { sum += value * value }
    return sum
}

private func scaledNorm(_ values: [Double], by scale: [Double]) -> Double {
    var sum = 0.0
    for (value, factor) in zip(values, scale) { sum += (value * factor) * (value * factor) }
    return sum.squareRoot()
}
