import CKernels
import HomeostatNumerics

/// Whether a quote stands among the first `count` bytes.
func containsQuote(_ bytes: [UInt8], _ count: Int) -> Bool {
    precondition(count <= bytes.count)
    return unsafe hk_contains_quote(bytes, count) != 0
}

/// The offset behind the last row ending among the first `count` bytes; 0 where there is none.
func lastNewline(_ bytes: [UInt8], _ count: Int, _ newline: UInt8) -> Int {
    precondition(count <= bytes.count)
    return unsafe hk_last_newline(bytes, count, newline)
}

/// The offset behind the last row ending that stands outside quotes; 0 where there is none.
func quotedRowEnd(_ bytes: [UInt8], _ count: Int, delimiter: UInt8, newline: UInt8) -> Int {
    var separators: [UInt32] = []
    var rowEnds: [UInt32] = []
    let scanned = scanStructure(
        bytes, count: count, delimiter: delimiter, newline: newline, quoted: true, separators: &separators,
        rowEnds: &rowEnds)
    return scanned.rows == 0 ? 0 : Int(separators[Int(rowEnds[scanned.rows - 1])]) + 1
}

/// Whether the bytes of the range are UTF-8.
func isValidUTF8(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    return unsafe bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return true }
        return unsafe hk_validate_utf8(base + range.lowerBound, range.count) == range.count
    }
}

/// What the structural scan of a block found.
struct ScannedStructure {
    var rows: Int
    var newlinesInQuotes: Int
    var hasNul: Bool
    var hasNonASCII: Bool
    var hasTextAfterQuote: Bool
}

/// Finds every delimiter and row ending that is not inside quotes.
///
/// - Parameters:
///   - separators: their offsets, in order.
///   - rowEnds: for each row the position of its ending in `separators`.
func scanStructure(
    _ bytes: [UInt8], count: Int, delimiter: UInt8, newline: UInt8, quoted: Bool, separators: inout [UInt32],
    rowEnds: inout [UInt32]
) -> ScannedStructure {
    precondition(count <= bytes.count)
    makeRoom(&separators, count + 64)
    makeRoom(&rowEnds, count + 64)
    var rows = 0
    var special: UInt32 = 0
    var openQuote = 0
    var newlinesInQuotes: UInt32 = 0
    if quoted {
        _ = unsafe hk_scan_structure_quoted(
            bytes, count, delimiter, newline, &separators, &rowEnds, &rows, &special, &openQuote, &newlinesInQuotes)
    } else {
        _ = unsafe hk_scan_structure(bytes, count, delimiter, newline, &separators, &rowEnds, &rows, &special)
    }
    return ScannedStructure(
        rows: rows, newlinesInQuotes: Int(newlinesInQuotes), hasNul: special & 1 != 0, hasNonASCII: special & 2 != 0,
        hasTextAfterQuote: special & 16 != 0)
}

/// Makes an array longer that a kernel is to write. Most of it is never needed: it is not filled, so that the system
/// gives memory only for what is written. Nobody reads behind what the kernel has written.
private func makeRoom(_ array: inout [UInt32], _ count: Int) {
    if array.count >= count { return }
    let longer = count + count / 8
    array = unsafe [UInt32](unsafeUninitializedCapacity: longer) { _, initialized in initialized = longer }
}

/// Whether every row of a scanned block has this many fields.
func rowsAreRegular(_ rowEnds: [UInt32], rows: Int, columns: Int) -> Bool {
    precondition(rows <= rowEnds.count)
    return unsafe hk_rows_are_regular(rowEnds, rows, columns) != 0
}

/// Reads one column of a block as numbers.
///
/// - Parameters:
///   - status: 0 for each row whose cell is a plain number.
///   - decimals: receives the decimals as written where it is there; it must have a place for every row.
/// - Returns: the number of cells that are none.
func parseColumn(
    _ bytes: [UInt8], index: RowIndex, column: Int, columns: Int, delimiter: UInt8, decimalMark: UInt8,
    into lanes: inout [Lanes], status: inout [UInt8], decimals: inout ExactDecimals?
) -> Int {
    let count = index.count
    let laneCount = MeasuredColumn.laneCount(count)
    if lanes.count != laneCount { lanes = [Lanes](repeating: .zero, count: laneCount) }
    if status.count < count { status = [UInt8](repeating: 0, count: count) }
    let style = hk_number_style(
        decimal_mark: decimalMark, trim_tabs: delimiter != 0x09, trim_carriage_return: column == columns - 1)
    if var kept = decimals {
        decimals = nil
        defer { decimals = kept }
        return parseColumn(
            bytes, index: index, column: column, columns: columns, style: style, into: &lanes, status: &status,
            decimals: &kept)
    }
    return unsafe bytes.withUnsafeBufferPointer { text in
        unsafe index.separators.withUnsafeBufferPointer { separators in
            unsafe lanes.withUnsafeMutableBytes { values in
                let numbers = unsafe values.baseAddress?.assumingMemoryBound(to: Double.self)
                if column > 0 || index.positions.isEmpty {
                    let cells = unsafe hk_regular_cells(
                        bytes: text.baseAddress, separators: separators.baseAddress, columns: columns, column: column,
                        block_start: count > 0 ? UInt32(index.start(of: 0, columns: columns)) : 0)
                    return unsafe hk_parse_doubles(cells, count, style, numbers, &status)
                }
                // Rows were left out: the first cell does not begin behind the separator before it.
                let ends = (0..<count).map { index.separators[$0 * columns] }
                return unsafe index.starts.withUnsafeBufferPointer { starts in
                    unsafe ends.withUnsafeBufferPointer { ends in
                        let cells = unsafe hk_cells(
                            bytes: text.baseAddress, starts: starts.baseAddress, ends: ends.baseAddress)
                        return unsafe hk_parse_doubles_at(cells, count, style, numbers, &status)
                    }
                }
            }
        }
    }
}

