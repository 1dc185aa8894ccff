import HomeostatNumerics

/// One column of one block: numbers in the column's own unit, and why a number is absent.
public struct MeasuredColumn: Sendable {
    /// The values, eight rows a lane. An absent value, and what lies behind the last row, is not-a-number, which only
    /// carries the absence through a formula: the meaning is in ``causes``.
    public var lanes: [Lanes]
    /// 0 for a value, otherwise the raw value of a ``Cause``; empty where every row has a value.
    public var causes: [UInt8]
    /// Raw values of ``Flag``; empty where no row has one.
    public var flags: [UInt8]
    /// The decimals as they were written, where ``ColumnRequest/keepsDecimals`` asked for them.
    public internal(set) var decimals: ExactDecimals?

    /// A column of lanes, whose causes and flags are empty or have an element for each row.
    public init(lanes: [Lanes] = [], causes: [UInt8] = [], flags: [UInt8] = []) {
        self.lanes = lanes
        self.causes = causes
        self.flags = flags
    }

    /// A column of `count` rows that all have the same value.
    public init(repeating value: Double, count: Int) {
        self.init(lanes: [Lanes](repeating: Lanes(repeating: value), count: (count + 7) / 8))
    }

    /// The number of lanes that hold `count` rows.
    @inlinable
    public static func laneCount(_ count: Int) -> Int { (count + 7) / 8 }

    /// The value of a row; not-a-number where it is absent.
    @inlinable
    public subscript(row: Int) -> Double {
        get { lanes[row >> 3][row & 7] }
        set { lanes[row >> 3][row & 7] = newValue }
    }

    /// Why the value of a row is absent; `nil` where it is there.
    public func cause(_ row: Int) -> Cause? { causes.isEmpty ? nil : Cause(rawValue: causes[row]) }

    /// The flags of a row.
    public func flag(_ row: Int) -> Flag { flags.isEmpty ? [] : Flag(rawValue: flags[row]) }

    /// Takes the value of a row away and says why. A flag is a note on a value, and goes with it.
    public mutating func setAbsent(_ row: Int, _ cause: Cause, count: Int) {
        if causes.isEmpty { causes = [UInt8](repeating: 0, count: count) }
        causes[row] = cause.rawValue
        if !flags.isEmpty { flags[row] = 0 }
        self[row] = .nan
        decimals?.forget(row)
    }

    /// Adds a flag to a row.
    public mutating func addFlag(_ row: Int, _ flag: Flag, count: Int) {
        if flags.isEmpty { flags = [UInt8](repeating: 0, count: count) }
        flags[row] |= flag.rawValue
    }

    /// Puts another value in the place of what a row has.
    mutating func replace(_ row: Int, by value: Double, flags replaced: Flag, count: Int) {
        // Through absence, so that nothing else that is kept of the old cell outlives it.
        setAbsent(row, .missing, count: count)
        causes[row] = 0
        self[row] = value
        if !replaced.isEmpty { addFlag(row, replaced, count: count) }
    }
}
