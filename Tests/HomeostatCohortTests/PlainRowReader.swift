import Synchronization

@testable import HomeostatCohort

/// Delimited text read the plain way, whole in memory and one byte after the other: what the reader of blocks must give.
struct PlainRowReader {
    struct Rejection: Equatable {
        var line: Int
        var row: Int
        var cause: RejectedRow.Cause
    }

    /// Cells of the good rows.
    private(set) var rows: [[String]] = []
    /// Physical line and position among all rows of each good row, both from 1.
    private(set) var places: [[Int]] = []
    private(set) var rejected: [Rejection] = []
    private(set) var blankLines = 0
    private(set) var rowCount = 0
    private(set) var lineCount = 0

    private struct ParsedRow {
        var fields: [[UInt8]] = [[]]
        var end = 0
        var lines = 1
        var hasTextAfterQuote = false
        var isClosed = true
    }

    init(_ text: [UInt8], columns: Int, delimiter: UInt8, newline: UInt8) {
        var start = 0
        while start < text.count {
            let parsed = PlainRowReader.row(text, from: start, delimiter, newline)
            let lineEnd = text[start...].firstIndex(of: newline) ?? text.count
            let line = lineCount + 1
            if !parsed.isClosed || parsed.end - start > 1 << 20 {
                let isLong = lineEnd - start > 1 << 20
                rowCount += 1
                rejected.append(Rejection(line: line, row: rowCount, cause: isLong ? .lineTooLong : .unclosedQuote))
                start = lineEnd + 1
                lineCount += 1
                continue
            }
            lineCount += parsed.lines
            let bytes = text[start..<min(parsed.end, text.count)]
            start = parsed.end + 1
            let isBlank = parsed.fields.count == 1 && bytes.allSatisfy { [0x20, 0x09, 0x0D].contains($0) }
            if columns > 1, isBlank {
                blankLines += 1
                continue
            }
            rowCount += 1
            let cause: RejectedRow.Cause?
            if bytes.contains(0) {
                cause = .nulByte
            } else if String(validating: bytes, as: UTF8.self) == nil {
                cause = .undecodable
            } else if parsed.fields.count != columns {
                cause = .fieldCount
            } else {
                cause = parsed.hasTextAfterQuote ? .textAfterQuote : nil
            }
            if let cause {
                rejected.append(Rejection(line: line, row: rowCount, cause: cause))
            } else {
                rows.append(parsed.fields.map { String(decoding: $0, as: UTF8.self) })
                places.append([line, rowCount])
            }
        }
    }

    /// RFC 4180: a quote opens only at the beginning of a field.
    private static func row(_ text: [UInt8], from start: Int, _ delimiter: UInt8, _ newline: UInt8) -> ParsedRow {
        enum State { case fieldStart, plain, quoted, closed }
        var row = ParsedRow()
        var state = State.fieldStart
        var field: [UInt8] = []
        var position = start
        row.fields = []
        while position < text.count {
            let byte = text[position]
            if state == .quoted {
                if byte == newline { row.lines += 1 }
                if byte != 0x22 {
                    field.append(byte)
                } else if position + 1 < text.count, text[position + 1] == 0x22 {
                    field.append(byte)
                    position += 1
                } else {
                    state = .closed
                }
            } else if byte == newline {
                break
            } else if byte == delimiter {
                row.fields.append(field)
                field = []
                state = .fieldStart
            } else if byte == 0x22, state == .fieldStart {
                state = .quoted
            } else {
                // The carriage return of CRLF is no text.
                let isEnding = byte == 0x0D && (position + 1 == text.count || text[position + 1] == newline)
                if state == .closed, !isEnding { row.hasTextAfterQuote = true }
                if !isEnding { field.append(byte) }
                if state == .fieldStart { state = .plain }
            }
            position += 1
        }
        row.fields.append(field)
        row.end = position
        row.isClosed = state != .quoted
        return row
    }
}

/// What the reader of blocks and the scanner make of a text.
struct BlockRowReader {
    private(set) var rows: [[String]] = []
    private(set) var places: [[Int]] = []
    private(set) var rejected: [PlainRowReader.Rejection] = []
    private(set) var blankLines = 0
    private(set) var rowCount = 0
    private(set) var lineCount = 0
    /// Bytes of each block.
    private(set) var blocks: [Int] = []

    init(_ stream: any ByteStream, columns: Int, delimiter: UInt8, newline: UInt8) throws {
        var reader = TextBlockReader(stream, delimiter: delimiter, newline: newline)
        var bytes: [UInt8] = []
        var index = RowIndex()
        while let block = try reader.next(into: &bytes) {
            blocks.append(block.count)
            index.scan(bytes, block: block, columns: columns, delimiter: delimiter, newline: newline)
            func reject(_ row: RejectedRow, lines: Int, rows: Int) {
                rejected.append(
                    .init(line: lineCount + lines + row.line, row: rowCount + rows + row.row, cause: row.cause))
            }
            for row in block.rejected { reject(row, lines: 0, rows: 0) }
            for row in index.rejected { reject(row, lines: block.rejectedLines, rows: block.rejected.count) }
            var counted = 0
            var before = 0
            for row in 0..<index.count {
                let start = index.start(of: row, columns: columns)
                for position in counted..<start where bytes[position] == newline { before += 1 }
                counted = start
                rows.append(
                    (0..<columns).map { unquoted(bytes[index.field(row, $0, columns: columns, in: bytes)]) })
                places.append([
                    lineCount + block.rejectedLines + before + 1,
                    rowCount + block.rejected.count + index.position(of: row) + 1,
                ])
            }
            blankLines += index.blankLines
            rowCount += block.rejected.count + index.rowsSeen
            lineCount += block.rejectedLines + index.lines
        }
    }
}

/// Bytes in memory that come in pieces of any size, as a pipe delivers them.
final class PieceStream: ByteStream {
    private let bytes: [UInt8]
    private let sizes: [Int]
    private let state = Mutex((position: 0, piece: 0))

    /// - Parameter sizes: the sizes of the pieces, over and over again.
    init(_ bytes: [UInt8], sizes: [Int] = [.max]) {
        self.bytes = bytes
        self.sizes = sizes
    }

    func read(into buffer: inout [UInt8], at offset: Int, count: Int) throws(Diagnostic) -> Int {
        let range = state.withLock { state in
            let taken = min(count, sizes[state.piece % sizes.count], bytes.count - state.position)
            let range = state.position..<state.position + taken
            state.position += taken
            state.piece += 1
            return range
        }
        buffer.replaceSubrange(offset..<offset + range.count, with: bytes[range])
        return range.count
    }
}
