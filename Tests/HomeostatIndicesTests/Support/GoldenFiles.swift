import Foundation
import HomeostatCohort
import Testing

import enum HomeostatCohort.Unit

/// Where expected numbers lie.
enum GoldenFiles {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// `Tests/Golden/indices`.
    static let folder = root.appending(path: "Tests/Golden/indices")

    /// The folder of reference material beside the project, where there is one.
    static let shared: URL? = {
        let path = ProcessInfo.processInfo.environment["HOMEOSTAT_SHARED"]
        let folder = path.map { URL(filePath: $0) } ?? root.deletingLastPathComponent().appending(path: "shared")
        let file = folder.appending(path: "reference/indices/golden.csv")
        return FileManager.default.fileExists(atPath: file.path) ? folder : nil
    }()

    /// The rows of a table in RFC 4180 form, each by its header.
    static func rows(_ file: URL) throws -> [[String: String]] {
        let lines = fields(try String(contentsOf: file, encoding: .utf8))
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    private static func fields(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var previousWasQuote = false
        for character in text {
            if isQuoted {
                if character == "\"" {
                    isQuoted = false
                    previousWasQuote = true
                } else {
                    field.append(character)
                }
                continue
            }
            switch character {
            case "\"":
                if previousWasQuote { field.append("\"") }
                isQuoted = true
            case ",":
                row.append(field)
                field = ""
            case "\n", "\r\n":
                row.append(field)
                rows.append(row)
                row = []
                field = ""
            default: field.append(character)
            }
            previousWasQuote = false
        }
        if !row.isEmpty || !field.isEmpty { rows.append(row + [field]) }
        return rows
    }
}

/// One case of the reference set.
struct GoldenCase: CustomTestStringConvertible, Sendable {
    var id: String
    var indexID: String
    var numbers: [String: Double]
    var texts: [String: String]
    var expected: Double
    var unit: String
    var tolerance: Double
    var evidence: String

    var testDescription: String { id }

    /// Grades that stand for truth; the others are a second implementation.
    static let graded: Set<String> = ["PUBLISHED_VALUE", "PEER_AGREES", "PEER_DIFFERS_ONLY"]

    /// The cases of those indices; others, some of which hold no number, are passed over.
    static func load(_ file: URL, of indexIDs: Set<String>) throws -> [GoldenCase] {
        try GoldenFiles.rows(file).filter { indexIDs.contains($0["index_id"] ?? "") }.map { row in
            func text(_ column: String) throws -> String {
                guard let value = row[column] else { throw MissingColumn(name: column) }
                return value
            }
            func number(_ column: String) throws -> Double {
                guard let value = Double(try text(column)) else { throw MissingColumn(name: column) }
                return value
            }
            let inputs = try JSONSerialization.jsonObject(with: Data(try text("inputs_json").utf8)) as? [String: Any]
            var numbers: [String: Double] = [:]
            var texts: [String: String] = [:]
            for (key, value) in inputs ?? [:] {
                if let number = value as? NSNumber { numbers[key] = number.doubleValue }
                if let string = value as? String { texts[key] = string }
            }
            return GoldenCase(
                id: try text("case_id"), indexID: try text("index_id"), numbers: numbers, texts: texts,
                expected: try number("expected"), unit: try text("unit"), tolerance: try number("rel_tol"),
                evidence: try text("evidence"))
        }
    }

    struct MissingColumn: Error {
        var name: String
    }

    /// The unit stands in the key.
    private static let keys: [String: (Quantity, Unit)] = [
        "glucose_mgdl": (.glucose, .milligramsPerDecilitre), "glucose_mmol": (.glucose, .millimolesPerLitre),
        "insulin_uU_ml": (.insulin, .microunitsPerMillilitre), "insulin_pmol": (.insulin, .picomolesPerLitre),
        "tg_mmol": (.triglycerides, .millimolesPerLitre), "tg_mgdl": (.triglycerides, .milligramsPerDecilitre),
        "hdl_mmol": (.hdl, .millimolesPerLitre), "hdl_mgdl": (.hdl, .milligramsPerDecilitre),
        "bmi": (.bmi, .kilogramsPerSquareMetre), "waist_cm": (.waist, .centimetres),
        "height_cm": (.height, .centimetres), "weight_kg": (.weight, .kilograms), "age": (.age, .years),
        "male": (.sex, .none), "ffa_mmol": (.freeFattyAcids, .millimolesPerLitre),
        "hypertension": (.hypertension, .none), "hba1c_pct": (.hba1c, .percent),
        "insulin_U_kg_day": (.dailyDosePerKilogram, .unitsPerKilogram),
        "dbp_mmHg": (.diastolicBloodPressure, .millimetresOfMercury),
    ]

    /// The person of the case; a key that is not known is an error, not a missing value.
    func person() throws -> [Quantity: Measured] {
        var person: [Quantity: Measured] = [:]
        for (key, value) in numbers {
            guard let (quantity, unit) = Self.keys[key] else { throw MissingColumn(name: key) }
            person[quantity] = Measured(value, unit)
        }
        return person
    }
}
