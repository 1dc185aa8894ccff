import Foundation
import HomeostatCohort
import Testing

/// Files that are broken, cut, or not what they claim to be.
@Suite struct ForeignDamageTests {
    @Test(arguments: ForeignFormat.allCases)
    func missingEmptyAndOtherFiles(format: ForeignFormat) throws {
        #expect(failure("/nonexistent/file", format) == .cannotOpen)
        #expect(failure("", format) == .cannotOpen)
        #expect(failure(FileManager.default.temporaryDirectory.path, format) == .notARegularFile)
        #expect(failure("/dev/zero", format) == .notARegularFile)
        try withFile([]) { #expect(failure($0, format) == .empty) }
        try withFile(Array("id,glucose\n1,5.5\n".utf8)) { #expect(failure($0, format) != nil) }
        try withFile([UInt8](repeating: 0, count: 8000)) { #expect(failure($0, format) != nil) }
        let other = format == .dta ? "rows-v5.xpt" : "rows-118.dta"
        #expect(failure(fixture(other), format) != nil)
    }

    @Test func errorSaysWhatWhereAndWhatToDo() throws {
        let content = try bytes(of: "rows-114.dta")
        try withFile(Array(content.prefix(10_000))) { path in
            let error = #expect(throws: ForeignReadError.self) { try readTable(path, .dta, variables: [0]) }
            #expect(error?.reason == .truncated)
            #expect(error?.path == path)
            let text = error?.description ?? ""
            #expect(text.hasPrefix("\(path): the Stata DTA file ends too early after row 515 ("))
            #expect(text.hasSuffix("get it again, in binary mode; no result is computed from a part."))
        }
    }

    /// Every beginning of a file gives an error, or a table whose rows are the first of the whole one.
    @Test(arguments: [
        ("50_user_missing.sav", ForeignFormat.sav), ("51_tagged_missing.dta", .dta), ("53_v8_longnames.xpt", .xpt),
        ("none-zlib.sav", .sav), ("labels.sav", .sav), ("none-114.dta", .dta), ("text-v5.xpt", .xpt),
    ])
    func everyPrefix(name: String, format: ForeignFormat) throws {
        let content = try bytes(of: name)
        let whole = try readTable(fixture(name), format)
        let columns = Array(0..<(whole.numbers.count + whole.texts.count))
        var succeeded = 0
        try withFile(content) { path in
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            defer { try? file.close() }
            for length in stride(from: content.count - 1, through: 0, by: -1) {
                try file.truncate(atOffset: UInt64(length))
                _ = try? ForeignReader.readVariables(path: path, format: format)
                guard let part = try? readTable(path, format, variables: columns) else { continue }
                succeeded += 1
                // Only a transport file does not say how many rows it has.
                if format != .xpt { #expect(part.rows == whole.rows, "\(length) bytes") }
                for (column, cells) in part.numbers {
                    #expect(cells == whole.numbers[column].map { Array($0.prefix(part.rows)) }, "\(length) bytes")
                }
                for (column, cells) in part.texts {
                    #expect(cells == whole.texts[column].map { Array($0.prefix(part.rows)) }, "\(length) bytes")
                }
            }
        }
        // A cut of a transport file goes unnoticed only at the end of a record, and of a row besides.
        if format == .xpt { #expect(succeeded <= content.count / 80) }
    }

    /// Cuts of the larger SAS7BDAT at and around its page borders, and every 97 bytes.
    @Test(arguments: ["rows.sas7bdat", "rows-packed.sas7bdat"])
    func cutSAS7BDAT(name: String) throws {
        let content = try bytes(of: name)
        for length in stride(from: 1, to: content.count, by: 97) {
            try withFile(Array(content.prefix(length))) { path in
                #expect(failure(path, .sas7bdat) != nil, "\(length) of \(content.count) bytes")
            }
        }
    }

    /// One byte changed at a time: an error or a table, and no crash.
    @Test(arguments: [
        ("50_user_missing.sav", ForeignFormat.sav), ("51_tagged_missing.dta", .dta), ("53_v8_longnames.xpt", .xpt),
        ("none-114.dta", .dta), ("labels.sav", .sav),
    ])
    func changedBytes(name: String, format: ForeignFormat) throws {
        let content = try bytes(of: name)
        var outcomes = (read: 0, refused: 0)
        for position in stride(from: 0, to: content.count, by: 3) {
            var changed = content
            changed[position] ^= [0xFF, 0x80, 0x01][position / 3 % 3]
            try withFile(changed) { path in
                if failure(path, format) == nil { outcomes.read += 1 } else { outcomes.refused += 1 }
            }
        }
        #expect(outcomes.read > 0 && outcomes.refused > 0)
    }

    @Test func undeclaredRowCountOfSPSS() throws {
        for name in ["rows-plain.sav", "rows-rows.sav"] {
            var content = try bytes(of: name)
            // The number of cases is the 32-bit number at byte 80; -1 says that the writer did not know it.
            content.replaceSubrange(80..<84, with: [0xFF, 0xFF, 0xFF, 0xFF])
            try withFile(content) { path in
                let about = try ForeignReader.readVariables(path: path, format: .sav)
                #expect(about.rowCount == nil)
                try ForeignReaderTests.expectRows(path, .sav, rowsPerBlock: 300)
            }
            try withFile(content.dropLast(3)) { #expect(failure($0, .sav) == .truncated, "\(name)") }
        }
    }

    @Test func secondTableOfTransportFileIsNotReadAsRows() throws {
        let one = try bytes(of: "text-v5.xpt")
        // The first three records describe the library; a table begins with the fourth.
        let two = one + one.dropFirst(240)
        try withFile(two) { path in
            let error = #expect(throws: ForeignReadError.self) { try readTable(path, .xpt) }
            #expect(error?.reason == .severalTables)
            let about = try ForeignReader.readVariables(path: path, format: .xpt)
            #expect(about.variables.count == 2)
        }
    }

    /// A row that the end of the file cuts, in a file that is still a whole number of records.
    @Test func cutRowOfTransportFile() throws {
        let content = try bytes(of: "rows-v5.xpt")
        let data = content.count - 18_240
        // 1000 rows of 18 bytes and 240 blanks; 80 * 100 bytes end within a row, since 8000 is no multiple of 18.
        try withFile(Array(content.prefix(data + 8000))) { #expect(failure($0, .xpt) == .truncated) }
        try withFile(content + [0x0A]) { #expect(failure($0, .xpt) == .truncated) }
    }

    // MARK: Text

    @Test func windows1252WhereTextIsNotUTF8() throws {
        for (name, format) in [("text-v5.xpt", ForeignFormat.xpt), ("text.sav", .sav), ("text.dta", .dta)] {
            var content = try bytes(of: name)
            guard let place = content.firstRange(of: Array("short".utf8)) else { throw CancellationError() }
            content.replaceSubrange(place, with: [0x73, 0x92, 0x80, 0x81, 0xFF])
            try withFile(content) { path in
                let table = try readTable(path, format)
                #expect(table.texts[0]?[1] == "s\u{2019}\u{20AC}\u{81}\u{FF}", "\(name)")
            }
        }
    }

    /// SPSS cuts text at the width of its field, in the middle of a character if need be.
    @Test func characterCutAtTheEndOfDeclaredUTF8() throws {
        var content = try bytes(of: "text.sav")
        guard let place = content.firstRange(of: Array("short".utf8)) else { throw CancellationError() }
        content.replaceSubrange(place, with: [0x73, 0xC3, 0xA9, 0x74, 0xC3])
        try withFile(content) { path in
            let table = try readTable(path, .sav)
            #expect(table.texts[0]?[1] == "s\u{E9}t\u{FFFD}")
        }
    }

    /// The code of the encoding is the last of eight 32-bit numbers of the record that begins with 7, 3, 4, 8.
    @Test(arguments: [(1251, "\u{43C}\u{438}\u{440}"), (1253, "\u{3BC}\u{3B8}\u{3C0}"), (99_999, "\u{EC}\u{E8}\u{F0}")])
    func declaredEncodingOfSPSS(code: Int32, expected: String) throws {
        var content = try bytes(of: "text.sav")
        let head: [UInt8] = [7, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0]
        guard let record = content.firstRange(of: head), let place = content.firstRange(of: Array("short".utf8)) else {
            throw CancellationError()
        }
        let field = record.upperBound + 28
        for byte in 0..<4 { content[field + byte] = UInt8(truncatingIfNeeded: code >> (8 * Int32(byte))) }
        content.replaceSubrange(place, with: [0xEC, 0xE8, 0xF0, 0x20, 0x20])
        try withFile(content) { path in
            let table = try readTable(path, .sav)
            #expect(table.texts[0]?[1] == expected)
        }
    }

    // MARK: Numbers of transport files

    /// A number of a transport file as its eight bytes, and the double by the definition of the format:
    /// 0.fraction times 16 to the power (exponent - 64). An empty fraction after any first byte but 0 is a missing value.
    /// Source: SAS Institute, "TS-140: The Record Layout of a Data Set in SAS Transport (XPORT) Format".
    @Test(arguments: [
        ([0x41, 0x10, 0, 0, 0, 0, 0, 0], 1.0), ([0xC2, 0x76, 0xA0, 0, 0, 0, 0, 0], -118.625),
        ([0x40, 0x19, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9A], 0.1), ([0, 0, 0, 0, 0, 0, 0, 0], 0.0),
        ([0x80, 0, 0, 0, 0, 0, 0, 0], nil as Double?), ([0, 0x10, 0, 0, 0, 0, 0, 0], 0.0),
        ([0x07, 0x10, 0, 0, 0, 0, 0, 0], 0x1p-232), ([0x2E, 0x00, 0, 0, 0, 0, 0, 0], nil),
        ([0x5F, 0x00, 0, 0, 0, 0, 0, 0], nil), ([0x41, 0x00, 0, 0, 0, 0, 0, 0], nil),
    ])
    func transportNumbers(bits: [UInt8], expected: Double?) throws {
        var content = try bytes(of: "text-v5.xpt")
        let one: [UInt8] = [0x41, 0x10, 0, 0, 0, 0, 0, 0]
        guard let place = content.firstRange(of: one) else { throw CancellationError() }
        content.replaceSubrange(place, with: bits)
        try withFile(content) { path in
            let cell = try readTable(path, .xpt).numbers[1]?[1]
            #expect(cell == .some(expected))
        }
    }

    @Test(arguments: [(0x2E, 1, 0), (0x5F, 2, 0x5F), (0x41, 2, 0x41), (0x5A, 2, 0x5A)])
    func missingCodesOfTransportFiles(byte: UInt8, validity: UInt8, tag: UInt8) throws {
        var content = try bytes(of: "text-v5.xpt")
        guard let place = content.firstRange(of: [0x41, 0x10, 0, 0, 0, 0, 0, 0]) else { throw CancellationError() }
        content.replaceSubrange(place, with: [byte, 0, 0, 0, 0, 0, 0, 0])
        try withFile(content) { path in
            let table = try readTable(path, .xpt)
            #expect(table.validity[1] == [0, validity, 0])
            #expect(table.tags[1] == [0, tag, 0])
        }
    }
}
