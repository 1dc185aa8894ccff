import HomeostatTestSupport
import Testing

@testable import HomeostatCohort

/// Rows read in blocks, compared with rows read whole.
@Suite("Rows in blocks")
struct BlockReaderTests {
    private func expectSame(
        _ text: [UInt8], columns: Int, delimiter: UInt8 = UInt8(ascii: ","), newline: UInt8 = 0x0A,
        sizes: [Int] = [.max], _ name: Comment = "", sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let expected = PlainRowReader(text, columns: columns, delimiter: delimiter, newline: newline)
        let read = try BlockRowReader(
            PieceStream(text, sizes: sizes), columns: columns, delimiter: delimiter, newline: newline)
        #expect(read.rejected.prefix(20) == expected.rejected.prefix(20), name, sourceLocation: sourceLocation)
        #expect(read.rejected == expected.rejected, name, sourceLocation: sourceLocation)
        #expect(read.rows.count == expected.rows.count, name, sourceLocation: sourceLocation)
        let first = zip(read.rows, expected.rows).enumerated().first { $0.element.0 != $0.element.1 }
        #expect(first == nil, name, sourceLocation: sourceLocation)
        #expect(read.places == expected.places, name, sourceLocation: sourceLocation)
        #expect(read.blankLines == expected.blankLines, name, sourceLocation: sourceLocation)
        #expect(read.rowCount == expected.rowCount, name, sourceLocation: sourceLocation)
        #expect(read.lineCount == expected.lineCount, name, sourceLocation: sourceLocation)
        #expect(read.rowCount == read.rows.count + read.rejected.count, name, sourceLocation: sourceLocation)
    }

