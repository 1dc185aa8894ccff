import HomeostatCohort
import Testing

/// Files written by other programs; `Fixtures/make-foreign-fixtures.py` says what they hold.
@Suite struct ForeignReaderTests {
    static let rowFiles: [(String, ForeignFormat, Bool)] = [
        ("v5.xpt", .xpt, false), ("v8.xpt", .xpt, false), ("plain.sav", .sav, true), ("rows.sav", .sav, true),
        ("zlib.sav", .sav, true), ("118.dta", .dta, true), ("114.dta", .dta, true),
    ]

    static func expectRows(_ path: String, _ format: ForeignFormat, rowsPerBlock: Int) throws {
        let table = try readTable(path, format, rowsPerBlock: rowsPerBlock)
        let rows = 0..<1000
        #expect(table.rows == 1000)
        #expect(table.numbers[0] == rows.map { Double($0 + 1) })
        #expect(table.numbers[1] == rows.map { $0 % 7 == 4 ? nil : Double($0 - 500) / 4 })
        #expect(table.validity[1] == rows.map { $0 % 7 == 4 ? 1 : 0 })
        #expect(table.numbers[1]?[500] == 0)
        #expect(table.texts[2] == rows.map { $0 % 5 == 0 ? "" : "w\($0 % 10)" })
    }

    @Test(arguments: rowFiles, [1, 7, 999, 1000, 1001])
    func everyCellArrivesAcrossBlockBorders(file: (String, ForeignFormat, Bool), rowsPerBlock: Int) throws {
        try Self.expectRows(fixture("rows-" + file.0), file.1, rowsPerBlock: rowsPerBlock)
    }

    @Test(arguments: ["rows.sas7bdat", "rows-packed.sas7bdat"], [1, 64, 1000, 4096])
    func everyCellOfSAS7BDATArrives(name: String, rowsPerBlock: Int) throws {
        try Self.expectRows(fixture(name), .sas7bdat, rowsPerBlock: rowsPerBlock)
    }

    @Test(arguments: rowFiles.map { ("-" + $0.0, $0.1, $0.2) } + [(".sas7bdat", .sas7bdat, true)])
    func descriptionTellsWhatTheFileSays(file: (String, ForeignFormat, Bool)) throws {
        for (stem, rows) in [("rows", 1000), ("none", 0)] {
            let about = try ForeignReader.readVariables(path: fixture(stem + file.0), format: file.1)
            #expect(about.variables.map(\.name) == ["id", "value", "word"])
            #expect(about.variables.map(\.label) == ["Identifier", "Synthetic value", "Short text"])
            #expect(about.variables.map(\.isText) == [false, false, true])
            #expect(about.variables.allSatisfy { $0.valueLabels.isEmpty && !$0.hasUserMissing })
            #expect(about.rowCount == (file.2 ? rows : nil))
            #expect(about.tableLabel == "Synthetic table")
        }
    }

    @Test func formatVersionsAndEncodings() throws {
        func about(_ name: String, _ format: ForeignFormat) throws -> ForeignDescription {
            try ForeignReader.readVariables(path: fixture(name), format: format)
        }
        #expect(try about("rows-v5.xpt", .xpt).formatVersion == 5)
        #expect(try about("rows-v8.xpt", .xpt).formatVersion == 8)
        #expect(try about("rows-v8.xpt", .xpt).tableName == "SYNTH")
        #expect(try about("rows-v8.xpt", .xpt).encoding == nil)
        #expect(try about("rows-114.dta", .dta).encoding == nil)
        #expect(try about("rows-118.dta", .dta).encoding == "UTF-8")
        #expect(try about("rows-plain.sav", .sav).encoding == "UTF-8")
        #expect(try about("rows.sas7bdat", .sas7bdat).variables[1].format == "BEST")
    }

    @Test(arguments: [
        ("none-v5.xpt", ForeignFormat.xpt), ("none-v8.xpt", .xpt), ("none-plain.sav", .sav), ("none-rows.sav", .sav),
        ("none-zlib.sav", .sav), ("none-118.dta", .dta), ("none-114.dta", .dta), ("none.sas7bdat", .sas7bdat),
    ])
    func tableWithoutRowsGivesNoBlock(name: String, format: ForeignFormat) throws {
        #expect(try readTable(fixture(name), format) == ForeignTable())
    }

    @Test(arguments: [
        ("text-v5.xpt", ForeignFormat.xpt), ("text-v8.xpt", .xpt), ("text.sav", .sav), ("text.dta", .dta),
    ])
    func longAndAccentedText(name: String, format: ForeignFormat) throws {
        let table = try readTable(fixture(name), format)
        #expect(table.texts[0] == [String(repeating: "ab", count: 95), "short", "na\u{EF}ve \u{B5}U/mL"])
        #expect(table.numbers[1] == [0, 1, -2])
    }

    @Test(arguments: [("strl.dta", ForeignFormat.dta), ("wide.sav", .sav)])
    func veryLongText(name: String, format: ForeignFormat) throws {
        let table = try readTable(fixture(name), format)
        #expect(table.texts[0] == [String(repeating: "x", count: 3000) + " end", "brief"])
    }

