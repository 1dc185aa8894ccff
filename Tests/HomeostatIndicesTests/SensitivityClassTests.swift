import HomeostatCohort
import Testing

@testable import HomeostatIndices

@Suite("Classes of insulin sensitivity")
struct SensitivityClassTests {
    @Test(
        "Published limits",
        arguments: [
            ("tdd_per_kg", 0.5, SensitivityClass.usual), ("tdd_per_kg", 1, .usual), ("tdd_per_kg", 1.01, .resistant),
            ("tdd_per_kg", 2, .resistant), ("tdd_per_kg", 2.01, .severeResistance),
            ("tdd_per_kg", 3, .severeResistance), ("tdd_per_kg", 3.5, .extremeResistance),
            ("total_daily_dose", 200, .usual), ("total_daily_dose", 201, .severeResistance),
            ("fasting_insulin", 12.2, .usual), ("fasting_insulin", 12.3, .resistant),
            ("fasting_insulin", 25, .resistant), ("fasting_insulin", 26, .severeResistance),
            ("homa_ir", 2.49, .usual), ("homa_ir", 2.5, .resistant), ("homa_ir", 9, .resistant),
            ("carbohydrate_ratio", 10, .usual), ("carbohydrate_ratio", 5, .resistant),
            ("carbohydrate_ratio", 3, .severeResistance), ("carbohydrate_ratio", 2, .extremeResistance),
        ])
    func limits(_ id: String, _ value: Double, _ expected: SensitivityClass) {
        #expect(sensitivityClass(of: id, value: value) == expected)
    }

    @Test("10 g/U is more sensitive than 5 g/U")
    func carbohydrateRatio() throws {
        let ten = try #require(sensitivityClass(of: "carbohydrate_ratio", value: 10))
        let five = try #require(sensitivityClass(of: "carbohydrate_ratio", value: 5))
        #expect(ten < five)
        #expect(Registry.index("carbohydrate_ratio")?.direction == .moreSensitive)
    }

    @Test("Classes are monotone in the value and agree with the direction", arguments: SensitivityLimits.all)
    func monotone(_ limits: SensitivityLimits) throws {
        var previous = try #require(limits.sensitivityClass(of: 0))
        for step in 1...5000 {
            let current = try #require(limits.sensitivityClass(of: Double(step) * 0.05))
            #expect(limits.higherIsResistant ? current >= previous : current <= previous)
            previous = current
        }
        if let index = Registry.index(limits.id) {
            #expect(limits.higherIsResistant == (index.direction == .moreResistant))
        }
        for limit in limits.limits { #expect(!limit.source.isEmpty && !limit.population.isEmpty) }
    }

    @Test("No limits of our own go as published")
    func conventions() {
        let unverified = SensitivityLimits.all.filter { $0.limits.contains { !$0.isVerified } }
        #expect(unverified.map(\.id) == ["carbohydrate_ratio"])
        #expect(unverified.flatMap(\.limits).allSatisfy { $0.source.hasPrefix("convention") })
    }

    @Test("What is not known has no class")
    func unknown() {
        #expect(sensitivityClass(of: "quicki", value: 0.3) == nil)
        #expect(sensitivityClass(of: "homa_ir", value: .nan) == nil)
        #expect(sensitivityClass(of: "homa_ir", value: -1) == nil)
    }
}
