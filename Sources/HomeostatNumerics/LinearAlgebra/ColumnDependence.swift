/// Which columns of a matrix depend on others, and how nearly the rest does, from its triangular factor.
///
/// Columns are brought to length 1 first, so that the answer does not depend on units.
struct ColumnDependence: Sendable {
    let rank: Int
    /// Largest by smallest singular value; `nil` where the smallest is zero.
    let conditionNumber: Double?
    /// Ascending.
    let dependentColumns: [Int]

    init(of r: Matrix, tolerance: Double) {
        let size = r.columnCount
        var elements = r.elements
        for column in 0..<size {
            let range = column * size..<(column + 1) * size
            let length = euclideanNorm(Array(elements[range]))
            guard length > 0 else { continue }
            for place in range { elements[place] /= length }
        }
        let pivoted = HouseholderQR(
            columnMajor: elements, rowCount: size, columnCount: size, rankTolerance: tolerance)
        rank = pivoted.rank
        let values = singularValues(columnMajor: elements, size: size)
        if let largest = values.first, let smallest = values.last, smallest > 0 {
            let ratio = largest / smallest
            conditionNumber = ratio.isFinite ? ratio : nil
        } else {
            conditionNumber = nil
        }
        guard rank < size else {
            dependentColumns = []
            return
        }
        // Pivoting tells how many columns depend on others; a sweep in the given order, which ones a reader expects.
        let columns = (0..<size).map { Array(elements[$0 * size..<($0 + 1) * size]) }
        let swept = columnsAddingNothing(columns, tolerance: tolerance)
        dependentColumns = swept.count == size - rank ? swept : pivoted.permutation[rank...].sorted()
    }
}

/// The singular values of a small square matrix, descending, by rotations of pairs of columns.
///
/// Source: M. R. Hestenes, "Inversion of matrices by biorthogonalization and related results", Journal of the Society
/// for Industrial and Applied Mathematics 6 (1958) 51-90, doi:10.1137/0106005.
func singularValues(columnMajor elements: [Double], size: Int) -> [Double] {
    var columns = (0..<size).map { Array(elements[$0 * size..<($0 + 1) * size]) }
    func product(_ a: Int, _ b: Int) -> Double { zip(columns[a], columns[b]).reduce(0) { $0 + $1.0 * $1.1 } }
    // Convergence is quadratic; a few sweeps suffice, and the bound only guards against rounding in circles.
    for _ in 0..<40 {
        var isDiagonal = true
        for a in 0..<size {
            for b in a + 1..<max(a + 1, size) {
                let (aa, bb, ab) = (product(a, a), product(b, b), product(a, b))
                guard ab.magnitude > Double.ulpOfOne * (aa * bb).squareRoot() && ab != 0 else { continue }
                isDiagonal = false
                let zeta = (bb - aa) / (2 * ab)
                let tangent = (zeta < 0 ? -1 : 1) / (zeta.magnitude + (1 + zeta * zeta).squareRoot())
                let cosine = 1 / (1 + tangent * tangent).squareRoot()
                let sine = cosine * tangent
                for row in 0..<size {
                    let (x, y) = (columns[a][row], columns[b][row])
                    columns[a][row] = cosine * x - sine * y
                    columns[b][row] = sine * x + cosine * y
                }
            }
        }
        if isDiagonal { break }
    }
    return columns.map(euclideanNorm).sorted(by: >)
}
