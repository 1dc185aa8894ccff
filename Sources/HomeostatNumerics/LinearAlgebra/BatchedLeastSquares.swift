/// Many small linear regressions with the same columns: one for each person, each day, each window.
///
/// The rows of a group stand together. Each group is solved by Householder QR in vector registers, of columns centred on
/// their means where there is an intercept, without a call of LAPACK; groups that come near to linear dependence, or
/// the squares of which leave the range of Double, are solved again by QR with pivoting of scaled columns. No group is
/// ever solved by normal equations.
///
/// ```swift
/// // y = a + b x for each of three people with 2, 3 and 4 days:
/// let fits = try await BatchedLeastSquares(x, response: y, groupStarts: [0, 2, 5, 9], hasIntercept: true)
/// switch fits.outcome(of: 1) { case .fitted(let c): ...; case .dependentColumns(let columns): ... }
/// ```
public struct BatchedLeastSquares: Sendable {
    /// What became of a group.
    public enum Outcome: Sendable, Hashable {
        /// One coefficient for each column, the intercept first if there is one.
        case fitted([Double])
        /// The group has fewer rows than coefficients.
        case tooFewRows(rows: Int)
        /// Columns are combinations of columns before them; 0 is the intercept if there is one.
        case dependentColumns([Int])
        /// A row of the group, counted over all rows from zero, holds a number that is not finite; without a column it
        /// is the response.
        case notFinite(row: Int, column: Int?)
        /// The columns are independent, but a coefficient or the sum of squares is beyond the range of Double.
        case outOfRange
    }

    /// The number of coefficients of a group, the intercept included.
    public let coefficientCount: Int
    /// The number of groups.
    public let groupCount: Int
    private var coefficients: [Double] = []
    private var squares: [Double] = []
    /// Outcomes of the groups that could not be fitted.
    private var exceptions: [Int: Outcome] = [:]

    /// What is to be solved.
    struct Problem: Sendable {
        let design: Matrix
        let response: [Double]
        let groupStarts: [Int]
        let hasIntercept: Bool
        let rankTolerance: Double
    }

    /// Solutions of a run of groups.
    struct Part: Sendable {
        var coefficients: [Double]
        var squares: [Double]
        /// By place in the run.
        var exceptions: [Int: Outcome]
    }

    private static let groupsPerTask = 512

    /// Fits all groups.
    ///
    /// - Parameters:
    ///   - design: n x p, without a column for the intercept where `hasIntercept`.
    ///   - response: n values.
    ///   - groupStarts: the first row of each group, ascending, and n at the end.
    ///   - hasIntercept: whether a constant stands before the columns.
    ///   - rankTolerance: the share of a column's length below which what the columns before it leave counts as
    ///     nothing.
    ///   - threads: how many runs of groups are solved at a time. The results have the same bits for any number.
    /// - Throws: ``TallSkinnyQRError/rowsDiffer(design:other:)``.
    /// - Complexity: O(n p^2).
    public init(
        _ design: Matrix, response: [Double], groupStarts: [Int], hasIntercept: Bool, rankTolerance: Double = 0x1p-44,
        threads: Int = 2
    ) async throws(TallSkinnyQRError) {
        guard response.count == design.rowCount else {
            throw .rowsDiffer(design: design.rowCount, other: response.count)
        }
        precondition(design.columnCount > 0 || hasIntercept, "a regression needs a column")
        precondition(
            groupStarts.first == 0 && groupStarts.last == design.rowCount
                && zip(groupStarts, groupStarts.dropFirst()).allSatisfy { $0 <= $1 },
            "the starts of groups ascend from 0 to the number of rows")
        coefficientCount = design.columnCount + (hasIntercept ? 1 : 0)
        groupCount = groupStarts.count - 1
        let problem = Problem(
            design: design, response: response, groupStarts: groupStarts, hasIntercept: hasIntercept,
            rankTolerance: rankTolerance)
        let count = groupCount
        let tasks = (count + Self.groupsPerTask - 1) / Self.groupsPerTask
        let parts = await inOrder(tasks, threads: threads) { task in
            Self.fit(problem, groups: task * Self.groupsPerTask..<min((task + 1) * Self.groupsPerTask, count))
        }
        coefficients.reserveCapacity(count * coefficientCount)
        squares.reserveCapacity(count)
        for part in parts {
            for (place, outcome) in part.exceptions { exceptions[squares.count + place] = outcome }
            coefficients += part.coefficients
            squares += part.squares
        }
    }

    /// What became of a group.
    public func outcome(of group: Int) -> Outcome {
        precondition(group >= 0 && group < groupCount)
        if let exception = exceptions[group] { return exception }
        return .fitted(Array(coefficients[group * coefficientCount..<(group + 1) * coefficientCount]))
    }

    /// One coefficient of a group (0 is the intercept if there is one), or `nil`: ``outcome(of:)`` says why.
    public func coefficient(_ place: Int, of group: Int) -> Double? {
        precondition(group >= 0 && group < groupCount && place >= 0 && place < coefficientCount)
        if !exceptions.isEmpty && exceptions[group] != nil { return nil }
        return coefficients[group * coefficientCount + place]
    }

    /// The sum of squared residuals of a group, or `nil`: ``outcome(of:)`` says why.
    public func residualSumOfSquares(of group: Int) -> Double? {
        precondition(group >= 0 && group < groupCount)
        return exceptions[group] == nil ? squares[group] : nil
    }

    /// The groups that could not be fitted, ascending.
    public var groupsWithoutFit: [Int] { exceptions.keys.sorted() }
}

extension BatchedLeastSquares.Part {
    /// Solves a group by the general way: columns scaled, rank by pivoting, dependent columns named.
    mutating func fitWithPivoting(_ problem: BatchedLeastSquares.Problem, group: Int, place: Int) {
        let rows = problem.groupStarts[group]..<problem.groupStarts[group + 1]
        let size = problem.design.columnCount + (problem.hasIntercept ? 1 : 0)
        for row in rows {
            for column in 0..<problem.design.columnCount where !problem.design[row, column].isFinite {
                exceptions[place] = .notFinite(row: row, column: column)
                return
            }
            if !problem.response[row].isFinite {
                exceptions[place] = .notFinite(row: row, column: nil)
                return
            }
        }
        guard rows.count >= size else {
            exceptions[place] = .tooFewRows(rows: rows.count)
            return
        }
        var elements = [Double](repeating: 1, count: problem.hasIntercept ? rows.count : 0)
        for column in 0..<problem.design.columnCount {
            for row in rows { elements.append(problem.design[row, column]) }
        }
        let design = Matrix(rowCount: rows.count, columnCount: size, elements: elements)
        var qr = TallSkinnyQR(columnCount: size)
        guard (try? qr.add(design, response: Array(problem.response[rows]))) != nil,
            let factor = try? qr.finish(rankTolerance: problem.rankTolerance)
        else {
            exceptions[place] = .outOfRange
            return
        }
        guard factor.dependentColumns.isEmpty else {
            exceptions[place] = .dependentColumns(factor.dependentColumns)
            return
        }
        let found = factor.coefficients().compactMap { $0 }
        guard found.count == size, let square = factor.residualSumOfSquares else {
            exceptions[place] = .outOfRange
            return
        }
        for (index, value) in found.enumerated() { coefficients[place * size + index] = value }
        squares[place] = square
    }
}
