import HomeostatCohort
import HomeostatNumerics

/// The results of a plan for one block of rows, with the memory that the next block uses again.
public struct IndexBlock: Sendable {
    /// The number of rows.
    public private(set) var count = 0
    /// One column for each index of the plan. The unit of ``MeasuredColumn`` is that of the index.
    ///
    /// A cause that comes from an input is the cause of that input; which input it was is told by the columns of the
    /// block itself.
    public private(set) var columns: [MeasuredColumn] = []
    private var slots: [[Lanes]] = []
    private var arguments: [[Lanes]] = []

    /// A block without rows; memory is taken by the first evaluation.
    public init() {}

    /// Computes every index of the plan.
    ///
    /// - Parameters:
    ///   - inputs: the requested columns of the block.
    ///   - count: the number of rows.
    public mutating func evaluate(_ plan: IndexPlan, inputs: [MeasuredColumn], count: Int) {
        self.count = count
        let lanes = MeasuredColumn.laneCount(count)
        if slots.count != plan.slots.count { slots = [[Lanes]](repeating: [], count: plan.slots.count) }
        for (position, slot) in plan.slots.enumerated() {
            if case .part(let part) = slot.origin {
                compute(plan.parts[part], into: position, lanes)
            } else {
                IndexBlock.fill(&slots[position], slot, inputs, lanes)
            }
        }
        if columns.count != plan.entries.count {
            columns = [MeasuredColumn](repeating: MeasuredColumn(), count: plan.entries.count)
        }
        let notFasting = plan.fasting.obstacles(inputs, count: count)
        for (position, entry) in plan.entries.enumerated() {
            if columns[position].lanes.count != lanes {
                columns[position].lanes = [Lanes](repeating: .zero, count: lanes)
            }
            columns[position].causes.removeAll(keepingCapacity: true)
            columns[position].flags.removeAll(keepingCapacity: true)
            if let source = entry.source {
                let result = slots[source]
                for lane in columns[position].lanes.indices { columns[position].lanes[lane] = result[lane] }
            } else {
                takeArguments(entry.arguments)
                entry.index.formula.kernel(arguments, &columns[position].lanes)
            }
            IndexBlock.settle(&columns[position], entry, slots, inputs, count)
            if entry.needsFasting {
                for (row, cause) in notFasting { columns[position].setAbsent(row, cause, count: count) }
            }
        }
        arguments.removeAll(keepingCapacity: true)
        // A slot that shares its memory with an input would make the next block copy that input.
        for (position, slot) in plan.slots.enumerated() {
            if case .column = slot.origin, slot.conversion == .identity { slots[position] = [] }
        }
    }

    /// Gives the results away and takes memory for the next ones.
    public mutating func exchangeColumns(with other: inout [MeasuredColumn]) {
        swap(&columns, &other)
    }

    private mutating func takeArguments(_ positions: [Int]) {
        arguments.removeAll(keepingCapacity: true)
        for slot in positions { arguments.append(slots[slot]) }
    }

    private mutating func compute(_ part: IndexPlan.Part, into slot: Int, _ lanes: Int) {
        takeArguments(part.slots)
        IndexBlock.resize(&slots[slot], lanes)
        part.part.formula.kernel(arguments, &slots[slot])
    }

    /// Fills a slot that comes from the block's columns; parts have been computed from such slots.
    private static func fill(
        _ slot: inout [Lanes], _ description: IndexPlan.Slot, _ inputs: [MeasuredColumn], _ lanes: Int
    ) {
        switch description.origin {
        case .column(let request):
            if description.conversion == .identity {
                slot = inputs[request].lanes
                return
            }
            resize(&slot, lanes)
            IndexBlock.convert(description.conversion, inputs[request].lanes, &slot)
        case .bodyMassIndex(let weight, let height):
            resize(&slot, lanes)
            let kilograms = inputs[weight].lanes
            let length = inputs[height].lanes
            for i in slot.indices { slot[i] = kilograms[i] / (length[i] * length[i]) }
            IndexBlock.convert(description.conversion, slot, &slot)
        case .dosePerKilogram(let dose, let weight):
            resize(&slot, lanes)
            let units = inputs[dose].lanes
            let kilograms = inputs[weight].lanes
            for i in slot.indices { slot[i] = units[i] / kilograms[i] }
        case .parameter(let value):
            if slot.count != lanes || slot.first?[0] != description.conversion(value) {
                slot = [Lanes](repeating: Lanes(repeating: description.conversion(value)), count: lanes)
            }
        case .part: break
        }
    }

    private static func resize(_ lanes: inout [Lanes], _ count: Int) {
        if lanes.count != count { lanes = [Lanes](repeating: .zero, count: count) }
    }

