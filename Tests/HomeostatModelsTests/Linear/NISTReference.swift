import Foundation
import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatCohort

/// The linear, univariate and ANOVA sets of the NIST Statistical Reference Datasets.
enum NISTReference {
    /// What is certified about one set.
    struct Dataset: Decodable, Sendable, CustomTestStringConvertible {
        /// Numbers as printed, by quantity; several for the coefficients.
        struct Values: Decodable, Sendable {
            let beta: [String]?
            let se: [String]?
            let rss: String?
            let sigma: String?
            let residualDeviation: String?
            let r2: String?
            let ssr: String?
            let statistic: String?
            let dfm: Int?
            let dfr: Int?
            let mean: String?
            let sd: String?
            let r1: String?
            let ssb: String?
            let ssw: String?
            let dfb: Int?
            let dfw: Int?

            private enum CodingKeys: String, CodingKey {
                case beta, se, rss, sigma, r2, ssr, dfm, dfr, mean, sd, r1, ssb, ssw, dfb, dfw
                case residualDeviation = "residual_sd"
                case statistic = "F"
            }
        }

        let suite: String
        let model: String?
        let intercept: Bool?
        let certified: Values
        /// Of the decimals of the file, by exact arithmetic.
        let exact: Values
        /// Of the Doubles nearest to the decimals, by exact arithmetic.
        let exactOfDoubles: Values
        var name = ""

        private enum CodingKeys: String, CodingKey {
            case suite, model, intercept, certified
            case exact = "exact_decimal_30"
            case exactOfDoubles = "exact_binary64_30"
        }

        var testDescription: String { name }

        /// The columns of the file, by its header.
        func columns() throws -> [String: [DoubleDouble]] { try NISTReference.read("\(suite)_\(name)") }

        /// The design that ``model`` describes: powers of x, formed in double-double, or the columns as they are.
        func design(_ columns: [String: [DoubleDouble]]) throws -> [[DoubleDouble]] {
            let y = try #require(columns["y"])
            let model = try #require(model)
            let first = intercept == true ? [y.map { _ in DoubleDouble.one }] : []
            if let degree = model.split(separator: " ").last.flatMap({ Int($0) }), model.hasPrefix("polynomial") {
                let x = try #require(columns["x"])
                return first + (1...degree).map { power in x.map { $0.power(power) } }
            }
            return first + columns.keys.filter { $0 != "y" }.sorted().compactMap { columns[$0] }
        }
    }

    /// All sets of a suite; none where the reference material is not there.
    static func suite(_ name: String) -> [Dataset] {
        guard let path = try? ProjectPaths.shared("reference/nist/linear/nist_certified.json"),
            let data = FileManager.default.contents(atPath: path),
            let all = try? JSONDecoder().decode([String: Dataset].self, from: data)
        else { return [] }
        return all.filter { $0.value.suite == name }.sorted { $0.key < $1.key }.map { key, value in
            var named = value
            named.name = key
            return named
        }
    }

    /// Reads a file as the program does: scanned for its cells, and each column parsed with its decimals kept.
    static func read(_ name: String) throws -> [String: [DoubleDouble]] {
        let path = try ProjectPaths.shared("reference/nist/linear/\(name).csv")
        let input = try CohortInput(.file(path), options: CohortOptions())
        let names = input.columns.map(\.name)
        let dialect = try #require(input.dialect)
        var reader = input.text.reader()
        var bytes: [UInt8] = []
        var read: [String: [DoubleDouble]] = [:]
        while let block = try reader.next(into: &bytes) {
            var index = RowIndex()
            index.scan(
                bytes, block: block, columns: names.count, delimiter: dialect.delimiter, newline: dialect.newline)
            for (column, name) in names.enumerated() {
                var kept = MeasuredColumn()
                var status: [UInt8] = []
                var decimals: ExactDecimals? = ExactDecimals(count: index.count)
                let unread = parseColumn(
                    bytes, index: index, column: column, columns: names.count, delimiter: dialect.delimiter,
                    decimalMark: UInt8(ascii: "."), into: &kept.lanes, status: &status, decimals: &decimals)
                #expect(unread == 0)
                for row in 0..<index.count {
                    read[name, default: []].append(try #require(decimals?.doubleDouble(row)))
                }
            }
        }
        return read
    }
}

/// Expects a number to agree with the exact value to 15 digits, and with NIST's in every digit printed. A certified
/// zero is expected to be below 1e-15.
///
/// NIST certifies 15 digits. Where a few more are printed they need not be right: those of F of Wampler5, printed as
/// 6.7552445824012241E-03, are 6.7552445824012246E-03 by exact arithmetic.
func expectCertified(
    _ found: DoubleDouble, exact: String?, printed: String?, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let exact = try #require(exact, "no exact \(what)")
    let reference = try #require(ReferenceDecimal(exact), "\(what)")
    let digits = reference.agreeingDigits(found)
    #expect(digits >= 15, "\(what): \(digits) digits", sourceLocation: sourceLocation)
    guard let printed else { return }
    let certified = try #require(ReferenceDecimal(printed), "\(what): \(printed)")
    #expect(
        certified.isPrinted(of: found, mostDigits: 15), "\(what): \(found.value) is printed as \(printed)",
        sourceLocation: sourceLocation)
    // What is handed on as a Double must have the digits, too.
    #expect(reference.agreeingDigits(DoubleDouble(found.value)) >= 15, "\(what) as a Double")
}
