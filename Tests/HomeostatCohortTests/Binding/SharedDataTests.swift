import Foundation
import Testing

@testable import HomeostatCohort

/// The folder of shared material, where it is on this machine.
let shared: URL? = {
    let named = ProcessInfo.processInfo.environment["HOMEOSTAT_SHARED"].map { URL(fileURLWithPath: $0) }
    let beside = URL(fileURLWithPath: FileManager.default.currentDirectoryPath).appendingPathComponent("../shared")
    return [named, beside].compactMap(\.self).first { FileManager.default.fileExists(atPath: $0.path) }
}()

/// What is expected of a file: the columns that bind as it stands, the codes of what is unsettled, the options that
/// settle it, and the columns that bind with these.
struct ExpectedFile: Sendable, CustomTestStringConvertible {
    var path: String
    var bound: [String]
    var unsettled: [String] = []
    var options: BindingOptions?
    var settled: [String] = []
    var testDescription: String { path }
}

private let nhanesCSV = [
    "subject #1", "sex #2", "age y #3", "glucose mg/dL #11", "insulin uU/mL #12", "glucose mg/dL @120 #14",
    "fasting_time h #15",
    "fasting_time min #16", "hba1c % #17", "bmi kg/m2 #18", "waist cm #19", "hdl mg/dL #20", "triglycerides mg/dL #21",
]

private func samples(_ quantity: String, _ unit: String, from column: Int) -> [String] {
    [0, 30, 60, 90, 120].enumerated().map { "\(quantity) \(unit) @\($1) #\(column + $0)" }
}

