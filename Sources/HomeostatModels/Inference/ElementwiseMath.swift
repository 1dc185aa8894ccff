import HomeostatNumerics

/// The natural logarithms of numbers, eight at a time.
func logarithms(_ values: [Double]) -> [Double] { inLanes(values, fill: 1) { log($0) } }

/// The exponentials of numbers, eight at a time.
func exponentials(_ values: [Double]) -> [Double] { inLanes(values, fill: 0) { exp($0) } }

@inline(__always)
private func inLanes(_ values: [Double], fill: Double, _ function: (Lanes) -> Lanes) -> [Double] {
    var made = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < values.count {
        let count = min(8, values.count - start)
        var lanes = Lanes(repeating: fill)
        for lane in 0..<count { lanes[lane] = values[start + lane] }
        let result = function(lanes)
        for lane in 0..<count { made[start + lane] = result[lane] }
        start += 8
    }
    return made
}