    /// Text of pieces that are likely to be misread.
    private func hostileText(seed: UInt64, bytes: Int, quotes: Bool, newline: UInt8) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        var pieces: [[UInt8]] = [
            "a", "bc", "12.5", "NA", " ", ",", ",", ",", ";", "ö", "€", "😀", "\t", "x y",
        ].map { Array($0.utf8) }
        if newline == 0x0A { pieces += [[0x0D], [0x0D, 0x0A]] }
        if quotes {
            pieces += ["\"", "\"\"", "\"q\"", "\"a,b\"", ",\"", "\",", "\"\n\"", "\"\"\"", "\"\r\n"].map { text in
                Array(text.utf8).map { $0 == 0x0A ? newline : $0 }.filter {
                    newline == 0x0A || $0 != 0x0D || $0 == newline
                }
            }
        }
        let rare: [[UInt8]] = [
            [0], [0xFF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0xAF],
        ]
        var text: [UInt8] = []
        while text.count < bytes {
            switch generator.below(40) {
            case 0..<10: text.append(newline)
            case 10..<20: text += Array("a,b,c".utf8) + [newline]
            case 20 where generator.below(20) == 0: text += rare[generator.below(rare.count)]
            case 21 where generator.below(200) == 0:
                text += [UInt8](repeating: UInt8(ascii: "l"), count: generator.below(150_000))
            default: text += pieces[generator.below(pieces.count)]
            }
        }
        return text
    }

    @Test("hostile text in every piece size gives the rows of a reader of whole texts", arguments: 0..<24)
    func hostile(seed: Int) throws {
        let quotes = seed % 3 != 0
        let newline: UInt8 = seed % 5 == 4 ? 0x0D : 0x0A
        let text = hostileText(seed: UInt64(seed), bytes: 200_000 + seed * 20_000, quotes: quotes, newline: newline)
        try expectSame(text, columns: 3, newline: newline, sizes: [[.max], [1 << 16, 7, 1000], [4096]][seed % 3])
        let one = hostileText(seed: UInt64(seed), bytes: 20_000, quotes: quotes, newline: newline)
        try expectSame(one, columns: 1, newline: newline, sizes: [1])
    }

    @Test(
        "small hostile texts",
        arguments: [(1, UInt8(ascii: ",")), (2, UInt8(ascii: ",")), (3, UInt8(ascii: ";")), (2, 0x09)])
    func small(columns: Int, delimiter: UInt8) throws {
        for seed in 0..<1500 {
            let text = hostileText(seed: UInt64(seed), bytes: seed % 60, quotes: seed % 4 != 0, newline: 0x0A)
            try expectSame(
                text, columns: columns, delimiter: delimiter,
                "\(String(decoding: text, as: UTF8.self).debugDescription)")
        }
    }

    @Test(
        "rows and quotes across the border of a block",
        arguments: ["a,\"b\"\"c\",d\r\n", "1,\"x\ny\",3\n", "\"\",\"\",\"\"\n", "ä,€,😀\n"])
    func borders(row: String) throws {
        let line = [UInt8](repeating: UInt8(ascii: "f"), count: 40_000) + Array(",,\n".utf8)
        let lines = TextBlockReader.chunk / line.count
        var filler: [UInt8] = []
        for _ in 0..<lines { filler += line }
        let rows = Array((row + row + "x,y,z\n").utf8)
        let expected = PlainRowReader(rows, columns: 3, delimiter: UInt8(ascii: ","), newline: 0x0A).rows
        // The border falls before, in and behind each byte of the row in its turn.
        for place in -2...(row.utf8.count + 2) {
            let cut = [UInt8](repeating: UInt8(ascii: "g"), count: TextBlockReader.chunk - place - filler.count - 4)
            let text = filler + cut + Array("1,2\n".utf8) + rows
            let read = try BlockRowReader(PieceStream(text), columns: 3, delimiter: UInt8(ascii: ","), newline: 0x0A)
            #expect(read.rows.suffix(3) == expected[...])
            #expect(read.rows.count == lines + 3)
            #expect(read.rejected == [.init(line: lines + 1, row: lines + 1, cause: .fieldCount)])
        }
    }

    @Test("the longest row has 1 MiB", arguments: [false, true], [-2, -1, 0, 1, 2])
    func longestRow(quoted: Bool, excess: Int) throws {
        let limit = 1 << 20
        let row = { (length: Int) -> [UInt8] in
            let start = Array((quoted ? "1,\"" : "1,").utf8)
            let end = Array((quoted ? "\",3" : ",3").utf8)
            return start + [UInt8](repeating: 0x78, count: length - start.count - end.count) + end + [0x0A]
        }
        for rowsBefore in [0, 3000] {
            var text: [UInt8] = []
            for number in 0..<rowsBefore { text += Array("\(number),abcdefgh,\"q\"\n".utf8) }
            text += row(limit + excess)
            text += Array("4,5,6\n".utf8)
            text += row(limit + excess)
            try expectSame(text, columns: 3, "\(rowsBefore) rows before")
            let read = try BlockRowReader(PieceStream(text), columns: 3, delimiter: UInt8(ascii: ","), newline: 0x0A)
            #expect(read.rejected.count == (excess <= 0 ? 0 : 2))
            #expect(read.rows.contains(["4", "5", "6"]))
        }
    }

    @Test(
        "a block ends at the same byte however a pipe delivers",
        arguments: [[1], [3, 1, 70_000], [262_143], [262_145]])
    func pieces(sizes: [Int]) throws {
        let text = hostileText(seed: 77, bytes: 600_000, quotes: false, newline: 0x0A)
        let whole = try BlockRowReader(PieceStream(text), columns: 3, delimiter: UInt8(ascii: ","), newline: 0x0A)
        let read = try BlockRowReader(
            PieceStream(text, sizes: sizes), columns: 3, delimiter: UInt8(ascii: ","), newline: 0x0A)
        #expect(read.blocks == whole.blocks)
        #expect(read.blocks.count >= 2)
        #expect(read.rows == whole.rows)
    }

    @Test("quotes that never close cost time in proportion to the file", .timeLimit(.minutes(1)))
    func unclosedQuotes() throws {
        // A line that leaves a quote open, whether one is open before it or not.
        let line = Array("a\",\"\n".utf8)
        var text: [UInt8] = []
        for _ in 0..<300_000 { text += line }
        let read = try BlockRowReader(PieceStream(text), columns: 2, delimiter: UInt8(ascii: ","), newline: 0x0A)
        #expect(read.rows.isEmpty)
        #expect(read.rejected.count == 300_000)
        #expect(read.rejected.last?.line == 300_000)
        #expect(read.rejected.allSatisfy { $0.cause == .unclosedQuote })
        // The same with rows between that close by themselves.
        text = []
        for _ in 0..<150_000 { text += line + Array("x,\"\"\n".utf8) }
        let mixed = try BlockRowReader(PieceStream(text), columns: 2, delimiter: UInt8(ascii: ","), newline: 0x0A)
        #expect(mixed.rowCount == mixed.rows.count + mixed.rejected.count)
        #expect(mixed.lineCount == 300_000)
    }
}
