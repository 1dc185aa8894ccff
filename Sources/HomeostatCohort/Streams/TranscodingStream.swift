import Synchronization

/// How the bytes of a text file stand for characters.
public enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case windows1252 = "Windows-1252"
}

/// Text of another encoding as UTF-8.
///
/// An unpaired surrogate becomes the byte 0xFF, which is no UTF-8: the row that holds it is rejected later on with its
/// line, like any other row with undecodable bytes.
final class TranscodingStream: ByteStream {
    private let source: any ByteStream
    private let decoder: Mutex<TextTranscoder>

    init(_ source: any ByteStream, from encoding: TextEncoding) {
        self.source = source
        decoder = Mutex(TextTranscoder(encoding: encoding))
    }

    func read(into buffer: inout [UInt8], at offset: Int, count: Int) throws(Diagnostic) -> Int {
        try decoder.withLock { (decoder) throws(Diagnostic) in
            try decoder.read(from: source, into: &buffer, at: offset, count: count)
        }
    }
}

/// Decodes bytes of one encoding, piece after piece.
private struct TextTranscoder {
    let encoding: TextEncoding
    private var raw: [UInt8] = []
    private var decoded: [UInt8] = []
    private var position = 0
    private var pendingHighSurrogate: UInt16?

    init(encoding: TextEncoding) {
        self.encoding = encoding
    }

    mutating func read(
        from source: any ByteStream, into buffer: inout [UInt8], at offset: Int, count: Int
    ) throws(Diagnostic) -> Int {
        if position == decoded.count {
            decoded.removeAll(keepingCapacity: true)
            position = 0
            while decoded.isEmpty {
                let got = try source.read(1 << 16, appendingTo: &raw)
                if got == 0 {
                    if raw.isEmpty, pendingHighSurrogate == nil { return 0 }
                    // A lone byte, or half of a pair, at the end.
                    raw.removeAll()
                    pendingHighSurrogate = nil
                    decoded.append(0xFF)
                } else if encoding == .windows1252 {
                    decodeWindows1252()
                } else {
                    decodeUTF16()
                }
            }
        }
        let taken = min(count, decoded.count - position)
        buffer.replaceSubrange(offset..<offset + taken, with: decoded[position..<position + taken])
        position += taken
        return taken
    }

    private mutating func decodeWindows1252() {
        for byte in raw {
            if byte < 0x80 {
                decoded.append(byte)
            } else if let scalar = Windows1252.scalar(byte) {
                append(scalar)
            } else {
                decoded.append(0xFF)
            }
        }
        raw.removeAll(keepingCapacity: true)
    }

    private mutating func decodeUTF16() {
        var index = 0
        while index + 1 < raw.count {
            let first = UInt16(raw[index])
            let second = UInt16(raw[index + 1])
            let unit = encoding == .utf16LittleEndian ? first | second << 8 : first << 8 | second
            index += 2
            if let high = pendingHighSurrogate {
                pendingHighSurrogate = nil
                if (0xDC00...0xDFFF).contains(unit) {
                    let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
                    if let scalar = Unicode.Scalar(value) { append(scalar) }
                    continue
                }
                decoded.append(0xFF)
            }
            if (0xD800...0xDBFF).contains(unit) {
                pendingHighSurrogate = unit
            } else if let scalar = Unicode.Scalar(unit) {
                append(scalar)
            } else {
                decoded.append(0xFF)
            }
        }
        raw.removeFirst(index)
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            decoded.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
            decoded.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [0xFF])
        }
    }
}

/// The code page that Excel writes where it does not write Unicode.
public enum Windows1252 {
    /// The character of a byte; `nil` for the five bytes that stand for none.
    public static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        if !(0x80...0x9F).contains(byte) { return Unicode.Scalar(byte) }
        let value = upperControls[Int(byte) - 0x80]
        return value == 0 ? nil : Unicode.Scalar(value)
    }

    private static let upperControls: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]
}
