import HomeostatNumerics

extension ExactDecimals {
    /// The decimal of a row, to some 31 digits: what `22.5` means, where the Double beside it is only near to it.
    ///
    /// - Returns: `nil` where the decimal is not known (``isExact(_:)``).
    public func doubleDouble(_ row: Int) -> DoubleDouble? {
        guard isExact(row) else { return nil }
        return DoubleDouble(significand: significands[row], exponent: exponents[row])
    }
}

extension MeasuredColumn {
    /// The value of a row: its decimal where that is known, the Double otherwise.
    ///
    /// - Returns: `nil` where the value is absent.
    public func doubleDouble(_ row: Int) -> DoubleDouble? {
        let value = self[row]
        return value.isNaN ? nil : decimals?.doubleDouble(row) ?? DoubleDouble(value)
    }
}
