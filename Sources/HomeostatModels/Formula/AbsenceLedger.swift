import HomeostatCohort

/// Which rows lack a value of some variable, and how often each variable is the reason.
struct AbsenceLedger {
    /// Rows that the model is not about: they are counted nowhere else.
    private(set) var isOutside: [Bool]
    private var isAbsent: [Bool]
    private(set) var causes: [DroppedRows] = []
    private var known: Set<String> = []

    init(rowCount: Int) {
        isOutside = [Bool](repeating: false, count: rowCount)
        isAbsent = isOutside
    }

    /// Leaves rows out that the subset does not have. Comes before all other counts.
    mutating func exclude(_ excluded: [Bool]) { isOutside = excluded }

    /// Takes down the rows where a variable has no value. The second time that a variable comes up it changes nothing.
    ///
    /// - Parameters:
    ///   - key: what tells this from other reasons of the same variable.
    ///   - cause: why a row has none; nil where it has one.
    mutating func record(_ variable: String, key: String = "", _ cause: (Int) -> Cause?) {
        guard known.insert("\(variable)\n\(key)").inserted else { return }
        var counts = [Int](repeating: 0, count: 256)
        for row in isAbsent.indices where !isOutside[row] {
            guard let cause = cause(row) else { continue }
            isAbsent[row] = true
            counts[Int(cause.rawValue)] += 1
        }
        for cause in Cause.allCases where counts[Int(cause.rawValue)] > 0 {
            causes.append(DroppedRows(variable: variable, cause: cause, count: counts[Int(cause.rawValue)]))
        }
    }

    /// The rows that have everything, in their order.
    var usedRows: [Int] { isAbsent.indices.filter { !isAbsent[$0] && !isOutside[$0] } }
    /// The number of rows outside the subset.
    var outsideCount: Int { isOutside.count { $0 } }
    /// The number of rows in the subset that lack something.
    var droppedCount: Int { isAbsent.count { $0 } }
}

/// How many rows are left out because one variable has no value, by one cause.
///
/// A row that lacks several variables counts for each of them, so that these counts may add up to more than the rows
/// left out.
public struct DroppedRows: Sendable, Hashable {
    /// The column, or the expression that is not defined for it: "bmi", "log(homa_ir)".
    public let variable: String
    /// Why.
    public let cause: Cause
    /// The number of rows, at least 1.
    public let count: Int

    /// Rows left out because of one variable.
    public init(variable: String, cause: Cause, count: Int) {
        self.variable = variable
        self.cause = cause
        self.count = count
    }
}
