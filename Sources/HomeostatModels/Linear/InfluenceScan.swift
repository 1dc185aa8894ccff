import HomeostatNumerics

/// What eight rows do to the coefficients: the vectors (X'WX)^-1 x, and the leverages.
struct InfluenceBlock {
    /// The first row.
    let first: Int
    /// How many of the eight lanes are rows: fewer at the end. The other lanes are zero.
    let count: Int
    /// The k elements of (X'WX)^-1 x, one lane for each row.
    var vectors: [Lanes]
    /// w x'(X'WX)^-1 x.
    var leverages = Lanes.zero
}

/// The pass over the rows of a linear model that sandwich covariances and diagnostics begin with.
///
/// The vector (X'WX)^-1 x of a row says by how much its residual moves each coefficient. Its terms cancel where columns
/// are far from orthogonal, so that the products are summed with twice the digits: then sums of squares of these
/// vectors are as accurate as the residuals.
///
/// Source of the sums: T. Ogita, S. M. Rump and S. Oishi, SIAM Journal on Scientific Computing 26 (2005) 1955-1988
/// (Dot2), doi:10.1137/030601818.
struct InfluenceScan {
    private let elements: [Double]
    private let remainders: [Double]?
    private let weights: [Double]?
    private let columns: [Int]
    private let rowCount: Int
    /// (X'WX)^-1 row by row: the Doubles and what they have lost.
    private let high: [Double]
    private let low: [Double]

    init(_ model: LinearModel) {
        elements = model.design.matrix.elements
        remainders = model.design.remainder?.elements
        weights = model.weights
        columns = model.estimatedColumns
        rowCount = model.rowCount
        let inverse = model.solution.inverseOfGram
        let places = 0..<model.rank
        high = places.flatMap { row in places.map { inverse[row, $0].high } }
        low = places.flatMap { row in places.map { inverse[row, $0].low } }
    }

    /// Calls a function for all rows, eight at a time, in their order.
    func forEachBlock(_ body: (borrowing InfluenceBlock) throws(LinearModelError) -> Void) throws(LinearModelError) {
        let size = columns.count
        var x = [Lanes](repeating: .zero, count: size)
        var xLow = x
        var vectors = x
        var vectorLow = x
        for first in stride(from: 0, to: rowCount, by: 8) {
            let count = min(8, rowCount - first)
            for place in 0..<size {
                let start = columns[place] * rowCount + first
                x[place] = Self.lanes(elements, start, count)
                if let remainders { xLow[place] = Self.lanes(remainders, start, count) }
            }
            var leverage = CompensatedLanes()
            var leverageLow = Lanes.zero
            for row in 0..<size {
                var sum = CompensatedLanes()
                var rest = Lanes.zero
                for place in 0..<size {
                    let factor = high[row * size + place]
                    sum.addProduct(x[place], Lanes(repeating: factor))
                    rest += x[place] * low[row * size + place] + xLow[place] * factor
                }
                vectors[row] = sum.leading + (sum.error + rest)
                vectorLow[row] = (sum.leading - vectors[row]) + (sum.error + rest)
                leverage.addProduct(x[row], vectors[row])
                leverageLow += x[row] * vectorLow[row] + xLow[row] * vectors[row]
            }
            var block = InfluenceBlock(first: first, count: count, vectors: vectors)
            block.leverages = leverage.leading + (leverage.error + leverageLow)
            if let weights { block.leverages *= Self.lanes(weights, first, count) }
            try body(block)
        }
    }

    /// Up to eight numbers of an array, the other lanes zero.
    static func lanes(_ values: [Double], _ start: Int, _ count: Int) -> Lanes {
        var made = Lanes.zero
        for lane in 0..<count { made[lane] = values[start + lane] }
        return made
    }
}

/// Eight sums side by side that carry their rounding errors with them.
struct CompensatedLanes {
    private(set) var leading = Lanes.zero
    private(set) var error = Lanes.zero

    /// Adds numbers (Knuth's TwoSum).
    @inline(__always)
    mutating func add(_ x: Lanes) {
        let sum = leading + x
        let added = sum - leading
        error += (leading - (sum - added)) + (x - added)
        leading = sum
    }

    /// Adds products and their rounding errors (Dekker's product with Veltkamp's splitting).
    @inline(__always)
    mutating func addProduct(_ a: Lanes, _ b: Lanes) {
        let product = a * b
        let (a1, a2) = Self.split(a)
        let (b1, b2) = Self.split(b)
        error += ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2
        add(product)
    }

    @inline(__always)
    private static func split(_ a: Lanes) -> (Lanes, Lanes) {
        let scaled = a * 134_217_729
        let high = scaled - (scaled - a)
        return (high, a - high)
    }

    /// The sum of the eight.
    var total: Double {
        var sum = CompensatedSum()
        for lane in 0..<8 { sum.add(leading[lane]) }
        for lane in 0..<8 { sum.add(error[lane]) }
        return sum.value
    }
}
