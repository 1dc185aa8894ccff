import HomeostatModels
import HomeostatTestSupport
import Testing

/// Reference: R 4.2.2 with the package deming, and plain R for the single subjects.
@Suite(.needsSharedFolder) struct LineFitReferenceTests {
    static let data = "reference/stats/data/"

    static func ferritin() throws -> (x: [Double], y: [Double]) {
        (
            try referenceColumn(data + "deming_ferritin.csv", "old.lot"),
            try referenceColumn(data + "deming_ferritin.csv", "new.lot")
        )
    }

    static func close(_ found: Double, _ expected: Double, _ tolerance: Double = 1e-12) -> Bool {
        abs(found - expected) <= tolerance * max(abs(expected), 1e-3)
    }

    @Test(arguments: [("passing_bablok_m1", PassingBablokFit.Method.original), ("passing_bablok_m3", .equivariant)])
    func passingBablok(key: String, method: PassingBablokFit.Method) throws {
        let golden = try ReferenceJSON("reference/stats/regression_golden.json")
        let (x, y) = try Self.ferritin()
        let fit = try PassingBablokFit(x, y, method: method, convention: .demingPackage)
        #expect(Self.close(fit.line.slope, try golden.number("agreement", key, "coef", "old.lot")))
        #expect(Self.close(fit.line.intercept, try golden.number("agreement", key, "coef", "(Intercept)"), 1e-10))
        let limits = try golden.table("agreement", key, "ci", "values")
        let slope = try #require(fit.slopeInterval)
        let intercept = try #require(fit.interceptInterval)
        #expect(Self.close(slope.lower, limits[1][0]) && Self.close(slope.upper, limits[1][1]))
        #expect(Self.close(intercept.lower, limits[0][0], 1e-10) && Self.close(intercept.upper, limits[0][1], 1e-10))
    }

