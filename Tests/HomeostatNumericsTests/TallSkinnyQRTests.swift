import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Columns of numbers in [-0.5, 0.5) after one of ones, and a response made of them with noise.
func randomRegression(rows: Int, columns: Int, seed: UInt64) -> (design: Matrix, response: [Double]) {
    var random = SeededGenerator(seed: seed)
    var made: [[Double]] = [[Double](repeating: 1, count: rows)]
    for _ in 1..<max(columns, 1) { made.append((0..<rows).map { _ in random.unit() - 0.5 }) }
    let response = (0..<rows).map { row in
        made.indices.reduce(random.unit() - 0.5) { $0 + Double($1 + 1) * made[$1][row] }
    }
    return (Matrix(columns: made), response)
}

/// The rows of a matrix from one to another.
func rows(_ range: Range<Int>, of matrix: Matrix) -> Matrix {
    Matrix(columns: (0..<matrix.columnCount).map { column in range.map { matrix[$0, column] } })
}

@Suite struct TallSkinnyQRTests {
    static let block = TallSkinnyQR.rowsPerBlock

    /// LAPACK solves the same problem by one Householder QR of all rows.
    @Test(arguments: [(5, 5), (7, 3), (8, 1), (255, 4), (256, 4), (257, 12), (5000, 13), (9000, 7), (700, 70)])
    func agreesWithLAPACK(rows: Int, columns: Int) async throws {
        let (design, response) = randomRegression(rows: rows, columns: columns, seed: UInt64(rows))
        let factor = try await TallSkinnyQR.factor(design, response: response)
        let peer = try LeastSquares(design: design.elements, rows: rows, columns: columns, response: response)
        let condition = try #require(factor.conditionNumber)
        #expect(factor.rank == columns && factor.dependentColumns == [])
        for (own, theirs) in zip(factor.coefficients(), peer.coefficients) {
            let own = try #require(own)
            #expect(abs(own - theirs) < 1e-14 * condition * Double(columns) * (1 + abs(theirs)))
        }
        let square = try #require(factor.residualSumOfSquares)
        #expect(abs(square - peer.residualSumOfSquares) <= 1e-12 * (peer.residualSumOfSquares + 1e-14))
    }

