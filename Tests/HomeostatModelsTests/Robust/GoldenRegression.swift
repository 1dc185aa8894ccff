import Foundation
import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Golden numbers of R and the data they belong to, read from the reference material.
struct GoldenRegression {
    let names: [String]
    let design: Matrix
    let response: [Double]
    /// The blocks that belong to these data.
    let golden: [String: Any]

    var designMatrix: DesignMatrix {
        DesignMatrix(
            matrix: design, columnNames: names, terms: Array(names.dropFirst()),
            termOfColumn: names.indices.map { $0 == 0 ? nil : $0 - 1 })
    }

    /// The numbers of a named vector in the order of the columns.
    func vector(_ block: Any?) throws -> [Double] {
        let values = try #require(block as? [String: Any])
        // In one file R calls the intercept by another name.
        return try names.map { name in
            try #require((values[name] ?? values[name == "(Intercept)" ? "Intercept" : name]) as? Double)
        }
    }

    static func json(_ path: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: try ProjectPaths.shared(path)))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    static func table(_ path: String) throws -> [[String: String]] {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).map { line in
            line.split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"")) }
        }
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    private static func number(_ row: [String: String], _ column: String) throws -> Double {
        try #require(row[column].flatMap(Double.init))
    }

    private init(
        _ rows: [[String: String]], columns: [(String, (([String: String]) throws -> Double))],
        response: ([String: String]) throws -> Double, golden: [String: Any]
    ) throws {
        names = ["(Intercept)"] + columns.map(\.0)
        design = Matrix(
            columns: [[Double](repeating: 1, count: rows.count)]
                + (try columns.map { column in try rows.map(column.1) }))
        self.response = try rows.map(response)
        self.golden = golden
    }

    /// log(sspg) on glucose and insulin.
    static func reaven() throws -> GoldenRegression {
        try GoldenRegression(
            try table(try ProjectPaths.shared("reference/stats/data/reaven_miller_1979.csv")),
            columns: ["glucose", "insulin"].map { name in (name, { try number($0, name) }) },
            response: { log(try number($0, "sspg")) }, golden: try json("reference/stats/regression_golden.json"))
    }

    /// stack.loss on the other three.
    static func stackloss() throws -> GoldenRegression {
        try GoldenRegression(
            try table(try ProjectPaths.shared("reference/stats/data/stackloss.csv")),
            columns: ["Air.Flow", "Water.Temp", "Acid.Conc."].map { name in (name, { try number($0, name) }) },
            response: { try number($0, "stack.loss") }, golden: try json("reference/stats/regression_golden.json"))
    }

    /// log(HOMA-IR) on age, sex and BMI.
    static func nhanes() throws -> GoldenRegression {
        let path = try ProjectPaths.shared("reference/stats/data/nhanes_2017_2018_fasting.csv")
        let rows = try table(path).filter { row in
            func has(_ name: String, above: Double = -.infinity) -> Bool {
                row[name].flatMap(Double.init).map { $0 > above } ?? false
            }
            return has("WTSAF2YR", above: 0) && has("RIDAGEYR", above: 19.5) && has("LBXGLU") && has("LBXIN")
                && has("BMXBMI")
        }
        return try GoldenRegression(
            rows,
            columns: [
                ("RIDAGEYR", { try number($0, "RIDAGEYR") }), ("sex2", { try number($0, "RIAGENDR") - 1 }),
                ("BMXBMI", { try number($0, "BMXBMI") }),
            ], response: { log(try number($0, "LBXGLU") * number($0, "LBXIN") / 405) },
            golden: try json("reference/stats/regression_golden.json"))
    }

    /// Dose on carbohydrate, for each person of the reference.
    static func people() throws -> [(String, GoldenRegression)] {
        let meals = try table(try ProjectPaths.shared("data/azt1d/meals.csv"))
        return try json("reference/dose/azt1d_single_subject.json").compactMap { key, block in
            guard let golden = block as? [String: Any], key.hasPrefix("subject_") else { return nil }
            let rows = meals.filter { $0["subject"] == String(key.dropFirst("subject_".count)) }
            let data = try GoldenRegression(
                rows, columns: [("carbs_g", { try number($0, "carbs_g") })],
                response: { try number($0, "insulin_u") }, golden: golden)
            return (key, data)
        }
    }
}

/// Whether two numbers agree to a share of the second.
func agree(_ a: Double, _ b: Double, to tolerance: Double) -> Bool { abs(a - b) <= tolerance * abs(b) }

/// Records an issue for each element that does not agree.
func expectAgreement(
    _ values: [Double], _ golden: [Double], to tolerance: Double, _ comment: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(values.count == golden.count, "\(comment)", sourceLocation: sourceLocation)
    for (value, truth) in zip(values, golden) {
        #expect(
            agree(value, truth, to: tolerance), "\(comment): \(value), not \(truth)", sourceLocation: sourceLocation)
    }
}
