import HomeostatNumerics

/// A table of made people, as it is written to a file.
public struct VirtualTable: Sendable, Hashable {
    /// The name of the file without extension.
    public let name: String
    /// The names in the header, with the unit as a suffix where there is one.
    public let columns: [String]
    /// Cells as text, one array per row, as long as ``columns``.
    public let rows: [[String]]

    /// The file: comma-separated, a line feed behind every row. No cell of ours needs quotes.
    public var csv: String {
        ([columns] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    }

    /// Every table that `Datasets/virtual` holds, as it stands there.
    public static func all() -> [VirtualTable] {
        [
            VirtualCohort().table(), VirtualGlucoseTest().table(), VirtualMeals().table(), VirtualVisits().table(),
        ]
    }
}

/// A number with a fixed count of digits behind the point, rounded half away from zero.
func fixedDecimal(_ value: Double, places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value * Double(scale)).rounded())
    let sign = scaled < 0 ? "-" : ""
    let whole = scaled.magnitude / UInt(scale)
    guard places > 0 else { return "\(sign)\(whole)" }
    let fraction = "\(scaled.magnitude % UInt(scale))"
    return "\(sign)\(whole).\(padded(fraction, to: places))"
}

/// Digits with zeros before them.
func padded(_ digits: String, to length: Int) -> String {
    String(repeating: "0", count: Swift.max(0, length - digits.count)) + digits
}

/// The exponential of one number, with the bits of the vector function.
func exponential(_ x: Double) -> Double { exp(Lanes(repeating: x))[0] }

/// The natural logarithm of one number, with the bits of the vector function.
func logarithm(_ x: Double) -> Double { log(Lanes(repeating: x))[0] }

/// A day of the Gregorian calendar, as `2016-02-29`, from the days since 1 March 2000.
///
/// Years are counted from March, so that the leap day comes last and months have lengths 31, 30, 31, 30, 31 in turn.
func calendarDate(_ day: Int) -> String {
    precondition(day >= 0)
    let cycle = day / 146_097
    let inCycle = day % 146_097
    let year = (inCycle - inCycle / 1_460 + inCycle / 36_524 - inCycle / 146_096) / 365
    let inYear = inCycle - (365 * year + year / 4 - year / 100)
    let month = (5 * inYear + 2) / 153
    let dayOfMonth = inYear - (153 * month + 2) / 5 + 1
    let calendarMonth = month < 10 ? month + 3 : month - 9
    let calendarYear = 2000 + cycle * 400 + year + (month < 10 ? 0 : 1)
    return "\(calendarYear)-\(padded("\(calendarMonth)", to: 2))-\(padded("\(dayOfMonth)", to: 2))"
}
