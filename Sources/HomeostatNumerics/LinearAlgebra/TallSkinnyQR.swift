/// A design or a response that cannot be factored.
public enum TallSkinnyQRError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There are fewer rows than columns: no least squares problem has a unique solution.
    case fewerRowsThanColumns(rows: Int, columns: Int)
    /// An element is infinite or not a number, or a weight or the product with its root is. Rows are counted from zero
    /// over all blocks added; without a column it is the response.
    case notFinite(row: Int, column: Int?)
    /// A weight is negative, infinite or not a number.
    case invalidWeight(row: Int)
    /// A block has another number of columns than the accumulator was made for.
    case columnsDiffer(expected: Int, found: Int)
    /// Design, response and weights do not have the same number of rows.
    case rowsDiffer(design: Int, other: Int)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .fewerRowsThanColumns(let rows, let columns):
            "\(rows) rows cannot determine \(columns) coefficients: leave out columns or add rows"
        case .notFinite(let row, let column?):
            "row \(row + 1), column \(column + 1) of the design is not a finite number: leave the row out"
        case .notFinite(let row, nil):
            "the response in row \(row + 1) is not a finite number: leave the row out"
        case .invalidWeight(let row):
            "the weight of row \(row + 1) is not a finite number of zero or more"
        case .columnsDiffer(let expected, let found):
            "a block of \(found) columns cannot be added to one of \(expected)"
        case .rowsDiffer(let design, let other):
            "the design has \(design) rows, the response or the weights have \(other)"
        }
    }
}

/// QR factorisation of a design with many rows and few columns together with its response, [X | y], block by block.
///
/// Rows are taken in blocks of ``rowsPerBlock``; each is factored by Householder reflections in the first-level cache,
/// and the triangular factors are combined two by two in a tree that depends on the numbers of the blocks only. Nothing
/// of size n is kept, so that n may exceed the memory, and parts may be factored on different threads or machines. The
/// accuracy is that of Householder QR of the whole: X'X is never formed.
///
/// ```swift
/// var total = TallSkinnyQR(columnCount: 11)
/// while let block = reader.next() { try total.add(block.design, response: block.response) }
/// let factor = try total.finish()
/// ```
///
/// Columns are scaled by powers of two as they come in, so that neither the unit of a covariate nor squares beyond the
/// range of Double matter. How rows are shared out over calls of ``add(_:response:weights:)`` changes no bit of the
/// result.
///
/// Source: J. Demmel, L. Grigori, M. Hoemmen and J. Langou, "Communication-optimal parallel and sequential QR and LU
/// factorizations", SIAM Journal on Scientific Computing 34 (2012) A206-A239, doi:10.1137/080731992.
public struct TallSkinnyQR: Sendable {
    /// How many rows are factored together. A part that begins at another accumulator's end begins at a multiple of it.
    public static let rowsPerBlock = 4096

    /// The number of columns of the design.
    public let columnCount: Int
    /// The number of rows added, over all parts that were merged.
    public private(set) var rowCount = 0
    /// The number of the block at which the rows of this accumulator begin.
    public let firstBlock: Int

    /// A factor of the blocks `number << level` to `(number + 1) << level` (excluded).
    struct Node: Sendable {
        var level: Int
        var number: Int
        var factor: BlockFactor
    }
    private var nodes: [Node] = []
    private var nextBlock: Int
    private var pending: PendingRows

    /// An accumulator without rows.
    ///
    /// - Parameters:
    ///   - columnCount: of the design, at least one.
    ///   - firstBlock: for a part of a longer sequence: the number of its first row divided by ``rowsPerBlock``.
    public init(columnCount: Int, firstBlock: Int = 0) {
        precondition(columnCount > 0 && firstBlock >= 0)
        self.columnCount = columnCount
        self.firstBlock = firstBlock
        nextBlock = firstBlock
        pending = PendingRows(columnCount: columnCount)
    }

    /// Adds rows.
    ///
    /// - Parameters:
    ///   - design: any number of rows, ``columnCount`` columns.
    ///   - response: one for each row.
    ///   - weights: one for each row, zero or more; none is a weight of one for all. Rows are multiplied by the root of
    ///     their weight.
    /// - Throws: ``TallSkinnyQRError`` for shapes that do not fit and for numbers that are not finite; the accumulator
    ///   is then of no further use.
    /// - Complexity: O(rows x columns^2).
    public mutating func add(
        _ design: Matrix, response: [Double], weights: [Double]? = nil
    ) throws(TallSkinnyQRError) {
        let rows = try WeightedRows(design, response: response, weights: weights)
        guard design.columnCount == columnCount else {
            throw .columnsDiffer(expected: columnCount, found: design.columnCount)
        }
        try add(rows, 0..<design.rowCount)
    }

