/// Ranks of values, from 1; equal values share the mean of their ranks.
struct Ranks {
    /// The rank of each value, in the order of the values.
    let values: [Double]
    /// The sizes of the groups of equal values, of those with at least two.
    let tieSizes: [Int]

    var hasTies: Bool { !tieSizes.isEmpty }

    /// - Complexity: O(n log n).
    init(of values: [Double]) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var sizes: [Int] = []
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            if end - start > 1 { sizes.append(end - start) }
            start = end
        }
        self.values = ranks
        tieSizes = sizes
    }
}
