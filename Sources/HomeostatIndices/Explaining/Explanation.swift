import HomeostatCohort

/// What is known of one thing that a message or a table names: the answer of `explain`.
public struct Explanation: Sendable, Hashable {
    /// A heading with what belongs to it, each part a paragraph.
    public struct Section: Sendable, Hashable {
        /// A word or two; in JSON it is the key, with `_` for blanks.
        public let heading: String
        /// One or more texts, not yet broken into lines.
        public let paragraphs: [String]
    }

    /// The name as it was asked for, and what it is: "homa_ir: HOMA-IR".
    public let title: String
    /// The sections in the order in which they are shown; none is empty.
    public private(set) var sections: [Section] = []

    init(_ title: String) { self.title = title }

    mutating func add(_ heading: String, _ paragraphs: [String]) {
        if !paragraphs.isEmpty { sections.append(Section(heading: heading, paragraphs: paragraphs)) }
    }

    mutating func add(_ heading: String, _ text: String) { add(heading, [text]) }

    /// The explanation as text, headings on the left.
    public func text(width: Int = 80) -> String {
        let margin = 2 + (sections.map(\.heading.count).max() ?? 0) + 2
        var lines = wrapped(title, width: width)
        for section in sections {
            for (position, paragraph) in section.paragraphs.enumerated() {
                let marker = section.paragraphs.count > 1 ? "- " : ""
                let parts = wrapped(paragraph, width: max(20, width - margin - marker.count))
                for (line, part) in parts.enumerated() {
                    let heading = position == 0 && line == 0 ? "  " + section.heading : ""
                    let blanks = String(repeating: " ", count: margin - heading.count)
                    lines.append(heading + blanks + (line == 0 ? marker : marker.isEmpty ? "" : "  ") + part)
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Title and sections, with the headings as keys.
    public var json: JSONValue {
        .object(
            [.init("title", .string(title))]
                + sections.map {
                    .init($0.heading.map { $0 == " " ? "_" : String($0) }.joined(), JSONValue($0.paragraphs))
                })
    }
}

extension Explanation {
    /// Everything that a name can mean: an index, a code of an error, a cause or flag, a quantity, a preset, an exit
    /// status.
    ///
    /// - Throws: D601 where nothing has that name, with those that are near.
    public static func all(of name: String) throws(Diagnostic) -> [Explanation] {
        var found: [Explanation] = []
        let folded = name.lowercased()
        if let index = Registry.index(folded) { found.append(Explanation(index)) }
        if let index = UnavailableIndex.all.first(where: { $0.id == folded }) { found.append(Explanation(index)) }
        if let code = DiagnosticCode(rawValue: name.uppercased()) { found.append(Explanation(code)) }
        if let quantity = Quantity(rawValue: folded) { found.append(Explanation(quantity)) }
        if let cause = Cause.allCases.first(where: { $0.name == folded }) { found.append(Explanation(cause)) }
        if let cause = RejectedRow.Cause(rawValue: folded) { found.append(Explanation(cause)) }
        if let flag = Flag.named.first(where: { $0.name == folded }) { found.append(Explanation(flag: flag)) }
        if let preset = Preset.named(name) { found.append(Explanation(preset)) }
        if let number = Int32(name), let status = ExitStatus(rawValue: number) { found.append(Explanation(status)) }
        if found.isEmpty { throw unknown(name) }
        return found
    }

    /// Every name that ``all(of:)`` knows.
    static var names: [String] {
        Registry.all.map(\.id) + UnavailableIndex.all.map(\.id)
            + Quantity.allCases.filter { $0 != .variable }.map(\.rawValue)
            + Cause.allCases.map(\.name) + RejectedRow.Cause.allCases.map(\.rawValue) + Flag.named.map(\.name)
            + DiagnosticCode.allCases.map(\.rawValue) + Preset.all.map(\.name)
    }

    private static func unknown(_ name: String) -> Diagnostic {
        let folded = name.lowercased()
        var near = names.filter { $0.lowercased().hasPrefix(folded.prefix(4)) && folded.utf8.count >= 3 }
        if let nearest = nearestName(to: name, among: names), !near.contains(nearest) { near.insert(nearest, at: 0) }
        var help = near.isEmpty ? [] : ["did you mean \(near.prefix(6).joined(separator: ", "))?"]
        help.append("homeostat list  shows all; --errors, --causes, --quantities, --presets the others")
        return Diagnostic(.unknownIndex, "no index, code, cause or quantity is called \(name)", help: help)
    }
}
