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

        /// The requested columns that are needed.
        var requests: [Int] {
            switch self {
            case .column(let request): [request]
            case .bodyMassIndex(let weight, let height): [weight, height]
            case .dosePerKilogram(let dose, let weight): [dose, weight]
            case .parameter: []
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
        let slots: [Int]
        /// The requested columns whose absence explains an absent value, without repetition.
        let requests: [Int]
        let needsFasting: Bool
    }

    let slots: [Slot]
    let entries: [Entry]
    /// Where the time since the last meal stands, if the file has it and it counts.
    let fastingTime: FastingTime?

    /// The time since the last meal: one column, or whole hours in one and minutes in another, as NHANES has them.
    public struct FastingTime: Sendable {
        public var request: Int
        public var toHours: UnitConversion
        public var minutes: Int?

        public init(request: Int, toHours: UnitConversion, minutes: Int? = nil) {
            self.request = request
            self.toHours = toHours
            self.minutes = minutes
        }
    }

    /// The indices, in the order of the columns that they become.
    public var indices: [Index] { entries.map(\.index) }

    /// Plans the computation.
    ///
    /// - Parameters:
    ///   - indices: what is wanted.
    ///   - quantities: the quantities that the file has, with the request and the unit of each.
    ///   - parameters: values of options, in the base unit of the quantity.
    ///   - fastingTime: where the time since the last meal stands; `nil` where there is none, or where it is overlooked.
    /// - Returns: the plan for those indices that can be computed, and for the others the quantities that are missing.
    public static func make(
        _ indices: [Index], quantities: [Quantity: (request: Int, unit: Unit)], parameters: [Quantity: Double] = [:],
        factors: ConversionFactors = .published, fastingTime: FastingTime? = nil
    ) -> (plan: IndexPlan, missing: [(index: Index, quantities: [Quantity])]) {
        var slots: [Slot] = []
        var entries: [Entry] = []
        var missing: [(index: Index, quantities: [Quantity])] = []
        for index in indices {
            var positions: [Int] = []
            var absent: [Quantity] = []
            for input in index.inputs {
                guard
                    let slot = slot(
                        for: input, quantities: quantities, parameters: parameters, factors: factors)
                else {
                    if !absent.contains(input.quantity) { absent.append(input.quantity) }
                    continue
                }
                if let known = slots.firstIndex(of: slot) {
                    positions.append(known)
                } else {
                    positions.append(slots.count)
                    slots.append(slot)
                }
            }
            guard absent.isEmpty else {
                missing.append((index, absent))
                continue
            }
            var requests: [Int] = []
            for position in positions {
                for request in slots[position].origin.requests where !requests.contains(request) {
                    requests.append(request)
                }
            }
            entries.append(
                Entry(index: index, slots: positions, requests: requests, needsFasting: index.sampling == .fasting))
        }
        return (IndexPlan(slots: slots, entries: entries, fastingTime: fastingTime), missing)
    }

    /// Every quantity that some index can use directly or for a derived one.
    public static func neededQuantities(of indices: [Index]) -> Set<Quantity> {
        var needed: Set<Quantity> = []
        for index in indices { for input in index.inputs { needed.insert(input.quantity) } }
        if needed.contains(.bmi) { needed.formUnion([.weight, .height]) }
        if needed.contains(.dailyDosePerKilogram) { needed.formUnion([.totalDailyDose, .weight]) }
        return needed
    }

    private static func slot(
        for input: IndexInput, quantities: [Quantity: (request: Int, unit: Unit)], parameters: [Quantity: Double],
        factors: ConversionFactors
    ) -> Slot? {
        func convert(from unit: Unit) -> UnitConversion? {
            UnitConversion(input.quantity, from: unit, to: input.unit, factors: factors)
        }
        if let value = parameters[input.quantity] {
            return convert(from: input.quantity.baseUnit).map { Slot(origin: .parameter(value), conversion: $0) }
        }
        if let known = quantities[input.quantity] {
            return convert(from: known.unit).map { Slot(origin: .column(known.request), conversion: $0) }
        }
        if input.quantity == .bmi, let weight = quantities[.weight], let height = quantities[.height] {
            // The square of a height in centimetres is 10,000 times that in metres.
            let scale: UnitConversion = height.unit == .centimetres ? .multiply(by: 10_000) : .identity
            return Slot(origin: .bodyMassIndex(weight: weight.request, height: height.request), conversion: scale)
        }
        if input.quantity == .dailyDosePerKilogram, let dose = quantities[.totalDailyDose],
            let weight = quantities[.weight]
        {
            return Slot(origin: .dosePerKilogram(dose: dose.request, weight: weight.request), conversion: .identity)
        }
        return nil
    }
}
