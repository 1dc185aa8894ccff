import COpenSSL

/// The SHA-256 digest (FIPS 180-4) of bytes that come in pieces.
public struct SHA256 {
    private var context = SHA256_CTX()

    public init() {
        _ = unsafe SHA256_Init(&context)
    }

    /// Adds the first `count` bytes.
    public mutating func update(_ bytes: [UInt8], count: Int) {
        precondition(count <= bytes.count)
        _ = unsafe bytes.withUnsafeBytes { buffer in unsafe SHA256_Update(&context, buffer.baseAddress, count) }
    }

    /// The digest of all bytes added so far, in lower-case hexadecimal digits.
    public func hexadecimal() -> String {
        var copy = context
        var digest = [UInt8](repeating: 0, count: 32)
        _ = unsafe digest.withUnsafeMutableBufferPointer { buffer in
            unsafe SHA256_Final(buffer.baseAddress, &copy)
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The digest of a file.
    public static func ofFile(_ path: String) throws(Diagnostic) -> String {
        let stream = try FileStream(path: path)
        var digest = SHA256()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try stream.read(into: &buffer, at: 0, count: buffer.count)
            if count == 0 { return digest.hexadecimal() }
            digest.update(buffer, count: count)
        }
    }
}
