import Foundation
import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatModels

/// The people of NHANES 2017-2018 that the reference regressions were fitted to: positive fasting weight, 20 years and
/// above, glucose, insulin and body mass index present.
struct NHANESRegression {
    var seqn: [Double] = []
    var sex: [Double] = []
    var age: [Double] = []
    var race: [Double] = []
    var cluster: [Int] = []
    var weight: [Double] = []
    var glucose: [Double] = []
    var insulin: [Double] = []
    var bmi: [Double] = []

    init() throws {
        let path = try ProjectPaths.shared("reference/stats/data/nhanes_2017_2018_fasting.csv")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",").map(String.init)
        func place(_ name: String) throws -> Int { try #require(header.firstIndex(of: name)) }
        let places = try ["SEQN", "RIAGENDR", "RIDAGEYR", "RIDRETH3", "WTSAF2YR", "LBXGLU", "LBXIN", "BMXBMI"].map(
            place)
        let (stratum, unit) = (try place("SDMVSTRA"), try place("SDMVPSU"))
        for line in lines.dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            let values = places.map { Double(cells[$0]) ?? .nan }
            guard values[4] > 0, values[2] >= 20, values.allSatisfy({ !$0.isNaN }) else { continue }
            seqn.append(values[0])
            sex.append(values[1])
            age.append(values[2])
            race.append(values[3])
            weight.append(values[4])
            glucose.append(values[5])
            insulin.append(values[6])
            bmi.append(values[7])
            cluster.append(try #require(Int(cells[stratum])) * 10 + (try #require(Int(cells[unit]))))
        }
    }

    var count: Int { age.count }
    var logHOMA: [Double] { (0..<count).map { Foundation.log(glucose[$0] * insulin[$0] / 405) } }
    var ones: [Double] { [Double](repeating: 1, count: count) }
    func indicator(_ values: [Double], _ level: Double) -> [Double] { values.map { $0 == level ? 1 : 0 } }

    /// 1 + age + sex + bmi + race, with the names that R gives the columns.
    var design: DesignMatrix {
        let levels: [Double] = [2, 3, 4, 6, 7]
        return DesignMatrix(
            matrix: Matrix(
                columns: [ones, age, indicator(sex, 2), bmi] + levels.map { indicator(race, $0) }),
            columnNames: ["(Intercept)", "RIDAGEYR", "sex2", "BMXBMI"] + levels.map { "race\(Int($0))" },
            terms: ["RIDAGEYR", "sex", "BMXBMI", "race"], termOfColumn: [nil, 0, 1, 2] + levels.map { _ in 3 })
    }
}
