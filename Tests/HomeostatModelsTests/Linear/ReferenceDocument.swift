import Foundation
import HomeostatTestSupport
import Testing

/// A JSON document of reference values.
struct ReferenceDocument {
    let value: Any

    init(_ value: Any) { self.value = value }

    init(shared name: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: try ProjectPaths.shared(name)))
        value = try JSONSerialization.jsonObject(with: data)
    }

    init(golden name: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(ProjectPaths.root)/Tests/Golden/\(name)"))
        value = try JSONSerialization.jsonObject(with: data)
    }

    var keys: [String] { (value as? [String: Any])?.keys.sorted() ?? [] }

    subscript(_ key: String) -> ReferenceDocument {
        get throws {
            let object = try #require(value as? [String: Any], "not an object")
            return ReferenceDocument(try #require(object[key], "no key \(key)"))
        }
    }

    /// A number, also where it stands as text of more digits.
    var number: Double {
        get throws {
            if let text = value as? String { return try #require(Double(text)) }
            return try #require(value as? Double)
        }
    }

    var numbers: [Double] {
        get throws { try #require(value as? [Any]).map { try ReferenceDocument($0).number } }
    }

    var texts: [String] { get throws { try #require(value as? [String]) } }

    /// The rows of `{rows, cols, values}` or of a list of lists; missing is nil.
    var table: [[Double?]] {
        get throws {
            let list = try (value as? [String: Any]).map { try #require($0["values"]) } ?? value
            return try #require(list as? [[Any]]).map {
                try $0.map { $0 is NSNull ? nil : try ReferenceDocument($0).number }
            }
        }
    }

    /// Numbers of which some may be missing.
    var tableRow: [Double?] {
        get throws { try #require(value as? [Any]).map { $0 is NSNull ? nil : try ReferenceDocument($0).number } }
    }
}

/// The distance of two numbers in units of the second one.
func relativeError(_ found: Double, _ expected: Double) -> Double {
    found == expected ? 0 : abs(found - expected) / abs(expected)
}

/// Expects a number to agree with a reference value to a relative tolerance.
func expectClose(
    _ found: Double?, _ expected: Double, _ tolerance: Double, _ what: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard let found else {
        Issue.record("no value for \(what)", sourceLocation: sourceLocation)
        return
    }
    let error = relativeError(found, expected)
    #expect(error <= tolerance, "\(what): \(found) for \(expected), \(error)", sourceLocation: sourceLocation)
}
