import HomeostatTestSupport
import Testing

/// The unit in which a file gives its values changes no result beyond rounding.
@Suite("Units")
struct UnitPropertyTests {
    /// Quantities with two units: name, values in the first unit, and the second unit with its factor to the first.
    private struct Pair {
        var name: String
        var first: String
        var second: String
        /// One in the second unit is so many in the first.
        var factor: Double
        var range: ClosedRange<Double>
    }

    private static let pairs = [
        Pair(name: "glucose", first: "mg_dl", second: "mmol_l", factor: 18, range: 70...250),
        Pair(name: "insulin", first: "uu_ml", second: "pmol_l", factor: 1 / 6.0, range: 1...100),
        Pair(name: "c_peptide", first: "ng_ml", second: "nmol_l", factor: 1 / 0.33109403, range: 0.3...6),
        Pair(name: "triglycerides", first: "mg_dl", second: "mmol_l", factor: 88.57, range: 30...600),
        Pair(name: "hdl", first: "mg_dl", second: "mmol_l", factor: 38.67, range: 20...100),
        Pair(name: "waist", first: "cm", second: "m", factor: 100, range: 60...140),
        Pair(name: "height", first: "cm", second: "m", factor: 100, range: 140...200),
    ]

    @Test("every index from the second unit is that from the first", arguments: 0..<7)
    func oneUnitChanged(changed: Int) throws {
        let folder = try TemporaryDirectory()
        var generator = SeededGenerator(seed: 12)
        let rows = (0..<200).map { _ in
            UnitPropertyTests.pairs.map { pair in
                pair.range.lowerBound + generator.unit() * (pair.range.upperBound - pair.range.lowerBound)
            }
        }
        let file = { (second: Int?) in
            let names = UnitPropertyTests.pairs.enumerated().map { "\($1.name)_\($0 == second ? $1.second : $1.first)" }
            let lines = rows.enumerated().map { row, values in
                "\(row),M,50,"
                    + values.enumerated().map { column, value in
                        "\(column == second ? value / UnitPropertyTests.pairs[column].factor : value)"
                    }.joined(separator: ",")
            }
            return (["id,sex,age_y," + names.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
        }
        let base = try runHomeostat([
            "indices", try folder.write("base.csv", file(nil)), "--indices", "all", "--id", "id",
        ])
        let other = try runHomeostat([
            "indices", try folder.write("other.csv", file(changed)), "--indices", "all", "--id", "id",
        ])
        #expect(base.status == 0)
        #expect(other.status == 0)
        let header = try #require(base.rows.first)
        #expect(other.rows.first == header)
        #expect(header.count > 20)
        #expect(base.rows.count == 201)
        for (left, right) in zip(base.rows.dropFirst(), other.rows.dropFirst()) {
            for (column, name) in header.enumerated() {
                if let expected = Double(left[column]) {
                    // HOMA-B loses digits next to its pole, and what is near zero by a difference has few of them.
                    let scale = max(abs(expected), 1e-3)
                    let value = try #require(Double(right[column]), "\(name) \(left[column]) \(right[column])")
                    #expect(abs(value - expected) <= 1e-11 * scale, "\(name): \(value) for \(expected)")
                } else {
                    #expect(left[column] == right[column], "\(name)")
                }
            }
        }
    }
}
