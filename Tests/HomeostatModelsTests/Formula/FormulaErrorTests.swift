import HomeostatCohort
import HomeostatModels
import HomeostatTestSupport
import Testing

/// What is no formula, and where the error points.
@Suite struct FormulaErrorTests {
    /// The text between "<" and ">" is what the error is expected to mark.
    @Test(
        arguments: [
            ("<>", .syntax), ("y<>", .syntax), ("y ~<>", .syntax), ("y ~ a +<>", .syntax), ("y ~ a b<>", .syntax),
            ("y ~ a <b>", .syntax), ("y ~ (a + b<>", .syntax), ("y ~ a + <)>", .syntax), ("y ~ a <~> b", .syntax),
            ("y ~ <#>a", .syntax), ("y ~ <2x>", .syntax), ("y ~ <`a b>", .syntax), ("y ~ <``>", .syntax),
            ("y ~ a <%> b", .syntax), ("y ~ <.>", .syntax), ("y ~ log(a<>", .syntax), ("y ~ log(a,<)>", .syntax),
            ("y ~ <1e999>", .syntax), ("y ~ I(a < 1 \u{3008}< 2)", .syntax),
            ("y ~ <lgo>(a)", .unknownFunction), ("y ~ I(<ln>(a))", .unknownFunction),
            ("y ~ log(<poly>(a, 2))", .unknownFunction),
            ("y ~ <log(a, 2)>", .wrongArgument), ("y ~ <log()>", .wrongArgument), ("y ~ <2>", .wrongArgument),
            ("y ~ <2>*a", .wrongArgument), ("y ~ <a^2>", .wrongArgument), ("y ~ (a + b)^<1.5>", .wrongArgument),
            ("y ~ (a + b)^<c>", .wrongArgument), ("y ~ a - <b>", .wrongArgument), ("y ~ <\"a\">", .wrongArgument),
            ("y ~ <a > 3>", .wrongArgument), ("y ~ <a + 1 | b>", .wrongArgument), ("y ~ I(<a:b>)", .wrongArgument),
            ("y ~ a:<offset(b)>", .wrongArgument), ("y ~ a - <offset(b)>", .wrongArgument),
            ("y ~ I(<'a'> + 1)", .wrongArgument), ("y ~ I(a^<b>)", .wrongArgument), ("y ~ <I(3)>", .wrongArgument),
            ("<3> ~ a", .wrongArgument), ("y ~ poly(a, <0>)", .wrongArgument), ("y ~ poly(a, 2, <3>)", .wrongArgument),
            ("y ~ poly(a, 2, raw = <maybe>)", .wrongArgument), ("y ~ poly(a, <deg = 2>)", .wrongArgument),
            ("y ~ <poly()>", .wrongArgument), ("y ~ rcs(a, <2>)", .wrongArgument), ("y ~ rcs(a, <9>)", .wrongArgument),
            ("y ~ rcs(a, <c(1, 2)>)", .wrongArgument), ("y ~ rcs(a, <c(3, 2, 1)>)", .wrongArgument),
            ("y ~ ns(a, <0>)", .wrongArgument), ("y ~ bs(a, <2>)", .wrongArgument),
            ("y ~ ns(a, <df = 3>, knots = 1)", .wrongArgument),
            ("y ~ bs(a, <Boundary.knots = c(1, 2, 3)>)", .wrongArgument),
            ("y ~ ns(a, <knots = c(1, 9)>, Boundary.knots = c(0, 9))", .wrongArgument),
            ("y ~ C(a, <levels = 2>)", .wrongArgument), ("y ~ C(a, ref = <c(1, 2)>)", .wrongArgument),
            ("<poly(y, 2)> ~ a", .wrongArgument), ("y ~ a + <y>", .responseAmongTerms),
            ("log(y) ~ a*<log( y )>", .responseAmongTerms), ("y ~ <0>", .noCoefficients),
            ("y ~ <a - a - 1>", .noCoefficients),
        ] as [(String, FormulaError.Reason)])
    func marksWhatIsWrong(_ marked: String, _ reason: FormulaError.Reason) throws {
        // A mark that is itself part of the formula has another bracket.
        let opening: Character = marked.contains("\u{3008}") ? "\u{3008}" : "<"
        var characters = Array(marked)
        let start = try #require(characters.firstIndex(of: opening))
        characters.remove(at: start)
        var end = start + 1
        if opening == "<" {
            end = try #require(characters.lastIndex(of: ">"))
            characters.remove(at: end)
        }
        let text = String(characters)
        let error = #expect(throws: FormulaError.self, "\(text)") { try ModelFormula(text) }
        #expect(error?.reason == reason, "\(text): \(error?.message ?? "")")
        if marked.hasSuffix("b<>"), !marked.contains("(") {
            // Here the mark only says that there is an error.
        } else {
            #expect(error?.range == start..<end, "\(text): \(error?.rendered() ?? "")")
        }
    }

