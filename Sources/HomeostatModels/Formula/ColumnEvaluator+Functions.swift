import HomeostatNumerics

extension ColumnEvaluator {
    /// A power with a fixed exponent. Whole ones are products, formed in double-double and then rounded once, where
    /// nothing more is known of the base; others are logarithms.
    func raise(_ base: EvaluatedColumn, to exponent: Double) -> EvaluatedColumn {
        let isWhole = exponent == exponent.rounded() && exponent.magnitude <= 128
        if let constant = base.constant {
            let value = isWhole ? constant.power(Int(exponent)) : DoubleDouble(power(constant.high, exponent))
            return EvaluatedColumn(values: [], isAbsent: [], constant: value)
        }
        var made = base
        for row in base.values.indices {
            if isWhole {
                let value = base.exact(row).power(Int(exponent))
                made.values[row] = value.high
                made.remainders?[row] = value.low
            } else {
                made.values[row] = power(base.values[row], exponent)
            }
        }
        if !isWhole { made.remainders = nil }
        return made
    }

    /// A power that is not a small whole one; not a number where it is not defined.
    private func power(_ base: Double, _ exponent: Double) -> Double {
        if base > 0 { return pow(Lanes(repeating: base), exponent)[0] }
        if base == 0 { return exponent > 0 ? 0 : .nan }
        guard exponent == exponent.rounded() else { return .nan }
        let size = pow(Lanes(repeating: -base), exponent)[0]
        return exponent.truncatingRemainder(dividingBy: 2) == 0 ? size : -size
    }

    /// A function of one number; not a number where it is not defined.
    func apply(_ function: NumericFunction, _ argument: EvaluatedColumn) -> EvaluatedColumn {
        if let constant = argument.constant {
            let value =
                function == .abs
                ? constant.magnitude
                : DoubleDouble(value(function, Lanes(repeating: constant.high))[0])
            return EvaluatedColumn(values: [], isAbsent: [], constant: value)
        }
        var made = argument
        if function == .abs {
            for row in made.values.indices where made.values[row] < 0 {
                made.values[row].negate()
                made.remainders?[row].negate()
            }
            return made
        }
        if function == .sqrt, argument.remainders != nil {
            for row in made.values.indices {
                let root = argument.exact(row).squareRoot()
                made.values[row] = root.high
                made.remainders?[row] = root.low
            }
            return made
        }
        made.remainders = nil
        var row = 0
        while row < made.values.count {
            let width = min(8, made.values.count - row)
            var lanes = Lanes(repeating: 1)
            for lane in 0..<width { lanes[lane] = argument.values[row + lane] }
            let results = value(function, lanes)
            for lane in 0..<width { made.values[row + lane] = results[lane] }
            row += width
        }
        return made
    }

    private func value(_ function: NumericFunction, _ x: Lanes) -> Lanes {
        switch function {
        case .log: return log(x).replacing(with: .nan, where: x .<= 0)
        case .log10: return log10(x).replacing(with: .nan, where: x .<= 0)
        case .log2: return binaryLogarithm(x)
        case .exp: return exp(x)
        case .sqrt: return x.squareRoot()
        case .abs: return x.replacing(with: -x, where: x .< 0)
        }
    }

    /// The exponent apart from the rest, so that powers of two come out exactly.
    private func binaryLogarithm(_ x: Lanes) -> Lanes {
        var exponents = Lanes()
        var significands = Lanes(repeating: 1)
        for lane in 0..<8 where x[lane] > 0 && x[lane].isFinite {
            // About 1, where a logarithm near zero keeps its digits.
            let isLow = x[lane].significand < 1.4142135623730951
            exponents[lane] = Double(x[lane].exponent) + (isLow ? 0 : 1)
            significands[lane] = isLow ? x[lane].significand : x[lane].significand / 2
        }
        let result = exponents + log(significands) * 1.4426950408889634
        return result.replacing(with: .nan, where: .!((x .> 0) .& (x .< .infinity)))
    }
}
