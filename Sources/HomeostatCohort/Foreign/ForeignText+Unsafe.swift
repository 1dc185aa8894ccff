import CReadStat

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Turns the raw bytes of a foreign file into text, whatever they are.
///
/// The bytes are taken raw, because the reading library gives up on a whole file at the first text that does not fit
/// the declared encoding, and files that declare the wrong one, or none, are common (an XPT label with the Windows
/// apostrophe 0x92, say). Order: a declared encoding other than UTF-8 and Western European is believed where it fits;
/// everything else is UTF-8 where that fits, since text that is valid UTF-8 by accident is all but unheard of; what is
/// left is Windows-1252, which gives every byte a character.
@safe final class ForeignTextDecoder {
    private var converter: iconv_t?
    private let isDeclaredUTF8: Bool

    /// - Parameter encoding: the encoding's iconv name, nil where the file declares none. An unknown name is passed over.
    init(encoding: String?) {
        let name = encoding.map { $0.uppercased() } ?? ""
        isDeclaredUTF8 = name == "UTF-8"
        unsafe converter = nil
        // ISO 8859-1 has control characters where Windows-1252 has letters, and files that declare the one hold the other.
        guard !["", "UTF-8", "US-ASCII", "ASCII", "ISO-8859-1", "WINDOWS-1252", "CP1252"].contains(name) else { return }
        let opened = unsafe iconv_open("UTF-8", name)
        // iconv_open reports failure as the pointer with all bits set.
        if UInt(bitPattern: opened) != UInt.max { unsafe converter = opened }
    }

    deinit {
        if let opened = unsafe converter { unsafe _ = iconv_close(opened) }
    }

    func decode(_ bytes: [UInt8]) -> String {
        unsafe bytes.withUnsafeBufferPointer { unsafe decode($0) }
    }

    func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if let opened = unsafe converter, let text = unsafe convert(bytes, opened) { return text }
        if let text = unsafe String(validating: bytes, as: UTF8.self) { return text }
        if isDeclaredUTF8, let text = unsafe cutUTF8(bytes) { return text }
        var text = String.UnicodeScalarView()
        for index in 0..<bytes.count { text.append(Self.windows1252(unsafe bytes[index])) }
        return String(text)
    }

    /// UTF-8 whose last character a fixed field width cut in the middle; the rest of it becomes U+FFFD.
    private func cutUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        for cut in 1...3 where cut <= bytes.count {
            guard unsafe bytes[bytes.count - cut] >= 0xC2 else { continue }
            return unsafe String(validating: bytes.prefix(bytes.count - cut), as: UTF8.self).map { $0 + "\u{FFFD}" }
        }
        return nil
    }

    /// The text by iconv, or nil where the bytes do not fit the encoding.
    private func convert(_ bytes: UnsafeBufferPointer<UInt8>, _ opened: iconv_t) -> String? {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return "" }
        // No encoding that iconv knows takes more than four bytes of UTF-8 for one of its own, and a reset sequence.
        let capacity = 4 * bytes.count + 16
        var wasCut = false
        let converted = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            count = 0
            guard let output = buffer.baseAddress else { return }
            unsafe _ = iconv(opened, nil, nil, nil, nil)
            var source: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutablePointer(
                mutating: UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))
            var sourceLeft = bytes.count
            var target: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutableRawPointer(output).assumingMemoryBound(
                to: CChar.self)
            var targetLeft = capacity
            let status = unsafe iconv(opened, &source, &sourceLeft, &target, &targetLeft)
            if status == Int(bitPattern: UInt.max) {
                guard errno == EINVAL else {
                    count = 0
                    return
                }
                wasCut = true
            }
            count = capacity - targetLeft
        }
        guard !converted.isEmpty || wasCut else { return nil }
        return String(validating: converted, as: UTF8.self).map { wasCut ? $0 + "\u{FFFD}" : $0 }
    }

    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        if (0x80...0x9F).contains(byte), let scalar = Unicode.Scalar(upperHalf[Int(byte) - 0x80]) { return scalar }
        return Unicode.Scalar(byte)
    }

    /// Windows-1252 from 0x80 to 0x9F; the five free places keep their control character, so that no byte is lost.
    /// Source: Unicode, Inc., "cp1252 to Unicode table".
    private static let upperHalf: [UInt16] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
        0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x009D, 0x017E, 0x0178,
    ]
}

/// The bytes of a C string, without the final zero; empty for nil.
func foreignBytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
    guard let text = unsafe text else { return [] }
    return unsafe Array(UnsafeRawBufferPointer(start: text, count: foreignLength(text)))
}

/// The number of bytes before the final zero of a C string.
func foreignLength(_ text: UnsafePointer<CChar>) -> Int { unsafe strlen(text) }
