import HomeostatNumerics
import HomeostatTestSupport
import Testing

@Suite struct BatchedLeastSquaresTests {
    #if arch(x86_64)
        /// Groups of 50 rows whose covariate stands far from zero: where the mean is 10^k standard deviations away, sums
        /// of raw squares would lose 2 k digits. The slope keeps nearly all; the intercept is itself worth k fewer.
        @Test(arguments: [0, 2, 4, 6, 8, 10])
        func slopeFarFromZero(power: Int) async throws {
            let far = (0..<power).reduce(1.0) { value, _ in value * 10 }
            var random = SeededGenerator(seed: 31)
            let groups = 40
            let x = (0..<groups * 50).map { _ in far + random.unit() }
            let y = x.map { 3 + 2 * ($0 - far) + far + 0.1 * random.unit() }
            let fits = try await BatchedLeastSquares(
                Matrix(columns: [x]), response: y, groupStarts: (0...groups).map { $0 * 50 }, hasIntercept: true)
            for group in 0..<groups {
                let range = group * 50..<(group + 1) * 50
                let exact = ExtendedPrecisionLeastSquares(
                    [[Double](repeating: 1, count: 50), Array(x[range])], response: Array(y[range]))
                // 80 bits lose k digits of 19; what they have left bounds what can be asked.
                let bound = 2e-15 + 1e-18 * far
                #expect(relativeError(try #require(fits.coefficient(1, of: group)), exact.coefficients[1]) < bound)
                #expect(
                    relativeError(try #require(fits.coefficient(0, of: group)), exact.coefficients[0]) < 1e-14 + 1e-15
                        * far)
                #expect(
                    relativeError(try #require(fits.residualSumOfSquares(of: group)), exact.residualSumOfSquares)
                        < 1e-13 + 1e-17 * far)
            }
        }

        /// Any size of group and number of columns, with and without an intercept.
        @Test(arguments: [1, 2, 3, 4, 8, 13], [true, false])
        func agreesWithExtendedPrecision(columns: Int, hasIntercept: Bool) async throws {
            var random = SeededGenerator(seed: 32)
            var starts = [0]
            for group in 0..<60 { starts.append(starts[group] + columns + 3 + random.below(70)) }
            let count = starts[60]
            let made = (0..<columns).map { column in (0..<count).map { _ in Double(column) + random.unit() } }
            let y = (0..<count).map { row in made.reduce(random.unit()) { $0 + $1[row] } }
            let fits = try await BatchedLeastSquares(
                Matrix(columns: made), response: y, groupStarts: starts, hasIntercept: hasIntercept)
            #expect(fits.coefficientCount == columns + (hasIntercept ? 1 : 0) && fits.groupsWithoutFit == [])
            for group in 0..<60 {
                let range = starts[group]..<starts[group + 1]
                let own = made.map { Array($0[range]) }
                let ones = [Double](repeating: 1, count: range.count)
                let exact = ExtendedPrecisionLeastSquares(
                    hasIntercept ? [ones] + own : own, response: Array(y[range]))
                let factor = try await TallSkinnyQR.factor(
                    Matrix(columns: hasIntercept ? [ones] + own : own), response: Array(y[range]))
                let condition = try #require(factor.conditionNumber)
                let scale = Double(exact.coefficients.reduce(0) { max($0, $1.magnitude) })
                for place in exact.coefficients.indices {
                    let found = try #require(fits.coefficient(place, of: group))
                    let error = Double((Float80(found) - exact.coefficients[place]).magnitude)
                    #expect(error < 4 * Double.ulpOfOne * condition * scale * Double(columns + 1))
                }
                let square = try #require(fits.residualSumOfSquares(of: group))
                #expect(relativeError(square, exact.residualSumOfSquares) < 1e-12)
            }
        }
    #endif

