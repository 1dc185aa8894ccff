import HomeostatNumerics

/// The maximum of a generalised linear model's likelihood by Newton steps, each a weighted least squares problem that
/// is solved by QR.
///
/// A step solves for the change of the coefficients with the scores as right-hand side, so that the last steps refine
/// the solution as iterative refinement does: its digits are those of the scores, not those of the factors. The
/// likelihoods used here are concave in the coefficients, and a step that does not raise them is halved.
///
/// Sources: Green PJ. J R Stat Soc B 1984;46:149-192 (iteratively reweighted least squares),
/// doi:10.1111/j.2517-6161.1984.tb01288.x.
struct ReweightedIteration {
    /// Rows x coefficients, of full column rank.
    let columns: Matrix
    let response: [Double]
    let weights: [Double]
    let offset: [Double]
    let family: ResponseFamily

    /// A change of a linear predictor below this share of it counts as none; two Newton steps from there reach the
    /// last digit, because each squares the error.
    private static let nearness = 1e-7
    /// A separated sample moves its predictors by about 1 in each step, without end. One that is not has converged by
    /// then, or nearly always.
    private static let patience = 12
    private static let mostSteps = 200

    /// Where the iteration stands.
    struct State {
        var coefficients: [Double]
        var predictor: [Double]
        var evaluation: FamilyEvaluation
        /// Infinite where a predictor is beyond what a Double can hold.
        var deviance: Double
        var steps = 0
    }

    /// Iterates to the maximum.
    ///
    /// - Parameters:
    ///   - start: coefficients to begin with; without them the responses give a start.
    ///   - looksForSeparation: asked once, when the iteration takes longer than it should; it throws where the data
    ///     are separated.
    func maximum(
        from start: [Double]? = nil, looksForSeparation: () throws(GeneralisedModelError) -> Void = {}
    ) throws(GeneralisedModelError) -> State {
        var state = start.map(state(at:)) ?? startingState()
        var remainingSteps: Int?
        var largest = Double.infinity
        while state.steps < Self.mostSteps {
            if state.steps == Self.patience { try looksForSeparation() }
            let step = newtonStep(state)
            let moved = product(step)
            largest = largestChange(moved, of: state.predictor)
            let next: State
            if remainingSteps == nil {
                next = damped(state, step: step, moved: moved)
                if largest <= Self.nearness { remainingSteps = 2 }
            } else {
                next = self.state(at: zip(state.coefficients, step).map { $0 + $1 })
            }
            state = State(
                coefficients: next.coefficients, predictor: next.predictor, evaluation: next.evaluation,
                deviance: next.deviance, steps: state.steps + 1)
            if let left = remainingSteps {
                if left == 0 { return state }
                remainingSteps = left - 1
            }
        }
        throw .noConvergence(iterations: state.steps, largestStep: largest)
    }

    /// Everything at given coefficients.
    func state(at coefficients: [Double]) -> State {
        let fitted = product(coefficients)
        let predictor = zip(fitted, offset).map { $0 + $1 }
        let evaluation = FamilyEvaluation(family, predictor: predictor, response: response)
        return State(
            coefficients: coefficients, predictor: predictor, evaluation: evaluation, deviance: deviance(evaluation))
    }

    /// The weighted least squares fit to the linear predictors near the responses, or no effect at all where that is
    /// nearer.
    private func startingState() -> State {
        let target = response.map(family.startingPredictor)
        let initial = FamilyEvaluation(family, predictor: target, response: response)
        let weight = initial.information.indices.map { initial.information[$0] * weights[$0] }
        let pseudo = target.indices.map { row in
            target[row] - offset[row]
                + (initial.information[row] > 0 ? initial.score[row] / initial.information[row] : 0)
        }
        let fitted = state(at: WeightedFactors(columns, weights: weight).solve(pseudo))
        let none = state(at: [Double](repeating: 0, count: columns.columnCount))
        return fitted.deviance <= none.deviance ? fitted : none
    }

    private func newtonStep(_ state: State) -> [Double] {
        let evaluation = state.evaluation
        let curvature = weights.indices.map { weights[$0] * evaluation.curvature[$0] }
        let target = weights.indices.map { row in
            evaluation.curvature[row] > 0 ? evaluation.score[row] / evaluation.curvature[row] : 0
        }
        return WeightedFactors(columns, weights: curvature).solve(target)
    }

    /// The step, halved until the likelihood does not fall.
    private func damped(_ state: State, step: [Double], moved: [Double]) -> State {
        var share = 1.0
        for _ in 0..<40 {
            let tried = self.state(at: zip(state.coefficients, step).map { $0 + share * $1 })
            // A fall within rounding is none.
            if tried.deviance <= state.deviance + 1e-12 * (state.deviance.magnitude + 1) { return tried }
            share /= 2
        }
        return state
    }

    private func deviance(_ evaluation: FamilyEvaluation) -> Double {
        var sum = CompensatedSum()
        for row in weights.indices where weights[row] > 0 {
            let part = weights[row] * evaluation.unitDeviance[row]
            guard part.isFinite else { return .infinity }
            sum.add(part)
        }
        return sum.value
    }

    private func largestChange(_ moved: [Double], of predictor: [Double]) -> Double {
        var largest = 0.0
        for row in moved.indices where weights[row] > 0 {
            largest = max(largest, moved[row].magnitude / max(1, predictor[row].magnitude))
        }
        return largest
    }

    private func product(_ coefficients: [Double]) -> [Double] {
        var made = [Double](repeating: 0, count: columns.rowCount)
        for column in 0..<columns.columnCount {
            let values = columns.column(column)
            let factor = coefficients[column]
            for row in 0..<columns.rowCount { made[row] += factor * values[row] }
        }
        return made
    }
}
