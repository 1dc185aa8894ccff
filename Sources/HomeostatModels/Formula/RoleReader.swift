import HomeostatCohort

/// Reads what stands beside the formula: weights, clusters, offset and subset.
struct RoleReader {
    private let source: any VariableSource
    var ledger: AbsenceLedger

    init(_ source: any VariableSource, _ ledger: AbsenceLedger) {
        self.source = source
        self.ledger = ledger
    }

    /// The numbers of one role; nil where it is not given.
    mutating func numbers(
        _ expression: NumericExpression?, _ text: String?, _ place: String
    ) throws(FormulaError) -> EvaluatedColumn? {
        guard let expression, let text else { return nil }
        var evaluator = ColumnEvaluator(source, text: FormulaText(text, place: place), ledger: ledger)
        let column = try evaluator.evaluate(expression)
        ledger = evaluator.ledger
        return column
    }

    /// The weights, none of which may be negative or infinite.
    mutating func weights(_ roles: ModelRoles) throws(FormulaError) -> EvaluatedColumn? {
        guard let expression = try roles.parsed(roles.weights, "weights").first, let text = roles.weights else {
            return nil
        }
        let place = FormulaText(text, place: "weights")
        func refuse(_ what: String, _ row: Int) -> FormulaError {
            FormulaError(
                .invalidWeight, "the weight of row \(row + 1) is \(what)", in: place, at: expression.range,
                column: expression.columnName, help: ["weights are finite and zero or more"])
        }
        for (name, _) in expression.columns {
            guard case .numeric(let numbers)? = source.variable(named: name) else { continue }
            for (row, value) in numbers.values.enumerated() where !value.isFinite && !ledger.isOutside[row] {
                // A value with a cause is absent, and its row is counted as such.
                if numbers.causes.isEmpty || numbers.causes[row] == nil { throw refuse("not finite", row) }
            }
        }
        guard let column = try numbers(expression, text, "weights") else { return nil }
        for (row, value) in column.values.enumerated() where value < 0 && !ledger.isOutside[row] {
            if column.isAbsent.isEmpty || !column.isAbsent[row] { throw refuse("negative", row) }
        }
        return column
    }

    /// The columns whose values together name a cluster.
    mutating func clusters(_ roles: ModelRoles) throws(FormulaError) -> [RawColumn]? {
        guard let text = roles.cluster else { return nil }
        var columns: [RawColumn] = []
        var evaluator = ColumnEvaluator(source, text: FormulaText(text, place: "cluster"), ledger: ledger)
        for expression in try roles.parsed(text, "cluster", joined: true) {
            columns.append(try evaluator.raw(expression))
        }
        ledger = evaluator.ledger
        return columns
    }

    /// The clusters of the rows used.
    static func clusters(_ columns: [RawColumn], _ rows: [Int]) -> ModelFrame.Clusters {
        let codings = columns.map { column -> (names: [String], codes: [Int32]) in
            let coding = LevelCoding(column, rows: rows)
            return (coding.names, coding.codes(column.selecting(rows)) ?? [])
        }
        var places: [[Int32]: Int] = [:]
        var names: [String] = []
        var ofRow: [Int] = []
        for row in rows.indices {
            let key = codings.map { $0.codes[row] }
            if let known = places[key] {
                ofRow.append(known)
            } else {
                places[key] = names.count
                ofRow.append(names.count)
                names.append(zip(codings, key).map { $0.names[Int($1)] }.joined(separator: ":"))
            }
        }
        return ModelFrame.Clusters(ofRow: ofRow, names: names)
    }
}
