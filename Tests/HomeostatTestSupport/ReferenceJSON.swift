import Foundation
import Testing

/// A JSON file of the reference material, read by paths of keys and positions.
public struct ReferenceJSON {
    private let root: Any

    /// Reads a file below the shared folder; for tests that carry ``Testing/Trait/needsSharedFolder``.
    public init(_ name: String) throws {
        root = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: ProjectPaths.shared(name))))
    }

    private func value(_ path: [String]) -> Any? {
        path.reduce(root as Any?) { found, key in
            if let list = found as? [Any] { return Int(key).flatMap { list.indices.contains($0) ? list[$0] : nil } }
            return (found as? [String: Any])?[key]
        }
    }

    /// Whether there is something at a path: half of the reference values are kept back.
    public func has(_ path: String...) -> Bool { value(path) != nil }

    /// The number at a path.
    public func number(_ path: String...) throws -> Double { try #require(value(path) as? Double, "no \(path)") }

    /// The numbers at a path.
    public func numbers(_ path: String...) throws -> [Double] { try #require(value(path) as? [Double], "no \(path)") }

    /// The table of numbers at a path.
    public func table(_ path: String...) throws -> [[Double]] { try #require(value(path) as? [[Double]], "no \(path)") }
}

/// A column of a CSV file below the shared folder, without quotes inside the cells.
public func referenceColumn(_ name: String, _ column: String) throws -> [Double] {
    let text = try String(contentsOfFile: ProjectPaths.shared(name), encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).map { line in
        line.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"")) }
    }
    let place = try #require(rows.first?.firstIndex(of: column), "no column \(column) in \(name)")
    return rows.dropFirst().map { Double($0[place]) ?? .nan }
}
