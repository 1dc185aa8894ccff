import HomeostatNumerics

/// Polynomials that are orthogonal over the values they were fitted to, as R's `poly(x, degree)`.
///
/// The polynomial of degree k is (x - alpha[k]) times the one before, minus norm2[k] / norm2[k-1] times the one before
/// that, and has length 1 over the fitted values. The sums are compensated, so that high degrees keep their
/// orthogonality.
///
/// Source: Forsythe GE. J SIAM 1957; 5:74, doi:10.1137/0105007.
struct OrthogonalPolynomial: Sendable, Hashable {
    /// The centres of the recurrence, one for each degree from 1.
    let centres: [Double]
    /// The sums of squares of the polynomials with leading coefficient 1, from degree 0.
    let squaredNorms: [Double]

    /// - Returns: nil where there are no more different values than the degree, or where these are too near or too
    ///   large for squares to be told apart.
    init?(degree: Int, fitting values: [Double]) {
        guard Set(values).count > degree else { return nil }
        var centres: [Double] = []
        var norms: [Double] = []
        var before = [Double](repeating: 0, count: values.count)
        var current = [Double](repeating: 1, count: values.count)
        for step in 0...degree {
            var squares = CompensatedSum()
            for value in current { squares.add(value * value) }
            guard squares.value.isNormal else { return nil }
            norms.append(squares.value)
            guard step < degree else { break }
            // About the first value, so that a large common part does not cancel.
            let origin = step == 0 ? values[0] : centres[0]
            var moment = CompensatedSum()
            for row in values.indices { moment.add((values[row] - origin) * current[row] * current[row]) }
            let centre = origin + moment.value / squares.value
            guard centre.isFinite else { return nil }
            centres.append(centre)
            let ratio = step == 0 ? 0 : norms[step] / norms[step - 1]
            for row in values.indices {
                let next = (values[row] - centre) * current[row] - ratio * before[row]
                before[row] = current[row]
                current[row] = next
            }
        }
        self.centres = centres
        squaredNorms = norms
    }

    /// The columns of degree 1 and up at any values.
    func columns(at values: [Double]) -> [[Double]] {
        var columns: [[Double]] = []
        var before = [Double](repeating: 0, count: values.count)
        var current = [Double](repeating: 1, count: values.count)
        for step in centres.indices {
            let ratio = step == 0 ? 0 : squaredNorms[step] / squaredNorms[step - 1]
            for row in values.indices {
                let next = (values[row] - centres[step]) * current[row] - ratio * before[row]
                before[row] = current[row]
                current[row] = next
            }
            let length = squaredNorms[step + 1].squareRoot()
            columns.append(current.map { $0 / length })
        }
        return columns
    }
}
