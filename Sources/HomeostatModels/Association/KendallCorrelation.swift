import HomeostatNumerics

extension Correlation {
    /// Below this many pairs without ties, Kendall's p-value is exact.
    static let pairsOfNormalKendall = 50

    /// Kendall's tau-b, which allows for ties: (concordant - discordant) / sqrt(pairs untied in x * pairs untied in y).
    ///
    /// The p-value is exact below 50 pairs without ties, else normal with the variance for ties (Kendall MG. Rank
    /// correlation methods. 4th ed. London: Griffin; 1970), without continuity correction. The interval is Fisher's
    /// with the variance 0.437 / (n - 4) of z: Fieller EC, Hartley HO, Pearson ES. Biometrika 1957;44:470-481,
    /// doi:10.1093/biomet/44.3-4.470.
    ///
    /// - Parameters:
    ///   - x: one variable; not-a-number is a missing value, and its row is left out and counted.
    ///   - y: the other one, of the same length.
    ///   - level: the confidence of the interval, between 0 and 1.
    /// - Throws: ``PairedDataError`` for fewer than three complete pairs, a constant or an infinite value.
    /// - Complexity: O(n log n): Knight WR, Journal of the American Statistical Association 1966;61:436-439,
    ///   doi:10.1080/01621459.1966.10480879.
    public static func kendall(
        _ x: [Double], _ y: [Double], level: Double = 0.95
    ) throws(PairedDataError) -> Correlation {
        try requireLevel(level)
        let pairs = try PairedValues(x, y, needed: 3)
        try pairs.requireVariation()
        let counts = ConcordanceCounts(pairs.x, pairs.y)
        let estimate = counts.tauB
        return Correlation(
            .kendall, estimate: estimate,
            limits: try fisherInterval(estimate, variance: 0.437 / Double(pairs.count - 4), level: level),
            inference: kendallTest(counts), pairCount: pairs.count, missingCount: pairs.missingCount)
    }

    private static func kendallTest(_ counts: ConcordanceCounts) -> Inference {
        let hasTies = counts.tiedInX + counts.tiedInY > 0
        if !hasTies, counts.count < pairsOfNormalKendall {
            let probabilities = probabilitiesOfInversions(counts.count)
            // Symmetric about its mean: the smaller tail counts twice.
            let tail = probabilities[...min(counts.concordant, counts.discordant)].reduce(0, +)
            return Inference(statistic: Double(counts.concordant), pValue: PValue(min(1, 2 * tail)), test: .exact)
        }
        let z = Double(counts.score) / counts.varianceOfScore.squareRoot()
        return Inference(
            statistic: z, pValue: NormalDistribution.standard.twoSidedTail(at: z), test: .normal)
    }

    /// The probabilities of 0, 1, ..., n (n - 1) / 2 discordant pairs among n people in random order.
    static func probabilitiesOfInversions(_ n: Int) -> [Double] {
        var probabilities: [Double] = [1]
        for size in 2...n {
            // The next person comes before 0 to size - 1 of the others, all equally likely: a sliding mean.
            var next = [Double](repeating: 0, count: probabilities.count + size - 1)
            for (inversions, probability) in probabilities.enumerated() {
                for added in 0..<size { next[inversions + added] += probability / Double(size) }
            }
            probabilities = next
        }
        return probabilities
    }
}

/// The numbers of concordant, discordant and tied pairs of two variables.
struct ConcordanceCounts {
    let count: Int
    let concordant: Int
    let discordant: Int
    /// Pairs with equal x, those with equal y among them; and the reverse.
    let tiedInX: Int
    let tiedInY: Int
    private let tieSizesX: [Int]
    private let tieSizesY: [Int]

    /// Kendall's S.
    var score: Int { concordant - discordant }

    init(_ x: [Double], _ y: [Double]) {
        func pairs(_ sizes: [Int]) -> Int { sizes.reduce(0) { $0 + $1 * ($1 - 1) / 2 } }
        count = x.count
        tieSizesX = Ranks(of: x).tieSizes
        tieSizesY = Ranks(of: y).tieSizes
        let order = x.indices.sorted { (x[$0], y[$0]) < (x[$1], y[$1]) }
        var bothTied = 0
        var start = 0
        for place in 1...order.count {
            if place == order.count || x[order[place]] != x[order[start]] || y[order[place]] != y[order[start]] {
                bothTied += (place - start) * (place - start - 1) / 2
                start = place
            }
        }
        var values = order.map { y[$0] }
        discordant = sortCountingInversions(&values)
        tiedInX = pairs(tieSizesX)
        tiedInY = pairs(tieSizesY)
        concordant = count * (count - 1) / 2 - tiedInX - tiedInY + bothTied - discordant
    }

    var tauB: Double {
        let all = count * (count - 1) / 2
        let untied = Double(all - tiedInX).squareRoot() * Double(all - tiedInY).squareRoot()
        // Without ties the root of a product of equal numbers is the number itself.
        let tau = tiedInX == tiedInY ? Double(score) / Double(all - tiedInX) : Double(score) / untied
        return min(max(tau, -1), 1)
    }

    /// The variance of S given the ties.
    var varianceOfScore: Double {
        func sum(_ sizes: [Int], _ term: (Double) -> Double) -> Double { sizes.reduce(0) { $0 + term(Double($1)) } }
        let n = Double(count)
        let whole = { (t: Double) in t * (t - 1) * (2 * t + 5) }
        let two = { (t: Double) in t * (t - 1) }
        let three = { (t: Double) in t * (t - 1) * (t - 2) }
        return (whole(n) - sum(tieSizesX, whole) - sum(tieSizesY, whole)) / 18
            + sum(tieSizesX, two) * sum(tieSizesY, two) / (2 * two(n))
            + sum(tieSizesX, three) * sum(tieSizesY, three) / (9 * three(n))
    }
}

/// Sorts values and counts the pairs that stood in descending order; equal values are in order.
func sortCountingInversions(_ values: inout [Double]) -> Int {
    var merged = values
    var inversions = 0
    var width = 1
    while width < values.count {
        for start in stride(from: 0, to: values.count, by: 2 * width) {
            let middle = min(start + width, values.count)
            let end = min(start + 2 * width, values.count)
            var (left, right) = (start, middle)
            for place in start..<end {
                if right == end || (left < middle && values[left] <= values[right]) {
                    merged[place] = values[left]
                    left += 1
                } else {
                    merged[place] = values[right]
                    right += 1
                    inversions += middle - left
                }
            }
        }
        swap(&values, &merged)
        width *= 2
    }
    return inversions
}
