/// The columns of which the independent ones before them leave no more than a share of their length: a sweep in the given
/// order, so that the later of collinear columns is named.
///
/// - Parameters:
///   - columns: of one length, in a scale in which their squares are in range.
///   - tolerance: the share that counts as nothing.
/// - Returns: ascending.
func columnsAddingNothing<Scalar: HouseholderScalar>(_ columns: [[Scalar]], tolerance: Double) -> [Int] {
    func product(_ a: [Scalar], _ b: [Scalar]) -> Scalar { zip(a, b).reduce(Scalar.zero) { $0 + $1.0 * $1.1 } }
    var directions: [[Scalar]] = []
    var dependent: [Int] = []
    for (position, column) in columns.enumerated() {
        var rest = column
        // Twice is enough: Gram-Schmidt with one repetition is orthogonal to working precision.
        for _ in 0..<2 {
            for direction in directions {
                let share = product(direction, rest)
                for row in rest.indices { rest[row] -= share * direction[row] }
            }
        }
        let left = product(rest, rest).squareRoot()
        if left > Scalar(tolerance) * product(column, column).squareRoot() {
            directions.append(rest.map { $0 / left })
        } else {
            dependent.append(position)
        }
    }
    return dependent
}
