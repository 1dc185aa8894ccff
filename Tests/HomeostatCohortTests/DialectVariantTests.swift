import HomeostatTestSupport
import Testing

@testable import HomeostatCohort

/// The same rows in every way in which a text can be written.
@Suite("Dialects")
struct DialectVariantTests {
    /// Rows of id, sex, glucose, insulin, body mass index and a name with letters beyond ASCII.
    private static func rows(_ count: Int) -> [[String]] {
        var generator = SeededGenerator(seed: 11)
        let names = ["Grün", "Núñez", "Ångström", "O'Hara", "Zoë", "Weiß"]
        let odd = ["", "NA", "<2.0", "Low", "n.d.", "1E1", "-3", "0.05"]
        var rows = [["id", "sex", "glucose (mg/dL)", "insulin (µU/mL)", "bmi", "name"]]
        for row in 0..<count {
            let glucose = generator.below(40) == 0 ? odd[generator.below(odd.count)] : "\(60 + generator.below(100))"
            let insulin =
                generator.below(40) == 0
                ? odd[generator.below(odd.count)] : "\(1 + generator.below(30)).\(generator.below(100))"
            rows.append([
                "P\(row)", generator.below(2) == 0 ? "F" : "M", glucose, insulin,
                "\(18 + generator.below(20)).\(generator.below(10))", names[generator.below(names.count)],
            ])
        }
        return rows
    }

    struct Variant: Sendable, CustomTestStringConvertible {
        var name: String
        var delimiter = ","
        var decimalComma = false
        var ending = "\n"
        var quotes = false
        var hasLastEnding = true
        var prefix = ""
        var encode: @Sendable (String) -> [UInt8] = { Array($0.utf8) }
        var testDescription: String { name }

        func bytes(_ rows: [[String]]) -> [UInt8] {
            var text = prefix
            for (position, row) in rows.enumerated() {
                let cells = row.enumerated().map { column, cell in
                    var cell = cell
                    if decimalComma, position > 0, (2...4).contains(column) {
                        cell = String(cell.map { $0 == "." ? "," : $0 })
                    }
                    return quotes || cell.contains(delimiter) ? "\"\(cell)\"" : cell
                }
                text += cells.joined(separator: delimiter)
                if hasLastEnding || position + 1 < rows.count { text += ending }
            }
            return encode(text)
        }
    }

