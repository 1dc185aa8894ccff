import HomeostatNumerics

/// The function of an index, over columns of eight rows at a time.
///
/// The arguments come in the units of ``Index/inputs`` and in their order. An input that is absent comes as
/// not-a-number and makes the result not-a-number; the caller turns both into the cause, so that neither leaves this
/// module.
public struct Formula: Sendable {
    /// The number of inputs.
    public let arity: Int
    /// One call per index and block: input columns of equal length, the result column of the same length.
    let kernel: @Sendable (_ inputs: [[Lanes]], _ result: inout [Lanes]) -> Void

    /// A formula of one input.
    @inline(__always)
    public static func of(_ f: @escaping @Sendable (Lanes) -> Lanes) -> Formula {
        Formula(arity: 1) { x, y in
            let a = x[0]
            for i in y.indices { y[i] = f(a[i]) }
        }
    }

    /// A formula of two inputs.
    @inline(__always)
    public static func of(_ f: @escaping @Sendable (Lanes, Lanes) -> Lanes) -> Formula {
        Formula(arity: 2) { x, y in
            let a = x[0]
            let b = x[1]
            for i in y.indices { y[i] = f(a[i], b[i]) }
        }
    }

    /// A formula of three inputs.
    @inline(__always)
    public static func of(_ f: @escaping @Sendable (Lanes, Lanes, Lanes) -> Lanes) -> Formula {
        Formula(arity: 3) { x, y in
            let a = x[0]
            let b = x[1]
            let c = x[2]
            for i in y.indices { y[i] = f(a[i], b[i], c[i]) }
        }
    }

    /// A formula of four inputs.
    @inline(__always)
    public static func of(_ f: @escaping @Sendable (Lanes, Lanes, Lanes, Lanes) -> Lanes) -> Formula {
        Formula(arity: 4) { x, y in
            let a = x[0]
            let b = x[1]
            let c = x[2]
            let d = x[3]
            for i in y.indices { y[i] = f(a[i], b[i], c[i], d[i]) }
        }
    }

    /// What is done with a whole column at once, because that takes a fraction of the time.
    public enum ColumnFunction: Sendable {
        case naturalLogarithm, decimalLogarithm

        fileprivate func apply(to column: inout [Lanes]) {
            switch self {
            case .naturalLogarithm: takeLog(&column)
            case .decimalLogarithm: takeLog10(&column)
            }
        }
    }

    /// A formula that is the logarithm of its input.
    static func of(_ function: ColumnFunction) -> Formula {
        Formula(arity: 1) { x, y in
            let a = x[0]
            for i in y.indices { y[i] = a[i] }
            function.apply(to: &y)
        }
    }

    /// A formula of the logarithm of an expression of two inputs: `outer(logarithm(inner(a, b)))`.
    @inline(__always)
    public static func of(
        _ function: ColumnFunction, _ inner: @escaping @Sendable (Lanes, Lanes) -> Lanes,
        then outer: (@Sendable (Lanes) -> Lanes)? = nil
    ) -> Formula {
        Formula(arity: 2) { x, y in
            let a = x[0]
            let b = x[1]
            for i in y.indices { y[i] = inner(a[i], b[i]) }
            function.apply(to: &y)
            if let outer { for i in y.indices { y[i] = outer(y[i]) } }
        }
    }

    /// A formula of the logarithm of an expression of three inputs.
    @inline(__always)
    public static func of(
        _ function: ColumnFunction, _ inner: @escaping @Sendable (Lanes, Lanes, Lanes) -> Lanes,
        then outer: (@Sendable (Lanes) -> Lanes)? = nil
    ) -> Formula {
        Formula(arity: 3) { x, y in
            let a = x[0]
            let b = x[1]
            let c = x[2]
            for i in y.indices { y[i] = inner(a[i], b[i], c[i]) }
            function.apply(to: &y)
            if let outer { for i in y.indices { y[i] = outer(y[i]) } }
        }
    }

    /// A formula of five inputs.
    @inline(__always)
    public static func of(_ f: @escaping @Sendable (Lanes, Lanes, Lanes, Lanes, Lanes) -> Lanes) -> Formula {
        Formula(arity: 5) { x, y in
            let a = x[0]
            let b = x[1]
            let c = x[2]
            let d = x[3]
            let e = x[4]
            for i in y.indices { y[i] = f(a[i], b[i], c[i], d[i], e[i]) }
        }
    }

    /// A formula of six inputs.
    @inline(__always)
    public static func of(_ f: @escaping @Sendable (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes) -> Lanes) -> Formula {
        Formula(arity: 6) { x, y in
            let a = x[0]
            let b = x[1]
            let c = x[2]
            let d = x[3]
            let e = x[4]
            let g = x[5]
            for i in y.indices { y[i] = f(a[i], b[i], c[i], d[i], e[i], g[i]) }
        }
    }

    /// A formula of seven inputs.
    @inline(__always)
    public static func of(
        _ f: @escaping @Sendable (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes) -> Lanes
    ) -> Formula {
        Formula(arity: 7) { x, y in
            let a = x[0]
            let b = x[1]
            let c = x[2]
            let d = x[3]
            let e = x[4]
            let g = x[5]
            let h = x[6]
            for i in y.indices { y[i] = f(a[i], b[i], c[i], d[i], e[i], g[i], h[i]) }
        }
    }

    /// A formula of eight inputs.
    @inline(__always)
    public static func of(
        _ f: @escaping @Sendable (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes) -> Lanes
    ) -> Formula {
        Formula(arity: 8) { x, y in
            let a = x[0]
            let b = x[1]
            let c = x[2]
            let d = x[3]
            let e = x[4]
            let g = x[5]
            let h = x[6]
            let k = x[7]
            for i in y.indices { y[i] = f(a[i], b[i], c[i], d[i], e[i], g[i], h[i], k[i]) }
        }
    }

    /// A formula of ten inputs.
    @inline(__always)
    public static func of(
        _ f: @escaping @Sendable (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes) -> Lanes
    ) -> Formula {
        Formula(arity: 10) { x, y in
            let a = x[0]
            let b = x[1]
            let c = x[2]
            let d = x[3]
            let e = x[4]
            let g = x[5]
            let h = x[6]
            let k = x[7]
            let l = x[8]
            let m = x[9]
            for i in y.indices { y[i] = f(a[i], b[i], c[i], d[i], e[i], g[i], h[i], k[i], l[i], m[i]) }
        }
    }

    /// A formula that must be solved row by row.
    public static func rowByRow(_ f: @escaping @Sendable (Double, Double) -> Double) -> Formula {
        Formula(arity: 2) { x, y in
            let a = x[0]
            let b = x[1]
            for i in y.indices {
                for lane in 0..<8 { y[i][lane] = f(a[i][lane], b[i][lane]) }
            }
        }
    }
}

/// Lane by lane, `first` where the code is 1 (male, yes), `second` where it is 0; not-a-number where the code is.
@inlinable
public func chosen(_ code: Lanes, _ first: Lanes, _ second: Lanes) -> Lanes {
    // The product keeps a missing code missing, which a plain selection would lose.
    let one = Lanes(repeating: 1)
    return code * first + (one - code) * second
}

/// The same for two constants.
@inlinable
public func chosen(_ code: Lanes, _ first: Double, _ second: Double) -> Lanes {
    chosen(code, Lanes(repeating: first), Lanes(repeating: second))
}
