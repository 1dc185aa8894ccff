import CLAPACKE

/// The eigenvalues and eigenvectors of a symmetric matrix: A = V diag(values) V'.
public struct SymmetricEigen: Sendable, Hashable {
    /// Ascending.
    public let values: [Double]
    /// One column for each value, of length 1.
    public let vectors: Matrix

    /// Decomposes a matrix by LAPACK's `dsyev`.
    ///
    /// - Parameter matrix: square; only its lower triangle is read.
    /// - Throws: ``LAPACKError``; a negative `info` says that an element is not a number.
    public init(_ matrix: Matrix) throws(LAPACKError) {
        precondition(matrix.rowCount == matrix.columnCount)
        let size = matrix.rowCount
        guard size > 0 else {
            (values, vectors) = ([], matrix)
            return
        }
        var elements = matrix.elements
        var values = [Double](repeating: 0, count: size)
        let info = unsafe LAPACKE_dsyev(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), Int32(size), &elements, Int32(size),
            &values)
        guard info == 0 else { throw LAPACKError(routine: "dsyev", info: Int(info)) }
        self.values = values
        vectors = Matrix(rowCount: size, columnCount: size, elements: elements)
    }

    /// V diag(f(values)) V'.
    public func mapValues(_ function: (Double) -> Double) -> Matrix {
        let size = values.count
        let changed = values.map(function)
        var made = Matrix(rowCount: size, columnCount: size)
        for column in 0..<size {
            for row in 0...column {
                var sum = CompensatedSum()
                for place in 0..<size { sum.add(vectors[row, place] * changed[place] * vectors[column, place]) }
                made[row, column] = sum.value
                made[column, row] = sum.value
            }
        }
        return made
    }
}
