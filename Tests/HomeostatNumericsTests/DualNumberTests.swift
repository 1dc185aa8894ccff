import Foundation
import HomeostatNumerics
import Testing

@Suite struct DualNumberTests {
    @Test func derivativesOfElementaryFunctions() {
        let x = DualNumber(0.7, direction: 2)
        let cases: [(DualNumber, Double)] = [
            (x * x * x, 3 * 0.49), (DualNumber(1) / x, -1 / 0.49), (x.exponential(), exp(0.7)),
            (x.logarithm(), 1 / 0.7), (x.squareRoot(), 0.5 / 0.7.squareRoot()), (x.sine(), cos(0.7)),
            (x.cosine(), -sin(0.7)), (x.arcTangent(), 1 / 1.49), (-x, -1),
            (x.power(x), pow(0.7, 0.7) * (log(0.7) + 1)), (x - DualNumber(3) * x, -2),
        ]
        for (dual, expected) in cases {
            #expect(abs(dual.gradient[2] - expected) < 1e-14)
            #expect(dual.gradient[0] == 0)
        }
    }

    @Test func mixedDirections() {
        let x = DualNumber(2, direction: 0)
        let y = DualNumber(3, direction: 1)
        #expect((x * x * y).gradient == SIMD8(12, 4, 0, 0, 0, 0, 0, 0))
    }
}
