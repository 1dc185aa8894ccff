import Foundation
import HomeostatCohort
import Testing

import enum HomeostatCohort.Unit

@testable import HomeostatIndices

/// The reference cases of the single-row families, each to its own tolerance.
@Suite("Reference cases of single-row indices")
struct GoldenCaseTests {
    static let committed: [GoldenCase] =
        (try? GoldenCase.load(GoldenFiles.folder.appending(path: "single_row.csv"), of: known)) ?? []

    /// The cases of the folder beside the project, as far as they belong here.
    static let shared: [GoldenCase] = {
        guard let folder = GoldenFiles.shared else { return [] }
        return (try? GoldenCase.load(folder.appending(path: "reference/indices/golden.csv"), of: known)) ?? []
    }()

    private static let known = Set(Registry.singleRow.map(\.id)).union([
        "vancauter_k12", "vancauter_k21", "vancauter_k10", "unit_conversion",
    ])

    @Test("The committed copy is complete")
    func committedCopy() {
        #expect(Self.committed.count == 129)
    }

    @Test("The reference folder holds cases", .enabled(if: GoldenFiles.shared != nil, "no reference folder here"))
    func sharedCases() {
        // Without cases the two tests over them would be skipped in silence.
        #expect(Self.shared.count >= 129)
        #expect(Self.shared.contains { Self.isGraded($0) })
    }

    @Test("Published values and values that another program confirms", arguments: committed.filter { isGraded($0) })
    func graded(_ golden: GoldenCase) throws {
        try check(golden)
    }

    @Test("Values of a second implementation", arguments: committed.filter { !isGraded($0) })
    func secondImplementation(_ golden: GoldenCase) throws {
        try check(golden)
    }

    @Test(
        "The reference folder, graded cases", .enabled(if: GoldenFiles.shared != nil, "no reference folder here"),
        arguments: shared.filter { isGraded($0) })
    func sharedGraded(_ golden: GoldenCase) throws {
        try check(golden)
    }

    @Test(
        "The reference folder, second implementation",
        .enabled(if: GoldenFiles.shared != nil, "no reference folder here"), arguments: shared.filter { !isGraded($0) })
    func sharedSecondImplementation(_ golden: GoldenCase) throws {
        try check(golden)
    }

    private static func isGraded(_ golden: GoldenCase) -> Bool { GoldenCase.graded.contains(golden.evidence) }

    private func check(_ golden: GoldenCase) throws {
        let value = try #require(try computed(golden))
        #expect(relativeError(value, golden.expected) <= golden.tolerance)
    }

    private func computed(_ golden: GoldenCase) throws -> Double? {
        if golden.indexID.hasPrefix("vancauter_") {
            let group = try #require(VanCauter.Group(rawValue: golden.texts["class"] ?? ""))
            let k = VanCauter.rateConstants(group, age: try #require(golden.numbers["age"]))
            return ["vancauter_k12": k.k12, "vancauter_k21": k.k21, "vancauter_k10": k.k10][golden.indexID]
        }
        if golden.indexID == "unit_conversion" { return try converted(golden) }
        // The reference set was made with these factors; a test that relied on the defaults would hide a change.
        let factors = ConversionFactors(glucose: 18.0, insulin: 6.0, triglycerides: 88.57, cholesterol: 38.67)
        return try Registry.required(golden.indexID).outcome(try golden.person(), factors: factors).number
    }

    private func converted(_ golden: GoldenCase) throws -> Double? {
        let target = try #require(Unit(spelling: golden.unit))
        var factors = ConversionFactors.published
        let numbers = golden.numbers
        if let mass = numbers["M_g_mol"] { factors.glucose = mass / 10 }
        if let mass = numbers["M"] { factors.cPeptide = 1000 / mass }
        if let factor = numbers["factor"] { factors.insulin = factor }
        let sources: [(String, Quantity, Unit)] = [
            ("glucose_mgdl", .glucose, .milligramsPerDecilitre), ("insulin_uU_ml", .insulin, .microunitsPerMillilitre),
            ("tg_mmol", .triglycerides, .millimolesPerLitre), ("chol_mmol", .totalCholesterol, .millimolesPerLitre),
            ("cpeptide_ng_ml", .cPeptide, .nanogramsPerMillilitre),
        ]
        for (key, quantity, unit) in sources {
            guard let value = numbers[key] else { continue }
            return UnitConversion(quantity, from: unit, to: target, factors: factors)?(value)
        }
        return nil
    }
}
