import CReadStat

/// Where the cells of one numeric or text variable go.
@unsafe private struct ForeignSlot {
    var isText = false
    var hasTags = false
    var values: UnsafeMutablePointer<Double>
    var validity: UnsafeMutablePointer<UInt8>
    var tags: UnsafeMutablePointer<UInt8>
    /// Low and high bounds in turn of the user-missing rules.
    var bounds: UnsafeMutablePointer<Double>
    var boundCount = 0
}

/// What the handler of a cell needs, in plain memory: a reference in here would be counted up and down per cell.
@unsafe private struct ForeignRowState {
    var firstRow = 0
    var rows = 0
    let capacity: Int
    let isTransport: Bool
    /// The slot of each variable of the file, -1 for none.
    var slotOf: UnsafeMutablePointer<Int32>
    var variableCount = 0
    var slots: UnsafeMutablePointer<ForeignSlot>
    var slotCount = 0
    let owner: UnsafeMutableRawPointer
}

/// Collects rows into blocks and hands the blocks out.
@safe final class ForeignRowCollector {
    private let format: ForeignFormat
    private let variables: [Int]
    private let rowsPerBlock: Int
    private let body: (ForeignBlock) throws -> Bool
    private let state: UnsafeMutablePointer<ForeignRowState>

    /// Texts and text rules by slot; the texts of numeric slots stay empty.
    private var texts: [[String]] = []
    private var textRules: [[ForeignRawRule]] = []
    private var columnSlots: [Int] = []
    private var decoder = ForeignTextDecoder(encoding: nil)
    private var metadata = ForeignMetadata()

    private(set) var bodyError: (any Error)?
    private(set) var wasStopped = false
    private(set) var missingVariable: Int?
    private(set) var delivered = 0
    private(set) var said = ""

    var variableCount: Int { metadata.variableCount }
    var isPlain: Bool { metadata.isPlain }
    /// The number of rows of which something has been read, nil if there is none.
    var rowsSeen: Int? {
        let rows = unsafe state.pointee.firstRow + state.pointee.rows
        return rows > 0 ? rows : nil
    }

    init(
        format: ForeignFormat, variables: [Int], rowsPerBlock: Int, body: @escaping (ForeignBlock) throws -> Bool
    ) {
        self.format = format
        self.variables = variables
        self.rowsPerBlock = rowsPerBlock
        self.body = body
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(
            to: ForeignRowState(
                capacity: rowsPerBlock, isTransport: format == .xpt, slotOf: .allocate(capacity: 0),
                slots: .allocate(capacity: 0), owner: Unmanaged.passUnretained(self).toOpaque()))
    }

    deinit {
        for index in unsafe 0..<state.pointee.slotCount {
            let slot = unsafe state.pointee.slots[index]
            unsafe slot.values.deallocate()
            unsafe slot.validity.deallocate()
            unsafe slot.tags.deallocate()
            unsafe slot.bounds.deallocate()
        }
        unsafe state.pointee.slots.deallocate()
        unsafe state.pointee.slotOf.deallocate()
        unsafe state.deallocate()
    }

    func run(_ source: ForeignSource) -> readstat_error_t {
        withExtendedLifetime(self) {
            unsafe source.parseAnyEncoding(context: UnsafeMutableRawPointer(state)) { parser in
                unsafe Self.setHandlers(parser)
            }
        }
    }

    /// Hands out the rows of the last, unfinished block.
    func finish() {
        if unsafe state.pointee.rows > 0 { _ = deliver() }
    }

    private static func setHandlers(_ parser: OpaqueParser) {
        unsafe _ = readstat_set_metadata_handler(parser) { metadata, context in
            guard let metadata = unsafe metadata, let context = unsafe context else { return 1 }
            return unsafe ForeignRowCollector.owner(context).begin(ForeignMetadata(metadata))
        }
        unsafe _ = readstat_set_variable_handler(parser) { index, variable, _, context in
            guard let variable = unsafe variable, let context = unsafe context else { return 1 }
            return unsafe ForeignRowCollector.owner(context).begin(variable, index: Int(index))
        }
        unsafe _ = readstat_set_value_handler(parser) { row, variable, value, context in
            guard let variable = unsafe variable, let context = unsafe context else { return 1 }
            let state = unsafe context.assumingMemoryBound(to: ForeignRowState.self)
            return unsafe ForeignRowCollector.take(value, of: variable, row: Int(row), state)
        }
        unsafe _ = readstat_set_error_handler(parser) { message, context in
            guard let context = unsafe context else { return }
            unsafe ForeignRowCollector.owner(context).said = ForeignTextDecoder(encoding: nil).decode(
                foreignBytes(message))
        }
    }

    private static func owner(_ context: UnsafeMutableRawPointer) -> ForeignRowCollector {
        let state = unsafe context.assumingMemoryBound(to: ForeignRowState.self)
        return unsafe Unmanaged.fromOpaque(state.pointee.owner).takeUnretainedValue()
    }

