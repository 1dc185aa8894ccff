/// Rows and fields of a small piece of delimited text, by RFC 4180, one byte at a time.
///
/// Used for the header and for detection; whole files go through the block scanner, which gives the same rows.
enum FieldSplitter {
    struct Row {
        /// Contents, without enclosing quotes, `""` as `"`.
        var fields: [String]
        /// Physical line of the first byte, from 1.
        var line: Int
        /// The bytes of the row, without its ending.
        var range: Range<Int>
        /// Index of the first byte behind the row ending.
        var end: Int
        /// Whether the row ended with a row ending, and not with the end of the piece.
        var isComplete: Bool
    }

    static func rows(
        of bytes: ArraySlice<UInt8>, delimiter: UInt8, newline: UInt8, firstLine: Int = 1, limit: Int
    ) -> [Row] {
        var rows: [Row] = []
        var field: [UInt8] = []
        var fields: [String] = []
        var line = firstLine
        var rowLine = firstLine
        var rowStart = bytes.startIndex
        var quoted = false
        var fieldWasQuoted = false
        var index = bytes.startIndex

        func endField() {
            fields.append(String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
            fieldWasQuoted = false
        }
        while index < bytes.endIndex, rows.count < limit {
            let byte = bytes[index]
            index += 1
            if quoted {
                if byte == UInt8(ascii: "\"") {
                    if index < bytes.endIndex, bytes[index] == UInt8(ascii: "\"") {
                        field.append(byte)
                        index += 1
                    } else {
                        quoted = false
                    }
                } else {
                    if byte == newline { line += 1 }
                    field.append(byte)
                }
            } else if byte == UInt8(ascii: "\""), field.isEmpty, !fieldWasQuoted {
                quoted = true
                fieldWasQuoted = true
            } else if byte == delimiter {
                endField()
            } else if byte == newline {
                var end = index - 1
                if newline == 0x0A, end > rowStart, bytes[end - 1] == 0x0D {
                    end -= 1
                    if field.last == 0x0D { field.removeLast() }
                }
                endField()
                rows.append(Row(fields: fields, line: rowLine, range: rowStart..<end, end: index, isComplete: true))
                fields.removeAll()
                line += 1
                rowLine = line
                rowStart = index
            } else {
                field.append(byte)
            }
        }
        if rows.count < limit, rowStart < bytes.endIndex {
            endField()
            rows.append(
                Row(
                    fields: fields, line: rowLine, range: rowStart..<bytes.endIndex, end: bytes.endIndex,
                    isComplete: false))
        }
        return rows
    }

    /// Whether anything but a delimiter or the end follows the closing quote of a field of this row.
    static func hasTextAfterQuote(_ row: ArraySlice<UInt8>, delimiter: UInt8) -> Bool {
        var atFieldStart = true
        var quoted = false
        var closed = false
        var index = row.startIndex
        while index < row.endIndex {
            let byte = row[index]
            index += 1
            if quoted {
                if byte != UInt8(ascii: "\"") { continue }
                if index < row.endIndex, row[index] == UInt8(ascii: "\"") {
                    index += 1
                } else {
                    quoted = false
                    closed = true
                }
            } else if byte == delimiter {
                atFieldStart = true
                closed = false
            } else if closed {
                if byte == 0x0D, index == row.endIndex { return false }
                return true
            } else {
                quoted = atFieldStart && byte == UInt8(ascii: "\"")
                atFieldStart = false
            }
        }
        return false
    }
}
