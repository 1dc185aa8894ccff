import CZlib

/// Bytes as one member of a gzip file.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var stream = unsafe z_stream()
    // 15 + 16: the largest window, with a gzip header.
    guard
        unsafe deflateInit2_(
            &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            == Z_OK
    else { return [] }
    defer { _ = unsafe deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 1000)
    let left: UInt32 = unsafe input.withUnsafeMutableBufferPointer { source in
        unsafe output.withUnsafeMutableBufferPointer { target in
            unsafe stream.next_in = source.baseAddress
            unsafe stream.avail_in = UInt32(source.count)
            unsafe stream.next_out = target.baseAddress
            unsafe stream.avail_out = UInt32(target.count)
            _ = unsafe deflate(&stream, Z_FINISH)
            return unsafe stream.avail_out
        }
    }
    output.removeLast(Int(left))
    return output
}
