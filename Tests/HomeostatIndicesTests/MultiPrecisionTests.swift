import Foundation
import HomeostatCohort
import Testing

import enum HomeostatCohort.Unit

@testable import HomeostatIndices

/// Three random points of every index against arithmetic of 30 digits.
@Suite("Single-row indices against multi-precision arithmetic")
struct MultiPrecisionTests {
    struct Point: CustomTestStringConvertible, Sendable {
        var indexID: String
        var inputs: String
        var expected: Double

        var testDescription: String { "\(indexID) \(inputs)" }
    }

    static let points: [Point] = {
        let rows = (try? GoldenFiles.rows(GoldenFiles.folder.appending(path: "multi_precision.csv"))) ?? []
        return rows.compactMap { row in
            guard let id = row["index_id"], let inputs = row["inputs"], let text = row["expected"],
                let expected = Double(text)
            else { return nil }
            return Point(indexID: id, inputs: inputs, expected: expected)
        }
    }()

    @Test("Every index has three points")
    func coverage() {
        let counts = Dictionary(grouping: Self.points, by: \.indexID).mapValues(\.count)
        #expect(Set(counts.keys) == Set(Registry.singleRow.map(\.id)))
        #expect(counts.values.allSatisfy { $0 == 3 })
    }

    @Test("Relative error of at most 1e-13", arguments: points)
    func point(_ point: Point) throws {
        let index = try Registry.required(point.indexID)
        var person: [Quantity: Measured] = [:]
        for part in point.inputs.split(separator: ";") {
            let sides = part.split(separator: "=")
            let names = sides[0].split(separator: ":")
            let quantity = try #require(Quantity(rawValue: String(names[0])))
            let unit = try #require(Unit(rawValue: String(names[1])))
            person[quantity] = Measured(try #require(Double(String(sides[1]))), unit)
        }
        // The script states its own inputs: they must be those of the declaration, unit by unit.
        for input in index.inputs { #expect(person[input.quantity]?.unit == input.unit) }
        let value = try #require(index.outcome(person).number)
        #expect(relativeError(value, point.expected) <= 1e-13)
    }
}
