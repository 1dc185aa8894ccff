import FoundationEssentials
import HomeostatIndices

/// The report of a fit, line by line.
struct HOMA2Report {
    let outcome: FitHOMA2.Outcome

    var lines: [String] {
        var lines = ["HOMA2-equivalent constants (an independent estimate), fit to \(outcome.points.count) points", ""]
        lines += ["terms of k, d   held-out score of %S   largest held-out error %B, %S   %S by other sources"]
        for candidate in outcome.candidates {
            let b = candidate.folds.reduce(0) { max($0, $1.b.largest) }
            let s = candidate.folds.reduce(0) { max($0, $1.s.largest) }
            let other = candidate.otherSources.reduce(0) { max($0, $1.s.largest) }
            lines.append(
                "\(candidate.slopeTerms) \(candidate.offsetTerms)   \(candidate.score)   "
                    + "\(four(b)) \(four(s))   \(four(other))")
        }
        let fit = outcome.fit
        lines += [
            "",
            "chosen: \(fit.settings.slopeTerms) and \(fit.settings.offsetTerms) terms; \(fit.iterations) iterations,"
                + " ended by \(fit.ending.rawValue), objective \(fit.objective)",
        ]
        let names = ["P", "K", "n", "q0", "q1", "q2", "a", "Km"]
        lines += zip(names, fit.parameters).map { "  \($0) = \($1)" }
        lines.append("  A = \(fit.settings.ratio) and w = \(fit.settings.weight), held fixed")
        for source in HOMA2Sources.summaries(outcome) {
            lines.append("\(source.name), \(source.mode): \(source.pairsInRange) in range")
            lines.append("  %B fitted \(text(source.percentB)); held out \(text(source.heldOutPercentB))")
            lines.append("  %S fitted \(text(source.percentS)); held out \(text(source.heldOutPercentS))")
            lines.append("  %S by the other sources \(text(source.otherSourcesPercentS))")
        }
        lines += constraintLines + largestErrors
        return lines
    }

    /// The points that the model misses most: where a misprint would show.
    private var largestErrors: [String] {
        let estimator = HOMA2Equivalent(parameters: outcome.fit.model)
        let inRange = outcome.points.filter(\.isInRange)
        let errors = inRange.map { HOMA2Fit.errors(estimator, $0) }
        let worst = inRange.indices.sorted {
            max(errors[$0].b.magnitude, errors[$0].s.magnitude) > max(errors[$1].b.magnitude, errors[$1].s.magnitude)
        }
        return ["", "largest errors (%B, %S) at glucose, hormone:"]
            + worst.prefix(8).map {
                "  \(four(errors[$0].b)) \(four(errors[$0].s))  \(inRange[$0].glucose) \(inRange[$0].hormone) "
                    + inRange[$0].group
            }
    }

    /// The constraints and the monotonicity of %B and %S, on a dense grid of the domain.
    private var constraintLines: [String] {
        let model = outcome.fit.model
        let estimator = HOMA2Equivalent(parameters: model)
        var (leastSlope, leastOffset, steepest) = (Double.infinity, Double.infinity, -Double.infinity)
        for step in 0...22_000 {
            let k = model.sensitivitySlope.valueAndDerivative(at: 3 + 0.001 * Double(step))
            leastSlope = min(leastSlope, k.value)
            steepest = max(steepest, k.derivative)
            leastOffset = min(leastOffset, model.sensitivityOffset(3 + 0.001 * Double(step)))
        }
        var (low, high) = (25.0, 27.0)
        for _ in 0..<60 {
            let middle = 0.5 * (low + high)
            if model.sensitivitySlope(middle) > 0 { low = middle } else { high = middle }
        }
        var broken = 0
        let count = 400
        for mode in [false, true] {
            let domain = mode ? HOMA2Equivalent.cPeptideDomain : HOMA2Equivalent.insulinDomain
            var above = [HOMA2Equivalent.Estimate?](repeating: nil, count: count + 1)
            for i in 0...count {
                let glucose = 3 + 22 * Double(i) / Double(count)
                var before: HOMA2Equivalent.Estimate?
                for j in 0...count {
                    let share = Double(j) / Double(count)
                    let hormone = domain.lowerBound + (domain.upperBound - domain.lowerBound) * share * share
                    let c = mode ? hormone : model.clearance.cPeptide(glucose: glucose, insulin: hormone)
                    let here = estimator.unchecked(glucose: glucose, cPeptide: c)
                    if let before,
                        here.percentB <= before.percentB || here.percentS >= before.percentS
                    {
                        broken += 1
                    }
                    if let up = above[j], here.percentB >= up.percentB || here.percentS >= up.percentS { broken += 1 }
                    before = here
                    above[j] = here
                }
            }
        }
        return [
            "",
            "constraints on 3 to 25 mmol/L: least k \(leastSlope), largest k' \(steepest), least d \(leastOffset),"
                + " k = 0 at \(four(low)) mmol/L",
            "monotonicity broken at \(broken) of \(4 * count * (count + 1)) steps",
        ]
    }

    private func text(_ errors: HOMA2Provenance.Errors) -> String {
        "max \(four(errors.largest)) rms \(four(errors.rootMeanSquare)) within 0.0505 "
            + "\(four(100 * errors.shareWithinRounding)) %"
    }

    private func four(_ value: Double) -> String { "\((value * 1e4).rounded() / 1e4)" }
}

/// Errors by source and mode, as they go into the report and the provenance.
enum HOMA2Sources {
    static func summaries(_ outcome: FitHOMA2.Outcome) -> [HOMA2Provenance.Source] {
        let estimator = HOMA2Equivalent(parameters: outcome.fit.model)
        return outcome.heldOut.folds.map { group, heldOutB, heldOutS in
            let points = outcome.points.filter { $0.group == group }
            let inRange = points.filter(\.isInRange)
            let used = points.filter { HOMA2Problem.servesSensitivity($0, outcome.fit.settings) }
            var (b, s) = (HOMA2ErrorSummary(), HOMA2ErrorSummary())
            for point in inRange {
                let error = HOMA2Fit.errors(estimator, point)
                b.add(error.b)
                s.add(error.s)
            }
            var other = HOMA2ErrorSummary()
            for (name, summary) in outcome.heldOut.otherSources where name == group { other = summary }
            return HOMA2Provenance.Source(
                name: points.first?.source ?? group, mode: points.first?.isCPeptide == true ? "C-peptide" : "insulin",
                pairsInRange: inRange.count, pairsOutside: used.count - inRange.count,
                pairsUnused: points.count - used.count, percentB: b.rounded, percentS: s.rounded,
                heldOutPercentB: heldOutB.rounded, heldOutPercentS: heldOutS.rounded,
                otherSourcesPercentS: other.rounded)
        }
    }
}

extension HOMA2ErrorSummary {
    /// Five decimals: more would be noise.
    var rounded: HOMA2Provenance.Errors {
        func short(_ value: Double) -> Double { (value * 1e5).rounded() / 1e5 }
        return HOMA2Provenance.Errors(
            largest: short(largest), rootMeanSquare: short(rootMeanSquare), shareWithinRounding: short(shareWithin))
    }
}
