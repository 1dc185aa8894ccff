import CKernels

/// Eight doubles that are computed side by side: the unit of work of every formula.
///
/// A formula written on lanes reads as it does in the paper and runs on whole columns; for one person, the value is
/// repeated in all lanes.
public typealias Lanes = SIMD8<Double>

/// The natural logarithm of each lane, to 1 ulp, with the same bits on every processor.
///
/// Zero gives minus infinity, a negative number not-a-number.
public func log(_ x: Lanes) -> Lanes {
    unsafe applied(x) { unsafe hk_log($0, $1, 8) }
}

/// The logarithm to base 10 of each lane, to 1 ulp.
public func log10(_ x: Lanes) -> Lanes {
    unsafe applied(x) { unsafe hk_log10($0, $1, 8) }
}

/// The exponential of each lane, to 1 ulp.
public func exp(_ x: Lanes) -> Lanes {
    unsafe applied(x) { unsafe hk_exp($0, $1, 8) }
}

/// Each lane, which must be positive, to a constant power, to 1 ulp.
public func pow(_ x: Lanes, _ exponent: Double) -> Lanes {
    unsafe applied(x) { unsafe hk_pow_scalar_exponent($0, exponent, $1, 8) }
}

/// Replaces a column by its natural logarithms: the same numbers as ``log(_:)`` gives, several times as fast.
public func takeLog(_ column: inout [Lanes]) {
    unsafe apply(&column) { unsafe hk_log($0, $1, $2) }
}

/// Replaces a column by its logarithms to base 10: the same numbers as ``log10(_:)`` gives, several times as fast.
public func takeLog10(_ column: inout [Lanes]) {
    unsafe apply(&column) { unsafe hk_log10($0, $1, $2) }
}

private func apply(
    _ column: inout [Lanes], _ kernel: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
) {
    unsafe column.withUnsafeMutableBytes { bytes in
        let numbers = unsafe bytes.assumingMemoryBound(to: Double.self)
        guard let first = numbers.baseAddress else { return }
        unsafe kernel(UnsafePointer(first), first, numbers.count)
    }
}

@inline(__always)
private func applied(
    _ x: Lanes, _ kernel: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
) -> Lanes {
    // A result apart from the argument: in place, the kernel would have to copy the argument first.
    var result = Lanes()
    unsafe withUnsafePointer(to: x) { argument in
        unsafe withUnsafeMutablePointer(to: &result) { place in
            unsafe kernel(
                UnsafeRawPointer(argument).assumingMemoryBound(to: Double.self),
                UnsafeMutableRawPointer(place).assumingMemoryBound(to: Double.self))
        }
    }
    return result
}

extension SIMD8 where Scalar == Double {
    /// The square root of each lane.
    @inlinable
    public var squareRoot: SIMD8<Double> { self.squareRoot() }
}