private let files: [ExpectedFile] = [
    .init(
        path: "altuve/venezuela_2835.csv",
        bound: [
            "subject #0", "age y #1", "glucose mg/dL @0 #2", "glucose mg/dL @120 #3", "insulin uU/mL @0 #4",
            "insulin uU/mL @120 #5",
        ]),
    .init(
        path: "azt1d/daily.csv",
        bound: ["subject #0", "time #1", "carbs g #2", "total_daily_dose U #3", "insulin_dose U #5"]),
    .init(
        path: "azt1d/events.csv",
        bound: ["subject #0", "time #1", "carbs g #4", "insulin_dose U #5", "glucose mg/dL #8"]),
    .init(
        path: "azt1d/meals.csv",
        bound: ["subject #0", "time #1", "carbs g #4", "insulin_dose U #5", "glucose mg/dL #8"]),
    .init(
        path: "coimbra/coimbra_116.csv",
        bound: [
            "subject #0", "age y #1", "bmi kg/m2 #2", "glucose mg/dL #3", "insulin uU/mL #4", "adiponectin ug/mL #7",
        ]),
    // A long table: one column holds twenty molecules. Nothing in it is a quantity until it is filtered and mapped.
    .init(
        path: "fujita/ogtt20_long.csv", bound: ["subject #2", "time min #3"], unsettled: ["D208"],
        options: .init(map: [("glucose", "value")], units: [("value", "mg/dL")]),
        settled: ["subject #2", "time min #3", "glucose mg/dL #4"]),
    .init(path: "hall2018/cgm_57.csv", bound: ["subject #0", "time #1", "glucose mg/dL #2"]),
    .init(path: "nhanes/nhanes_fasting_1999_2023.csv", bound: nhanesCSV),
    .init(path: "nhanes/nhanes_fasting_2017_2020P.csv", bound: nhanesCSV),
    .init(
        path: "nhanes/xpt/DEMO_L.xpt", bound: ["subject #0", "age y #4"], unsettled: ["D209"],
        options: .init(preset: .nhanes), settled: ["subject #0", "sex #3", "age y #4"]),
    .init(
        path: "nhanes/xpt/GLU_J.XPT", bound: ["subject #0"], unsettled: ["D203"], options: .init(preset: .nhanes),
        settled: ["subject #0", "glucose mg/dL #2"]),
    .init(
        path: "nhanes/xpt/GLU_L.xpt", bound: ["subject #0"], unsettled: ["D203"],
        options: .init(map: [("glucose", "LBDGLUSI")]), settled: ["subject #0", "glucose mmol/L #3"]),
    .init(
        path: "nhanes/xpt/INS_J.XPT", bound: ["subject #0"], unsettled: ["D203"], options: .init(preset: .nhanes),
        settled: ["subject #0", "insulin uU/mL #2"]),
    .init(
        path: "nhanes/xpt/INS_L.xpt", bound: ["subject #0"], unsettled: ["D203"], options: .init(preset: .nhanes),
        settled: ["subject #0", "insulin uU/mL #2"]),
    .init(
        path: "nhanes/xpt/TRIGLY_J.xpt", bound: ["subject #0"], unsettled: ["D203"], options: .init(preset: .nhanes),
        settled: ["subject #0", "triglycerides mg/dL #2"]),
    // Everything was measured during a clamp: nothing is fasting, and nothing is a sample of a tolerance test.
    .init(
        path: "ohashi/clamp_blood_121.csv", bound: ["subject #0"], unsettled: ["D208"],
        options: .init(map: [("glucose", "clamp_glucose_mg_dl_0")]), settled: ["subject #0", "glucose mg/dL #1"]),
    .init(
        path: "ohashi/ogtt_clamp_120.csv",
        bound: ["subject #0", "sex #1", "age y #2", "height cm #3", "weight kg #4", "bmi kg/m2 #5"]
            + samples("glucose", "mg/dL", from: 7) + samples("insulin", "uU/mL", from: 12)
            + samples("c_peptide", "ng/mL", from: 17)),
    .init(
        path: "ohashi/original/ohashi_OGTT.csv", bound: ["subject #0"], unsettled: Array(repeating: "D201", count: 15),
        options: .init(units: [("glucose", "mg/dL"), ("insulin", "uU/mL"), ("c_peptide", "ng/mL")]),
        settled: ["subject #0"] + samples("glucose", "mg/dL", from: 1) + samples("insulin", "uU/mL", from: 6)
            + samples("c_peptide", "ng/mL", from: 11)),
    .init(
        path: "ohashi/original/ohashi_clamp_blood.csv", bound: ["subject #0"], unsettled: ["D208"],
        options: .init(map: [("glucose", "C-PG(0)")], units: [("C-PG(0)", "mg/dL")]),
        settled: ["subject #0", "glucose mg/dL #1"]),
    // Derived values only.
    .init(path: "ohashi/original/ohashi_clamp_indices.csv", bound: ["subject #0"], unsettled: ["D208"]),
    .init(
        path: "ohashi/original/ohashi_subjectinfo.csv", bound: ["subject #0", "sex #1", "age y #2", "bmi kg/m2 #5"],
        unsettled: ["D201", "D201"], options: .init(units: [("BH", "cm"), ("BW", "kg")]),
        settled: ["subject #0", "sex #1", "age y #2", "height cm #3", "weight kg #4", "bmi kg/m2 #5"]),
    .init(path: "reaven_miller/reaven_miller_145.csv", bound: ["glucose mg/dL #1", "subject #6"]),
    .init(
        path: "simglucose/quest.csv", bound: ["subject #0", "age y #3"], unsettled: ["D201", "D201"],
        options: .init(units: [("CR", "g/U"), ("TDI", "U")]),
        settled: ["subject #0", "carbohydrate_ratio g/U #1", "age y #3", "total_daily_dose U #4"]),
    .init(
        path: "simulated/hand12.csv", bound: [], unsettled: ["D201", "D201"],
        options: .init(units: [("carbs", "g"), ("dose", "U")]), settled: ["carbs g #0", "insulin_dose U #1"]),
    .init(
        path: "simulated/meals.csv",
        bound: ["subject #0", "carbs g #5", "glucose mg/dL #6", "insulin_dose U #7", "glucose mg/dL @240 #8"]),
    .init(path: "simulated/truth.csv", bound: ["subject #0", "carbohydrate_ratio g/U #1"]),
    .init(
        path: "t1d_uom/meals.csv",
        bound: [
            "subject #0", "time #1", "carbs g #3", "insulin_dose U #7", "glucose mg/dL #9", "glucose mg/dL @240 #10",
        ]),
    .init(
        path: "vellore/vellore_117.csv", bound: ["age y #1", "bmi kg/m2 #4"],
        unsettled: ["D201", "D201", "D201", "D201"],
        options: .init(units: [
            ("Height", "cm"), ("Body.Mass", "kg"), ("Fasting.Glucose", "mg/dL"), ("Fasting.Insulin", "uU/mL"),
        ]),
        settled: ["age y #1", "height cm #2", "weight kg #3", "bmi kg/m2 #4", "glucose mg/dL #5", "insulin uU/mL #6"]),
]

