import FoundationEssentials
import HomeostatIndices

/// Fits the constants of the HOMA2-equivalent estimate to published input/output pairs of the calculator, reports the
/// fit, and writes the Swift file that holds them.
///
/// The same points and options give the same bytes; the date is an option for that reason.
struct FitHOMA2 {
    /// The file of points: `source,mode,glucose_mmol_l,hormone,hormone_unit,pct_b,pct_s,ir,in_range`.
    var pointsPath: String
    /// Where to write the constants; nil writes nothing.
    var outputPath: String?
    /// Day of the fit, ISO 8601, as it shall stand in the file.
    var date: String
    var settings = HOMA2FitSettings()
    /// Chebyshev terms that cross-validation may choose from.
    var slopeCandidates = [12, 14, 16, 18, 20]
    var offsetCandidates = [3, 4, 5, 6, 7, 8]

    /// What the run found.
    struct Outcome {
        let fit: HOMA2Fit
        let heldOut: HOMA2HeldOut
        let candidates: [HOMA2HeldOut]
        let points: [HOMA2Point]
    }

    /// Fits, checks, reports through `print`, and writes.
    func run(print: (String) -> Void) throws {
        let points = try HOMA2Points.read(path: pointsPath)
        let outcome = choose(points)
        HOMA2Report(outcome: outcome).lines.forEach(print)
        if let outputPath {
            let text = HOMA2ConstantsFile(outcome: outcome, date: date).text
            try Data(text.utf8).write(to: URL(filePath: outputPath), options: .atomic)
            print("constants written to \(outputPath)")
        }
    }

    /// Chooses the terms by held-out errors: of all choices within a quarter of the best score the one with the
    /// fewest terms, since differences below that are noise of a few points at the border.
    private func choose(_ points: [HOMA2Point]) -> Outcome {
        var candidates: [HOMA2HeldOut] = []
        for slopeTerms in slopeCandidates {
            for offsetTerms in offsetCandidates {
                var settings = settings
                settings.slopeTerms = slopeTerms
                settings.offsetTerms = offsetTerms
                let fit = HOMA2Fit.fit(points, settings: settings)
                candidates.append(
                    HOMA2CrossValidation.heldOut(
                        points, settings: settings, from: fit.parameters, maximumIterations: 60))
            }
        }
        let best = candidates.reduce(Double.infinity) { min($0, $1.score) }
        var chosen = candidates[0]
        var fewest = Int.max
        for candidate in candidates where candidate.score <= 1.25 * best {
            let terms = candidate.slopeTerms + candidate.offsetTerms
            if terms < fewest { (chosen, fewest) = (candidate, terms) }
        }
        var final = settings
        final.slopeTerms = chosen.slopeTerms
        final.offsetTerms = chosen.offsetTerms
        let fit = HOMA2Fit.fit(points, settings: final).rounded()
        return Outcome(fit: fit, heldOut: chosen, candidates: candidates, points: points)
    }
}