    @Test func rendersAsCompilersDo() throws {
        var table = VariableTable(rowCount: 3)
        for name in ["y", "bmi", "age"] { table.set(name, [1, 2, 4]) }
        let formula = try ModelFormula("log(y) ~ bmj + age")
        let error = try #require(throws: FormulaError.self) { try ModelFrame(formula, of: table) }
        #expect(
            error.rendered() == """
                error[D802]: the data have no column "bmj"
                  --> formula:1:10  column bmj
                1 | log(y) ~ bmj + age
                  |          ^^^
                help: did you mean bmi?
                help: columns are age, bmi, y

                """)
        #expect(error.columnName == "bmj")
    }

    @Test func lineBreaksKeepTheCaretInPlace() throws {
        let error = try #require(throws: FormulaError.self) { try ModelFormula("y ~ a +\n  lgo(b)") }
        #expect(error.rendered().contains("1 | y ~ a +   lgo(b)\n  |           ^^^\n"))
    }

    @Test func rolesPointIntoTheirOwnText() throws {
        var table = VariableTable(rowCount: 3)
        for name in ["y", "bmi", "age"] { table.set(name, [1, 2, 4]) }
        let formula = try ModelFormula("y ~ bmi")
        let cases: [(ModelRoles, String)] = [
            (ModelRoles(weights: "wt"), "weights"), (ModelRoles(cluster: "age:psu"), "cluster"),
            (ModelRoles(offset: "log(wt)"), "offset"), (ModelRoles(subset: "age > 1 & wt > 0"), "subset"),
        ]
        for (roles, place) in cases {
            let error = #expect(throws: FormulaError.self) { try ModelFrame(formula, of: table, roles: roles) }
            #expect(error?.reason == .unknownColumn)
            #expect(error?.place == place)
            #expect(error.map { Array($0.text)[$0.range] } == Array(place == "cluster" ? "psu" : "wt")[...])
        }
    }

    @Test func deepAndLongTextsAreRefused() {
        let deep = "y ~ " + String(repeating: "(", count: 100_000)
        let long = "y ~ " + (0..<5_000).map { "x\($0)" }.joined(separator: " + ")
        let wide = "y ~ " + (0..<26).map { "x\($0)" }.joined(separator: " * ")
        let signs = "y ~ I(" + String(repeating: "-", count: 5_000) + "a)"
        for text in [deep, long, wide, signs] {
            let error = #expect(throws: FormulaError.self) { try ModelFormula(text) }
            #expect(error?.reason == .tooComplex)
        }
    }

    /// Whatever is typed: a formula or an error that points into it, and never a crash.
    @Test func anyTextIsAFormulaOrAnErrorWithin() {
        let pieces = [
            "y", "a", "b", "race", "`fasting glucose`", "~", "+", "-", "*", "/", "^", ":", "%in%", "(", ")", ",", "=",
            "log", "I", "C", "poly", "rcs", "ns", "bs", "offset", "c", "scale", "ref", "TRUE", "1", "0", "2", "3.5",
            "1e3",
            "\"", "'", "`", " ", ".", "<", ">=", "==", "&", "|", "!", "%", "é", "🙂", "\n", "\\", "\u{0}", "{", "[",
            "y ~ ", "y ~ a*b", "poly(x, 2)", "C(race, ref = 3)", "log(", "(a + b)^2",
        ]
        var random = SeededGenerator(seed: 20_261_122)
        var formulas = 0
        for round in 0..<20_000 {
            var text = round % 2 == 0 ? "y ~ " : ""
            for _ in 0..<random.below(14) { text += pieces[random.below(pieces.count)] }
            do {
                let formula = try ModelFormula(text)
                formulas += 1
                // What is printed back is the same formula, the variables of a term perhaps in another order: that of
                // their first place in the text, where the terms are now by degree (a*b - a is b + a:b).
                let again = try ModelFormula(formula.description)
                #expect(again.terms.map { $0.sorted() } == formula.terms.map { $0.sorted() })
                #expect(again.hasIntercept == formula.hasIntercept && again.offsets == formula.offsets)
                let third = try ModelFormula(again.description)
                #expect(third.description == again.description)
            } catch {
                #expect(error.range.lowerBound >= 0 && error.range.upperBound <= error.text.count)
                #expect(error.text == text, "\(text) came back as \(error.text)")
                #expect(!error.rendered().isEmpty)
            }
        }
        #expect(formulas > 300)
    }

    @Test func everyReasonHasACodeThatIsExplained() {
        for code in [DiagnosticCode.formulaSyntax, .formulaColumn, .formulaData] {
            #expect(code.explanation.count > 80)
        }
        #expect(DiagnosticCode.formulaSyntax.exitStatus == .usage)
        #expect(DiagnosticCode.formulaColumn.exitStatus == .data)
    }
}
