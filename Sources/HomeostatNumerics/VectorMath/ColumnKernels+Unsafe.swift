import CKernels

/// The first group of eight rows, from a given one on, in which some value is outside of `range` or not a number.
///
/// - Returns: its position; the number of groups where there is none.
public func nextGroup(outside range: ClosedRange<Double>, in lanes: [Lanes], from group: Int) -> Int {
    precondition(group >= 0 && group <= lanes.count)
    return unsafe lanes.withUnsafeBytes { bytes in
        guard let first = bytes.baseAddress else { return 0 }
        return unsafe hk_column_outside(
            first.assumingMemoryBound(to: Double.self), group, lanes.count, range.lowerBound, range.upperBound)
    }
}

/// Sums over groups of eight rows, one for each place in a group: compensated, and the extremes.
struct ColumnSums {
    var sum: Lanes
    /// What ``sum`` has lost.
    var error: Lanes
    var least: Lanes
    var greatest: Lanes

    init(_ lanes: [Lanes], _ groups: Range<Int>) {
        precondition(groups.lowerBound >= 0 && groups.upperBound <= lanes.count)
        var found = hk_column_sums()
        unsafe lanes.withUnsafeBytes { bytes in
            guard let first = bytes.baseAddress else { return }
            unsafe hk_column_sum(
                (first + groups.lowerBound * 64).assumingMemoryBound(to: Double.self), groups.count, &found)
        }
        sum = Lanes(found.sum)
        error = Lanes(found.error)
        least = Lanes(found.least)
        greatest = Lanes(found.greatest)
    }
}

/// Sums of the differences from a centre and of their squares, one for each place in a group of eight rows.
struct ColumnDeviations {
    var sum: Lanes
    var squares: Lanes

    init(_ lanes: [Lanes], _ groups: Range<Int>, from centre: Double) {
        precondition(groups.lowerBound >= 0 && groups.upperBound <= lanes.count)
        var found = hk_column_deviations()
        unsafe lanes.withUnsafeBytes { bytes in
            guard let first = bytes.baseAddress else { return }
            unsafe hk_column_deviate(
                (first + groups.lowerBound * 64).assumingMemoryBound(to: Double.self), groups.count, centre, &found)
        }
        sum = Lanes(found.sum)
        squares = Lanes(found.squares)
    }
}

extension SIMD8 where Scalar == Double {
    /// An array of C.
    fileprivate init(_ x: (Double, Double, Double, Double, Double, Double, Double, Double)) {
        self.init(x.0, x.1, x.2, x.3, x.4, x.5, x.6, x.7)
    }
}
