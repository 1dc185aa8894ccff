import Foundation
import HomeostatCohort
import HomeostatTestSupport
import Testing

/// The same twelve people in three formats, and real files of NHANES.
@Suite struct ForeignCohortTests {
    @Test func userMissingCodeOfSPSS() throws {
        let about = try ForeignReader.readVariables(path: fixture("50_user_missing.sav"), format: .sav)
        let insulin = try #require(about.variables.firstIndex { $0.name == "insulin_uu_ml" })
        #expect(about.variables[insulin].label == "insulin (uU/mL)")
        #expect(about.variables[insulin].missingRules == [.numbers(low: 999, high: 999)])
        #expect(about.variables[1].valueLabels.count == 2)
        #expect(about.rowCount == 12)
        let table = try readTable(fixture("50_user_missing.sav"), .sav)
        #expect(table.validity[insulin] == [2] + [UInt8](repeating: 0, count: 11))
    }

    @Test func taggedMissingOfStata() throws {
        let table = try readTable(fixture("51_tagged_missing.dta"), .dta)
        #expect(table.validity[4] == [2, 1] + [UInt8](repeating: 0, count: 10))
        #expect(table.tags[4] == [UInt8(ascii: "a")] + [UInt8](repeating: 0, count: 11))
    }

    @Test func longNamesOfTransportVersion8() throws {
        let about = try ForeignReader.readVariables(path: fixture("53_v8_longnames.xpt"), format: .xpt)
        #expect(about.formatVersion == 8)
        #expect(about.variables.map(\.name) == ["seqn", "sex", "age_y", "glucose_mg_dl", "insulin_uu_ml", "bmi"])
    }

    @Test func sameCellsInAllThree() throws {
        let transport = try readTable(fixture("53_v8_longnames.xpt"), .xpt)
        let spss = try readTable(fixture("50_user_missing.sav"), .sav)
        let stata = try readTable(fixture("51_tagged_missing.dta"), .dta)
        #expect(transport.rows == 12)
        for column in [0, 2, 3, 5] {
            #expect(spss.numbers[column] == transport.numbers[column])
            #expect(stata.numbers[column] == transport.numbers[column])
        }
        #expect(spss.numbers[4]?.dropFirst() == transport.numbers[4]?.dropFirst())
        #expect(stata.numbers[4]?.dropFirst(2) == transport.numbers[4]?.dropFirst(2))
        #expect(spss.texts == transport.texts && stata.texts == transport.texts)
    }

    struct Case: Sendable, CustomStringConvertible {
        var file: String
        var rows: Int
        var variable: String
        var count: Int
        var zeros: Int
        var sum: Double
        var description: String { "\(file) \(variable)" }

        init(_ file: String, _ rows: Int, _ variable: String, count: Int, zeros: Int, sum: Double) {
            (self.file, self.rows, self.variable) = (file, rows, variable)
            (self.count, self.zeros, self.sum) = (count, zeros, sum)
        }
    }

    /// An XPT file of NHANES; these are not part of the package.
    static func file(_ name: String) throws -> String { try ProjectPaths.shared("data/nhanes/xpt/\(name)") }

    /// Counts and correctly rounded sums by pandas 3.1.1, read_sas (its 16^-65 taken as 0), and Python's math.fsum.
    static let cases = [
        Case("GLU_J.XPT", 3036, "SEQN", count: 3036, zeros: 0, sum: 298619647.0),
        Case("GLU_J.XPT", 3036, "WTSAF2YR", count: 3036, zeros: 325, sum: 272456438.964747),
        Case("GLU_J.XPT", 3036, "LBXGLU", count: 2891, zeros: 0, sum: 323223.0),
        Case("GLU_J.XPT", 3036, "LBDGLUSI", count: 2891, zeros: 0, sum: 17942.22),
        Case("INS_J.XPT", 3036, "LBXIN", count: 2825, zeros: 0, sum: 41444.62),
        Case("INS_J.XPT", 3036, "LBDINSI", count: 2825, zeros: 0, sum: 248667.72),
        Case("INS_J.XPT", 3036, "LBDINLC", count: 2825, zeros: 2818, sum: 7.0),
        Case("TRIGLY_J.xpt", 3036, "LBXTR", count: 2834, zeros: 0, sum: 304214.0),
        Case("TRIGLY_J.xpt", 3036, "LBDTRSI", count: 2834, zeros: 0, sum: 3434.592),
        Case("TRIGLY_J.xpt", 3036, "LBDLDNSI", count: 2827, zeros: 0, sum: 7931.753),
        Case("GLU_L.xpt", 3996, "SEQN", count: 3996, zeros: 0, sum: 544990800.0),
        Case("GLU_L.xpt", 3996, "WTSAF2YR", count: 3996, zeros: 635, sum: 279992595.93949234),
        Case("GLU_L.xpt", 3996, "LBXGLU", count: 3672, zeros: 0, sum: 396152.0),
        Case("GLU_L.xpt", 3996, "LBDGLUSI", count: 3672, zeros: 0, sum: 21990.54),
        Case("INS_L.xpt", 3996, "LBXIN", count: 3510, zeros: 0, sum: 51651.8),
        Case("INS_L.xpt", 3996, "LBDINSI", count: 3510, zeros: 0, sum: 309910.8),
        Case("INS_L.xpt", 3996, "LBDINLC", count: 3510, zeros: 3509, sum: 1.0),
        Case("DEMO_L.xpt", 11933, "SEQN", count: 11933, zeros: 0, sum: 1626992952.0),
        Case("DEMO_L.xpt", 11933, "RIDAGEYR", count: 11933, zeros: 189, sum: 457247.0),
        Case("DEMO_L.xpt", 11933, "RIDAGEMN", count: 377, zeros: 17, sum: 4384.0),
        Case("DEMO_L.xpt", 11933, "WTMEC2YR", count: 11933, zeros: 3073, sum: 327013550.995542),
        Case("DEMO_L.xpt", 11933, "INDFMPIR", count: 9892, zeros: 100, sum: 26789.26),
    ]

    @Test(.needsSharedFolder, arguments: cases)
    func realFiles(expected: Case) throws {
        let path = try Self.file(expected.file)
        let about = try ForeignReader.readVariables(path: path, format: .xpt)
        let index = try #require(about.variables.firstIndex { $0.name == expected.variable })
        let table = try readTable(path, .xpt, variables: [index], rowsPerBlock: 1000)
        let values = (table.numbers[0] ?? []).compactMap { $0 }
        #expect(table.rows == expected.rows)
        #expect(values.count == expected.count)
        #expect(values.count { $0 == 0 } == expected.zeros)
        // Neumaier's compensated sum: off by at most one unit in the last place here.
        var sum = 0.0
        var rest = 0.0
        for value in values {
            let next = sum + value
            rest += sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
            sum = next
        }
        #expect(abs(sum + rest - expected.sum) <= expected.sum.ulp)
    }

    @Test(.needsSharedFolder)
    func apostropheOfWindowsInLabels() throws {
        let path = try Self.file("DEMO_L.xpt")
        let labels = try ForeignReader.readVariables(path: path, format: .xpt).variables.map(\.label)
        #expect(labels.count == 27)
        #expect(labels.contains("HH ref person\u{2019}s gender"))
        #expect(labels.contains("HH ref person\u{2019}s spouse\u{2019}s education level"))
    }
}
