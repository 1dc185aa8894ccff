import Glibc

/// The place that a path leads to: symbolic links are followed, also where nothing stands at their end yet.
public func resolvedPath(_ path: String) -> String {
    var path = path
    // Linux follows forty links and no more (path_resolution(7)).
    for _ in 0..<40 {
        if let existing = existingPath(path) { return existing }
        guard let target = linkTarget(path) else { break }
        path = target.hasPrefix("/") ? target : folder(of: path) + "/" + target
    }
    guard let parent = existingPath(folder(of: path)) else { return path }
    return (parent == "/" ? "" : parent) + "/"
        + path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
}

/// The folder in which a path stands, as it is written.
func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

private func existingPath(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
}

private func linkTarget(_ path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path, &bytes, bytes.count)
    guard count > 0, count < bytes.count else { return nil }
    return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The open file that `/dev/stdout`, `/dev/stderr` or `/dev/fd/N` stands for.
func namedDescriptor(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default:
        for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
            return Int32(path.dropFirst(folder.count))
        }
        return nil
    }
}

/// Whether a path leads to a regular file, which can be read more than once.
public func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}
