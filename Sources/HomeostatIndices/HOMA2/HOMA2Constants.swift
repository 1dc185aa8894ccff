import HomeostatNumerics

// Written by `homeostat-tools fit-homa2`: change the fitter, not this file.

/// The constants of the HOMA2-equivalent model: an independent estimate, not those of the HOMA2
/// calculator.
public enum HOMA2Constants {
    /// What `HOMA2Equivalent.standard` uses.
    public static let parameters = HOMA2Parameters(
        secretion: .init(
            plateau: 4.83931997, halfGlucose: 9.99793639,
            exponent: 3.15542106),
        clearance: .init(
            q0: 7.74032948, q1: 1.67122241,
            q2: 0.00180471837, unsaturable: 0.177804612,
            halfInsulin: 2840.13403, ratio: 100.0, weight: 1.0),
        sensitivitySlope: ChebyshevSeries(
            coefficients: [
                27.4843425, -24.6974665, -1.28952952, -1.6689674,
                1.34172252, -0.487710514, -0.0726583708, -0.0528145203,
                0.117768432, -0.0318269273, -0.0320142115, 0.0109903149,
                0.00984097257, -0.00437693653, -0.00544780213, 0.00248406598,
            ], centre: 14, halfWidth: 11),
        sensitivityOffset: ChebyshevSeries(
            coefficients: [
                0.156166895, -0.0388672483, -0.0681908743, -0.0131154545,
            ], centre: 14, halfWidth: 11))

    /// Where they come from, and how well they predict what they have not seen.
    public static let provenance = HOMA2Provenance(
        date: "2026-11-22",
        command:
            "homeostat-tools fit-homa2 ../shared/reference/homa2/points.csv --date 2026-11-22 "
            + "--output Sources/HomeostatIndices/HOMA2/HOMA2Constants.swift",
        objective:
            "sum over the printed %B and %S of w^2 (max(0, |e| - 0.05)^2 "
            + "+ (0.1 e)^2), w = 2.0 for %B and 1 for %S; "
            + "k > 0, k' < 0, d >= 0, p > 0, p' >= 0 on 3 to 25 mmol/L",
        choiceOfTerms:
            "16 and 4: the fewest terms whose held-out "
            + "squared error of %S beyond rounding, 5 folds, summed over "
            + "sources, is within a quarter of the best",
        fixed: "A = 100.0, w = 1.0",
        sources: [
            .init(
                name: "bello2020_nhanes_clusters", mode: "C-peptide",
                pairsInRange: 496, pairsOutside: 25, pairsUnused: 1,
                percentB: .init(
                    largest: 0.05534, rootMeanSquare: 0.0286, shareWithinRounding: 0.98992),
                percentS: .init(
                    largest: 0.0592, rootMeanSquare: 0.02787, shareWithinRounding: 0.96976),
                heldOutPercentB: .init(
                    largest: 0.06116, rootMeanSquare: 0.0287, shareWithinRounding: 0.9879),
                heldOutPercentS: .init(
                    largest: 0.0635, rootMeanSquare: 0.02797, shareWithinRounding: 0.96774),
                otherSourcesPercentS: .init(
                    largest: 0.07907, rootMeanSquare: 0.02834, shareWithinRounding: 0.95565)),
            .init(
                name: "nhanes1999_2018_dm", mode: "insulin",
                pairsInRange: 1872, pairsOutside: 2, pairsUnused: 159,
                percentB: .init(
                    largest: 0.05697, rootMeanSquare: 0.02907, shareWithinRounding: 0.98611),
                percentS: .init(
                    largest: 0.05783, rootMeanSquare: 0.02957, shareWithinRounding: 0.98451),
                heldOutPercentB: .init(
                    largest: 0.06182, rootMeanSquare: 0.02908, shareWithinRounding: 0.98451),
                heldOutPercentS: .init(
                    largest: 0.06107, rootMeanSquare: 0.0297, shareWithinRounding: 0.98291),
                otherSourcesPercentS: .init(
                    largest: 0.17215, rootMeanSquare: 0.03359, shareWithinRounding: 0.91026)),
        ])
}
