/// Certified cases of reading and writing numbers, and of the digest.
public enum NumberSelfTest {
    /// Runs all cases.
    public static func run() -> [SelfTestCase] { reading() + writing() + [roundTrips()] + digests() }

    /// Decimals that are hard to round: halfway cases, the smallest and the largest numbers, more digits than a Double
    /// holds. The bits are those of a correctly rounded conversion (ties to even).
    private static let hardDecimals: [(text: String, bits: UInt64)] = [
        ("0.1", 0x3FB9_9999_9999_999A),
        ("0.7", 0x3FE6_6666_6666_6666),
        ("9007199254740993", 0x4340_0000_0000_0000),
        ("1.7976931348623157e308", 0x7FEF_FFFF_FFFF_FFFF),
        ("4.9e-324", 0x0000_0000_0000_0001),
        ("2.4703282292062327e-324", 0x0000_0000_0000_0000),
        ("2.4703282292062328e-324", 0x0000_0000_0000_0001),
        ("2.2250738585072011e-308", 0x000F_FFFF_FFFF_FFFF),
        ("2.2250738585072012e-308", 0x0010_0000_0000_0000),
        ("1.00000000000000011102230246251565", 0x3FF0_0000_0000_0000),
        ("1.00000000000000011102230246251566", 0x3FF0_0000_0000_0001),
        ("123456789012345678901234567890", 0x45F8_EE90_FF6C_373E),
        ("6.02214076e23", 0x44DF_E185_CA57_C517),
        ("1e23", 0x44B5_2D02_C7E1_4AF6),
        ("8.5e-9", 0x3E42_40EC_A6A9_43FE),
        ("3.14159265358979323846264338327950288", 0x4009_21FB_5444_2D18),
        ("7.2057594037927933e16", 0x4370_0000_0000_0000),
        ("-0.0", 0x8000_0000_0000_0000),
        ("100.0000000000000142108547152020037174224853515625", 0x4059_0000_0000_0001),
    ]

    private static func reading() -> [SelfTestCase] {
        var cases = hardDecimals.map { text, bits in
            let value = parseNumber(Array(text.utf8), decimalMark: UInt8(ascii: "."))
            return SelfTestCase(
                "reading numbers", text, passed: value?.bitPattern == bits, value.map { "\($0)" } ?? "no number")
        }
        for text in ["95 mg/dL", "1,234", "0x1F", "1.99.", "\u{2212}5", "inf", "1e", "--5"] {
            let value = parseNumber(Array(text.utf8), decimalMark: UInt8(ascii: "."))
            cases.append(
                SelfTestCase(
                    "reading numbers", "refuses \(text)", passed: value == nil, value.map { "\($0)" } ?? "no number"))
        }
        let comma = parseNumber(Array("5,6".utf8), decimalMark: UInt8(ascii: ","))
        cases.append(SelfTestCase("reading numbers", "5,6 with decimal comma", passed: comma == 5.6))
        return cases
    }

    private static func writing() -> [SelfTestCase] {
        let known: [(bits: UInt64, text: String)] = [
            (0x3FE6_6666_6666_6666, "0.7"), (0x3FD3_3333_3333_3334, "0.30000000000000004"), (1, "5e-324"),
            (0x44B5_2D02_C7E1_4AF6, "1e23"), (0x4340_0000_0000_0000, "9007199254740992"),
            (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e308"), (0x3FD5_5555_5555_5555, "0.3333333333333333"),
            (0x0010_0000_0000_0000, "2.2250738585072014e-308"), (0x3EE4_F8B5_88E3_68F1, "0.00001"),
            (0x4028_0000_0000_0000, "12"), (0x8000_0000_0000_0000, "0"),
        ]
        return known.map { bits, expected in
            let text = shortestDecimal(Double(bitPattern: bits))
            return SelfTestCase("writing numbers", expected, passed: text == expected, text)
        }
    }

    /// Random bit patterns, written and read back.
    private static func roundTrips() -> SelfTestCase {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        var tried = 0
        while tried < 20_000 {
            // Marsaglia 2003, J Stat Softw 8(14): xorshift64.
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            let value = Double(bitPattern: state)
            if !value.isFinite { continue }
            tried += 1
            let text = shortestDecimal(value)
            let back = parseNumber(Array(text.utf8), decimalMark: UInt8(ascii: "."))
            if back?.bitPattern != value.bitPattern {
                return SelfTestCase("numbers there and back", text, passed: false, back.map { "\($0)" } ?? "no number")
            }
        }
        return SelfTestCase("numbers there and back", "random bits", passed: true, "20,000 random numbers")
    }

    /// FIPS 180-4, with the examples of NIST.
    private static func digests() -> [SelfTestCase] {
        let known = [
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ]
        return known.map { text, expected in
            var digest = SHA256()
            digest.update(Array(text.utf8), count: text.utf8.count)
            let found = digest.hexadecimal()
            return SelfTestCase(
                "SHA-256", text.utf8.count > 9 ? "56 letters" : text.isEmpty ? "no bytes" : text,
                passed: found == expected, found)
        }
    }
}
