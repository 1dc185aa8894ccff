import Foundation
import HomeostatNumerics

/// A number as a reference prints it: "0.732059160401003E-06".
public struct ReferenceDecimal: Sendable {
    /// The number, to some 31 digits.
    public let value: DoubleDouble
    /// One unit of the last digit printed.
    public let lastDigit: DoubleDouble

    /// - Returns: `nil` where the text is no decimal number.
    public init?(_ text: some StringProtocol) {
        let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), var exponent = parts.count == 2 ? Int(parts[1]) : 0 else { return nil }
        var digits = parts[0]
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        if let point = digits.firstIndex(of: ".") {
            exponent -= digits.distance(from: point, to: digits.endIndex) - 1
            digits.remove(at: point)
        }
        guard !digits.isEmpty && digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        var magnitude = DoubleDouble.zero
        while !digits.isEmpty {
            let piece = digits.prefix(16)
            guard let integer = Int64(piece) else { return nil }
            magnitude = magnitude * DoubleDouble(10).power(piece.count) + DoubleDouble(integer)
            digits = digits.dropFirst(16)
        }
        let power = DoubleDouble(10).power(abs(exponent))
        magnitude = exponent < 0 ? magnitude / power : magnitude * power
        value = isNegative ? -magnitude : magnitude
        lastDigit = exponent < 0 ? .one / power : power
    }

    /// -log10 of the relative error of a number, at most 32; for a reference of zero, of the absolute error.
    public func agreeingDigits(_ found: DoubleDouble) -> Double {
        let difference = (found - value).magnitude.value
        let error = value.high == 0 ? difference : difference / value.high.magnitude
        return error.isNaN ? -.infinity : error == 0 ? 32 : min(32, -log10(error))
    }

    /// Whether a number, rounded to the digits printed, is what is printed.
    ///
    /// - Parameter mostDigits: how many of the significant digits printed count, where a reference vouches for no more.
    public func isPrinted(of found: DoubleDouble, mostDigits: Int) -> Bool {
        let unit = max(lastDigit.value, pow(10, (log10(value.high.magnitude)).rounded(.down) + 1 - Double(mostDigits)))
        // A number in the middle between two decimals may be printed as either.
        return (found - value).magnitude.value <= unit * 0.5 * (1 + 1e-12)
    }
}
