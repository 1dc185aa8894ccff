import HomeostatCohort
import HomeostatIndices
import HomeostatNumerics
import Synchronization

/// Takes the variables of a model out of the blocks of a cohort file.
struct VariableCollector: CohortConsumer {
    /// What is taken, each list in the order of the variables.
    struct Layout: Sendable {
        /// Positions among the requested columns.
        var requests: [Int]
        /// Positions of columns of text in the file.
        var texts: [Int]
        /// Positions among the indices of the plan.
        var indices: [Int]
        /// Whether a text stands for missing.
        var isMissing: @Sendable (String) -> Bool
    }

    let plan: IndexPlan
    let layout: Layout
    let collected: VariableColumns
    private var results = IndexBlock()
    private var part: VariableColumns.Content

    init(plan: IndexPlan, layout: Layout, collected: VariableColumns) {
        self.plan = plan
        self.layout = layout
        self.collected = collected
        part = VariableColumns.Content(layout)
    }

    mutating func process(_ block: CohortBlock) throws(Diagnostic) {
        part = VariableColumns.Content(layout)
        part.rowCount = block.count
        for (place, request) in layout.requests.enumerated() {
            part.numbers[place].append(block.columns[request], count: block.count)
        }
        if !layout.indices.isEmpty {
            results.evaluate(plan, inputs: block.columns, count: block.count)
            for (place, index) in layout.indices.enumerated() {
                part.indices[place].append(results.columns[index], count: block.count)
            }
        }
        for (place, column) in layout.texts.enumerated() {
            for row in 0..<block.count {
                let text = block.text(row, column)
                part.texts[place].append(layout.isMissing(text) ? nil : text)
            }
        }
    }

    mutating func commit() throws(Diagnostic) { collected.append(part) }
}

/// Columns that grow, block by block in the order of the file.
final class VariableColumns: Sendable {
    /// A column of numbers.
    struct Numbers: Sendable {
        private var values: [Double] = []
        private var remainders: [Double] = []
        private var causes: [Cause?] = []
        private var hasRemainder = false

        mutating func append(_ column: MeasuredColumn, count: Int) {
            if !column.causes.isEmpty, causes.isEmpty { causes = [Cause?](repeating: nil, count: values.count) }
            for row in 0..<count {
                let cause = column.cause(row)
                if !causes.isEmpty || !column.causes.isEmpty { causes.append(cause) }
                values.append(cause == nil ? column[row] : 0)
                let exact = cause == nil ? column.decimals?.doubleDouble(row) : nil
                let remainder = exact.map { $0.high == column[row] ? $0.low : 0 } ?? 0
                if remainder != 0 { hasRemainder = true }
                remainders.append(remainder)
            }
        }

        mutating func append(_ other: Numbers) {
            if causes.isEmpty != other.causes.isEmpty {
                if causes.isEmpty {
                    causes = [Cause?](repeating: nil, count: values.count)
                } else {
                    causes += [Cause?](repeating: nil, count: other.values.count)
                }
            }
            values += other.values
            remainders += other.remainders
            causes += other.causes
            hasRemainder = hasRemainder || other.hasRemainder
        }

        /// The numbers, with what the decimals of the file exceed them by.
        var variable: NumericVariable {
            NumericVariable(values, remainders: hasRemainder ? remainders : nil, causes: causes)
        }

        /// 1 as male and 0 as female.
        var sexes: CategoricalVariable {
            CategoricalVariable(levels: ["female", "male"], codes: values.map { $0 == 1 ? 1 : 0 }, causes: causes)
        }
    }

    /// Some rows of all columns.
    struct Content: Sendable {
        var rowCount = 0
        var numbers: [Numbers]
        var indices: [Numbers]
        var texts: [[String?]]

        init(_ layout: VariableCollector.Layout) {
            numbers = [Numbers](repeating: Numbers(), count: layout.requests.count)
            indices = [Numbers](repeating: Numbers(), count: layout.indices.count)
            texts = [[String?]](repeating: [], count: layout.texts.count)
        }
    }

    private let content: Mutex<Content>

    init(_ layout: VariableCollector.Layout) {
        content = Mutex(Content(layout))
    }

    func append(_ part: Content) {
        content.withLock { all in
            all.rowCount += part.rowCount
            for place in part.numbers.indices { all.numbers[place].append(part.numbers[place]) }
            for place in part.indices.indices { all.indices[place].append(part.indices[place]) }
            for place in part.texts.indices { all.texts[place] += part.texts[place] }
        }
    }

    var finished: Content { content.withLock { $0 } }
}
