import HomeostatNumerics
import HomeostatTestSupport
import Testing

@Suite struct PairsBootstrapTests {
    /// The draws of a replicate are those of its stream of the generator.
    @Test(arguments: [1, 7, 8, 1001])
    func drawsAreThoseOfTheGenerator(rows: Int) throws {
        let (design, response) = randomRegression(rows: rows, columns: 1, seed: 41)
        let bootstrap = try PairsBootstrap(design, response: response)
        for (seed, replicate) in [(UInt64(1979), 0), (0, 3), (.max - 5, 123_456_789_012)] {
            var stream = CounterRandom(seed: seed).stream(UInt64(replicate))
            var counts = [UInt32](repeating: 0, count: rows)
            for _ in 0..<rows { counts[Int(stream.next().multipliedFullWidth(by: UInt64(rows)).high)] += 1 }
            #expect(bootstrap.counts(ofReplicate: replicate, seed: seed) == counts)
        }
    }

    /// A replicate is the regression of the rows drawn, each as often as it was drawn.
    @Test func replicatesAreRegressions() async throws {
        let (design, response) = randomRegression(rows: 700, columns: 5, seed: 42)
        let bootstrap = try PairsBootstrap(design, response: response)
        let found = await bootstrap.coefficients(replicates: 20, seed: 7)
        #expect(found.undeterminedReplicates == [] && found.coefficients.rowCount == 20)
        for replicate in 0..<20 {
            let counts = bootstrap.counts(ofReplicate: replicate, seed: 7)
            #expect(counts.reduce(0, +) == 700)
            let rows = counts.indices.flatMap { [Int](repeating: $0, count: Int(counts[$0])) }
            let drawn = (0..<5).flatMap { column in rows.map { design[$0, column] } }
            let peer = try LeastSquares(design: drawn, rows: 700, columns: 5, response: rows.map { response[$0] })
            for column in 0..<5 {
                #expect(abs(found.coefficients[replicate, column] - peer.coefficients[column]) < 1e-13)
            }
        }
    }

    @Test func answerDependsOnTheSeedOnly() async throws {
        let (design, response) = randomRegression(rows: 300, columns: 3, seed: 43)
        let bootstrap = try PairsBootstrap(design, response: response)
        let one = await bootstrap.coefficients(replicates: 101, seed: 5, threads: 1)
        for threads in [2, 7] {
            let many = await bootstrap.coefficients(replicates: 101, seed: 5, threads: threads)
            #expect(many == one)
        }
        let fewer = await bootstrap.coefficients(replicates: 10, seed: 5)
        for replicate in 0..<10 {
            #expect(fewer.coefficients[replicate, 2] == one.coefficients[replicate, 2])
        }
        let other = await bootstrap.coefficients(replicates: 101, seed: 6)
        #expect(other != one)
    }

    /// The spread of the replicates is the standard error that HC0 estimates.
    @Test func spreadIsTheStandardError() async throws {
        let (design, response) = randomRegression(rows: 1000, columns: 2, seed: 44)
        let bootstrap = try PairsBootstrap(design, response: response)
        let slopes = await bootstrap.coefficients(replicates: 2000, seed: 1).coefficients
        let factor = try await TallSkinnyQR.factor(design, response: response)
        let coefficients = factor.coefficients().compactMap { $0 }
        let scan = try LeverageScan(design, response: response, coefficients: coefficients, factor: factor)
        let expected = try await scan.covariance(.hc0)[1, 1].squareRoot()
        let mean = (0..<2000).reduce(0) { $0 + slopes[$1, 1] } / 2000
        let variance = (0..<2000).reduce(0) { $0 + (slopes[$1, 1] - mean) * (slopes[$1, 1] - mean) } / 1999
        // Four standard errors of the estimates themselves.
        #expect(abs(variance.squareRoot() / expected - 1) < 4 / (2 * 2000.0).squareRoot() + 0.01)
        #expect(abs(mean - coefficients[1]) < 4 * expected / 2000.0.squareRoot())
    }

    @Test func clustersAreDrawnTogether() async throws {
        let (design, response) = randomRegression(rows: 90, columns: 2, seed: 45)
        let clusters = (0..<90).map { [50, -3, 8][$0 % 3] * 100 + $0 / 9 }
        let bootstrap = try PairsBootstrap(design, response: response, clusters: clusters)
        let counts = bootstrap.counts(ofReplicate: 2, seed: 3)
        var ofCluster: [Int: UInt32] = [:]
        for row in 0..<90 {
            if let known = ofCluster[clusters[row]] { #expect(known == counts[row]) }
            ofCluster[clusters[row]] = counts[row]
        }
        #expect(ofCluster.count == 30 && ofCluster.values.reduce(0, +) == 30)
        let single = try PairsBootstrap(design, response: response, clusters: Array(0..<90))
        let plain = try PairsBootstrap(design, response: response)
        let (a, b) = (
            await single.coefficients(replicates: 5, seed: 9), await plain.coefficients(replicates: 5, seed: 9)
        )
        #expect(a == b)
    }

    /// A dummy of two rows is absent from about one replicate in seven.
    @Test func replicatesWithoutAGroupAreNamed() async throws {
        let ones = [Double](repeating: 1, count: 40)
        let dummy = (0..<40).map { $0 < 2 ? 1.0 : 0 }
        let response = (0..<40).map { Double($0 % 7) }
        let bootstrap = try PairsBootstrap(Matrix(columns: [ones, dummy]), response: response)
        let found = await bootstrap.coefficients(replicates: 200, seed: 11)
        let absent = (0..<200).filter { replicate in
            bootstrap.counts(ofReplicate: replicate, seed: 11)[..<2].allSatisfy { $0 == 0 }
        }
        #expect(!absent.isEmpty && found.undeterminedReplicates == absent)
        #expect(found.coefficients.rowCount == 200 - absent.count)
        #expect(found.coefficients.elements.allSatisfy { $0.isFinite })
    }

    @Test func refusals() {
        let design = Matrix(columns: [[1, 2, .nan]])
        #expect(throws: TallSkinnyQRError.notFinite(row: 2, column: 0)) {
            try PairsBootstrap(design, response: [1, 2, 3])
        }
        #expect(throws: TallSkinnyQRError.rowsDiffer(design: 3, other: 2)) {
            try PairsBootstrap(Matrix(columns: [[1, 2, 3]]), response: [1, 2, 3], clusters: [1, 2])
        }
        #expect(throws: TallSkinnyQRError.fewerRowsThanColumns(rows: 1, columns: 2)) {
            try PairsBootstrap(Matrix(columns: [[1], [2]]), response: [1])
        }
    }
}