    // MARK: Before the rows

    private func begin(_ metadata: ForeignMetadata) -> Int32 {
        self.metadata = metadata
        decoder = ForeignTextDecoder(encoding: metadata.encoding)
        if let index = variables.first(where: { !(0..<metadata.variableCount).contains($0) }) {
            missingVariable = index
            return Int32(READSTAT_HANDLER_ABORT)
        }
        // The library calls this once; a second call would find other variables under the same indices.
        guard unsafe state.pointee.variableCount == 0, metadata.variableCount > 0 else { return 0 }
        let wanted = Set(variables).sorted()
        unsafe state.pointee.slotOf.deallocate()
        unsafe state.pointee.slotOf = .allocate(capacity: metadata.variableCount)
        unsafe state.pointee.slotOf.initialize(repeating: -1, count: metadata.variableCount)
        unsafe state.pointee.variableCount = metadata.variableCount
        unsafe state.pointee.slots.deallocate()
        unsafe state.pointee.slots = .allocate(capacity: wanted.count)
        for (slot, variable) in wanted.enumerated() {
            unsafe state.pointee.slotOf[variable] = Int32(slot)
            unsafe (state.pointee.slots + slot).initialize(
                to: ForeignSlot(
                    values: .allocate(capacity: rowsPerBlock), validity: .allocate(capacity: rowsPerBlock),
                    tags: .allocate(capacity: rowsPerBlock), bounds: .allocate(capacity: 0)))
            unsafe state.pointee.slotCount = slot + 1
        }
        texts = Array(repeating: [], count: wanted.count)
        textRules = Array(repeating: [], count: wanted.count)
        columnSlots = variables.map { unsafe Int(state.pointee.slotOf[$0]) }
        return 0
    }

    private func begin(_ variable: UnsafeMutablePointer<readstat_variable_t>, index: Int) -> Int32 {
        guard unsafe (0..<state.pointee.variableCount).contains(index) else {
            return Int32(READSTAT_HANDLER_ABORT)
        }
        let slot = unsafe Int(state.pointee.slotOf[index])
        guard slot >= 0 else {
            // Rows are told by their cells, so one variable is read even if none is wanted.
            let counts = variables.isEmpty && index == 0
            return Int32(counts ? READSTAT_HANDLER_OK : READSTAT_HANDLER_SKIP_VARIABLE)
        }
        let isText = unsafe readstat_variable_get_type_class(variable) == READSTAT_TYPE_CLASS_STRING
        let rules = unsafe ForeignRawRule.rules(of: variable)
        unsafe state.pointee.slots[slot].isText = isText
        if isText {
            textRules[slot] = rules
        } else {
            let bounds = rules.flatMap { rule in
                if case .numbers(let low, let high) = rule { [low, high] } else { [Double]() }
            }
            unsafe state.pointee.slots[slot].bounds.deallocate()
            unsafe state.pointee.slots[slot].bounds = .allocate(capacity: bounds.count)
            for (place, bound) in bounds.enumerated() { unsafe state.pointee.slots[slot].bounds[place] = bound }
            unsafe state.pointee.slots[slot].boundCount = bounds.count
        }
        clear(slot)
        return Int32(READSTAT_HANDLER_OK)
    }

    /// Makes every cell of a slot missing.
    private func clear(_ slot: Int) {
        let target = unsafe state.pointee.slots[slot]
        if unsafe target.isText {
            texts[slot] = Array(repeating: "", count: rowsPerBlock)
        } else {
            unsafe target.values.update(repeating: .nan, count: rowsPerBlock)
            unsafe target.validity.update(repeating: ForeignNumbers.systemMissing, count: rowsPerBlock)
            unsafe target.tags.update(repeating: 0, count: rowsPerBlock)
            unsafe state.pointee.slots[slot].hasTags = false
        }
    }

    // MARK: The rows

    private static func take(
        _ value: readstat_value_t, of variable: UnsafeMutablePointer<readstat_variable_t>, row fileRow: Int,
        _ state: UnsafeMutablePointer<ForeignRowState>
    ) -> Int32 {
        var row = unsafe fileRow - state.pointee.firstRow
        if unsafe row == state.pointee.capacity {
            let goesOn = unsafe Unmanaged<ForeignRowCollector>.fromOpaque(state.pointee.owner).takeUnretainedValue()
                .deliver()
            guard goesOn else { return Int32(READSTAT_HANDLER_ABORT) }
            row = 0
        }
        let index = unsafe Int(variable.pointee.index)
        guard unsafe row >= 0 && row < state.pointee.capacity && index >= 0 && index < state.pointee.variableCount
        else {
            return Int32(READSTAT_HANDLER_ABORT)
        }
        if unsafe row >= state.pointee.rows { unsafe state.pointee.rows = row + 1 }
        let place = unsafe Int(state.pointee.slotOf[index])
        guard place >= 0 else { return 0 }
        let slot = unsafe state.pointee.slots + place
        let isTextValue = unsafe value.type == READSTAT_TYPE_STRING || value.type == READSTAT_TYPE_STRING_REF
        guard unsafe isTextValue == slot.pointee.isText else { return Int32(READSTAT_HANDLER_ABORT) }
        if isTextValue {
            unsafe Unmanaged<ForeignRowCollector>.fromOpaque(state.pointee.owner).takeUnretainedValue()
                .takeText(value.v.string_value, slot: place, row: row)
        } else {
            unsafe takeNumber(value, slot, row: row, isTransport: state.pointee.isTransport)
        }
        return 0
    }

