import Foundation
import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Splines of NHANES 2017-2018 beside rms and splines of R (`regression_golden.json` of the reference material).
@Suite(.needsSharedFolder) struct SplineReferenceTests {
    private func golden(_ key: String) throws -> [String: Any] {
        let data = try Data(
            contentsOf: URL(fileURLWithPath: ProjectPaths.shared("reference/stats/regression_golden.json")))
        let all = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(all[key] as? [String: Any])
    }

    private func numbers(_ value: Any?) throws -> [Double] { try #require(value as? [Double]) }

    /// The rows that all models of the reference have in common: section 4 of its definitions.
    private func rows() throws -> VariableTable {
        let path = try ProjectPaths.shared("reference/stats/data/nhanes_2017_2018_fasting.csv")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",", omittingEmptySubsequences: false).map {
            $0.filter { $0 != "\"" }
        }
        let cells = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        var table = VariableTable(rowCount: cells.count)
        for name in ["BMXBMI", "RIDAGEYR", "RIAGENDR", "LBXGLU", "LBXIN", "WTSAF2YR"] {
            let place = try #require(header.firstIndex(of: name))
            table.set(name, cells.map { Double($0[place]) })
        }
        return table
    }

    private func fit(_ right: String) throws -> (frame: ModelFrame, coefficients: [Double]) {
        let frame = try ModelFrame(
            try ModelFormula("log(LBXGLU * LBXIN / 405) ~ \(right)"), of: try rows(),
            roles: ModelRoles(subset: "WTSAF2YR > 0 & RIDAGEYR >= 20"))
        #expect(frame.rows.count == 2_214)
        let factor = HouseholderQR(
            columnMajor: frame.design.matrix.elements, rowCount: frame.design.rowCount,
            columnCount: frame.design.columnCount)
        return (frame, factor.solve(frame.response))
    }

    private func expectNear(_ made: [Double], _ expected: [Double], _ tolerance: Double) {
        #expect(made.count == expected.count)
        for (one, other) in zip(made, expected) {
            #expect((one - other).magnitude <= tolerance * other.magnitude, "\(one) for \(other)")
        }
    }

    @Test func restrictedCubicSplineIsThatOfHarrell() throws {
        let golden = try golden("rcs_nhanes")
        let (frame, coefficients) = try fit("rcs(BMXBMI, 4) + RIDAGEYR + C(RIAGENDR)")
        let expected = try #require(golden["coef"] as? [String: Double])
        let names = ["Intercept", "BMXBMI", "BMXBMI'", "BMXBMI''", "RIDAGEYR", "sex=2"]
        expectNear(coefficients, try names.map { try #require(expected[$0]) }, 1e-12)
        // The knots that were found are those of the reference: with these given, the columns are the same.
        let knots = try numbers(golden["knots"])
        let given = try fit("rcs(BMXBMI, c(\(knots.map { "\($0)" }.joined(separator: ", ")))) + RIDAGEYR + C(RIAGENDR)")
        #expect(distance(frame.design.values(3), given.frame.design.values(3)) < 1e-13)
        let basis = try #require((golden["basis_first3"] as? [String: Any])?["values"] as? [[Double]])
        for (row, values) in basis.enumerated() {
            for (column, value) in values.enumerated() {
                #expect((frame.design.matrix[row, column + 1] - value).magnitude <= 1e-14 * max(1, value))
            }
        }
    }

    @Test(arguments: [("ns_nhanes", "ns(BMXBMI, df = 4)"), ("bs_nhanes", "bs(BMXBMI, df = 6)")])
    func splinesAreThoseOfR(_ key: String, _ term: String) throws {
        let golden = try golden(key)
        let (frame, coefficients) = try fit(term)
        let expected = try #require(golden["coef"] as? [String: Double])
        let names = ["(Intercept)"] + (1..<coefficients.count).map { "\(term)\($0)" }
        expectNear(coefficients, try names.map { try #require(expected[$0]) }, 1e-11)
        var new = VariableTable(rowCount: 4)
        new.set("BMXBMI", [20, 25, 30, 40])
        let design = try frame.model.rows(of: new).matrix
        let fits = (0..<4).map { row in
            coefficients.indices.map { design.matrix[row, $0] * coefficients[$0] }.reduce(0, +)
        }
        expectNear(fits, try numbers(golden["fit"]), 1e-12)
    }

    @Test func harrellsOuterKnotsBelowAHundredValues() throws {
        // 1 to 50: the fifth from either end, and the 35 and 65 % quantiles 18.15 and 32.85.
        var table = VariableTable(rowCount: 50)
        table.set("x", (1...50).map { Double($0) })
        table.set("y", (1...50).map { Double($0 * $0) })
        let found = try ModelFrame(try ModelFormula("y ~ rcs(x, 4)"), of: table).design
        let given = try ModelFrame(try ModelFormula("y ~ rcs(x, c(5, 18.15, 32.85, 46))"), of: table).design
        for column in 0..<4 { #expect(distance(found.values(column), given.values(column)) < 1e-14) }
    }
}
