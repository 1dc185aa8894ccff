import HomeostatNumerics
import HomeostatTestSupport
import Testing

@Suite struct LeastSquaresFactorTests {
    /// 1 / (i + j): columns that are ever more alike.
    static func hilbertLike(rows: Int, columns: Int) -> [[Double]] {
        (0..<columns).map { column in (0..<rows).map { 1 / Double($0 + column + 1) } }
    }

    #if arch(x86_64)
        /// The error that a backward stable solution may have is proportional to the condition number.
        @Test(arguments: [3, 5, 7, 9])
        func illConditionedDesign(columns: Int) async throws {
            let design = Self.hilbertLike(rows: 300, columns: columns)
            let response = (0..<300).map { 1 / (1 + Double($0 % 17)) }
            let exact = ExtendedPrecisionLeastSquares(design, response: response)
            let factor = try await TallSkinnyQR.factor(Matrix(columns: design), response: response)
            let condition = try #require(factor.conditionNumber)
            let largest = Double(exact.coefficients.reduce(0) { max($0, $1.magnitude) })
            // The residual is large here: the square of the condition number comes in with it.
            let residual = Double(exact.residualSumOfSquares.squareRoot())
            for (found, truth) in zip(factor.coefficients(), exact.coefficients) {
                let found = try #require(found)
                let error = Double((Float80(found) - truth).magnitude)
                #expect(error < 4 * Double.ulpOfOne * condition * (largest + condition * residual))
            }
            // Columns of length 1 at most, changed by units in the last place, change the residual by as much times b.
            let residualError = abs(factor.residualNorm - residual)
            #expect(residualError < 4 * Double.ulpOfOne * (largest + residual))
        }

        /// The 2-norm condition number of the Hilbert matrix of order 5 is 476607.25 and of order 3 is 524.06 (any
        /// textbook); its columns brought to length 1 are better conditioned. Brute force by power iteration.
        @Test func conditionNumber() async throws {
            let columns = Self.hilbertLike(rows: 40, columns: 4)
            let factor = try await TallSkinnyQR.factor(
                Matrix(columns: columns), response: [Double](repeating: 1, count: 40))
            let exact = ExtendedPrecisionLeastSquares(columns, response: columns[0])
            let size = 4
            var unit = exact.r
            for column in 0..<size {
                let length = (0..<size).reduce(Float80(0)) { $0 + exact.r[$1][column] * exact.r[$1][column] }
                    .squareRoot()
                for row in 0..<size { unit[row][column] /= length }
            }
            func times(_ v: [Float80]) -> [Float80] {
                let w = (0..<size).map { row in (0..<size).reduce(Float80(0)) { $0 + unit[row][$1] * v[$1] } }
                return (0..<size).map { row in (0..<size).reduce(Float80(0)) { $0 + unit[$1][row] * w[$1] } }
            }
            func solved(_ v: [Float80]) -> [Float80] {
                var w = v
                for row in 0..<size {
                    for inner in 0..<row { w[row] -= unit[inner][row] * w[inner] }
                    w[row] /= unit[row][row]
                }
                for row in (0..<size).reversed() {
                    for inner in row + 1..<max(size, row + 1) { w[row] -= unit[row][inner] * w[inner] }
                    w[row] /= unit[row][row]
                }
                return w
            }
            func largest(_ apply: ([Float80]) -> [Float80]) -> Float80 {
                var v: [Float80] = [1, 0.5, 0.25, 0.7]
                var length: Float80 = 0
                for _ in 0..<200 {
                    v = apply(v)
                    length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
                    v = v.map { $0 / length }
                }
                return length
            }
            let truth = (largest(times) * largest(solved)).squareRoot()
            #expect(relativeError(try #require(factor.conditionNumber), truth) < 1e-11)
        }
    #endif

