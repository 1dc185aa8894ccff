/// A drawing as a tree of shapes, in points, with the origin at the top left.
///
/// Figures build a scene; writers turn it into a format.
public struct Scene: Sendable, Hashable {
    public var width: Double
    public var height: Double
    /// What the picture shows, for those who do not see it.
    public var title: String
    public var description: String
    public var nodes: [Node]

    public init(width: Double, height: Double, title: String, description: String, nodes: [Node] = []) {
        self.width = width
        self.height = height
        self.title = title
        self.description = description
        self.nodes = nodes
    }

    /// A place.
    public struct Point: Sendable, Hashable {
        public var x: Double
        public var y: Double

        public init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// A shape, or shapes that are cut off at a rectangle.
    public indirect enum Node: Sendable, Hashable {
        case rectangle(Point, width: Double, height: Double, Style)
        case line(Point, Point, Style)
        case circle(Point, radius: Double, Style)
        case text(String, at: Point, TextStyle)
        case clipped(id: String, Point, width: Double, height: Double, [Node])
    }

    /// Which part of a text stands at its point.
    public enum Anchor: String, Sendable, Hashable {
        case start, middle, end
    }

    /// How a shape is drawn. Colours are CSS colours; `nil` is nothing.
    public struct Style: Sendable, Hashable {
        public var fill: String?
        public var fillOpacity: Double
        public var stroke: String?
        public var strokeWidth: Double
        public var dashes: [Double]

        public init(
            fill: String? = nil, fillOpacity: Double = 1, stroke: String? = nil, strokeWidth: Double = 1,
            dashes: [Double] = []
        ) {
            self.fill = fill
            self.fillOpacity = fillOpacity
            self.stroke = stroke
            self.strokeWidth = strokeWidth
            self.dashes = dashes
        }
    }

    /// How text is drawn. Angles are in degrees, counter-clockwise, about the point where the text stands.
    public struct TextStyle: Sendable, Hashable {
        public var size: Double
        public var colour: String
        public var anchor: Anchor
        public var isBold: Bool
        public var angle: Double
        /// A colour behind the letters, where they cross other shapes.
        public var halo: String?

        public init(
            size: Double = 12, colour: String = "#333333", anchor: Anchor = .start, isBold: Bool = false,
            angle: Double = 0, halo: String? = nil
        ) {
            self.size = size
            self.colour = colour
            self.anchor = anchor
            self.isBold = isBold
            self.angle = angle
            self.halo = halo
        }
    }
}
