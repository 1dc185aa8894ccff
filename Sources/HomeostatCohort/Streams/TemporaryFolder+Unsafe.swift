import Glibc

/// A folder for files that are wanted for a moment; it goes, with the files in it, with the object.
public final class TemporaryFolder {
    /// Where the folder is, without a slash at its end.
    public let path: String

    /// Makes a folder in the directory of `TMPDIR`, or in `/tmp`.
    public init() throws(Diagnostic) {
        let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/homeostat.XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw Diagnostic(
                .cannotWrite, "cannot make a temporary folder in \(parent): \(systemMessage(errno))",
                help: ["point the environment variable TMPDIR at a folder with room"])
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        if let directory = unsafe opendir(path) {
            while let entry = unsafe readdir(directory) {
                let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
                }
                if name != ".", name != ".." { _ = unsafe unlink("\(path)/\(name)") }
            }
            _ = unsafe closedir(directory)
        }
        _ = unsafe rmdir(path)
    }
}

/// Makes a folder the one that relative paths are taken from, if it is there.
public func changeDirectory(_ path: String) {
    _ = unsafe chdir(path)
}
