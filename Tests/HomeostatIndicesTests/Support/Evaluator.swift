import HomeostatCohort
import HomeostatNumerics
import Testing

@testable import HomeostatIndices

/// A value with the unit that it was measured in.
struct Measured {
    var value: Double
    var unit: Unit

    init(_ value: Double, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }
}

/// What an index gives for one person.
enum Outcome: Equatable {
    case value(Double, isPlausible: Bool)
    case absent(Cause)

    var number: Double? {
        if case .value(let number, _) = self { return number }
        return nil
    }

    var cause: Cause? {
        if case .absent(let cause) = self { return cause }
        return nil
    }
}

extension Index {
    /// The index of one person, by the rules that the declarations state: conversion, domain of the inputs, formula,
    /// domain of the result.
    func outcome(_ person: [Quantity: Measured], factors: ConversionFactors = .published) -> Outcome {
        var columns: [[Lanes]] = []
        for input in inputs {
            guard let measured = person[input.quantity],
                let conversion = UnitConversion(
                    input.quantity, from: measured.unit, to: input.unit, factors: factors)
            else { return .absent(.missing) }
            let value = conversion(measured.value)
            if let domain = input.domain, !domain.contains(value) { return .absent(input.cause) }
            columns.append([Lanes(repeating: value)])
        }
        let output = values(columns)
        let value = output[0][0]
        guard result.contains(value) else { return .absent(result.cause) }
        return .value(value, isPlausible: result.plausible?.contains(value) ?? true)
    }
}

extension Index {
    /// The formula with its parts on columns of the inputs, in their order and units, without any domain.
    func values(_ columns: [[Lanes]]) -> [Lanes] {
        values(of: formula, parts, columns)
    }

    private func values(of formula: Formula, _ parts: [FormulaPart], _ columns: [[Lanes]]) -> [Lanes] {
        var result = [Lanes](repeating: Lanes(repeating: -1), count: columns[0].count)
        let computed = parts.map { part in
            values(of: part.formula, part.parts, part.inputs.map { columns[place($0)] })
        }
        formula.kernel(columns + computed, &result)
        return result
    }

    private func place(_ input: IndexInput) -> Int {
        inputs.firstIndex { $0.quantity == input.quantity && $0.unit == input.unit }!
    }
}

extension Registry {
    /// The index of an id that a test knows to exist.
    static func required(_ id: String) throws -> Index {
        guard let index = index(id) else { throw UnknownIndex(id: id) }
        return index
    }

    /// The declarations that this folder of tests is about.
    static let singleRow =
        fastingIndices + lipidIndices + anthropometricIndices + adiposeIndices + typeOneDiabetesIndices
        + secretionIndices
}

struct UnknownIndex: Error {
    var id: String
}

/// A plausible person with a value for every quantity that an index may ask for.
let typicalPerson: [Quantity: Measured] = [
    .glucose: Measured(5.4, .millimolesPerLitre), .insulin: Measured(9.5, .microunitsPerMillilitre),
    .cPeptide: Measured(0.7, .nanomolesPerLitre), .proinsulin: Measured(9, .picomolesPerLitre),
    .hba1c: Measured(6.1, .percent), .triglycerides: Measured(1.4, .millimolesPerLitre),
    .hdl: Measured(1.3, .millimolesPerLitre), .totalCholesterol: Measured(5.1, .millimolesPerLitre),
    .freeFattyAcids: Measured(0.5, .millimolesPerLitre), .adiponectin: Measured(8, .microgramsPerMillilitre),
    .bmi: Measured(26, .kilogramsPerSquareMetre), .weight: Measured(78, .kilograms),
    .height: Measured(173, .centimetres), .waist: Measured(92, .centimetres), .hip: Measured(101, .centimetres),
    .age: Measured(47, .years), .sex: Measured(1, .none), .hypertension: Measured(0, .none),
    .diastolicBloodPressure: Measured(78, .millimetresOfMercury),
    .dailyDosePerKilogram: Measured(0.6, .unitsPerKilogram), .carbohydrateRatio: Measured(9, .gramsPerUnit),
    .normalGlucose: Measured(5, .millimolesPerLitre), .normalInsulin: Measured(8, .microunitsPerMillilitre),
    .normalFreeFattyAcids: Measured(0.45, .millimolesPerLitre),
]

/// |a - b| as a share of |b|.
func relativeError(_ value: Double, _ expected: Double) -> Double {
    expected == 0 ? abs(value) : abs(value - expected) / abs(expected)
}

/// A generator with a seed: SplitMix64.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Index: CustomTestStringConvertible {
    /// A whole declaration would fill the log.
    public var testDescription: String { id }
}
