import Foundation
import Testing

@testable import HomeostatFigures

/// The elements of a document by name, with how often each is opened; `nil` where they do not nest.
private func elements(of document: String) -> [String: Int]? {
    var counts: [String: Int] = [:]
    var open: [String] = []
    for piece in document.split(separator: "<") {
        let tag = piece.prefix { $0 != ">" }
        guard tag.count < piece.count else { return nil }
        let name = String(tag.drop { $0 == "/" }.prefix { $0.isLetter })
        if tag.hasPrefix("/") {
            guard open.popLast() == name else { return nil }
        } else {
            counts[name, default: 0] += 1
            if !tag.hasSuffix("/") { open.append(name) }
        }
    }
    return open.isEmpty ? counts : nil
}

@Suite struct SVGWriterTests {
    @Test func `numbers have at most two digits behind the point`() {
        let pairs = [
            (0, "0"), (1.5, "1.5"), (1.05, "1.05"), (2.999, "3"), (-0.25, "-0.25"), (-0.001, "0"), (100, "100"),
            (0.1 + 0.2, "0.3"),
        ]
        for (value, text) in pairs { #expect(SVGWriter.number(value) == text) }
    }

    @Test func `a scene becomes the document written by hand`() {
        let scene = Scene(
            width: 20, height: 10, title: "a < b", description: "\"x\" & y",
            nodes: [
                .line(.init(0, 1), .init(2.5, 3), .init(stroke: "#000", dashes: [2, 1])),
                .text("<5", at: .init(1, 2), .init(size: 9, colour: "red", anchor: .end, angle: 90)),
            ])
        let expected = """
            <svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10" role="img" \
            font-family="Helvetica, Arial, sans-serif">
            <title>a &lt; b</title>
            <desc>&quot;x&quot; &amp; y</desc>
            <line x1="0" y1="1" x2="2.5" y2="3" fill="none" stroke="#000" stroke-width="1" stroke-dasharray="2 1"/>
            <text x="1" y="2" font-size="9" fill="red" text-anchor="end" transform="rotate(-90 1 2)">&lt;5</text>
            </svg>

            """
        #expect(SVGWriter.document(scene) == expected)
    }

    @Test func `the figure of HOMA-IR is well-formed and shows every person`() throws {
        let people = (1...50).map { HomaIsolines.Person(glucose: 80 + Double($0), insulin: Double($0)) }
        let document = SVGWriter.document(HomaIsolines(people: people, title: "t", subtitle: "s").scene())
        let counts = try #require(elements(of: document))
        // Two more circles belong to the legend.
        #expect(counts["circle"] == 52)
        // HOMA-IR of 2.5 by hand: (80 + i) i >= 1012.5, so from i = 12 (1104; 11 gives 1001).
        #expect(document.contains("39 people"))
        #expect(document.contains("11 people"))
    }

    @Test func `the shipped figure shows the shipped cohort`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let rows = try String(contentsOf: root.appending(path: "Datasets/virtual/fasting.csv"), encoding: .utf8)
            .split(separator: "\n").dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let people = rows.compactMap { cells -> HomaIsolines.Person? in
            // Below 30 mg/dL the unit is in doubt; the index wants 8 to under 24 hours without food.
            guard let glucose = Double(cells[11]), glucose >= 30, let insulin = Double(cells[12]),
                let hours = Double(cells[10]), hours >= 8, hours < 24
            else { return nil }
            return .init(glucose: glucose, insulin: insulin)
        }
        let scene = HomaIsolines(
            people: people, title: "Fasting glucose, fasting insulin and HOMA-IR",
            subtitle: "\(people.count) virtual people (Datasets/virtual/fasting.csv); lines of equal HOMA-IR"
        ).scene()
        let shipped = try String(
            contentsOf: root.appending(path: "Notebooks/figures/homa-isolines.svg"), encoding: .utf8)
        #expect(shipped == SVGWriter.document(scene))
    }
}

@Suite struct LogarithmicScaleTests {
    @Test func `equal ratios are equal lengths`() {
        let scale = LogarithmicScale(domain: 1...100, start: 0, end: 200)
        #expect(abs(scale.position(1)) < 1e-12)
        #expect(abs(scale.position(10) - 100) < 1e-12)
        #expect(abs(scale.position(100) - 200) < 1e-12)
        let falling = LogarithmicScale(domain: 1...100, start: 200, end: 0)
        #expect(abs(falling.position(10) - 100) < 1e-12)
    }
}
