import CKernels
import Glibc

/// Where results go: a file that appears only when it is complete, or standard output.
public final class OutputFile {
    private let descriptor: Int32
    /// The path that the user named; `nil` for standard output.
    public let path: String?
    private let temporaryPath: String?
    /// Where the file goes: `path`, links followed.
    private let target: String?
    private var isFinished = false
    private(set) var bytesWritten = 0
    private var digest: SHA256?

    /// Standard output.
    public init() {
        descriptor = STDOUT_FILENO
        path = nil
        temporaryPath = nil
        target = nil
    }

    /// Standard error, for messages.
    public static func standardError() -> OutputFile { OutputFile(descriptor: STDERR_FILENO) }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        path = nil
        temporaryPath = nil
        target = nil
    }

    /// A file. It is written beside its place under another name and renamed by ``finish()``; until then whatever was
    /// there stays, and an interrupted run leaves nothing. A symbolic link stays one: what it leads to is replaced, and
    /// what is replaced keeps its permissions. A device, a pipe or an open file of this process is written to directly.
    ///
    /// - Parameter hashes: whether the SHA-256 of what is written is wanted; there is none of a device or a pipe.
    /// - Throws: ``DiagnosticCode/cannotWrite``.
    public init(path: String, hashes: Bool = false) throws(Diagnostic) {
        self.path = path
        switch try OutputFile.place(path) {
        case .open(let number):
            descriptor = dup(number)
            (temporaryPath, target) = (nil, nil)
            guard descriptor >= 0 else { throw OutputFile.diagnostic(path, errno) }
        case .special:
            descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
            (temporaryPath, target) = (nil, nil)
            guard descriptor >= 0 else { throw OutputFile.diagnostic(path, errno) }
        case .file(let resolved, let permissions):
            let temporary = "\(resolved).\(getpid()).part"
            // Registered first, so that no interruption falls between.
            unsafe hk_cleanup_add(temporary)
            let opened = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            guard opened >= 0 else {
                let code = errno
                unsafe hk_cleanup_remove(temporary)
                throw OutputFile.diagnostic(path, code)
            }
            if let permissions { _ = fchmod(opened, permissions) }
            descriptor = opened
            (temporaryPath, target) = (temporary, resolved)
            if hashes { digest = SHA256() }
        }
    }

    /// What stands where an output is to go.
    private enum Place {
        /// `/dev/stdout` and its like: opened anew, a file behind it would be written from its beginning.
        case open(Int32)
        /// A device or a pipe, which cannot be replaced by renaming.
        case special
        /// A file or nothing, with the permissions that a file has.
        case file(String, permissions: mode_t?)
    }

    private static func place(_ path: String) throws(Diagnostic) -> Place {
        if let number = namedDescriptor(path) { return .open(number) }
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return .file(resolvedPath(path), permissions: nil) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(resolvedPath(path), permissions: status.st_mode & 0o7777)
        case S_IFDIR: throw OutputFile.diagnostic(path, EISDIR)
        default: return .special
        }
    }

    /// Whether a path leads to a file or to nothing yet, and not to a device, a pipe or an open file of this process.
    public static func leadsToFile(_ path: String) -> Bool {
        guard let place = try? place(path), case .file = place else { return false }
        return true
    }

    /// Finds out whether a file could be written, and writes nothing.
    ///
    /// - Throws: ``DiagnosticCode/cannotWrite``.
    public static func check(path: String) throws(Diagnostic) {
        let accessed: Int32
        switch try place(path) {
        case .open(let number): accessed = fcntl(number, F_GETFD) < 0 ? -1 : 0
        case .special: accessed = unsafe access(path, W_OK)
        case .file(let resolved, _):
            if resolved.hasSuffix("/") { throw diagnostic(path, EISDIR) }
            accessed = unsafe access(folder(of: resolved), W_OK | X_OK)
        }
        if accessed != 0 { throw diagnostic(path, errno) }
    }

    deinit {
        if !isFinished { discard() }
    }

    /// Appends bytes.
    ///
    /// - Throws: ``DiagnosticCode/cannotWrite`` where the disk is full or the reader of a pipe has gone.
    public func write(_ bytes: [UInt8], count: Int? = nil) throws(Diagnostic) {
        let count = count ?? bytes.count
        precondition(count <= bytes.count)
        var written = 0
        while written < count {
            let result = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + written }, count - written)
            }
            if result < 0 {
                if errno == EINTR { continue }
                throw OutputFile.diagnostic(path ?? "standard output", errno)
            }
            written += result
        }
        bytesWritten += count
        digest?.update(bytes, count: count)
    }

    /// Puts the file in its place.
    ///
    /// - Returns: the SHA-256 of the content, where it was asked for.
    @discardableResult
    public func finish() throws(Diagnostic) -> String? {
        guard let path else { return nil }
        isFinished = true
        // A full disk may show only now.
        guard close(descriptor) == 0 else {
            removeTemporary()
            throw OutputFile.diagnostic(path, errno)
        }
        if let temporaryPath, let target {
            guard unsafe rename(temporaryPath, target) == 0 else {
                let code = errno
                removeTemporary()
                throw OutputFile.diagnostic(path, code)
            }
            unsafe hk_cleanup_remove(temporaryPath)
        }
        return digest?.hexadecimal()
    }

    /// Throws away what was written. Standard output keeps it.
    public func discard() {
        guard path != nil, !isFinished else { return }
        isFinished = true
        _ = close(descriptor)
        removeTemporary()
    }

    private func removeTemporary() {
        guard let temporaryPath else { return }
        _ = unsafe unlink(temporaryPath)
        unsafe hk_cleanup_remove(temporaryPath)
    }

    private static func diagnostic(_ name: String, _ code: Int32) -> Diagnostic {
        let help: String
        switch code {
        case EPIPE: help = "the program that reads the output ended before all was written"
        case ENOSPC, EDQUOT: help = "make room on the disk, or write elsewhere with -o"
        case ENOENT: help = "the folder does not exist: create it, or write elsewhere with -o"
        default: help = "write elsewhere with -o"
        }
        return Diagnostic(
            .cannotWrite, "cannot write \(name): \(systemMessage(code))", place: .init(file: name), help: [help])
    }
}

/// Makes SIGINT, SIGTERM and SIGHUP remove unfinished files and end the process with status 130, and a write to a closed
/// pipe an error.
public func prepareForInterruption() {
    hk_cleanup_install()
}
