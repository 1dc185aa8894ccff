import Foundation
import HomeostatIndices
import Testing

private let sharedFolder: String? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let path =
        ProcessInfo.processInfo.environment["HOMEOSTAT_SHARED"]
        ?? root.deletingLastPathComponent().appending(path: "shared").path()
    return FileManager.default.fileExists(atPath: path + "/reference/homa2/points.csv") ? path : nil
}()

/// The root of a rising function between two arguments, by bisection to the last bit.
private func bisect(_ low: Double, _ high: Double, _ function: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    while true {
        let middle = low + 0.5 * (high - low)
        if middle <= low || middle >= high { return middle }
        if function(middle) < 0 { low = middle } else { high = middle }
    }
}

@Suite struct HOMA2EquivalentTests {
    let estimator = HOMA2Equivalent.standard

    /// Every published pair within the range, in both modes, to the accuracy promised.
    @Test(.enabled(if: sharedFolder != nil, "needs the shared reference folder (../shared or HOMEOSTAT_SHARED)"))
    func publishedPairs() throws {
        let path = try #require(sharedFolder) + "/reference/homa2/points.csv"
        var (count, withinB, withinS) = (0, 0, 0)
        for line in try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields[8] == "1" else { continue }
            let numbers = try [2, 3, 5, 6].map { try #require(Double(fields[$0])) }
            let estimate =
                fields[1] == "cpep"
                ? try estimator.estimate(glucose: numbers[0], cPeptide: numbers[1]).get()
                : try estimator.estimate(glucose: numbers[0], insulin: numbers[1]).get()
            let errorB = abs(estimate.percentB - numbers[2])
            let errorS = abs(estimate.percentS - numbers[3])
            #expect(errorB <= 0.07 && errorS <= 0.09, Comment(rawValue: String(line)))
            #expect(estimate.insulinResistance == 100 / estimate.percentS)
            count += 1
            if errorB <= 0.0505 { withinB += 1 }
            if errorS <= 0.0505 { withinS += 1 }
        }
        #expect(count > 2000)
        #expect(Double(withinB) >= 0.97 * Double(count))
        #expect(Double(withinS) >= 0.95 * Double(count))
    }

    /// A million pairs in each mode: all converge, satisfy the secretion equation as it is printed, and are monotone.
    @Test(arguments: [true, false])
    func gridOfAMillion(fromInsulin: Bool) {
        let steps = 1000
        let domain = fromInsulin ? HOMA2Equivalent.insulinDomain : HOMA2Equivalent.cPeptideDomain
        let secretion = estimator.parameters.secretion
        let clearance = estimator.parameters.clearance
        var above = [HOMA2Equivalent.Estimate?](repeating: nil, count: steps)
        var (failed, notRising, wrongFlag, worst) = (0, 0, 0, 0.0)
        for i in 0..<steps {
            let glucose = 3 + 22 * (Double(i) / Double(steps - 1))
            var before: HOMA2Equivalent.Estimate?
            for j in 0..<steps {
                let share = Double(j) / Double(steps - 1)
                let hormone = min(
                    domain.upperBound, domain.lowerBound * pow(domain.upperBound / domain.lowerBound, share))
                let result =
                    fromInsulin
                    ? estimator.estimate(glucose: glucose, insulin: hormone)
                    : estimator.estimate(glucose: glucose, cPeptide: hormone)
                guard case .success(let here) = result, here.percentB > 0, here.percentS > 0,
                    here.percentB.isFinite, here.percentS.isFinite
                else {
                    failed += 1
                    continue
                }
                if here.isExtrapolated != (glucose > 24) { wrongFlag += 1 }
                if let before, here.percentB <= before.percentB || here.percentS >= before.percentS { notRising += 1 }
                if let up = above[j], here.percentB >= up.percentB || here.percentS >= up.percentS { notRising += 1 }
                let b = here.percentB / 100
                let x = pow(glucose * pow(b, 0.25) / secretion.halfGlucose, secretion.exponent)
                let c = fromInsulin ? clearance.cPeptide(glucose: glucose, insulin: hormone) : hormone
                worst = max(worst, abs(secretion.plateau * pow(b, 0.75) * x / (1 + x) / c - 1))
                before = here
                above[j] = here
            }
        }
        #expect(failed == 0 && notRising == 0 && wrongFlag == 0)
        #expect(worst < 5e-14)
    }

