/// The distinct texts of a column, numbered as they come.
///
/// Quotes and blanks around a text do not count; a code for missing is the empty text.
public struct CellLabels: Sendable {
    /// The distinct texts.
    public private(set) var texts: [String] = []
    /// For each row of the last block, the position of its text in ``texts``.
    public private(set) var codes: [UInt32] = []
    private let column: Int
    private let interpreter: CellInterpreter
    private var known: [String: UInt32] = [:]
    /// Cells as they stand in the file, of up to seven bytes: the bytes, and their number in the highest one.
    private var shortKeys: [UInt64]
    private var shortCodes: [UInt32]

    private static let places = 1024

    /// - Parameter column: position in the file, from 0.
    public init(_ input: CohortInput, column: Int) {
        self.column = column
        interpreter = CellInterpreter(
            extraMissing: input.options.extraMissing, limitRule: .exclude,
            decimalMark: input.dialect?.decimalMark ?? UInt8(ascii: "."))
        // No cell has the key of all ones.
        shortKeys = [UInt64](repeating: .max, count: CellLabels.places)
        shortCodes = [UInt32](repeating: 0, count: CellLabels.places)
    }

    /// Reads the column in all rows of a block.
    public mutating func read(_ block: CohortBlock) {
        codes.removeAll(keepingCapacity: true)
        codes.reserveCapacity(block.count)
        for row in 0..<block.count {
            let field = block.index.field(row, column, columns: block.columnCount, in: block.bytes)
            guard field.count <= 7 else {
                codes.append(code(of: block, row))
                continue
            }
            var key = UInt64(field.count) << 56
            var shift: UInt64 = 0
            for position in field {
                key |= UInt64(block.bytes[position]) << shift
                shift += 8
            }
            // Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4).
            let place = Int((key &* 0x9E37_79B9_7F4A_7C15) >> 54)
            if shortKeys[place] != key {
                shortCodes[place] = code(of: block, row)
                shortKeys[place] = key
            }
            codes.append(shortCodes[place])
        }
    }

    private mutating func code(of block: CohortBlock, _ row: Int) -> UInt32 {
        var text = CellInterpreter.trimmed(block.text(row, column))
        if interpreter.isMissing(text) { text = "" }
        if let code = known[text] { return code }
        let code = UInt32(texts.count)
        texts.append(text)
        known[text] = code
        return code
    }
}
