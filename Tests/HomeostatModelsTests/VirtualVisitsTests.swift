import Foundation
import Testing

@testable import HomeostatModels

@Suite struct VirtualVisitsTests {
    /// Least squares slope of ln HOMA-IR on years, and its standard error, from the cells of a person.
    static func slope(of subject: String, in table: VirtualTable) -> (slope: Double, error: Double)? {
        let formatter = DateFormatter()
        formatter.dateFormat = "yyyy-MM-dd"
        formatter.timeZone = TimeZone(identifier: "UTC")
        let points = table.rows.filter { $0[0] == subject }.compactMap { row -> (x: Double, y: Double)? in
            guard let date = formatter.date(from: row[1]), let glucose = Double(row[5]), let insulin = Double(row[6])
            else { return nil }
            return (date.timeIntervalSince1970 / (365.25 * 86_400), Foundation.log(glucose * insulin / 405))
        }
        guard points.count > 3 else { return nil }
        let n = Double(points.count)
        let x = points.reduce(0) { $0 + $1.x } / n
        let y = points.reduce(0) { $0 + $1.y } / n
        let sxx = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
        let slope = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / sxx
        let rest = points.reduce(0) { $0 + ($1.y - y - slope * ($1.x - x)) * ($1.y - y - slope * ($1.x - x)) }
        return (slope, (rest / (n - 2) / sxx).squareRoot())
    }

    @Test func `trends are those of the truth column`() throws {
        let table = VirtualVisits().table()
        var scores: [Double] = []
        for number in 1...80 where VirtualVisits().pattern(number) != .step {
            let subject = "L" + padded("\(number)", to: 3)
            let truth = try #require(table.rows.first { $0[0] == subject }.flatMap { Double($0[9]) })
            guard let fitted = Self.slope(of: subject, in: table) else { continue }
            scores.append((fitted.slope - truth) / 0.033)
        }
        // 8 yearly visits with a standard deviation of sqrt(0.057^2 + 0.20^2) = 0.208: the slope has 0.032, and a
        // little more where a visit is missing.
        let mean = scores.reduce(0, +) / Double(scores.count)
        let spread = (scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)).squareRoot()
        #expect(scores.count >= 55)
        #expect(abs(mean) < 4 / Double(scores.count).squareRoot())
        #expect(spread > 0.7 && spread < 1.4)
    }

    @Test func `visits of a person are in order of time`() {
        let table = VirtualVisits().table()
        for (previous, next) in zip(table.rows, table.rows.dropFirst()) where previous[0] == next[0] {
            #expect(previous[1] < next[1])
        }
    }
}
