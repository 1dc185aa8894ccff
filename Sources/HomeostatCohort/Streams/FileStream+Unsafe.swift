import Glibc

/// A file or standard input, read in order.
final class FileStream: ByteStream {
    private let descriptor: Int32
    private let name: String
    private let ownsDescriptor: Bool
    /// Where the stream begins in a file; -1 for a pipe or a terminal.
    private let beginning: Int

    /// Opens a file for reading.
    ///
    /// - Throws: ``DiagnosticCode/noSuchFile`` or ``DiagnosticCode/unreadableFile``.
    init(path: String) throws(Diagnostic) {
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw FileStream.diagnostic(path, errno) }
        var status = stat()
        if unsafe fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            _ = close(opened)
            throw Diagnostic(
                .unreadableFile, "\(path) is a directory, not a file", place: .init(file: path),
                help: ["give the path of one file in it"])
        }
        _ = posix_fadvise(opened, 0, 0, POSIX_FADV_SEQUENTIAL)
        descriptor = opened
        name = path
        ownsDescriptor = true
        beginning = lseek(opened, 0, SEEK_CUR)
    }

    /// Whether what was opened is a regular file, which can be read again from its beginning; a pipe cannot.
    var isRegularFile: Bool {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Standard input.
    init() {
        descriptor = STDIN_FILENO
        name = "standard input"
        ownsDescriptor = false
        beginning = lseek(STDIN_FILENO, 0, SEEK_CUR)
    }

    deinit {
        if ownsDescriptor { _ = close(descriptor) }
    }

    func seek(to position: Int) -> Bool {
        beginning >= 0 && lseek(descriptor, beginning + position, SEEK_SET) == beginning + position
    }

    func read(into buffer: inout [UInt8], at offset: Int, count: Int) throws(Diagnostic) -> Int {
        precondition(offset >= 0 && count >= 0 && offset + count <= buffer.count)
        while true {
            let got = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress.map { unsafe $0 + offset }, count)
            }
            if got >= 0 { return got }
            if errno != EINTR { throw FileStream.diagnostic(name, errno) }
        }
    }

    private static func diagnostic(_ name: String, _ code: Int32) -> Diagnostic {
        if code == ENOENT || code == ENOTDIR {
            return Diagnostic(
                .noSuchFile, "there is no file \(name)", place: .init(file: name),
                help: ["look at the path: it is taken from the current directory"])
        }
        return Diagnostic(
            .unreadableFile, "cannot read \(name): \(systemMessage(code))", place: .init(file: name),
            help: ["look at the permissions of the file (ls -l) and at the disk"])
    }
}

/// Copies bytes from one array into another that has room for them.
func copyBytes(_ source: [UInt8], from start: Int, to target: inout [UInt8], at offset: Int, count: Int) {
    precondition(start >= 0 && offset >= 0 && count >= 0)
    precondition(start + count <= source.count && offset + count <= target.count)
    unsafe source.withUnsafeBytes { source in
        unsafe target.withUnsafeMutableBytes { target in
            if let from = source.baseAddress, let to = target.baseAddress {
                unsafe memcpy(to + offset, from + start, count)
            }
        }
    }
}

/// The system's words for an error number.
func systemMessage(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
}