    /// All equations as they are printed, solved by bisection alone: from insulin by nesting.
    @Test func againstBisection() throws {
        let parameters = estimator.parameters
        let (secretion, clearance) = (parameters.secretion, parameters.clearance)
        for glucose in stride(from: 3.0, through: 25, by: 1.375) {
            let p = clearance.q0 + clearance.q1 * glucose + clearance.q2 * glucose * glucose
            for insulin in [20.0, 33, 71.4, 150, 260, 399.9] {
                // C rises with Is in C = Is/psi, and so does the insulin Is + p C.
                func cPeptide(specific: Double) -> Double {
                    bisect(0, 50) { c in
                        let saturation = 1 + (specific + clearance.weight * p * c) / clearance.halfInsulin
                        let psi =
                            clearance.ratio
                            / (clearance.unsaturable + (1 - clearance.unsaturable) / saturation)
                        return c - specific / psi
                    }
                }
                let specific = bisect(0, insulin) { $0 + p * cPeptide(specific: $0) - insulin }
                let c = cPeptide(specific: specific)
                let logB = bisect(-30, 30) { logB in
                    let x = pow(glucose * exp(logB / 4), secretion.exponent)
                    return secretion.plateau * exp(0.75 * logB) * x
                        / (pow(secretion.halfGlucose, secretion.exponent) + x) - c
                }
                let estimate = try estimator.estimate(glucose: glucose, insulin: insulin).get()
                #expect(abs(estimate.percentB / (100 * exp(logB)) - 1) < 1e-12)
                // Chebyshev polynomials as cosines.
                let angle = acos((glucose - 14) / 11)
                func series(_ coefficients: [Double]) -> Double {
                    coefficients.enumerated().reduce(0) { $0 + $1.element * cos(Double($1.offset) * angle) }
                }
                let s =
                    series(parameters.sensitivitySlope.coefficients) / c
                    + series(parameters.sensitivityOffset.coefficients)
                #expect(abs(estimate.percentS - s) < 1e-10)
                let direct = estimator.unchecked(glucose: glucose, cPeptide: c)
                #expect(abs(direct.percentB / estimate.percentB - 1) < 1e-12)
            }
        }
    }

    /// Far beyond the domain the solver still returns the root: its convergence does not rest on the domain.
    @Test func rootFarOutside() {
        let secretion = estimator.parameters.secretion
        for logGlucose in stride(from: -20.0, through: 20, by: 2.5) {
            for logC in stride(from: -60.0, through: 60, by: 3.7) {
                let logB = estimator.logFunction(logGlucose: logGlucose, logCPeptide: logC)
                // n ln(x/K), and the equation in logarithms, where nothing overflows.
                let u = secretion.exponent * (logGlucose + logB / 4 - log(secretion.halfGlucose))
                let logSigmoid = u > 0 ? -log1p(exp(-u)) : u - log1p(exp(u))
                let residual = log(secretion.plateau) + 0.75 * logB + logSigmoid - logC
                #expect(abs(residual) < 1e-12)
            }
        }
    }

    @Test func outsideTheDomain() {
        typealias Cause = HOMA2Equivalent.OutOfDomain
        func cause(_ result: Result<HOMA2Equivalent.Estimate, Cause>) -> Cause? {
            if case .failure(let cause) = result { cause } else { nil }
        }
        for glucose in [2.9999, 25.0001, 0, -5, .nan, .infinity] {
            #expect(cause(estimator.estimate(glucose: glucose, insulin: 60)) == .glucose)
            #expect(cause(estimator.estimate(glucose: glucose, cPeptide: 0.6)) == .glucose)
        }
        for insulin in [19.999, 400.001, 0, -1, .nan, .infinity] {
            #expect(cause(estimator.estimate(glucose: 5, insulin: insulin)) == .insulin)
        }
        for cPeptide in [0.1999, 3.5001, 0, -1, .nan, .infinity] {
            #expect(cause(estimator.estimate(glucose: 5, cPeptide: cPeptide)) == .cPeptide)
        }
        for glucose in [3.0, 25] {
            for insulin in [20.0, 400] { #expect(cause(estimator.estimate(glucose: glucose, insulin: insulin)) == nil) }
            for c in [0.2, 3.5] { #expect(cause(estimator.estimate(glucose: glucose, cPeptide: c)) == nil) }
        }
    }

    @Test func flagAbove24() throws {
        #expect(try !estimator.estimate(glucose: 24, insulin: 100).get().isExtrapolated)
        #expect(try estimator.estimate(glucose: 24.01, insulin: 100).get().isExtrapolated)
        #expect(try estimator.estimate(glucose: 24.01, cPeptide: 1).get().isExtrapolated)
    }

    /// The shape that the fitter promises: k falls and reaches zero near 25.2 mmol/L, d is not negative, p is
    /// positive, and the normalisation is kept.
    @Test func shapeOfTheCurves() {
        let parameters = estimator.parameters
        #expect(parameters.clearance.ratio == 100 && parameters.clearance.weight == 1)
        var previous = Double.infinity
        for step in 0...22_000 {
            let glucose = 3 + 0.001 * Double(step)
            let k = parameters.sensitivitySlope(glucose)
            #expect(k > 0 && k < previous)
            #expect(parameters.sensitivityOffset(glucose) >= 0)
            #expect(parameters.clearance.nonSpecific(glucose: glucose) > 0)
            previous = k
        }
        let zero = bisect(25, 26) { -parameters.sensitivitySlope($0) }
        #expect(abs(zero - 25.2) < 0.1)
    }

    @Test func provenanceCountsEveryPair() {
        let sources = HOMA2Constants.provenance.sources
        #expect(sources.reduce(0) { $0 + $1.pairsInRange + $1.pairsOutside + $1.pairsUnused } == 2555)
        for source in sources {
            #expect(source.percentB.largest <= 0.07 && source.heldOutPercentB.largest <= 0.07)
            #expect(source.percentS.largest <= 0.09 && source.heldOutPercentS.largest <= 0.09)
        }
    }
}
