import HomeostatNumerics
import HomeostatTestSupport
import Testing

@Suite struct LeverageScanTests {
    static func scan(
        rows: Int, columns: Int, seed: UInt64, weights: [Double]? = nil
    ) async throws -> (scan: LeverageScan, design: Matrix, response: [Double]) {
        let (design, response) = randomRegression(rows: rows, columns: columns, seed: seed)
        let factor = try await TallSkinnyQR.factor(design, response: response, weights: weights)
        let coefficients = factor.coefficients().compactMap { $0 }
        let scan = try LeverageScan(
            design, response: response, coefficients: coefficients, factor: factor, weights: weights)
        return (scan, design, response)
    }

    #if arch(x86_64)
        /// The definitions, computed in 80 bits from Q.
        static func weight(
            _ correction: HeteroscedasticityCorrection, _ e: Float80, _ h: Float80, n: Float80, p: Float80, top: Float80
        ) -> Float80 {
            func power(_ base: Float80, _ exponent: Float80) -> Float80 {
                // Halves of the exponent by square roots: 2^-70 is enough.
                var (result, root, rest): (Float80, Float80, Float80) = (1, base, exponent)
                while rest >= 1 {
                    result *= base
                    rest -= 1
                }
                for _ in 0..<75 {
                    root = root.squareRoot()
                    rest *= 2
                    if rest >= 1 {
                        result *= root
                        rest -= 1
                    }
                }
                return result
            }
            switch correction {
            case .hc0: return e * e
            case .hc1: return e * e * n / (n - p)
            case .hc2: return e * e / (1 - h)
            case .hc3: return e * e / ((1 - h) * (1 - h))
            case .hc4: return e * e / power(1 - h, min(4, n * h / p))
            case .hc4m: return e * e / power(1 - h, min(1, n * h / p) + min(1.5, n * h / p))
            case .hc5: return e * e / power(1 - h, min(n * h / p, max(4, 0.7 * n * top / p))).squareRoot()
            }
        }

