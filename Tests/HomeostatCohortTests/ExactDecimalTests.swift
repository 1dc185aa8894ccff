import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatCohort

/// The decimals as they were written, beside the Doubles.
@Suite("Exact decimals")
struct ExactDecimalTests {
    /// significand * 10^exponent as text, which the C library then reads.
    private func text(_ decimal: (significand: Int64, exponent: Int16)) -> String {
        "\(decimal.significand)e\(decimal.exponent)"
    }

    @Test("the decimal is the one that was written, and its value is the Double beside it", arguments: [false, true])
    func roundTrip(decimalComma: Bool) async throws {
        var texts = DecimalTexts(seed: 3)
        for _ in 0..<20_000 { texts.addOrdinary() }
        for _ in 0..<20_000 { texts.addAny(mostDigits: 9, largestExponent: 4) }
        let written = String(decoding: texts.text, as: UTF8.self).split(separator: "\n")
        let mark = decimalComma ? "," : "."
        var file = "id;bmi\n"
        for (row, line) in written.enumerated() {
            file += "\(row);\(line.split(separator: ".", omittingEmptySubsequences: false).joined(separator: mark))\n"
        }
        var options = CohortOptions()
        options.text.decimalMark = UInt8(ascii: decimalComma ? "," : ".")
        let read = try await readCohort(text: file, options: options, decimals: [.bmi])
        let column = try #require(read[.bmi])
        #expect(column.decimals.count == written.count)
        let values = referenceNumbers(inLines: texts.text)
        var lines: [UInt8] = []
        var expected: [Double] = []
        var inexact = 0
        for row in column.values.indices {
            guard let value = column.values[row] else {
                // An impossible body mass index: there is no value, so there is no decimal.
                #expect(column.decimals[row] == nil)
                continue
            }
            guard let decimal = column.decimals[row] else {
                inexact += 1
                continue
            }
            lines.append(contentsOf: (text(decimal) + "\n").utf8)
            expected.append(value)
            #expect(value.bitPattern == values[row].bitPattern)
        }
        #expect(expected.count > 1000)
        #expect(inexact == 0, "at most 18 digits fit 63 bits")
        #expect(zip(referenceNumbers(inLines: lines), expected).allSatisfy { $0.bitPattern == $1.bitPattern })
    }

    @Test("significand and exponent, zeros at the end kept")
    func cases() async throws {
        let read = try await readCohort(
            text: """
                bmi,age_y
                22.50,1
                23,2
                "24.5",3
                \u{A0}25.5\u{A0},4
                2.6e1,5
                27.00000000000000000001,6
                NA,7
                <30,8
                fat,9
                0,10
                28.9223372036854775807,11

                """, decimals: [.bmi])
        let column = try #require(read[.bmi])
        #expect(
            column.decimals.map { $0.map(text) } == [
                "2250e-2", "23e0", "245e-1", "255e-1", "26e0", nil, nil, nil, nil, nil, nil,
            ])
        // The Double is there where the decimal has too many digits.
        #expect(column.values[5] == 27.00000000000000000001)
        // Nothing is kept for a column that was not asked for.
        #expect(read[.age]?.decimals.isEmpty == true)
    }

    @Test("a value converted from the unit of its row has no decimal; one in the base unit keeps it")
    func converted() async throws {
        let read = try await readCohort(
            text: "glucose,glucose_unit\n5.5,mmol/L\n99.0,mg/dL\n", decimals: [.glucose])
        let column = try #require(read[.glucose])
        #expect(
            column.decimals.map { $0 == nil } == [
                Quantity.glucose.baseUnit != .millimolesPerLitre, Quantity.glucose.baseUnit != .milligramsPerDecilitre,
            ])
    }

    @Test("rows that are dropped as duplicates take their decimals with them")
    func dropped() async throws {
        var options = CohortOptions()
        options.identity = ["id"]
        let read = try await readCohort(
            text: "id,bmi\n1,20.5\n1,20.5\n2,21.5\n3,22.5\n3,22.5\n4,23.5\n", options: options, decimals: [.bmi])
        #expect(read[.bmi]?.decimals.map { $0?.significand } == [205, 215, 225, 235])
    }

    @Test("a decimal as a double-double is the decimal, and its high part the Double that was read")
    func doubleDouble() throws {
        var decimals = ExactDecimals(count: 3)
        decimals.significands = [528, -1_000_000_000_000_4, 0]
        decimals.exponents = [-2, -1, 0]
        decimals.exact = [1, 1, 0]
        let first = try #require(decimals.doubleDouble(0))
        #expect(first.high == 5.28)
        // 5.28 is 5.28000000000000024868995751604 less 2.4868995751604e-16.
        #expect(abs(first.low + 2.4868995751604e-16) < 1e-29)
        #expect((first * 100).value == 528 && (first * 100 - 528).magnitude.value < 1e-28)
        #expect(decimals.doubleDouble(1)?.high == -1_000_000_000_000.4)
        #expect(decimals.doubleDouble(2) == nil)
        var column = MeasuredColumn(repeating: 0.1, count: 3)
        #expect(column.doubleDouble(0)?.low == 0)
        column.decimals = decimals
        #expect(column.doubleDouble(0) == first)
        #expect(column.doubleDouble(2)?.high == 0.1)
        column.setAbsent(0, .missing, count: 3)
        #expect(column.doubleDouble(0) == nil)
    }
}
