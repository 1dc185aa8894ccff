import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// NIST StRD, linear least squares, univariate statistics and analysis of variance, from the decimals of the files.
@Suite struct NISTLinearTests {
    @Test(.needsSharedFolder) func referenceIsComplete() {
        // Half of the sets may be kept back.
        #expect(!NISTReference.suite("lls").isEmpty)
        #expect(!NISTReference.suite("univ").isEmpty)
        #expect(!NISTReference.suite("anova").isEmpty)
    }

    @Test(.needsSharedFolder, arguments: NISTReference.suite("lls"))
    func leastSquares(_ dataset: NISTReference.Dataset) throws {
        let columns = try dataset.columns()
        let design = try dataset.design(columns)
        let y = try #require(columns["y"])
        let intercept = dataset.intercept == true
        let (exact, printed) = (dataset.exact, dataset.certified)
        let fit = try RefinedLeastSquares(
            design: Matrix(columns: design.map { $0.map(\.high) }),
            designRemainder: Matrix(columns: design.map { $0.map(\.low) }), response: y.map(\.high),
            responseRemainder: y.map(\.low))
        #expect(fit.dependentColumns.isEmpty)
        #expect(fit.residualDegreesOfFreedom == exact.dfr)
        #expect(fit.modelDegreesOfFreedom(hasIntercept: intercept) == exact.dfm)
        let coefficients = try #require(exact.beta)
        try #require(coefficients.count == fit.coefficients.count)
        for column in coefficients.indices {
            let coefficient = try #require(fit.coefficients[column])
            try expectCertified(
                coefficient, exact: coefficients[column], printed: printed.beta?[column], "coefficient \(column)")
            let certified = try #require(fit.certifiedDigits[column])
            #expect(certified >= 15)
            // The reference itself has 30 digits.
            let digits = try #require(ReferenceDecimal(coefficients[column])).agreeingDigits(coefficient)
            #expect(digits >= min(certified, 29))
            try expectCertified(
                #require(fit.standardErrors[column]), exact: exact.se?[column], printed: printed.se?[column],
                "standard error \(column)")
        }
        try expectCertified(
            fit.residualSumOfSquares, exact: exact.rss, printed: printed.rss, "residual sum of squares")
        try expectCertified(
            #require(fit.residualStandardDeviation), exact: exact.sigma, printed: printed.residualDeviation, "sigma")
        try expectCertified(
            fit.modelSumOfSquares(hasIntercept: intercept), exact: exact.ssr, printed: printed.ssr,
            "model sum of squares")
        try expectCertified(
            fit.rSquared(hasIntercept: intercept).get(), exact: exact.r2, printed: printed.r2, "R2")
        if exact.statistic == "Infinity" {
            #expect(fit.fStatistic(hasIntercept: intercept) == .failure(.perfectFit))
        } else {
            try expectCertified(
                fit.fStatistic(hasIntercept: intercept).get(), exact: exact.statistic, printed: printed.statistic, "F")
        }
    }

    /// Where only the Doubles nearest to the decimals are known, the answer is that of the Doubles, again exactly.
    @Test(.needsSharedFolder, arguments: NISTReference.suite("lls"))
    func leastSquaresOfDoubles(_ dataset: NISTReference.Dataset) throws {
        let columns = try dataset.columns().mapValues { $0.map { DoubleDouble($0.value) } }
        let design = try dataset.design(columns)
        let fit = try RefinedLeastSquares(
            design: Matrix(columns: design.map { $0.map(\.high) }),
            designRemainder: Matrix(columns: design.map { $0.map(\.low) }),
            response: #require(columns["y"]).map(\.high))
        for (column, text) in try #require(dataset.exactOfDoubles.beta).enumerated() {
            try expectCertified(#require(fit.coefficients[column]), exact: text, printed: nil, "coefficient \(column)")
        }
        for (column, text) in try #require(dataset.exactOfDoubles.se).enumerated() {
            try expectCertified(
                #require(fit.standardErrors[column]), exact: text, printed: nil, "standard error \(column)")
        }
    }

    @Test(.needsSharedFolder, arguments: NISTReference.suite("univ"))
    func univariate(_ dataset: NISTReference.Dataset) throws {
        let y = try #require(dataset.columns()["y"])
        let moments = try #require(RefinedMoments(y))
        let (exact, printed) = (dataset.exact, dataset.certified)
        try expectCertified(moments.mean, exact: exact.mean, printed: printed.mean, "mean")
        try expectCertified(
            #require(moments.standardDeviation), exact: exact.sd, printed: printed.sd, "standard deviation")
        try expectCertified(
            #require(moments.lag1Autocorrelation), exact: exact.r1, printed: printed.r1, "lag-1 autocorrelation")
    }

    @Test(.needsSharedFolder, arguments: NISTReference.suite("anova"))
    func analysisOfVariance(_ dataset: NISTReference.Dataset) throws {
        let columns = try dataset.columns()
        let groups = try #require(columns["treatment"]).map { Int($0.value) }
        let anova = try OneWayAnova(response: #require(columns["y"]), groups: groups)
        let (exact, printed) = (dataset.exact, dataset.certified)
        #expect(anova.betweenDegreesOfFreedom == printed.dfb)
        #expect(anova.withinDegreesOfFreedom == printed.dfw)
        try expectCertified(anova.betweenSumOfSquares, exact: exact.ssb, printed: printed.ssb, "between")
        try expectCertified(anova.withinSumOfSquares, exact: exact.ssw, printed: printed.ssw, "within")
        try expectCertified(anova.fStatistic.get(), exact: exact.statistic, printed: printed.statistic, "F")
        try expectCertified(anova.rSquared.get(), exact: exact.r2, printed: printed.r2, "R2")
        try expectCertified(
            #require(anova.residualStandardDeviation), exact: exact.residualDeviation,
            printed: printed.residualDeviation,
            "residual standard deviation")
    }
}