/// ``parseColumn(_:index:column:columns:delimiter:decimalMark:into:status:decimals:)`` where the decimals are kept.
private func parseColumn(
    _ bytes: [UInt8], index: RowIndex, column: Int, columns: Int, style: hk_number_style, into lanes: inout [Lanes],
    status: inout [UInt8], decimals: inout ExactDecimals
) -> Int {
    let count = index.count
    precondition(decimals.count == count)
    // Not the fast path: every cell is named by its two ends.
    let starts = (0..<count).map { row in
        column == 0 ? UInt32(index.start(of: row, columns: columns)) : index.separators[row * columns + column - 1] + 1
    }
    let ends = (0..<count).map { index.separators[$0 * columns + column] }
    return unsafe bytes.withUnsafeBufferPointer { text in
        unsafe starts.withUnsafeBufferPointer { starts in
            unsafe ends.withUnsafeBufferPointer { ends in
                unsafe lanes.withUnsafeMutableBytes { values in
                    unsafe decimals.significands.withUnsafeMutableBufferPointer { significands in
                        unsafe decimals.exponents.withUnsafeMutableBufferPointer { exponents in
                            unsafe decimals.exact.withUnsafeMutableBufferPointer { exact in
                                let cells = unsafe hk_cells(
                                    bytes: text.baseAddress, starts: starts.baseAddress, ends: ends.baseAddress)
                                let kept = unsafe hk_decimal_columns(
                                    significands: significands.baseAddress, exponents: exponents.baseAddress,
                                    exact: exact.baseAddress)
                                return unsafe hk_parse_decimals_at(
                                    cells, count, style, values.baseAddress?.assumingMemoryBound(to: Double.self),
                                    &status, kept)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Reads a whole text as a decimal: `nil` where it is no number, or one with too many digits.
func parseDecimal(_ text: [UInt8], decimalMark: UInt8) -> (significand: Int64, exponent: Int16)? {
    var value = 0.0
    var status: UInt8 = 0
    var significand: Int64 = 0
    var exponent: Int16 = 0
    var exact: UInt8 = 0
    let padded = text + [UInt8](repeating: 0, count: TextBlock.padding)
    let start: [UInt32] = [0]
    let end = [UInt32(text.count)]
    let style = hk_number_style(decimal_mark: decimalMark, trim_tabs: true, trim_carriage_return: false)
    _ = unsafe padded.withUnsafeBufferPointer { text in
        unsafe start.withUnsafeBufferPointer { start in
            unsafe end.withUnsafeBufferPointer { end in
                let cells = unsafe hk_cells(bytes: text.baseAddress, starts: start.baseAddress, ends: end.baseAddress)
                return unsafe withUnsafeMutablePointer(to: &significand) { significand in
                    unsafe withUnsafeMutablePointer(to: &exponent) { exponent in
                        unsafe withUnsafeMutablePointer(to: &exact) { exact in
                            let kept = unsafe hk_decimal_columns(
                                significands: significand, exponents: exponent, exact: exact)
                            return unsafe hk_parse_decimals_at(cells, 1, style, &value, &status, kept)
                        }
                    }
                }
            }
        }
    }
    return status == 0 && exact != 0 ? (significand, exponent) : nil
}

/// Reads a whole text as a number: `nil` where it is none.
func parseNumber(_ text: [UInt8], decimalMark: UInt8) -> Double? {
    var value = 0.0
    var status: UInt8 = 0
    let padded = text + [UInt8](repeating: 0, count: TextBlock.padding)
    let start: [UInt32] = [0]
    let end = [UInt32(text.count)]
    let style = hk_number_style(decimal_mark: decimalMark, trim_tabs: true, trim_carriage_return: false)
    _ = unsafe padded.withUnsafeBufferPointer { text in
        unsafe start.withUnsafeBufferPointer { start in
            unsafe end.withUnsafeBufferPointer { end in
                let cells = unsafe hk_cells(bytes: text.baseAddress, starts: start.baseAddress, ends: end.baseAddress)
                return unsafe hk_parse_doubles_at(cells, 1, style, &value, &status)
            }
        }
    }
    return status == 0 ? value : nil
}
