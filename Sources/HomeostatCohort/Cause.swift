/// Why a value is absent. The list is closed: the column `reasons` holds nothing else.
public enum Cause: UInt8, Sendable, CaseIterable, Hashable {
    /// The cell is empty or holds a code for missing.
    case missing = 1
    /// The value lies beyond a limit of detection and `--lod` leaves it out, or no limit is known.
    case censored = 2
    /// The text is not a number. A failed cell.
    case notANumber = 3
    /// The value lies outside its possible range: zero and negative concentrations included. A failed cell.
    case implausible = 4
    /// A glucose below 30 mg/dL that would be an ordinary value in mmol/L.
    case unitSuspect = 5
    /// The time since the last meal is outside 8 to 24 hours, or the sample was taken after the load.
    case notFasting = 6
    /// The inputs are good, but the formula is not defined, or was not derived, for them.
    case outOfDomain = 7
    /// The formula divides by zero here, or lies beyond the point where it does.
    case pole = 8
    /// A timed sample has no value at the baseline.
    case noBaseline = 9
    /// A code, of sex for example, that nothing explains. A failed cell.
    case unknownCode = 10
    /// The cell of the unit column holds no unit of this quantity. A failed cell.
    case unknownUnit = 11
    /// The row has no partner in the joined file.
    case notJoined = 12
    /// The rows of one identity have different codes, of sex for example, and `--duplicates mean` makes them one.
    case contradictory = 13

    /// The name in the column `reasons`.
    public var name: String {
        switch self {
        case .missing: "missing"
        case .censored: "censored"
        case .notANumber: "not_a_number"
        case .implausible: "implausible"
        case .unitSuspect: "unit_suspect"
        case .notFasting: "not_fasting"
        case .outOfDomain: "out_of_domain"
        case .pole: "pole"
        case .noBaseline: "no_baseline"
        case .unknownCode: "unknown_code"
        case .unknownUnit: "unknown_unit"
        case .notJoined: "not_joined"
        case .contradictory: "contradictory"
        }
    }

    /// A sentence for the manual.
    public var explanation: String {
        switch self {
        case .missing: "the cell is empty or holds a code for missing"
        case .censored: "the value lies beyond a limit of detection and --lod does not replace it"
        case .notANumber: "the text of the cell is not a number (a failed cell)"
        case .implausible: "the value lies outside its possible range, zero and negative included (a failed cell)"
        case .unitSuspect: "a glucose in mg/dL below 30 that would be ordinary in mmol/L"
        case .notFasting:
            "the time since the last meal is outside 8 to under 24 hours, or the sample was taken after the load "
                + "(its time is above 0)"
        case .outOfDomain: "the formula is not defined, or was not derived, for these values"
        case .pole: "the formula divides by zero here, or lies beyond that point"
        case .noBaseline: "a timed sample has no value at the baseline"
        case .unknownCode: "a code that nothing explains, of sex for example (a failed cell)"
        case .unknownUnit: "the unit column holds no unit of this quantity (a failed cell)"
        case .notJoined: "the row has no partner in the joined file"
        case .contradictory: "the rows of one identity, of which the mean is taken, have different codes"
        }
    }

    /// Whether a cell with this cause counts against `--max-failed`.
    public var isFailure: Bool {
        switch self {
        case .notANumber, .implausible, .unknownCode, .unknownUnit: true
        default: false
        }
    }
}

/// Why a value that was computed deserves a second look.
public struct Flag: OptionSet, Sendable, Hashable {
    /// One bit for each flag, as ``MeasuredColumn/flags`` stores them.
    public let rawValue: UInt8
    /// The flags whose bits are set.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Outside the plausible range, inside the possible one.
    public static let implausible = Flag(rawValue: 1)
    /// A substitute for a value beyond a limit of detection.
    public static let limitOfDetection = Flag(rawValue: 2)
    /// Computed outside the range in which the formula was fitted.
    public static let extrapolated = Flag(rawValue: 4)
    /// The mean of rows with one identity.
    public static let averaged = Flag(rawValue: 8)

    /// Names in the order in which they are written, with an explanation for the manual.
    public static let named: [(flag: Flag, name: String, explanation: String)] = [
        (.implausible, "implausible", "outside the plausible range, inside the possible one; used"),
        (.limitOfDetection, "lod", "a substitute for a value beyond a limit of detection, by --lod"),
        (.extrapolated, "extrapolated", "outside the range in which the formula was fitted"),
        (.averaged, "averaged", "the mean of rows with one identity, by --duplicates mean"),
    ]
}
