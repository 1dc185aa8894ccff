import HomeostatIndices

/// The text of `HOMA2Constants.swift`, deterministic in the fit and the date.
struct HOMA2ConstantsFile {
    let outcome: FitHOMA2.Outcome
    let date: String

    var text: String {
        let fit = outcome.fit
        let values = fit.parameters
        let first = HOMA2Problem.nonlinearCount
        let slope = Array(values[first..<first + fit.settings.slopeTerms])
        let offset = Array(values[(first + fit.settings.slopeTerms)...])
        return """
            import HomeostatNumerics

            // Written by `homeostat-tools fit-homa2`: change the fitter, not this file.

            /// The constants of the HOMA2-equivalent model: an independent estimate, not those of the HOMA2
            /// calculator.
            public enum HOMA2Constants {
                /// What `HOMA2Equivalent.standard` uses.
                public static let parameters = HOMA2Parameters(
                    secretion: .init(
                        plateau: \(values[0]), halfGlucose: \(values[1]),
                        exponent: \(values[2])),
                    clearance: .init(
                        q0: \(values[3]), q1: \(values[4]),
                        q2: \(values[5]), unsaturable: \(values[6]),
                        halfInsulin: \(values[7]), ratio: \(fit.settings.ratio), weight: \(fit.settings.weight)),
                    sensitivitySlope: ChebyshevSeries(
                        coefficients: [
            \(rows(slope))
                        ], centre: 14, halfWidth: 11),
                    sensitivityOffset: ChebyshevSeries(
                        coefficients: [
            \(rows(offset))
                        ], centre: 14, halfWidth: 11))

                /// Where they come from, and how well they predict what they have not seen.
                public static let provenance = HOMA2Provenance(
                    date: "\(date)",
                    command:
                        "homeostat-tools fit-homa2 ../shared/reference/homa2/points.csv --date \(date) "
                        + "--output Sources/HomeostatIndices/HOMA2/HOMA2Constants.swift",
                    objective:
                        "sum over the printed %B and %S of w^2 (max(0, |e| - \(fit.settings.halfWidth))^2 "
                        + "+ (\(fit.settings.innerShare) e)^2), w = \(fit.settings.functionWeight) for %B and 1 for %S; "
                        + "k > 0, k' < 0, d >= 0, p > 0, p' >= 0 on 3 to 25 mmol/L",
                    choiceOfTerms:
                        "\(fit.settings.slopeTerms) and \(fit.settings.offsetTerms): the fewest terms whose held-out "
                        + "squared error of %S beyond rounding, \(HOMA2CrossValidation.foldCount) folds, summed over "
                        + "sources, is within a quarter of the best",
                    fixed: "A = \(fit.settings.ratio), w = \(fit.settings.weight)",
                    sources: [
            \(HOMA2Sources.summaries(outcome).map(source).joined(separator: "\n"))
                    ])
            }

            """
    }

    private func rows(_ values: [Double]) -> String {
        stride(from: 0, to: values.count, by: 4).map { start in
            let row = values[start..<min(start + 4, values.count)].map { "\($0)" }.joined(separator: ", ")
            return "                \(row),"
        }.joined(separator: "\n")
    }

    private func source(_ source: HOMA2Provenance.Source) -> String {
        func errors(_ label: String, _ value: HOMA2Provenance.Errors, last: Bool = false) -> String {
            """
                            \(label): .init(
                                largest: \(value.largest), rootMeanSquare: \(value.rootMeanSquare), \
            shareWithinRounding: \(value.shareWithinRounding))\(last ? ")," : ",")
            """
        }
        return """
                        .init(
                            name: "\(source.name)", mode: "\(source.mode)",
                            pairsInRange: \(source.pairsInRange), pairsOutside: \(source.pairsOutside), \
            pairsUnused: \(source.pairsUnused),
            \(errors("percentB", source.percentB))
            \(errors("percentS", source.percentS))
            \(errors("heldOutPercentB", source.heldOutPercentB))
            \(errors("heldOutPercentS", source.heldOutPercentS))
            \(errors("otherSourcesPercentS", source.otherSourcesPercentS, last: true))
            """
    }
}
