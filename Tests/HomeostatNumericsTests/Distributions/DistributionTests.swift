import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Reference: Tests/Golden/distributions/distributions.py (mpmath, 60 digits and more).
@Suite struct DistributionTests {
    static func distribution(_ name: String, _ parameters: [Double]) throws -> any ContinuousDistribution {
        switch name {
        case "normal": NormalDistribution.standard
        case "student_t": try StudentTDistribution(degreesOfFreedom: parameters[0])
        case "f":
            try FDistribution(
                numeratorDegreesOfFreedom: parameters[0], denominatorDegreesOfFreedom: parameters[1])
        case "chi_squared": try ChiSquaredDistribution(degreesOfFreedom: parameters[0])
        case "gamma": try GammaDistribution(shape: parameters[0], scale: parameters[1])
        default: try BetaDistribution(a: parameters[0], b: parameters[1])
        }
    }

    @Test func `tails and their logarithms agree with multi-precision values`() throws {
        var farthest = 0.0
        let cases = try GoldenTable.rows("distributions/tails.csv", columns: 9)
        #expect(cases.count > 400)
        for row in cases {
            let numbers = try row[1...].map { $0.isEmpty ? .nan : try #require(Double($0)) }
            let distribution = try Self.distribution(row[0], Array(numbers[1...2]))
            let lower = distribution.lowerTail(at: numbers[0])
            let upper = distribution.upperTail(at: numbers[0])
            for (found, value, logarithm) in [(lower, numbers[3], numbers[5]), (upper, numbers[4], numbers[6])] {
                // Below the smallest normal Double the value has fewer digits; the logarithm has all.
                if value > 1e-300 { #expect(agree(found.value, value, 1e-13), "\(row)") }
                #expect(agree(found.logarithm, logarithm, 1e-13), "\(row)")
                farthest = min(farthest, found.log10)
            }
            let density = distribution.logDensity(at: numbers[0])
            #expect(abs(density - numbers[7]) <= 1e-13 * max(1, abs(numbers[7])), "\(row)")
        }
        #expect(farthest < -5000)
    }

    @Test func `quantiles agree with multi-precision values`() throws {
        let cases = try GoldenTable.rows("distributions/quantiles.csv", columns: 6)
        #expect(cases.count > 250)
        for row in cases {
            let numbers = try row[1...].map { $0.isEmpty ? .nan : try #require(Double($0)) }
            let distribution = try Self.distribution(row[0], Array(numbers[1...2]))
            #expect(agree(try distribution.quantile(numbers[0]), numbers[3], 1e-13), "lower, \(row)")
            #expect(agree(try distribution.upperQuantile(numbers[0]), numbers[4], 1e-13), "upper, \(row)")
        }
    }

    @Test func `special functions agree with multi-precision values`() throws {
        let cases = try GoldenTable.rows("distributions/special.csv", columns: 4)
        #expect(cases.count == 50)
        for row in cases {
            let x = try #require(Double(row[1]))
            let value = try #require(Double(row[3]))
            let found =
                switch row[0] {
                case "log_gamma": try SpecialFunctions.logGamma(x)
                case "digamma": try SpecialFunctions.digamma(x)
                case "trigamma": try SpecialFunctions.trigamma(x)
                case "erf": SpecialFunctions.errorFunction(x)
                case "erfc": SpecialFunctions.complementaryErrorFunction(x)
                default: try SpecialFunctions.logBeta(x, #require(Double(row[2])))
                }
            #expect(agree(found, value, 1e-15), "\(row)")
        }
    }

    @Test func `without limit of degrees of freedom, t is normal and F chi-squared`() throws {
        let t = try StudentTDistribution(degreesOfFreedom: .infinity)
        let f = try FDistribution(numeratorDegreesOfFreedom: 3, denominatorDegreesOfFreedom: .infinity)
        let chiSquared = try ChiSquaredDistribution(degreesOfFreedom: 3)
        for place in [-2.5, 0, 0.3, 1.7, 60] {
            #expect(t.upperTail(at: place) == NormalDistribution.standard.upperTail(at: place))
            #expect(t.twoSidedTail(at: place) == NormalDistribution.standard.twoSidedTail(at: place))
            #expect(f.lowerTail(at: place) == chiSquared.lowerTail(at: place * 3))
        }
        #expect(try t.upperQuantile(0.025) == NormalDistribution.standard.upperQuantile(0.025))
        #expect(agree(try f.upperQuantile(0.05) * 3, try chiSquared.upperQuantile(0.05), 1e-15))
        // Many degrees of freedom come near to it: the difference is of the order of 1/df.
        let many = try StudentTDistribution(degreesOfFreedom: 1e12)
        #expect(agree(many.twoSidedTail(at: 2).value, NormalDistribution.standard.twoSidedTail(at: 2).value, 1e-11))
    }

    @Test func `quantile and tail undo each other far out`() throws {
        for df in [0.8, 3, 17.4, 500] {
            let t = try StudentTDistribution(degreesOfFreedom: df)
            for probability in [1e-200, 1e-30, 1e-5, 0.2] where df > 2 || probability > 1e-40 {
                let place = try t.upperQuantile(probability)
                #expect(agree(t.upperTail(at: place).value, probability, 1e-12))
                #expect(try t.quantile(probability) == -place)
                #expect(t.lowerTail(at: -place) == t.upperTail(at: place))
            }
        }
    }

    @Test func `ends of the support`() throws {
        let chiSquared = try ChiSquaredDistribution(degreesOfFreedom: 2)
        #expect(chiSquared.upperTail(at: -1) == PValue(value: 1, logarithm: 0))
        #expect(chiSquared.upperTail(at: 0) == PValue(value: 1, logarithm: 0))
        #expect(chiSquared.lowerTail(at: 0).value == 0)
        #expect(chiSquared.upperTail(at: .infinity).value == 0)
        #expect(chiSquared.density(at: 0) == 0.5)
        #expect(chiSquared.density(at: -1) == 0)
        let t = try StudentTDistribution(degreesOfFreedom: 4)
        #expect(t.lowerTail(at: -.infinity).value == 0)
        #expect(t.upperTail(at: -.infinity).value == 1)
        #expect(t.twoSidedTail(at: 0).value == 1)
        #expect(t.upperTail(at: .nan).value.isNaN)
        let beta = try BetaDistribution(a: 1, b: 3)
        #expect(agree(beta.density(at: 0), 3, 1e-15))
        #expect(beta.upperTail(at: 2).value == 0)
    }

    @Test func `what lies outside the domain is refused with its name`() throws {
        #expect(throws: DistributionError.self) { try StudentTDistribution(degreesOfFreedom: 0) }
        #expect(throws: DistributionError.self) { try StudentTDistribution(degreesOfFreedom: .nan) }
        #expect(throws: DistributionError.self) { try ChiSquaredDistribution(degreesOfFreedom: .infinity) }
        #expect(throws: DistributionError.self) { try BetaDistribution(a: 1, b: -2) }
        #expect(throws: DistributionError.self) { try NormalDistribution(mean: .infinity, standardDeviation: 1) }
        #expect(throws: DistributionError.self) { try SpecialFunctions.digamma(0) }
        #expect(throws: DistributionError.self) { try SpecialFunctions.logGamma(-1.5) }
        #expect(throws: DistributionError.self) { try SpecialFunctions.trigamma(1e-300) }
        let t = try StudentTDistribution(degreesOfFreedom: 3)
        for probability in [0, 1, -0.1, 1.5, .nan] {
            #expect(throws: DistributionError.self) { try t.quantile(probability) }
        }
        let failure = #expect(throws: DistributionError.self) {
            try FDistribution(numeratorDegreesOfFreedom: -1, denominatorDegreesOfFreedom: 3)
        }
        let said = try #require(failure).description
        #expect(said == "F distribution: degrees of freedom of the numerator is -1.0, and must be positive and finite")
    }
}

/// Whether two numbers agree to a relative tolerance, or are both zero.
func agree(_ found: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    found == expected || abs(found - expected) <= tolerance * abs(expected)
}
