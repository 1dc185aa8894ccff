import CKernels

/// Long columns of double-double numbers: all high parts in one piece of memory, all low parts in another.
struct DoubleDoubleColumns: Sendable {
    let rowCount: Int
    let columnCount: Int
    private(set) var high: [Double]
    /// Empty where all low parts are zero.
    private(set) var low: [Double]

    /// Columns of zeros that can be written to.
    init(rowCount: Int, columnCount: Int) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        high = [Double](repeating: 0, count: rowCount * columnCount)
        low = high
    }

    /// Columns that are there already.
    ///
    /// - Parameter low: one for each element of `high`, or none where there are no low parts.
    init(rowCount: Int, columnCount: Int, high: [Double], low: [Double]) {
        precondition(high.count == rowCount * columnCount && (low.isEmpty || low.count == high.count))
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.high = high
        self.low = low
    }

    subscript(row: Int, column: Int) -> DoubleDouble {
        get {
            let place = column * rowCount + row
            return DoubleDouble(unchecked: high[place], low.isEmpty ? 0 : low[place])
        }
        set {
            let place = column * rowCount + row
            high[place] = newValue.high
            low[place] = newValue.low
        }
    }

    /// Sets all elements of some rows to zero, of all rows where none are named.
    mutating func clear(rows: Range<Int>? = nil) {
        for column in 0..<columnCount {
            let offset = column * rowCount
            for row in rows ?? 0..<rowCount {
                high[offset + row] = 0
                low[offset + row] = 0
            }
        }
    }

    /// Multiplies a column by a power of two.
    mutating func scale(_ column: Int, byPowerOfTwo exponent: Int) {
        guard exponent != 0 else { return }
        // The power itself may be beyond the range of Double where the product is not.
        let half = exponent / 2
        let first = Double(sign: .plus, exponent: half, significand: 1)
        let second = Double(sign: .plus, exponent: exponent - half, significand: 1)
        for place in column * rowCount..<(column + 1) * rowCount { high[place] = high[place] * first * second }
        guard !low.isEmpty else { return }
        for place in column * rowCount..<(column + 1) * rowCount { low[place] = low[place] * first * second }
    }

    /// Adds a multiple of some rows of a column of others to rows of an own column.
    ///
    /// - Precondition: the own columns have low parts.
    mutating func add(
        _ factor: DoubleDouble, times source: borrowing DoubleDoubleColumns, column: Int, rows: Range<Int>,
        toColumn target: Int, at row: Int
    ) {
        let from = source.place(column, rows)
        let to = place(target, row..<row + rows.count)
        precondition(low.count == high.count)
        unsafe source.withPointers(from) { sourceHigh, sourceLow in
            unsafe high.withUnsafeMutableBufferPointer { ownHigh in
                unsafe low.withUnsafeMutableBufferPointer { ownLow in
                    guard let ownHigh = ownHigh.baseAddress, let ownLow = ownLow.baseAddress else { return }
                    unsafe hk_double_double_add_multiple(
                        ownHigh + to, ownLow + to, sourceHigh, sourceLow, factor.high, factor.low, rows.count)
                }
            }
        }
    }

    /// Multiplies each column by the column of another value, element by element.
    mutating func multiply(by source: borrowing DoubleDoubleColumns) {
        precondition(source.columnCount == 1 && source.rowCount == rowCount && rowCount > 0)
        if low.isEmpty { low = [Double](repeating: 0, count: high.count) }
        unsafe source.withPointers(0) { sourceHigh, sourceLow in
            unsafe high.withUnsafeMutableBufferPointer { ownHigh in
                unsafe low.withUnsafeMutableBufferPointer { ownLow in
                    guard let ownHigh = ownHigh.baseAddress, let ownLow = ownLow.baseAddress else { return }
                    for column in 0..<columnCount {
                        let place = column * rowCount
                        unsafe hk_double_double_multiply(
                            ownHigh + place, ownLow + place, sourceHigh, sourceLow, rowCount)
                    }
                }
            }
        }
    }

    /// Adds the products of some rows of a column with rows of a column of others to running sums.
    func addProducts(
        column: Int, rows: Range<Int>, with other: borrowing DoubleDoubleColumns, column otherColumn: Int, at row: Int,
        to sums: inout DoubleDoubleSums
    ) {
        let own = place(column, rows)
        let others = other.place(otherColumn, row..<row + rows.count)
        precondition(other.low.count == other.high.count)
        unsafe withPointers(own) { ownHigh, ownLow in
            unsafe other.withPointers(others) { otherHigh, otherLow in
                guard let otherLow = unsafe otherLow else { return }
                unsafe hk_double_double_dot(ownHigh, ownLow, otherHigh, otherLow, rows.count, &sums.lanes)
            }
        }
    }

    private func place(_ column: Int, _ rows: Range<Int>) -> Int {
        precondition(column >= 0 && column < columnCount && rows.lowerBound >= 0 && rows.upperBound <= rowCount)
        return column * rowCount + rows.lowerBound
    }

    private func withPointers(
        _ offset: Int, _ body: (UnsafePointer<Double>, UnsafePointer<Double>?) -> Void
    ) {
        unsafe high.withUnsafeBufferPointer { high in
            guard let high = high.baseAddress else { return }
            unsafe low.withUnsafeBufferPointer { low in
                unsafe body(high + offset, low.isEmpty ? nil : low.baseAddress.map { unsafe $0 + offset })
            }
        }
    }
}

/// Eight running sums of products, of every eighth row each, so that they can be computed side by side.
struct DoubleDoubleSums {
    fileprivate var lanes = hk_double_double_sums()

    /// The sum of all.
    var total: DoubleDouble {
        let (h, l) = (lanes.high, lanes.low)
        let pairs = [
            DoubleDouble(unchecked: h.0, l.0) + DoubleDouble(unchecked: h.4, l.4),
            DoubleDouble(unchecked: h.1, l.1) + DoubleDouble(unchecked: h.5, l.5),
            DoubleDouble(unchecked: h.2, l.2) + DoubleDouble(unchecked: h.6, l.6),
            DoubleDouble(unchecked: h.3, l.3) + DoubleDouble(unchecked: h.7, l.7),
        ]
        return (pairs[0] + pairs[2]) + (pairs[1] + pairs[3])
    }
}
