import Foundation
import Testing

@testable import HomeostatModels

@Suite struct VirtualCohortTests {
    /// 20,000 people, enough to see the distributions they are drawn from.
    static let people = (1...20_000).map { VirtualCohort(seed: 99).person($0) }

    static func summary(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / Double(values.count - 1)).squareRoot())
    }

    @Test func `men without diabetes have the logarithms of the survey`() {
        let men = Self.people.filter { $0.isMale && !$0.hasDiabetes }
        let error = 4 / Double(men.count).squareRoot()
        // NHANES 1999-2023, weighted means and standard deviations (see CohortGroup).
        let glucose = Self.summary(men.map { Foundation.log($0.glucose) })
        #expect(abs(glucose.mean - 4.601) < error * 0.101)
        #expect(abs(glucose.deviation - 0.101) < error * 0.101)
        let insulin = Self.summary(men.map { Foundation.log($0.insulin) })
        #expect(abs(insulin.mean - 2.208) < error * 0.688)
        #expect(abs(insulin.deviation - 0.688) < error * 0.688)
        let hdl = Self.summary(men.map { Foundation.log($0.hdl) })
        #expect(abs(hdl.mean - 3.858) < error * 0.267)
    }

    @Test func `insulin and waist are correlated as in the survey`() {
        let people = Self.people.filter { !$0.isMale && !$0.hasDiabetes }
        let insulin = people.map { Foundation.log($0.insulin) }
        let waist = people.map { Foundation.log($0.waist) }
        let first = Self.summary(insulin)
        let second = Self.summary(waist)
        let products = zip(insulin, waist).reduce(0) { $0 + ($1.0 - first.mean) * ($1.1 - second.mean) }
        let correlation = products / Double(people.count - 1) / first.deviation / second.deviation
        #expect(abs(correlation - 0.60) < 4 * (1 - 0.36) / Double(people.count).squareRoot())
    }

    @Test func `one in ten has diabetes`() {
        let share = Double(Self.people.filter(\.hasDiabetes).count) / Double(Self.people.count)
        #expect(abs(share - 0.105) < 4 * (0.105 * 0.895 / Double(Self.people.count)).squareRoot())
    }

    @Test func `the printed body mass index is that of the printed weight and height`() {
        for person in Self.people.prefix(500) {
            let metres = person.height / 100
            #expect(abs(person.bodyMassIndex - person.weight / (metres * metres)) < 1e-9)
        }
    }

    @Test func `the factor of a correlation matrix gives it back`() {
        for group in [CohortGroup.withoutDiabetes, CohortGroup.withDiabetes] {
            let factor = lowerFactor(group.correlations)
            for row in factor.indices {
                #expect(factor[row][row] > 0)
                for column in 0...row {
                    let product = zip(factor[row], factor[column]).reduce(0) { $0 + $1.0 * $1.1 }
                    #expect(abs(product - group.correlations[row][column]) < 1e-14)
                }
            }
        }
    }

    @Test func `oddities stand where the data card says`() throws {
        let table = VirtualCohort().table()
        for oddity in VirtualCohort.oddities {
            let column = try #require(table.columns.firstIndex(of: oddity.column))
            #expect(table.rows[oddity.number - 1][column] == oddity.text)
        }
        let card = try String(
            contentsOf: VirtualTableTests.folder.appending(path: "fasting.md"), encoding: .utf8)
        for oddity in VirtualCohort.oddities {
            #expect(card.contains("V" + padded("\(oddity.number)", to: 4)))
        }
    }
}
