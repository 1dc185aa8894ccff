import Foundation
import HomeostatTestSupport
import Testing

/// The columns of what is written.
@Suite("Columns of outputs")
struct OutputColumnTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    @Test("a column that is passed on under a taken name", arguments: ["homa_ir", "flags", "reasons", "homa_ir_class"])
    func takenName(name: String) throws {
        let path = try folder.write("in.csv", "id,\(name),glucose_mg_dl,insulin_uu_ml\n1,99,90,5\n")
        for format in ["csv", "json", "ndjson", "markdown"] {
            let outcome = try runHomeostat([
                "indices", path, "--keep", "all", "--classes", "--indices", "homa_ir", "--format", format,
            ])
            #expect(outcome.status == 65)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errorText.contains("error[D204]"))
            #expect(outcome.errorText.contains(name))
        }
        #expect(try runHomeostat(["indices", path, "--keep", "glucose_mg_dl", "--indices", "homa_ir"]).status == 0)
    }

    @Test("two columns of the input with one name")
    func repeatedInInput() throws {
        let path = try folder.write("in.csv", "id,note,glucose_mg_dl,insulin_uu_ml,note\n1,a,90,5,b\n")
        let outcome = try runHomeostat(["indices", path, "--keep", "all", "--indices", "homa_ir"])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("error[D204]"))
        #expect(try runHomeostat(["indices", path, "--indices", "homa_ir"]).status == 0)
    }
}
