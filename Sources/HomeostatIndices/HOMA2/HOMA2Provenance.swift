/// Where the constants of the HOMA2-equivalent estimate come from, as data.
public struct HOMA2Provenance: Sendable, Equatable {
    /// One source of published pairs in one mode. Errors are in points of %B and %S against values printed to 0.1,
    /// over the pairs within the calculator's range.
    public struct Source: Sendable, Equatable {
        public let name: String
        /// `insulin` or `C-peptide`.
        public let mode: String
        /// Pairs within the calculator's range: fitted and judged.
        public let pairsInRange: Int
        /// Pairs outside it whose %S was fitted too, with less weight.
        public let pairsOutside: Int
        /// Pairs that were not used.
        public let pairsUnused: Int
        public let percentB: Errors
        public let percentS: Errors
        /// Predicted by fits to the other folds.
        public let heldOutPercentB: Errors
        public let heldOutPercentS: Errors
        /// %S predicted by a fit that saw no %S of this source.
        public let otherSourcesPercentS: Errors

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
        public let largest: Double
        public let rootMeanSquare: Double
        /// Share within 0.0505.
        public let shareWithinRounding: Double

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
    public let sources: [Source]
}