private let base = ["subject #0", "sex #1", "age y #2", "glucose mg/dL #3", "insulin uU/mL #4", "bmi kg/m2 #5"]
private let three = ["subject #0", "glucose mg/dL #1", "insulin uU/mL #2"]

private let fixtures: [ExpectedFile] =
    [
        "00_base.csv", "01_utf8_bom.csv", "04_latin1_micro.csv", "05_micro_U00B5.csv", "07_crlf.csv", "08_cr_only.csv",
        "09_no_final_newline.csv", "11_semicolon_decimal_comma.csv", "12_semicolon_decimal_point.csv", "13_tab.tsv",
        "19_ragged_short.csv",
        "22_header_only.csv", "23_quotes_newline.csv", "24_missing_tokens.csv", "26_zero_missing.csv",
        "27_censored.csv",
        "28_mixed_glucose_units.csv", "30_insulin_pmol_mislabelled.csv", "34_number_junk.csv", "35_duplicate_ids.csv",
        "46_very_long_line.csv",
    ].map { .init(path: $0, bound: base) } + [
        .init(path: "40_homa_b_pole.csv", bound: three), .init(path: "41_negative.csv", bound: three),
        .init(path: "48_extreme.csv", bound: three),
        .init(
            path: "17_units_row.csv", bound: base,
            options: .init(unitRow: ["", "", "years", "mg/dL", "uU/mL", "kg/m2"]), settled: base),
        .init(
            path: "18_dup_column.csv", bound: base.filter { !$0.hasPrefix("glucose") }, unsettled: ["D204"]),
        .init(
            path: "29_unit_column.csv",
            bound: ["subject #0", "sex #1", "age y #2", "glucose by column 6 #3", "insulin uU/mL #4", "bmi kg/m2 #5"]),
        .init(
            path: "32_swapped_columns.csv",
            bound: ["subject #0", "sex #1", "age y #2", "insulin uU/mL #3", "glucose mg/dL #4", "bmi kg/m2 #5"]),
        .init(
            path: "33_insulin_is_yes_no_code.csv",
            bound: ["subject #0", "sex #1", "age y #2", "glucose mg/dL #3", "bmi kg/m2 #4"],
            unsettled: ["D201"], options: .init(units: [("insulin", "uU/mL")]),
            settled: ["subject #0", "sex #1", "age y #2", "glucose mg/dL #3", "bmi kg/m2 #4", "insulin uU/mL #5"]),
        .init(
            path: "37_time_only.csv", bound: ["subject #0", "time #1"], unsettled: ["D201"],
            options: .init(units: [("glucose", "mg/dL")]), settled: ["subject #0", "time #1", "glucose mg/dL #2"]),
        .init(
            path: "39_ogtt_wide_labels.csv", bound: ["subject #0"], unsettled: Array(repeating: "D201", count: 10),
            options: .init(units: [("glucose", "mg/dL"), ("insulin", "uU/mL")]),
            settled: ["subject #0"] + samples("glucose", "mg/dL", from: 1) + samples("insulin", "uU/mL", from: 6)),
        .init(path: "43_single_psu.csv", bound: ["subject #0"], unsettled: ["D208"]),
        .init(path: "44_trend_edge.csv", bound: ["subject #0", "time #1"], unsettled: ["D208"]),
        .init(path: "45_dose_edge.csv", bound: ["subject #0", "carbs g #1", "insulin_dose U #2"]),
    ]

/// The columns of a SAS transport file, version 5: 140 bytes for each.
private func transportColumns(_ bytes: [UInt8]) -> [ColumnDescription] {
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].filter { $0 != 0 }, as: UTF8.self).trimmingCharacters(in: .whitespaces)
    }
    guard let start = Data(bytes).range(of: Data("HEADER RECORD*******NAMESTR".utf8))?.lowerBound,
        let count = Int(text(start + 54..<start + 58))
    else { return [] }
    return (0..<count).map { index in
        let record = start + 80 + 140 * index
        return ColumnDescription(
            text(record + 8..<record + 16), label: text(record + 16..<record + 56), isText: bytes[record + 1] == 2)
    }
}

