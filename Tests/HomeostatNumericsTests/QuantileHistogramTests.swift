import HomeostatNumerics
import HomeostatTestSupport
import Testing

private func lanes(_ values: [Double]) -> [Lanes] {
    var result = [Lanes](repeating: Lanes(repeating: .nan), count: (values.count + 7) / 8)
    for (position, value) in values.enumerated() { result[position >> 3][position & 7] = value }
    return result
}

/// Numbers of every kind: ties, both signs, zeros, subnormals, and exponents from end to end.
private func hostileNumbers(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    (0..<count).map { _ in
        switch generator.below(8) {
        case 0: Double(generator.below(4)) / 2 - 0.5
        case 1: Double(bitPattern: generator.next() >> 12)
        case 2:
            Double(bitPattern: generator.next() & 0x800F_FFFF_FFFF_FFFF | UInt64(generator.below(2047)) << 52)
        case 3: .nan
        case 4: -generator.unit()
        default: 1 + generator.unit() * 20
        }
    }
}

@Suite struct QuantileHistogramTests {
    @Test func everyRankLiesInItsBucket() throws {
        var generator = SeededGenerator(seed: 5)
        for count in [1, 10, 1000, 20_000] {
            let values = hostileNumbers(count, &generator)
            let sorted = values.filter { !$0.isNaN }.sorted()
            var histogram = QuantileHistogram()
            histogram.add(lanes(values), count: values.count)
            #expect(histogram.count == sorted.count)
            if sorted.isEmpty { continue }
            let ranks = Set((0..<200).map { _ in generator.below(sorted.count) }).sorted()
            let buckets = histogram.buckets(ofRanks: ranks)
            for (rank, bucket) in zip(ranks, buckets) {
                #expect(bucket.below <= rank && rank < bucket.below + bucket.count)
                let value = sorted[rank]
                if value.magnitude >= .leastNormalMagnitude {
                    #expect(abs(bucket.middle - value) <= histogram.relativeError * value.magnitude)
                } else {
                    #expect(bucket.middle == 0)
                }
            }
            var collector = OrderStatisticCollector(buckets)
            collector.add(lanes(values), count: values.count)
            let found = try #require(collector.values(ofRanks: ranks))
            for rank in ranks { #expect(found[rank] == sorted[rank]) }
        }
    }

    /// The order of adding and merging, and making buckets larger before or after, do not matter.
    @Test func mergingInAnyOrderGivesTheSameCounts() {
        var generator = SeededGenerator(seed: 9)
        let values = hostileNumbers(6000, &generator).filter { !$0.isNaN }
        let ranks = Array(stride(from: 0, to: values.count, by: 37))
        var whole = QuantileHistogram()
        whole.add(lanes(values), count: values.count)
        for parts in [2, 7, 31] {
            var merged = QuantileHistogram()
            var backwards = QuantileHistogram()
            let size = (values.count + parts - 1) / parts
            let pieces = stride(from: 0, to: values.count, by: size).map { start in
                var part = QuantileHistogram()
                let numbers = Array(values[start..<min(start + size, values.count)])
                part.add(lanes(numbers), count: numbers.count)
                return part
            }
            for piece in pieces { merged.merge(piece) }
            for piece in pieces.reversed() { backwards.merge(piece) }
            #expect(merged.buckets(ofRanks: ranks) == whole.buckets(ofRanks: ranks))
            #expect(backwards.buckets(ofRanks: ranks) == whole.buckets(ofRanks: ranks))
            var early = QuantileHistogram()
            for var piece in pieces {
                piece.coarsen(to: 4)
                early.merge(piece)
            }
            var late = merged
            late.coarsen(to: 4)
            #expect(early.buckets(ofRanks: ranks) == late.buckets(ofRanks: ranks))
            // A finer part that comes later takes the lower precision.
            early.merge(whole)
            late.merge(whole)
            #expect(early.precision == 4 && early.buckets(ofRanks: ranks) == late.buckets(ofRanks: ranks))
        }
    }

    @Test func seesThatTheNumbersWereOthers() {
        var histogram = QuantileHistogram()
        histogram.add(lanes([1, 2, 3]), count: 3)
        var collector = OrderStatisticCollector(histogram.buckets(ofRanks: [1]))
        collector.add(lanes([1, 2, 2, 3]), count: 4)
        #expect(collector.values(ofRanks: [1]) == nil)
    }

    @Test func orderStatisticsOfAnArray() {
        var generator = SeededGenerator(seed: 21)
        let values = hostileNumbers(501, &generator).filter { !$0.isNaN }
        let sorted = values.sorted()
        for rank in [0, 1, sorted.count / 2, sorted.count - 1] {
            #expect(orderStatistic(values, rank: rank) == sorted[rank])
        }
        #expect(orderStatistic([], rank: 0) == nil)
    }

    /// Values of R 4.2: quantile(c(1, 2, 4, 8), c(.25, .5, .75)) and of a single number.
    @Test func quantilesOfTheSeventhDefinition() {
        let values = [1.0, 2, 4, 8]
        for (probability, expected) in [(0.25, 1.75), (0.5, 3), (0.75, 5), (0, 1), (1, 8)] {
            let rank = QuantileRank(probability, count: 4)
            #expect(rank.value(values[rank.lower], values[rank.upper]) == expected)
        }
        let single = QuantileRank(0.75, count: 1)
        #expect(single.lower == 0 && single.upper == 0 && single.value(3, 3) == 3)
        // Neighbours whose difference is no number.
        #expect(QuantileRank(0.5, count: 2).value(-1.5e308, 1.5e308) == 0)
    }
}
