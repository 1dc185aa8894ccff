/// The IEEE 754 representation of each lane.
@inline(__always)
func bitPatterns(_ x: Lanes) -> SIMD8<UInt64> {
    // Both types are eight words of 64 bits.
    unsafe unsafeBitCast(x, to: SIMD8<UInt64>.self)
}
