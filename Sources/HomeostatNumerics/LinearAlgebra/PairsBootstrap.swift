/// The coefficients of bootstrap replicates.
public struct BootstrapCoefficients: Sendable, Hashable {
    /// One row for each replicate that could be fitted, in their order; one column for each column of the design.
    public let coefficients: Matrix
    /// The numbers, from zero, of the replicates in which columns were dependent: they have no row.
    public let undeterminedReplicates: [Int]
}

/// The pairs bootstrap of a linear regression: rows, or clusters of rows, drawn with replacement.
///
/// A replicate is the weighted regression with the number of draws of each row as its weight, solved by Householder QR
/// as the regression itself. Draw k of replicate b is number k of stream b of a ``CounterRandom``, so that a replicate
/// depends on the seed and its own number only, not on threads nor on how many replicates there are.
///
/// ```swift
/// let replicates = try await PairsBootstrap(design, response: y).coefficients(replicates: 1000, seed: 1979)
/// ```
///
/// Source: B. Efron, Annals of Statistics 7 (1979) 1-26, doi:10.1214/aos/1176344552; D. A. Freedman, Annals of
/// Statistics 9 (1981) 1218-1228, doi:10.1214/aos/1176345638.
public struct PairsBootstrap: Sendable {
    /// Columns and response, divided by powers of two.
    let scaled: Matrix
    let exponents: [Int32]
    /// Columns of the design and one for the response.
    let columnCount: Int
    /// The cluster of each row, numbered from zero; empty where each row is its own.
    private let clusters: [Int]
    private let clusterCount: Int
    private let rankTolerance: Double
    /// The square roots of small counts.
    let roots: [Double]

    private static let replicatesPerTask = 8

    /// A regression to draw from.
    ///
    /// - Parameters:
    ///   - design: n x p with n >= p.
    ///   - response: n values.
    ///   - clusters: a number for each row, the same for rows that are drawn together; none draws single rows.
    ///   - rankTolerance: see ``TallSkinnyQR/finish(rankTolerance:)``.
    /// - Throws: ``TallSkinnyQRError``.
    public init(
        _ design: Matrix, response: [Double], clusters: [Int]? = nil, rankTolerance: Double? = nil
    ) throws(TallSkinnyQRError) {
        let rows = try WeightedRows(design, response: response, weights: nil)
        guard design.rowCount >= design.columnCount && design.columnCount > 0 else {
            throw .fewerRowsThanColumns(rows: design.rowCount, columns: design.columnCount)
        }
        if let clusters, clusters.count != design.rowCount {
            throw .rowsDiffer(design: design.rowCount, other: clusters.count)
        }
        columnCount = design.columnCount + 1
        var elements: [Double] = []
        elements.reserveCapacity(design.rowCount * columnCount)
        var exponents: [Int32] = []
        for column in 0..<columnCount {
            let own = column < design.columnCount ? column : nil
            let numbers = own.map { column in (0..<design.rowCount).map { design[$0, column] } } ?? response
            let largest = numbers.reduce(0) { max($0, $1.magnitude) }
            guard numbers.allSatisfy(\.isFinite) else {
                throw rows.firstFault(in: 0..<design.rowCount, countedFrom: 0)
            }
            let exponent = largest > 0 ? max(Int(largest.exponent), -1022) : 0
            exponents.append(Int32(exponent))
            for number in numbers { elements.append(number.scaled(by: -exponent)) }
        }
        scaled = Matrix(rowCount: design.rowCount, columnCount: columnCount, elements: elements)
        self.exponents = exponents
        self.rankTolerance =
            rankTolerance
            ?? LeastSquaresFactor.defaultRankTolerance(columnCount: design.columnCount)
        roots = (0..<64).map { Double($0).squareRoot() }
        guard let clusters else {
            self.clusters = []
            clusterCount = design.rowCount
            return
        }
        // Clusters are numbered in the order in which they appear.
        var numbers: [Int: Int] = [:]
        self.clusters = clusters.map { cluster in
            let number = numbers[cluster] ?? numbers.count
            numbers[cluster] = number
            return number
        }
        clusterCount = numbers.count
    }

