import HomeostatCohort
import HomeostatNumerics
import Testing

@testable import HomeostatIndices

/// What must hold of the formulas without knowing any expected number.
@Suite("Properties of single-row indices")
struct IndexPropertyTests {
    private func value(_ id: String, _ changes: [Quantity: Measured] = [:]) throws -> Double {
        try #require(try outcome(id, changes).number)
    }

    private func outcome(_ id: String, _ changes: [Quantity: Measured] = [:]) throws -> Outcome {
        try Registry.required(id).outcome(typicalPerson.merging(changes) { $1 })
    }

    private func glucose(_ value: Double) -> Measured { Measured(value, .milligramsPerDecilitre) }
    private func insulin(_ value: Double) -> Measured { Measured(value, .microunitsPerMillilitre) }

    @Test("HOMA-IR, QUICKI, FIRI and the basal index order people identically")
    func sameOrder() throws {
        var random = Seeded(state: 1)
        for _ in 0..<2000 {
            let first: [Quantity: Measured] = [
                .glucose: glucose(.random(in: 50...300, using: &random)),
                .insulin: insulin(.random(in: 1...100, using: &random)),
            ]
            let second: [Quantity: Measured] = [
                .glucose: glucose(.random(in: 50...300, using: &random)),
                .insulin: insulin(.random(in: 1...100, using: &random)),
            ]
            let homa = (try value("homa_ir", first), try value("homa_ir", second))
            guard relativeError(homa.0, homa.1) > 1e-9 else { continue }
            let isHigher = homa.0 > homa.1
            #expect(try (value("firi", first) > value("firi", second)) == isHigher)
            #expect(try (value("log_homa_ir", first) > value("log_homa_ir", second)) == isHigher)
            #expect(try (value("quicki", first) < value("quicki", second)) == isHigher)
            #expect(try (value("isi_basal", first) < value("isi_basal", second)) == isHigher)
            #expect(try (value("homa_s", first) < value("homa_s", second)) == isHigher)
        }
    }

