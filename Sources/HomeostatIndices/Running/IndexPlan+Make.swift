import HomeostatCohort

extension IndexPlan {
    /// Plans the computation.
    ///
    /// - Parameters:
    ///   - indices: what is wanted.
    ///   - quantities: the quantities that the file has, with the request and the unit of each.
    ///   - parameters: values of options, in the base unit of the quantity.
    ///   - factors: the conversion factors that the user chose.
    ///   - fasting: what tells whether a row was taken fasting; ``FastingEvidence/none`` where it is overlooked.
    /// - Returns: the plan for those indices that can be computed, and for the others the quantities that are missing.
    public static func make(
        _ indices: [Index], quantities: [Quantity: (request: Int, unit: Unit)], parameters: [Quantity: Double] = [:],
        factors: ConversionFactors = .published, fasting: FastingEvidence = .none
    ) -> (plan: IndexPlan, missing: [(index: Index, quantities: [Quantity])]) {
        var maker = IndexPlanMaker(quantities: quantities, parameters: parameters, factors: factors)
        var missing: [(index: Index, quantities: [Quantity])] = []
        for index in indices {
            let absent = maker.add(index)
            if !absent.isEmpty { missing.append((index, absent)) }
        }
        return (maker.finish(fasting: fasting), missing)
    }
}

/// Collects the slots, the parts and the entries of a plan, each once.
private struct IndexPlanMaker {
    let quantities: [Quantity: (request: Int, unit: Unit)]
    let parameters: [Quantity: Double]
    let factors: ConversionFactors
    private var slots: [IndexPlan.Slot] = []
    private var parts: [IndexPlan.Part] = []
    private var entries: [IndexPlan.Entry] = []

    init(
        quantities: [Quantity: (request: Int, unit: Unit)], parameters: [Quantity: Double], factors: ConversionFactors
    ) {
        self.quantities = quantities
        self.parameters = parameters
        self.factors = factors
    }

    /// Adds an index, or says which quantities it lacks.
    mutating func add(_ index: Index) -> [Quantity] {
        var absent: [Quantity] = []
        for input in index.inputs where slot(for: input) == nil && !absent.contains(input.quantity) {
            absent.append(input.quantity)
        }
        guard absent.isEmpty else { return absent }
        let positions = place(index.inputs)
        var requests: [Int] = []
        for position in positions {
            for request in slots[position].origin.requests where !requests.contains(request) {
                requests.append(request)
            }
        }
        entries.append(
            IndexPlan.Entry(
                index: index, slots: positions, arguments: positions + index.parts.map { place($0) },
                requests: requests, needsFasting: index.sampling == .fasting))
        return []
    }

    consuming func finish(fasting: IndexPlan.FastingEvidence) -> IndexPlan {
        for entry in entries.indices {
            let part = parts.firstIndex { $0.part.id == entries[entry].index.id }
            entries[entry].source = part.flatMap { part in slots.firstIndex { $0.origin == .part(part) } }
        }
        return IndexPlan(slots: slots, parts: parts, entries: entries, fasting: fasting)
    }

    private mutating func place(_ inputs: [IndexInput]) -> [Int] {
        inputs.compactMap { slot(for: $0) }.map { place($0) }
    }

    private mutating func place(_ part: FormulaPart) -> Int {
        if let known = parts.firstIndex(where: { $0.part.id == part.id }) {
            return place(IndexPlan.Slot(origin: .part(known), conversion: .identity))
        }
        // What a part is made of gets its slots first: slots are filled in their order.
        let needed = place(part.inputs) + part.parts.map { place($0) }
        parts.append(IndexPlan.Part(part: part, slots: needed))
        return place(IndexPlan.Slot(origin: .part(parts.count - 1), conversion: .identity))
    }

    private mutating func place(_ slot: IndexPlan.Slot) -> Int {
        if let known = slots.firstIndex(of: slot) { return known }
        slots.append(slot)
        return slots.count - 1
    }

    /// Where the values of an input come from; nil where the file does not have them.
    private func slot(for input: IndexInput) -> IndexPlan.Slot? {
        func convert(from unit: Unit) -> UnitConversion? {
            UnitConversion(input.quantity, from: unit, to: input.unit, factors: factors)
        }
        if let value = parameters[input.quantity] {
            return convert(from: input.quantity.baseUnit).map { .init(origin: .parameter(value), conversion: $0) }
        }
        if let known = quantities[input.quantity] {
            return convert(from: known.unit).map { .init(origin: .column(known.request), conversion: $0) }
        }
        if input.quantity == .bmi, let weight = quantities[.weight], let height = quantities[.height] {
            // The square of a height in centimetres is 10,000 times that in metres.
            let scale: UnitConversion = height.unit == .centimetres ? .multiply(by: 10_000) : .identity
            return .init(origin: .bodyMassIndex(weight: weight.request, height: height.request), conversion: scale)
        }
        if input.quantity == .dailyDosePerKilogram, let dose = quantities[.totalDailyDose],
            let weight = quantities[.weight]
        {
            return .init(origin: .dosePerKilogram(dose: dose.request, weight: weight.request), conversion: .identity)
        }
        return nil
    }
}