    /// Adds some rows of a design that lies in memory.
    mutating func add(_ rows: WeightedRows, _ range: Range<Int>) throws(TallSkinnyQRError) {
        var next = range.lowerBound
        while next < range.upperBound {
            if pending.isEmpty && range.upperBound - next >= Self.rowsPerBlock {
                try addBlock(rows, next..<next + Self.rowsPerBlock)
                next += Self.rowsPerBlock
            } else {
                let count = min(range.upperBound - next, Self.rowsPerBlock - pending.count)
                pending.append(rows, next..<next + count)
                next += count
                if pending.count == Self.rowsPerBlock { try addPending() }
            }
        }
    }

    /// Factors the rows that do not fill a block: what is added behind them begins another one.
    mutating func addPending() throws(TallSkinnyQRError) {
        guard !pending.isEmpty else { return }
        try addBlock(pending.rows, 0..<pending.count)
        pending.removeAll()
    }

    private mutating func addBlock(_ rows: WeightedRows, _ range: Range<Int>) throws(TallSkinnyQRError) {
        var factor = BlockFactor(columnCount: columnCount + 1)
        guard factor.fold(rows, range) else { throw rows.firstFault(in: range, countedFrom: rowCount) }
        append(Node(level: 0, number: nextBlock, factor: factor))
        nextBlock += 1
        rowCount += range.count
    }

    /// Adds a node behind the others and combines siblings, so that what stands there is always the set of largest
    /// aligned runs of blocks, as in a binary counter.
    private mutating func append(_ node: Node) {
        nodes.append(node)
        while nodes.count > 1 {
            let right = nodes[nodes.count - 1]
            let left = nodes[nodes.count - 2]
            guard left.level == right.level && left.number % 2 == 0 && left.number + 1 == right.number else { return }
            nodes.removeLast(2)
            nodes.append(
                Node(level: left.level + 1, number: left.number / 2, factor: left.factor.combined(with: right.factor)))
        }
    }

    /// Adds the rows of another accumulator behind those of this one.
    ///
    /// Where the other one begins with the block after this one's last, and this one's rows fill whole blocks, the
    /// result has the same bits as if all rows had been added here. Otherwise the result is as accurate, and its bits
    /// depend on where the parts meet.
    ///
    /// - Throws: ``TallSkinnyQRError/columnsDiffer(expected:found:)``, or an error of rows not yet factored.
    public mutating func merge(_ other: TallSkinnyQR) throws(TallSkinnyQRError) {
        guard other.columnCount == columnCount else {
            throw .columnsDiffer(expected: columnCount, found: other.columnCount)
        }
        try addPending()
        if other.firstBlock == nextBlock {
            for node in other.nodes { append(node) }
            nextBlock = other.nextBlock
            rowCount += other.rowCount
        } else if let folded = other.foldedNodes {
            append(Node(level: 0, number: nextBlock, factor: folded))
            nextBlock += 1
            rowCount += other.rowCount
        }
        pending = other.pending
    }

    /// All nodes combined from the left.
    private var foldedNodes: BlockFactor? {
        guard var total = nodes.first?.factor else { return nil }
        for node in nodes.dropFirst() { total = total.combined(with: node.factor) }
        return total
    }

    /// The factor of all rows.
    ///
    /// - Parameter rankTolerance: a column counts as dependent where less than this share of its length is left after
    ///   the others have been projected out; by default ``LeastSquaresFactor/defaultRankTolerance(columnCount:)``.
    /// - Throws: ``TallSkinnyQRError/fewerRowsThanColumns(rows:columns:)``, or an error of rows not yet factored.
    public consuming func finish(rankTolerance: Double? = nil) throws(TallSkinnyQRError) -> LeastSquaresFactor {
        try addPending()
        guard rowCount >= columnCount, let total = foldedNodes else {
            throw .fewerRowsThanColumns(rows: rowCount, columns: columnCount)
        }
        return LeastSquaresFactor(total, rowCount: rowCount, rankTolerance: rankTolerance)
    }
}
