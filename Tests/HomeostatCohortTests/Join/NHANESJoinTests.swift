import Foundation
import HomeostatCohort
import HomeostatTestSupport
import Testing

/// Original files of NHANES, joined on SEQN, against the rows of one table that was put together independently.
@Suite(.needsSharedFolder)
struct NHANESJoinTests {
    private static let indices = ["homa_ir", "quicki", "fasting_insulin"]

    @Test(arguments: [
        (["GLU_J.XPT", "INS_J.XPT", "TRIGLY_J.xpt"], "2017-2018", ["tyg"]),
        (["GLU_L.xpt", "INS_L.xpt"], "2021-2023", []),
        (["GLU_L.xpt", "INS_L.xpt", "DEMO_L.xpt"], "2021-2023", []),
        (["INS_J.XPT", "GLU_J.XPT"], "2017-2018", []),
    ])
    func joinedFilesGiveTheIndicesOfTheTable(files: [String], cycle: String, further: [String]) async throws {
        let nhanes = try ProjectPaths.shared("data/nhanes/")
        let folder = try TemporaryDirectory()
        let names = NHANESJoinTests.indices + further
        let paths = files.map { nhanes + "xpt/" + $0 }
        let joined = try await IndicesOfFile(
            paths[0], in: folder, indices: names, joins: Array(paths.dropFirst()), threads: 2
        ) {
            $0.binding.preset = .nhanes
            $0.joinKey = ["SEQN"]
            $0.identity = ["SEQN"]
            $0.duplicates = .error
        }
        let lines = try String(contentsOfFile: nhanes + "nhanes_fasting_1999_2023.csv", encoding: .utf8)
            .split(separator: "\n")
        let ofCycle = try [#require(lines.first)] + lines.filter { $0.hasPrefix(cycle + ",") }
        let file = try folder.write("cycle.csv", ofCycle.joined(separator: "\n") + "\n")
        let table = try await IndicesOfFile(file, in: folder, indices: names, threads: 2) {
            $0.identity = ["seqn"]
            $0.duplicates = .error
        }
        let reference = Dictionary(
            uniqueKeysWithValues: table.rows.map { ($0["seqn"] ?? "", $0) })
        let ours = Dictionary(uniqueKeysWithValues: joined.rows.map { ($0["SEQN"] ?? "", $0) })
        #expect(ours.count == joined.rows.count)
        for name in names {
            let expected = reference.filter { !($0.value[name] ?? "").isEmpty }
            #expect(expected.count > 2000, "\(name)")
            for (person, row) in expected where ours[person]?[name] != row[name] {
                // The table was written with fewer digits than the files hold.
                let value = try #require(Double(ours[person]?[name] ?? ""), "\(name) of \(person)")
                let other = try #require(Double(row[name] ?? ""))
                #expect(abs(value - other) <= 1e-12 * abs(other), "\(name) of \(person)")
            }
            let more = ours.filter { !($0.value[name] ?? "").isEmpty && (reference[$0.key]?[name] ?? "").isEmpty }
            #expect(more.isEmpty, "\(name): \(more.keys.sorted().prefix(10))")
        }
    }
}
