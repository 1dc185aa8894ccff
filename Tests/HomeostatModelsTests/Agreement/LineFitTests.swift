import HomeostatTestSupport
import Testing

@testable import HomeostatModels

/// Against brute force, and by properties that the lines have.
@Suite struct LineFitTests {
    static func points(_ count: Int, seed: UInt64, step: Double? = nil) -> (x: [Double], y: [Double]) {
        var draws = SeededGenerator(seed: seed)
        let rounded = { (value: Double) in step.map { (value / $0).rounded() * $0 } ?? value }
        let x = (0..<count).map { _ in rounded(10 * draws.unit()) }
        let y = x.map { rounded(0.7 * $0 + 1 + 4 * (draws.unit() - 0.5)) }
        return (x, y)
    }

    static func allSlopes(_ x: [Double], _ y: [Double]) -> [Double] {
        x.indices.flatMap { j in
            (0..<j).compactMap { i in x[i] == x[j] ? nil : (y[j] - y[i]) / (x[j] - x[i]) }
        }.sorted()
    }

    /// 700 points have more slopes than are sorted at once.
    @Test(arguments: [nil, 0.5, 2.0] as [Double?]) func `slopes by rank are those of brute force`(step: Double?) {
        let (x, y) = Self.points(700, seed: 7, step: step)
        let brute = Self.allSlopes(x, y)
        let slopes = PairwiseSlopes(x, y)
        #expect(slopes.count == brute.count)
        // Places of few binary digits, which no quotient reaches by rounding.
        for place in [-1, 0, 0.25, 0.75, 2] {
            #expect(slopes.count(atMost: place) == brute.count { $0 <= place })
            #expect(slopes.count(below: place) == brute.count { $0 < place })
        }
        let selection = SlopeSelection(slopes)
        let absolute = SlopeSelection(slopes, absolute: true)
        let magnitudes = brute.map(\.magnitude).sorted()
        for share in [0.0, 0.001, 0.3, 0.5, 0.731, 0.999, 1] {
            let rank = Int(share * Double(brute.count - 1))
            let (found, expected) = (selection.slope(atRank: rank), brute[rank])
            #expect(abs(found - expected) <= 1e-14 * abs(expected), "rank \(rank): \(found), not \(expected)")
            let (foundSize, size) = (absolute.slope(atRank: rank), magnitudes[rank])
            #expect(abs(foundSize - size) <= 1e-14 * size, "rank \(rank): \(foundSize), not \(size)")
        }
    }

    @Test func `a line is found whatever a quarter of the points is`() throws {
        var (x, y) = Self.points(101, seed: 3)
        for place in y.indices { y[place] = 2 - 3 * x[place] }
        for place in 0..<25 { y[place] = 1e6 * Double(place % 3) }
        let fit = try TheilSenFit(x, y)
        #expect(abs(fit.line.slope + 3) < 1e-12)
        #expect(abs(fit.line.intercept - 2) < 1e-11)
        x[0] = .nan
        #expect(try TheilSenFit(x, y).missingCount == 1)
    }

    @Test func `exchanging the methods inverts the line`() throws {
        let (x, y) = Self.points(80, seed: 11, step: 0.25)
        for errors in [DemingErrors.varianceRatio(1), .proportional(varianceRatio: 1)] {
            let (shiftedX, shiftedY) = (x.map { $0 + 20 }, y.map { $0 + 20 })
            let (there, back) = (
                try DemingFit(shiftedX, shiftedY, errors: errors), try DemingFit(shiftedY, shiftedX, errors: errors)
            )
            #expect(abs(there.line.slope * back.line.slope - 1) < 1e-12)
        }
        for method in [PassingBablokFit.Method.original, .equivariant] {
            // Odd numbers of slopes have one in the middle.
            let there = try PassingBablokFit(x, y, method: method, convention: .demingPackage)
            let back = try PassingBablokFit(y, x, method: method, convention: .demingPackage)
            #expect(abs(there.line.slope * back.line.slope - 1) < 1e-12)
        }
    }

    @Test func `equal errors of each point are a ratio`() throws {
        let (x, y) = Self.points(60, seed: 5)
        let errors = DemingErrors.standardDeviations(x: x.map { _ in 0.5 }, y: y.map { _ in 1.5 })
        let (known, ratio) = (try DemingFit(x, y, errors: errors), try DemingFit(x, y, errors: .varianceRatio(9)))
        #expect(abs(known.line.slope - ratio.line.slope) < 1e-13)
        #expect(abs(known.slopeStandardError - ratio.slopeStandardError) < 1e-12)
    }

    @Test func `proportional errors weigh by the level that the line gives each point`() throws {
        let (x, y) = Self.points(50, seed: 21)
        let levels = x.map { $0 + 5 }
        let values = zip(levels, y).map { $0 * (1 + 0.02 * $1) }
        let fit = try DemingFit(levels, values, errors: .proportional(varianceRatio: 1))
        // At the solution the weighted closed form with weights of the fitted levels gives the same slope.
        let b = fit.line.slope
        let level = levels.indices.map { i in
            let share = (values[i] - fit.line.value(at: levels[i])) / (1 + b * b)
            return (levels[i] + b * share + values[i] - share) / 2
        }
        func objective(_ slope: Double) -> Double {
            let w = level.map { 1 / ($0 * $0) }
            let total = w.reduce(0, +)
            let a = w.indices.reduce(0) { $0 + w[$1] * (values[$1] - slope * levels[$1]) } / total
            return w.indices.reduce(0) {
                let residual = values[$1] - a - slope * levels[$1]
                return $0 + w[$1] * residual * residual
            } / (1 + slope * slope)
        }
        #expect(objective(b) < objective(b * 1.00001))
        #expect(objective(b) < objective(b * 0.99999))
        #expect(throws: PairedDataError.self) {
            try DemingFit(x.map { $0 - 5 }, y, errors: .proportional(varianceRatio: 1))
        }
    }

    @Test func `bad input is refused with its cause`() throws {
        let x = [1.0, 2, 3, 4, 5]
        #expect(throws: PairedDataError.tooFewPairs(count: 2, needed: 3)) {
            try TheilSenFit([1, 2, .nan], [1, 2, 3])
        }
        #expect(throws: PairedDataError.constant(variable: "x")) { try TheilSenFit([1, 1, 1], [1, 2, 3]) }
        #expect(throws: PairedDataError.constant(variable: "y")) { try PassingBablokFit(x, [2, 2, 2, 2, 2]) }
        #expect(throws: PairedDataError.infiniteValue(variable: "y", row: 3)) {
            try PassingBablokFit(x, [1, 2, 3, .infinity, 5])
        }
        #expect(throws: PairedDataError.confidenceLevel(1)) { try TheilSenFit(x, x, level: 1) }
        #expect(throws: PairedDataError.lengthsDiffer(first: 5, second: 2)) { try DemingFit(x, [1, 2]) }
        #expect(throws: PairedDataError.self) { try DemingFit(x, x, errors: .varianceRatio(0)) }
        #expect(throws: PairedDataError.self) {
            try DemingFit(x, x, errors: .standardDeviations(x: [1, 1, 1, 1, 0], y: [1, 1, 1, 1, 1]))
        }
        #expect(throws: PairedDataError.undetermined("x and y are not correlated")) {
            try DemingFit([-1, -1, 1, 1], [-1, 1, -1, 1])
        }
    }

    @Test func `with few points there may be no limits`() throws {
        let fit = try TheilSenFit([1, 2, 3], [1, 3, 2])
        #expect(fit.slopeInterval == nil)
        #expect(fit.slopeCount == 3)
    }
}
