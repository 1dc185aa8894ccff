import HomeostatNumerics
import HomeostatTestSupport
import Testing

@testable import HomeostatCohort

/// Reading numbers, compared with `strtod` of the C library bit for bit.
@Suite("Reading numbers")
struct NumberReadingTests {
    /// Reads lines as a column of one, as a file is read.
    private func column(_ text: [UInt8], decimalMark: UInt8 = UInt8(ascii: ".")) -> (values: [Double], unread: Int) {
        let bytes = text + [UInt8](repeating: 0, count: TextBlock.padding)
        var block = TextBlock()
        block.count = text.count
        var index = RowIndex()
        let delimiter: UInt8 = 0x09
        index.scan(bytes, block: block, columns: 1, delimiter: delimiter, newline: 0x0A)
        var lanes: [Lanes] = []
        var status: [UInt8] = []
        var decimals: ExactDecimals?
        let unread = parseColumn(
            bytes, index: index, column: 0, columns: 1, delimiter: delimiter, decimalMark: decimalMark, into: &lanes,
            status: &status, decimals: &decimals)
        return ((0..<index.count).map { lanes[$0 >> 3][$0 & 7] }, unread)
    }

    private func expectSame(_ texts: DecimalTexts, decimalComma: Bool = false) {
        let expected = referenceNumbers(inLines: texts.text)
        let text = decimalComma ? texts.text.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: ",") : $0 } : texts.text
        let read = column(text, decimalMark: UInt8(ascii: decimalComma ? "," : "."))
        #expect(read.values.count == texts.count)
        let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        var wrong = 0
        for row in read.values.indices where read.values[row].bitPattern != expected[row].bitPattern {
            // What is beyond the largest Double is no number for us, and infinite for strtod.
            if expected[row].isInfinite, read.values[row].isNaN { continue }
            wrong += 1
            if wrong < 5 {
                Issue.record(
                    "\(String(decoding: lines[row], as: UTF8.self)): \(read.values[row]), not \(expected[row])")
            }
        }
        #expect(wrong == 0)
    }

    @Test("ordinary decimals", arguments: [false, true])
    func ordinary(decimalComma: Bool) {
        var texts = DecimalTexts(seed: 1)
        for _ in 0..<150_000 { texts.addOrdinary() }
        expectSame(texts, decimalComma: decimalComma)
    }

    @Test("any digits and exponents", arguments: [(12, 30), (25, 340), (60, 400), (400, 700)])
    func any(mostDigits: Int, largestExponent: Int) {
        var texts = DecimalTexts(seed: UInt64(mostDigits))
        for _ in 0..<(mostDigits > 100 ? 10_000 : 120_000) {
            texts.addAny(mostDigits: mostDigits, largestExponent: largestExponent)
        }
        expectSame(texts)
    }

    @Test("17 digits of random bits, subnormal numbers as often as others", arguments: [false, true])
    func seventeenDigits(decimalComma: Bool) {
        var texts = DecimalTexts(seed: 17)
        for _ in 0..<150_000 { texts.addSeventeenDigits() }
        expectSame(texts, decimalComma: decimalComma)
    }

    @Test("points halfway between two Doubles, and just beside them")
    func halfway() {
        var texts = DecimalTexts(seed: 5)
        for _ in 0..<60_000 { texts.addHalfway() }
        expectSame(texts)
    }

    @Test("borders of the format", arguments: [false, true])
    func borders(decimalComma: Bool) {
        var texts = DecimalTexts(seed: 0)
        texts.addBorders()
        expectSame(texts, decimalComma: decimalComma)
    }

    @Test(
        "a text is read whole or not at all",
        arguments: [
            "", "+", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "0x1F", "1_000", "1 000", "--1", "+-1", "1-", "nan",
            "inf", "infinity", "1e5.5", "1d5", "1f", "\u{2212}5", "\u{FF11}\u{FF10}\u{FF15}", "95 mg/dL", "'8.1",
            "=5+5",
            "1.99.", "5%", "1e400", "1e99999999999999999999", "\u{0}5", "5\u{0}", "\"5", "5\"",
        ])
    func refused(text: String) {
        #expect(parseNumber(Array(text.utf8), decimalMark: UInt8(ascii: ".")) == nil)
    }

    @Test("blanks and quotes around a number do not count")
    func trimmed() {
        let read = column(Array(" 7.5\n7.5 \n\"7.5\"\n\" 7.5 \"\n  7.5  \n".utf8))
        #expect(read.values == [7.5, 7.5, 7.5, 7.5, 7.5])
        #expect(read.unread == 0)
    }
}
