import Foundation
import HomeostatCohort
import HomeostatNumerics
import Testing

@testable import HomeostatIndices

/// Where there is no value, and why.
@Suite("Poles and domains of single-row indices")
struct IndexDomainTests {
    private func outcome(_ id: String, _ changes: [Quantity: Measured]) throws -> Outcome {
        try Registry.required(id).outcome(typicalPerson.merging(changes) { $1 })
    }

    private func glucose(_ value: Double) -> Measured { Measured(value, .milligramsPerDecilitre) }
    private func insulin(_ value: Double) -> Measured { Measured(value, .microunitsPerMillilitre) }

    @Test("HOMA1-%B ends at 63 mg/dL", arguments: ["homa_b", "homa_di"])
    func homaB(_ id: String) throws {
        #expect(try outcome(id, [.glucose: glucose(63)]) == .absent(.pole))
        #expect(try outcome(id, [.glucose: glucose(62)]) == .absent(.pole))
        #expect(try outcome(id, [.glucose: glucose(45)]) == .absent(.pole))
        #expect(try outcome(id, [.glucose: Measured(3.5, .millimolesPerLitre)]) == .absent(.pole))
        #expect(try outcome(id, [.glucose: glucose(64)]).number != nil)
    }

    @Test("HOMA1-%B just above its pole")
    func homaBAbove() throws {
        let value = try #require(try outcome("homa_b", [.glucose: glucose(64), .insulin: insulin(5)]).number)
        #expect(relativeError(value, 1800) < 1e-12)
    }

    @Test("Other poles of glucose")
    func glucosePoles() throws {
        #expect(try outcome("turner_aigr", [.glucose: glucose(30)]) == .absent(.pole))
        #expect(try outcome("turner_aigr", [.glucose: glucose(31), .insulin: insulin(2)]).number == 200)
        #expect(try outcome("aigr", [.glucose: Measured(1.7, .millimolesPerLitre)]) == .absent(.pole))
        #expect(try outcome("aigr", [.glucose: Measured(1.8, .millimolesPerLitre)]).number != nil)
        #expect(try outcome("suit", [.glucose: Measured(3.43, .millimolesPerLitre)]) == .absent(.pole))
        #expect(try outcome("suit", [.glucose: glucose(61.7)]) == .absent(.pole))
        #expect(try outcome("suit", [.glucose: glucose(62)]).number != nil)
    }

