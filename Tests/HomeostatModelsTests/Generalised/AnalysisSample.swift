import Foundation
import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// The adults of NHANES 2017-2018 with fasting glucose, insulin and body mass index, as the reference regressions use
/// them.
struct AnalysisSample {
    let rows: [[String: Double]]

    /// - Parameter needed: further columns that have to be there.
    init(needed: [String] = []) throws {
        let path = try ProjectPaths.shared("reference/stats/data/nhanes_2017_2018_fasting.csv")
        let table = try NumberTable(path: path)
        rows = table.rows.filter { row in
            (row["WTSAF2YR"] ?? 0) > 0 && (row["RIDAGEYR"] ?? 0) >= 20
                && (["LBXGLU", "LBXIN", "BMXBMI"] + needed).allSatisfy { row[$0] != nil }
        }
    }

    func column(_ name: String) throws -> [Double] { try rows.map { try #require($0[name]) } }

    /// Glucose times insulin over 405.
    var homa: [Double] { rows.map { ($0["LBXGLU"] ?? 0) * ($0["LBXIN"] ?? 0) / 405 } }

    /// Stratum and sampling unit as one number.
    var clusters: [Int] { rows.map { Int($0["SDMVSTRA"] ?? 0) * 10 + Int($0["SDMVPSU"] ?? 0) } }

    /// Age, sex (reference 1), body mass index and, where asked for, ethnicity (reference 1) and HDL cholesterol.
    func design(ethnicity: Bool = true, hdl: Bool = false, intercept: Bool = true) throws -> DesignMatrix {
        var columns: [[Double]] = intercept ? [rows.map { _ in 1 }] : []
        var names = intercept ? ["(Intercept)"] : []
        var terms: [Int?] = intercept ? [nil] : []
        func add(_ name: String, _ term: Int, _ values: [Double]) {
            columns.append(values)
            names.append(name)
            terms.append(term)
        }
        add("RIDAGEYR", 0, try column("RIDAGEYR"))
        add("sex2", 1, try column("RIAGENDR").map { $0 == 2 ? 1 : 0 })
        add("BMXBMI", 2, try column("BMXBMI"))
        if ethnicity {
            let codes = try column("RIDRETH3")
            for code in [2, 3, 4, 6, 7] { add("race\(code)", 3, codes.map { $0 == Double(code) ? 1 : 0 }) }
        }
        if hdl { add("LBDHDD", ethnicity ? 4 : 3, try column("LBDHDD")) }
        let termNames = ["RIDAGEYR", "sex", "BMXBMI"] + (ethnicity ? ["race"] : []) + (hdl ? ["LBDHDD"] : [])
        return DesignMatrix(
            matrix: Matrix(columns: columns), columnNames: names, terms: termNames, termOfColumn: terms)
    }
}

/// A table of numbers in CSV, missing ones left out.
struct NumberTable {
    let rows: [[String: Double]]

    init(path: String) throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
        let header = try #require(lines.first).split(separator: ",").map { $0.filter { $0 != "\"" } }
        rows = lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            var row: [String: Double] = [:]
            for (name, cell) in zip(header, cells) { row[name] = Double(cell) }
            return row
        }
    }

    func column(_ name: String) throws -> [Double] { try rows.map { try #require($0[name]) } }
}

/// A tree of reference numbers.
struct ReferenceTree {
    let value: Any

    init(path: String) throws {
        value = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private init(value: Any) { self.value = value }

    subscript(_ key: String) -> ReferenceTree {
        get throws { ReferenceTree(value: try #require((value as? [String: Any])?[key], "no \(key)")) }
    }

    /// A number, also where it is written as text to keep its digits.
    var number: Double {
        get throws {
            if let text = value as? String { return try #require(Double(text)) }
            return try #require(value as? NSNumber).doubleValue
        }
    }

    var isNull: Bool { value is NSNull }

    var numbers: [Double] { get throws { try list.map { try $0.number } } }

    var list: [ReferenceTree] {
        get throws { try #require(value as? [Any]).map { ReferenceTree(value: $0) } }
    }

    /// The numbers under names.
    func numbers(_ names: [String]) throws -> [Double] { try names.map { try self[$0].number } }
}

/// A design of named columns, an intercept first.
func designWithIntercept(_ named: [(String, [Double])]) -> DesignMatrix {
    let count = named.first?.1.count ?? 0
    return DesignMatrix(
        matrix: Matrix(columns: [[Double](repeating: 1, count: count)] + named.map(\.1)),
        columnNames: ["(Intercept)"] + named.map(\.0), terms: named.map(\.0),
        termOfColumn: [nil] + named.indices.map { $0 })
}
