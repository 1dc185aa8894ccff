import HomeostatIndices
import HomeostatNumerics

/// What a fit of the HOMA2-equivalent constants is told.
struct HOMA2FitSettings: Sendable {
    /// Chebyshev terms of k(G) and of d(G).
    var slopeTerms = 16
    var offsetTerms = 4
    /// A and w, held fixed: a normalisation.
    var ratio = 100.0
    var weight = 1.0
    /// Half of the last printed digit: an error within it costs (almost) nothing.
    var halfWidth = 0.05
    /// The share of an error that counts even within the rounding interval; it makes the minimum unique.
    var innerShare = 0.1
    /// Weight of an error of %B against one of %S: its tolerance is the narrower one.
    var functionWeight = 2.0
    /// Printed %S above this count less, in proportion, in points outside the calculator's range.
    var outsideCap = 20.0
    /// Points outside the range serve %S where their glucose lies here (mmol/L) and the hormone is one that the
    /// form can be trusted for.
    var outsideGlucose = 2.8...25.2
}

/// Residuals and Jacobian of the fit: %B and %S of every usable point against the printed ones, and the constraints.
///
/// Objective. A printed value tells that the true one lies within 0.05 of it, so an error e costs
/// `max(0, |e| - 0.05)^2 + (0.1 e)^2`. The two parts are two residuals: their Jacobian then gives the curvature of
/// the cost on either side of the edge, which the root of their sum would not. The inputs need no such care: glucose
/// and hormone are given to more digits than the outputs can tell.
///
/// Constraints, as residuals that are zero where they hold: k falls and is positive below 25 mmol/L, d is not
/// negative, p is positive and does not fall, and k' + C d' < 0 up to the largest C of the domain.
struct HOMA2Problem: NonlinearLeastSquares {
    let settings: HOMA2FitSettings
    private let points: [HOMA2Point]
    /// Points whose %B, and points whose %S, are fitted.
    private let functionIndices: [Int]
    private let sensitivityIndices: [Int]
    private let sensitivityWeights: [Double]
    private let slopeBasis: [[Double]]
    private let offsetBasis: [[Double]]
    private let constraintGlucose: [Double]
    /// Plain residuals, without regard to the rounding interval: for the first approach.
    let isPlain: Bool

    static let constraintWeight = 100.0
    static let largestCPeptide = 3.7
    static let nonlinearCount = 8

    init(
        points: [HOMA2Point], settings: HOMA2FitSettings, isPlain: Bool,
        usesSensitivity: (HOMA2Point) -> Bool = { _ in true }
    ) {
        self.points = points
        self.settings = settings
        self.isPlain = isPlain
        functionIndices = points.indices.filter { points[$0].isInRange }
        sensitivityIndices = points.indices.filter {
            Self.servesSensitivity(points[$0], settings) && usesSensitivity(points[$0])
        }
        sensitivityWeights = sensitivityIndices.map {
            points[$0].isInRange ? 1 : min(1, settings.outsideCap / points[$0].percentS)
        }
        slopeBasis = sensitivityIndices.map { Self.basis(settings.slopeTerms, at: points[$0].glucose) }
        offsetBasis = sensitivityIndices.map { Self.basis(settings.offsetTerms, at: points[$0].glucose) }
        constraintGlucose = (0...88).map { 3 + 0.25 * Double($0) }
    }

    /// C-peptide pairs follow the form at any concentration; insulin pairs only within the calculator's range.
    static func servesSensitivity(_ point: HOMA2Point, _ settings: HOMA2FitSettings) -> Bool {
        if point.isInRange { return true }
        guard settings.outsideGlucose.contains(point.glucose) else { return false }
        return point.isCPeptide || HOMA2Equivalent.insulinDomain.contains(point.hormone)
    }

    static func basis(_ count: Int, at glucose: Double) -> [Double] {
        ChebyshevSeries.polynomials(count: count, at: glucose, centre: 14, halfWidth: 11)
    }

    var parameterCount: Int { Self.nonlinearCount + settings.slopeTerms + settings.offsetTerms }
    var residualCount: Int { 2 * errorCount + Self.constraintKinds * constraintGlucose.count }
    private var errorCount: Int { functionIndices.count + sensitivityIndices.count }
    static let constraintKinds = 5

