import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// The sum of numbers, rounded once, after J. R. Shewchuk (Discrete Comput Geom 1997; 18:305,
/// doi:10.1007/PL00009321): partial sums that do not overlap are kept exactly.
private func exactSum(_ values: [Double]) -> Double {
    var partials: [Double] = []
    for value in values {
        var x = value
        var kept: [Double] = []
        for partial in partials {
            let (large, small) = x.magnitude < partial.magnitude ? (partial, x) : (x, partial)
            let sum = large + small
            let lost = small - (sum - large)
            if lost != 0 { kept.append(lost) }
            x = sum
        }
        partials = kept + [x]
    }
    return partials.reversed().reduce(0, +)
}

/// Eight to a lane, not-a-number behind the last.
private func lanes(_ values: [Double]) -> [Lanes] {
    var result = [Lanes](repeating: Lanes(repeating: .nan), count: (values.count + 7) / 8)
    for (position, value) in values.enumerated() { result[position >> 3][position & 7] = value }
    return result
}

private func accumulated(_ blocks: [[Double]]) -> MomentAccumulator {
    var all = MomentAccumulator()
    for block in blocks {
        var part = MomentAccumulator()
        part.add(lanes(block), count: block.count)
        all.merge(part)
    }
    return all
}

private func normal(_ generator: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + generator.unit() }
}

@Suite struct MomentAccumulatorTests {
    /// Mean to 1e-15, standard deviation to 1e-14, whatever the blocks, the mean and the spread.
    @Test(arguments: [(0.0, 1.0), (1e9, 1.0), (8.5, 0.5), (1e-5, 1e-9), (-273.15, 40.0)])
    func agreesWithExactSums(centre: Double, spread: Double) throws {
        var generator = SeededGenerator(seed: 11)
        for count in [2, 7, 8, 9, 511, 512, 513, 5000, 40_000] {
            let values = (0..<count).map { _ in centre + spread * normal(&generator) }
            var blocks: [[Double]] = []
            var rest = values[...]
            while !rest.isEmpty {
                let size = min(rest.count, 1 + generator.below(3000))
                blocks.append(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            let found = try #require(accumulated(blocks).finish())
            let mean = exactSum(values) / Double(count)
            #expect(found.count == count)
            // A sum that cancels is known to the rounding of its terms.
            let size = exactSum(values.map(\.magnitude)) / Double(count)
            #expect(abs(found.mean - mean) <= 1e-15 * (centre == 0 ? size : mean.magnitude), "\(count) values")
            // The rounded mean is off by up to half an ulp, which the corrected sum takes out.
            let rest2 = exactSum(values.map { $0 - mean })
            let squares = exactSum(values.map { ($0 - mean) * ($0 - mean) }) - rest2 * rest2 / Double(count)
            let deviation = (squares / Double(count - 1)).squareRoot()
            expectClose(found.standardDeviation, deviation, relative: 1e-14, "\(count) values about \(centre)")
            #expect(found.minimum == values.min() && found.maximum == values.max())
        }
    }

    /// The certified values of NIST's NumAcc1 to NumAcc4: integers and decimals whose spread is tiny beside their mean.
    @Test func reachesTheCertifiedValues() throws {
        let one = try #require(accumulated([[10_000_001, 10_000_003, 10_000_002]]).finish())
        #expect(one.mean == 10_000_002 && one.standardDeviation == 1)
        let two = [1.2] + (0..<500).flatMap { _ in [1.1, 1.3] }
        let three = [1_000_000.2] + (0..<500).flatMap { _ in [1_000_000.1, 1_000_000.3] }
        let four = [10_000_000.2] + (0..<500).flatMap { _ in [10_000_000.1, 10_000_000.3] }
        // The decimals of the last two are no Doubles: what their rounding takes cannot come back.
        for (values, mean, tolerance) in [(two, 1.2, 1e-14), (three, 1_000_000.2, 1e-9), (four, 10_000_000.2, 1e-7)] {
            let found = try #require(accumulated([values]).finish())
            expectClose(found.mean, mean, relative: 1e-15)
            expectClose(found.standardDeviation, 0.1, relative: tolerance)
        }
    }

    @Test func numbersNearTheEndsOfTheRange() throws {
        let huge = try #require(accumulated([[1.5e308, 1.7e308], [1.6e308, -1.6e308]]).finish())
        expectClose(huge.mean, 0.8e308, relative: 1e-15)
        // Deviations of 0.7, 0.9, 0.8 and -2.4 (e308): squares 0.49 + 0.81 + 0.64 + 5.76 = 7.7.
        expectClose(huge.standardDeviation, (7.7 / 3.0).squareRoot() * 1e308, relative: 1e-14)
        let tiny = try #require(accumulated([[1e-300, 3e-300], [2e-300]]).finish())
        expectClose(tiny.mean, 2e-300, relative: 1e-15)
        expectClose(tiny.standardDeviation, 1e-300, relative: 1e-14)
        let least = Double.leastNonzeroMagnitude
        let subnormal = try #require(accumulated([[least, 3 * least]]).finish())
        #expect(subnormal.mean == 2 * least && subnormal.minimum == least)
        // Ordinary numbers beside tiny ones, in whole pieces and in any order.
        let many = [Double](repeating: 1e-200, count: 600)
        let mixed = try #require(accumulated([many, [Double](repeating: 2, count: 600)]).finish())
        expectClose(mixed.mean, 1, relative: 1e-15)
        let beside = try #require(accumulated([[Double](repeating: 2, count: 600), [1e300]]).finish())
        expectClose(beside.mean, 1e300 / 601, relative: 1e-15)
    }

    @Test func absentValuesDoNotCount() throws {
        var generator = SeededGenerator(seed: 3)
        let values = (0..<3000).map { _ in generator.below(5) == 0 ? Double.nan : normal(&generator) }
        let present = values.filter { !$0.isNaN }
        let found = try #require(accumulated([values]).finish())
        #expect(found.count == present.count)
        #expect(found.minimum == present.min() && found.maximum == present.max())
        expectClose(found.mean, exactSum(present) / Double(present.count), relative: 1e-13)
        #expect(accumulated([[.nan, .nan]]).finish() == nil)
        #expect(MomentAccumulator().finish() == nil)
        let single = try #require(accumulated([[.nan, 4.5]]).finish())
        #expect(single.mean == 4.5 && single.standardDeviation == nil)
        let equal = try #require(accumulated([[0.1, 0.1, 0.1], [0.1]]).finish())
        #expect(equal.mean == 0.1 && equal.standardDeviation == 0)
    }
}
