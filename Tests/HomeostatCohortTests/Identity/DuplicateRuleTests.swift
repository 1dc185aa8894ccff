import Foundation
import Glibc
import HomeostatCohort
import HomeostatTestSupport
import Testing

/// `--duplicates last` and `mean` against a reading of the file line by line.
@Suite struct DuplicateRuleTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func indices(
        _ path: String, _ rule: DuplicateRule, threads: Int = 1, _ names: [String] = ["homa_ir", "fasting_insulin"]
    ) async throws -> IndicesOfFile {
        try await IndicesOfFile(path, in: folder, indices: names, threads: threads) { $0.duplicates = rule }
    }

    /// A table of rows that repeat some identities, exactly or not. Numbers are multiples of 1/8, so that their sums are
    /// exact.
    private func table(rows: Int, identities: Int, _ numbers: inout SeededGenerator) -> [String] {
        var made: [String] = []
        // The largest file has more than one block.
        let note = rows > 200 ? String(repeating: "n", count: 300) : "n"
        for _ in 0..<rows {
            if !made.isEmpty, Int.random(in: 0..<4, using: &numbers) == 0,
                let again = made.randomElement(using: &numbers)
            {
                made.append(again)
                continue
            }
            let glucose = ["\(Double(Int.random(in: 480...1600, using: &numbers)) / 8)", "NA", "x", ""]
            let insulin = ["\(Double(Int.random(in: 16...240, using: &numbers)) / 8)", "<2", ""]
            func cell(_ choice: [String]) -> String {
                Int.random(in: 0..<8, using: &numbers) > 0 ? choice[0] : choice.randomElement(using: &numbers) ?? ""
            }
            let id = Int.random(in: 0..<identities, using: &numbers)
            made.append("\(id % 5 == 0 ? "P\(id)" : "\(id)"),\(cell(glucose)),\(cell(insulin)),\(note)")
        }
        return made
    }

    private static let header = "id,glucose_mg_dl,insulin_uu_ml,note"
    private static let sizes = [(0, 1), (1, 1), (2, 1), (5, 2), (30, 6), (30, 30), (1000, 400)]

    @Test(arguments: sizes) func lastKeepsTheLastRowOfEachIdentity(rows: Int, identities: Int) async throws {
        var numbers = SeededGenerator(seed: UInt64(rows * 31 + identities))
        for _ in 0..<(rows > 200 ? 1 : 2) {
            let lines = table(rows: rows, identities: identities, &numbers)
            let ids = lines.map { $0.split(separator: ",")[0] }
            let last = Dictionary(zip(ids, lines.indices)) { $1 }
            let kept = lines.indices.filter { last[ids[$0]] == $0 }
            let duplicates = lines.indices.count { last[ids[$0]] != $0 && lines[last[ids[$0]] ?? 0] == lines[$0] }
            let file = try folder.write("all.csv", ([Self.header] + lines).joined(separator: "\n") + "\n")
            let reduced = try folder.write(
                "kept.csv", ([Self.header] + kept.map { lines[$0] }).joined(separator: "\n") + "\n")
            let expected = try await indices(reduced, .keep)
            for threads in rows > 200 ? [1, 2, 7] : [2] {
                let made = try await indices(file, .last, threads: threads)
                #expect(made.text == expected.text)
                #expect(made.outcome.counts.rejectedByCause[.duplicate, default: 0] == duplicates)
                #expect(
                    made.outcome.counts.rejectedByCause[.superseded, default: 0] == rows - kept.count - duplicates)
            }
        }
    }

    @Test(arguments: sizes) func meanKeepsTheMeanOfTheDistinctRows(rows: Int, identities: Int) async throws {
        var numbers = SeededGenerator(seed: UInt64(rows * 37 + identities))
        for _ in 0..<(rows > 200 ? 1 : 2) {
            let lines = table(rows: rows, identities: identities, &numbers)
            var distinct: [String: [String]] = [:]
            var order: [String] = []
            var duplicates = 0
            for line in lines {
                let id = String(line.split(separator: ",")[0])
                if distinct[id] == nil { order.append(id) }
                if distinct[id, default: []].contains(line) {
                    duplicates += 1
                } else {
                    distinct[id, default: []].append(line)
                }
            }
            var flags: [String] = []
            let averaged = order.map { id -> String in
                let rows = (distinct[id] ?? []).map { $0.split(separator: ",", omittingEmptySubsequences: false) }
                if rows.count == 1 {
                    flags.append("")
                    return rows[0].joined(separator: ",")
                }
                var cells = [id]
                var told: [String] = []
                for (column, name) in [(1, "glucose"), (2, "insulin")] {
                    let texts = rows.map { String($0[column]) }.filter { $0 != "" && $0 != "NA" }
                    if let unknown = texts.first(where: { Double($0) == nil }) {
                        cells.append(unknown)
                    } else if texts.isEmpty {
                        cells.append("NA")
                    } else {
                        let values = texts.compactMap { Double($0) }
                        cells.append("\(values.reduce(0, +) / Double(values.count))")
                        if values.count > 1 { told.append("\(name):averaged") }
                    }
                }
                cells.append(String(rows[0][3]))
                flags.append(told.joined(separator: ";"))
                return cells.joined(separator: ",")
            }
            let file = try folder.write("all.csv", ([Self.header] + lines).joined(separator: "\n") + "\n")
            let reduced = try folder.write("mean.csv", ([Self.header] + averaged).joined(separator: "\n") + "\n")
            let expected = try await indices(reduced, .keep)
            let first = try await indices(file, .mean)
            for threads in rows > 200 ? [1, 2, 7] : [2] {
                let made = try await indices(file, .mean, threads: threads)
                #expect(made.text == first.text)
                #expect(made.outcome.counts.rejectedByCause[.duplicate, default: 0] == duplicates)
                #expect(
                    made.outcome.counts.rejectedByCause[.superseded, default: 0] == rows - order.count - duplicates)
            }
            for name in ["id", "homa_ir", "fasting_insulin", "reasons"] {
                #expect(first.column(name) == expected.column(name))
            }
            #expect(Set(expected.column("flags")).isSubset(of: [""]))
            #expect(first.column("flags") == flags)
        }
    }

    @Test func aMeanIsRoundedOnce() async throws {
        // The exact means of the Doubles next to 5.4, of those next to 0.1, 0.2 and 0.3, and of the last seven, by
        // rational arithmetic (Python 3, fractions.Fraction), rounded to the nearest Double.
        let file = try folder.write(
            "means.csv",
            """
            id,insulin_uu_ml,visit
            a,5.4,1
            b,0.1,1
            a,5.4,2
            b,0.2,2
            a,5.4,3
            b,0.3,3
            c,299.9,1
            c,0.1,2
            c,0.7,3
            c,0.9,4
            c,1.3,5
            c,17.7,6
            c,33.3,7

            """)
        let made = try await indices(file, .mean, ["fasting_insulin"])
        #expect(made.column("fasting_insulin") == ["5.4", "0.2", "50.55714285714286"])
    }

    @Test func codesMustAgree() async throws {
        let file = try folder.write(
            "codes.csv",
            """
            id,waist_cm,tg_mmol_l,sex
            1,100,1,M
            2,100,1,
            1,110,1,F
            2,104,1,F
            3,100,1,male
            3,101,1,M

            """)
        let made = try await indices(file, .mean, ["lap"])
        // (waist - 58) x TG for women, (waist - 65) x TG for men.
        #expect(made.column("lap") == ["", "44", "35.5"])
        #expect(made.column("reasons") == ["sex:contradictory", "", ""])
    }

    @Test func meansTakeJoinedColumnsToo() async throws {
        let input = try folder.write(
            "visits.csv", "id,visit,glucose_mg_dl\n1,1,90\n1,2,92\n2,1,100\n1,3,94\n2,2,100\n")
        let other = try folder.write("insulin.csv", "id,visit,insulin_uu_ml\n1,1,4\n1,2,8\n2,1,\n2,2,9\n")
        let made = try await IndicesOfFile(input, in: folder, indices: ["fasting_insulin"], joins: [other]) {
            $0.joinKey = ["id", "visit"]
            $0.duplicates = .mean
        }
        #expect(made.column("fasting_insulin") == ["6", "9"])
        #expect(made.column("flags") == ["insulin:averaged", ""])
    }

    @Test(arguments: [DuplicateRule.last, .mean]) func aPipeIsReadTwiceByWayOfATemporaryFile(rule: DuplicateRule)
        async throws
    {
        let text = Self.header + "\nA,90,4,\nB,100,5,\nA,94,8,\n"
        let file = try folder.write("rows.csv", text)
        let pipe = folder.file("pipe")
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        let writer = Thread { try? text.write(toFile: pipe, atomically: false, encoding: .utf8) }
        writer.start()
        let made = try await indices(pipe, rule)
        let expected = try await indices(file, rule)
        #expect(made.text == expected.text)
        #expect(made.column("fasting_insulin") == (rule == .last ? ["5", "8"] : ["6", "5"]))
    }

    /// A file with one row that is repeated exactly (lines 2 and 14), and one that differs (lines 3 and 15).
    @Test func everyRuleOnTheFileOfDuplicates() async throws {
        let path = ProjectPaths.fixture("messy/35_duplicate_ids.csv")
        func made(_ rule: DuplicateRule) async throws -> IndicesOfFile {
            try await IndicesOfFile(path, in: folder, indices: ["homa_ir"]) {
                $0.identity = ["seqn"]
                $0.duplicates = rule
            }
        }
        let thrown = try await diagnostic { _ = try await made(.error) }
        #expect(thrown.code == .conflictingDuplicates)
        #expect(thrown.message == "lines 3 and 15 have the same seqn and differ")
        // Insulin is 5.28 in both rows, glucose 107 and 140.
        let glucose: [(DuplicateRule, Int, Double)] = [
            (.first, 1, 107), (.last, 11, 140), (.mean, 1, 123.5),
        ]
        for (rule, place, expected) in glucose {
            let result = try await made(rule)
            #expect(result.rows.count == 12)
            #expect(result.outcome.counts.rejectedByCause == [.duplicate: 1, .superseded: 1])
            #expect(result.outcome.rejects.map(\.cause).sorted() == ["duplicate", "superseded"])
            #expect(Set(result.column("seqn")).count == 12)
            #expect(result.column("seqn")[place] == "93711")
            let value = try #require(Double(result.column("homa_ir")[place]))
            #expect(abs(value - expected * 5.28 / 405) <= 1e-14)
        }
        let all = try await made(.keep)
        #expect(all.rows.count == 14)
    }
}
