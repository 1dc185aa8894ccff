import HomeostatNumerics

/// The ranges of a quantity in the unit of a column, and the rule for a glucose that looks like mmol/L.
struct RangeCheck: Sendable {
    private let possible: ClosedRange<Double>
    private let lowerEndIsOpen: Bool
    private let plausible: ClosedRange<Double>
    /// A value below the plausible range and inside this one belongs to the other unit.
    private let suspect: ClosedRange<Double>?

    /// - Returns: `nil` for quantities without a range.
    init?(_ quantity: Quantity, unit: Unit, factors: ConversionFactors) {
        guard let range = quantity.range,
            let convert = UnitConversion(quantity, from: quantity.baseUnit, to: unit, factors: factors)
        else { return nil }
        // A percentage of fat has its own bounds; every other unit is a multiple of the base unit.
        if quantity == .fatMass, unit == .percent {
            (possible, lowerEndIsOpen, plausible) = (0...100, true, 2...75)
        } else {
            possible = convert(range.possible.lowerBound)...convert(range.possible.upperBound)
            lowerEndIsOpen = range.lowerEndIsOpen
            plausible = convert(range.plausible.lowerBound)...convert(range.plausible.upperBound)
        }
        if quantity == .glucose, unit == .milligramsPerDecilitre {
            // 30 to 600 mg/dL as mmol/L, as far as it is below 30.
            suspect = 30 / factors.glucose...30
        } else {
            suspect = nil
        }
    }

    /// Takes impossible values away, and flags those that are not plausible.
    ///
    /// - Parameter failed: called for each value that was taken away as impossible.
    func apply(to column: inout MeasuredColumn, count: Int, failed: (_ row: Int, _ value: Double) -> Void) {
        var lane = nextGroup(outside: plausible, in: column.lanes, from: 0)
        while lane < column.lanes.count {
            let values = column.lanes[lane]
            for row in (lane * 8)..<min(lane * 8 + 8, count) {
                let value = values[row & 7]
                if value.isNaN || plausible.contains(value) { continue }
                if !isPossible(value) {
                    column.setAbsent(row, .implausible, count: count)
                    failed(row, value)
                } else if let suspect, suspect.contains(value), value < 30 {
                    column.setAbsent(row, .unitSuspect, count: count)
                } else {
                    column.addFlag(row, .implausible, count: count)
                }
            }
            lane = nextGroup(outside: plausible, in: column.lanes, from: lane + 1)
        }
    }

    /// A subnormal number is above zero and yet no measurement: it is what an underflow leaves.
    private func isPossible(_ value: Double) -> Bool {
        value <= possible.upperBound
            && (lowerEndIsOpen
                ? value > possible.lowerBound && value >= .leastNormalMagnitude : value >= possible.lowerBound)
    }
}
