import HomeostatCohort

extension CohortVariables {
    /// The values of a variable as text, one for each row that was read; empty where a value is absent.
    public func cells(of name: String) -> [String] {
        switch variable(named: name) {
        case .numeric(let numbers):
            numbers.values.indices.map { row in
                numbers.causes.isEmpty || numbers.causes[row] == nil ? shortestDecimal(numbers.values[row]) : ""
            }
        case .categorical(let texts):
            texts.codes.indices.map { row in
                texts.causes.isEmpty || texts.causes[row] == nil ? texts.levels[Int(texts.codes[row])] : ""
            }
        case nil: [String](repeating: "", count: rowCount)
        }
    }
}
