import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Reference: p.adjust of R 4.2.2.
@Suite struct MultipleTestingTests {
    static let names = [
        ("bonferroni", MultipleTesting.bonferroni), ("holm", .holm), ("hochberg", .hochberg), ("hommel", .hommel),
        ("BH", .benjaminiHochberg), ("BY", .benjaminiYekutieli),
    ]

    @Test(arguments: names) func `agrees with R, a missing p-value among them`(
        name: String, method: MultipleTesting
    ) throws {
        let p: [Double?] = [0.04, 0.001, nil, 0.3, 0.0004, 0.04, 0.9, 0.012, 0.02, 1, 1e-10]
        let expected = try GoldenTable.rows("association/cor_test.csv", columns: 3).filter { $0[0] == name }
            .map { Double($0[2]) }
        #expect(expected.count == p.count)
        for (found, value) in zip(try method.adjust(p), expected) {
            #expect((found == nil) == (value == nil))
            if let found, let value { #expect(abs(found - value) <= 1e-14 * value, "\(found), not \(value)") }
        }
    }

    @Test(.needsSharedFolder, arguments: names) func `agrees with the reference`(
        name: String, method: MultipleTesting
    ) throws {
        let golden = try ReferenceJSON("reference/stats/regression_golden.json")
        guard golden.has("p_adjust", name) else { return }
        let found = try method.adjust(golden.numbers("p_adjust", "p").map { $0 })
        for (found, value) in zip(found, try golden.numbers("p_adjust", name)) {
            #expect(abs((found ?? .nan) - value) <= 1e-13 * value)
        }
    }

    @Test(arguments: names) func `p-values below the smallest Double keep their order`(
        name: String, method: MultipleTesting
    ) throws {
        let p = [-3000.0, -1000, -2000, -1].map { PValue(value: $0 < -700 ? 0 : 0.1, logarithm: $0) }
        let adjusted = try method.adjust(p).compactMap { $0?.logarithm }
        #expect(adjusted[0] < adjusted[2] && adjusted[2] < adjusted[1] && adjusted[1] < adjusted[3])
        #expect(adjusted[0] > -3000 && adjusted[0] < -2990)
    }

    @Test func `what is no p-value is refused`() throws {
        #expect(throws: PairedDataError.self) { try MultipleTesting.holm.adjust([0.1, 1.2]) }
        #expect(throws: PairedDataError.self) { try MultipleTesting.holm.adjust([0.1, -0.2]) }
        #expect(throws: PairedDataError.self) { try MultipleTesting.holm.adjust([0.1, 0.2], testCount: 1) }
        #expect(try MultipleTesting.holm.adjust([nil, .nan] as [Double?]) == [nil, nil])
        #expect(try MultipleTesting.hommel.adjust([0.2]) == [0.2])
        #expect(try MultipleTesting.bonferroni.adjust([0.02], testCount: 10) == [0.2])
    }
}
