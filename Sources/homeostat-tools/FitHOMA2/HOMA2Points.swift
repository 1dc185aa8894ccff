import FoundationEssentials
import HomeostatIndices

/// One published pair of inputs with the values that the calculator printed for it, to one decimal.
struct HOMA2Point: Sendable {
    let source: String
    /// Whether `hormone` is C-peptide (nmol/L); else insulin (pmol/L).
    let isCPeptide: Bool
    let glucose: Double
    let hormone: Double
    let percentB: Double
    let percentS: Double
    /// Whether the pair lies within the domain of the calculator.
    let isInRange: Bool

    /// Source and mode: what errors are reported by.
    var group: String { source + (isCPeptide ? ", C-peptide" : ", insulin") }
}

/// What can be wrong with the file of points.
struct HOMA2PointError: Error, CustomStringConvertible {
    let description: String
}

enum HOMA2Points {
    private static let header = "source,mode,glucose_mmol_l,hormone,hormone_unit,pct_b,pct_s,ir,in_range"

    /// Reads the points. The column `ir` is not used: it is 100/%S of the printed %S.
    static func read(path: String) throws -> [HOMA2Point] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.first, first == header else {
            throw HOMA2PointError(description: "\(path) has not the header \(header)")
        }
        return try lines.dropFirst().enumerated().map { index, line in
            guard let point = parse(line) else {
                throw HOMA2PointError(description: "\(path):\(index + 2) is not a point: \(line)")
            }
            return point
        }
    }

    private static func parse(_ line: Substring) -> HOMA2Point? {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 9, let glucose = Double(fields[2]), let hormone = Double(fields[3]),
            let percentB = Double(fields[5]), let percentS = Double(fields[6])
        else { return nil }
        let isCPeptide: Bool
        switch (fields[1], fields[4]) {
        case ("cpep", "nmol/L"): isCPeptide = true
        case ("ins", "pmol/L"): isCPeptide = false
        default: return nil
        }
        return HOMA2Point(
            source: String(fields[0]), isCPeptide: isCPeptide, glucose: glucose, hormone: hormone,
            percentB: percentB, percentS: percentS, isInRange: fields[8] == "1")
    }

    /// Folds for cross-validation: points with the same inputs share a fold, and neighbours in glucose fall into
    /// different ones, within each source and mode.
    static func folds(_ points: [HOMA2Point], count: Int) -> [Int] {
        let order = points.indices.sorted {
            let (a, b) = (points[$0], points[$1])
            if a.group != b.group { return a.group < b.group }
            return (a.glucose, a.hormone, $0) < (b.glucose, b.hormone, $1)
        }
        var folds = [Int](repeating: 0, count: points.count)
        var fold = -1
        var previous: HOMA2Point?
        for index in order {
            let point = points[index]
            let isSame =
                previous.map {
                    $0.group == point.group && $0.glucose == point.glucose && $0.hormone == point.hormone
                } ?? false
            if !isSame { fold = (fold + 1) % count }
            folds[index] = fold
            previous = point
        }
        return folds
    }
}
