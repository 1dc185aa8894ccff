import CKernels

/// Writes blocks of delimited rows: text, numbers, text.
public enum RowWriter {
    /// Writes rows of the form `prefix, value, value, ..., suffix` to `output` from its beginning.
    ///
    /// - Parameters:
    ///   - prefix: the identifying fields, already delimited among themselves; `nil` for none.
    ///   - prefixBytes: the buffer of the prefixes, with 64 readable bytes behind the last; `nil` for ``TextSlices/bytes``.
    ///   - columns: one number or nothing each.
    ///   - suffix: flags and reasons with the delimiter in front and the row ending; `nil` where all rows end alike.
    ///   - constantSuffix: how rows end where `suffix` is `nil`.
    /// - Returns: the number of bytes written; `output` grows as needed.
    public static func write(
        count: Int, delimiter: UInt8, prefix: TextSlices?, prefixBytes: [UInt8]? = nil, columns: [MeasuredColumn],
        suffix: TextSlices?, constantSuffix: [UInt8], to output: inout [UInt8]
    ) -> Int {
        let prefixLength = prefix.map { totalLength($0, count) } ?? 0
        let suffixLength = suffix.map { totalLength($0, count) } ?? count * constantSuffix.count
        let needed =
            count * (columns.count * (Int(HK_DOUBLE_LENGTH) + 1) + 1) + prefixLength + suffixLength
            + Int(HK_WRITE_SLACK)
        if output.count < needed { output = [UInt8](repeating: 0, count: needed + needed / 8) }
        var values: [UnsafePointer<Double>?] = unsafe []
        var causes: [UnsafePointer<UInt8>?] = unsafe []
        return unsafe withPointers(columns[...], &values, &causes) { values, causes in
            unsafe withSlices(prefix, prefixBytes) { prefixSlices in
                unsafe withSlices(suffix, nil) { suffixSlices in
                    unsafe output.withUnsafeMutableBytes { out in
                        unsafe constantSuffix.withUnsafeBufferPointer { constant in
                            unsafe hk_write_rows(
                                count, delimiter, prefixSlices, columns.count, values, causes, suffixSlices,
                                constant.baseAddress, constant.count,
                                out.baseAddress?.assumingMemoryBound(to: CChar.self))
                        }
                    }
                }
            }
        }
    }

    private static func totalLength(_ slices: TextSlices, _ count: Int) -> Int {
        precondition(slices.starts.count >= count && slices.ends.count >= count)
        var total = 0
        for row in 0..<count { total += Int(slices.ends[row]) - Int(slices.starts[row]) }
        return total
    }

    /// Collects the addresses of all columns while all of them are held in place.
    private static func withPointers(
        _ columns: ArraySlice<MeasuredColumn>, _ values: inout [UnsafePointer<Double>?],
        _ causes: inout [UnsafePointer<UInt8>?],
        _ body: (UnsafePointer<UnsafePointer<Double>?>?, UnsafePointer<UnsafePointer<UInt8>?>?) -> Int
    ) -> Int {
        guard let first = columns.first else {
            return unsafe values.withUnsafeBufferPointer { values in
                unsafe causes.withUnsafeBufferPointer { causes in
                    unsafe body(values.baseAddress, causes.baseAddress)
                }
            }
        }
        return unsafe first.lanes.withUnsafeBytes { lanes in
            unsafe first.causes.withUnsafeBufferPointer { cause in
                unsafe values.append(lanes.baseAddress?.assumingMemoryBound(to: Double.self))
                unsafe causes.append(first.causes.isEmpty ? nil : cause.baseAddress)
                return unsafe withPointers(columns.dropFirst(), &values, &causes, body)
            }
        }
    }

    private static func withSlices(
        _ slices: TextSlices?, _ replacement: [UInt8]?, _ body: (hk_slices) -> Int
    ) -> Int {
        guard let slices else {
            return unsafe body(hk_slices(base: nil, starts: nil, ends: nil))
        }
        return unsafe (replacement ?? slices.bytes).withUnsafeBufferPointer { bytes in
            unsafe slices.starts.withUnsafeBufferPointer { starts in
                unsafe slices.ends.withUnsafeBufferPointer { ends in
                    unsafe body(
                        hk_slices(base: bytes.baseAddress, starts: starts.baseAddress, ends: ends.baseAddress))
                }
            }
        }
    }
}

/// The shortest decimal that reads back to the same number; `value` must be finite.
public func shortestDecimal(_ value: Double) -> String {
    precondition(value.isFinite)
    var text = [CChar](repeating: 0, count: Int(HK_WRITE_SLACK))
    let length = unsafe text.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress, let end = unsafe hk_write_double(value, start) else { return 0 }
        return unsafe end - start
    }
    return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Appends the shortest decimal that reads back to the same number; `value` must be finite.
public func appendShortestDecimal(_ value: Double, to buffer: inout [UInt8]) {
    precondition(value.isFinite)
    let start = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: Int(HK_WRITE_SLACK)))
    let length = unsafe buffer.withUnsafeMutableBytes { bytes in
        guard let out = unsafe bytes.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self),
            let end = unsafe hk_write_double(value, out)
        else { return 0 }
        return unsafe end - out
    }
    buffer.removeLast(Int(HK_WRITE_SLACK) - length)
}
