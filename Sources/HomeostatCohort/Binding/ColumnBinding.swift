/// Where the binder learnt the quantity or the unit of a column.
public enum BindingSource: String, Sendable, Hashable, CaseIterable {
    case name, header, label, preset, unitRow, unitColumn, option, convention

    /// The text in the report of `check`.
    public var text: String {
        switch self {
        case .name: "by its name"
        case .header: "by its header"
        case .label: "by its label"
        case .preset: "by the preset"
        case .unitRow: "by the unit row"
        case .unitColumn: "by the unit column"
        case .option: "by option"
        case .convention: "by convention"
        }
    }
}

/// The unit of a column.
public enum UnitSource: Sendable, Hashable {
    /// One unit for all rows. It is one of the quantity's units, or hours or minutes for a time.
    case fixed(Unit)
    /// The unit of every row stands in another column, given by its position from 0.
    case perRow(column: Int)
}

/// A column that holds a quantity in a known unit.
public struct BoundColumn: Sendable, Hashable {
    /// What the values of the column measure.
    public var quantity: Quantity
    /// Minutes after the load; `nil` for a column without a time.
    public var minute: Int?
    /// Position in the row, from 0.
    public var column: Int
    /// The unit of all rows, or the column that gives the unit of each.
    public var unit: UnitSource
    /// What told the quantity, and what told the unit.
    public var boundBy: BindingSource
    /// What told the unit.
    public var unitBy: BindingSource
    /// How sex is coded; `nil` for every other quantity.
    public var sexCoding: SexCoding?
    /// Whether formulas of one row of values take this column: it has no time or minute 0, and nothing was preferred.
    public var isSingleRow: Bool
}

/// The outcome of binding: what every column of a file stands for.
public struct ColumnBinding: Sendable {
    /// A column that stands for no quantity.
    public struct Unbound: Sendable, Hashable {
        /// Position in the row, from 0.
        public var column: Int
        /// The quantity that its name resembles.
        public var resembles: Quantity?
        /// Why the column is not what it resembles, or was not taken; `nil` where nothing is known of it.
        public var reason: String?
    }

    /// Columns that stand for a quantity, where something must be settled before they can be read. It is an error
    /// once the quantity is needed, and a line in the report of `check`.
    public struct Unsettled: Sendable, Hashable {
        /// What the columns stand for.
        public var quantity: Quantity
        /// Minutes after the load; `nil` for columns without a time.
        public var minute: Int?
        /// Positions in the row, from 0.
        public var columns: [Int]
        /// What is not settled, with the options that settle it.
        public var diagnostic: Diagnostic
    }

    /// In the order of the file.
    public internal(set) var columns: [BoundColumn] = []
    /// Columns that stand for no quantity, or were left in favour of another one.
    public internal(set) var unbound: [Unbound] = []
    /// What must be settled before a quantity can be read; empty where everything is.
    public internal(set) var unsettled: [Unsettled] = []
    /// The columns that identify a row by the preset; otherwise the first one that is named like an identity.
    public internal(set) var identifiers: [Int] = []

    /// The first column that identifies a row.
    public var identifierGuess: Int? { identifiers.first }

    /// The column that formulas of one row of values take: it has no time, or minute 0.
    public func bound(_ quantity: Quantity) -> BoundColumn? {
        columns.first { $0.quantity == quantity && $0.isSingleRow }
    }

    /// Every column of the quantity for one row of values. There is one, except for a fasting time in hours and
    /// further minutes (`fast_h`, `fast_min`): the two add.
    public func parts(of quantity: Quantity) -> [BoundColumn] {
        columns.filter { $0.quantity == quantity && $0.isSingleRow }
    }

    /// The samples of the quantity in order of time. Columns without a time are not among them.
    public func timed(_ quantity: Quantity) -> [BoundColumn] {
        columns.filter { $0.quantity == quantity && $0.minute != nil }
            .sorted { ($0.minute ?? 0, $0.column) < ($1.minute ?? 0, $1.column) }
    }

    /// Stops where a needed quantity is not settled.
    ///
    /// - Parameters:
    ///   - quantities: what is needed; `nil` for everything.
    ///   - timed: whether samples after minute 0 are needed, too.
    /// - Throws: the first problem in the order of the file. Columns without a unit are reported together, so that one
    ///   message offers every option that is needed.
    public func settle(_ quantities: Set<Quantity>? = nil, timed: Bool = false) throws(Diagnostic) {
        let needed = unsettled.filter { problem in
            (quantities?.contains(problem.quantity) ?? true) && (timed || (problem.minute ?? 0) == 0)
        }
        guard let first = needed.first else { return }
        guard first.diagnostic.code == .missingUnit else { throw first.diagnostic }
        var together = first.diagnostic
        let others = needed.dropFirst().filter { $0.diagnostic.code == .missingUnit }
        if !others.isEmpty { together.message += others.count == 1 ? " (and 1 more)" : " (and \(others.count) more)" }
        for line in others.compactMap(\.diagnostic.help.first) where !together.help.contains(line) {
            together.help.append(line)
        }
        throw together
    }

    /// The error of a file without any measurement; `nil` where one is bound or waits to be settled.
    ///
    /// - Parameter names: the columns of the file, for the way out.
    public func nothingBound(_ names: [String]) -> Diagnostic? {
        let quantities = columns.map(\.quantity) + unsettled.map(\.quantity)
        guard quantities.allSatisfy(\.isCode) else { return nil }
        return BindingProblem.nothingBound(
            unbound.compactMap { names.indices.contains($0.column) ? names[$0.column] : nil })
    }
}
