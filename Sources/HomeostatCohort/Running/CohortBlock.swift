import HomeostatNumerics

/// A block of rows: the requested columns as numbers, and every cell as text.
public struct CohortBlock: Sendable {
    /// The number of good rows.
    public var count: Int { index.count }
    /// The requested columns, those of joined files behind those of the input.
    public internal(set) var columns: [MeasuredColumn] = []
    /// The bytes of the block, with at least 64 readable bytes behind the last row.
    var bytes: [UInt8] = []
    var index = RowIndex()
    var columnCount = 0
    var hasQuotes = false
    var delimiter = UInt8(ascii: ",")

    init() {}

    /// The text of a cell, without enclosing quotes.
    public func text(_ row: Int, _ column: Int) -> String {
        unquoted(bytes[index.field(row, column, columns: columnCount, in: bytes)])
    }

    /// Takes rows away, of which no result is wanted.
    mutating func remove(_ rows: [Int]) {
        guard !rows.isEmpty else { return }
        let dropped = Set(rows)
        let oldCount = count
        var kept = 0
        index.keep((0..<oldCount).filter { !dropped.contains($0) }, columns: columnCount)
        for row in 0..<oldCount where !dropped.contains(row) {
            if kept != row {
                for position in columns.indices {
                    columns[position][kept] = columns[position][row]
                    columns[position].decimals?.copy(row, to: kept)
                    if !columns[position].causes.isEmpty {
                        columns[position].causes[kept] = columns[position].causes[row]
                    }
                    if !columns[position].flags.isEmpty {
                        columns[position].flags[kept] = columns[position].flags[row]
                    }
                }
            }
            kept += 1
        }
        for position in columns.indices {
            columns[position].decimals?.truncate(kept)
            columns[position].lanes.removeLast(columns[position].lanes.count - MeasuredColumn.laneCount(kept))
            for row in kept..<columns[position].lanes.count * 8 { columns[position][row] = .nan }
        }
    }
}

extension CohortBlock {
    /// Cells of each row, delimited, as the beginning of an output row.
    ///
    /// - Parameters:
    ///   - cells: positions of the columns, in the order in which they are written.
    ///   - slices: receives the texts; its memory is used again.
    /// - Returns: `true` where the texts stand in the bytes of the block itself and nothing was copied.
    public func delimitedCells(_ cells: [Int], delimiter output: UInt8, into slices: inout TextSlices) -> Bool {
        slices.removeAll()
        let isRun = zip(cells, cells.dropFirst()).allSatisfy { $1 == $0 + 1 }
        if isRun, !hasQuotes, output == delimiter || cells.count == 1, let first = cells.first, let last = cells.last,
            output == delimiter || !contains(output, in: first)
        {
            for row in 0..<count {
                slices.starts.append(UInt32(index.field(row, first, columns: columnCount, in: bytes).lowerBound))
                slices.ends.append(UInt32(index.field(row, last, columns: columnCount, in: bytes).upperBound))
            }
            return true
        }
        for row in 0..<count {
            slices.beginRow()
            for (position, cell) in cells.enumerated() {
                if position > 0 { slices.bytes.append(output) }
                slices.bytes.append(contentsOf: delimitedField(text(row, cell), delimiter: output).utf8)
            }
            slices.endRow()
        }
        slices.pad()
        return false
    }

    private func contains(_ byte: UInt8, in column: Int) -> Bool {
        (0..<count).contains { bytes[index.field($0, column, columns: columnCount, in: bytes)].contains(byte) }
    }

    /// The bytes that ``delimitedCells(_:delimiter:into:)`` points into where it copied nothing.
    public var cellBytes: [UInt8] { bytes }
}

/// What is made of the blocks of a cohort file.
///
/// One value works on one block at a time; several values work side by side.
public protocol CohortConsumer: Sendable {
    /// Works on a block, side by side with others.
    mutating func process(_ block: CohortBlock) throws(Diagnostic)
    /// Passes on what was made, in the order of the file.
    mutating func commit() throws(Diagnostic)
}
