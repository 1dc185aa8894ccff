/// Where the constants of the HOMA2-equivalent estimate come from, as data.
public struct HOMA2Provenance: Sendable, Equatable {
    /// One source of published pairs in one mode. Errors are in points of %B and %S against values printed to 0.1,
    /// over the pairs within the calculator's range.
    public struct Source: Sendable, Equatable {
        /// A short name of the source and of its set of pairs: `bello2020_nhanes_clusters`.
        public let name: String
        /// `insulin` or `C-peptide`.
        public let mode: String
        /// Pairs within the calculator's range: fitted and judged.
        public let pairsInRange: Int
        /// Pairs outside it whose %S was fitted too, with less weight.
        public let pairsOutside: Int
        /// Pairs that were not used.
        public let pairsUnused: Int
        /// Errors of %B over the pairs in range, with the final constants.
        public let percentB: Errors
        /// Errors of %S over the pairs in range, with the final constants.
        public let percentS: Errors
        /// Predicted by fits to the other folds.
        public let heldOutPercentB: Errors
        /// The same for %S: each pair predicted by a fit that did not see it.
        public let heldOutPercentS: Errors
        /// %S predicted by a fit that saw no %S of this source.
        public let otherSourcesPercentS: Errors

        /// A source with its numbers of pairs and its errors in points.
        public init(
            name: String, mode: String, pairsInRange: Int, pairsOutside: Int, pairsUnused: Int, percentB: Errors,
            percentS: Errors, heldOutPercentB: Errors, heldOutPercentS: Errors, otherSourcesPercentS: Errors
        ) {
            (self.name, self.mode) = (name, mode)
            (self.pairsInRange, self.pairsOutside, self.pairsUnused) = (pairsInRange, pairsOutside, pairsUnused)
            (self.percentB, self.percentS) = (percentB, percentS)
            (self.heldOutPercentB, self.heldOutPercentS) = (heldOutPercentB, heldOutPercentS)
            self.otherSourcesPercentS = otherSourcesPercentS
        }
    }

    /// A summary of errors.
    public struct Errors: Sendable, Equatable {
        /// The largest absolute error, in points of per cent.
        public let largest: Double
        /// The root of the mean squared error, in points of per cent.
        public let rootMeanSquare: Double
        /// Share within 0.0505.
        public let shareWithinRounding: Double

        /// A summary; both errors in points of per cent, the share from 0 to 1.
        public init(largest: Double, rootMeanSquare: Double, shareWithinRounding: Double) {
            self.largest = largest
            self.rootMeanSquare = rootMeanSquare
            self.shareWithinRounding = shareWithinRounding
        }
    }

    /// Day of the fit, ISO 8601.
    public let date: String
    /// The command that makes the file of constants.
    public let command: String
    /// What was minimised, in words.
    public let objective: String
    /// How the numbers of Chebyshev terms were chosen, in words.
    public let choiceOfTerms: String
    /// What was held fixed, in words.
    public let fixed: String
    /// One entry for each source and mode of its pairs.
    public let sources: [Source]
}
