#if arch(x86_64)
    import HomeostatNumerics

    /// Least squares in the 80-bit format of the processor (64 bits of significand): Gram-Schmidt with every projection
    /// repeated, an algorithm and a precision that the code under test does not use.
    struct ExtendedPrecisionLeastSquares {
        let q: [[Float80]]
        let r: [[Float80]]
        let coefficients: [Float80]
        let residuals: [Float80]

        init(_ columns: [[Double]], response: [Double]) {
            var basis: [[Float80]] = []
            let size = columns.count
            var r = [[Float80]](repeating: [Float80](repeating: 0, count: size), count: size)
            for (place, column) in columns.enumerated() {
                var rest = column.map(Float80.init)
                for _ in 0..<3 {
                    for (row, direction) in basis.enumerated() {
                        let product = Self.product(direction, rest)
                        r[row][place] += product
                        for index in rest.indices { rest[index] -= product * direction[index] }
                    }
                }
                let length = Self.product(rest, rest).squareRoot()
                r[place][place] = length
                basis.append(rest.map { $0 / length })
            }
            var rest = response.map(Float80.init)
            var rotated = [Float80](repeating: 0, count: size)
            for _ in 0..<3 {
                for (row, direction) in basis.enumerated() {
                    let product = Self.product(direction, rest)
                    rotated[row] += product
                    for index in rest.indices { rest[index] -= product * direction[index] }
                }
            }
            var solution = rotated
            for row in (0..<size).reversed() {
                for column in row + 1..<max(row + 1, size) { solution[row] -= r[row][column] * solution[column] }
                solution[row] /= r[row][row]
            }
            q = basis
            self.r = r
            coefficients = solution
            residuals = rest
        }

        /// The diagonal of the hat matrix.
        var leverages: [Float80] {
            residuals.indices.map { row in q.reduce(0) { $0 + $1[row] * $1[row] } }
        }

        var residualSumOfSquares: Float80 { Self.product(residuals, residuals) }

        /// (X'X)^-1 X' diag(w) X (X'X)^-1, through Q.
        func sandwich(_ weights: [Float80]) -> [[Float80]] {
            let size = r.count
            // Rows of R^-1.
            var inverse = [[Float80]](repeating: [Float80](repeating: 0, count: size), count: size)
            for column in 0..<size {
                for row in (0...column).reversed() {
                    var value: Float80 = row == column ? 1 : 0
                    for inner in row + 1..<max(row + 1, column + 1) { value -= r[row][inner] * inverse[inner][column] }
                    inverse[row][column] = value / r[row][row]
                }
            }
            // Row i of (X'X)^-1 X' is row i of R^-1 times Q'.
            let influence = inverse.map { row in
                weights.indices.map { person in
                    (0..<size).reduce(Float80(0)) { $0 + row[$1] * q[$1][person] }
                }
            }
            return influence.map { left in
                influence.map { right in
                    weights.indices.reduce(Float80(0)) { $0 + weights[$1] * left[$1] * right[$1] }
                }
            }
        }

        private static func product(_ a: [Float80], _ b: [Float80]) -> Float80 {
            var sum: Float80 = 0
            for index in a.indices { sum += a[index] * b[index] }
            return sum
        }
    }

    /// |found - exact| / |exact|.
    func relativeError(_ found: Double, _ exact: Float80) -> Double {
        Double((Float80(found) - exact).magnitude / exact.magnitude)
    }
#endif
