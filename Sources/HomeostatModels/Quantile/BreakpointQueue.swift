/// Rows in the order in which an edge meets them: a binary heap, of which usually only the first few are asked for.
struct BreakpointQueue {
    private var distances: [Double]
    private var rows: [Int]
    private var count = 0

    init(capacity: Int) {
        distances = [Double](repeating: 0, count: capacity)
        rows = [Int](repeating: 0, count: capacity)
    }

    mutating func removeAll() { count = 0 }

    /// Adds a row; ``arrange()`` must follow before the first is taken.
    mutating func append(_ distance: Double, _ row: Int) {
        (distances[count], rows[count]) = (distance, row)
        count += 1
    }

    mutating func arrange() {
        for place in stride(from: count / 2 - 1, through: 0, by: -1) { sink(place) }
    }

    mutating func popFirst() -> (distance: Double, row: Int)? {
        guard count > 0 else { return nil }
        let first = (distances[0], rows[0])
        count -= 1
        (distances[0], rows[0]) = (distances[count], rows[count])
        sink(0)
        return first
    }

    private mutating func sink(_ start: Int) {
        var place = start
        while true {
            var child = 2 * place + 1
            guard child < count else { return }
            if child + 1 < count, distances[child + 1] < distances[child] { child += 1 }
            guard distances[child] < distances[place] else { return }
            distances.swapAt(child, place)
            rows.swapAt(child, place)
            place = child
        }
    }
}
