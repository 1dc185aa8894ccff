import FoundationEssentials

/// Small files of every kind that is read, with what they hold: three people, of whom the third has no glucose.
///
/// The values are 5.1 and 4.75 mmol/L of glucose, and 7.2, 12.25 and 9 uU/mL of insulin.
public enum ReaderSelfTest {
    /// Runs all cases.
    public static func run() async -> [SelfTestCase] {
        var cases: [SelfTestCase] = []
        for (name, bytes) in texts { cases.append(await check(name, bytes)) }
        for (name, packed) in packedFiles {
            guard let data = Data(base64Encoded: packed) else {
                cases.append(SelfTestCase("reading files", name, passed: false, "the case itself is damaged"))
                continue
            }
            do throws(Diagnostic) {
                cases.append(await check(name, try unpacked(Array(data))))
            } catch {
                cases.append(SelfTestCase("reading files", name, passed: false, error.message))
            }
        }
        return cases
    }

    private static func unpacked(_ bytes: [UInt8]) throws(Diagnostic) -> [UInt8] {
        let stream = try GzipStream(MemoryStream(bytes), name: "self-test")
        var unpacked: [UInt8] = []
        while try stream.read(1 << 16, appendingTo: &unpacked) > 0 {}
        return unpacked
    }

    /// Reads a file as `check` does, and compares what it holds.
    private static func check(_ name: String, _ bytes: [UInt8]) async -> SelfTestCase {
        do throws(Diagnostic) {
            let file = try TemporaryFile()
            try file.write(bytes)
            var options = CohortOptions()
            options.threads = 2
            let report = try await CohortInput(.file(file.openPath), options: options).check()
            let glucose = report.columns.first { $0.quantity == .glucose }
            let insulin = report.columns.first { $0.quantity == .insulin }
            let isRight =
                report.outcome.counts.rowsWritten == 3 && report.errors.isEmpty && glucose?.unit == .millimolesPerLitre
                && insulin?.unit == .microunitsPerMillilitre && glucose?.values.count == 2
                && glucose?.absent == [.missing: 1] && glucose?.values.minimum == 4.75 && glucose?.values.maximum == 5.1
                && insulin?.values.count == 3 && insulin?.values.minimum == 7.2 && insulin?.values.median == 9
                && insulin?.values.maximum == 12.25
            return SelfTestCase(
                "reading files", name, passed: isRight, report.dialect?.summary ?? report.formatTitle)
        } catch {
            return SelfTestCase("reading files", name, passed: false, error.message)
        }
    }

    private static let table = "id,Glucose (mmol/L),Insulin (uU/mL)\nP1,5.1,7.2\nP2,4.75,12.25\nP3,NA,9\n"

