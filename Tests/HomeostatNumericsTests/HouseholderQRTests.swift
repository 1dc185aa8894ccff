import HomeostatNumerics
import Testing

@Suite struct HouseholderQRTests {
    @Test func solvesTheHilbertSystem() throws {
        // The inverse of the Hilbert matrix of order 5 is known in integers; its row sums solve H x = 1.
        let size = 5
        let matrix = (0..<size * size).map { 1 / Double($0 / size + $0 % size + 1) }
        let qr = HouseholderQR(columnMajor: matrix, rowCount: size, columnCount: size)
        let expected = [5.0, -120, 630, -1120, 630]
        for (x, e) in zip(qr.solve([1, 1, 1, 1, 1]), expected) { #expect(abs(x - e) < 1e-9 * abs(e)) }
        #expect(qr.rank == 5)
    }

    @Test func leastSquaresAgainstAHandComputedLine() throws {
        // y = 1, 3, 4, 4 at x = 0, 1, 2, 3: mean 3, slope 5/5 = 1, intercept 1.5; (X'X)^-1 from determinant 20.
        let matrix = [1.0, 1, 1, 1, 0, 1, 2, 3]
        let qr = HouseholderQR(columnMajor: matrix, rowCount: 4, columnCount: 2)
        let solution = qr.solve([1, 3, 4, 4])
        #expect(abs(solution[0] - 1.5) < 1e-14 && abs(solution[1] - 1) < 1e-14)
        let inverse = try #require(qr.inverseOfGramMatrix())
        let expected = [[14.0 / 20, -6.0 / 20], [-6.0 / 20, 4.0 / 20]]
        for (row, expectedRow) in zip(inverse, expected) {
            for (a, b) in zip(row, expectedRow) { #expect(abs(a - b) < 1e-14) }
        }
    }

    @Test func seesRankDeficiency() {
        // The third column is the sum of the others.
        let matrix = [1.0, 2, 3, 4, 2, 0, 1, 5, 3, 2, 4, 9]
        let qr = HouseholderQR(columnMajor: matrix, rowCount: 4, columnCount: 3)
        #expect(qr.rank == 2)
        #expect(qr.inverseOfGramMatrix() == nil)
        let solution = qr.solve([3, 2, 4, 9])
        for row in 0..<4 {
            let fitted = (0..<3).reduce(0) { $0 + matrix[$1 * 4 + row] * solution[$1] }
            #expect(abs(fitted - [3.0, 2, 4, 9][row]) < 1e-13)
        }
    }

    @Test func survivesExtremeScales() {
        for scale in [1e-200, 1e200] {
            let qr = HouseholderQR(
                columnMajor: [3 * scale, 4 * scale, 1 * scale, 2 * scale], rowCount: 2, columnCount: 2)
            let x = qr.solve([4 * scale, 6 * scale])
            #expect(abs(x[0] - 1) < 1e-13 && abs(x[1] - 1) < 1e-13)
        }
    }
}
