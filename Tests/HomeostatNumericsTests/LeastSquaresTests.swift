import HomeostatNumerics
import Testing

@Suite struct LeastSquaresTests {
    /// Wampler 1 of NIST StRD: y = 1 + x + ... + x^5 for x = 0 ... 20 has coefficients of one and no residual.
    @Test func polynomialOfWampler() throws {
        let x = (0...20).map(Double.init)
        func power(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1) { value, _ in value * base } }
        let design = (0...5).flatMap { exponent in x.map { power($0, exponent) } }
        let response = x.map { value in (0...5).reduce(0) { $0 + power(value, $1) } }
        let fit = try LeastSquares(design: design, rows: 21, columns: 6, response: response)
        for coefficient in fit.coefficients { #expect(abs(coefficient - 1) < 1e-8) }
        #expect(fit.residualSumOfSquares < 1e-10)
    }

    /// Two groups: the coefficients are the means, and the residual sum of squares is known by hand.
    @Test func meansOfTwoGroups() throws {
        let design: [Double] = [1, 1, 0, 0, 0, 0, 0, 1, 1, 1]
        let fit = try LeastSquares(design: design, rows: 5, columns: 2, response: [1, 3, 10, 20, 30])
        #expect(abs(fit.coefficients[0] - 2) < 1e-14)
        #expect(abs(fit.coefficients[1] - 20) < 1e-13)
        #expect(abs(fit.residualSumOfSquares - 202) < 1e-11)
    }

    @Test func columnOfZerosIsAnError() {
        let failure = #expect(throws: LAPACKError.self) {
            try LeastSquares(design: [1, 2, 3, 0, 0, 0], rows: 3, columns: 2, response: [1, 2, 3])
        }
        #expect(failure == LAPACKError(routine: "dgels", info: 2))
    }

    @Test func notANumberIsRefusedWithItsArgument() {
        let failure = #expect(throws: LAPACKError.self) {
            try LeastSquares(design: [1, .nan, 3], rows: 3, columns: 1, response: [1, 2, 3])
        }
        #expect(failure == LAPACKError(routine: "dgels", info: -6))
    }
}
