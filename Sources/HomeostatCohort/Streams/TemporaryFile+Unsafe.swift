import Glibc

/// A file without a name: it goes with the process, whatever happens.
final class TemporaryFile {
    private let descriptor: Int32
    private let path: String

    /// Makes a file in the directory of `TMPDIR`, or in `/tmp`.
    init() throws(Diagnostic) {
        let directory = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(directory)/homeostat.XXXXXX".utf8CString)
        descriptor = unsafe mkstemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else {
            throw Diagnostic(
                .cannotWrite, "cannot make a temporary file in \(directory): \(systemMessage(errno))",
                help: ["point the environment variable TMPDIR at a folder with room"])
        }
        _ = unsafe unlink(path)
    }

    deinit {
        if descriptor >= 0 { _ = close(descriptor) }
    }

    func write(_ bytes: [UInt8]) throws(Diagnostic) {
        var written = 0
        while written < bytes.count {
            let result = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + written }, bytes.count - written)
            }
            if result < 0 {
                if errno == EINTR { continue }
                throw Diagnostic(
                    .cannotWrite, "cannot write a temporary file: \(systemMessage(errno))",
                    help: ["point the environment variable TMPDIR at a folder with room"])
            }
            written += result
        }
    }

    /// The content from the beginning. The file lives as long as the stream.
    func reader() throws(Diagnostic) -> FileStream {
        try FileStream(path: "/proc/self/fd/\(descriptor)")
    }

    /// The path under which this process can open the file, as long as this object lives.
    var openPath: String { "/proc/self/fd/\(descriptor)" }
}
