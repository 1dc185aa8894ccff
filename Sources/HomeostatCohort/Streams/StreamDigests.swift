import Synchronization

/// The SHA-256 of inputs that can be read once only, standard input and pipes, taken as they are read.
///
/// A regular file needs none of this: its digest can be taken beside the run, with ``SHA256/ofFile(_:)``.
public final class StreamDigests: Sendable {
    private let streams = Mutex<[String: HashingStream]>([:])

    /// Watches no input yet.
    public init() {}

    /// The stream that takes the place of one that can be read once only.
    func watching(_ stream: FileStream, _ source: InputSource) -> any ByteStream {
        if case .file = source, stream.isRegularFile { return stream }
        let watched = HashingStream(stream)
        streams.withLock { $0[source.name] = watched }
        return watched
    }

    /// The digest of all bytes of an input; what was not read yet is read now.
    ///
    /// - Returns: `nil` where the input is a regular file, or none of the run.
    public func digest(of source: InputSource) throws(Diagnostic) -> String? {
        try streams.withLock({ $0[source.name] })?.digest()
    }
}

/// A stream whose bytes are hashed on their way. It cannot go back: every byte passes once.
private final class HashingStream: ByteStream {
    private let rest: FileStream
    private let hash = Mutex(SHA256())

    init(_ rest: FileStream) {
        self.rest = rest
    }

    func read(into buffer: inout [UInt8], at offset: Int, count: Int) throws(Diagnostic) -> Int {
        let got = try rest.read(into: &buffer, at: offset, count: count)
        let bytes = buffer
        hash.withLock { $0.update(bytes, from: offset, count: got) }
        return got
    }

    func digest() throws(Diagnostic) -> String {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while try read(into: &buffer, at: 0, count: buffer.count) > 0 {}
        return hash.withLock { $0.hexadecimal() }
    }
}
