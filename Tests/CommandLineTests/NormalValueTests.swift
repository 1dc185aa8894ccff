import HomeostatTestSupport
import Testing

/// `--normal-glucose`, `--normal-insulin` and `--normal-ffa`: values of a normal population, each with its unit.
@Suite("Normal values")
struct NormalValueTests {
    private func run(_ options: [String]) throws -> CommandOutcome {
        let folder = try TemporaryDirectory()
        let path = try folder.write("cohort.csv", "id,glucose_mg_dl,insulin_uu_ml\n1,90,7\n")
        return try runHomeostat(["indices", path, "--indices", "belfiore_basal"] + options)
    }

    @Test("any unit of the quantity gives the same index")
    func units() throws {
        for (glucose, insulin) in [("90mg/dL", "7uU/mL"), ("5mmol/L", "42 pmol/L"), ("5 mmol/l", "7 mU/L")] {
            let outcome = try run(["--normal-glucose", glucose, "--normal-insulin", insulin])
            #expect(outcome.status == 0, "\(outcome.errorText)")
            expectClose(Double(try outcome.column("belfiore_basal")[0]), 1, relative: 1e-12, "\(glucose)")
        }
    }

    @Test(
        "a value without its unit, with one of something else, or outside the plausible range is wrong usage",
        arguments: [
            "5.08", "91", "91uU/mL", "91mg", "mg/dL", "-91mg/dL", "0mg/dL", "5.08mg/dL", "91mmol/L", "9e9mg/dL",
            "5,08mmol/L",
        ])
    func refused(text: String) throws {
        let outcome = try run(["--normal-glucose=\(text)", "--normal-insulin", "7uU/mL"])
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.contains("error[D602]"))
        #expect(outcome.errorText.contains("--normal-glucose VALUEmg/dL or --normal-glucose VALUEmmol/L"))
    }

    @Test("the error for a missing value asks for the unit")
    func missing() throws {
        let outcome = try run(["--normal-glucose", "90mg/dL"])
        #expect(outcome.status == 64)
        #expect(outcome.errorText.contains("--normal-insulin VALUEuU/mL or --normal-insulin VALUEpmol/L"))
        #expect(try runHomeostat(["explain", "normal_glucose"]).text.contains("the option is refused (D602)"))
    }
}