    @Test("QUICKI at and below its pole")
    func quicki() throws {
        #expect(try outcome("quicki", [.glucose: glucose(10), .insulin: insulin(0.1)]) == .absent(.pole))
        #expect(try outcome("quicki", [.glucose: glucose(10), .insulin: insulin(0.01)]) == .absent(.pole))
        let ffa = Measured(0.1, .millimolesPerLitre)
        #expect(
            try outcome("quicki_revised", [.glucose: glucose(10), .insulin: insulin(1), .freeFattyAcids: ffa])
                == .absent(.pole))
        #expect(
            try outcome("quicki_revised", [.glucose: glucose(5), .insulin: insulin(1), .freeFattyAcids: ffa])
                == .absent(.pole))
        #expect(
            try outcome("quicki_revised", [.glucose: glucose(90), .insulin: insulin(1), .freeFattyAcids: ffa]).number
                != nil)
    }

    @Test("The Bennett index has no value at 1 uU/mL and below", arguments: ["bennett", "bennett_ln", "bennett_log10"])
    func bennett(_ id: String) throws {
        #expect(try outcome(id, [.insulin: insulin(1)]) == .absent(.pole))
        #expect(try outcome(id, [.insulin: insulin(0.5)]) == .absent(.pole))
        #expect(try outcome(id, [.insulin: insulin(1.1)]).number != nil)
    }

    @Test("METS-IR and METS-VF end at an HDL of 1 mg/dL", arguments: ["mets_ir", "mets_vf"])
    func mets(_ id: String) throws {
        #expect(try outcome(id, [.hdl: Measured(1, .milligramsPerDecilitre)]) == .absent(.pole))
        #expect(try outcome(id, [.hdl: Measured(0.5, .milligramsPerDecilitre)]) == .absent(.pole))
        #expect(try outcome(id, [.hdl: Measured(5, .milligramsPerDecilitre)]).number != nil)
    }

    @Test("LAP is above zero only, by sex")
    func lap() throws {
        let man = Measured(1, .none)
        let woman = Measured(0, .none)
        #expect(try outcome("lap", [.waist: Measured(65, .centimetres), .sex: man]) == .absent(.outOfDomain))
        #expect(try outcome("lap", [.waist: Measured(60, .centimetres), .sex: man]) == .absent(.outOfDomain))
        #expect(try outcome("lap", [.waist: Measured(58, .centimetres), .sex: woman]) == .absent(.outOfDomain))
        #expect(try outcome("lap", [.waist: Measured(60, .centimetres), .sex: woman]).number == 2.8)
    }

    @Test("BRI has no value where the root is of a negative number")
    func bri() throws {
        let short = Measured(100, .centimetres)
        #expect(
            try outcome("bri", [.waist: Measured(315, .centimetres), .height: short]) == .absent(.outOfDomain))
        #expect(try outcome("bri", [.waist: Measured(314, .centimetres), .height: short]).number != nil)
    }

    @Test("SPINA-GR is floored at zero, and so is SPINA-DI")
    func spina() throws {
        let extreme: [Quantity: Measured] = [
            .glucose: Measured(25, .millimolesPerLitre), .insulin: Measured(3000, .picomolesPerLitre),
        ]
        #expect(try outcome("spina_gr", extreme).number == 0)
        #expect(try outcome("spina_di", extreme).number == 0)
    }

    @Test("A disposal rate below zero is given and flagged")
    func disposalRate() throws {
        let person: [Quantity: Measured] = [
            .waist: Measured(150, .centimetres), .hypertension: Measured(1, .none), .hba1c: Measured(14, .percent),
        ]
        let outcome = try outcome("egdr_wc", person)
        let value = try #require(outcome.number)
        #expect(abs(value - -3.463) < 1e-12)
        #expect(outcome == .value(value, isPlausible: false))
    }

    @Test("HOMA-IR above 50 is given and flagged")
    func homaIR() throws {
        let outcome = try outcome("homa_ir", [.glucose: glucose(405), .insulin: insulin(269.6)])
        let value = try #require(outcome.number)
        #expect(relativeError(value, 269.6) < 1e-15)
        #expect(outcome == .value(value, isPlausible: false))
    }

    @Test("The graft score has no value above 1 U/kg/d")
    func beta2() throws {
        #expect(
            try outcome("beta2", [.dailyDosePerKilogram: Measured(1.01, .unitsPerKilogram)]) == .absent(.outOfDomain))
        #expect(try outcome("beta2", [.dailyDosePerKilogram: Measured(1, .unitsPerKilogram)]).number == 0)
    }

    @Test("Scores that may be negative are given")
    func negativeScores() throws {
        #expect(try #require(try outcome("disse", [:]).number) < 0)
        let lean: [Quantity: Measured] = [
            .waist: Measured(60, .centimetres), .age: Measured(20, .years), .sex: Measured(0, .none),
            .bmi: Measured(18, .kilogramsPerSquareMetre), .triglycerides: Measured(0.6, .millimolesPerLitre),
        ]
        #expect(try #require(try outcome("cvai", lean).number) < 0)
    }

    @Test("An absent input makes its lane, and only its lane, not-a-number", arguments: Registry.singleRow)
    func absence(_ index: Index) throws {
        let columns = try index.inputs.map { input -> [Lanes] in
            let given = try #require(typicalPerson[input.quantity])
            let conversion = try #require(UnitConversion(input.quantity, from: given.unit, to: input.unit))
            return [Lanes(repeating: conversion(given.value))]
        }
        let complete = index.values(columns)
        for position in columns.indices {
            var incomplete = columns
            incomplete[position][0][3] = .nan
            let result = index.values(incomplete)
            for lane in 0..<8 {
                if lane == 3 {
                    #expect(result[0][lane].isNaN, "\(index.id): input \(position)")
                } else {
                    #expect(result[0][lane] == complete[0][lane])
                }
            }
        }
    }

    @Test("Lanes do not see each other", arguments: Registry.singleRow)
    func laneIndependence(_ index: Index) throws {
        var random = Seeded(state: 7)
        var columns: [[Lanes]] = []
        for input in index.inputs {
            let given = try #require(typicalPerson[input.quantity])
            let conversion = try #require(UnitConversion(input.quantity, from: given.unit, to: input.unit))
            var lanes = Lanes.zero
            for lane in 0..<8 {
                let code = Double(lane % 2)
                let measured = conversion(given.value) * .random(in: 0.9...1.1, using: &random)
                lanes[lane] = input.quantity.isCode ? code : measured
            }
            columns.append([lanes])
        }
        let together = index.values(columns)
        for lane in 0..<8 {
            let alone = columns.map { [Lanes(repeating: $0[0][lane])] }
            let single = index.values(alone)
            #expect(single[0][0] == together[0][lane], "\(index.id)")
        }
    }

    @Test("Whatever is possible gives a finite number or a cause", arguments: Registry.singleRow)
    func totality(_ index: Index) throws {
        var random = Seeded(state: 11)
        for _ in 0..<2000 {
            var person: [Quantity: Measured] = [:]
            for input in index.inputs {
                guard let range = input.quantity.range else {
                    person[input.quantity] = Measured(Bool.random(using: &random) ? 1 : 0, .none)
                    continue
                }
                let low = max(range.possible.lowerBound, 1e-12)
                let share = Double.random(in: 0...1, using: &random)
                let value = low * pow(range.possible.upperBound / low, share)
                person[input.quantity] = Measured(value, input.quantity.baseUnit)
            }
            switch index.outcome(person) {
            case .value(let value, _): #expect(value.isFinite)
            case .absent(let cause): #expect(cause == .pole || cause == .outOfDomain, "\(index.id) \(person)")
            }
        }
    }
}
