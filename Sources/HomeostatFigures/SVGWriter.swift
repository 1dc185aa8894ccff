/// A scene as an SVG 1.1 document.
///
/// The same scene gives the same bytes everywhere: coordinates are rounded to hundredths of a point, and nothing in the
/// document comes from the machine or the clock. Text stays text; it needs no font beyond the reader's sans serif.
public enum SVGWriter {
    /// The document, with a line feed at its end.
    public static func document(_ scene: Scene) -> String {
        let width = number(scene.width)
        let height = number(scene.height)
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
                + "viewBox=\"0 0 \(width) \(height)\" role=\"img\" font-family=\"Helvetica, Arial, sans-serif\">",
            "<title>\(escaped(scene.title))</title>",
            "<desc>\(escaped(scene.description))</desc>",
        ]
        for node in scene.nodes { append(node, to: &lines) }
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func append(_ node: Scene.Node, to lines: inout [String]) {
        switch node {
        case .rectangle(let corner, let width, let height, let style):
            lines.append(
                "<rect\(corner.xy) width=\"\(number(width))\" height=\"\(number(height))\"\(attributes(style))/>")
        case .line(let start, let end, let style):
            lines.append(
                "<line x1=\"\(number(start.x))\" y1=\"\(number(start.y))\" x2=\"\(number(end.x))\" "
                    + "y2=\"\(number(end.y))\"\(attributes(style))/>")
        case .circle(let centre, let radius, let style):
            lines.append(
                "<circle cx=\"\(number(centre.x))\" cy=\"\(number(centre.y))\" r=\"\(number(radius))\""
                    + "\(attributes(style))/>")
        case .text(let text, let point, let style):
            let shape = "<text\(point.xy)\(attributes(style, at: point))"
            // The halo is a text of its own, below: a reader without paint-order would draw it over the letters.
            if let halo = style.halo {
                lines.append(
                    shape + " stroke=\"\(halo)\" stroke-width=\"4\" stroke-linejoin=\"round\" aria-hidden=\"true\">"
                        + "\(escaped(text))</text>")
            }
            lines.append("\(shape)>\(escaped(text))</text>")
        case .clipped(let id, let corner, let width, let height, let nodes):
            lines.append(
                "<clipPath id=\"\(id)\"><rect\(corner.xy) width=\"\(number(width))\" height=\"\(number(height))\"/>"
                    + "</clipPath>")
            lines.append("<g clip-path=\"url(#\(id))\">")
            for node in nodes { append(node, to: &lines) }
            lines.append("</g>")
        }
    }

    private static func attributes(_ style: Scene.Style) -> String {
        var text = " fill=\"\(style.fill ?? "none")\""
        if style.fill != nil, style.fillOpacity != 1 { text += " fill-opacity=\"\(number(style.fillOpacity))\"" }
        if let stroke = style.stroke {
            text += " stroke=\"\(stroke)\" stroke-width=\"\(number(style.strokeWidth))\""
            if !style.dashes.isEmpty {
                text += " stroke-dasharray=\"\(style.dashes.map(number).joined(separator: " "))\""
            }
        }
        return text
    }

    private static func attributes(_ style: Scene.TextStyle, at point: Scene.Point) -> String {
        var text = " font-size=\"\(number(style.size))\" fill=\"\(style.colour)\""
        if style.anchor != .start { text += " text-anchor=\"\(style.anchor.rawValue)\"" }
        if style.isBold { text += " font-weight=\"bold\"" }
        if style.angle != 0 {
            text += " transform=\"rotate(\(number(-style.angle)) \(number(point.x)) \(number(point.y)))\""
        }
        return text
    }

    /// A number with at most two digits behind the point and no trailing zeros.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let sign = hundredths < 0 ? "-" : ""
        let whole = hundredths.magnitude / 100
        let rest = hundredths.magnitude % 100
        if rest == 0 { return "\(sign)\(whole)" }
        if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}

extension Scene.Point {
    fileprivate var xy: String { " x=\"\(SVGWriter.number(x))\" y=\"\(SVGWriter.number(y))\"" }
}
