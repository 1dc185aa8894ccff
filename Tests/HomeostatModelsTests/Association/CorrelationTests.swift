import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Reference: Tests/Golden/association (enumeration of all orders; R 4.2.2), and R's package results where the
/// reference material is there.
@Suite struct CorrelationTests {
    @Test func `small samples agree with the enumeration of all orders`() throws {
        let cases = try GoldenTable.rows("association/association.csv", columns: 5)
        #expect(cases.count == 56)
        for row in cases {
            let y = row[2].split(separator: " ").compactMap { Double($0) }
            let x = y.indices.map { Double($0) * 1.5 - 4 }
            let found = row[0] == "spearman" ? try Correlation.spearman(x, y) : try Correlation.kendall(x, y)
            #expect(abs(found.estimate - (try #require(Double(row[3])))) < 1e-14, "\(row)")
            #expect(found.test == .exact)
            let p = try #require(found.pValue)
            let expected = try #require(Double(row[4]))
            #expect(abs(p.value - expected) <= 1e-13 * expected, "\(row)")
        }
    }

    static func residue(_ count: Int, _ factor: Double, _ modulus: Double) -> [Double] {
        (1...count).map { (Double($0) * factor).truncatingRemainder(dividingBy: modulus) }
    }

    @Test func `agrees with R`() throws {
        var compared = 0
        for row in try GoldenTable.rows("association/cor_test.csv", columns: 3) {
            let parameters = row[0].split(separator: " ").compactMap { Double($0) }
            guard parameters.count == 5 else { continue }
            let expected = try #require(Double(row[2]))
            let count = Int(parameters[0])
            let x = Self.residue(count, parameters[1], parameters[2])
            let noise = Self.residue(count, parameters[3], parameters[4])
            let y = zip(x, noise).map { $0 + $1 }
            let z = zip(Self.residue(count, 11, 29), noise).map { $0 + $1 / 2 }
            let found: Double? =
                switch row[1] {
                case "pearson": try Correlation.pearson(x, y).estimate
                case "t": try Correlation.pearson(x, y).statistic
                case "p": try Correlation.pearson(x, y).pValue?.value
                case "lower": try Correlation.pearson(x, y).interval?.lower
                case "upper": try Correlation.pearson(x, y).interval?.upper
                case "kendall": try Correlation.kendall(x, y).estimate
                case "kendall_p": try Correlation.kendall(x, y).pValue?.value
                case "kendall_statistic": try Correlation.kendall(x, y).statistic
                case "spearman": try Correlation.spearman(x, y).estimate
                case "spearman_p": try Correlation.spearman(x, y).pValue?.value
                case "partial": try Correlation.partial(x, y, controls: [z]).estimate
                default: try Correlation.partial(x, y, controls: [z]).pValue?.value
                }
            let value = try #require(found, "\(row)")
            #expect(abs(value - expected) <= 1e-12 * abs(expected), "\(row), found \(value)")
            compared += 1
        }
        #expect(compared > 70)
    }

    @Test(.needsSharedFolder) func `the lots of ferritin agree with R`() throws {
        let golden = try ReferenceJSON("reference/stats/regression_golden.json")
        let name = "reference/stats/data/deming_ferritin.csv"
        let (x, y) = (try referenceColumn(name, "old.lot"), try referenceColumn(name, "new.lot"))
        func close(_ found: Double?, _ expected: Double) -> Bool {
            found.map { abs($0 - expected) <= 1e-12 * abs(expected) } ?? false
        }
        #expect(close(try Correlation.kendall(x, y).estimate, try golden.number("agreement", "kendall")))
        #expect(close(try Correlation.spearman(x, y).estimate, try golden.number("agreement", "spearman")))
        let limits = try golden.numbers("agreement", "pearson_ci")
        let interval = try Correlation.pearson(x, y).interval
        #expect(close(interval?.lower, limits[0]) && close(interval?.upper, limits[1]))
        // With this many pairs the p-value lies far below the smallest Double of old programs.
        let p = try #require(try Correlation.pearson(x, y).pValue)
        #expect(p.log10 < -150 && p.log10 > -250)
    }

