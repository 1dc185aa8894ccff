import HomeostatNumerics

/// The sandwich covariance of an estimator from its score rows: bread x meat x bread.
///
/// A score row is the derivative of one row's log-likelihood (or other objective) with respect to the coefficients; the
/// bread is the inverse of the sum of second derivatives. Nothing here knows which model they come from.
///
/// Source: White H. Econometrica 1982;50:1-25, doi:10.2307/1912526; for clusters Liang KY, Zeger SL. Biometrika
/// 1986;73:13-22, doi:10.1093/biomet/73.1.13.
public enum ScoreSandwich {
    /// The sum of the outer products of the score rows.
    ///
    /// - Parameter scores: rows x coefficients.
    /// - Returns: coefficients x coefficients, symmetric.
    public static func meat(scores: Matrix) -> Matrix {
        var made = Matrix(rowCount: scores.columnCount, columnCount: scores.columnCount)
        for first in 0..<scores.columnCount {
            let left = scores.column(first)
            for second in 0...first {
                let right = scores.column(second)
                var sum = CompensatedSum()
                for row in 0..<scores.rowCount { sum.add(left[row] * right[row]) }
                made[first, second] = sum.value
                made[second, first] = sum.value
            }
        }
        return made
    }

    /// The scores of each cluster, summed over its rows: clusters x coefficients, in the order in which the clusters
    /// appear.
    ///
    /// - Parameters:
    ///   - scores: rows x coefficients.
    ///   - clusters: the cluster of each row; equal numbers are one cluster. A precondition is one for each row.
    public static func clusterScores(_ scores: Matrix, clusters: [Int]) -> Matrix {
        precondition(clusters.count == scores.rowCount, "one cluster code for each row")
        var position: [Int: Int] = [:]
        let places = clusters.map { code in
            if let place = position[code] { return place }
            position[code] = position.count
            return position.count - 1
        }
        var made = Matrix(rowCount: position.count, columnCount: scores.columnCount)
        for column in 0..<scores.columnCount {
            let values = scores.column(column)
            var sums = [CompensatedSum](repeating: CompensatedSum(), count: position.count)
            for row in 0..<scores.rowCount { sums[places[row]].add(values[row]) }
            for (place, sum) in sums.enumerated() { made[place, column] = sum.value }
        }
        return made
    }

    /// factor x bread x meat x bread.
    ///
    /// - Parameters:
    ///   - bread: coefficients x coefficients, symmetric.
    ///   - meat: of the same shape, symmetric.
    ///   - factor: the correction for the number of rows or clusters.
    /// - Returns: coefficients x coefficients, symmetric to the last bit.
    public static func covariance(bread: Matrix, meat: Matrix, factor: Double = 1) -> Matrix {
        let size = bread.columnCount
        var half = Matrix(rowCount: size, columnCount: size)
        for row in 0..<size {
            for column in 0..<size {
                var sum = 0.0
                for inner in 0..<size { sum += bread[row, inner] * meat[inner, column] }
                half[row, column] = sum
            }
        }
        var made = Matrix(rowCount: size, columnCount: size)
        for row in 0..<size {
            for column in 0...row {
                var sum = 0.0
                for inner in 0..<size { sum += half[row, inner] * bread[inner, column] }
                made[row, column] = factor * sum
                made[column, row] = factor * sum
            }
        }
        return made
    }
}
