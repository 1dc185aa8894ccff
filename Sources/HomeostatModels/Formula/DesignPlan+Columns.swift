import HomeostatNumerics

extension DesignPlan.Part {
    /// The place of the variable that it belongs to.
    var variable: Int {
        switch self {
        case .number(let variable, _), .level(let variable, _): variable
        }
    }
}

extension DesignPlan {
    /// The columns for rows that have a value of each variable.
    ///
    /// - Parameters:
    ///   - fitted: for each variable what was fitted.
    ///   - raw: for each variable its values in these rows.
    func fill(
        _ fitted: [FittedVariable?], _ raw: [RawColumn?], rowCount: Int
    ) -> (matrix: Matrix, remainder: Matrix?) {
        var numbers = [FittedBasis.Columns](repeating: [], count: fitted.count)
        var codes = [[Int32]](repeating: [], count: fitted.count)
        for place in fitted.indices {
            guard let variable = fitted[place], let column = raw[place] else { continue }
            switch (variable.coding, column) {
            case (.number, .numbers(let values)): numbers[place] = [(values.values, values.remainders)]
            case (.basis(let basis), .numbers(let values)): numbers[place] = basis.columns(at: values)
            case (.levels(let levels), _): codes[place] = levels.codes(column) ?? []
            case (.number, .texts), (.basis, .texts): preconditionFailure("numbers were asked for")
            }
        }
        var elements = [Double](repeating: 0, count: rowCount * columns.count)
        let isExact = numbers.contains { $0.contains { $0.remainders != nil } }
        var remainders = [Double](repeating: 0, count: isExact ? elements.count : 0)
        for (place, column) in columns.enumerated() {
            Self.fill(
                column.parts, numbers, codes, rowCount, from: place * rowCount, &elements, &remainders)
        }
        return (
            Matrix(rowCount: rowCount, columnCount: columns.count, elements: elements),
            isExact ? Matrix(rowCount: rowCount, columnCount: columns.count, elements: remainders) : nil
        )
    }

    /// One column: the product of its numbers, in double-double where one of them is known so, in the rows that have
    /// its levels.
    private static func fill(
        _ parts: [Part], _ numbers: [FittedBasis.Columns], _ codes: [[Int32]], _ rowCount: Int, from start: Int,
        _ elements: inout [Double], _ remainders: inout [Double]
    ) {
        let factors = parts.compactMap { part -> (values: [Double], remainders: [Double]?)? in
            guard case .number(let variable, let column) = part else { return nil }
            return numbers[variable][column]
        }
        let isExact = factors.contains { $0.remainders != nil }
        let range = start..<start + rowCount
        elements.replaceSubrange(range, with: factors.first?.values ?? [Double](repeating: 1, count: rowCount))
        if let first = factors.first?.remainders { remainders.replaceSubrange(range, with: first) }
        for factor in factors.dropFirst() {
            guard isExact else {
                for row in 0..<rowCount { elements[start + row] *= factor.values[row] }
                continue
            }
            for row in 0..<rowCount {
                let value = DoubleDouble(high: factor.values[row], low: factor.remainders?[row] ?? 0)
                let product = DoubleDouble(high: elements[start + row], low: remainders[start + row]) * value
                elements[start + row] = product.high
                remainders[start + row] = product.low
            }
        }
        for part in parts {
            guard case .level(let variable, let level) = part else { continue }
            let wanted = Int32(level)
            for row in 0..<rowCount where codes[variable][row] != wanted {
                elements[start + row] = 0
                if isExact { remainders[start + row] = 0 }
            }
        }
    }
}
