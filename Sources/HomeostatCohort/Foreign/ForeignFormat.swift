/// A binary data format of another statistics program.
public enum ForeignFormat: String, Sendable, Hashable, CaseIterable {
    /// SAS transport file, version 5/6 or 8/9.
    case xpt
    /// SAS data set of SAS 7 and later.
    case sas7bdat
    /// SPSS system file, plain, row-compressed or zlib-compressed (`.zsav`).
    case sav
    /// Stata data set, versions 104 to 119 of the format.
    case dta

    /// The number of bytes at the start of a file that decide its format.
    public static let signatureLength = 80

    /// The format that the first bytes of a file announce, or nil where they announce none of these.
    ///
    /// The name of the file plays no part. Pass the first ``signatureLength`` bytes, or fewer if the file is shorter.
    ///
    /// ```swift
    /// ForeignFormat(firstBytes: Array("$FL2@(#) SPSS DATA FILE".utf8))  // .sav
    /// ForeignFormat(firstBytes: Array("id,glucose,insulin".utf8))       // nil
    /// ```
    public init?(firstBytes bytes: some Collection<UInt8>) {
        let bytes = Array(bytes.prefix(Self.signatureLength))
        func begins(with text: String) -> Bool { bytes.starts(with: text.utf8) }
        if begins(with: "HEADER RECORD*******LIBRARY HEADER RECORD")
            || begins(with: "HEADER RECORD*******LIBV8   HEADER RECORD")
        {
            self = .xpt
        } else if begins(with: "$FL2") || begins(with: "$FL3") {
            self = .sav
        } else if begins(with: "<stata_dta>") || Self.isOldStataHeader(bytes) {
            self = .dta
        } else if bytes.starts(with: Self.sas7bdatMagic) {
            self = .sas7bdat
        } else {
            return nil
        }
    }

    /// Before format 117 a Stata file opens with: version, byte order (1 high first, 2 low first), file type (always 1),
    /// one unused byte (always 0). The version bytes are the letters h to s, so a text file whose header begins with
    /// "id" or "glucose" is told from Stata only by the three bytes that follow.
    private static func isOldStataHeader(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 4 else { return false }
        return (0x68...0x73).contains(bytes[0]) && (bytes[1] == 1 || bytes[1] == 2) && bytes[2] == 1 && bytes[3] == 0
    }

    private static let sas7bdatMagic: [UInt8] = [
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xc2, 0xea, 0x81, 0x60,
        0xb3, 0x14, 0x11, 0xcf, 0xbd, 0x92, 0x08, 0x00, 0x09, 0xc7, 0x31, 0x8c, 0x18, 0x1f, 0x10, 0x11,
    ]

    /// The name of the format as its users know it.
    public var title: String {
        switch self {
        case .xpt: "SAS transport (XPT)"
        case .sas7bdat: "SAS7BDAT"
        case .sav: "SPSS SAV"
        case .dta: "Stata DTA"
        }
    }
}
