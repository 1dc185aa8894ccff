/// The value of a rank among the first `count` values, which change places (Hoare's quickselect). Ranks from 0.
func select(_ rank: Int, _ values: inout [Double], count: Int) -> Double {
    var (low, high) = (0, count - 1)
    while low < high {
        let (a, b, c) = (values[low], values[(low + high) / 2], values[high])
        let pivot = max(min(a, b), min(max(a, b), c))
        var (i, j) = (low, high)
        while i <= j {
            while values[i] < pivot { i += 1 }
            while values[j] > pivot { j -= 1 }
            if i <= j {
                values.swapAt(i, j)
                i += 1
                j -= 1
            }
        }
        if rank <= j { high = j } else if rank >= i { low = i } else { break }
    }
    return values[rank]
}

/// The median of the absolute values, which are written to `scratch`; of an even number the mean of the middle two.
func medianAbsolute(_ values: [Double], scratch: inout [Double]) -> Double {
    let count = values.count
    for place in 0..<count { scratch[place] = values[place].magnitude }
    let upper = select(count / 2, &scratch, count: count)
    guard count % 2 == 0 else { return upper }
    // What lies below the upper middle stands before it.
    var lower = 0.0
    for place in 0..<count / 2 { lower = max(lower, scratch[place]) }
    return (lower + upper) / 2
}

/// The median of the absolute values over 0.6745, which estimates the standard deviation of normal residuals.
func normalisedMedianAbsolute(_ values: [Double], scratch: inout [Double]) -> Double {
    medianAbsolute(values, scratch: &scratch) / 0.6745
}
