#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A number that may be a plain `Double` or a `DualNumber`, so that one formula serves for values and derivatives.
public protocol DifferentiableScalar: Sendable {
    init(_ constant: Double)
    static func + (left: Self, right: Self) -> Self
    static func - (left: Self, right: Self) -> Self
    static func * (left: Self, right: Self) -> Self
    static func / (left: Self, right: Self) -> Self
    func squareRoot() -> Self
}

extension Double: DifferentiableScalar {}

/// A value with its derivatives in up to eight directions: forward-mode automatic differentiation.
///
/// Evaluating a formula on dual numbers gives its derivatives to working precision, without step sizes. A model with
/// more than eight parameters takes several passes.
///
///     let x = DualNumber(2, direction: 0), y = DualNumber(3, direction: 1)
///     (x * x * y).gradient  // 12, 4, 0, ...
///
/// Source: R. E. Wengert, Communications of the ACM 7 (1964) 463-464, doi:10.1145/355586.364791.
public struct DualNumber: DifferentiableScalar {
    /// How many directions one number carries.
    public static let directionCount = 8

    /// The value of the formula.
    public var value: Double
    /// The derivatives of the value in directions 0 to 7; zero in those that are not used.
    public var gradient: SIMD8<Double>

    /// A constant: all derivatives are zero.
    public init(_ constant: Double) {
        value = constant
        gradient = .zero
    }

    /// The variable of direction `direction` (0 to 7): its own derivative is 1.
    public init(_ value: Double, direction: Int) {
        self.value = value
        gradient = .zero
        gradient[direction] = 1
    }

    /// A number whose derivatives are known.
    public init(value: Double, gradient: SIMD8<Double>) {
        self.value = value
        self.gradient = gradient
    }

    /// The sum rule.
    public static func + (left: Self, right: Self) -> Self {
        Self(value: left.value + right.value, gradient: left.gradient + right.gradient)
    }

    /// The rule of differences.
    public static func - (left: Self, right: Self) -> Self {
        Self(value: left.value - right.value, gradient: left.gradient - right.gradient)
    }

    /// The product rule.
    public static func * (left: Self, right: Self) -> Self {
        Self(value: left.value * right.value, gradient: left.gradient * right.value + right.gradient * left.value)
    }

    /// The quotient rule; the right value must not be zero.
    public static func / (left: Self, right: Self) -> Self {
        let quotient = left.value / right.value
        return Self(value: quotient, gradient: (left.gradient - right.gradient * quotient) / right.value)
    }

    /// The negative of value and derivatives.
    public static prefix func - (number: Self) -> Self {
        Self(value: -number.value, gradient: -number.gradient)
    }

    /// Applies a function whose value and derivative at `self.value` are given: the chain rule.
    public func chained(value: Double, derivative: Double) -> Self {
        Self(value: value, gradient: gradient * derivative)
    }

    /// The square root; the value must be positive, as the derivative at zero is infinite.
    public func squareRoot() -> Self {
        let root = value.squareRoot()
        return chained(value: root, derivative: 0.5 / root)
    }

    /// e to the power of the number.
    public func exponential() -> Self {
        let result = exp(value)
        return chained(value: result, derivative: result)
    }

    /// The natural logarithm; the value must be positive.
    public func logarithm() -> Self {
        chained(value: log(value), derivative: 1 / value)
    }

    /// The number to a power that is itself variable; the base must be positive.
    public func power(_ exponent: Self) -> Self {
        (exponent * logarithm()).exponential()
    }

    /// The sine of an angle in radians.
    public func sine() -> Self { chained(value: sin(value), derivative: cos(value)) }
    /// The cosine of an angle in radians.
    public func cosine() -> Self { chained(value: cos(value), derivative: -sin(value)) }
    /// The angle, -pi/2 to pi/2, whose tangent is the value.
    public func arcTangent() -> Self { chained(value: atan(value), derivative: 1 / (1 + value * value)) }
}
