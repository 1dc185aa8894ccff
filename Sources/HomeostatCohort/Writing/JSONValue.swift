/// A value for output as JSON (RFC 8259), whose keys keep their order.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Written as the shortest decimal that reads back; null where it is not finite.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A key with its value.
    public struct Member: Sendable, Hashable {
        /// The key, not yet escaped.
        public let key: String
        /// What stands behind the key.
        public let value: JSONValue

        /// A key with its value; that keys differ within an object is up to the caller.
        public init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// A text, or null.
    public init(_ text: String?) { self = text.map { .string($0) } ?? .null }
    /// A number, or null.
    public init(_ number: Double?) { self = number.map { .number($0) } ?? .null }
    /// Texts as an array.
    public init(_ texts: [String]) { self = .array(texts.map { .string($0) }) }

    /// On one line.
    public var compact: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): value.isFinite ? shortestDecimal(value) : "null"
        case .string(let text): jsonString(text)
        case .array(let values): "[" + values.map(\.compact).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { "\(jsonString($0.key)): \($0.value.compact)" }.joined(separator: ", ") + "}"
        }
    }

    /// On several lines, indented by two spaces; what fits on a line of 80 characters stays on it.
    public func indented(by depth: Int = 0) -> String {
        let line = compact
        let margin = String(repeating: " ", count: depth)
        if line.utf8.count + depth <= 80 { return line }
        switch self {
        case .array(let values):
            let lines = values.map { "\(margin)  \($0.indented(by: depth + 2))" }
            return "[\n\(lines.joined(separator: ",\n"))\n\(margin)]"
        case .object(let members):
            let lines = members.map { "\(margin)  \(jsonString($0.key)): \($0.value.indented(by: depth + 2))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(margin)}"
        default: return line
        }
    }
}
