/// The range of values that a quantity can have at all, and the narrower one that needs no second look.
///
/// A value outside ``possible`` is a failed cell; a value outside ``plausible`` is used and flagged.
public struct ValueRange: Sendable, Hashable {
    /// In the quantity's base unit. The lower end is open where ``lowerEndIsOpen``.
    public var possible: ClosedRange<Double>
    /// Concentrations must be above zero; an age or a waist-to-hip limit may be met.
    public var lowerEndIsOpen: Bool
    /// In the quantity's base unit, both ends included.
    public var plausible: ClosedRange<Double>

    /// Whether a value, in the base unit, needs no second look.
    @inlinable
    public func isPlausible(_ value: Double) -> Bool { plausible.contains(value) }
}

extension Quantity {
    /// The table of ranges, each in ``baseUnit``. `nil` for codes and text.
    ///
    /// The ranges of glucose, insulin, triglycerides, HDL, body mass index and HbA1c are part of the contract of the
    /// command line; the others were chosen in the same spirit: possible is what an assay or a tape can show in a
    /// living person, plausible what a large survey shows.
    public var range: ValueRange? {
        switch self {
        case .glucose, .normalGlucose: .init(possible: 0...2000, lowerEndIsOpen: true, plausible: 30...600)
        case .insulin, .normalInsulin: .init(possible: 0...2000, lowerEndIsOpen: true, plausible: 0.1...300)
        case .cPeptide: .init(possible: 0...60, lowerEndIsOpen: true, plausible: 0.01...8)
        case .proinsulin: .init(possible: 0...2000, lowerEndIsOpen: true, plausible: 0.3...200)
        case .hba1c: .init(possible: 2...25, lowerEndIsOpen: false, plausible: 3...20)
        case .triglycerides: .init(possible: 0...20000, lowerEndIsOpen: true, plausible: 10...3000)
        case .hdl: .init(possible: 0...300, lowerEndIsOpen: true, plausible: 5...150)
        case .totalCholesterol: .init(possible: 0...2000, lowerEndIsOpen: true, plausible: 50...600)
        case .freeFattyAcids, .normalFreeFattyAcids:
            .init(possible: 0...20, lowerEndIsOpen: true, plausible: 0.02...3)
        case .adiponectin: .init(possible: 0...500, lowerEndIsOpen: true, plausible: 0.5...100)
        case .bmi: .init(possible: 5...150, lowerEndIsOpen: false, plausible: 10...80)
        case .weight: .init(possible: 0...700, lowerEndIsOpen: true, plausible: 2...300)
        case .height: .init(possible: 20...280, lowerEndIsOpen: false, plausible: 45...230)
        case .waist: .init(possible: 10...400, lowerEndIsOpen: false, plausible: 30...220)
        case .hip: .init(possible: 10...400, lowerEndIsOpen: false, plausible: 30...250)
        case .fatMass: .init(possible: 0...500, lowerEndIsOpen: true, plausible: 0.5...200)
        case .age: .init(possible: 0...130, lowerEndIsOpen: false, plausible: 0...110)
        case .diastolicBloodPressure: .init(possible: 0...300, lowerEndIsOpen: true, plausible: 20...180)
        case .fastingTime: .init(possible: 0...168, lowerEndIsOpen: false, plausible: 0...72)
        case .totalDailyDose: .init(possible: 0...3000, lowerEndIsOpen: false, plausible: 0...500)
        case .dailyDosePerKilogram: .init(possible: 0...50, lowerEndIsOpen: false, plausible: 0...6)
        case .carbohydrateRatio: .init(possible: 0...500, lowerEndIsOpen: true, plausible: 1...100)
        case .carbohydrates: .init(possible: 0...3000, lowerEndIsOpen: false, plausible: 0...400)
        case .insulinDose: .init(possible: 0...1000, lowerEndIsOpen: false, plausible: 0...150)
        case .sex, .hypertension, .time, .subject, .variable: nil
        }
    }
}
