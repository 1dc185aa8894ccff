/// Bytes that are no text, and what they are instead as far as they say so.
enum BinaryContent {
    /// What is wrong with the first bytes of a file that is to be read as text.
    ///
    /// - Parameters:
    ///   - head: the first bytes, unpacked.
    ///   - isUnpacked: whether they came out of a gzip file.
    /// - Returns: D312, or `nil` where the bytes may be text: a few odd ones reject their rows and not the file.
    static func problem(_ head: [UInt8], isUnpacked: Bool, name: String) -> Diagnostic? {
        func problem(_ what: String, _ help: String...) -> Diagnostic {
            Diagnostic(.unknownFormat, "\(name) is \(what)", place: .init(file: name), help: help)
        }
        if isUnpacked {
            if head.starts(with: [0x1F, 0x8B]) {
                return problem("packed twice with gzip", "unpack it with gunzip once")
            }
            if let format = ForeignFormat(firstBytes: head) {
                return problem("a \(format.title) file packed with gzip", "unpack it with gunzip first")
            }
        }
        if let (_, what, help) = signatures.first(where: { head.starts(with: $0.bytes) }) { return problem(what, help) }
        if let order = utf16ByteOrder(head) {
            return problem("UTF-16 without a byte order mark", "--encoding \(order.rawValue)")
        }
        let sample = head.prefix(64 << 10)
        let controls = sample.count { isControl($0) }
        guard controls >= 8, controls * 20 > sample.count else { return nil }
        return problem(
            "no text, and no format that is read here", "save the table as CSV",
            "--format-in FORMAT  says what it is: text, xpt, sas7bdat, sav, dta")
    }

    /// How files of other kinds begin.
    private static let signatures: [(bytes: [UInt8], what: String, help: String)] = {
        let spreadsheet = "save the sheet as CSV (comma delimited) in the program that it comes from"
        let export = "write the table to CSV in the program that it comes from"
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        return [
            (bytes("PK\u{3}\u{4}"), "a zip archive, as are .xlsx and .ods", "\(spreadsheet); or unzip it"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Office file, such as .xls", spreadsheet),
            (bytes("%PDF-"), "a PDF file", "a table in it must be copied to CSV"),
            ([0x89] + bytes("PNG\r\n"), "an image (PNG)", "give the file with the table"),
            ([0xFF, 0xD8, 0xFF], "an image (JPEG)", "give the file with the table"),
            (bytes("PAR1\u{15}"), "a Parquet file", export), (bytes("ARROW1\u{0}\u{0}"), "an Arrow file", export),
            (bytes("SQLite format 3\u{0}"), "an SQLite database", export),
            ([0x89] + bytes("HDF\r\n"), "an HDF5 file", export),
            (bytes("RDX2\n"), "a workspace of R", "write.csv(table, \"table.csv\")"),
            (bytes("RDX3\n"), "a workspace of R", "write.csv(table, \"table.csv\")"),
            (bytes("X\n\u{0}\u{0}\u{0}"), "an object of R (.rds)", "write.csv(table, \"table.csv\")"),
            (bytes("BZh91AY&SY"), "packed with bzip2", "unpack it with bunzip2"),
            ([0xFD] + bytes("7zXZ\u{0}"), "packed with xz", "unpack it with unxz"),
            ([0x28, 0xB5, 0x2F, 0xFD], "packed with zstd", "unpack it with unzstd"),
            ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", "unpack it"),
        ]
    }()

    /// Text of Western scripts in UTF-16 has a zero in nearly every other byte.
    private static func utf16ByteOrder(_ head: [UInt8]) -> TextEncoding? {
        let sample = head.prefix(4096)
        guard sample.count >= 16 else { return nil }
        let even = stride(from: 0, to: sample.count, by: 2).count { sample[$0] == 0 }
        let odd = stride(from: 1, to: sample.count, by: 2).count { sample[$0] == 0 }
        let pairs = sample.count / 2
        if odd * 10 >= pairs * 9, even * 10 < pairs { return .utf16LittleEndian }
        if even * 10 >= pairs * 9, odd * 10 < pairs { return .utf16BigEndian }
        return nil
    }

    /// Control characters other than white space, the end-of-file mark of DOS and escape.
    private static func isControl(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09...0x0D, 0x1A, 0x1B: false
        case 0x00..<0x20, 0x7F: true
        default: false
        }
    }
}
