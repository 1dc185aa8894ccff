/// A finite number with six significant digits at most, whole numbers with all of theirs: for people to read.
///
/// The shortest decimal is rounded half up, so that what is shown is what the full output would round to.
public func sixDigits(_ value: Double) -> String {
    precondition(value.isFinite)
    if value == value.rounded(), value.magnitude < 1e15 { return shortestDecimal(value) }
    let shortest = shortestDecimal(value.magnitude)
    let mantissa = shortest.prefix { $0 != "e" && $0 != "E" }
    var digits = mantissa.compactMap(\.wholeNumberValue)
    // What the last digit is worth, as a power of ten.
    var exponent = Int(shortest.dropFirst(mantissa.count + 1)) ?? 0
    if let point = mantissa.firstIndex(of: ".") {
        exponent -= mantissa.distance(from: point, to: mantissa.endIndex) - 1
    }
    digits = Array(digits.drop { $0 == 0 })
    guard digits.count > 6 else { return shortestDecimal(value) }
    exponent += digits.count - 6
    var rounded = digits.prefix(6).reduce(0) { $0 * 10 + $1 }
    if digits[6] >= 5 { rounded += 1 }
    return Double("\(value < 0 ? "-" : "")\(rounded)e\(exponent)").map(shortestDecimal) ?? shortest
}
