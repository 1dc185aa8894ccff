import Foundation
import HomeostatTestSupport
import Testing

/// `selftest` passes where the tests run, and says what it ran on.
@Suite struct SelfTestTests {
    @Test func passesAndNamesTheBLAS() throws {
        let outcome = try runHomeostat(["selftest"])
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("OpenBLAS"))
        #expect(outcome.text.contains("cases passed"))
        for line in outcome.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test func everyCaseAsJSON() throws {
        let outcome = try runHomeostat(["selftest", "--format", "json"])
        let cases = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [[String: Any]])
        #expect(cases.count > 90)
        #expect(cases.allSatisfy { $0["passed"] as? Bool == true })
        let groups = Set(cases.compactMap { $0["group"] as? String })
        for group in ["reading files", "reading numbers", "SHA-256", "matrix product", "NIST Longley, dgels"] {
            #expect(groups.contains(group), "\(group)")
        }
    }
}
