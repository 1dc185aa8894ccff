/// A drawing as a tree of shapes, in points, with the origin at the top left.
///
/// Figures build a scene; writers turn it into a format.
public struct Scene: Sendable, Hashable {
    /// From left to right, in points.
    public var width: Double
    /// From top to bottom, in points.
    public var height: Double
    /// What the picture shows, for those who do not see it.
    public var title: String
    /// The same at length, for screen readers.
    public var description: String
    /// The shapes, later ones over earlier ones.
    public var nodes: [Node]

    /// A drawing, by default an empty one.
    public init(width: Double, height: Double, title: String, description: String, nodes: [Node] = []) {
        self.width = width
        self.height = height
        self.title = title
        self.description = description
        self.nodes = nodes
    }

    /// A place.
    public struct Point: Sendable, Hashable {
        /// Points from the left edge.
        public var x: Double
        /// Points from the top edge.
        public var y: Double

        /// The place `x` points to the right and `y` points down from the top left.
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
        /// The colour inside; `nil` for none.
        public var fill: String?
        /// From 0, which cannot be seen, to 1.
        public var fillOpacity: Double
        /// The colour of the outline; `nil` for none.
        public var stroke: String?
        /// The width of the outline in points.
        public var strokeWidth: Double
        /// Lengths of dashes and gaps in turn, in points; empty for a line without gaps.
        public var dashes: [Double]

        /// A style, by default one that draws nothing.
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
        /// The size of the font in points.
        public var size: Double
        /// The colour of the letters.
        public var colour: String
        /// Which part of the text stands at its point.
        public var anchor: Anchor
        /// Whether the letters are bold.
        public var isBold: Bool
        /// Degrees, counter-clockwise, about the point where the text stands.
        public var angle: Double
        /// A colour behind the letters, where they cross other shapes.
        public var halo: String?

        /// A style, by default grey letters of 12 points that begin at their point.
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
