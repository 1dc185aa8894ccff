import HomeostatCohort
import HomeostatNumerics

/// The numbers that a regression is fitted to: the rows of a frame with a weight above zero.
struct RegressionData: Sendable {
    var design: DesignMatrix
    let response: [Double]
    /// What the exact response exceeds ``response`` by.
    let responseRemainder: [Double]?
    let weights: [Double]?
    let clusters: [Int]?
    let offset: [Double]?
    /// What the exact offset exceeds ``offset`` by.
    let offsetRemainder: [Double]?
    /// The places of the rows in the source, from 0.
    let rows: [Int]
    /// Rows that have everything, and a weight of zero.
    let weightlessCount: Int

    init(_ frame: ModelFrame) {
        let kept = frame.weights.map { weights in weights.indices.filter { weights[$0] > 0 } }
        func selected<Element>(_ values: [Element]) -> [Element] { kept.map { $0.map { values[$0] } } ?? values }
        design = kept.map { frame.design.selecting(rows: $0) } ?? frame.design
        response = selected(frame.response)
        responseRemainder = frame.responseRemainder.map(selected)
        offsetRemainder = frame.offsetRemainder.map(selected)
        weights = frame.weights.map(selected)
        clusters = frame.clusters.map { selected($0.ofRow) }
        offset = frame.offset.map(selected)
        rows = selected(frame.rows)
        weightlessCount = frame.rows.count - rows.count
    }

    /// The number of rows.
    var count: Int { rows.count }

    /// The response less its offset, for methods that know no offset.
    var reducedResponse: [Double] {
        offset.map { offset in response.indices.map { response[$0] - offset[$0] } } ?? response
    }

    /// The values of a column of the design.
    func column(_ position: Int) -> [Double] {
        let values = design.matrix.column(position)
        return (0..<count).map { values[$0] }
    }

    /// The same rows with another design.
    func with(_ design: DesignMatrix) -> RegressionData {
        var changed = self
        changed.design = design
        return changed
    }
}

extension DesignMatrix {
    /// The design of some of its columns, in the order given; terms stay.
    func keeping(columns: [Int]) -> DesignMatrix {
        DesignMatrix(
            matrix: matrix.selecting(columns: columns), remainder: remainder.map { $0.selecting(columns: columns) },
            columnNames: columns.map { columnNames[$0] }, terms: terms, termOfColumn: columns.map { termOfColumn[$0] })
    }

    /// The design without a term and its columns.
    func leavingOut(term: Int) -> DesignMatrix {
        let kept = termOfColumn.indices.filter { termOfColumn[$0] != term }
        let left = keeping(columns: kept)
        return DesignMatrix(
            matrix: left.matrix, remainder: left.remainder, columnNames: left.columnNames,
            terms: terms.indices.filter { $0 != term }.map { terms[$0] },
            termOfColumn: left.termOfColumn.map { $0.map { $0 > term ? $0 - 1 : $0 } })
    }
}
