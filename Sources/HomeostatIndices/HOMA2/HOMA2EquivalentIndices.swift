import HomeostatCohort
import HomeostatNumerics

/// The HOMA2-equivalent indices: an independent estimate of what the closed HOMA2 calculator prints.
let homa2EquivalentIndices: [Index] =
    homa2Equivalent(from: .insulin) + homa2Equivalent(from: .cPeptide)

/// The three results from one hormone.
private func homa2Equivalent(from hormone: Quantity) -> [Index] {
    let isInsulin = hormone == .insulin
    let prefix = isInsulin ? "homa2eq" : "homa2eq_cp"
    let source = isInsulin ? "insulin" : "C-peptide"
    let domain = isInsulin ? HOMA2Equivalent.insulinDomain : HOMA2Equivalent.cPeptideDomain
    let inputs = [
        IndexInput(
            .glucose, .millimolesPerLitre, domain: .within(HOMA2Equivalent.glucoseDomain),
            extrapolatedAbove: HOMA2Equivalent.extrapolatedAbove),
        IndexInput(hormone, isInsulin ? .picomolesPerLitre : .nanomolesPerLitre, domain: .within(domain)),
    ]
    let chain =
        isInsulin
        ? "C-peptide C from insulin I [pmol/L] by I = Is + p(G) C, C = Is/psi (non-specific assay, 6.00 pmol/L per uU/mL); "
        : "C-peptide C [nmol/L]; "
    @Sendable func percentS(_ glucose: Double, _ value: Double) -> Double {
        HOMA2Equivalent.standard.sensitivity(glucose: glucose, cPeptide: cPeptide(glucose, value))
    }
    @Sendable func cPeptide(_ glucose: Double, _ value: Double) -> Double {
        isInsulin ? HOMA2Equivalent.standard.parameters.clearance.cPeptide(glucose: glucose, insulin: value) : value
    }
    func index(
        _ result: String, _ name: String, _ text: String, _ unit: String, _ direction: Index.Direction,
        _ formula: @escaping @Sendable (Double, Double) -> Double
    ) -> Index {
        Index(
            id: "\(prefix)_\(result)", name: "HOMA2 equivalent \(name) from \(source) (independent estimate)",
            family: result == "b" ? .secretion : .fasting, inputs: inputs, unit: unit, text: chain + text,
            direction: direction, result: .positive(), citation: homa2Citation, evidence: homa2Evidence(source),
            disagreements: homa2Disagreements,
            formula: .rowByRow { glucose, value in
                glucose > 0 && value > 0 ? formula(glucose, value) : .nan
            })
    }
    return [
        index(
            "b", "%B", "C = P b^(3/4) x^n / (K^n + x^n), x = G b^(1/4), G [mmol/L], %B = 100 b", "%", .moreSecretion
        ) { HOMA2Equivalent.standard.unchecked(glucose: $0, cPeptide: cPeptide($0, $1)).percentB },
        index("s", "%S", "%S = k(G)/C + d(G), G [mmol/L]", "%", .moreSensitive) { percentS($0, $1) },
        index("ir", "IR", "100/%S, %S = k(G)/C + d(G), G [mmol/L]", "", .moreResistant) { 100 / percentS($0, $1) },
    ]
}

private let homa2Citation = Citation(
    "Levy JC et al.", 1998, "Diabetes Care 21:2191", doi: "10.2337/diacare.21.12.2191")

private func homa2Evidence(_ source: String) -> Evidence {
    let mode = HOMA2Constants.provenance.sources.filter { $0.mode == source }
    let pairs = mode.map(\.pairsInRange).reduce(0, +)
    let largestB = mode.map(\.heldOutPercentB.largest).max() ?? 0
    let largestS = mode.map(\.heldOutPercentS.largest).max() ?? 0
    return Evidence(
        .ownEstimate, .medium,
        [
            "constants fitted to \(pairs) published pairs of measurements and printed results; largest held-out error "
                + "\(shortDecimal(largestB, digits: 2)) points of %B, \(shortDecimal(largestS, digits: 2)) points of %S "
                + "(printed values are rounded to 0.1)"
        ])
}

private let homa2Disagreements = [
    "The HOMA2 calculator is closed; this is an independent estimate with constants of its own, and its results must "
        + "not be reported as those of the calculator.",
    "A non-specific insulin assay is assumed, and 6.00 pmol/L per uU/mL: with 6.945 the result is another one.",
]