    @Test func theilSen() throws {
        let golden = try ReferenceJSON("reference/stats/regression_golden.json")
        let (x, y) = try Self.ferritin()
        let fit = try TheilSenFit(x, y, convention: .demingPackage)
        #expect(Self.close(fit.line.slope, try golden.number("agreement", "theilsen_ferritin", "coef", "old.lot")))
        #expect(
            Self.close(
                fit.line.intercept, try golden.number("agreement", "theilsen_ferritin", "coef", "(Intercept)"), 1e-10))
        let limits = try golden.table("agreement", "theilsen_ferritin", "ci", "values")
        let slope = try #require(fit.slopeInterval)
        let intercept = try #require(fit.interceptInterval)
        #expect(Self.close(slope.lower, limits[1][0]) && Self.close(slope.upper, limits[1][1]))
        // R gives the intercepts in the order of the slopes.
        #expect(Self.close(intercept.upper, limits[0][0], 1e-10) && Self.close(intercept.lower, limits[0][1], 1e-10))
    }

    /// R's minimiser stops at 1.2e-4: its line can be met to that only. Its own objective must not be smaller.
    @Test func demingOfThePackage() throws {
        let golden = try ReferenceJSON("reference/stats/regression_golden.json")
        let (x, y) = try Self.ferritin()
        let ratio = try DemingFit(x, y, jackknife: .deviations)
        try Self.compare(ratio, golden, "deming_ferritin", "old.lot", x, y, x.map { _ in 1 }, x.map { _ in 1 })
        let name = Self.data + "deming_arsenate.csv"
        let (aas, aes) = (try referenceColumn(name, "aas"), try referenceColumn(name, "aes"))
        let (sx, sy) = (try referenceColumn(name, "se.aas"), try referenceColumn(name, "se.aes"))
        let known = try DemingFit(
            aas, aes, errors: .standardDeviations(x: sx, y: sy), jackknife: .deviations)
        try Self.compare(known, golden, "deming_arsenate_weighted", "aas", aas, aes, sx, sy)
    }

    private static func compare(
        _ fit: DemingFit, _ golden: ReferenceJSON, _ key: String, _ name: String, _ x: [Double], _ y: [Double],
        _ sx: [Double], _ sy: [Double]
    ) throws {
        let theirs = FittedLine(
            intercept: try golden.number("agreement", key, "coef", "(Intercept)"),
            slope: try golden.number("agreement", key, "coef", name))
        func objective(_ line: FittedLine) -> Double {
            x.indices.reduce(0) { sum, i in
                let residual = y[i] - line.value(at: x[i])
                return sum + residual * residual / (sy[i] * sy[i] + line.slope * line.slope * sx[i] * sx[i])
            }
        }
        #expect(objective(fit.line) <= objective(theirs))
        #expect(close(objective(fit.line), objective(theirs), 1e-7))
        #expect(close(fit.line.slope, theirs.slope, 1.3e-4))
        let limits = try golden.table("agreement", key, "ci", "values")
        // The jackknife adds up the stopping errors of n minimisations.
        #expect(
            close(fit.slopeInterval.lower, limits[1][0], 5e-3) && close(fit.slopeInterval.upper, limits[1][1], 5e-3))
        let width = limits[0][1] - limits[0][0]
        #expect(abs(fit.interceptInterval.lower - limits[0][0]) < 5e-3 * width)
        #expect(abs(fit.interceptInterval.upper - limits[0][1]) < 5e-3 * width)
        let stated = try #require(fit.statedErrors)
        let errors = try golden.numbers("agreement", key, "se")
        #expect(close(stated.intercept, errors[0], 2e-4) && close(stated.slope, errors[1], 2e-4))
    }

    static func meals(_ subject: Int) throws -> (x: [Double], y: [Double]) {
        let name = "data/azt1d/meals.csv"
        let subjects = try referenceColumn(name, "subject")
        let (carbs, insulin) = (try referenceColumn(name, "carbs_g"), try referenceColumn(name, "insulin_u"))
        let rows = subjects.indices.filter { subjects[$0] == Double(subject) }
        return (rows.map { carbs[$0] }, rows.map { insulin[$0] })
    }

    @Test(arguments: 1...25) func singleSubjects(subject: Int) throws {
        let golden = try ReferenceJSON("reference/dose/azt1d_single_subject.json")
        let key = "subject_\(subject)"
        guard golden.has(key) else { return }
        let (x, y) = try Self.meals(subject)
        let theilSen = try TheilSenFit(x, y)
        #expect(theilSen.slopeCount == Int(try golden.number(key, "theil_sen", "n_slopes")))
        #expect(Self.close(theilSen.line.slope, try golden.number(key, "theil_sen", "slope")))
        #expect(Self.close(theilSen.line.intercept, try golden.number(key, "theil_sen", "intercept")))
        let passingBablok = try PassingBablokFit(x, y)
        #expect(passingBablok.slopeCount == Int(try golden.number(key, "passing_bablok", "N")))
        #expect(Self.close(passingBablok.line.slope, try golden.number(key, "passing_bablok", "slope")))
        #expect(Self.close(passingBablok.line.intercept, try golden.number(key, "passing_bablok", "intercept"), 1e-10))
        let interval = try #require(passingBablok.slopeInterval)
        #expect(Self.close(interval.lower, try golden.number(key, "passing_bablok", "lo")))
        #expect(Self.close(interval.upper, try golden.number(key, "passing_bablok", "hi")))
        for (name, ratio) in [("deming_delta1", 1.0), ("deming_delta_0.01", 0.01)] where golden.has(key, name) {
            let deming = try DemingFit(x, y, errors: .varianceRatio(ratio))
            #expect(Self.close(deming.line.slope, try golden.number(key, name, "est", "slope")))
            #expect(Self.close(deming.line.intercept, try golden.number(key, name, "est", "intercept")))
            #expect(Self.close(deming.slopeStandardError, try golden.number(key, name, "jack_se", "slope")))
            #expect(Self.close(deming.interceptStandardError, try golden.number(key, name, "jack_se", "intercept")))
        }
    }
}
