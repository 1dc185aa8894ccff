import HomeostatCohort

extension Explanation {
    /// An index: what it computes from what, what it means, where it comes from and how far that is known.
    init(_ index: Index) {
        self.init("\(index.id): \(index.name)")
        add("family", index.family.title)
        add("formula", index.text)
        add("result", Explanation.result(index))
        add("inputs", index.inputs.map(Explanation.input))
        add("taken", index.sampling.text)
        add("direction", index.direction.rawValue)
        add("cut-offs", index.cutoffs.map(Explanation.cutoff))
        if let limits = SensitivityLimits.all.first(where: { $0.id == index.id }) {
            add("classes", Explanation.classes(limits))
        }
        add("source", index.citation.text)
        let evidence = index.evidence
        add("evidence", ["\(evidence.grade.rawValue); confidence \(evidence.confidence.rawValue)"] + evidence.sources)
        add("computed", index.computedText)
        add("beware", index.disagreements)
        add("example", index.examples.map { Explanation.example($0, of: index) })
    }

    /// An index that is published and not computed.
    init(_ index: UnavailableIndex) {
        self.init("\(index.id): \(index.name)")
        add("family", index.family.title)
        add("computed", "no. \(index.reason)")
        add("source", index.citation.text)
    }

    private static func result(_ index: Index) -> String {
        var parts = [index.unit.isEmpty ? "no unit" : index.unit]
        if let bounds = index.result.bounds {
            parts.append("only \(bounds.text) is a result, otherwise empty (\(index.result.cause.name))")
        }
        if let range = index.result.plausible {
            parts.append("flagged outside \(shortestDecimal(range.lowerBound)) to \(shortestDecimal(range.upperBound))")
        }
        return parts.joined(separator: "; ")
    }

    private static func input(_ input: IndexInput) -> String {
        let symbol = input.unit.symbol
        var text = input.quantity.rawValue + (symbol.isEmpty ? "" : " [\(symbol)]")
        let others = input.quantity.units.filter { $0 != input.unit }.map(\.symbol)
        if !others.isEmpty { text += ", converted from \(others.joined(separator: " or "))" }
        if input.quantity.isParameter {
            text += ", by --\(input.quantity.rawValue.map { $0 == "_" ? "-" : String($0) }.joined())"
        }
        if let domain = input.domain { text += "; \(domain.text), otherwise empty (\(input.cause.name))" }
        if let limit = input.extrapolatedAbove { text += "; flagged extrapolated above \(shortestDecimal(limit))" }
        if input.quantity == .bmi { text += "; or from weight and height" }
        if input.quantity == .dailyDosePerKilogram { text += "; or from total_daily_dose and weight" }
        return text
    }

    private static func cutoff(_ cutoff: Cutoff) -> String {
        "\(cutoff.text) (\(cutoff.population); \(cutoff.source))"
            + (cutoff.isVerified ? "" : " [not verified: quoted from memory]")
    }

    private static func example(_ example: WorkedExample, of index: Index) -> String {
        let values = example.inputs.map { input in
            let unit = input.unit.symbol
            return "\(input.quantity.rawValue) \(shortestDecimal(input.value))" + (unit.isEmpty ? "" : " \(unit)")
        }
        var text = "\(values.joined(separator: ", ")): \(shortestDecimal(example.expected)) (\(example.source))"
        if let computed = index.value(of: example) { text += "; computed here: \(shortDecimal(computed, digits: 8))" }
        return text
    }

    /// The limits of a measure, from the least resistant class on.
    static func classes(_ limits: SensitivityLimits) -> [String] {
        limits.limits.reversed().map { limit in
            let sign = (limits.higherIsResistant ? ">" : "<") + (limit.isIncluded ? "=" : "")
            let unit = limits.unit.symbol
            return "\(sign) \(shortDecimal(limit.value, digits: 3))" + (unit.isEmpty ? "" : " \(unit)")
                + ": \(limit.sensitivityClass.label) (\(limit.population); \(limit.source))"
                + (limit.isVerified ? "" : " [a convention, not published]")
        }
    }
}

extension Index {
    /// Whether a run without `--indices` computes the index, and why not.
    var computedText: String {
        if isDefault { return "by default, where the columns allow it" }
        var reasons: [String] = []
        if let variantOf { reasons.append("it is another reading of \(variantOf)") }
        let parameters = inputs.filter(\.quantity.isParameter).map {
            "--" + $0.quantity.rawValue.map { $0 == "_" ? "-" : String($0) }.joined()
        }
        if !parameters.isEmpty {
            reasons.append(
                "it needs \(parameters.joined(separator: " and ")): values of your laboratory, never cohort means")
        }
        if !evidence.isSufficient {
            switch evidence.grade {
            case .oneSource: reasons.append("the formula is known from one source only")
            case .conflicting: reasons.append("the sources contradict each other")
            default: reasons.append("the confidence in the formula is \(evidence.confidence.rawValue)")
            }
        }
        // With its parameters given, an index of sufficient evidence is computed like any other.
        let isByParameter = evidence.isSufficient && variantOf == nil
        let how = isByParameter ? "only with its parameters" : "only when named (--indices \(id), or --indices all)"
        return "\(how), because \(reasons.joined(separator: ", and "))"
    }
}

extension Index.Family {
    /// The name in headings.
    var title: String {
        switch self {
        case .fasting: "fasting glucose and insulin"
        case .lipid: "lipids"
        case .anthropometric: "anthropometry"
        case .adipose: "adipose tissue"
        case .typeOneDiabetes: "type 1 diabetes (t1d)"
        case .secretion: "secretion"
        case .disposition: "disposition"
        case .clearance: "clearance"
        case .dose: "dose"
        }
    }
}

extension Index.Sampling {
    /// When the inputs must have been taken.
    var text: String {
        switch self {
        case .fasting: "after 8 to under 24 hours without food; of timed samples, at time 0 or before"
        case .anyTime: "at any time of day"
        case .timed(let minutes): "at \(minutes.map(String.init).joined(separator: ", ")) minutes after the load"
        }
    }
}

extension IndexInput.Bounds {
    /// "above 3.5", "3 to 25".
    var text: String {
        if upper == .greatestFiniteMagnitude {
            return "\(lowerIsOpen ? "above" : "at least") \(shortestDecimal(lower))"
        }
        return "\(shortestDecimal(lower)) to \(shortestDecimal(upper))"
    }
}