    private static func convert(_ conversion: UnitConversion, _ source: [Lanes], _ target: inout [Lanes]) {
        switch conversion {
        case .identity: target = source
        case .multiply(let factor): for i in target.indices { target[i] = source[i] * factor }
        case .divide(let factor):
            let divisor = Lanes(repeating: factor)
            for i in target.indices { target[i] = source[i] / divisor }
        case .affine(let scale, let offset):
            let added = Lanes(repeating: offset)
            for i in target.indices { target[i] = source[i] * scale + added }
        case .inverseAffine(let scale, let offset):
            let divisor = Lanes(repeating: scale)
            let subtracted = Lanes(repeating: offset)
            for i in target.indices { target[i] = (source[i] - subtracted) / divisor }
        }
    }

    /// Gives every row that has no result its cause, and flags results that need a second look.
    ///
    /// Static, as what it calls: a method of the block, called while one of the block's columns is written to, would
    /// hold a second reference to all of them and make the write copy them.
    private static func settle(
        _ column: inout MeasuredColumn, _ entry: IndexPlan.Entry, _ slots: [[Lanes]], _ inputs: [MeasuredColumn],
        _ count: Int
    ) {
        let index = entry.index
        let bounds = index.result.bounds
        let lower = bounds.map { $0.lowerIsOpen ? $0.lower.nextUp : $0.lower } ?? -.greatestFiniteMagnitude
        let results = lower...min(bounds?.upper ?? .infinity, .greatestFiniteMagnitude)
        var lane = nextGroup(outside: results, in: column.lanes, from: 0)
        while lane < column.lanes.count {
            let values = column.lanes[lane]
            for row in (lane * 8)..<min(lane * 8 + 8, count) where !results.contains(values[row & 7]) {
                column.setAbsent(row, cause(row, value: values[row & 7], entry, inputs), count: count)
            }
            lane = nextGroup(outside: results, in: column.lanes, from: lane + 1)
        }
        for (position, input) in index.inputs.enumerated() {
            if let domain = input.domain {
                refuse(outside: domain, input, slots[entry.slots[position]], &column, entry, inputs, count)
            }
            if let limit = input.extrapolatedAbove { flag(above: limit, slots[entry.slots[position]], &column, count) }
        }
        if let plausible = index.result.plausible { flag(outside: plausible, &column, count) }
    }

    private static func cause(
        _ row: Int, value: Double, _ entry: IndexPlan.Entry, _ inputs: [MeasuredColumn]
    ) -> Cause {
        for request in entry.requests {
            if let cause = inputs[request].cause(row) { return cause }
        }
        if value.isInfinite { return .pole }
        if value.isNaN { return entry.index.result.bounds == nil ? .outOfDomain : entry.index.result.cause }
        return entry.index.result.cause
    }

    private static func refuse(
        outside domain: IndexInput.Bounds, _ input: IndexInput, _ slot: [Lanes], _ column: inout MeasuredColumn,
        _ entry: IndexPlan.Entry, _ inputs: [MeasuredColumn], _ count: Int
    ) {
        let inside = (domain.lowerIsOpen ? domain.lower.nextUp : domain.lower)...domain.upper
        var lane = nextGroup(outside: inside, in: slot, from: 0)
        while lane < column.lanes.count {
            let values = slot[lane]
            for row in (lane * 8)..<min(lane * 8 + 8, count)
            where !domain.contains(values[row & 7]) && !values[row & 7].isNaN {
                let fromInput = entry.requests.lazy.compactMap { inputs[$0].cause(row) }.first
                column.setAbsent(row, fromInput ?? input.cause, count: count)
            }
            lane = nextGroup(outside: inside, in: slot, from: lane + 1)
        }
    }

    private static func flag(above limit: Double, _ slot: [Lanes], _ column: inout MeasuredColumn, _ count: Int) {
        for lane in column.lanes.indices {
            let above = slot[lane] .> Lanes(repeating: limit)
            if !any(above) { continue }
            for row in (lane * 8)..<min(lane * 8 + 8, count) where above[row & 7] && !column[row].isNaN {
                column.addFlag(row, .extrapolated, count: count)
            }
        }
    }

    private static func flag(outside plausible: ClosedRange<Double>, _ column: inout MeasuredColumn, _ count: Int) {
        var lane = nextGroup(outside: plausible, in: column.lanes, from: 0)
        while lane < column.lanes.count {
            for row in (lane * 8)..<min(lane * 8 + 8, count) {
                let value = column[row]
                if !value.isNaN, !plausible.contains(value) { column.addFlag(row, .implausible, count: count) }
            }
            lane = nextGroup(outside: plausible, in: column.lanes, from: lane + 1)
        }
    }
}
