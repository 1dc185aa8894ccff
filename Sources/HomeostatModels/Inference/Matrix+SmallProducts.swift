import HomeostatNumerics

/// Products of the small matrices of inference, one row and column for each coefficient.
extension Matrix {
    /// This matrix times a vector.
    func applied(to vector: [Double]) -> [Double] {
        precondition(vector.count == columnCount)
        return (0..<rowCount).map { row in
            var sum = CompensatedSum()
            for column in vector.indices { sum.add(self[row, column] * vector[column]) }
            return sum.value
        }
    }

    /// This matrix times another one.
    func times(_ other: Matrix) -> Matrix {
        precondition(columnCount == other.rowCount)
        return Matrix(
            rowCount: rowCount, columnCount: other.columnCount,
            elements: (0..<other.columnCount).flatMap { column in
                applied(to: (0..<other.rowCount).map { other[$0, column] })
            })
    }

    /// The elements of a row.
    func row(_ row: Int) -> [Double] { (0..<columnCount).map { self[row, $0] } }

    /// Rows and columns of these positions, in this order.
    func selecting(rows: [Int], columns: [Int]) -> Matrix {
        Matrix(
            rowCount: rows.count, columnCount: columns.count,
            elements: columns.flatMap { column in rows.map { self[$0, column] } })
    }

    /// x with R' x = vector, for this upper triangular R; nil where the diagonal has a zero.
    func solvedTransposedTriangular(_ vector: [Double]) -> [Double]? {
        var solution = vector
        for row in solution.indices {
            for above in 0..<row { solution[row] -= self[above, row] * solution[above] }
            guard self[row, row] != 0 else { return nil }
            solution[row] /= self[row, row]
        }
        return solution
    }
}
