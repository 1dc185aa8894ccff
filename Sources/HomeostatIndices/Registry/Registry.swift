/// Every index that this package knows, in the order in which tables list them.
public enum Registry {
    /// All indices.
    public static let all: [Index] =
        fastingIndices + lipidIndices + anthropometricIndices + adiposeIndices + typeOneDiabetesIndices
        + secretionIndices + homa2EquivalentIndices

    private static let positions: [String: Int] = Dictionary(
        all.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })

    /// The index of this id, or `nil`.
    public static func index(_ id: String) -> Index? { positions[id].map { all[$0] } }
}
