import HomeostatIndices

/// Held-out errors of one choice of terms.
struct HOMA2HeldOut: Sendable {
    let slopeTerms: Int
    let offsetTerms: Int
    /// By source and mode, every point predicted by the fit of the four other folds of all sources.
    var folds: [(group: String, b: HOMA2ErrorSummary, s: HOMA2ErrorSummary)] = []
    /// By source and mode, %S predicted without any %S of that source.
    var otherSources: [(group: String, s: HOMA2ErrorSummary)] = []

    /// The sum over sources of the mean squared excess of %S beyond the rounding interval: what terms are chosen by.
    var score: Double { folds.reduce(0) { $0 + $1.s.meanSquaredExcess } }
}

enum HOMA2CrossValidation {
    static let foldCount = 5

    /// Predicts every point in range by fits that have not seen it: by folds, and by leaving out a source's %S.
    static func heldOut(
        _ points: [HOMA2Point], settings: HOMA2FitSettings, from start: [Double], maximumIterations: Int
    ) -> HOMA2HeldOut {
        var result = HOMA2HeldOut(slopeTerms: settings.slopeTerms, offsetTerms: settings.offsetTerms)
        let groups = Set(points.map(\.group)).sorted()
        let folds = HOMA2Points.folds(points, count: foldCount)
        var b = [String: HOMA2ErrorSummary]()
        var s = [String: HOMA2ErrorSummary]()
        for fold in 0..<foldCount {
            let training = points.indices.filter { folds[$0] != fold }.map { points[$0] }
            let fit = HOMA2Fit.fit(training, settings: settings, from: start, maximumIterations: maximumIterations)
            let estimator = HOMA2Equivalent(parameters: fit.model)
            for index in points.indices where folds[index] == fold && points[index].isInRange {
                let error = HOMA2Fit.errors(estimator, points[index])
                b[points[index].group, default: .init()].add(error.b)
                s[points[index].group, default: .init()].add(error.s)
            }
        }
        result.folds = groups.map { ($0, b[$0] ?? .init(), s[$0] ?? .init()) }
        for group in groups {
            // Pairs of one mode alone do not settle the way from insulin to C-peptide: %B of all sources stays in.
            let fit = HOMA2Fit.fit(
                points, settings: settings, from: start, usesSensitivity: { $0.group != group },
                maximumIterations: maximumIterations)
            let estimator = HOMA2Equivalent(parameters: fit.model)
            var summary = HOMA2ErrorSummary()
            for point in points where point.group == group && point.isInRange {
                summary.add(HOMA2Fit.errors(estimator, point).s)
            }
            result.otherSources.append((group, summary))
        }
        return result
    }
}
