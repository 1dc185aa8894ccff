import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatModels

/// NIST StRD through the linear model as a report prints it: every figure a Double, to 15 digits.
@Suite struct LinearModelNISTTests {
    func model(_ columns: [[DoubleDouble]], _ y: [DoubleDouble], hasIntercept: Bool, isOneTerm: Bool = false) throws
        -> LinearModel
    {
        let terms = columns.indices.map { place -> Int? in
            if hasIntercept && place == 0 { return nil }
            return isOneTerm ? 0 : place - (hasIntercept ? 1 : 0)
        }
        let names = columns.indices.map { "c\($0)" }
        return try LinearModel(
            DesignMatrix(
                matrix: Matrix(columns: columns.map { $0.map(\.high) }),
                remainder: Matrix(columns: columns.map { $0.map(\.low) }), columnNames: names,
                terms: isOneTerm ? ["treatment"] : Array(names.dropFirst(hasIntercept ? 1 : 0)), termOfColumn: terms),
            response: y.map(\.high), responseRemainder: y.map(\.low))
    }

    func expectDigits(
        _ found: Double?, _ expected: String?, least: Double = 15, _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let text = try #require(expected)
        let reference = try #require(ReferenceDecimal(text))
        let digits = reference.agreeingDigits(DoubleDouble(try #require(found)))
        #expect(digits >= least, "\(what): \(digits) digits", sourceLocation: sourceLocation)
    }

    @Test(.needsSharedFolder, arguments: NISTReference.suite("lls"))
    func `linear least squares`(_ dataset: NISTReference.Dataset) throws {
        let columns = try dataset.columns()
        let exact = dataset.exact
        let model = try model(
            try dataset.design(columns), try #require(columns["y"]), hasIntercept: dataset.intercept == true)
        #expect(model.dependentColumns.isEmpty)
        #expect(try #require(model.certifiedDigits) >= 15)
        let table = try model.coefficientTable()
        for (place, line) in table.rows.enumerated() {
            try expectDigits(line.estimate.value, exact.beta?[place], "coefficient \(place)")
            try expectDigits(line.standardError.value, exact.se?[place], "standard error \(place)")
        }
        try expectDigits(model.residualSumOfSquares, exact.rss, "residual sum of squares")
        try expectDigits(model.residualStandardDeviation.value, exact.sigma, "sigma")
        try expectDigits(model.modelSumOfSquares, exact.ssr, "model sum of squares")
        try expectDigits(model.rSquared.value, exact.r2, "R2")
        if exact.statistic == "Infinity" {
            #expect(model.fTest.cause == .perfectFit)
            #expect(table.rows.allSatisfy { $0.pValue.cause == .perfectFit })
        } else {
            try expectDigits(model.fTest.value?.statistic, exact.statistic, "F")
        }
        #expect(model.fTest.value.map { Int($0.degreesOfFreedom) == exact.dfm } ?? true)
        #expect(model.residualDegreesOfFreedom == exact.dfr)
        // Lines of the analysis of variance add up to the whole. They are as good as the triangular factor, a Double's.
        let sum = try model.analysisOfVariance(.sequential).rows.reduce(0) { $0 + $1.sumOfSquares }
        #expect(relativeError(sum, model.modelSumOfSquares) < 1e-15 * max(100, model.conditionNumber ?? 0))
    }

    @Test(.needsSharedFolder, arguments: NISTReference.suite("anova"))
    func `one-way analysis of variance, as a regression on indicators`(_ dataset: NISTReference.Dataset) throws {
        let columns = try dataset.columns()
        let exact = dataset.exact
        let groups = try #require(columns["treatment"]).map(\.value)
        let levels = Set(groups).sorted().dropFirst()
        let indicators = levels.map { level in groups.map { $0 == level ? DoubleDouble.one : .zero } }
        let model = try model(
            [groups.map { _ in DoubleDouble.one }] + indicators, try #require(columns["y"]), hasIntercept: true,
            isOneTerm: true)
        try expectDigits(model.residualSumOfSquares, exact.ssw, "within")
        try expectDigits(model.modelSumOfSquares, exact.ssb, "between")
        try expectDigits(model.fTest.value?.statistic, exact.statistic, "F")
        try expectDigits(model.rSquared.value, exact.r2, "R2")
        try expectDigits(model.residualStandardDeviation.value, exact.residualDeviation, "sigma")
        for type in SumOfSquaresType.allCases {
            let rows = try model.analysisOfVariance(type).rows
            let line = try #require(rows.first)
            #expect(line.degreesOfFreedom == dataset.certified.dfb)
            try expectDigits(line.sumOfSquares, exact.ssb, least: 13, "type \(type.rawValue)")
        }
    }
}