    @Test("More insulin means more resistance, as the declared direction says", arguments: Registry.singleRow)
    func direction(_ index: Index) throws {
        guard index.inputs.contains(where: { $0.quantity == .insulin }) else { return }
        var low = typicalPerson
        low[.insulin] = insulin(6)
        var high = typicalPerson
        high[.insulin] = insulin(24)
        let before = try #require(index.outcome(low).number)
        let after = try #require(index.outcome(high).number)
        switch index.direction {
        case .moreResistant, .moreSecretion: #expect(after > before)
        case .moreSensitive, .moreClearance, .moreStress: #expect(after < before)
        case .betterCompensation:
            // Insulin cancels in the HOMA form; in the SPINA form capacity grows faster than gain falls at its floor.
            if index.id == "homa_di" { #expect(relativeError(after, before) < 1e-14) }
        case .moreAdipose, .moreGlycaemia, .lessRemission: Issue.record("unexpected direction of \(index.id)")
        }
    }

    @Test("The declared direction holds for measures other than insulin")
    func otherDirections() throws {
        let cases: [(id: String, quantity: Quantity, low: Measured, high: Measured)] = [
            ("tyg", .triglycerides, Measured(1, .millimolesPerLitre), Measured(3, .millimolesPerLitre)),
            ("spise", .triglycerides, Measured(1, .millimolesPerLitre), Measured(3, .millimolesPerLitre)),
            ("spise_ir", .triglycerides, Measured(1, .millimolesPerLitre), Measured(3, .millimolesPerLitre)),
            ("vai", .waist, Measured(80, .centimetres), Measured(120, .centimetres)),
            ("cvai", .waist, Measured(80, .centimetres), Measured(120, .centimetres)),
            ("dai", .waist, Measured(80, .centimetres), Measured(120, .centimetres)),
            ("lap", .waist, Measured(80, .centimetres), Measured(120, .centimetres)),
            ("mets_ir", .hdl, Measured(2, .millimolesPerLitre), Measured(0.8, .millimolesPerLitre)),
            ("mets_vf", .waist, Measured(80, .centimetres), Measured(120, .centimetres)),
            ("cmi", .waist, Measured(80, .centimetres), Measured(120, .centimetres)),
            ("egdr_wc", .waist, Measured(80, .centimetres), Measured(120, .centimetres)),
            ("egdr_whr", .hypertension, Measured(0, .none), Measured(1, .none)),
            ("egdr_bmi", .bmi, Measured(22, .kilogramsPerSquareMetre), Measured(40, .kilogramsPerSquareMetre)),
            ("search_is", .hba1c, Measured(6, .percent), Measured(11, .percent)),
            (
                "cacti_eis", .dailyDosePerKilogram, Measured(0.4, .unitsPerKilogram), Measured(1.4, .unitsPerKilogram)
            ),
            ("tdd_per_kg", .dailyDosePerKilogram, Measured(0.4, .unitsPerKilogram), Measured(2, .unitsPerKilogram)),
            ("carbohydrate_ratio", .carbohydrateRatio, Measured(10, .gramsPerUnit), Measured(5, .gramsPerUnit)),
        ]
        for (id, quantity, sensitive, resistant) in cases {
            let before = try value(id, [quantity: sensitive])
            let after = try value(id, [quantity: resistant])
            let index = try Registry.required(id)
            switch index.direction {
            case .moreResistant: #expect(after > before, "\(id)")
            case .moreSensitive: #expect(after < before, "\(id)")
            default: Issue.record("unexpected direction of \(id)")
            }
        }
    }

    @Test("The choice of unit does not change a result", arguments: Registry.singleRow)
    func unitInvariance(_ index: Index) throws {
        let expected = try #require(index.outcome(typicalPerson).number)
        for input in index.inputs {
            let given = try #require(typicalPerson[input.quantity])
            for unit in input.quantity.units {
                guard let conversion = UnitConversion(input.quantity, from: given.unit, to: unit) else { continue }
                var person = typicalPerson
                person[input.quantity] = Measured(conversion(given.value), unit)
                let value = try #require(index.outcome(person).number)
                #expect(relativeError(value, expected) < 1e-13, "\(index.id) \(input.quantity.rawValue) \(unit.symbol)")
            }
        }
    }

    @Test("Scaling laws")
    func scaling() throws {
        let doubled: [Quantity: Measured] = [.insulin: insulin(19)]
        #expect(try value("homa_ir", doubled) == 2 * value("homa_ir"))
        #expect(try value("firi", doubled) == 2 * value("firi"))
        #expect(try value("homa_b", doubled) == 2 * value("homa_b"))
        #expect(try value("fgir", doubled) == value("fgir") / 2)
        #expect(try value("igr", doubled) == 2 * value("igr"))
        #expect(try value("raynaud", doubled) == value("raynaud") / 2)
        #expect(try value("adipo_ir", doubled) == 2 * value("adipo_ir"))
        #expect(try relativeError(value("firi"), 0.9 * value("homa_ir")) < 1e-15)
        #expect(try relativeError(value("homa_s") * value("homa_ir"), 100) < 1e-15)
        #expect(try relativeError(value("isi_basal") * value("homa_ir"), 10_000 / 405) < 1e-14)
        #expect(try abs(value("log_homa_ir", doubled) - value("log_homa_ir") - 0.693147180559945) < 1e-14)
        #expect(try relativeError(1 / value("quicki", doubled) - 1 / value("quicki"), 0.301029995663981) < 1e-13)
        #expect(try relativeError(value("tyg_half_outside"), (value("tyg") + 0.693147180559945) / 2) < 1e-15)
        #expect(try relativeError(value("tyg_bmi"), value("tyg") * 26) < 1e-15)
        #expect(try relativeError(value("spise_ir") * value("spise"), 10) < 1e-15)
        #expect(try relativeError(value("tg_hdl"), 88.57 / 38.67 * 1.4 / 1.3) < 1e-14)
        #expect(try relativeError(value("spina_di"), value("spina_gbeta") * value("spina_gr")) < 1e-15)
        #expect(try relativeError(value("homa_di"), 450 / (5.4 * 1.9)) < 1e-14)
        #expect(try relativeError(value("bennett_log10"), 5.301898110478399 * value("bennett_ln")) < 1e-14)
        #expect(try value("bennett") == value("bennett_ln"))
        #expect(try relativeError(value("homa_ad"), value("homa_ir") / 8) < 1e-15)
    }

    @Test("A normal person scores 1 on the Belfiore indices")
    func belfiore() throws {
        let normal: [Quantity: Measured] = [
            .glucose: Measured(5, .millimolesPerLitre), .insulin: insulin(8),
            .freeFattyAcids: Measured(0.45, .millimolesPerLitre),
        ]
        #expect(try value("belfiore_basal", normal) == 1)
        #expect(try value("belfiore_ffa", normal) == 1)
        #expect(try Registry.required("belfiore_basal").isDefault == false)
    }

    @Test("The reference person of an adiposity index scores 1")
    func referencePerson() throws {
        func person(
            _ sex: Double, _ zero: Double, _ slope: Double, _ tg: Double, _ hdl: Double
        ) -> [Quantity: Measured] {
            [
                .sex: Measured(sex, .none), .waist: Measured(zero + slope * 26, .centimetres),
                .triglycerides: Measured(tg, .millimolesPerLitre), .hdl: Measured(hdl, .millimolesPerLitre),
            ]
        }
        #expect(try relativeError(value("vai", person(1, 39.68, 1.88, 1.03, 1.31)), 1) < 1e-15)
        #expect(try relativeError(value("vai", person(0, 36.58, 1.89, 0.81, 1.52)), 1) < 1e-15)
        #expect(try relativeError(value("dai", person(1, 22.79, 2.68, 1.37, 1.19)), 1) < 1e-15)
        #expect(try relativeError(value("dai", person(0, 24.02, 2.37, 1.32, 1.43)), 1) < 1e-15)
    }

    @Test("Body mass index 26 and 173 cm by hand")
    func bodySize() throws {
        let person: [Quantity: Measured] = [.weight: Measured(80, .kilograms), .height: Measured(2, .metres)]
        #expect(try value("bmi", person) == 20)
        #expect(try value("whtr", [.waist: Measured(1, .metres), .height: Measured(200, .centimetres)]) == 0.5)
        #expect(try value("wwi", [.waist: Measured(90, .centimetres), .weight: Measured(81, .kilograms)]) == 10)
    }
}