    @Test func sameBitsOnAnyNumberOfThreads() async throws {
        let (design, response) = randomRegression(rows: 40_000, columns: 3, seed: 33)
        let starts = (0...5000).map { $0 * 8 }
        let one = try await BatchedLeastSquares(
            design, response: response, groupStarts: starts, hasIntercept: false, threads: 1)
        for threads in [2, 7] {
            let many = try await BatchedLeastSquares(
                design, response: response, groupStarts: starts, hasIntercept: false, threads: threads)
            for group in 0..<5000 {
                #expect(many.outcome(of: group) == one.outcome(of: group))
                #expect(many.residualSumOfSquares(of: group) == one.residualSumOfSquares(of: group))
            }
        }
    }

    /// Every way in which a group may fail, between groups that do not.
    @Test func exceptions() async throws {
        let good: [Double] = [1, 2, 4, 7, 9]
        var x: [Double] = []
        var z: [Double] = []
        var y: [Double] = []
        var starts = [0]
        func group(_ newX: [Double], _ newZ: [Double], _ newY: [Double]) {
            x += newX
            z += newZ
            y += newY
            starts.append(x.count)
        }
        let other: [Double] = [1, 0, 0, 1, 5]
        let response: [Double] = [3, 1, 4, 1, 5]
        group(good, other, response)
        group([], [], [])
        group([1, 2], [2, 1], [1, 1])
        group([0.1, 0.1, 0.1, 0.1, 0.1], other, response)
        group(good, good.map { 3 * $0 - 1 }, response)
        group(good, [1, 0, .nan, 1, 5], response)
        group(good, other, [3, 1, 4, .infinity, 5])
        group(good.map { $0 * 0x1p600 }, other.map { $0 * 0x1p-600 }, response)
        group(good, other, response.map { $0 * 0x1p600 })
        group(good, other, [0, 0, 0, 0, 0])
        group(good, other, response)
        let fits = try await BatchedLeastSquares(
            Matrix(columns: [x, z]), response: y, groupStarts: starts, hasIntercept: true)
        #expect(fits.groupCount == 11 && fits.groupsWithoutFit == [1, 2, 3, 4, 5, 6, 8])
        #expect(fits.outcome(of: 1) == .tooFewRows(rows: 0))
        #expect(fits.outcome(of: 2) == .tooFewRows(rows: 2))
        #expect(fits.outcome(of: 3) == .dependentColumns([1]))
        #expect(fits.outcome(of: 4) == .dependentColumns([2]))
        #expect(fits.outcome(of: 5) == .notFinite(row: starts[5] + 2, column: 1))
        #expect(fits.outcome(of: 6) == .notFinite(row: starts[6] + 3, column: nil))
        #expect(fits.outcome(of: 8) == .outOfRange)
        #expect(fits.outcome(of: 10) == fits.outcome(of: 0))
        #expect(fits.coefficient(1, of: 3) == nil && fits.residualSumOfSquares(of: 4) == nil)
        let plain = (try #require(fits.coefficient(1, of: 0)), try #require(fits.coefficient(2, of: 0)))
        #expect(abs(try #require(fits.coefficient(1, of: 7)) * 0x1p600 - plain.0) < 1e-14)
        #expect(abs(try #require(fits.coefficient(2, of: 7)) * 0x1p-600 - plain.1) < 1e-14)
        #expect(fits.outcome(of: 9) == .fitted([0, 0, 0]) && fits.residualSumOfSquares(of: 9) == 0)
    }

    /// Without covariates the intercept is the mean.
    @Test func means() async throws {
        let fits = try await BatchedLeastSquares(
            Matrix(rowCount: 5, columnCount: 0), response: [1, 3, 10, 20, 30], groupStarts: [0, 2, 5],
            hasIntercept: true)
        #expect(fits.outcome(of: 0) == .fitted([2]) && fits.outcome(of: 1) == .fitted([20]))
        #expect(abs(try #require(fits.residualSumOfSquares(of: 0)) - 2) < 1e-15)
        #expect(abs(try #require(fits.residualSumOfSquares(of: 1)) - 200) < 1e-13)
    }

    @Test func wrongResponse() async {
        await #expect(throws: TallSkinnyQRError.rowsDiffer(design: 2, other: 3)) {
            try await BatchedLeastSquares(
                Matrix(columns: [[1, 2]]), response: [1, 2, 3], groupStarts: [0, 2], hasIntercept: false)
        }
    }
}