        @Test(arguments: [(20, 4), (301, 5), (40, 1)])
        func agreesWithDefinitions(rows: Int, columns: Int) async throws {
            var (design, response) = randomRegression(rows: rows, columns: columns, seed: 21)
            // A row of high leverage, so that the exponents differ; not so high that 1 - h loses digits.
            if columns > 1 { design[3, columns - 1] = 2 }
            let factor = try await TallSkinnyQR.factor(design, response: response)
            let scan = try LeverageScan(
                design, response: response, coefficients: factor.coefficients().compactMap { $0 }, factor: factor)
            let exact = ExtendedPrecisionLeastSquares(
                (0..<columns).map { column in (0..<rows).map { design[$0, column] } }, response: response)
            let (residuals, leverages) = await scan.residualsAndLeverages()
            for row in 0..<rows {
                #expect(abs(Double(Float80(residuals[row]) - exact.residuals[row])) < 1e-14)
                #expect(relativeError(leverages[row], exact.leverages[row]) < 1e-13)
            }
            let top = exact.leverages.reduce(0) { max($0, $1) }
            for correction in HeteroscedasticityCorrection.allCases {
                let weights = (0..<rows).map { row in
                    Self.weight(
                        correction, exact.residuals[row], exact.leverages[row], n: Float80(rows), p: Float80(columns),
                        top: top)
                }
                let truth = exact.sandwich(weights)
                let found = try await scan.covariance(correction)
                for i in 0..<columns {
                    for j in 0..<columns {
                        let scale = (truth[i][i] * truth[j][j]).squareRoot()
                        #expect(Double((Float80(found[i, j]) - truth[i][j]).magnitude / scale) < 1e-13, "\(correction)")
                    }
                }
            }
            let given = (0..<rows).map { Double($0 % 5) }
            let found = try await scan.covariance(rowWeights: given)
            let truth = exact.sandwich(given.map(Float80.init))
            for i in 0..<columns { #expect(relativeError(found[i, i], truth[i][i]) < 1e-13) }
        }

        /// Weights of rows are the same as rows multiplied by their roots.
        @Test func weighted() async throws {
            let weights = (0..<64).map { [1.0, 4, 9][$0 % 3] }
            let (scan, design, response) = try await Self.scan(rows: 64, columns: 3, seed: 22, weights: weights)
            let columns = (0..<3).map { column in (0..<64).map { design[$0, column] * weights[$0].squareRoot() } }
            let exact = ExtendedPrecisionLeastSquares(
                columns, response: (0..<64).map { response[$0] * weights[$0].squareRoot() })
            let (residuals, leverages) = await scan.residualsAndLeverages()
            for row in 0..<64 {
                #expect(relativeError(leverages[row], exact.leverages[row]) < 1e-13)
                let own = residuals[row] * weights[row].squareRoot()
                #expect(abs(Double(Float80(own) - exact.residuals[row])) < 1e-13)
            }
            let truth = exact.sandwich(
                (0..<64).map { exact.residuals[$0] * exact.residuals[$0] / (1 - exact.leverages[$0]) })
            let found = try await scan.covariance(.hc2)
            for i in 0..<3 { #expect(relativeError(found[i, i], truth[i][i]) < 1e-13) }
        }
    #endif

    @Test func sameBitsOnAnyNumberOfThreads() async throws {
        let (scan, _, _) = try await Self.scan(rows: 100_001, columns: 3, seed: 23)
        let one = await scan.residualsAndLeverages(threads: 1)
        #expect(one.residuals.count == 100_001 && one.leverages.count == 100_001)
        // The leverages add up to the number of columns.
        #expect(abs(one.leverages.reduce(0, +) - 3) < 1e-10)
        for correction in [HeteroscedasticityCorrection.hc0, .hc3, .hc4] {
            let alone = try await scan.covariance(correction, threads: 1)
            for threads in [2, 7] {
                let many = try await scan.covariance(correction, threads: threads)
                #expect(many == alone)
            }
        }
        let seven = await scan.residualsAndLeverages(threads: 7)
        #expect(seven.residuals == one.residuals && seven.leverages == one.leverages)
    }

    /// A group of one person with a dummy of its own: the fit passes through it.
    @Test func fullLeverageIsNamed() async throws {
        let columns: [[Double]] = [[Double](repeating: 1, count: 30), (0..<30).map { $0 == 17 ? 1 : 0 }]
        let design = Matrix(columns: columns)
        let response = (0..<30).map { Double($0 * $0 % 11) }
        let factor = try await TallSkinnyQR.factor(design, response: response)
        let scan = try LeverageScan(
            design, response: response, coefficients: factor.coefficients().compactMap { $0 }, factor: factor)
        for correction in [HeteroscedasticityCorrection.hc2, .hc3, .hc4, .hc4m, .hc5] {
            await #expect(throws: LeverageScanError.fullLeverage(rows: [17])) { try await scan.covariance(correction) }
        }
        let plain = try await scan.covariance(.hc1)
        #expect(plain[0, 0] > 0)
    }

    @Test func refusals() async throws {
        let (design, response) = randomRegression(rows: 3, columns: 3, seed: 1)
        let factor = try await TallSkinnyQR.factor(design, response: response)
        #expect(throws: LeverageScanError.coefficientsDiffer(expected: 3, found: 2)) {
            try LeverageScan(design, response: response, coefficients: [1, 2], factor: factor)
        }
        let square = try LeverageScan(
            design, response: response, coefficients: factor.coefficients().compactMap { $0 }, factor: factor)
        await #expect(throws: LeverageScanError.noDegreesOfFreedom) { try await square.covariance(.hc1) }
        let twice = Matrix(columns: [[1, 2, 3, 4], [2, 4, 6, 8]])
        let deficient = try await TallSkinnyQR.factor(twice, response: [1, 2, 1, 2])
        #expect(throws: LeverageScanError.dependentColumns([1])) {
            try LeverageScan(twice, response: [1, 2, 1, 2], coefficients: [1, 0], factor: deficient)
        }
    }
}
