import HomeostatNumerics

/// Which columns of a design a model can have coefficients for: a column that is zero, or a combination of those before
/// it, is left out and named.
struct IndependentColumns {
    /// The positions kept, ascending.
    private(set) var kept: [Int] = []
    /// The positions left out, ascending.
    private(set) var left: [Int] = []
    /// An orthonormal basis of the columns kept, over all rows.
    private(set) var basis: [[Double]] = []

    /// The part of a column, relative to its length, that has to lie outside those before it.
    static let tolerance = 1e-11

    /// Gram-Schmidt with a second pass, which keeps the basis orthogonal to working precision (Giraud L, Langou J,
    /// Rozloznik M. Comput Math Appl 2005;50:1069-1075, doi:10.1016/j.camwa.2005.08.009).
    ///
    /// - Parameters:
    ///   - rows: the rows that count.
    init(_ matrix: Matrix, rows: (Int) -> Bool = { _ in true }) {
        for column in 0..<matrix.columnCount {
            let values = matrix.column(column)
            var largest = 0.0
            for row in 0..<matrix.rowCount where rows(row) { largest = max(largest, values[row].magnitude) }
            var rest = [Double](repeating: 0, count: matrix.rowCount)
            if largest > 0 {
                let scale = 1 / largest.binade
                for row in 0..<matrix.rowCount where rows(row) { rest[row] = values[row] * scale }
            }
            let length = norm(rest)
            for _ in 0..<2 {
                for direction in basis {
                    var share = 0.0
                    for row in rest.indices { share += direction[row] * rest[row] }
                    for row in rest.indices { rest[row] -= share * direction[row] }
                }
            }
            let remaining = norm(rest)
            if remaining > Self.tolerance * length {
                kept.append(column)
                basis.append(rest.map { $0 / remaining })
            } else {
                left.append(column)
            }
        }
    }
}

private func norm(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
}

extension Matrix {
    /// The matrix of some of the columns, in the order given.
    func selecting(columns: [Int]) -> Matrix {
        var elements: [Double] = []
        elements.reserveCapacity(rowCount * columns.count)
        for column in columns {
            let values = self.column(column)
            for row in 0..<rowCount { elements.append(values[row]) }
        }
        return Matrix(rowCount: rowCount, columnCount: columns.count, elements: elements)
    }
}
