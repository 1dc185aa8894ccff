import Foundation
import HomeostatTestSupport
import Testing

/// `list` and `explain`: what they say is made from the declarations, so the tests ask for facts that papers print.
@Suite struct ListAndExplainTests {
    private static let tables = [
        [], ["--family", "lipid"], ["--errors"], ["--causes"], ["--quantities"], ["--presets"], ["--classes"],
    ]

    @Test(arguments: tables) func tablesFitEightyColumns(options: [String]) throws {
        let outcome = try runHomeostat(["list"] + options)
        #expect(outcome.status == 0)
        #expect(outcome.errorText.isEmpty)
        for line in outcome.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test(arguments: tables) func tablesAreJSON(options: [String]) throws {
        let outcome = try runHomeostat(["list", "--format", "json"] + options)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [[String: Any]])
        #expect(!rows.isEmpty)
    }

    @Test func indicesSayWhetherTheyAreComputedByDefault() throws {
        let outcome = try runHomeostat(["list", "--format", "ndjson"])
        var byDefault: [String: Bool] = [:]
        for line in outcome.text.split(separator: "\n") {
            let row = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let id = try #require(row["id"] as? String)
            byDefault[id] = row["default"] as? Bool
        }
        #expect(byDefault["homa_ir"] == true)
        #expect(byDefault["quicki"] == true)
        #expect(byDefault["tyg"] == true)
        // Needs --normal-glucose and --normal-insulin; not computed at all.
        #expect(byDefault["belfiore_basal"] == false)
        #expect(byDefault["isi_cal"] == false)
    }

    @Test func familyIsOneOfThose() throws {
        let lipid = try runHomeostat(["list", "--family", "lipid", "--format", "csv"])
        #expect(lipid.text.contains(",lipid,"))
        #expect(!lipid.text.contains("homa_ir,"))
        let wrong = try runHomeostat(["list", "--family", "liquid"])
        #expect(wrong.status == 64)
        #expect(wrong.errorText.contains("anthropometric"))
    }

    @Test func explainsAnIndex() throws {
        let text = try runHomeostat(["explain", "homa_ir"]).text
        for fact in [
            "22.5", "405", "10.1007/BF00280883", "4.65", "2,321 clamps", "more insulin resistant", "by default",
        ] {
            #expect(text.contains(fact), "\(fact)")
        }
        #expect(text.contains("[not verified: quoted"))
        for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test func explainsWhyAnIndexIsNotComputed() throws {
        #expect(try runHomeostat(["explain", "isi_cal"]).text.contains("none are invented"))
        #expect(try runHomeostat(["explain", "belfiore_basal"]).text.contains("--normal-insulin"))
        #expect(try runHomeostat(["explain", "dai"]).text.contains("only when named"))
    }

    @Test func explainsCodesCausesQuantitiesAndStatuses() throws {
        let code = try runHomeostat(["explain", "d102"]).text
        #expect(code.contains("A cell is read whole"))
        #expect(code.contains("--max-failed"))
        // Both a cause and a flag.
        let twice = try runHomeostat(["explain", "implausible"]).text
        #expect(twice.contains("column reasons") && twice.contains("column flags"))
        let insulin = try runHomeostat(["explain", "insulin"]).text
        for fact in ["1 uU/mL = 6 pmol/L", "(0, 2000] uU/mL", "[0.1, 300] uU/mL", "LBXIN [uU/mL]", "iri"] {
            #expect(insulin.contains(fact), "\(fact)")
        }
        #expect(try runHomeostat(["explain", "field_count"]).text.contains("--max-reject"))
        #expect(try runHomeostat(["explain", "65"]).text.contains("D201"))
    }

    @Test func unknownNameIsWrongUsageWithSuggestions() throws {
        let outcome = try runHomeostat(["explain", "homa_irr"])
        #expect(outcome.status == 64)
        #expect(outcome.errorText.hasPrefix("error[D601]"))
        #expect(outcome.errorText.contains("did you mean homa_ir"))
        #expect(outcome.output.isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completions(shell: String) throws {
        let outcome = try runHomeostat(["--generate-completion-script", shell])
        #expect(outcome.status == 0)
        for verb in ["check", "indices", "list", "explain", "selftest"] { #expect(outcome.text.contains(verb)) }
        #expect(try runHomeostat(["--help"]).text.contains("--generate-completion-script"))
    }
}
