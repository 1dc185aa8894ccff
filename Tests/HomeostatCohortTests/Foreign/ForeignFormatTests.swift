import Foundation
import HomeostatCohort
import Testing

@Suite struct ForeignFormatTests {
    @Test(arguments: [
        ("rows-v5.xpt", ForeignFormat.xpt), ("rows-v8.xpt", .xpt), ("53_v8_longnames.xpt", .xpt),
        ("rows.sas7bdat", .sas7bdat), ("rows-packed.sas7bdat", .sas7bdat),
        ("rows-plain.sav", .sav), ("rows-zlib.sav", .sav), ("50_user_missing.sav", .sav),
        ("rows-114.dta", .dta), ("rows-118.dta", .dta), ("51_tagged_missing.dta", .dta),
    ])
    func fileIsKnownByItsContent(name: String, format: ForeignFormat) throws {
        #expect(ForeignFormat(firstBytes: try bytes(of: name)) == format)
        try withFile(bytes(of: name)) { path in
            let found = try ForeignReader.format(ofFileAt: path)
            #expect(found == format)
        }
    }

    @Test(arguments: [
        "", "$", "$FL", "$FL1", "id,glucose,insulin\n", "insulin;glucose\n", "s\u{1}", "h\u{1}\u{1}", "<stata_dt",
        "HEADER RECORD*******", "HEADER RECORD*******LIBV9   HEADER RECORD!!!!!!!", "PK\u{3}\u{4}",
    ])
    func otherBytesAreNoForeignFormat(text: String) {
        #expect(ForeignFormat(firstBytes: Array(text.utf8)) == nil)
    }

    @Test func oldStataNeedsAllFourBytes() {
        for version in UInt8(0)...255 {
            for order in UInt8(0)...3 {
                let isStata = (104...115).contains(version) && (order == 1 || order == 2)
                #expect((ForeignFormat(firstBytes: [version, order, 1, 0]) == .dta) == isStata)
                #expect(ForeignFormat(firstBytes: [version, order, 2, 0]) == nil)
                #expect(ForeignFormat(firstBytes: [version, order, 1, 1]) == nil)
            }
        }
    }

    /// The catalogue of SAS differs from the data set in one byte of the magic number.
    @Test func catalogueIsNoDataSet() throws {
        var content = try bytes(of: "rows.sas7bdat")
        content[15] = 0x63
        #expect(ForeignFormat(firstBytes: content) == nil)
    }
}
