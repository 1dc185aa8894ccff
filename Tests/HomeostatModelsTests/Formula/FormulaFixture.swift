import Foundation
import HomeostatCohort
import HomeostatModels
import HomeostatTestSupport
import Testing

/// What R made of formulas: Tests/Golden/formula, with the script.
enum FormulaFixture {
    /// One column of a design of R.
    struct GoldenColumn {
        let formula: String
        let name: String
        let values: [Double]
    }

    /// The 60 rows of data.csv.
    static func data() throws -> VariableTable {
        let lines = try lines("data.csv")
        let header = lines[0].split(separator: ",").map(String.init)
        let cells = lines.dropFirst().map { $0.split(separator: ",").map(String.init) }
        var table = VariableTable(rowCount: cells.count)
        for (place, name) in header.enumerated() {
            let texts = cells.map { $0[place] }
            let numbers = texts.map { Double($0) }
            if numbers.contains(nil) { table.set(name, texts: texts) } else { table.set(name, numbers) }
        }
        return table
    }

    /// The lines of a file whose fields are all between quotes.
    static func quoted(_ name: String) throws -> [[String]] {
        try lines(name).dropFirst().map { line in
            line.components(separatedBy: ",\"").map { $0.replacingOccurrences(of: "\"", with: "") }
        }
    }

    static func columns(_ name: String) throws -> [GoldenColumn] {
        try quoted(name).map { fields in
            GoldenColumn(
                formula: fields[0], name: fields[1],
                values: try fields[2].split(separator: " ").map { try #require(Double($0)) })
        }
    }

    /// The columns of each formula, in the order of the file.
    static func designs(_ name: String) throws -> [(formula: String, columns: [GoldenColumn])] {
        var designs: [(formula: String, columns: [GoldenColumn])] = []
        for column in try columns(name) {
            if designs.last?.formula == column.formula {
                designs[designs.count - 1].columns.append(column)
            } else {
                designs.append((column.formula, [column]))
            }
        }
        return designs
    }

    private static func lines(_ name: String) throws -> [String] {
        try String(contentsOfFile: "\(ProjectPaths.root)/Tests/Golden/formula/\(name)", encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }
}

/// The greatest distance of two columns, as a share of the greatest value of the second.
func distance(_ first: [Double], _ second: [Double]) -> Double {
    let size = second.map(\.magnitude).max() ?? 0
    guard first.count == second.count else { return .infinity }
    return zip(first, second).map { ($0 - $1).magnitude }.max().map { $0 / max(size, .leastNormalMagnitude) } ?? 0
}

extension DesignMatrix {
    func values(_ column: Int) -> [Double] { (0..<rowCount).map { matrix[$0, column] } }
}
