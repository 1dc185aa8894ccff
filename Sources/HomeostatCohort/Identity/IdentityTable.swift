/// Remembers which identities have occurred, with 16 bytes for each.
///
/// Identities and contents are compared by 64-bit and 32-bit hashes. Two of 10 million identities that differ share a
/// hash with a probability of 3 in a million.
struct IdentityTable: Sendable {
    /// What is known of the row that came first.
    struct Entry {
        var content: UInt32
        var line: UInt32
    }

    private var identities: [UInt64] = []
    private var entries: [UInt64] = []
    private(set) var count = 0
    private var capacity = 0

    init() {}

    /// Looks an identity up, and stores it where it is new.
    ///
    /// - Returns: the entry of the earlier row, or `nil`.
    mutating func insert(_ identity: UInt64, content: UInt32, line: UInt32) -> Entry? {
        if count * 10 >= capacity * 9 { grow() }
        // Zero marks a free place.
        let key = identity == 0 ? 1 : identity
        var place = Int(key.multipliedFullWidth(by: UInt64(capacity)).high)
        while identities[place] != 0 {
            if identities[place] == key {
                return Entry(
                    content: UInt32(truncatingIfNeeded: entries[place] >> 32),
                    line: UInt32(truncatingIfNeeded: entries[place]))
            }
            place += 1
            if place == capacity { place = 0 }
        }
        identities[place] = key
        entries[place] = UInt64(content) << 32 | UInt64(line)
        count += 1
        return nil
    }

    /// Replaces what is stored for an identity that is known.
    mutating func update(_ identity: UInt64, content: UInt32, line: UInt32) {
        let key = identity == 0 ? 1 : identity
        var place = Int(key.multipliedFullWidth(by: UInt64(capacity)).high)
        while identities[place] != key {
            if identities[place] == 0 { return }
            place = place + 1 == capacity ? 0 : place + 1
        }
        entries[place] = UInt64(content) << 32 | UInt64(line)
    }

    /// The entry of an identity.
    func entry(_ identity: UInt64) -> Entry? {
        guard capacity > 0 else { return nil }
        let key = identity == 0 ? 1 : identity
        var place = Int(key.multipliedFullWidth(by: UInt64(capacity)).high)
        while identities[place] != 0 {
            if identities[place] == key {
                return Entry(
                    content: UInt32(truncatingIfNeeded: entries[place] >> 32),
                    line: UInt32(truncatingIfNeeded: entries[place]))
            }
            place = place + 1 == capacity ? 0 : place + 1
        }
        return nil
    }

    private mutating func grow() {
        let oldIdentities = identities
        let oldEntries = entries
        capacity = max(1024, capacity + capacity / 2)
        identities = [UInt64](repeating: 0, count: capacity)
        entries = [UInt64](repeating: 0, count: capacity)
        for (index, key) in oldIdentities.enumerated() where key != 0 {
            var place = Int(key.multipliedFullWidth(by: UInt64(capacity)).high)
            while identities[place] != 0 { place = place + 1 == capacity ? 0 : place + 1 }
            identities[place] = key
            entries[place] = oldEntries[index]
        }
    }
}
