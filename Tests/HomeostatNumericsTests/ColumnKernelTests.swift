import HomeostatNumerics
import HomeostatTestSupport
import Testing

@Suite struct ColumnKernelTests {
    @Test func findsTheFirstGroupOutside() {
        var generator = SeededGenerator(seed: 2)
        var column = (0..<40).map { _ in Lanes((0..<8).map { _ in 1 + generator.unit() }) }
        #expect(nextGroup(outside: 1...2, in: column, from: 0) == 40)
        for odd in [0.999, 2.001, .nan, .infinity, -.infinity] {
            for (group, place) in [(0, 0), (7, 5), (39, 7)] {
                let kept = column[group]
                column[group][place] = odd
                #expect(nextGroup(outside: 1...2, in: column, from: 0) == group)
                #expect(nextGroup(outside: 1...2, in: column, from: group) == group)
                #expect(nextGroup(outside: 1...2, in: column, from: group + 1) == 40)
                column[group] = kept
            }
        }
        column[3][3] = 1
        column[3][4] = 2
        #expect(nextGroup(outside: 1...2, in: column, from: 0) == 40)
        #expect(nextGroup(outside: 1...2, in: [], from: 0) == 0)
    }

    /// A column at once gives the bits of eight at a time.
    @Test func logarithmsOfColumns() {
        var generator = SeededGenerator(seed: 4)
        let column = (0..<101).map { _ in
            Lanes(
                (0..<8).map { _ in
                    Double(bitPattern: generator.next() >> 1) < .infinity && generator.below(4) > 0
                        ? Double(bitPattern: generator.next() >> 2) : generator.unit() * 400
                })
        }
        var natural = column
        takeLog(&natural)
        var decimal = column
        takeLog10(&decimal)
        for (position, x) in column.enumerated() {
            for lane in 0..<8 {
                #expect(natural[position][lane].bitPattern == log(x)[lane].bitPattern)
                #expect(decimal[position][lane].bitPattern == log10(x)[lane].bitPattern)
            }
        }
    }
}
