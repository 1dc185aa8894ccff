import HomeostatCohort
import HomeostatIndices
import HomeostatTestSupport
import Testing

/// A cohort with gaps and failures of every kind, in blocks enough for several threads.
private func cohort(rows: Int, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    var text = "id,centre,glucose_mg_dl,insulin_uu_ml,tg_mg_dl,fasting_time_h,comment\n"
    // A long last column makes blocks of the reader small in rows.
    let filler = String(repeating: "x", count: 300)
    for row in 0..<rows {
        func cell(_ value: Double, _ generator: inout SeededGenerator) -> String {
            switch generator.below(40) {
            case 0: ""
            case 1: "NA"
            case 2: "<2"
            case 3: "0"
            case 4: "high?"
            default: "\(value)"
            }
        }
        let glucose = Double(600 + generator.below(900)) / 10
        let insulin = Double(1 + generator.below(3000)) / 100
        let triglycerides = Double(30 + generator.below(400))
        let centre = ["A", "b", "", "NA", "a long name of a centre", "\"C, D\""][generator.below(6)]
        text += "\(row),\(centre),\(cell(glucose, &generator)),\(cell(insulin, &generator)),"
        text += "\(cell(triglycerides, &generator)),\(generator.below(20) == 0 ? 3 : 10),\(filler)\n"
    }
    return text
}

private func run(_ path: String, _ names: [String], threads: Int) throws -> IndicesRun {
    var options = CohortOptions()
    options.threads = threads
    options.keep = ["centre"]
    var wanted = IndicesOptions()
    wanted.names = names
    return try IndicesRun(try CohortInput(.file(path), options: options), options: wanted)
}

/// The rows of a comma-separated table as dictionaries.
private func table(_ text: String) -> [[String: String]] {
    func cells(_ line: Substring) -> [String] {
        var found = [""]
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                found.append("")
            } else {
                found[found.count - 1].append(character)
            }
        }
        return found
    }
    let lines = text.split(separator: "\n").map(cells)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
}

/// Definition 7 of Hyndman and Fan, written down once more.
private func quantile(_ sorted: [Double], _ probability: Double) -> Double {
    let h = Double(sorted.count - 1) * probability
    let low = Int(h.rounded(.down))
    return low + 1 < sorted.count ? sorted[low] + (h - Double(low)) * (sorted[low + 1] - sorted[low]) : sorted[low]
}

private let names = ["homa_ir", "quicki", "tyg", "log_homa_ir", "homa_b"]

@Suite struct IndexSummaryTests {
    private let directory: TemporaryDirectory
    private let path: String
    private let rowCount = 6000

    init() throws {
        directory = try TemporaryDirectory()
        path = try directory.write("cohort.csv", cohort(rows: rowCount, seed: 77))
    }

    private func summary(
        threads: Int, group: String? = nil, exactRows: Int = IndicesRun.mostExactRows, format: TableFormat = .csv
    ) async throws -> String {
        let target = directory.file("summary-\(threads)")
        _ = try await run(path, names, threads: threads).writeSummary(
            to: try OutputFile(path: target), format: format, group: group, exactRows: exactRows)
        return try #require(directory.text("summary-\(threads)"))
    }

