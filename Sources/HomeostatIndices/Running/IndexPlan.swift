import HomeostatCohort
import HomeostatNumerics

/// Which indices are computed from which columns, with one conversion for each quantity and unit.
public struct IndexPlan: Sendable {
    /// Where the values of an input come from.
    public enum Origin: Sendable, Hashable {
        /// A requested column, by its position in the list of requests.
        case column(Int)
        /// weight [kg] / height [m]^2, where the file has no body mass index.
        case bodyMassIndex(weight: Int, height: Int)
        /// total daily dose [U] / weight [kg], where the file has no dose per kg.
        case dosePerKilogram(dose: Int, weight: Int)
        /// An option, the same for every row.
        case parameter(Double)
        /// A part of formulas, by its position in the list of parts.
        case part(Int)

        /// The requested columns that are needed.
        var requests: [Int] {
            switch self {
            case .column(let request): [request]
            case .bodyMassIndex(let weight, let height): [weight, height]
            case .dosePerKilogram(let dose, let weight): [dose, weight]
            case .parameter, .part: []
            }
        }
    }

    /// One quantity in one unit, as some formulas take it.
    struct Slot: Sendable, Hashable {
        let origin: Origin
        let conversion: UnitConversion
    }

    /// One index with the slots of its inputs.
    struct Entry: Sendable {
        let index: Index
        /// Where the inputs of the index stand, in their order.
        let slots: [Int]
        /// What the formula takes: the inputs, then the parts.
        let arguments: [Int]
        /// The slot that holds the index itself, where it is a part of others too.
        var source: Int?
        /// The requested columns whose absence explains an absent value, without repetition.
        let requests: [Int]
        let needsFasting: Bool
    }

    /// A part of formulas with the slots of what it is made of, all before its own.
    struct Part: Sendable {
        let part: FormulaPart
        let slots: [Int]
    }

    let slots: [Slot]
    let parts: [Part]
    let entries: [Entry]
    /// What tells whether a row was taken fasting, as far as the file has it and it counts.
    let fasting: FastingEvidence

    /// The time since the last meal: one column, or whole hours in one and minutes in another, as NHANES has them.
    public struct FastingTime: Sendable {
        /// The requested column with the time, or its whole hours, by its position in the list of requests.
        public var request: Int
        /// From the unit of that column to hours.
        public var toHours: UnitConversion
        /// The requested column with the further minutes, by its position; `nil` where there is none.
        public var minutes: Int?

        /// A fasting time in one column, or in two that add.
        public init(request: Int, toHours: UnitConversion, minutes: Int? = nil) {
            self.request = request
            self.toHours = toHours
            self.minutes = minutes
        }
    }

    /// The indices, in the order of the columns that they become.
    public var indices: [Index] { entries.map(\.index) }

    /// Every quantity that some index can use directly or for a derived one.
    public static func neededQuantities(of indices: [Index]) -> Set<Quantity> {
        var needed: Set<Quantity> = []
        for index in indices { for input in index.inputs { needed.insert(input.quantity) } }
        if needed.contains(.bmi) { needed.formUnion([.weight, .height]) }
        if needed.contains(.dailyDosePerKilogram) { needed.formUnion([.totalDailyDose, .weight]) }
        return needed
    }
}
