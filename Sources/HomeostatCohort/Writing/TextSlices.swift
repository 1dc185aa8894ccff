/// One piece of text for each row, all in one buffer.
public struct TextSlices: Sendable {
    /// The text of row r is `bytes[starts[r]..<ends[r]]`.
    public var bytes: [UInt8] = []
    /// Where the text of each row begins in ``bytes``.
    public var starts: [UInt32] = []
    /// Behind the last byte of each row's text in ``bytes``.
    public var ends: [UInt32] = []

    /// No rows.
    public init() {}

    /// Forgets all rows and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Begins the text of the next row.
    public mutating func beginRow() { starts.append(UInt32(bytes.count)) }

    /// Ends the text of the row.
    public mutating func endRow() { ends.append(UInt32(bytes.count)) }

    /// The writer copies in steps of 64 bytes: as many must be readable behind the last text.
    public mutating func pad() { bytes.append(contentsOf: repeatElement(0, count: 64)) }
}
