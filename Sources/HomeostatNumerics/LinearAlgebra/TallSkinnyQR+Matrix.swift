extension TallSkinnyQR {
    /// How many blocks one task factors: enough for the task to cost nothing, few enough to share out evenly.
    private static let blocksPerTask = 8

    /// Factors a design that lies in memory, on several threads.
    ///
    /// - Parameters:
    ///   - design: n x p with n >= p.
    ///   - response: n values.
    ///   - weights: n weights of zero or more; none is a weight of one for all.
    ///   - rankTolerance: see ``finish(rankTolerance:)``.
    ///   - threads: how many parts are factored at a time. The result has the same bits for any number.
    /// - Throws: ``TallSkinnyQRError``; of several faults the one in the first row.
    /// - Complexity: O(n p^2).
    public static func factor(
        _ design: Matrix, response: [Double], weights: [Double]? = nil, rankTolerance: Double? = nil, threads: Int = 2
    ) async throws(TallSkinnyQRError) -> LeastSquaresFactor {
        guard design.rowCount >= design.columnCount && design.columnCount > 0 else {
            throw .fewerRowsThanColumns(rows: design.rowCount, columns: design.columnCount)
        }
        let rows = try WeightedRows(design, response: response, weights: weights)
        let columnCount = design.columnCount
        let rowCount = design.rowCount
        let rowsPerTask = blocksPerTask * rowsPerBlock
        let tasks = (rowCount + rowsPerTask - 1) / rowsPerTask
        let parts = await inOrder(tasks, threads: threads) { task in
            Result { () throws(TallSkinnyQRError) in
                var part = TallSkinnyQR(columnCount: columnCount, firstBlock: task * blocksPerTask)
                try part.add(rows, task * rowsPerTask..<min((task + 1) * rowsPerTask, rowCount))
                try part.addPending()
                return part
            }
        }
        var total = TallSkinnyQR(columnCount: columnCount)
        for (task, part) in parts.enumerated() {
            do throws(TallSkinnyQRError) {
                try total.merge(part.get())
            } catch {
                throw error.movedBy(rows: task * rowsPerTask)
            }
        }
        return try total.finish(rankTolerance: rankTolerance)
    }
}

extension TallSkinnyQRError {
    /// The same error in rows that stand behind others.
    func movedBy(rows: Int) -> TallSkinnyQRError {
        switch self {
        case .notFinite(let row, let column): .notFinite(row: row + rows, column: column)
        case .invalidWeight(let row): .invalidWeight(row: row + rows)
        default: self
        }
    }
}
