import HomeostatModels
import Testing

/// What formulas say of themselves.
@Suite struct ModelFormulaTests {
    @Test func theFormulaOfTheManual() throws {
        let text = "log(y) ~ a*b + poly(x,2)+rcs(bmi,4) + ns(x,4) + bs(x, 6) + C(race, ref=3) + offset(z) - 1"
        let formula = try ModelFormula(text)
        #expect(formula.responseLabel == "log(y)")
        #expect(!formula.hasIntercept)
        #expect(
            formula.terms == [
                "a", "b", "poly(x, 2)", "rcs(bmi, 4)", "ns(x, 4)", "bs(x, 6)", "C(race, ref = 3)", "a:b",
            ])
        #expect(formula.offsets == ["z"])
        #expect(formula.columnNames == ["y", "a", "b", "x", "bmi", "race", "z"])
        #expect(
            formula.description == "log(y) ~ a + b + poly(x, 2) + rcs(bmi, 4) + ns(x, 4) + bs(x, 6) + "
                + "C(race, ref = 3) + a:b + offset(z) - 1")
    }

    @Test(
        arguments: [
            ("y~1", "y ~ 1"), ("~ x", "~ x"),
            ("y ~ `fasting glucose`*sex", "y ~ `fasting glucose` + sex + `fasting glucose`:sex"),
            ("y ~ `bmi`", "y ~ bmi"), ("y ~ I(((x)))", "y ~ I(x)"),
            ("y ~ I((a+b)*c-d/(e*f))", "y ~ I((a + b) * c - d/(e * f))"),
            ("y ~ I(-(a+b)^2)", "y ~ I(-(a + b)^2)"), ("y ~ I((-a)^2)", "y ~ I((-a)^2)"),
            ("y ~ I(a-(b-c))", "y ~ I(a - (b - c))"),
            ("I(homa>=2.5)~age", "I(homa >= 2.5) ~ age"), ("y ~ a ** 1", "y ~ a"),
            ("y ~ log( x )+log(x)", "y ~ log(x)"),
            ("y ~ C(sex, ref='male')", "y ~ C(sex, ref = \"male\")"), ("y ~ größe + x.1 + _b", "y ~ größe + x.1 + _b"),
            ("y ~ I(1e3*x) + I(.5*x)", "y ~ I(1000 * x) + I(0.5 * x)"),
            ("y ~ 0 + a + offset(log(t))", "y ~ a + offset(log(t)) - 1"),
            ("y ~ I(2^-1*x) + I((x^2)^3)", "y ~ I(2^-1 * x) + I((x^2)^3)"),
            ("y ~ I(!(a > 1 & b < 2) | c == 3)", "y ~ I(!(a > 1 & b < 2) | c == 3)"),
        ])
    func printsBackWithTheSpacingOfR(_ text: String, _ expected: String) throws {
        let formula = try ModelFormula(text)
        #expect(formula.description == expected)
        #expect(try ModelFormula(formula.description).description == expected)
    }
}
