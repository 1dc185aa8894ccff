import HomeostatCohort
import HomeostatModels
import HomeostatNumerics
import Testing

/// Which rows a model uses, and what it says of the others.
@Suite struct ModelFrameTests {
    private func frame(
        _ text: String, _ table: VariableTable, _ roles: ModelRoles = ModelRoles()
    ) throws -> ModelFrame {
        try ModelFrame(try ModelFormula(text), of: table, roles: roles)
    }

    private func error(
        _ text: String, _ table: VariableTable, _ roles: ModelRoles = ModelRoles()
    ) throws -> FormulaError {
        try #require(throws: FormulaError.self) { try frame(text, table, roles) }
    }

    /// Eight rows; y is not positive in two, x is missing in two, one of them the same.
    private var table: VariableTable {
        var table = VariableTable(rowCount: 8)
        table.set("y", [1, 2, 0, -1, 5, 6, 7, 8])
        table.set("x", [1, nil, 3, nil, 2, 7, 1, 5])
        table.set("sex", texts: ["m", "f", "m", "f", "m", nil, "f", "m"])
        table.set("code", [10, 9, 10, 2, 9, 10, 2, 9])
        table.set("w", [1, 1, 2, 2, 0, 1, 0.5, 3])
        return table
    }

    @Test func rowsAreDroppedWithTheirCauses() throws {
        let made = try frame("log(y) ~ x + sex", table)
        #expect(made.rows == [0, 4, 6, 7])
        #expect(made.droppedCount == 4)
        #expect(made.outsideCount == 0)
        #expect(
            made.dropped == [
                dropped("log(y)", .outOfDomain, 2), dropped("x", .missing, 2), dropped("sex", .missing, 1),
            ])
        #expect(made.design.columnNames == ["(Intercept)", "x", "sex[m]"])
        #expect(made.design.values(1) == [1, 2, 1, 5])
        #expect(made.design.values(2) == [1, 1, 0, 1])
        #expect(made.design.termOfColumn == [nil, 0, 1])
        #expect(
            made.response.map { ($0 * 1e12).rounded() } == [0, 1_609_437_912_434, 1_945_910_149_055, 2_079_441_541_680])
    }

    private func dropped(_ variable: String, _ cause: Cause, _ count: Int) -> DroppedRows {
        DroppedRows(variable: variable, cause: cause, count: count)
    }

    @Test func causesOfTheSourceAreKept() throws {
        var table = table
        let causes: [Cause?] = [nil, .censored, .implausible, nil, .censored, nil, nil, nil]
        table.set("z", .numeric(NumericVariable([1, 0, 0, 4, 0, 6, 7, .infinity], causes: causes)))
        let made = try frame("w ~ z", table)
        #expect(made.rows == [0, 3, 5, 6])
        #expect(
            made.dropped == [
                dropped("z", .censored, 2), dropped("z", .notANumber, 1), dropped("z", .implausible, 1),
            ])
    }

    @Test func divisionByZeroIsAPoleAndOverflowOutOfDomain() throws {
        var table = table
        table.set("x", [1, 0, 3, 4, 2, 7, 1, 5])
        let made = try frame("y ~ I(1/w) + I(x^-2) + exp(code * 100)", table)
        // exp(200) is a number, exp(900) is none.
        #expect(made.rows == [3, 6])
        #expect(
            made.dropped == [
                dropped("I(1/w)", .pole, 1), dropped("I(x^-2)", .pole, 1), dropped("exp(code * 100)", .outOfDomain, 6),
            ])
        #expect(made.design.matrix.elements.allSatisfy { $0.isFinite })
    }

    @Test func subsetsAreCountedApart() throws {
        let made = try frame("log(y) ~ x", table, ModelRoles(subset: "code >= 9 & x < 7"))
        // Row 1 has no x, so that the condition cannot be decided there.
        #expect(made.rows == [0, 4, 7])
        #expect(made.outsideCount == 4)
        #expect(made.droppedCount == 1)
        #expect(made.dropped == [dropped("log(y)", .outOfDomain, 1)])
    }

    @Test func weightsClustersAndOffsets() throws {
        var table = table
        table.set("z", [0.5, 1, 1.5, 2, 2.5, nil, 3.5, 4])
        let made = try frame(
            "y ~ x + offset(z) + offset(2 * w)", table, ModelRoles(weights: "w", cluster: "code:sex", offset: "y"))
        #expect(made.rows == [0, 2, 4, 6, 7])
        #expect(made.weights == [1, 2, 0, 0.5, 3])
        #expect(made.offset == [3.5, 5.5, 7.5, 11.5, 18])
        #expect(made.clusters?.ofRow == [0, 0, 1, 2, 1])
        #expect(made.clusters?.names == ["10:m", "9:m", "2:f"])
        #expect(
            made.dropped == [
                dropped("x", .missing, 2), dropped("z", .missing, 1), dropped("sex", .missing, 1),
            ])
        #expect(
            try ModelRoles(weights: "w", cluster: "code:sex", offset: "log(y)", subset: "w > 0 & x > 1").columnNames()
                == ["code", "sex", "w", "y", "x"])
    }

    @Test(arguments: [-1, Double.infinity, .nan])
    func badWeightsAreErrors(_ weight: Double) throws {
        var table = table
        table.set("w", .numeric(NumericVariable([1, 1, 2, weight, 0, 1, 0.5, 3])))
        let error = try error("y ~ code", table, ModelRoles(weights: "w"))
        #expect(error.reason == .invalidWeight)
        #expect(error.message.contains("row 4"))
        // A row outside of the subset may weigh what it likes.
        #expect(try frame("y ~ code", table, ModelRoles(weights: "w", subset: "y > 0")).rows.count == 6)
    }

    @Test func levelsAreInTheOrderOfTheirValuesOrTexts() throws {
        var table = table
        table.set("text", texts: ["10", "9", "2", "10", "9", "2", "10", "2"])
        table.set("word", texts: ["b", "B", "ä", "a", "b", "B", "ä", "a"])
        #expect(try frame("y ~ C(code)", table).design.columnNames == ["(Intercept)", "C(code)[9]", "C(code)[10]"])
        #expect(try frame("y ~ text", table).design.columnNames == ["(Intercept)", "text[9]", "text[10]"])
        #expect(try frame("y ~ word", table).design.columnNames.dropFirst() == ["word[a]", "word[b]", "word[ä]"])
        #expect(try frame("y ~ code", table).design.columnNames == ["(Intercept)", "code"])
        let named = try frame("y ~ C(word, ref = b) - 1 + C(code, ref = 9)", table).model.categories
        #expect(named.map(\.reference) == ["b", "9"])
        #expect(named.map(\.columnName) == ["word", "code"])
    }

    @Test func unusedLevelsHaveNoColumnAndAreNamed() throws {
        var table = table
        let stages = ["normal", "impaired", "diabetes", "unknown"]
        table.set("stage", .categorical(CategoricalVariable(levels: stages, codes: [1, 0, 2, 0, 0, 1, 2, 1])))
        let made = try frame("y ~ stage", table, ModelRoles(subset: "code > 2"))
        #expect(made.design.columnNames == ["(Intercept)", "stage[impaired]", "stage[diabetes]"])
        #expect(made.model.categories.map(\.unusedLevels) == [["unknown"]])
        let fewer = try frame("y ~ stage", table, ModelRoles(subset: "code == 2"))
        #expect(fewer.model.categories.map(\.levels) == [["normal", "diabetes"]])
        #expect(fewer.model.categories.map(\.unusedLevels) == [["impaired", "unknown"]])
    }

    @Test func oneLevelIsAnErrorThatNamesIt() throws {
        for text in ["y ~ sex", "y ~ sex - 1", "y ~ x * sex"] {
            let error = try error(text, table, ModelRoles(subset: "code == 10"))
            #expect(error.reason == .singleLevel)
            #expect(error.columnName == "sex")
            #expect(error.message == "sex has one level only in the 2 rows used, \"m\"")
            #expect(Array(error.text)[error.range] == Array("sex")[...])
        }
    }

    @Test func noRowLeftIsAnErrorThatSaysWhy() throws {
        var table = table
        table.set("none", [nil, nil, nil, nil, nil, nil, nil, nil])
        let error = try error("y ~ none + x", table)
        #expect(error.reason == .noRows)
        #expect(error.help == ["none: missing 8", "x: missing 2"])
        #expect(try self.error("y ~ x", table, ModelRoles(subset: "x > 100")).help == ["outside the subset: 8"])
        #expect(try self.error("y ~ x", VariableTable(rowCount: 0)).reason == .unknownColumn)
        var empty = VariableTable(rowCount: 0)
        empty.set("y", [])
        #expect(try self.error("y ~ 1", empty).message == "the data have no rows")
    }

    @Test func dataThatDoNotFitTheFormula() throws {
        var many = VariableTable(rowCount: 300)
        many.set("y", (0..<300).map { Double($0) })
        many.set("id", texts: (0..<300).map { "P\($0)" })
        #expect(try error("y ~ id", many).reason == .tooManyLevels)
        let cases: [(String, FormulaError.Reason, String)] = [
            ("y ~ log(sex)", .notNumeric, "sex"), ("y ~ poly(sex, 2)", .notNumeric, "sex"),
            ("y ~ I(sex + 1)", .notNumeric, "sex"), ("y ~ x + offset(sex)", .notNumeric, "sex"),
            ("y ~ C(sex, ref = z)", .unknownLevel, "z"), ("y ~ C(code, ref = 3)", .unknownLevel, "3"),
            ("y ~ poly(code, 3)", .tooFewValues, "poly(code, 3)"), ("y ~ rcs(code, 4)", .tooFewValues, "rcs(code, 4)"),
            ("y ~ ns(code, 6)", .tooFewValues, "ns(code, 6)"),
            ("code ~ poly(I(y * 1e200), 2, raw = TRUE)", .tooLarge, "poly(I(y * 1e200), 2, raw = TRUE)"),
            ("C(code) ~ y", .responseLevels, "C(code)"), ("~ y", .noResponse, "~"), ("y ~ X1", .unknownColumn, "X1"),
        ]
        for (text, reason, marked) in cases {
            let error = try error(text, table)
            #expect(error.reason == reason, "\(text): \(error.rendered())")
            #expect(String(Array(error.text)[error.range]) == marked, "\(text): \(error.rendered())")
        }
    }

    @Test func aResponseOfTwoLevelsIsZeroAndOne() throws {
        let plain = try frame("sex ~ y", table)
        #expect(plain.response == [1, 0, 1, 0, 1, 0, 1])
        #expect(plain.responseLevels == ["f", "m"])
        let turned = try frame("C(sex, ref = m) ~ y", table)
        #expect(turned.response == [0, 1, 0, 1, 0, 1, 0])
        #expect(turned.responseLevels == ["m", "f"])
        #expect(try frame("I(y > 2) ~ x", table).response == [0, 0, 1, 1, 1, 1])
    }

    @Test func newRowsOfUnknownLevelsAreLeftOut() throws {
        let model = try frame("y ~ sex + C(code) + offset(w)", table).model
        var new = VariableTable(rowCount: 5)
        new.set("sex", texts: ["f", "x", "m", nil, "m"])
        new.set("code", [9, 9, 3, 2, 10])
        new.set("w", [1, 2, 3, 4, 5])
        let made = try model.rows(of: new)
        #expect(made.rows == [0, 4])
        #expect(made.offset == [1, 5])
        #expect(made.droppedCount == 3)
        #expect(
            made.dropped == [
                dropped("sex", .missing, 1), dropped("sex", .unknownCode, 1), dropped("C(code)", .unknownCode, 1),
            ])
        #expect(made.matrix.columnNames == ["(Intercept)", "sex[m]", "C(code)[9]", "C(code)[10]"])
        #expect(made.matrix.matrix.elements == [1, 1, 0, 1, 1, 0, 0, 1])
        new.set("sex", [1, 2, 1, 2, 1])
        let error = try #require(throws: FormulaError.self) { try model.rows(of: new) }
        #expect(error.reason == .notCategorical)
    }
}
