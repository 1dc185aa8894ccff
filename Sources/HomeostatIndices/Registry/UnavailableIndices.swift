/// A published index that this package knows of and does not compute, with the reason.
public struct UnavailableIndex: Sendable, Hashable, Identifiable {
    /// The name in options, as an index that is computed would have it.
    public let id: String
    /// The name in print.
    public let name: String
    /// The group that it would be listed in.
    public let family: Index.Family
    /// Why there is no value, in full sentences.
    public let reason: String
    /// Where the index was published.
    public let citation: Citation

    /// The indices of one row of values that cannot be computed.
    public static let all: [UnavailableIndex] = [
        UnavailableIndex(
            id: "isi_cal", name: "ISI-cal", family: .lipid,
            reason: "It is a regression on fasting insulin, triglycerides and the waist-to-hip ratio in 45 healthy "
                + "Chinese men. Its coefficients stand in no text or program that could be read, and none are "
                + "invented here.",
            citation: Citation(
                "Venkataraman K et al.", 2013, "PLoS One 8:e74410", doi: "10.1371/journal.pone.0074410")),
        UnavailableIndex(
            id: "di_clamp_pai", name: "Clamp disposition index (clamp PAI)", family: .disposition,
            reason: "It needs a hyperglycaemic and a euglycaemic clamp and not one row of fasting values. In the "
                + "published data of 121 people it equals 100 x the incremental insulin area of 0 to 10 minutes [uU/mL "
                + "min] x the clamp's insulin sensitivity index, in 119 of them to the printed digits: it is a product "
                + "already, and must not be multiplied by sensitivity again.",
            citation: Citation(
                "Ohashi K et al.", 2015, "PLoS One 10:e0143880", doi: "10.1371/journal.pone.0143880")),
    ]
}
