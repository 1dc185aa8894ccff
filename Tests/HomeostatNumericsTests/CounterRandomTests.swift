import HomeostatNumerics
import Testing

/// Known answers: `kat_vectors` of the Random123 library (D. E. Shaw Research), philox4x32 with 10 rounds.
@Suite struct CounterRandomTests {
    struct KnownAnswer: Sendable {
        let counter: SIMD4<UInt32>
        let key: SIMD2<UInt32>
        let words: SIMD4<UInt32>
    }

    static let knownAnswers = [
        KnownAnswer(
            counter: SIMD4(repeating: 0), key: SIMD2(repeating: 0),
            words: SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)),
        KnownAnswer(
            counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max),
            words: SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)),
        KnownAnswer(
            counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
            key: SIMD2(0xa409_3822, 0x299f_31d0),
            words: SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)),
    ]

    @Test(arguments: knownAnswers)
    func `agrees with the published vectors`(_ known: KnownAnswer) {
        #expect(CounterRandom.block(counter: known.counter, key: known.key) == known.words)
    }

    @Test func `a stream begins with the block of counter zero`() {
        var draws = CounterRandom(seed: 0).stream(0)
        #expect(draws.next() == 0xe169_c58d_6627_e8d5)
    }

    @Test func `a number depends on seed, stream and position alone`() {
        var whole = CounterRandom(seed: 7).stream(3)
        let numbers = (0..<100).map { _ in whole.next() }
        for start in [1, 17, 99] {
            var part = CounterRandom(seed: 7).stream(3)
            part.skip(UInt64(start))
            #expect((start..<100).map { _ in part.next() } == Array(numbers[start...]))
        }
        var otherStream = CounterRandom(seed: 7).stream(4)
        var otherSeed = CounterRandom(seed: 8).stream(3)
        #expect(otherStream.next() != numbers[0])
        #expect(otherSeed.next() != numbers[0])
    }

    @Test func `uniform numbers fill the open interval evenly`() {
        var draws = CounterRandom(seed: 1).stream(1)
        var counts = [Int](repeating: 0, count: 64)
        for _ in 0..<64_000 {
            let u = draws.uniform()
            #expect(u > 0 && u < 1)
            counts[Int(u * 64)] += 1
        }
        let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - 1000) * (Double($1) - 1000) / 1000 }
        // 63 degrees of freedom: the 0.0005 and 0.9995 quantiles (R: qchisq).
        #expect(chiSquare > 31.6 && chiSquare < 106.2)
    }

    @Test func `normal deviates have mean 0 and variance 1`() {
        var draws = CounterRandom(seed: 2).stream(1)
        let count = 100_000
        var sum = 0.0
        var squares = 0.0
        for _ in 0..<count {
            let z = draws.normal()
            sum += z
            squares += z * z
        }
        // Four standard errors.
        #expect(abs(sum / Double(count)) < 4 / Double(count).squareRoot())
        #expect(abs(squares / Double(count) - 1) < 4 * (2 / Double(count)).squareRoot())
    }
}