    /// R is unique with a positive diagonal: the small pivoted QR of the project must find the same one.
    @Test func agreesWithSmallQR() throws {
        let (design, response) = randomRegression(rows: 900, columns: 6, seed: 3)
        var total = TallSkinnyQR(columnCount: 6)
        try total.add(design, response: response)
        let factor = try total.finish()
        let r = try #require(factor.unscaledR)
        let small = HouseholderQR(columnMajor: design.elements, rowCount: 900, columnCount: 6, pivoting: false)
        for row in 0..<6 {
            let sign: Double = small.r(row, row) < 0 ? -1 : 1
            for column in 0..<6 { #expect(abs(r[row, column] - sign * small.r(row, column)) < 1e-13 * 30) }
        }
        let rotated = small.applyTransposedQ(to: response)
        for row in 0..<6 { #expect(abs(factor.transformedResponse[row].magnitude - rotated[row].magnitude) < 1e-12) }
        #expect(abs(factor.residualNorm - rotated[6...].reduce(0) { $0 + $1 * $1 }.squareRoot()) < 1e-12)
    }

    @Test func sameBitsOnAnyNumberOfThreads() async throws {
        let (design, response) = randomRegression(rows: 9 * 8 * Self.block + 777, columns: 3, seed: 5)
        let weights = response.map { $0 * $0 + 0.1 }
        let one = try await TallSkinnyQR.factor(design, response: response, weights: weights, threads: 1)
        for threads in [2, 7] {
            let many = try await TallSkinnyQR.factor(design, response: response, weights: weights, threads: threads)
            #expect(many == one)
        }
        // The streaming form is the same computation.
        var total = TallSkinnyQR(columnCount: 3)
        try total.add(design, response: response, weights: weights)
        #expect(try total.finish() == one)
    }

    /// How rows come in, and where parts meet at the border of a block, changes no bit.
    @Test func sameBitsForAnySplit() throws {
        let count = 5 * Self.block + 1234
        let (design, response) = randomRegression(rows: count, columns: 4, seed: 8)
        var whole = TallSkinnyQR(columnCount: 4)
        try whole.add(design, response: response)
        let expected = try whole.finish()

        var random = SeededGenerator(seed: 2)
        var pieces = TallSkinnyQR(columnCount: 4)
        var first = 0
        while first < count {
            let last = min(count, first + 1 + random.below(3000))
            try pieces.add(rows(first..<last, of: design), response: Array(response[first..<last]))
            first = last
        }
        #expect(try pieces.finish() == expected)

        for border in 1...5 {
            var left = TallSkinnyQR(columnCount: 4)
            var right = TallSkinnyQR(columnCount: 4, firstBlock: border)
            let row = border * Self.block
            try left.add(rows(0..<row, of: design), response: Array(response[..<row]))
            try right.add(rows(row..<count, of: design), response: Array(response[row...]))
            try left.merge(right)
            #expect(left.rowCount == border * Self.block + (right.rowCount))
            #expect(try left.finish() == expected)
        }
    }

    /// Parts that meet anywhere give another order of the same orthogonal steps.
    @Test func partsOfAnySizeMerge() throws {
        let (design, response) = randomRegression(rows: 10_000, columns: 4, seed: 9)
        var whole = TallSkinnyQR(columnCount: 4)
        try whole.add(design, response: response)
        let expected = try whole.finish()
        var left = TallSkinnyQR(columnCount: 4)
        var right = TallSkinnyQR(columnCount: 4)
        try left.add(rows(0..<3333, of: design), response: Array(response[..<3333]))
        try right.add(rows(3333..<10_000, of: design), response: Array(response[3333...]))
        try left.merge(right)
        let merged = try left.finish()
        #expect(merged.rowCount == 10_000)
        for (a, b) in zip(merged.coefficients(), expected.coefficients()) {
            #expect(abs(try #require(a) - #require(b)) < 1e-13)
        }
        #expect(abs(merged.residualNorm - expected.residualNorm) < 1e-12)
        var other = TallSkinnyQR(columnCount: 3)
        #expect(throws: TallSkinnyQRError.columnsDiffer(expected: 3, found: 4)) { try other.merge(left) }
    }

    /// Changing a unit by a power of two changes nothing but exponents, up to the ends of the range of Double.
    @Test func unitsOfColumnsDoNotMatter() async throws {
        let (design, response) = randomRegression(rows: 6000, columns: 5, seed: 10)
        let powers = [0, 1000, -1000, 500, -498]
        var scaled = design
        for column in 0..<5 {
            for row in 0..<6000 {
                scaled[row, column] = Double(sign: .plus, exponent: powers[column], significand: design[row, column])
            }
        }
        let plain = try await TallSkinnyQR.factor(design, response: response)
        let factor = try await TallSkinnyQR.factor(scaled, response: response)
        #expect(factor.r == plain.r && factor.transformedResponse == plain.transformedResponse)
        #expect(factor.conditionNumber == plain.conditionNumber && factor.rank == 5)
        for column in 0..<5 {
            let expected = try #require(plain.coefficients()[column])
            #expect(
                factor.coefficients()[column]
                    == Double(sign: .plus, exponent: -powers[column], significand: expected))
        }
    }

    /// A column whose unit changes on the way: the largest numbers come last.
    @Test func growingColumn() throws {
        let x = (0..<3000).map { row in (row < 2500 ? 1e-150 : 1e150) * (1 + Double(row % 7)) }
        let y = x.map { $0 * 3 }
        var total = TallSkinnyQR(columnCount: 1)
        try total.add(Matrix(columns: [x]), response: y)
        let slope = try #require(try total.finish().coefficients()[0])
        #expect(abs(slope - 3) < 1e-14)
    }

    @Test func fewerRowsThanColumns() async {
        let (design, response) = randomRegression(rows: 3, columns: 4, seed: 1)
        await #expect(throws: TallSkinnyQRError.fewerRowsThanColumns(rows: 3, columns: 4)) {
            try await TallSkinnyQR.factor(design, response: response)
        }
        #expect(throws: TallSkinnyQRError.fewerRowsThanColumns(rows: 0, columns: 2)) {
            try TallSkinnyQR(columnCount: 2).finish()
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
    func numbersThatAreNotFiniteAreNamed(bad: Double) async throws {
        for row in [0, 1, 300, 4095, 4096, 40_000] {
            var (design, response) = randomRegression(rows: 40_001, columns: 3, seed: 4)
            design[row, 2] = bad
            await #expect(throws: TallSkinnyQRError.notFinite(row: row, column: 2)) {
                try await TallSkinnyQR.factor(design, response: response)
            }
            design[row, 2] = 0
            response[row] = bad
            await #expect(throws: TallSkinnyQRError.notFinite(row: row, column: nil)) {
                try await TallSkinnyQR.factor(design, response: response, threads: 1)
            }
        }
    }

    @Test func weightsAreRepetitions() async throws {
        let (design, response) = randomRegression(rows: 500, columns: 3, seed: 6)
        let weights = (0..<500).map { Double($0 % 4) }
        let weighted = try await TallSkinnyQR.factor(design, response: response, weights: weights)
        var repeated: [[Double]] = [[], [], []]
        var responses: [Double] = []
        for row in 0..<500 {
            for _ in 0..<row % 4 {
                for column in 0..<3 { repeated[column].append(design[row, column]) }
                responses.append(response[row])
            }
        }
        let plain = try await TallSkinnyQR.factor(Matrix(columns: repeated), response: responses)
        for (a, b) in zip(weighted.coefficients(), plain.coefficients()) {
            #expect(abs(try #require(a) - #require(b)) < 1e-13)
        }
        #expect(abs(weighted.residualNorm - plain.residualNorm) < 1e-12)
        for bad in [-1, Double.nan, .infinity] {
            var weights = weights
            weights[77] = bad
            await #expect(throws: TallSkinnyQRError.invalidWeight(row: 77)) {
                try await TallSkinnyQR.factor(design, response: response, weights: weights)
            }
        }
    }
}
