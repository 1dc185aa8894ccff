import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Terms and designs beside those of R 4.2.2 (Tests/Golden/formula/formula.R).
@Suite struct DesignGoldenTests {
    @Test func operatorsExpandAsInR() throws {
        let cases = try FormulaFixture.quoted("terms.csv")
        #expect(cases.count > 40)
        for fields in cases {
            // The intercept stands without quotes between two that have them: "a - 1",0,"a".
            let formula = fields[0].split(separator: ",").first.map(String.init) ?? ""
            let hasIntercept = fields[0].hasSuffix(",1")
            let made = try ModelFormula("y ~ " + formula)
            #expect(made.terms == fields[1].split(separator: "|").map(String.init), "\(formula)")
            #expect(made.hasIntercept == hasIntercept, "\(formula)")
        }
    }

    @Test func designsAreThoseOfR() throws {
        let data = try FormulaFixture.data()
        let designs = try FormulaFixture.designs("designs.csv")
        #expect(designs.count == 67)
        for (formula, columns) in designs {
            let frame = try ModelFrame(try ModelFormula("y ~ \(formula)"), of: data)
            let names = frame.design.columnNames.map { $0.filter { $0 != "[" && $0 != "]" } }
            #expect(names == columns.map(\.name), "\(formula)")
            for (place, column) in columns.enumerated() where place < frame.design.columnCount {
                #expect(distance(frame.design.values(place), column.values) < 1e-13, "\(formula): \(column.name)")
            }
        }
    }

    @Test func fittedTransformsGiveTheColumnsOfRForNewRows() throws {
        let data = try FormulaFixture.data()
        let values: [Double?] = [5, 14.9, 15, 17.25, 22, 28.5, 33.333, 44, 45.1, 60]
        var new = VariableTable(rowCount: values.count)
        new.set("x", values)
        let bases = try FormulaFixture.designs("bases.csv")
        #expect(bases.count == 7)
        for (formula, columns) in bases {
            let model = try ModelDesign(try ModelFormula("y ~ \(formula)"), fitting: data)
            let made = try model.rows(of: new)
            #expect(made.rows == Array(values.indices))
            #expect(made.matrix.columnCount == columns.count)
            for (place, column) in columns.enumerated() {
                #expect(distance(made.matrix.values(place), column.values) < 1e-12, "\(formula): \(column.name)")
            }
        }
    }

    /// The same rows give the same bits, whether they were fitted to or come later.
    @Test func oldRowsAsNewRowsGiveTheSameMatrix() throws {
        let data = try FormulaFixture.data()
        for (formula, _) in try FormulaFixture.designs("designs.csv") {
            let frame = try ModelFrame(try ModelFormula("y ~ \(formula)"), of: data)
            #expect(try frame.model.rows(of: data).matrix == frame.design, "\(formula)")
        }
    }

    /// The bases of one space of functions are combinations of each other.
    @Test(
        arguments: [
            ("poly(x, 3)", "poly(x, 3, raw = TRUE)"), ("x", "ns(x, 4)"), ("x", "bs(x, 6)"),
            ("a*b", "a:b - 1"), ("a + x:a", "a/x - 1"), ("bs(x, 3)", "poly(x, 3)"),
            ("ns(x, knots = c(22, 30, 38), Boundary.knots = c(18, 41))", "rcs(x, c(18, 22, 30, 38, 41))"),
        ])
    func columnSpansAgree(_ narrow: String, _ wide: String) throws {
        let data = try FormulaFixture.data()
        let first = try ModelFrame(try ModelFormula("y ~ \(narrow)"), of: data).design
        let second = try ModelFrame(try ModelFormula("y ~ \(wide)"), of: data).design
        let factor = HouseholderQR(
            columnMajor: second.matrix.elements, rowCount: second.rowCount, columnCount: second.columnCount,
            rankTolerance: 1e-11)
        for place in 0..<first.columnCount {
            let column = first.values(place)
            let rest = factor.applyTransposedQ(to: column).dropFirst(factor.rank)
            let size = column.map { $0 * $0 }.reduce(0, +).squareRoot()
            #expect(rest.map { $0 * $0 }.reduce(0, +).squareRoot() < 1e-10 * size, "\(first.columnNames[place])")
        }
    }
}
