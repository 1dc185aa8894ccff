import Foundation
import HomeostatNumerics
import Testing

@Suite struct ChebyshevSeriesTests {
    /// T_n(cos x) = cos(n x): the definition, which knows of no recurrence.
    private func direct(_ coefficients: [Double], _ z: Double) -> Double {
        let angle = acos(z)
        return coefficients.enumerated().reduce(0) { $0 + $1.element * cos(Double($1.offset) * angle) }
    }

    @Test func agreesWithTheTrigonometricDefinition() {
        let coefficients = (0..<18).map { 3 * cos(1.7 * Double($0)) / Double(1 + $0) }
        let series = ChebyshevSeries(coefficients: coefficients, centre: 14, halfWidth: 11)
        for step in 0...1000 {
            let z = -1 + 2 * Double(step) / 1000
            #expect(abs(series(14 + 11 * z) - direct(coefficients, z)) < 1e-13)
        }
    }

    @Test func derivativeAgreesWithTheTrigonometricDefinition() {
        let coefficients = (0..<12).map { sin(2.3 * Double($0) + 1) }
        let series = ChebyshevSeries(coefficients: coefficients, centre: -2, halfWidth: 0.5)
        for step in 1..<100 {
            let angle = Double.pi * Double(step) / 100
            // d/dz cos(n angle) = n sin(n angle) / sin(angle).
            let expected = coefficients.enumerated().reduce(0) {
                $0 + $1.element * Double($1.offset) * sin(Double($1.offset) * angle) / sin(angle)
            }
            let (value, derivative) = series.valueAndDerivative(at: -2 + 0.5 * cos(angle))
            #expect(abs(derivative - expected / 0.5) < 1e-10)
            #expect(value == series(-2 + 0.5 * cos(angle)))
        }
    }

    @Test func polynomialsMatchAndShortSeriesWork() {
        let row = ChebyshevSeries.polynomials(count: 9, at: 3.5, centre: 3, halfWidth: 2)
        for (degree, value) in row.enumerated() {
            #expect(abs(value - cos(Double(degree) * acos(0.25))) < 1e-14)
        }
        #expect(ChebyshevSeries(coefficients: [], centre: 0, halfWidth: 1)(0.3) == 0)
        #expect(ChebyshevSeries(coefficients: [2.5], centre: 0, halfWidth: 1)(0.3) == 2.5)
        #expect(ChebyshevSeries(coefficients: [2.5, 1], centre: 0, halfWidth: 1)(0.25) == 2.75)
    }
}