    /// Parameters in order: P, K, n, q0, q1, q2, a, Km, then k, then d.
    func model(_ parameters: [Double]) -> HOMA2Parameters {
        let firstOffset = Self.nonlinearCount + settings.slopeTerms
        return HOMA2Parameters(
            secretion: .init(plateau: parameters[0], halfGlucose: parameters[1], exponent: parameters[2]),
            clearance: .init(
                q0: parameters[3], q1: parameters[4], q2: parameters[5], unsaturable: parameters[6],
                halfInsulin: parameters[7], ratio: settings.ratio, weight: settings.weight),
            sensitivitySlope: ChebyshevSeries(
                coefficients: Array(parameters[Self.nonlinearCount..<firstOffset]), centre: 14, halfWidth: 11),
            sensitivityOffset: ChebyshevSeries(
                coefficients: Array(parameters[firstOffset...]), centre: 14, halfWidth: 11))
    }

    private func cPeptide(_ point: HOMA2Point, _ model: HOMA2Parameters) -> Double {
        point.isCPeptide
            ? point.hormone : model.clearance.cPeptide(glucose: point.glucose, insulin: point.hormone)
    }

    /// The two residuals that an error stands for: its excess over the rounding interval, and a share of itself.
    private func cost(_ error: Double) -> (excess: Double, inner: Double) {
        if isPlain { return (error, 0) }
        let excess = max(0, error.magnitude - settings.halfWidth)
        return (error < 0 ? -excess : excess, settings.innerShare * error)
    }

    /// Their derivatives by the error.
    private func costDerivative(_ error: Double) -> (excess: Double, inner: Double) {
        if isPlain { return (1, 0) }
        return (error.magnitude > settings.halfWidth ? 1 : 0, settings.innerShare)
    }

    func residuals(at parameters: [Double], into residuals: inout [Double]) {
        guard parameters[0..<3].allSatisfy({ $0 > 0 }), parameters[7] > 0 else {
            residuals[0] = .infinity
            return
        }
        let model = model(parameters)
        let estimator = HOMA2Equivalent(parameters: model)
        var row = 0
        for index in functionIndices {
            let point = points[index]
            let estimate = estimator.unchecked(glucose: point.glucose, cPeptide: cPeptide(point, model))
            let cost = cost(estimate.percentB - point.percentB)
            residuals[row] = settings.functionWeight * cost.excess
            residuals[row + errorCount] = settings.functionWeight * cost.inner
            row += 1
        }
        for (index, weight) in zip(sensitivityIndices, sensitivityWeights) {
            let point = points[index]
            let slope = model.sensitivitySlope(point.glucose)
            let estimate = slope / cPeptide(point, model) + model.sensitivityOffset(point.glucose)
            let cost = cost(estimate - point.percentS)
            (residuals[row], residuals[row + errorCount]) = (weight * cost.excess, weight * cost.inner)
            row += 1
        }
        row += errorCount
        for glucose in constraintGlucose {
            for violation in violations(model, glucose) {
                residuals[row] = Self.constraintWeight * max(0, violation)
                row += 1
            }
        }
    }

    /// Positive where a constraint is broken at this glucose.
    private func violations(_ model: HOMA2Parameters, _ glucose: Double) -> [Double] {
        let k = model.sensitivitySlope.valueAndDerivative(at: glucose)
        let d = model.sensitivityOffset.valueAndDerivative(at: glucose)
        let clearance = model.clearance
        return [
            -k.value, -d.value, k.derivative + Self.largestCPeptide * max(0, d.derivative),
            -clearance.nonSpecific(glucose: glucose), -(clearance.q1 + 2 * glucose * clearance.q2),
        ]
    }

    func jacobian(at parameters: [Double], into jacobian: inout [Double]) {
        let m = residualCount
        let model = model(parameters)
        let estimator = HOMA2Equivalent(parameters: model)
        for entry in jacobian.indices { jacobian[entry] = 0 }
        var row = 0
        for index in functionIndices {
            let point = points[index]
            let (c, cGradient) = cPeptideGradient(point, model)
            let t = estimator.reducedRoot(glucose: point.glucose, cPeptide: c)
            let b = estimator.unchecked(glucose: point.glucose, cPeptide: c).percentB
            let factor = costDerivative(b - point.percentB)
            let gradient = logFunctionGradient(model, t: t, relativeC: cGradient.map { $0 / c })
            for j in 0..<Self.nonlinearCount {
                let weighted = settings.functionWeight * b * gradient[j]
                jacobian[j * m + row] = factor.excess * weighted
                jacobian[j * m + row + errorCount] = factor.inner * weighted
            }
            row += 1
        }
        for (place, index) in sensitivityIndices.enumerated() {
            let point = points[index]
            let (c, cGradient) = cPeptideGradient(point, model)
            let slope = model.sensitivitySlope(point.glucose)
            let error = slope / c + model.sensitivityOffset(point.glucose) - point.percentS
            let factor = costDerivative(error)
            var gradient = cGradient.map { -slope / (c * c) * $0 }
            gradient += slopeBasis[place].map { $0 / c }
            gradient += offsetBasis[place]
            for j in 0..<parameterCount {
                let weighted = sensitivityWeights[place] * gradient[j]
                jacobian[j * m + row] = factor.excess * weighted
                jacobian[j * m + row + errorCount] = factor.inner * weighted
            }
            row += 1
        }
        row += errorCount
        constraintJacobian(model, firstRow: row, into: &jacobian)
    }

