import HomeostatTestSupport
import Testing

@testable import HomeostatCohort

/// The writer of numbers, compared with the description of the standard library, which is the shortest decimal too
/// (another algorithm: SwiftDtoa), and with `strtod`.
@Suite("Writing numbers")
struct ShortestDecimalTests {
    /// Sign, digits without zeros at the ends, and the power of ten of the first digit.
    private struct Digits: Equatable {
        var isNegative = false
        var digits: [UInt8] = []
        var power = 0

        init(_ text: some Sequence<UInt8>) {
            var seenPoint = false
            var inExponent = false
            var exponent = 0
            var exponentIsNegative = false
            var beforePoint = 0
            for byte in text {
                switch byte {
                case UInt8(ascii: "-") where inExponent: exponentIsNegative = true
                case UInt8(ascii: "-"): isNegative = true
                case UInt8(ascii: "+"): break
                case UInt8(ascii: "."): seenPoint = true
                case UInt8(ascii: "e"): inExponent = true
                default:
                    if inExponent {
                        exponent = exponent * 10 + Int(byte) - 48
                    } else {
                        digits.append(byte)
                        if !seenPoint { beforePoint += 1 }
                    }
                }
            }
            power = (exponentIsNegative ? -exponent : exponent) + beforePoint
            while digits.first == 48 {
                digits.removeFirst()
                power -= 1
            }
            while digits.last == 48 { digits.removeLast() }
            if digits.isEmpty {
                power = 0
                isNegative = false
            }
        }
    }

    private func check(_ values: [Double]) {
        var lines: [UInt8] = []
        var wrong = 0
        for value in values where value.isFinite {
            let start = lines.count
            appendShortestDecimal(value, to: &lines)
            if Digits(lines[start...]) != Digits("\(value)".utf8) {
                wrong += 1
                if wrong < 5 { Issue.record("\(String(decoding: lines[start...], as: UTF8.self)) for \(value)") }
            }
            lines.append(0x0A)
        }
        let finite = values.filter(\.isFinite)
        let back = referenceNumbers(inLines: lines)
        #expect(back.count == finite.count)
        // Both zeros are written as 0.
        let differing = zip(back, finite).count { $0.bitPattern != $1.bitPattern && !($0 == 0 && $1 == 0) }
        #expect(differing == 0, "do not read back")
        #expect(wrong == 0)
    }

    @Test("random bits", arguments: 0..<10)
    func randomBits(part: Int) {
        var generator = SeededGenerator(seed: UInt64(100 + part))
        check((0..<80_000).map { _ in Double(bitPattern: generator.next()) })
    }

    @Test("subnormal numbers and powers of two, with their neighbours")
    func extremes() {
        var generator = SeededGenerator(seed: 7)
        var values = (0..<20_000).map { _ in Double(bitPattern: generator.next() & 0x000F_FFFF_FFFF_FFFF) }
        for exponent in 0..<2047 {
            let power = Double(bitPattern: UInt64(exponent) << 52)
            values += [power, power.nextUp, power.nextDown, -power]
        }
        values += [Double.greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastNormalMagnitude, 0, -0.0]
        check(values)
    }

    @Test("short decimals: every number of up to four digits with its point anywhere")
    func shortDecimals() {
        var values: [Double] = []
        for digits in 1..<10_000 {
            for places in [0, 1, 2, 3, 5, 8] {
                var divisor = 1.0
                for _ in 0..<places { divisor *= 10 }
                values.append(Double(digits) / divisor)
            }
        }
        check(values)
    }

    @Test("results of arithmetic on laboratory values")
    func results() {
        var generator = SeededGenerator(seed: 9)
        check(
            (0..<120_000).map { _ in
                Double(50 + generator.below(300)) * (Double(generator.below(6_000)) / 100) / 405
            })
    }

    @Test(
        "notation",
        arguments: [
            (0.7, "0.7"), (12, "12"), (0, "0"), (-0.0, "0"), (1e-5, "0.00001"), (1.5e-7, "1.5e-7"),
            (9.99e-6, "9.99e-6"),
            (1e16, "1e16"), (9_999_999_999_999_998, "9999999999999998"), (1e15, "1000000000000000"), (-2.5, "-2.5"),
            (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e308"), (100, "100"),
            (123.456, "123.456"),
        ])
    func notation(value: Double, text: String) {
        #expect(shortestDecimal(value) == text)
    }
}
