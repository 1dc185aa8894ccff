import Foundation
import HomeostatTestSupport
import Testing

/// `regress` from end to end, on files small enough to check by hand.
@Suite struct RegressTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func file(_ text: String) throws -> String { try folder.write("a.csv", text) }

    private func failure(_ text: String, _ options: [String], status: Int32 = 65) throws -> String {
        let outcome = try runHomeostat(["regress", try file(text)] + options)
        #expect(outcome.status == status, "\(outcome.errorText)")
        #expect(outcome.output.isEmpty)
        return outcome.errorText
    }

    /// x = 1, 2, 3, 4 and y = 1, 3, 2, 4: slope 0.8, intercept 0.5, residual sum of squares 1.8.
    private let line = "id,x,y\na,1,1\nb,2,3\nc,3,2\nd,4,4\n"

    @Test func aLineByHand() throws {
        let path = try file(line)
        let found = try RegressJSON([path, "--formula", "y ~ x"])
        let slope = try found.row("x")
        #expect(try #require(slope["estimate"] as? Double) == 0.8)
        // sigma^2 = 1.8 / 2, over the sum of squares 5 of x.
        #expect(try (#require(slope["std_error"] as? Double) - (0.9 / 5).squareRoot()).magnitude < 1e-15)
        #expect(slope["df"] as? Double == 2)
        // With two degrees of freedom P(|T| > t) = 1 - t / sqrt(2 + t^2).
        let t = 0.8 / (0.18).squareRoot()
        #expect(try (#require(slope["p_value"] as? Double) - (1 - t / (2 + t * t).squareRoot())).magnitude < 1e-15)
        #expect(try #require(found.row("(Intercept)")["estimate"] as? Double) == 0.5)
        #expect(try (found.figure("r_squared") - 0.64).magnitude < 1e-15)
        #expect(try (found.figure("f") - 3.2 / 0.9).magnitude < 1e-14)
        #expect(try found.figure("n") == 4)
        #expect(try found.figure("n_dropped") == 0)
        #expect(try found.figure("rank") == 2)
        let keys = [
            "n", "n_dropped", "df_residual", "sigma", "r_squared", "adj_r_squared", "f", "log_lik", "aic", "bic",
            "rank", "condition", "digits",
        ]
        let model = try #require(found.object["model"] as? [String: Any])
        for key in keys { #expect(model[key] != nil, "\(key)") }
        #expect(found.object["dropped"] is [Any])
    }

    @Test func columnsAreThoseOfTheContract() throws {
        let path = try file(line)
        let outcome = try runHomeostat(["regress", path, "--formula", "y ~ x"])
        #expect(outcome.status == 0)
        #expect(
            outcome.rows[0] == [
                "term", "estimate", "std_error", "statistic", "df", "p_value", "log10_p", "conf_low", "conf_high",
            ])
        #expect(outcome.rows.count == 3)
        let tabs = try runHomeostat(["regress", path, "--formula", "y ~ x", "--format", "tsv"])
        #expect(tabs.text == outcome.text.replacingOccurrences(of: ",", with: "\t"))
        let lines = try runHomeostat(["regress", path, "--formula", "y ~ x", "--format", "ndjson"])
        #expect(lines.text.split(separator: "\n").count == 2)
    }

    @Test func markdownIsForPapers() throws {
        let path = try file(line)
        let text = try runHomeostat(["regress", path, "--formula", "y ~ x", "--format", "markdown"]).text
        #expect(text.hasPrefix("| Term | Estimate (95 % CI) | SE | p |\n|---|--:|--:|--:|\n"))
        #expect(text.contains("| x | 0.8 (-1.025 to 2.625) | 0.4243 | 0.2 |"))
        #expect(text.contains("n 4; R2 0.64"))
        #expect(text.contains("0 rows dropped"))
    }

    @Test func unknownColumnIsPointedAt() throws {
        let text = try failure(line, ["--formula", "y ~ xx"])
        #expect(text.contains("error[D802]"))
        #expect(text.contains("formula:1:5"))
        #expect(text.contains("\n1 | y ~ xx\n  |     ^^\n"))
        #expect(text.contains("did you mean x?"))
    }

    @Test(arguments: ["y ~ x +", "y ~ (x", "y ~ log(x, 2, 3)", "y x", "~ x", "y ~ 0"])
    func wrongFormulaIsWrongUsage(formula: String) throws {
        let text = try failure(line, ["--formula", formula], status: 64)
        #expect(text.contains("error[D801]"))
        #expect(text.contains("  --> formula:1:"))
    }

    @Test(arguments: [
        ["--method", "magic"], ["--errors", "hc9"], ["--level", "1"], ["--method", "quantile", "--tau", "0"],
        ["--errors", "cr2"], ["--cluster", "id", "--errors", "hc3"], ["--method", "mm", "--weights", "x"],
        ["--method", "logistic", "--errors", "hc5"], ["--quartiles", "x"], ["--interval", "magic"],
        ["--method", "mm", "--segmented", "x"], ["--method", "lad", "--diagnostics", "d.csv"],
        ["--errors", "bootstrap-pairs", "--replicates", "0"],
    ])
    func optionsThatCannotBeUsed(options: [String]) throws {
        let text = try failure(line, ["--formula", "y ~ x"] + options, status: 64)
        #expect(text.contains("error[D602]"))
        #expect(text.contains("help: "))
    }

    @Test func moreColumnsThanRows() throws {
        let text = try failure("y,a,b,c\n1,2,3,5\n2,1,4,4\n4,4,1,9\n", ["--formula", "y ~ a + b + c"])
        #expect(text.contains("error[D804]"))
        #expect(text.contains("3 rows cannot determine 4 coefficients"))
    }

    @Test func constantAndDependentColumnsAreNamed() throws {
        let path = try file("y,a,b,c\n1,1,2,7\n3,2,4,7\n2,3,6,7\n5,4,8,7\n4,5,10,7\n")
        let outcome = try runHomeostat(["regress", path, "--formula", "y ~ a + b + c"])
        #expect(outcome.status == 0)
        #expect(outcome.errorText.contains("warning[D805]: b, c have no coefficient"))
        #expect(try outcome.column("estimate").map(\.isEmpty) == [false, false, true, true])
        #expect(try outcome.column("std_error").map(\.isEmpty) == [false, false, true, true])
        #expect(try outcome.column("reasons")[2].hasPrefix("estimate:linearly_dependent;std_error:linearly_dependent"))
        #expect(!outcome.text.lowercased().contains("nan"))
        let quiet = try runHomeostat(["regress", path, "--formula", "y ~ a + b + c", "--quiet"])
        #expect(quiet.errorText.contains("b, c"))
        let meaning = try runHomeostat(["explain", "D805"]).text
        #expect(meaning.contains("D805: about formulas and models"))
        #expect(meaning.contains("exit status  0"))
        for method in ["huber", "lad", "lts"] where method != "lts" {
            let found = try RegressJSON([path, "--formula", "y ~ a + b + c", "--method", method])
            #expect(found.rows.filter { $0.row["estimate"] is NSNull }.map(\.term) == ["b", "c"])
            #expect(
                (found.object["not_estimated"] as? [[String: String]])?.map { $0["cause"] ?? "" } == [
                    "linearly_dependent", "linearly_dependent",
                ])
        }
    }

    @Test func perfectFitHasNoF() throws {
        let found = try RegressJSON([try file("y,x\n1,1\n3,2\n5,3\n7,4\n"), "--formula", "y ~ x"])
        #expect(try #require(found.row("x")["estimate"] as? Double) == 2)
        #expect(try found.row("x")["p_value"] is NSNull)
        #expect(try (found.row("x")["reasons"] as? String)?.contains("statistic:perfect_fit") == true)
        #expect(found.cause("f") == "perfect_fit")
        #expect((found.object["model"] as? [String: Any])?["f"] is NSNull)
        #expect(try found.figure("r_squared") == 1)
    }

    @Test func asManyCoefficientsAsRows() throws {
        let found = try RegressJSON([try file("y,x,z\n1,1,5\n3,2,1\n9,3,2\n"), "--formula", "y ~ x + z"])
        #expect(try found.row("x")["std_error"] is NSNull)
        #expect(found.cause("sigma") == "no_residual_degrees_of_freedom")
    }

    @Test func oneClusterOnly() throws {
        let text = try failure(
            "y,x,g\n1,1,a\n3,2,a\n2,3,a\n5,4,a\n", ["--formula", "y ~ x", "--cluster", "g"])
        #expect(text.contains("at least two clusters"))
    }

    @Test func perfectSeparationIsSaid() throws {
        let data = "y,x\n0,1\n0,2\n0,3\n1,4\n1,5\n1,6\n"
        let text = try failure(data, ["--formula", "y ~ x", "--method", "logistic"])
        #expect(text.contains("separation"))
        #expect(text.contains("x"))
    }

    @Test func responseOutsideTheFamilyNamesItsRow() throws {
        let text = try failure("y,x\n0,1\n1,3\n2,2\n1,5\n", ["--formula", "y ~ x", "--method", "logistic"])
        #expect(text.contains("row 3"))
    }

    @Test func aGroupWithoutValues() throws {
        let data = "y,x,g\n1,1,a\n3,2,a\n2,3,a\n5,4,b\n6,7,b\n4,2,b\n,1,c\n,2,c\n"
        let found = try RegressJSON([try file(data), "--formula", "y ~ x + g"])
        #expect(found.rows.map(\.term) == ["(Intercept)", "x", "g[b]"])
        #expect((found.object["notes"] as? [String])?.contains { $0.contains("no row used has c") } == true)
        #expect(try found.figure("n_dropped") == 2)
        let text = try failure("y,x\n,1\n,2\n,3\n", ["--formula", "y ~ x"])
        #expect(text.contains("error[D803]"))
        #expect(text.contains("missing 3"))
    }

    @Test func noRowsAtAll() throws {
        #expect(try failure("y,x\n", ["--formula", "y ~ x"]).contains("no rows"))
    }

    @Test func weightsThatAreNone() throws {
        func data(_ weight: String) -> String { "y,x,w\n1,1,1\n3,2,1\n2,3,\(weight)\n5,4,1\n4,5,1\n" }
        let text = try failure(data("-1"), ["--formula", "y ~ x", "--weights", "w"])
        #expect(text.contains("error[D803]"))
        #expect(text.contains("--> weights:1:1"))
        // An infinite one is no number: its row is left out and counted, and a fifth of the cells is too much.
        for weight in ["inf", "1e999"] {
            let found = try RegressJSON([try file(data(weight)), "--formula", "y ~ x", "--weights", "w"])
            #expect(found.outcome.status == 3)
            #expect(try found.figure("n") == 4)
            #expect(try found.section("dropped").map { $0["variable"] as? String } == ["w"])
            #expect(!found.outcome.text.contains("inf"))
        }
    }

    @Test func weightsOfZeroDoNotCount() throws {
        let found = try RegressJSON(
            [try file("y,x,w\n1,1,1\n3,2,1\n2,3,1\n4,4,1\n99,5,0\n"), "--formula", "y ~ x", "--weights", "w"])
        #expect(try #require(found.row("x")["estimate"] as? Double) == 0.8)
        #expect(try found.figure("n") == 4)
        #expect(try found.figure("n_without_weight") == 1)
    }

    @Test func textIsAFactor() throws {
        let data = "y,g\n1,a\n3,a\n4,b\n8,b\n5,c\n7,c\n"
        let found = try RegressJSON([try file(data), "--formula", "y ~ g"])
        #expect(try #require(found.row("(Intercept)")["estimate"] as? Double) == 2)
        #expect(try #require(found.row("g[b]")["estimate"] as? Double) == 4)
        #expect(try #require(found.row("g[c]")["estimate"] as? Double) == 4)
        let means = try found.section("marginal_means")
        #expect(means.map { $0["mean"] as? Double } == [2, 6, 6])
        let anova = try found.section("anova_type_1")
        // Group means 2, 6, 6 about 14/3, two rows each; residuals 1, 1, 2, 2, 1, 1.
        #expect(try (#require(anova[0]["sum_sq"] as? Double) - 64.0 / 3).magnitude < 1e-13)
        #expect(try (#require(anova[1]["sum_sq"] as? Double) - 12).magnitude < 1e-13)
    }

    @Test func anIndexIsAVariableWithItsCauses() throws {
        let data = """
            id,glucose_mg_dl,insulin_uu_ml,age
            1,90,9,30
            2,99,<2,40
            3,108,15,50
            4,,12,45
            5,95,x,35
            6,100,8,60
            7,110,20,41
            """
        let path = try file(data + "\n")
        let found = try RegressJSON([path, "--formula", "homa_ir ~ age", "--max-failed", "50"])
        #expect(found.outcome.status == 0)
        #expect(try found.figure("n") == 4)
        let dropped = try found.section("dropped").map {
            "\($0["variable"] as? String ?? "") \($0["cause"] as? String ?? "") \($0["count"] as? Int ?? 0)"
        }
        #expect(Set(dropped) == ["homa_ir censored 1", "homa_ir missing 1", "homa_ir not_a_number 1"])
        // A seventh of the insulins is no number: more than 5 %.
        let strict = try runHomeostat(["regress", path, "--formula", "homa_ir ~ age"])
        #expect(strict.status == 3)
        #expect(strict.rows.count == 3)
    }

    @Test func tinyPValuesComeAsLogarithms() throws {
        // A slope of 1 with a scatter of 1e-6 over 200 rows.
        let rows = (0..<200).map { "\($0),\(Double($0) + ($0 % 2 == 0 ? 1e-6 : -1e-6))" }
        let found = try RegressJSON(
            [try file("x,y\n" + rows.joined(separator: "\n") + "\n"), "--formula", "y ~ x"])
        let row = try found.row("x")
        #expect(row["p_value"] is NSNull)
        #expect(try #require(row["log10_p"] as? Double) < -300)
        #expect(row["reasons"] as? String == "p_value:below_1e-300")
        let table = try runHomeostat(["regress", folder.file("a.csv"), "--formula", "y ~ x"])
        #expect(try table.column("p_value")[1].isEmpty)
        #expect(try Double(table.column("log10_p")[1]).map { $0 < -300 } == true)
    }

    @Test func quartilesHaveAPForTrend() throws {
        let rows = (1...40).map { "\($0),\($0 * 3 % 7),\(Double($0) / 2 + Double($0 % 3))" }
        let path = try file("x,z,y\n" + rows.joined(separator: "\n") + "\n")
        let found = try RegressJSON([path, "--formula", "y ~ z", "--quartiles", "x"])
        #expect(found.rows.map(\.term) == ["(Intercept)", "x[Q2]", "x[Q3]", "x[Q4]", "z"])
        let groups = try found.section("quantile_groups")
        #expect(groups.map { $0["n"] as? Int } == [10, 10, 10, 10])
        #expect(groups.map { $0["median"] as? Double } == [5.5, 15.5, 25.5, 35.5])
        // The trend is the model with the medians in place of the groups.
        let medians = (1...40).map { "\($0 * 3 % 7),\(Double($0) / 2 + Double($0 % 3)),\(($0 - 1) / 10 * 10)" }
        let again = try folder.write("b.csv", "z,y,m\n" + medians.joined(separator: "\n") + "\n")
        let trend = try RegressJSON([again, "--formula", "y ~ z + I(m + 5.5)"])
        let expected = try #require(trend.rows.last?.row["log10_p"] as? Double)
        #expect(try (found.figure("log10_p_trend") - expected).magnitude < 1e-10 * expected.magnitude)
    }

    @Test func aTurningPointIsFound() throws {
        let rows = (0..<60).map { place -> String in
            let x = Double(place) / 2
            return "\(x),\(2 + 0.5 * x + 1.5 * max(0, x - 12.25) + (place % 3 == 0 ? 0.02 : -0.01))"
        }
        let path = try file("x,y\n" + rows.joined(separator: "\n") + "\n")
        let found = try RegressJSON([path, "--formula", "y ~ 1", "--segmented", "x"])
        #expect(found.rows.map(\.term) == ["(Intercept)", "x[below]", "x[change]", "x[turning point]"])
        let turn = try found.row("x[turning point]")
        #expect(try (#require(turn["estimate"] as? Double) - 12.25).magnitude < 0.05)
        let (low, high) = (try #require(turn["conf_low"] as? Double), try #require(turn["conf_high"] as? Double))
        #expect(low < 12.25 && 12.25 < high)
        #expect(try (#require(found.row("x[change]")["estimate"] as? Double) - 1.5).magnitude < 0.01)
    }

    @Test func bootstrapDependsOnTheSeedAlone() throws {
        let path = try file(line + "e,5,6\nf,6,5\ng,7,9\n")
        func run(_ options: [String]) throws -> String {
            let outcome = try runHomeostat(
                ["regress", path, "--formula", "y ~ x", "--errors", "bootstrap-pairs", "--replicates", "200"] + options)
            #expect(outcome.status == 0, "\(outcome.errorText)")
            return outcome.text
        }
        let one = try run(["--seed", "7", "--threads", "1"])
        #expect(try run(["--seed", "7", "--threads", "3"]) == one)
        #expect(try run(["--seed", "8", "--threads", "1"]) != one)
    }

    @Test func runsAreRecordedAndRepeated() throws {
        let path = try file(line)
        let target = folder.file("out.csv")
        let rows = folder.file("rows.csv")
        let outcome = try runHomeostat([
            "regress", path, "--formula", "y ~ x", "-o", target, "--diagnostics", rows, "--id", "id",
        ])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let table = try #require(folder.text("rows.csv")).split(separator: "\n")
        #expect(
            table[0]
                == "row,id,fitted,residual,leverage,standardized_residual,studentized_residual,cooks_distance,dffits")
        #expect(table.count == 5)
        // Leverages 0.7, 0.3, 0.3, 0.7.
        let leverages = table.dropFirst().compactMap { Double($0.split(separator: ",")[4]) }
        #expect(zip(leverages, [0.7, 0.3, 0.3, 0.7]).allSatisfy { ($0 - $1).magnitude < 1e-15 })
        #expect(table[1].hasPrefix("1,a,"))
        let verified = try runHomeostat(["verify", target + ".run.json"])
        #expect(verified.status == 0, "\(verified.errorText)")
        #expect(verified.text.contains("the same 2 rows"))
        #expect(verified.text.contains("rows.csv: the same 4 rows"))
        let record = try #require(folder.text("out.csv.run.json"))
        #expect(record.contains("\"model\" : \"y ~ x\""))
    }

    @Test func dryRunWritesNothing() throws {
        let outcome = try runHomeostat(["regress", try file(line), "--formula", "y ~ x", "--dry-run"])
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
    }

    @Test func theInputIsNotOverwritten() throws {
        let path = try file(line)
        let outcome = try runHomeostat(["regress", path, "--formula", "y ~ x", "--diagnostics", path])
        #expect(outcome.status == 73)
        #expect(folder.text("a.csv") == line)
    }
}