    /// Fits replicates.
    ///
    /// - Parameters:
    ///   - replicates: how many.
    ///   - seed: tells one set of replicates from another.
    ///   - threads: how many are fitted at a time; the results have the same bits for any number.
    /// - Complexity: O(replicates x n x p^2).
    public func coefficients(replicates: Int, seed: UInt64, threads: Int = 2) async -> BootstrapCoefficients {
        let size = columnCount - 1
        let tasks = (replicates + Self.replicatesPerTask - 1) / Self.replicatesPerTask
        let parts = await inOrder(tasks, threads: threads) { task in
            var drawn = Drawn(rowCount: scaled.rowCount)
            let first = task * Self.replicatesPerTask
            return (first..<min(first + Self.replicatesPerTask, replicates)).map { replicate in
                coefficients(of: replicate, seed, &drawn)
            }
        }
        let fits = parts.flatMap { $0 }
        let fitted = fits.compactMap { $0 }
        var made = Matrix(rowCount: fitted.count, columnCount: size)
        for (row, fit) in fitted.enumerated() {
            for column in 0..<size { made[row, column] = fit[column] }
        }
        return BootstrapCoefficients(
            coefficients: made, undeterminedReplicates: fits.indices.filter { fits[$0] == nil })
    }

    /// How often each row is drawn in a replicate.
    ///
    /// - Returns: n counts; they add up to n, or where clusters are drawn, those of clusters to the number of clusters.
    public func counts(ofReplicate replicate: Int, seed: UInt64) -> [UInt32] {
        var drawn = Drawn(rowCount: scaled.rowCount)
        draw(replicate, seed, &drawn)
        return drawn.counts
    }

    private func draw(_ replicate: Int, _ seed: UInt64, _ drawn: inout Drawn) {
        // The bias of the upper half of a product is at most n 2^-64.
        let counts = countsOfDraws(clusterCount, seed: seed, stream: UInt64(replicate))
        drawn.counts = clusters.isEmpty ? counts : clusters.map { counts[$0] }
    }

    private func coefficients(of replicate: Int, _ seed: UInt64, _ drawn: inout Drawn) -> [Double]? {
        draw(replicate, seed, &drawn)
        let factor = factor(counts: drawn.counts, drawn: &drawn)
        return factor.coefficientsOfLastColumn(rankTolerance: rankTolerance)
    }

    /// The rows drawn in a replicate.
    struct Drawn {
        var counts: [UInt32]
        /// The rows drawn at least once, the first ``count`` of them, and the roots of how often.
        private(set) var rows: [UInt32]
        private(set) var factors: [Double]
        private(set) var count = 0

        init(rowCount: Int) {
            counts = [UInt32](repeating: 0, count: rowCount)
            rows = counts
            factors = [Double](repeating: 0, count: rowCount)
        }

        mutating func collect(_ counts: [UInt32], roots: [Double]) {
            var place = 0
            for row in counts.indices where counts[row] > 0 {
                let often = Int(counts[row])
                rows[place] = UInt32(truncatingIfNeeded: row)
                factors[place] = often < roots.count ? roots[often] : Double(often).squareRoot()
                place += 1
            }
            count = place
        }
    }
}

extension BlockFactor {
    /// Solves for the coefficients of the last column on the others; `nil` where these are dependent.
    ///
    /// Without pivoting: what a column's diagonal element keeps of the column's length decides. That is enough to
    /// refuse a replicate that lacks a group; a nearly dependent design is the regression's own affair.
    func coefficientsOfLastColumn(rankTolerance: Double) -> [Double]? {
        let size = columnCount - 1
        for column in 0..<size {
            var square = 0.0
            for row in 0...column { square += r[row * columnCount + column] * r[row * columnCount + column] }
            guard r[column * columnCount + column].magnitude > rankTolerance * square.squareRoot() else { return nil }
        }
        var solution = [Double](repeating: 0, count: size)
        for row in (0..<size).reversed() {
            var value = r[row * columnCount + size]
            for column in row + 1..<max(row + 1, size) { value -= r[row * columnCount + column] * solution[column] }
            solution[row] = value / r[row * columnCount + row]
        }
        for column in 0..<size {
            solution[column] = solution[column].scaled(by: Int(exponents[size]) - Int(exponents[column]))
            guard solution[column].isFinite else { return nil }
        }
        return solution
    }
}