    @Test func labelsAndUserMissingOfSPSS() throws {
        let about = try ForeignReader.readVariables(path: fixture("labels.sav"), format: .sav)
        #expect(
            about.variables[0].valueLabels == [
                ForeignValueLabel(code: .number(1), label: "female"),
                ForeignValueLabel(code: .number(2), label: "male"),
                ForeignValueLabel(code: .number(9), label: "not asked"),
            ])
        #expect(about.variables[0].missingRules == [.numbers(low: 9, high: 9)])
        #expect(about.variables[1].missingRules == [.numbers(low: -10, high: -1), .numbers(low: 999, high: 999)])
        #expect(about.variables[2].missingRules == [.text(low: "ZZ", high: "ZZ")])
        #expect(about.variables[3].format == "DATE11")

        let table = try readTable(fixture("labels.sav"), .sav)
        #expect(table.numbers[0] == [1, 2, nil, nil])
        #expect(table.validity[0] == [0, 0, 2, 1])
        #expect(table.numbers[1] == [12.5, nil, nil, nil])
        #expect(table.validity[1] == [0, 2, 2, 2])
        #expect(table.tags[1] == [0, 0, 0, 0])
        #expect(table.texts[2] == ["A", "B", "", ""])
        #expect(table.numbers[3] == [1, 2, 3, 4])
    }

    @Test func labelsAndTagsOfStata() throws {
        let about = try ForeignReader.readVariables(path: fixture("labels.dta"), format: .dta)
        let letterA = UInt8(ascii: "a")
        #expect(
            Set(about.variables[0].valueLabels) == [
                ForeignValueLabel(code: .number(1), label: "female"),
                ForeignValueLabel(code: .number(2), label: "male"),
                ForeignValueLabel(code: .missing(tag: letterA), label: "not asked"),
            ])
        #expect(about.variables[2].format == "%td")

        let table = try readTable(fixture("labels.dta"), .dta)
        #expect(table.numbers[0] == [1, 2, nil, nil])
        #expect(table.validity[0] == [0, 0, 2, 1])
        #expect(table.tags[0] == [0, 0, letterA, 0])
        #expect(table.numbers[1] == [12.5, nil, -7, 0])
        #expect(table.tags[1] == [0, UInt8(ascii: "z"), 0, 0])
    }

    // MARK: What is asked for

    @Test(arguments: rowFiles)
    func columnsComeInTheOrderAskedFor(file: (String, ForeignFormat, Bool)) throws {
        let path = fixture("rows-" + file.0)
        let all = try readTable(path, file.1)
        let some = try readTable(path, file.1, variables: [2, 0, 2])
        #expect(some.texts[0] == all.texts[2] && some.texts[2] == all.texts[2])
        #expect(some.numbers[1] == all.numbers[0])
        let none = try readTable(path, file.1, variables: [], rowsPerBlock: 300)
        #expect(none.blocks == [300, 300, 300, 100])
    }

    @Test(arguments: [-1, 3, Int.max])
    func unknownVariableIsAnError(index: Int) throws {
        let error = #expect(throws: ForeignReadError.self) {
            try readTable(fixture("rows-v5.xpt"), .xpt, variables: [0, index])
        }
        #expect(error?.reason == .noSuchVariable)
        #expect(error?.description.contains("\(index)") == true)
    }

    @Test(arguments: [0, -5, Int.max])
    func blockSizeIsChecked(rowsPerBlock: Int) throws {
        let error = #expect(throws: ForeignReadError.self) {
            try ForeignReader.readRows(
                path: fixture("rows-v5.xpt"), format: .xpt, variables: [], rowsPerBlock: rowsPerBlock
            ) { _ in true }
        }
        #expect(error?.reason == .badRequest)
    }

    @Test(arguments: rowFiles, [1, 3, 10])
    func readingStopsWhereTheBodySaysSo(file: (String, ForeignFormat, Bool), limit: Int) throws {
        var calls = 0
        let rows = try ForeignReader.readRows(
            path: fixture("rows-" + file.0), format: file.1, variables: [0], rowsPerBlock: 100
        ) { _ in
            calls += 1
            return calls < limit
        }
        #expect(calls == limit)
        #expect(rows == 100 * limit)
    }

    private struct OwnError: Error, Equatable { var row: Int }

    @Test(arguments: rowFiles, [0, 400, 900])
    func errorsOfTheBodyArePassedOn(file: (String, ForeignFormat, Bool), row: Int) throws {
        var last = -1
        #expect(throws: OwnError(row: row)) {
            try ForeignReader.readRows(
                path: fixture("rows-" + file.0), format: file.1, variables: [0, 2], rowsPerBlock: 100
            ) { block in
                last = block.firstRow
                if last == row { throw OwnError(row: row) }
                return true
            }
        }
        #expect(last == row)
    }

    @Test func filesCanBeReadAtTheSameTime() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for file in Self.rowFiles + Self.rowFiles {
                group.addTask { try Self.expectRows(fixture("rows-" + file.0), file.1, rowsPerBlock: 64) }
            }
            try await group.waitForAll()
        }
    }
}
