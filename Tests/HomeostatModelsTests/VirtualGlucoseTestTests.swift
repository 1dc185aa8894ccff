import Foundation
import Testing

@testable import HomeostatModels

@Suite struct VirtualGlucoseTestTests {
    static func model(_ number: Int) -> GlucoseInsulinModel {
        var draws = VirtualGlucoseTest.stream(seed: 5, person: number)
        return GlucoseInsulinModel(of: VirtualCohort(seed: 5).person(number), draws: &draws)
    }

    @Test func `without a load nothing moves`() {
        let samples = Self.model(1).with(dose: 0).samples(at: [0, 60, 240])
        #expect(samples.allSatisfy { $0.glucose == samples[0].glucose && $0.insulin == samples[0].insulin })
    }

    @Test(arguments: 1...20)
    func `all glucose comes back to where it was`(_ number: Int) throws {
        let model = Self.model(number)
        let late = try #require(model.samples(at: [0, 2000]).last)
        #expect(abs(late.glucose - model.basal.glucose) < 0.01)
        #expect(abs(late.insulin - model.basal.insulin) < 0.01)
        #expect(abs(late.cPeptide - model.basal.cPeptide) < 0.01)
    }

    /// Independent: the classical Runge-Kutta method in steps of a hundredth of a minute, written from the equations.
    @Test func `agrees with a finer integration`() throws {
        let model = Self.model(3)
        let reference = RungeKuttaReference(model).samples(at: VirtualGlucoseTest.minutes)
        let samples = model.samples(at: VirtualGlucoseTest.minutes)
        for (sample, exact) in zip(samples, reference) {
            #expect(abs(sample.glucose - exact.glucose) < 0.005 * exact.glucose)
            #expect(abs(sample.insulin - exact.insulin) < 0.01 * exact.insulin)
            #expect(abs(sample.cPeptide - exact.cPeptide) < 0.01 * exact.cPeptide)
        }
    }

    @Test func `more sensitivity means less glucose`() throws {
        let model = Self.model(2)
        let low = try #require(model.with(sensitivity: 3e-4).samples(at: [0, 120]).last)
        let high = try #require(model.with(sensitivity: 9e-4).samples(at: [0, 120]).last)
        #expect(high.glucose < low.glucose)
    }
}

extension GlucoseInsulinModel {
    func with(sensitivity: Double? = nil, dose: Double? = nil) -> GlucoseInsulinModel {
        var model = self
        if let sensitivity { model.sensitivity = sensitivity }
        if let dose { model.dose = dose }
        return model
    }
}