    private static func takeNumber(
        _ value: readstat_value_t, _ slot: UnsafeMutablePointer<ForeignSlot>, row: Int, isTransport: Bool
    ) {
        if unsafe value.is_tagged_missing != 0 {
            unsafe slot.pointee.validity[row] = ForeignNumbers.userMissing
            unsafe slot.pointee.tags[row] = UInt8(bitPattern: value.tag)
            unsafe slot.pointee.hasTags = true
            return
        }
        guard unsafe value.is_system_missing == 0 else { return }
        var number: Double
        switch unsafe value.type {
        case READSTAT_TYPE_DOUBLE: number = unsafe value.v.double_value
        case READSTAT_TYPE_FLOAT: number = unsafe Double(value.v.float_value)
        case READSTAT_TYPE_INT32: number = unsafe Double(value.v.i32_value)
        case READSTAT_TYPE_INT16: number = unsafe Double(value.v.i16_value)
        default: number = unsafe Double(value.v.i8_value)
        }
        // Also where the library leaves NaN in place of a number that it cannot read.
        guard !number.isNaN else { return }
        if isTransport && number.magnitude < 1e-70 {
            // Transport files hold IBM hexadecimal numbers, a fraction times 16 to a power from -64 to 63. A converter
            // that gives the zero (fraction 0, power -64) the leading binary digit that IEEE numbers imply and IBM
            // numbers do not have makes 2^-260 = 16^-65 = 5.397605346934028e-79 of it; common readers do, and files
            // saved again from them hold that number, the smallest one of the format, where a zero was meant.
            // Nothing measured comes near 1e-70.
            number = 0
        }
        let count = unsafe slot.pointee.boundCount
        var bound = 0
        while bound < count {
            if unsafe number >= slot.pointee.bounds[bound] && number <= slot.pointee.bounds[bound + 1] {
                unsafe slot.pointee.validity[row] = ForeignNumbers.userMissing
                return
            }
            bound += 2
        }
        unsafe slot.pointee.values[row] = number
        unsafe slot.pointee.validity[row] = ForeignNumbers.hasValue
    }

    private func takeText(_ text: UnsafePointer<CChar>?, slot: Int, row: Int) {
        guard let text = unsafe text else { return }
        var bytes = unsafe UnsafeRawBufferPointer(start: text, count: foreignLength(text)).bindMemory(to: UInt8.self)
        while let last = unsafe bytes.last, last == 0x20 {
            unsafe bytes = UnsafeBufferPointer(rebasing: bytes.dropLast())
        }
        if bytes.isEmpty { return }
        for rule in textRules[slot] {
            guard case .text(let low, let high) = rule else { continue }
            let isBelow = unsafe bytes.lexicographicallyPrecedes(low)
            let isAbove = unsafe high.lexicographicallyPrecedes(bytes)
            if !isBelow && !isAbove { return }
        }
        texts[slot][row] = unsafe decoder.decode(bytes)
    }

    /// Hands out the open block and begins the next; false if reading shall end.
    private func deliver() -> Bool {
        let count = unsafe state.pointee.rows
        let columns = columnSlots.map { place -> ForeignColumn in
            let slot = unsafe state.pointee.slots[place]
            if unsafe slot.isText { return .text(count == rowsPerBlock ? texts[place] : Array(texts[place][..<count])) }
            return unsafe .numbers(
                ForeignNumbers(
                    values: Array(UnsafeBufferPointer(start: slot.values, count: count)),
                    validity: Array(UnsafeBufferPointer(start: slot.validity, count: count)),
                    tags: slot.hasTags ? Array(UnsafeBufferPointer(start: slot.tags, count: count)) : []))
        }
        let firstRow = unsafe state.pointee.firstRow
        unsafe state.pointee.firstRow += count
        unsafe state.pointee.rows = 0
        for slot in unsafe 0..<state.pointee.slotCount { clear(slot) }
        do {
            delivered += count
            if try body(ForeignBlock(firstRow: firstRow, rowCount: count, columns: columns)) { return true }
            wasStopped = true
        } catch {
            bodyError = error
        }
        return false
    }
}
