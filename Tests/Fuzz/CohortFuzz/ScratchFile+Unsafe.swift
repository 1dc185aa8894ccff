import Glibc

/// A file without a name, in memory where the system has a place for that; it goes with the process.
final class ScratchFile: Sendable {
    private let descriptor: Int32
    /// The path under which this process can open it.
    let path: String

    init() {
        let folder = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(folder)/homeostat-fuzz.XXXXXX".utf8CString)
        descriptor = unsafe mkstemp(&template)
        precondition(descriptor >= 0, "no place for a scratch file")
        _ = unsafe unlink(&template)
        path = "/proc/self/fd/\(descriptor)"
    }

    /// Replaces the content.
    func fill(_ bytes: [UInt8]) {
        precondition(ftruncate(descriptor, 0) == 0)
        precondition(unsafe pwrite(descriptor, bytes, bytes.count, 0) == bytes.count)
    }
}
