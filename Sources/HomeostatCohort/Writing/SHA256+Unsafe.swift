import COpenSSL

/// The SHA-256 digest (FIPS 180-4) of bytes that come in pieces.
public struct SHA256 {
    private var context = SHA256_CTX()

    /// The digest of no bytes yet.
    public init() {
        _ = unsafe SHA256_Init(&context)
    }

    /// Adds `count` bytes, those from `start` on.
    public mutating func update(_ bytes: [UInt8], from start: Int = 0, count: Int) {
        precondition(start >= 0 && count >= 0 && start + count <= bytes.count)
        _ = unsafe bytes.withUnsafeBytes { buffer in
            unsafe SHA256_Update(&context, buffer.baseAddress.map { unsafe $0 + start }, count)
        }
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

    /// The digest of a file. In a task that is cancelled it ends early, with an error.
    public static func ofFile(_ path: String) throws(Diagnostic) -> String {
        let stream = try FileStream(path: path)
        var digest = SHA256()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try stream.read(into: &buffer, at: 0, count: buffer.count)
            if count == 0 { return digest.hexadecimal() }
            if Task.isCancelled { throw Diagnostic(.internalFault, "the digest of \(path) was given up") }
            digest.update(buffer, count: count)
        }
    }

    /// The digests of files, by path, one after the other. For a task beside the one that reads them otherwise.
    public static func ofFiles(_ paths: [String]) async throws -> [String: String] {
        var digests: [String: String] = [:]
        for path in paths where digests[path] == nil { digests[path] = try ofFile(path) }
        return digests
    }
}