/// The fields of the first line. None of the headers holds a quote or a line break inside a field.
private func columns(of url: URL) throws -> [ColumnDescription] {
    let bytes = [UInt8](try Data(contentsOf: url).prefix(65_536))
    if url.pathExtension.lowercased() == "xpt" { return transportColumns(bytes) }
    let line = bytes.prefix { $0 != 10 && $0 != 13 }
    var header = String(validating: line, as: UTF8.self) ?? String(decoding: line.map { UInt16($0) }, as: UTF16.self)
    if header.hasPrefix("\u{FEFF}") { header.removeFirst() }
    let delimiter: Character = header.contains("\t") ? "\t" : header.contains(";") ? ";" : ","
    return header.split(separator: delimiter, omittingEmptySubsequences: false).map {
        ColumnDescription($0.trimmingCharacters(in: CharacterSet(charactersIn: "\"")))
    }
}

private func check(_ file: ExpectedFile, in folder: URL) throws {
    let columns = try columns(of: folder.appendingPathComponent(file.path))
    #expect(!columns.isEmpty)
    let binding = try ColumnBinder.bind(columns)
    #expect(described(binding) == file.bound)
    var problems = codes(binding)
    let nothing = binding.nothingBound(columns.map(\.name))
    if let nothing, binding.unsettled.isEmpty { problems.append(nothing.code.rawValue) }
    #expect(problems == file.unsettled)

    // Every option of the table is one that the messages offer.
    guard let options = file.options else { return }
    let offered = (binding.unsettled.flatMap(\.diagnostic.help) + (nothing?.help ?? [])).joined(separator: "\n")
    for (name, unit) in options.units where options.map.isEmpty {
        #expect(offered.contains("\(name)=\(unit)"), "\(offered)")
    }
    for (quantity, name) in options.map {
        #expect(offered.contains("\(quantity)=\(name)") || offered.contains("--map"), "\(offered)")
    }
    if options.preset != nil { #expect(offered.contains("--preset nhanes")) }

    let settled = try ColumnBinder.bind(columns, options: options)
    #expect(described(settled) == file.settled)
    #expect(settled.unsettled.isEmpty)
}

@Suite("Files of real cohorts")
struct SharedDataTests {
    @Test(
        "A file binds, or is refused with the option that binds it", .enabled(if: shared != nil, "no shared material"),
        arguments: files)
    func data(_ file: ExpectedFile) throws {
        try check(file, in: #require(shared).appendingPathComponent("data"))
    }

    @Test("Headers of the odd files", .enabled(if: shared != nil, "no shared material"), arguments: fixtures)
    func fixture(_ file: ExpectedFile) throws {
        try check(file, in: #require(shared).appendingPathComponent("fixtures/messy"))
    }

    @Test("No file is left out of the table", .enabled(if: shared != nil, "no shared material"))
    func complete() throws {
        let root = try #require(shared).appendingPathComponent("data").standardizedFileURL
        let found = try FileManager.default.subpathsOfDirectory(atPath: root.path)
            .filter { ["csv", "xpt"].contains(URL(fileURLWithPath: $0).pathExtension.lowercased()) }
        #expect(Set(found) == Set(files.map(\.path)))
    }

    @Test("The offered units alone, taken word by word from the messages, bind every column")
    func offeredUnits() throws {
        let names = [
            "", "Height", "Body.Mass", "Fasting.Glucose", "Fasting Insulin", "O-PG(30)", "TDI", "carbs", "c_peptide_30",
        ]
        var options = BindingOptions()
        for problem in try bind(names).unsettled {
            #expect(problem.diagnostic.code == .missingUnit)
            let first = try #require(problem.diagnostic.help.first?.components(separatedBy: " or ").first)
            let text = first.dropFirst("--unit ".count).trimmingCharacters(in: CharacterSet(charactersIn: "'"))
            let cut = try #require(text.lastIndex(of: "="))
            options.units.append((String(text[..<cut]), String(text[text.index(after: cut)...])))
        }
        let settled = try bind(names, options)
        #expect(settled.columns.count == 8)
        #expect(settled.unsettled.isEmpty)
    }
}
