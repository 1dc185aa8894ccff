import Synchronization

/// Bytes that come one after the other: a file, standard input, or another stream unpacked or decoded.
///
/// A stream is read by one task at a time, though not always by the same one.
protocol ByteStream: AnyObject, Sendable {
    /// Appends up to `count` bytes to `buffer`.
    ///
    /// - Returns: the number of bytes appended; 0 at the end and only there.
    func read(_ count: Int, appendingTo buffer: inout [UInt8]) throws(Diagnostic) -> Int

    /// Goes to a position, counted from where the stream began.
    ///
    /// - Returns: `false` where the stream can only be read in order.
    func seek(to position: Int) -> Bool

    /// Writes up to `count` bytes to `buffer` from `offset` on, which must have room for them.
    ///
    /// - Returns: the number of bytes written; 0 at the end and only there.
    func read(into buffer: inout [UInt8], at offset: Int, count: Int) throws(Diagnostic) -> Int
}

extension ByteStream {
    func seek(to position: Int) -> Bool { false }

    func read(_ count: Int, appendingTo buffer: inout [UInt8]) throws(Diagnostic) -> Int {
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: count))
        let got = try read(into: &buffer, at: start, count: count)
        buffer.removeLast(count - got)
        return got
    }

    /// Reads until `count` bytes have come or the stream ends, so that what is read does not depend on how a pipe
    /// happens to be filled.
    func readFully(into buffer: inout [UInt8], at offset: Int, count: Int) throws(Diagnostic) -> Int {
        var total = 0
        while total < count {
            let got = try read(into: &buffer, at: offset + total, count: count - total)
            if got == 0 { break }
            total += got
        }
        return total
    }
}

/// A stream that can go back: what detection and the look at the first rows have read is read again. Its first bytes are
/// kept, unless the stream that they come from can go back itself.
final class RewindableStream: ByteStream {
    private struct State {
        /// The bytes from the beginning of the stream, as far as they are kept.
        var head: [UInt8]
        var position = 0
        /// Whether what is read beyond ``head`` becomes part of it.
        var keeps: Bool
    }
    private let state: Mutex<State>
    private let rest: any ByteStream
    private let canSeek: Bool

    /// - Parameter head: bytes that were taken from the beginning of the stream.
    init(_ head: [UInt8] = [], then rest: any ByteStream, keeps: Bool = false) {
        canSeek = rest.seek(to: 0)
        state = Mutex(State(head: canSeek ? [] : head, keeps: keeps))
        self.rest = rest
    }

    func seek(to position: Int) -> Bool { canSeek && rest.seek(to: position) }

    /// Goes back to a position that is still kept.
    ///
    /// - Parameter keeps: whether all that follows is kept, too; otherwise nothing can be read twice from here on.
    func rewind(to position: Int, keeps: Bool) {
        if seek(to: position) { return }
        state.withLock { state in
            precondition(position <= state.head.count)
            state.position = position
            state.keeps = keeps
        }
    }

    func read(into buffer: inout [UInt8], at offset: Int, count: Int) throws(Diagnostic) -> Int {
        if canSeek { return try rest.read(into: &buffer, at: offset, count: count) }
        let taken = state.withLock { state in
            let taken = min(state.head.count - state.position, count)
            if taken > 0 {
                copyBytes(state.head, from: state.position, to: &buffer, at: offset, count: taken)
                state.position += taken
            } else if !state.keeps {
                state.head = []
                state.position = 0
            }
            return taken
        }
        if taken > 0 { return taken }
        let got = try rest.read(into: &buffer, at: offset, count: count)
        state.withLock { state in
            guard state.keeps else { return }
            state.head.append(contentsOf: buffer[offset..<offset + got])
            state.position = state.head.count
        }
        return got
    }
}
