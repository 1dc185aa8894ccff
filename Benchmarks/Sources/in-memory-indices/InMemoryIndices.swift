import HomeostatCohort
import HomeostatIndices
import HomeostatNumerics

/// Every default single-row index on 1,000,000 rows in memory, beside the same formulas in numpy.
///
/// The inputs are those of `peers/numpy_indices.py`, made before the clock starts. All results are kept: a pass writes
/// them into arrays that exist already. Conversions of units are counted here, where numpy has its inputs converted.
@main
enum InMemoryIndices {
    static let rows = 1_000_000
    static let rowsPerBlock = 4096

    /// Indices that numpy has no vectorised formula for: they are solved row by row.
    static let indices = Registry.all.filter { $0.isDefault && !$0.id.hasPrefix("homa2eq") && !twins.contains($0.id) }
    /// What the other side does not have, or takes from other columns.
    static let twins: Set<String> = [
        "tdd_per_kg", "isr_basal", "aigr", "carbohydrate_ratio", "bennett_ln", "bennett_log10",
    ]

    static func main() async {
        if CommandLine.arguments.contains("--list") {
            print(indices.map(\.id).joined(separator: "\n"))
            return
        }
        var known: [Quantity: (request: Int, unit: Unit)] = [:]
        for (position, column) in columns.enumerated() { known[column.quantity] = (position, column.unit) }
        let made = IndexPlan.make(indices, quantities: known)
        precondition(made.missing.isEmpty, "\(made.missing.map(\.index.id))")
        let plan = made.plan
        let blocks = stride(from: 0, to: rows, by: rowsPerBlock).map {
            block(from: $0, count: min(rowsPerBlock, rows - $0))
        }
        for threads in [1, 2] {
            let workers = (0..<threads).map { share in
                Worker(plan, blocks.indices.filter { $0 % threads == share }.map { blocks[$0] })
            }
            var seconds: [Double] = []
            for pass in 0..<8 {
                let start = ContinuousClock.now
                await withTaskGroup(of: Void.self) { group in
                    for worker in workers { group.addTask { await worker.pass() } }
                }
                let elapsed = (ContinuousClock.now - start).components
                // The first pass makes the result arrays.
                if pass > 0 { seconds.append(Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18) }
            }
            var sums = [Double](repeating: 0, count: plan.indices.count)
            for worker in workers { for (position, sum) in await worker.sums().enumerated() { sums[position] += sum } }
            let median = seconds.sorted()[seconds.count / 2]
            let means = plan.indices.enumerated().map { position, index in
                "\"\(index.id)\": \(sums[position] / Double(rows))"
            }
            print(
                "{\"index_values\": \(rows * plan.indices.count), \"seconds\": \(median), \"threads\": \(threads), "
                    + "\"means\": {\(means.joined(separator: ", "))}}")
        }
    }

    private struct Column {
        var quantity: Quantity
        var unit: Unit
        /// Number of the column in the other side's list, and its range; no range for a code.
        var number: UInt64
        var range: ClosedRange<Double>?
    }

    private static let columns: [Column] = [
        Column(quantity: .glucose, unit: .milligramsPerDecilitre, number: 0, range: 70...180),
        Column(quantity: .insulin, unit: .microunitsPerMillilitre, number: 1, range: 2...60),
        Column(quantity: .cPeptide, unit: .nanomolesPerLitre, number: 2, range: 0.3...2),
        Column(quantity: .proinsulin, unit: .picomolesPerLitre, number: 3, range: 3...40),
        Column(quantity: .hba1c, unit: .percent, number: 4, range: 4.5...11),
        Column(quantity: .triglycerides, unit: .milligramsPerDecilitre, number: 5, range: 40...400),
        Column(quantity: .hdl, unit: .milligramsPerDecilitre, number: 6, range: 25...95),
        Column(quantity: .totalCholesterol, unit: .milligramsPerDecilitre, number: 7, range: 120...300),
        Column(quantity: .freeFattyAcids, unit: .millimolesPerLitre, number: 8, range: 0.15...1.2),
        Column(quantity: .adiponectin, unit: .microgramsPerMillilitre, number: 9, range: 2...20),
        Column(quantity: .bmi, unit: .kilogramsPerSquareMetre, number: 10, range: 18...45),
        Column(quantity: .weight, unit: .kilograms, number: 11, range: 45...140),
        Column(quantity: .height, unit: .centimetres, number: 12, range: 145...200),
        Column(quantity: .waist, unit: .centimetres, number: 13, range: 66...130),
        Column(quantity: .hip, unit: .centimetres, number: 14, range: 80...140),
        Column(quantity: .age, unit: .years, number: 15, range: 18...85),
        Column(quantity: .sex, unit: .none, number: 16, range: nil),
        Column(quantity: .hypertension, unit: .none, number: 17, range: nil),
        Column(quantity: .diastolicBloodPressure, unit: .millimetresOfMercury, number: 18, range: 55...100),
        Column(quantity: .dailyDosePerKilogram, unit: .unitsPerKilogram, number: 19, range: 0.1...0.95),
    ]

    private static func block(from first: Int, count: Int) -> [MeasuredColumn] {
        columns.map { column in
            let step = (column.number + 1) &* 0x9E37_79B9_7F4A_7C15
            var made = MeasuredColumn(repeating: .nan, count: count)
            for row in 0..<count {
                let u = Double((UInt64(first + row + 1) &* step) >> 11) * 0x1p-53
                if let range = column.range {
                    made[row] = range.lowerBound + (range.upperBound - range.lowerBound) * u
                } else {
                    made[row] = u >= 0.5 ? 1 : 0
                }
            }
            return made
        }
    }
}

/// One thread's share of the rows, with all its results.
private actor Worker {
    private let plan: IndexPlan
    private let blocks: [[MeasuredColumn]]
    private var workspace = IndexBlock()
    private var results: [[MeasuredColumn]]

    init(_ plan: IndexPlan, _ blocks: [[MeasuredColumn]]) {
        self.plan = plan
        self.blocks = blocks
        results = [[MeasuredColumn]](repeating: [], count: blocks.count)
    }

    func pass() {
        for position in blocks.indices {
            workspace.exchangeColumns(with: &results[position])
            workspace.evaluate(plan, inputs: blocks[position], count: rowCount(position))
            workspace.exchangeColumns(with: &results[position])
        }
    }

    func sums() -> [Double] {
        plan.indices.indices.map { index in
            var sum = 0.0
            for position in blocks.indices {
                for row in 0..<rowCount(position) { sum += results[position][index][row] }
            }
            return sum
        }
    }

    /// Rows up to the padding of the last lane.
    private func rowCount(_ position: Int) -> Int {
        var count = blocks[position][0].lanes.count * 8
        while count > 0, blocks[position][0][count - 1].isNaN { count -= 1 }
        return count
    }
}
