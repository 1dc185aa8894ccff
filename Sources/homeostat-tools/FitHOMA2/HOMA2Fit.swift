import HomeostatIndices
import HomeostatNumerics

/// A fit of the constants, and how it went.
struct HOMA2Fit: Sendable {
    let settings: HOMA2FitSettings
    let parameters: [Double]
    let model: HOMA2Parameters
    let iterations: Int
    let ending: LevenbergMarquardt.Ending
    let objective: Double

    /// The values of P, K, n, q0, q1, q2, a and Km that the search starts from.
    static let start = [4.841, 10, 3.155, 7.7, 1.67, 0.0016, 0.195, 2770]

    /// Fits in three steps, each the start of the next: k and d by linear least squares with the other constants at
    /// their start; everything by plain least squares; everything by the objective that knows of rounding.
    static func fit(
        _ points: [HOMA2Point], settings: HOMA2FitSettings, from warmStart: [Double]? = nil,
        usesSensitivity: (HOMA2Point) -> Bool = { _ in true }, maximumIterations: Int = 300
    ) -> HOMA2Fit {
        var solver = LevenbergMarquardt()
        solver.maximumIterations = maximumIterations
        solver.reductionTolerance = 1e-9
        solver.stepTolerance = 1e-10
        var parameters: [Double]
        if let warmStart {
            parameters = warmStart
        } else {
            parameters = linearStart(points, settings)
            let plain = HOMA2Problem(
                points: points, settings: settings, isPlain: true, usesSensitivity: usesSensitivity)
            parameters = solver.minimise(plain, from: parameters).parameters
        }
        let problem = HOMA2Problem(
            points: points, settings: settings, isPlain: false, usesSensitivity: usesSensitivity)
        let solution = solver.minimise(problem, from: parameters)
        return HOMA2Fit(
            settings: settings, parameters: solution.parameters, model: problem.model(solution.parameters),
            iterations: solution.iterations, ending: solution.ending, objective: solution.sumOfSquares)
    }

    /// The fit with its parameters at nine significant digits: far more than the points settle, and few enough that
    /// the mathematical library of another machine leads to the same file.
    func rounded() -> HOMA2Fit {
        let short = parameters.map { value -> Double in
            var scale = 1.0
            while (value * scale).magnitude < 1e8, value != 0 { scale *= 10 }
            return (value * scale).rounded() / scale
        }
        let problem = HOMA2Problem(points: [], settings: settings, isPlain: false)
        return HOMA2Fit(
            settings: settings, parameters: short, model: problem.model(short), iterations: iterations,
            ending: ending, objective: objective)
    }

    private static func linearStart(_ points: [HOMA2Point], _ settings: HOMA2FitSettings) -> [Double] {
        let usable = points.filter(\.isInRange)
        let columns = settings.slopeTerms + settings.offsetTerms
        let clearance = HOMA2Parameters.Clearance<Double>(
            q0: start[3], q1: start[4], q2: start[5], unsaturable: start[6], halfInsulin: start[7],
            ratio: settings.ratio, weight: settings.weight)
        var matrix = [Double](repeating: 0, count: usable.count * columns)
        var target = [Double](repeating: 0, count: usable.count)
        for (row, point) in usable.enumerated() {
            let c =
                point.isCPeptide
                ? point.hormone : clearance.cPeptide(glucose: point.glucose, insulin: point.hormone)
            // The start of p and psi is a little wrong, which shows most where %S is large.
            let weight = min(1, 50 / point.percentS)
            for (j, value) in HOMA2Problem.basis(settings.slopeTerms, at: point.glucose).enumerated() {
                matrix[j * usable.count + row] = weight * value / c
            }
            for (j, value) in HOMA2Problem.basis(settings.offsetTerms, at: point.glucose).enumerated() {
                matrix[(settings.slopeTerms + j) * usable.count + row] = weight * value
            }
            target[row] = weight * point.percentS
        }
        let qr = HouseholderQR(columnMajor: matrix, rowCount: usable.count, columnCount: columns)
        return start + qr.solve(target)
    }

    /// Errors of a model at one point, in points of %B and %S; the domain is not asked.
    static func errors(_ estimator: HOMA2Equivalent, _ point: HOMA2Point) -> (b: Double, s: Double) {
        let c =
            point.isCPeptide
            ? point.hormone
            : estimator.parameters.clearance.cPeptide(glucose: point.glucose, insulin: point.hormone)
        let estimate = estimator.unchecked(glucose: point.glucose, cPeptide: c)
        return (estimate.percentB - point.percentB, estimate.percentS - point.percentS)
    }
}

/// A summary of errors: how many, the largest, the root mean square, the share within 0.0505.
struct HOMA2ErrorSummary: Sendable {
    private(set) var count = 0
    private(set) var largest = 0.0
    private var squares = 0.0
    private var squaredExcess = 0.0
    private var within = 0

    mutating func add(_ error: Double) {
        count += 1
        largest = max(largest, error.magnitude)
        squares += error * error
        let excess = max(0, error.magnitude - 0.05)
        squaredExcess += excess * excess
        if error.magnitude <= 0.0505 { within += 1 }
    }

    var rootMeanSquare: Double { count > 0 ? (squares / Double(count)).squareRoot() : 0 }
    /// The mean squared excess over the rounding interval.
    var meanSquaredExcess: Double { count > 0 ? squaredExcess / Double(count) : 0 }
    var shareWithin: Double { count > 0 ? Double(within) / Double(count) : 0 }
}
