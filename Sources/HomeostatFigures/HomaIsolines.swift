/// Fasting insulin against fasting glucose, both on logarithmic scales, with the straight lines on which HOMA-IR is
/// constant: what of an index comes from which of its two measurements.
public struct HomaIsolines: Sendable {
    /// One person: glucose in mg/dL, insulin in uU/mL.
    public struct Person: Sendable, Hashable {
        /// Fasting glucose in mg/dL, above zero: the scale is logarithmic.
        public var glucose: Double
        /// Fasting insulin in uU/mL, above zero: the scale is logarithmic.
        public var insulin: Double

        /// A person by glucose in mg/dL and insulin in uU/mL.
        public init(glucose: Double, insulin: Double) {
            self.glucose = glucose
            self.insulin = insulin
        }

        /// By Matthews et al. 1985; 405 is 22.5 x 18.0.
        var homaIR: Double { glucose * insulin / 405 }
    }

    /// One point each; those beyond the axes (60 to 320 mg/dL, 1 to 300 uU/mL) are cut off.
    public var people: [Person]
    /// The line above the picture.
    public var title: String
    /// The smaller line below the title.
    public var subtitle: String

    /// The figure of these people; it is drawn by ``scene()``.
    public init(people: [Person], title: String, subtitle: String) {
        self.people = people
        self.title = title
        self.subtitle = subtitle
    }

    /// HOMA-IR of the lines.
    private static let lines = [1, 2.5, 5, 10, 20]
    /// Limit of the colours, a convention: from 2.5 people are called resistant (Lipids Health Dis 2010;9:138).
    private static let limit = 2.5
    private static let ink = "#333333"
    private static let grid = "#e8e8e8"
    private static let usual = "#0072b2"
    private static let resistant = "#d55e00"

    /// The picture, 720 by 480 points.
    public func scene() -> Scene {
        let panel = (left: 70.0, right: 640.0, top: 64.0, bottom: 420.0)
        let glucose = LogarithmicScale(domain: 60...320, start: panel.left, end: panel.right)
        let insulin = LogarithmicScale(domain: 1...300, start: panel.bottom, end: panel.top)
        var nodes: [Scene.Node] = [
            .rectangle(.init(0, 0), width: 720, height: 480, .init(fill: "#ffffff")),
            .text(title, at: .init(panel.left, 28), .init(size: 17, colour: "#111111", isBold: true)),
            .text(subtitle, at: .init(panel.left, 48), .init(size: 12, colour: "#666666")),
        ]
        nodes += axes(glucose, insulin)
        var inside = Self.lines.map { isoline($0, glucose, insulin) }
        for person in people {
            let place = Scene.Point(glucose.position(person.glucose), insulin.position(person.insulin))
            let colour = person.homaIR >= Self.limit ? Self.resistant : Self.usual
            inside.append(.circle(place, radius: 2.6, .init(fill: colour, fillOpacity: 0.6)))
        }
        nodes.append(
            .clipped(
                id: "panel", .init(panel.left, panel.top), width: panel.right - panel.left,
                height: panel.bottom - panel.top, inside))
        nodes += Self.lines.map { label($0, glucose, insulin) }
        let head = insulin.position(405 * (Self.lines.last ?? 1) / glucose.domain.upperBound)
        nodes.append(.text("HOMA-IR", at: .init(panel.right + 6, head - 14), .init()))
        nodes += legend(at: .init(panel.left + 16, panel.top + 34))
        return Scene(
            width: 720, height: 480, title: title,
            description: "Fasting insulin against fasting glucose of \(people.count) people on logarithmic scales. "
                + "Straight lines join equal HOMA-IR: 1, 2.5, 5, 10 and 20.",
            nodes: nodes)
    }

    /// Grid, numbers, axes and their titles.
    private func axes(_ glucose: LogarithmicScale, _ insulin: LogarithmicScale) -> [Scene.Node] {
        var nodes: [Scene.Node] = []
        for value in [70, 80, 100, 126, 160, 200, 250, 300] {
            let x = glucose.position(Double(value))
            nodes.append(.line(.init(x, insulin.end), .init(x, insulin.start), .init(stroke: Self.grid)))
            nodes.append(.text("\(value)", at: .init(x, insulin.start + 18), .init(anchor: .middle)))
        }
        for value in [1, 2, 5, 10, 20, 50, 100, 200] {
            let y = insulin.position(Double(value))
            nodes.append(.line(.init(glucose.start, y), .init(glucose.end, y), .init(stroke: Self.grid)))
            nodes.append(.text("\(value)", at: .init(glucose.start - 8, y + 4), .init(anchor: .end)))
        }
        let origin = Scene.Point(glucose.start, insulin.start)
        nodes.append(.line(origin, .init(glucose.end, insulin.start), .init(stroke: Self.ink)))
        nodes.append(.line(origin, .init(glucose.start, insulin.end), .init(stroke: Self.ink)))
        let below = Scene.Point((glucose.start + glucose.end) / 2, insulin.start + 42)
        nodes.append(.text("fasting glucose, mg/dL", at: below, .init(size: 13, anchor: .middle)))
        let beside = Scene.Point(28, (insulin.start + insulin.end) / 2)
        nodes.append(.text("fasting insulin, uU/mL", at: beside, .init(size: 13, anchor: .middle, angle: 90)))
        return nodes
    }

    private func isoline(_ value: Double, _ glucose: LogarithmicScale, _ insulin: LogarithmicScale) -> Scene.Node {
        let ends = [glucose.domain.lowerBound, glucose.domain.upperBound].map { end in
            Scene.Point(glucose.position(end), insulin.position(405 * value / end))
        }
        let isLimit = value == Self.limit
        return .line(
            ends[0], ends[1],
            .init(
                stroke: isLimit ? Self.ink : "#888888", strokeWidth: isLimit ? 1.6 : 1, dashes: isLimit ? [] : [5, 4]))
    }

    /// The value of a line, behind its right end.
    private func label(_ value: Double, _ glucose: LogarithmicScale, _ insulin: LogarithmicScale) -> Scene.Node {
        let y = insulin.position(405 * value / glucose.domain.upperBound)
        return .text(
            SVGWriter.number(value), at: .init(glucose.end + 6, y + 4), .init(isBold: value == Self.limit))
    }

    private func legend(at corner: Scene.Point) -> [Scene.Node] {
        let count = people.filter { $0.homaIR >= Self.limit }.count
        let entries = [
            (Self.resistant, "HOMA-IR of 2.5 and above: \(count) people"),
            (Self.usual, "below 2.5: \(people.count - count) people"),
        ]
        return entries.enumerated().flatMap { row, entry -> [Scene.Node] in
            let y = corner.y - Double(entries.count - 1 - row) * 18
            return [
                .circle(.init(corner.x, y - 4), radius: 4, .init(fill: entry.0)),
                .text(entry.1, at: .init(corner.x + 10, y), .init(halo: "#ffffff")),
            ]
        }
    }
}
