import Foundation
import Testing

@testable import HomeostatModels

@Suite struct VirtualTableTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Datasets/virtual")

    @Test(arguments: VirtualTable.all())
    func `the shipped file is what the generator writes`(_ table: VirtualTable) throws {
        let shipped = try Data(contentsOf: Self.folder.appending(path: "\(table.name).csv"))
        #expect(shipped == Data(table.csv.utf8))
    }

    @Test(arguments: VirtualTable.all())
    func `every row has a cell for every column`(_ table: VirtualTable) {
        #expect(table.rows.allSatisfy { $0.count == table.columns.count })
        #expect(Set(table.columns).count == table.columns.count)
        #expect(table.rows.joined().allSatisfy { !$0.contains(",") && !$0.contains("\"") && !$0.contains("\n") })
    }

    @Test func `a larger cohort begins with the smaller one`() {
        let small = VirtualCohort(count: 20).table()
        let large = VirtualCohort(count: 40).table()
        #expect(Array(large.rows.prefix(20)) == small.rows)
        #expect(VirtualCohort(seed: 2, count: 20).table().rows != small.rows)
    }

    @Test func `decimals have fixed places`() {
        #expect(fixedDecimal(5.65, places: 0) == "6")
        #expect(fixedDecimal(0.05, places: 2) == "0.05")
        #expect(fixedDecimal(-0.005, places: 1) == "0.0")
        #expect(fixedDecimal(-1.25, places: 1) == "-1.3")
        #expect(fixedDecimal(12, places: 3) == "12.000")
    }

    @Test func `days are those of Foundation's calendar`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        let first = try #require(calendar.date(from: DateComponents(year: 2000, month: 3, day: 1)))
        for day in stride(from: 0, to: 150_000, by: 1) where day % 97 == 0 || (1_400..<1_500).contains(day) {
            let date = try #require(calendar.date(byAdding: .day, value: day, to: first))
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let expected = [
                "\(parts.year ?? 0)", padded("\(parts.month ?? 0)", to: 2), padded("\(parts.day ?? 0)", to: 2),
            ]
            #expect(calendarDate(day) == expected.joined(separator: "-"))
        }
    }
}
