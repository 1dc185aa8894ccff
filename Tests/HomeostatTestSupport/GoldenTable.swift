import Foundation
import Testing

/// Tables of Tests/Golden: comma-separated, without quotes, the first line a header.
public enum GoldenTable {
    /// The cells of all rows but the header.
    ///
    /// - Parameters:
    ///   - name: the path below Tests/Golden.
    ///   - columns: the number of cells that each row must have.
    public static func rows(_ name: String, columns: Int) throws -> [[String]] {
        let text = try String(contentsOfFile: "\(ProjectPaths.root)/Tests/Golden/\(name)", encoding: .utf8)
        let rows = text.split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        try #require(rows.allSatisfy { $0.count == columns }, "\(name) has a row without \(columns) cells")
        return rows
    }
}
