import CZlib
import Synchronization

/// The contents of a gzip file, member after member.
final class GzipStream: ByteStream {
    private let source: any ByteStream
    private let inflater: Mutex<Inflater>

    init(_ source: any ByteStream, name: String) throws(Diagnostic) {
        self.source = source
        inflater = Mutex(try Inflater(name: name))
    }

    func read(into buffer: inout [UInt8], at offset: Int, count: Int) throws(Diagnostic) -> Int {
        try inflater.withLock { (inflater) throws(Diagnostic) in
            try inflater.read(from: source, into: &buffer, at: offset, count: count)
        }
    }
}

/// The state of zlib, which must not move: it points into itself.
@safe private final class Inflater {
    private let name: String
    private var stream = unsafe z_stream()
    private var packed = [UInt8](repeating: 0, count: 1 << 16)
    private var available = 0
    private var position = 0
    private var memberEnded = false
    private var sourceEnded = false

    init(name: String) throws(Diagnostic) {
        self.name = name
        // 15 + 16: the largest window, and a gzip header is required.
        guard unsafe inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw Diagnostic(.internalFault, "zlib cannot be started")
        }
    }

    deinit {
        _ = unsafe inflateEnd(&stream)
    }

    func read(
        from source: any ByteStream, into buffer: inout [UInt8], at offset: Int, count: Int
    ) throws(Diagnostic) -> Int {
        precondition(offset >= 0 && count >= 0 && offset + count <= buffer.count)
        if count == 0 { return 0 }
        while true {
            if available == 0, !sourceEnded {
                available = try source.read(into: &packed, at: 0, count: packed.count)
                position = 0
                if available == 0 { sourceEnded = true }
            }
            if memberEnded {
                if available == 0 { return 0 }
                guard unsafe inflateReset(&stream) == Z_OK else { throw damaged("its next part cannot be read") }
                memberEnded = false
            }
            if sourceEnded, available == 0 { throw damaged("it ends in the middle (truncated download?)") }
            let (status, produced) = inflateOnce(into: &buffer, at: offset, count: count)
            if status == Z_STREAM_END {
                memberEnded = true
            } else if status != Z_OK, status != Z_BUF_ERROR {
                throw damaged("its data are corrupt")
            }
            if produced > 0 { return produced }
        }
    }

    private func inflateOnce(into buffer: inout [UInt8], at offset: Int, count: Int) -> (status: Int32, produced: Int) {
        let start = position
        let ready = available
        var status: Int32 = Z_OK
        var produced = 0
        unsafe packed.withUnsafeMutableBufferPointer { input in
            unsafe buffer.withUnsafeMutableBufferPointer { output in
                unsafe stream.next_in = input.baseAddress.map { unsafe $0 + start }
                unsafe stream.avail_in = UInt32(ready)
                unsafe stream.next_out = output.baseAddress.map { unsafe $0 + offset }
                unsafe stream.avail_out = UInt32(min(count, Int(Int32.max)))
                let before = unsafe stream.avail_out
                status = unsafe inflate(&stream, Z_NO_FLUSH)
                produced = unsafe Int(before - stream.avail_out)
                let left = unsafe Int(stream.avail_in)
                position = start + ready - left
                available = left
            }
        }
        return (status, produced)
    }

    private func damaged(_ how: String) -> Diagnostic {
        Diagnostic(
            .damagedFile, "the gzip file \(name) is damaged: \(how)", place: .init(file: name),
            help: ["test it with `gzip -t`, and copy or download it again"])
    }
}