    /// The same table in the dialects of delimited text.
    private static var texts: [(String, [UInt8])] {
        func replaced(_ pairs: [Character: String]) -> String { table.map { pairs[$0] ?? String($0) }.joined() }
        let european = replaced([",": ";", ".": ","])
        let quoted = table.split(separator: "\n").map { line in
            line.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
        }.joined(separator: "\r\n")
        let micro = replaced(["u": "\u{B5}"])
        let latin = micro.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let wide: [UInt8] =
            [0xFF, 0xFE]
            + replaced([",": "\t"]).utf16.flatMap {
                [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
            }
        let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(replaced(["\n": "\r"]).utf8)
        return [
            ("comma, LF", Array(table.utf8)), ("semicolon, decimal comma", Array(european.utf8)),
            ("quotes, CRLF, no last line end", Array(quoted.utf8)),
            ("byte order mark, CR", marked), ("UTF-16, tab", wide),
            ("Windows-1252", latin),
        ]
    }

    /// The same table in gzip and in the formats of other programs, written by ReadStat, packed by gzip, in base 64.
    private static let packedFiles: [(String, String)] = [
        (
            "gzip",
            "H4sIAAAAAAACAwFZAKb/H4sIAAAAAAACA8tM0XHPKU3OL05V0MjNzc/R99HU8cwrLs3JzFPQKA3Vz/XR5Aow1DHVM9Qx1zPi"
                + "CjDSMdEzN9UxNNIzMuUKMNbxc9Sx5AIA2/x/nEUAAACdYBLQWQAAAA=="
        ),
        (
            "SAS transport (XPT)",
            "H4sIAAAAAAACA/NwdXRxDVIIcnX2D3LRggAfT6cgx6BIBQ9kOUUIMMALFBSCHYMVQACJBhqnoGCmZ2AG4icVp5joGSngBIYm"
                + "fv5hRsZWRkZWhkDSAJ2vQCHwwOJfX1dfJ6AYcf41NIOzTAywm+cS7BwUEBJEUfi5OIY4BruGgPgg5qAOPz9HX9dgQv41xu5f"
                + "BiYGBgYWBsbMFPLcwwAF6HyyACMQczAwufuEgs1ySywuycxLV0jPKU3OL05V0MjNzc/R99HE6xZGDLewUOAWZk+/YBS3ZOYV"
                + "l+Zk5ilolIbq5+J2Ci638JDjFGqnF3+nYEw5IvNHgKGCgmPgTBCY4VhsDAImAcD84OgDcavjEQgdYKygoAd1v+ME3P4AABdk"
                + "JDwABQAA"
        ),
        (
            "SPSS SAV",
            "H4sIAAAAAAACA1Nx8zFy0FDWVAgOCA5WcHEMcVRw8/RxVdBVyCgpKSi20tdPzyzJKE3SS87P1Q/PrEosSvFNTNYPSk1MCS5J"
                + "LFFgYmBgYGZAAAQ70sHQRMEvv0zByNjIyMrQ2MrIQIFCADQVZB8Lkn0MLIxg7OkCUcIEFWaE0kwcrGDs7hPq7B/sGi8BFHNL"
                + "LC7JzEtXSM8pTc4vTlXQyM3Nz9H30cSl19MvONTH0y9eHElvZl5xaU5mnoJGaah+ro8mAzvU7yC3cQCxCJIT/wMBI9RckB0v"
                + "/zKA1cPUMkPV/P///j+Urv8H5YPUcUPVckLN40AymwPJvTA2SA8vlG0CxJ4utpkpnLAQsIV6Ox7k6/gcTpjvbKFeii8tjc/N"
                + "AZkhADWTCckOWPw+hzICDCHhngYGIg5nz4CAjEOAETzKgEDYAUw1aDgEGEPEYf6FyCs5AACNNRlxiAIAAA=="
        ),
        (
            "Stata DTA",
            "H4sIAAAAAAACA+1WvU7DMBAOfwMjggWJIUKqVAZwkzIAOlmRkLq0qiohRhS5qdtGcprKdip1gifhFRjYeQLYkVjYeAK6ljh2"
                + "CJSpINGl3/L5Pju+i88+G4QkkvgdSTD0KelQjoFTRomg2HFOAOUGtMeSxlwNaFzUABUm1PGaBaiOoZk2NAA1MTDSpgwrQ7dA"
                + "hhFN/UVDvOUc2814ZLsVt2q77plTBVT0AspDicgQmymtW8O7K5o9w8+rmt8N35sgrjY0n29q7hq+M/xg+MXw22Yeu/IKI8JD"
                + "0mbUl+MhFXjdmkwnU0Azsho2IGngOOxYi0WPJUEsqB9FMfPZAgIIByJh4cBPEj9ahH8ry47OBoiYSxYKiYvOTwm6MY+IFLh0"
                + "eCp+5ankVI4qvf/8EFAedLrlWEL97Ez5+m+tJRYNtfdm01LUkExd5unPqBEhw0HPNrXOLqtihxoHy5WZcwFNrbbLySWKlus3"
                + "5x3z7VBD0CecBJLy9G4Jg1RAP5RO+sjCLSd9hGTY8Z4eFfa8lptPvO1ldFP2WtVce73WvO8ByqYAIblyiQx/qTlKnTGLt90H"
                + "/v2ghecJAAA="
        ),
        (
            "SAS7BDAT",
            "H4sIAAAAAAACA+3aTUsCQRgH8Ge1g5EHJSEPQoN0WCHSTYm6rZCGsIWg3o1eZMGXgwndqnunPkHfoXMQXboU0a1TdO4DVPS2"
                + "7Trj25BpdYjo/xN5dv47zwjCwg4MUcfp3V7xKOC/PD7w0OiZth+c9PnjRGFSSKNPBXpGuWSOpTNGajGZT+ZSedYPDeD0i3ns"
                + "yXOT7Kq9nBk+IpcUL8zEtJi2HLNrwq5zhlltbBMAAAAAAAAAAAAAAAAAAMB/5LE/RNdePlLdvXdPRB6UuooiL7YChZdpkSek"
                + "/HaMV0PKD0Wuy+v3yVmfHAAAAABgGG/PVtPXunSa+FG/2n6f/l5/xwtvt+alfKT5dTUrf8t3xgp5pXE3sZTF2klInLllxLcF"
                + "UyRtD+hV9Bjd7+jS+V9znWjJKFBmJUfp1fqWWS2xUrmxVqtvMLVSqZWjRqSVm9V6o2xWmdooRCtGhO5tzhry7z7Yhvl/WieX"
                + "3X3uuwct4Ps4tiR4kuBPUvgTkNWINpsC+sW5I6RnZ1uTxvl2e1fVs3ERXT3u8IswtuIAAAAAAAAAv+wdvbo8wABAAAA="
        ),
    ]
}
