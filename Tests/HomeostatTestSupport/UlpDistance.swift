import Testing

/// How many Doubles lie between two: 0 for equal ones, 1 for neighbours; `nil` where one is not a number.
public func ulpDistance(_ left: Double, _ right: Double) -> UInt64? {
    guard !left.isNaN, !right.isNaN else { return nil }
    let ordered = { (value: Double) -> Int64 in
        let bits = Int64(bitPattern: value.bitPattern)
        return bits < 0 ? Int64.min &- bits : bits
    }
    let (a, b) = (ordered(left), ordered(right))
    return a >= b ? UInt64(bitPattern: a &- b) : UInt64(bitPattern: b &- a)
}

/// Expects two numbers to be equal up to some Doubles between them.
public func expectWithin(
    _ ulps: UInt64, _ value: Double, _ expected: Double, _ comment: @autoclosure () -> Comment = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let distance = ulpDistance(value, expected)
    #expect(
        distance.map { $0 <= ulps } == true, "\(value) for \(expected): \(distance ?? .max) ulp. \(comment())",
        sourceLocation: sourceLocation)
}

/// Expects two numbers to be equal up to a relative error.
public func expectClose(
    _ value: Double?, _ expected: Double, relative tolerance: Double, _ comment: @autoclosure () -> Comment = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard let value else {
        Issue.record("no value for \(expected). \(comment())", sourceLocation: sourceLocation)
        return
    }
    #expect(
        abs(value - expected) <= tolerance * abs(expected), "\(value) for \(expected). \(comment())",
        sourceLocation: sourceLocation)
}