    /// Dummies of all levels beside an intercept, a repeated column, a column of zeros, a sum: each is named, the later
    /// ones of those that depend on each other, and the others are fitted as if these were not there.
    @Test(arguments: [24, 5000, 100_000])
    func dependentColumnsAreNamed(rows: Int) async throws {
        var random = SeededGenerator(seed: 12)
        let ones = [Double](repeating: 1, count: rows)
        let levels = (0..<3).map { level in (0..<rows).map { $0 % 3 == level ? 1.0 : 0.0 } }
        let x = (0..<rows).map { _ in 1e6 * random.unit() }
        let zeros = [Double](repeating: 0, count: rows)
        let z = (0..<rows).map { _ in 1e-6 * random.unit() }
        let sum = (0..<rows).map { x[$0] + z[$0] }
        let constant = [Double](repeating: 0.1, count: rows)
        let columns = [ones] + levels + [x, zeros, x, z, sum, constant]
        let response = (0..<rows).map { _ in random.unit() }
        let factor = try await TallSkinnyQR.factor(Matrix(columns: columns), response: response)
        #expect(factor.dependentColumns == [3, 5, 6, 8, 9])
        #expect(factor.rank == 5)
        #expect(factor.inverseOfGramMatrix() == nil)
        let kept = [0, 1, 2, 4, 7]
        let alone = try await TallSkinnyQR.factor(Matrix(columns: kept.map { columns[$0] }), response: response)
        #expect(alone.dependentColumns == [])
        let all = factor.coefficients()
        for column in factor.dependentColumns { #expect(all[column] == nil) }
        for (place, column) in kept.enumerated() {
            let (found, expected) = (try #require(all[column]), try #require(alone.coefficients()[place]))
            #expect(abs(found - expected) < 1e-10 * abs(expected) + 1e-13)
        }
        #expect(abs(factor.selecting(kept).residualNorm - alone.residualNorm) < 1e-12 * alone.residualNorm)
    }

    @Test func nearlyDependentColumnsAreKept() async throws {
        var random = SeededGenerator(seed: 13)
        let x = (0..<1000).map { _ in random.unit() }
        let y = x.map { $0 + 1e-9 * (random.unit() - 0.5) }
        let factor = try await TallSkinnyQR.factor(Matrix(columns: [x, y]), response: x)
        #expect(factor.rank == 2)
        #expect(try #require(factor.conditionNumber) > 1e9)
        let strict = try await TallSkinnyQR.factor(Matrix(columns: [x, y]), response: x, rankTolerance: 1e-7)
        #expect(strict.dependentColumns == [1] && strict.rankTolerance == 1e-7)
    }

    @Test func zerosOnly() async throws {
        let zeros = [Double](repeating: 0, count: 10)
        let factor = try await TallSkinnyQR.factor(Matrix(columns: [zeros, zeros]), response: zeros)
        #expect(factor.rank == 0 && factor.dependentColumns == [0, 1] && factor.conditionNumber == nil)
        #expect(factor.coefficients() == [nil, nil] && factor.residualSumOfSquares == 0)
    }

    /// Selected columns in any order give what factoring them gives.
    @Test func selectingColumns() async throws {
        let (design, response) = randomRegression(rows: 4500, columns: 6, seed: 14)
        let factor = try await TallSkinnyQR.factor(design, response: response)
        for columns in [[0], [5, 2], [3, 0, 4, 1], [5, 4, 3, 2, 1, 0]] {
            let part = Matrix(columns: columns.map { column in (0..<4500).map { design[$0, column] } })
            let expected = try await TallSkinnyQR.factor(part, response: response)
            let found = factor.selecting(columns)
            for (a, b) in zip(found.coefficients(), expected.coefficients()) {
                #expect(abs(try #require(a) - #require(b)) < 1e-12)
            }
            #expect(abs(found.residualNorm - expected.residualNorm) < 1e-11)
            let (g, h) = (try #require(found.inverseOfGramMatrix()), try #require(expected.inverseOfGramMatrix()))
            for (a, b) in zip(g.elements, h.elements) { #expect(abs(a - b) < 1e-13) }
        }
    }

    /// A response of 1e200 has a residual, and its square is beyond Double.
    @Test func hugeResponse() async throws {
        let (design, response) = randomRegression(rows: 100, columns: 2, seed: 15)
        let factor = try await TallSkinnyQR.factor(design, response: response.map { $0 * 0x1p700 })
        let plain = try await TallSkinnyQR.factor(design, response: response)
        #expect(factor.residualSumOfSquares == nil)
        #expect(factor.residualNorm == plain.residualNorm * 0x1p700)
    }
}