    @Test func `no p-value is zero in a large sample`() throws {
        let x = (0..<5000).map(Double.init)
        let y = x.map { $0 + 3 * ($0 * 0.618).truncatingRemainder(dividingBy: 1) }
        for found in [try Correlation.pearson(x, y), try Correlation.kendall(x, y), try Correlation.spearman(x, y)] {
            let p = try #require(found.pValue)
            #expect(p.log10 < -1000 && p.log10.isFinite)
        }
    }

    @Test func `what an approximation cannot say is absent with its cause`() throws {
        let perfect = try Correlation.pearson([1, 2, 3, 5], [2, 4, 6, 10])
        #expect(perfect.estimate == 1)
        #expect(perfect.pValue == nil && perfect.testAbsence == .perfectCorrelation)
        #expect(perfect.interval == nil && perfect.intervalAbsence == .perfectCorrelation)
        let three = try Correlation.pearson([1, 2, 3], [1, 3, 2])
        #expect(three.interval == nil && three.intervalAbsence == .tooFewPairs)
        #expect(three.pValue != nil)
        #expect(try Correlation.kendall([1, 2, 3, 4], [1, 3, 2, 4]).intervalAbsence == .tooFewPairs)
    }

    @Test func `missing values are counted and bad input is refused`() throws {
        let found = try Correlation.spearman([1, 2, .nan, 4, 5, 3], [2, 1, 3, .nan, 7, 5])
        #expect(found.pairCount == 4 && found.missingCount == 2)
        #expect(throws: PairedDataError.tooFewPairs(count: 2, needed: 3)) {
            try Correlation.pearson([1, 2, .nan], [1, 2, 3])
        }
        #expect(throws: PairedDataError.constant(variable: "y")) { try Correlation.kendall([1, 2, 3], [4, 4, 4]) }
        #expect(throws: PairedDataError.infiniteValue(variable: "x", row: 1)) {
            try Correlation.pearson([1, .infinity, 3], [1, 2, 3])
        }
        #expect(throws: PairedDataError.lengthsDiffer(first: 3, second: 2)) {
            try Correlation.pearson([1, 2, 3], [1, 2])
        }
        #expect(throws: PairedDataError.confidenceLevel(0)) {
            try Correlation.pearson([1, 2, 3], [1, 3, 2], level: 0)
        }
        let (x, y) = ([1.0, 2, 3, 4, 5, 6], [2.0, 1, 4, 3, 6, 5])
        #expect(throws: PairedDataError.collinear(variable: "x")) {
            try Correlation.partial(x, y, controls: [x.map { 3 - 2 * $0 }])
        }
        #expect(throws: PairedDataError.collinear(variable: "control 2")) {
            try Correlation.partial(x, y, controls: [[1, 4, 9, 16, 25, 36], [2, 8, 18, 32, 50, 72]])
        }
        #expect(throws: PairedDataError.constant(variable: "control 1")) {
            try Correlation.partial(x, y, controls: [[1, 1, 1, 1, 1, 1]])
        }
        let partial = try Correlation.partial(x, y, controls: [[1, 4, 9, .nan, 2, 3]])
        #expect(partial.missingCount == 1 && partial.degreesOfFreedom == 2)
    }

    @Test func `without controls a partial correlation is the plain one`() throws {
        let (x, y) = ([1.0, 2, 3, 4, 5, 6], [2.0, 1, 4, 3, 6, 5])
        let (plain, partial) = (try Correlation.pearson(x, y), try Correlation.partial(x, y, controls: []))
        #expect(abs(plain.estimate - partial.estimate) < 1e-15)
        #expect(plain.degreesOfFreedom == partial.degreesOfFreedom)
    }

    @Test func `a large mean costs no digits`() throws {
        let x = (0..<40).map { Double($0 * 7 % 41) }
        let y = (0..<40).map { Double($0 * 5 % 37) }
        let shifted = try Correlation.pearson(x.map { $0 + 0x1p40 }, y.map { $0 - 0x1p41 })
        #expect(abs(shifted.estimate - (try Correlation.pearson(x, y).estimate)) < 1e-14)
    }
}