    private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
        ("\u{FEFF}" + text).utf16.flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return bigEndian ? [high, low] : [low, high]
        }
    }

    static let variants: [Variant] = [
        Variant(name: "with byte order mark", prefix: "\u{FEFF}"),
        Variant(name: "CRLF", ending: "\r\n"),
        Variant(name: "CR", ending: "\r"),
        Variant(name: "CRLF, no last ending", ending: "\r\n", hasLastEnding: false),
        Variant(name: "no last ending", hasLastEnding: false),
        Variant(name: "semicolon", delimiter: ";"),
        Variant(name: "semicolon, decimal comma", delimiter: ";", decimalComma: true),
        Variant(name: "comma, decimal comma in quotes", decimalComma: true),
        Variant(name: "tab", delimiter: "\t"),
        Variant(name: "tab, decimal comma", delimiter: "\t", decimalComma: true),
        Variant(name: "quoted", quotes: true),
        Variant(name: "quoted CRLF", ending: "\r\n", quotes: true),
        Variant(name: "quoted CR, no last ending", ending: "\r", quotes: true, hasLastEnding: false),
        Variant(name: "sep= of Excel", delimiter: ";", prefix: "sep=;\n"),
        Variant(name: "UTF-16LE") { utf16($0, bigEndian: false) },
        Variant(name: "UTF-16BE") { utf16($0, bigEndian: true) },
        Variant(name: "UTF-16LE, tab, CRLF", delimiter: "\t", ending: "\r\n") { utf16($0, bigEndian: false) },
        Variant(name: "Windows-1252") { text in
            text.unicodeScalars.map { UInt8($0.value) }
        },
        Variant(name: "gzip") { gzip(Array($0.utf8)) },
        Variant(name: "gzip of two members") { text in
            let bytes = Array(text.utf8)
            return gzip(Array(bytes[..<1000])) + gzip(Array(bytes[1000...]))
        },
        Variant(name: "gzip of UTF-16BE, CR", ending: "\r") { gzip(utf16($0, bigEndian: true)) },
    ]

    private static let longTable = rows(20_000)
    private static let plain = Task { try await readCohort(bytes: Variant(name: "plain").bytes(longTable)) }

    @Test("the same rows give the same columns", arguments: variants)
    func sameColumns(variant: Variant) async throws {
        // Longer than two blocks of 256 KiB, and than the piece in which the dialect is looked for.
        let rows = DialectVariantTests.longTable
        let plain = try await DialectVariantTests.plain.value
        let read = try await readCohort(bytes: variant.bytes(rows))
        #expect(plain.quantities == read.quantities)
        #expect(plain.columns == read.columns)
        #expect(plain.outcome.counts == read.outcome.counts)
        #expect(plain.outcome.counts.rowsWritten == rows.count - 1)
        #expect(plain.cells.map(\.last) == read.cells.map(\.last))
        #expect(plain.cells.map(\.last) == rows.dropFirst().map(\.last))
        #expect(
            read.outcome.rejects.map(\.line)
                == plain.outcome.rejects.map { $0.line + (variant.prefix.contains("sep") ? 1 : 0) })
    }

    @Test("a byte that is no text is rejected with its row in UTF-8, and is a character in Windows-1252")
    func undecodable() async throws {
        var rows = "id,bmi,name\n"
        for row in 0..<60_000 { rows += "\(row),22.5,Zoë\n" }
        // Behind the piece in which the encoding is looked for, so that it is UTF-8.
        var bytes = Array(rows.utf8)
        bytes += Array("60000,22.5,Zo".utf8) + [0xEB, 0x0A] + Array("60001,22.5,Zoë\n".utf8)
        let read = try await readCohort(bytes: bytes)
        #expect(read.dialect?.encoding == .utf8)
        #expect(read.outcome.rejects.map(\.line) == [60_002])
        #expect(read.outcome.rejects.map(\.cause) == ["undecodable_bytes"])
        #expect(read.cells.count == 60_001)
        var options = CohortOptions()
        options.text.encoding = .windows1252
        let latin = try await readCohort(bytes: Array("id,bmi,name\n1,22.5,Zo".utf8) + [0xEB, 0x0A], options: options)
        #expect(latin.cells.first?.last == "Zoë")
    }

    @Test("one damaged byte makes no text of another encoding, and characters of Windows-1252 do, at any place")
    func fewDamagedBytes() async throws {
        let damaged = Array("id,bmi,name\n1,22.5,Zoë\n2,23.5,M".utf8) + [0xFC] + Array("ller\n3,24.5,Weiß\n".utf8)
        let read = try await readCohort(bytes: damaged)
        #expect(read.dialect?.encoding == .utf8)
        #expect(read.outcome.rejects.map(\.line) == [3])
        #expect(read.outcome.rejects.map(\.cause) == ["undecodable_bytes"])
        #expect(read.cells.map(\.last) == ["Zoë", "Weiß"])
        // A sharp s before a closing quotation mark is a character in UTF-8, too: 0xDF 0x93.
        var latin = Array("id,bmi,name\n".utf8)
        for row in 0..<40 { latin += Array("\(row),22.5,M".utf8) + [0xFC] + Array("ller\n".utf8) }
        latin += Array("40,22.5,".utf8) + [0x84] + Array("Spa".utf8) + [0xDF, 0x93, 0x0A]
        let decoded = try await readCohort(bytes: latin)
        #expect(decoded.dialect?.encoding == .windows1252)
        #expect(decoded.cells.first?.last == "Müller")
        #expect(decoded.cells.last?.last == "\u{201E}Spaß\u{201C}")
    }

    @Test("half a character at the end of UTF-16 rejects its row and no other")
    func cutUTF16() async throws {
        let text = "id,bmi\n1,22.5\n2,23.5\n3,24.5"
        for (extra, cause) in [([0x35], "one byte"), ([0x3D, 0xD8], "half a pair")] as [([UInt8], String)] {
            let read = try await readCohort(bytes: DialectVariantTests.utf16(text, bigEndian: false) + extra)
            #expect(read.outcome.counts.rowsWritten == 2, "\(cause)")
            #expect(read.outcome.rejects.map(\.line) == [4], "\(cause)")
        }
    }

    @Test("a truncated or damaged gzip file is an error, never a shorter table")
    func damagedGzip() async throws {
        let packed = DialectVariantTests.gzip(Variant(name: "plain").bytes(DialectVariantTests.rows(5_000)))
        for cut in [20, packed.count / 2, packed.count - 1] {
            let error = await #expect(throws: Diagnostic.self) {
                _ = try await readCohort(bytes: Array(packed[..<cut]))
            }
            #expect(error?.code == .damagedFile, "\(cut)")
        }
        var damaged = packed
        damaged[packed.count / 2] ^= 0x55
        await #expect(throws: Diagnostic.self) { _ = try await readCohort(bytes: damaged) }
    }

    /// What `gzip` makes of bytes.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        gzipped(bytes)
    }
}
