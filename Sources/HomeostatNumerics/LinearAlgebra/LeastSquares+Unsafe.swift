import CLAPACKE
import COpenBLAS

/// A routine of LAPACK that did not succeed.
public struct LAPACKError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the routine: `dgels`.
    public let routine: String
    /// What the routine returned: -k for a k-th argument that it refuses (not-a-number included), a positive number
    /// for a computation that failed; its meaning is the routine's own.
    public let info: Int

    /// The failure of a routine; `info` is not zero.
    public init(routine: String, info: Int) {
        self.routine = routine
        self.info = info
    }

    /// The routine and what it returned.
    public var description: String { "\(routine) returned \(info)" }
}

/// The solution of a linear least squares problem.
public struct LeastSquares: Sendable, Hashable {
    /// One for each column of the design.
    public let coefficients: [Double]
    /// The sum of squared residuals.
    public let residualSumOfSquares: Double

    /// Minimises |response - design x coefficients| by Householder QR without pivoting (LAPACK `dgels`).
    ///
    /// - Parameters:
    ///   - design: `rows` x `columns`, column by column; at least as many rows as columns.
    ///   - response: `rows` values.
    /// - Throws: ``LAPACKError``; a positive `info` k says that the k-th diagonal element of R is exactly zero, the only
    ///   rank deficiency that this routine sees.
    /// - Complexity: O(rows x columns^2).
    public init(design: [Double], rows: Int, columns: Int, response: [Double]) throws(LAPACKError) {
        precondition(columns > 0 && rows >= columns && rows <= Int(Int32.max))
        precondition(design.count == rows * columns && response.count == rows)
        var factors = design
        var solution = response
        let info = unsafe LAPACKE_dgels(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), Int32(rows), Int32(columns), 1, &factors, Int32(rows),
            &solution, Int32(rows))
        guard info == 0 else { throw LAPACKError(routine: "dgels", info: Int(info)) }
        coefficients = Array(solution[..<columns])
        // The rotated response beyond the coefficients is what the design cannot reach.
        residualSumOfSquares = solution[columns...].reduce(0) { $0 + $1 * $1 }
    }
}