    /// The gradient of ln b by the eight nonlinear parameters: `3 t - ln(1 + e^(-n t)) = s` differentiated.
    private func logFunctionGradient(_ model: HOMA2Parameters, t: Double, relativeC: [Double]) -> [Double] {
        let (p, k, n) = (model.secretion.plateau, model.secretion.halfGlucose, model.secretion.exponent)
        // e^(-n t) / (1 + e^(-n t)).
        let share = 1 / (1 + exponential(n * t))
        let slope = 3 + n * share
        var gradient = relativeC.map { 4 * $0 / slope }
        gradient[0] = -4 / (p * slope)
        gradient[1] = 4 * (1 - 3 / slope) / k
        gradient[2] = -4 * t * share / slope
        return gradient
    }

    private func exponential(_ x: Double) -> Double { DualNumber(x).exponential().value }

    /// C-peptide with its gradient by the eight nonlinear parameters.
    private func cPeptideGradient(_ point: HOMA2Point, _ model: HOMA2Parameters) -> (Double, [Double]) {
        var gradient = [Double](repeating: 0, count: Self.nonlinearCount)
        if point.isCPeptide { return (point.hormone, gradient) }
        let clearance = model.clearance
        let dual = HOMA2Parameters.Clearance<DualNumber>(
            q0: DualNumber(clearance.q0, direction: 0), q1: DualNumber(clearance.q1, direction: 1),
            q2: DualNumber(clearance.q2, direction: 2), unsaturable: DualNumber(clearance.unsaturable, direction: 3),
            halfInsulin: DualNumber(clearance.halfInsulin, direction: 4), ratio: DualNumber(clearance.ratio),
            weight: DualNumber(clearance.weight))
        let c = dual.cPeptide(glucose: DualNumber(point.glucose), insulin: DualNumber(point.hormone))
        for j in 0..<5 { gradient[3 + j] = c.gradient[j] }
        return (c.value, gradient)
    }

    private func constraintJacobian(_ model: HOMA2Parameters, firstRow: Int, into jacobian: inout [Double]) {
        let m = residualCount
        let firstOffset = Self.nonlinearCount + settings.slopeTerms
        let weight = Self.constraintWeight
        var row = firstRow
        for glucose in constraintGlucose {
            let broken = violations(model, glucose).map { $0 > 0 }
            let rising = model.sensitivityOffset.valueAndDerivative(at: glucose).derivative > 0
            for j in 0..<settings.slopeTerms {
                let (value, derivative) = unit(j, at: glucose)
                if broken[0] { jacobian[(Self.nonlinearCount + j) * m + row] = -weight * value }
                if broken[2] { jacobian[(Self.nonlinearCount + j) * m + row + 2] = weight * derivative }
            }
            for j in 0..<settings.offsetTerms {
                let (value, derivative) = unit(j, at: glucose)
                if broken[1] { jacobian[(firstOffset + j) * m + row + 1] = -weight * value }
                if broken[2], rising {
                    jacobian[(firstOffset + j) * m + row + 2] = weight * Self.largestCPeptide * derivative
                }
            }
            for j in 0..<3 {
                let power = j == 0 ? 1 : j == 1 ? glucose : glucose * glucose
                let slope = j == 0 ? 0 : j == 1 ? 1 : 2 * glucose
                if broken[3] { jacobian[(3 + j) * m + row + 3] = -weight * power }
                if broken[4] { jacobian[(3 + j) * m + row + 4] = -weight * slope }
            }
            row += Self.constraintKinds
        }
    }

    /// T_j and its derivative by glucose.
    private func unit(_ degree: Int, at glucose: Double) -> (value: Double, derivative: Double) {
        var coefficients = [Double](repeating: 0, count: degree + 1)
        coefficients[degree] = 1
        return ChebyshevSeries(coefficients: coefficients, centre: 14, halfWidth: 11).valueAndDerivative(at: glucose)
    }
}
