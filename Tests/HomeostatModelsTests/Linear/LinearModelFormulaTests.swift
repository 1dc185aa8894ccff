import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatModels

/// From a formula to a linear model, with marginal means over the reference grid: R on mtcars
/// (Tests/Golden/linear/marginal_means.R).
@Suite struct LinearModelFormulaTests {
    let cars: VariableTable
    let golden: ReferenceDocument

    init() throws {
        golden = try ReferenceDocument(golden: "linear/marginal_means.json")
        let data = try ReferenceDocument(golden: "linear/mtcars.json")["data"]
        var cars = VariableTable(rowCount: try data["mpg"].numbers.count)
        for name in data.keys { cars.set(name, try data[name].numbers) }
        cars.set("g", texts: try data["gear"].numbers.map { "\(Int($0))" })
        self.cars = cars
    }

    @Test func `marginal means of a factor in an interaction, and of another one`() throws {
        let frame = try ModelFrame(try ModelFormula("mpg ~ log(wt) * C(cyl) + g + hp"), of: cars)
        let model = try LinearModel(frame)
        let grid = try ReferenceGrid(frame, of: cars)
        #expect(grid.rows.rowCount == 9)
        for (factor, key) in [("cyl", "c"), ("g", "g")] {
            let found = try model.marginalMeans(try grid.groups(of: factor))
            #expect(found.count == 3)
            for (place, mean) in found.enumerated() {
                expectClose(mean.row.estimate.value, try golden[key]["mean"].numbers[place], 1e-12, mean.label)
                expectClose(mean.row.standardError.value, try golden[key]["se"].numbers[place], 1e-12, mean.label)
            }
        }
        #expect(try grid.groups(of: "cyl").map(\.label) == ["cyl = 4", "cyl = 6", "cyl = 8"])
        #expect(throws: FormulaError.self) { try grid.groups(of: "hp") }
    }

    @Test func `a formula with an interaction and a square`() throws {
        let frame = try ModelFrame(try ModelFormula("mpg ~ wt * C(cyl) + hp + I(hp^2)"), of: cars)
        let model = try LinearModel(frame)
        let expected = try golden["interaction"]
        let covariance = try #require(model.classicalCovariance.value)
        for place in 0..<8 {
            expectClose(model.estimates[place], try expected["coef"].numbers[place], 1e-11)
            expectClose(covariance.standardErrors[place], try expected["se"].numbers[place], 1e-12)
        }
        let rows = try model.analysisOfVariance(.sequential).rows
        #expect(rows.map(\.term) == ["wt", "C(cyl)", "hp", "I(hp^2)", "wt:C(cyl)"])
        for (line, value) in zip(rows, try expected["anova1"].numbers) {
            expectClose(line.sumOfSquares, value, 1e-11, line.term)
        }
    }

    @Test func `a weight of zero is an error that says what to do`() throws {
        var table = cars
        table.set("w", (0..<cars.rowCount).map { $0 == 4 ? 0 : 1 })
        let formula = try ModelFormula("mpg ~ wt")
        let all = try ModelFrame(formula, of: table, roles: ModelRoles(weights: "w"))
        #expect(throws: LinearModelError.unusableWeight(row: 4, value: 0)) { try LinearModel(all) }
        let some = try ModelFrame(formula, of: table, roles: ModelRoles(weights: "w", subset: "w > 0"))
        #expect(try LinearModel(some).rowCount == cars.rowCount - 1)
    }
}
