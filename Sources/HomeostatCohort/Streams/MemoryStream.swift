import Synchronization

/// Bytes that are in memory.
final class MemoryStream: ByteStream {
    private let bytes: [UInt8]
    private let position = Mutex(0)

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func seek(to position: Int) -> Bool {
        self.position.withLock { $0 = min(position, bytes.count) }
        return true
    }

    func read(into buffer: inout [UInt8], at offset: Int, count: Int) throws(Diagnostic) -> Int {
        let range = position.withLock { position in
            let range = position..<min(position + count, bytes.count)
            position = range.upperBound
            return range
        }
        copyBytes(bytes, from: range.lowerBound, to: &buffer, at: offset, count: range.count)
        return range.count
    }
}
