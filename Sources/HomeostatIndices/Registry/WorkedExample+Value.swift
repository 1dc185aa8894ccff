import HomeostatCohort
import HomeostatNumerics

extension Index {
    /// What the formula gives for a worked example, through the same conversions and kernels as a cohort file.
    ///
    /// - Returns: `nil` where the example lacks an input, or where there is no result.
    public func value(of example: WorkedExample) -> Double? {
        var quantities: [Quantity: (request: Int, unit: Unit)] = [:]
        for (position, input) in example.inputs.enumerated() { quantities[input.quantity] = (position, input.unit) }
        let plan = IndexPlan.make([self], quantities: quantities).plan
        guard !plan.indices.isEmpty else { return nil }
        var block = IndexBlock()
        block.evaluate(plan, inputs: example.inputs.map { MeasuredColumn(repeating: $0.value, count: 1) }, count: 1)
        return block.columns[0].cause(0) == nil ? block.columns[0][0] : nil
    }
}
