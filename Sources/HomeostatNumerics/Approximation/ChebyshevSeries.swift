/// A finite series of Chebyshev polynomials of the first kind on an interval,
/// `f(x) = c[0] T0(z) + c[1] T1(z) + ...` with `z = (x - centre) / halfWidth`.
///
/// The first coefficient stands whole (it is not halved, as some texts have it). The series is evaluated by
/// Clenshaw's recurrence, which is backward stable on the interval. Outside the interval the polynomial continues,
/// and grows quickly: that is the caller's affair.
///
/// Source: C. W. Clenshaw, Mathematics of Computation 9 (1955) 118-120, doi:10.1090/S0025-5718-1955-0071856-0.
public struct ChebyshevSeries: Sendable, Equatable {
    /// The coefficients, lowest degree first. An empty series is the zero function.
    public var coefficients: [Double]
    /// The middle of the interval.
    public let centre: Double
    /// Half the length of the interval; positive.
    public let halfWidth: Double

    /// - Parameters:
    ///   - coefficients: lowest degree first.
    ///   - centre: the middle of the interval, where `z` is 0.
    ///   - halfWidth: half its length; must be positive.
    public init(coefficients: [Double], centre: Double, halfWidth: Double) {
        precondition(halfWidth > 0, "the interval of a Chebyshev series needs a positive length")
        self.coefficients = coefficients
        self.centre = centre
        self.halfWidth = halfWidth
    }

    /// The value at `x`.
    ///
    /// - Complexity: O(number of coefficients).
    public func callAsFunction(_ x: Double) -> Double {
        let z = (x - centre) / halfWidth
        let twice = 2 * z
        var next = 0.0
        var afterNext = 0.0
        var degree = coefficients.count - 1
        while degree > 0 {
            (next, afterNext) = (coefficients[degree] + (twice * next - afterNext), next)
            degree -= 1
        }
        guard let constant = coefficients.first else { return 0 }
        return constant + (z * next - afterNext)
    }

    /// The value and the first derivative with respect to `x`.
    public func valueAndDerivative(at x: Double) -> (value: Double, derivative: Double) {
        let z = (x - centre) / halfWidth
        let twice = 2 * z
        var (next, afterNext) = (0.0, 0.0)
        // Differentiating the recurrence itself avoids the division by 1 - z^2 of the closed formula.
        var (slope, afterSlope) = (0.0, 0.0)
        var degree = coefficients.count - 1
        while degree > 0 {
            (slope, afterSlope) = (2 * next + twice * slope - afterSlope, slope)
            (next, afterNext) = (coefficients[degree] + (twice * next - afterNext), next)
            degree -= 1
        }
        guard let constant = coefficients.first else { return (0, 0) }
        return (constant + (z * next - afterNext), (next + z * slope - afterSlope) / halfWidth)
    }

    /// The values `T0(z) ... T(count-1)(z)`: one row of the design matrix of a series that is linear in its
    /// coefficients.
    public static func polynomials(count: Int, at x: Double, centre: Double, halfWidth: Double) -> [Double] {
        let z = (x - centre) / halfWidth
        var values = [Double](repeating: 1, count: count)
        if count > 1 { values[1] = z }
        var degree = 2
        while degree < count {
            values[degree] = 2 * z * values[degree - 1] - values[degree - 2]
            degree += 1
        }
        return values
    }
}
