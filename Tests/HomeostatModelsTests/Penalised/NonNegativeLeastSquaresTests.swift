import HomeostatNumerics
import HomeostatTestSupport
import Testing

@Suite struct NonNegativeLeastSquaresTests {
    /// Every subset of columns tried in 50-digit arithmetic (Tests/Golden/penalised).
    @Test func agreesWithMultiPrecision() throws {
        let golden = try ReferenceTree(path: "\(ProjectPaths.root)/Tests/Golden/penalised/penalised.json")["nnls"]
        var zeros = 0
        for expected in try golden.list {
            let columns = try expected["x"].list.map { try $0.numbers }
            let found = try NonNegativeLeastSquares(design: Matrix(columns: columns), response: expected["y"].numbers)
            for (value, exact) in zip(found.coefficients, try expected["coefficients"].numbers) {
                expectClose(value, exact, relative: 1e-12)
                if exact == 0 { zeros += 1 }
            }
            expectClose(found.residualSumOfSquares, try expected["rss"].number, relative: 1e-12)
            #expect(found.largestViolation < 1e-14)
            #expect(found.positive == found.coefficients.indices.filter { found.coefficients[$0] > 0 })
        }
        #expect(zeros > 12)
    }

    @Test func cornerCases() throws {
        // All columns point away: zero is the minimum.
        let away = try NonNegativeLeastSquares(design: Matrix(columns: [[1, 2], [3, 1]]), response: [-1, -1])
        #expect(away.coefficients == [0, 0] && away.residuals == [-1, -1])
        // A zero column, twice the same column, more columns than rows.
        let wide = Matrix(columns: [[0, 0], [1, 0], [1, 0], [0, 2]])
        let found = try NonNegativeLeastSquares(design: wide, response: [3, 4])
        #expect(found.coefficients[0] == 0 && found.coefficients[3] == 2)
        #expect(found.coefficients[1] + found.coefficients[2] == 3)
        #expect(found.residuals == [0, 0])
        let nothing = try NonNegativeLeastSquares(design: wide, response: [0, 0])
        #expect(nothing.coefficients == [0, 0, 0, 0] && nothing.largestViolation == 0)
        #expect(throws: NonNegativeLeastSquares.Failure.notFinite(row: 1, column: 0)) {
            try NonNegativeLeastSquares(design: Matrix(columns: [[1, .infinity]]), response: [1, 1])
        }
        #expect(throws: NonNegativeLeastSquares.Failure.notFinite(row: 0, column: nil)) {
            try NonNegativeLeastSquares(design: Matrix(columns: [[1, 1]]), response: [.infinity, 1])
        }
        #expect(throws: NonNegativeLeastSquares.Failure.differentLengths(response: 1, rows: 2)) {
            try NonNegativeLeastSquares(design: Matrix(columns: [[1, 1]]), response: [1])
        }
    }

    /// The certificate over random problems of all shapes, also badly scaled ones.
    @Test func theCertificateHolds() throws {
        var draws = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let (rows, columns) = (1 + draws.below(20), 1 + draws.below(20))
            let design = Matrix(
                columns: (0..<columns).map { _ in
                    let scale = [1e-6, 1, 1e6][draws.below(3)]
                    return (0..<rows).map { _ in scale * (draws.unit() - 0.4) }
                })
            let response = (0..<rows).map { _ in draws.unit() - 0.5 }
            let found = try NonNegativeLeastSquares(design: design, response: response)
            #expect(found.coefficients.allSatisfy { $0 >= 0 })
            #expect(found.largestViolation < 1e-12)
        }
    }
}