    /// Every row of the ordinary output, from which all that a summary says follows.
    private func rows() async throws -> [[String: String]] {
        _ = try await run(path, names, threads: 1).writeRows(
            to: try OutputFile(path: directory.file("rows")), format: .csv)
        return table(try #require(directory.text("rows")))
    }

    private func check(_ line: [String: String], against rows: [[String: String]]) throws {
        let index = try #require(line["index"])
        let sorted = rows.compactMap { Double($0[index] ?? "") }.sorted()
        let count = Double(sorted.count)
        #expect(line["n"] == "\(sorted.count)")
        #expect(line["missing"] == "\(rows.count - sorted.count)")
        let mean = sorted.reduce(0, +) / count
        expectClose(Double(line["mean"] ?? ""), mean, relative: 1e-13)
        let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        expectClose(Double(line["sd"] ?? ""), (squares / (count - 1)).squareRoot(), relative: 1e-12)
        #expect(Double(line["min"] ?? "") == sorted.first && Double(line["max"] ?? "") == sorted.last)
        let error = try #require(Double(line["quantile_relative_error"] ?? ""))
        for (name, probability) in [("q1", 0.25), ("median", 0.5), ("q3", 0.75)] {
            let value = quantile(sorted, probability)
            if error == 0 {
                #expect(Double(line[name] ?? "") == value, "\(index) \(name)")
            } else {
                expectClose(Double(line[name] ?? ""), value, relative: error, "\(index) \(name)")
            }
        }
        // Each missing row once, and each cause as often as the rows tell it.
        let reasons = (line["missing_by_cause"] ?? "").split(separator: ";").map { $0.split(separator: " ") }
        #expect(reasons.reduce(0) { $0 + (Int($1[1]) ?? 0) } == rows.count - sorted.count)
        for reason in reasons {
            let said = rows.count { row in
                row[index] == "" && (row["reasons"] ?? "").split(separator: ";").contains(reason[0])
            }
            #expect((Int(reason[1]) ?? 0) <= said && said > 0, "\(index) \(reason[0])")
        }
    }

    @Test func agreesWithTheRows() async throws {
        let rows = try await rows()
        #expect(rows.count == rowCount)
        for exactRows in [rowCount, rowCount - 1] {
            let lines = table(try await summary(threads: 2, exactRows: exactRows))
            #expect(lines.map { $0["index"] } == names)
            for line in lines {
                #expect(line["quantile_relative_error"] == (exactRows == rowCount ? "0" : "0.00048828125"))
                try check(line, against: rows)
            }
        }
    }

    @Test func groupsAgreeWithTheirRows() async throws {
        let rows = try await rows()
        for exactRows in [rowCount, 0] {
            let lines = table(try await summary(threads: 2, group: "centre", exactRows: exactRows))
            // Missing codes and empty cells are one group, the last.
            #expect(
                lines.map { $0["group"] }
                    == ["A", "C, D", "a long name of a centre", "b", ""].flatMap { group in
                        names.map { _ in group }
                    })
            for line in lines {
                try check(
                    line,
                    against: rows.filter { row in
                        let centre = row["centre"] == "NA" ? "" : row["centre"]
                        return centre == line["group"]
                    })
            }
        }
    }

    @Test func theBytesDoNotDependOnThreads() async throws {
        for group in [nil, "centre"] {
            for exactRows in [rowCount, 0] {
                let one = try await summary(threads: 1, group: group, exactRows: exactRows)
                for threads in [2, 7] {
                    #expect(try await summary(threads: threads, group: group, exactRows: exactRows) == one)
                }
            }
        }
    }

    @Test func nothingToSummarise() async throws {
        let empty = try directory.write("empty.csv", "glucose_mg_dl,insulin_uu_ml\n")
        _ = try await homaRun(empty).writeSummary(to: try OutputFile(path: directory.file("none")), format: .csv)
        #expect(directory.text("none")?.split(separator: "\n").last == "homa_ir,0,,,,,,,,,0,")
        let absent = try directory.write("absent.csv", "glucose_mg_dl,insulin_uu_ml\n,5\n95,NA\n")
        _ = try await homaRun(absent).writeSummary(to: try OutputFile(path: directory.file("none")), format: .json)
        #expect(
            directory.text("none") == """
                [
                  {"index": "homa_ir", "n": 0, "mean": null, "sd": null, "min": null, "q1": null, "median": null, \
                "q3": null, "max": null, "quantile_relative_error": null, "missing": 2, \
                "missing_by_cause": {"glucose:missing": 1, "insulin:missing": 1}}
                ]

                """)
        let single = try directory.write("single.csv", "glucose_mg_dl,insulin_uu_ml\n90,9\n")
        _ = try await homaRun(single).writeSummary(to: try OutputFile(path: directory.file("none")), format: .csv)
        #expect(directory.text("none")?.split(separator: "\n").last == "homa_ir,1,2,,2,2,2,2,2,0,0,")
    }

    private func homaRun(_ path: String) throws -> IndicesRun {
        var options = CohortOptions()
        options.threads = 2
        var wanted = IndicesOptions()
        wanted.names = ["homa_ir"]
        return try IndicesRun(try CohortInput(.file(path), options: options), options: wanted)
    }

    @Test func aColumnThatIsNoGroup() async throws {
        let error = await #expect(throws: Diagnostic.self) { try await summary(threads: 2, group: "id") }
        #expect(error?.code == .tooManyGroups)
        let unknown = await #expect(throws: Diagnostic.self) { try await summary(threads: 2, group: "nowhere") }
        #expect(unknown?.code == .unknownColumn)
    }
}
