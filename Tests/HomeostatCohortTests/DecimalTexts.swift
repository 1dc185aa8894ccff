import HomeostatTestSupport

/// Decimals that are hard to read, as text in lines. A decimal point, no blanks.
struct DecimalTexts {
    var generator: SeededGenerator
    private(set) var text: [UInt8] = []
    private(set) var count = 0

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func add(_ line: String) {
        text.append(contentsOf: line.utf8)
        endLine()
    }

    private mutating func endLine() {
        text.append(0x0A)
        count += 1
    }

    private mutating func addDigits(_ digits: Int) {
        for _ in 0..<digits { text.append(UInt8(ascii: "0") + UInt8(generator.below(10))) }
    }

    private mutating func addSign() {
        switch generator.below(4) {
        case 0: text.append(UInt8(ascii: "-"))
        case 1 where generator.below(4) == 0: text.append(UInt8(ascii: "+"))
        default: break
        }
    }

    /// As laboratories write: up to four digits, a point, up to three more.
    mutating func addOrdinary() {
        addSign()
        addDigits(1 + generator.below(4))
        if generator.below(3) > 0 {
            text.append(UInt8(ascii: "."))
            addDigits(generator.below(4))
        }
        endLine()
    }

    /// Any number of digits before and behind the point, with or without an exponent.
    mutating func addAny(mostDigits: Int, largestExponent: Int) {
        addSign()
        let before = generator.below(mostDigits)
        let after = generator.below(mostDigits)
        addDigits(before)
        if after > 0 || before == 0 || generator.below(8) == 0 {
            text.append(UInt8(ascii: "."))
            addDigits(before == 0 ? max(after, 1) : after)
        }
        if generator.below(3) > 0 {
            text.append(generator.below(2) == 0 ? UInt8(ascii: "e") : UInt8(ascii: "E"))
            let exponent = generator.below(2 * largestExponent + 1) - largestExponent
            if exponent >= 0, generator.below(2) == 0 { text.append(UInt8(ascii: "+")) }
            text.append(contentsOf: String(exponent).utf8)
        }
        endLine()
    }

    /// The point halfway between a Double and the next one, exactly, or with a digit more or less at its end.
    ///
    /// The exact decimal is m * 2^e written out, with m of 54 bits, by long multiplication.
    mutating func addHalfway() {
        let significand = (generator.next() >> 11 | 1 << 52) * 2 + 1
        let exponent = generator.below(160) - 100
        var digits = Array(String(significand).utf8.reversed().map { Int($0) - 48 })
        // Times 2^e is times 5^-e and a shift of the point where e is negative.
        for _ in 0..<abs(exponent) {
            var carry = 0
            for index in digits.indices {
                carry += digits[index] * (exponent < 0 ? 5 : 2)
                digits[index] = carry % 10
                carry /= 10
            }
            while carry > 0 {
                digits.append(carry % 10)
                carry /= 10
            }
        }
        var written = digits.reversed().map { UInt8($0) + 48 }
        var shift = min(exponent, 0)
        switch generator.below(3) {
        case 0:
            written.append(UInt8(ascii: "1"))
            shift -= 1
        case 1:
            // One less at the end: just below the halfway point. The last digit is 5 or odd, never 0.
            if let last = written.last, last > 48 { written[written.count - 1] = last - 1 }
        default: break
        }
        text.append(contentsOf: written)
        text.append(UInt8(ascii: "e"))
        text.append(contentsOf: String(shift).utf8)
        endLine()
    }

    /// A Double of any bits in 17 digits, which always read back to it; subnormal ones are as frequent as others.
    mutating func addSeventeenDigits() {
        var bits = generator.next()
        if generator.below(2) == 0 { bits &= 0x800F_FFFF_FFFF_FFFF }
        let value = Double(bitPattern: bits)
        if !value.isFinite { return addHalfway() }
        add("\(value)")
    }

    /// Borders of the format and of methods to read it.
    mutating func addBorders() {
        for line in [
            "0", "-0", "0.0", "00", "000.000", ".5", "5.", "-.5", "+5.", "0e0", "0e999999999", "-0e-999999999", "1e0",
            "1e-400", "1e-324", "2e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "4.9e-324", "5e-324",
            "2.2250738585072011e-308", "2.2250738585072012e-308", "2.2250738585072014e-308", "2.225073858507201e-308",
            "1.7976931348623157e308", "1.7976931348623158e308", "179769313486231570e291", "9007199254740991",
            "9007199254740992", "9007199254740993", "9007199254740993.0000000000000000000000000000001",
            "9007199254740994", "9007199254740995", "18446744073709551615", "18446744073709551616",
            "9223372036854775807", "9223372036854775808", "99999999999999999999", "1e22", "1e23", "1.2345e22",
            "9999999999999999e22", "1e-22", "1e-23", "123456789012345678", "1234567890123456789",
            "12345678901234567890", "8.5", "0.1", "0.2", "0.3", "0.7", "100000000000000016777215",
            "100000000000000016777216", "6929495644600919.5", "3.518437208883201171875e13", "62.5364939768271845828",
            "8.10109172351e-10", "1.50000000000000011102230246251565", "0.000000000000000000000000000000000001",
            "1" + String(repeating: "0", count: 300), "0." + String(repeating: "0", count: 300) + "1",
            "0." + String(repeating: "0", count: 400) + "1e400", "1" + String(repeating: "0", count: 400) + "e-400",
            String(repeating: "9", count: 800) + "e-700", "1." + String(repeating: "0", count: 900) + "1",
            "1e00000000000000000000000000001", "1e-00000000000000000000000000001", "1e-99999999999999999999",
        ] { add(line) }
    }
}
