import HomeostatCohort

/// Which indices a checked file allows.
public struct CheckedIndices: Sendable {
    /// Computed by `indices` without options.
    public let byDefault: [Index]
    /// Computed when named.
    public let whenNamed: [Index]
    /// Possible once an unsettled column is settled.
    public let onceSettled: [(index: Index, quantities: [Quantity])]
    /// What the file lacks.
    public let missing: [(index: Index, quantities: [Quantity])]

    /// Sorts every index that needs no option by what the columns of the report, and of files joined to it, allow.
    public init(_ report: CheckReport) {
        var known: [Quantity: (request: Int, unit: Unit)] = [:]
        for (position, column) in report.columns.enumerated() where column.isSingleRow && column.isRead {
            if known[column.quantity] == nil { known[column.quantity] = (position, column.unit) }
        }
        for column in report.joined where known[column.quantity] == nil {
            known[column.quantity] = (report.columns.count, column.unit)
        }
        let candidates = Registry.all.filter { index in !index.inputs.contains { $0.quantity.isParameter } }
        let made = IndexPlan.make(candidates, quantities: known)
        byDefault = made.plan.indices.filter(\.isDefault)
        whenNamed = made.plan.indices.filter { !$0.isDefault }
        let waiting = Set(report.unsettled.filter { ($0.minute ?? 0) == 0 }.map(\.quantity))
        onceSettled = made.missing.filter { waiting.isSuperset(of: $0.quantities) }
        missing = made.missing.filter { !waiting.isSuperset(of: $0.quantities) }
    }

    /// The lists, for people.
    public func text(width: Int = 80) -> String {
        var table = ReportTable([.init("what", title: "indices", wraps: true), .init("ids", title: " ", wraps: true)])
        func add(_ what: String, _ indices: [Index]) {
            if !indices.isEmpty { table.append([.text("\(what) (\(indices.count))"), .list(indices.map(\.id))]) }
        }
        add("by default", byDefault)
        add("when named", whenNamed)
        for (quantities, indices) in CheckedIndices.groups(onceSettled) {
            add("once \(quantities) is settled", indices)
        }
        let near = missing.filter { $0.quantities.count <= 2 }
        for (quantities, indices) in CheckedIndices.groups(near) { add("need \(quantities)", indices) }
        add("need more", missing.filter { $0.quantities.count > 2 }.map(\.index))
        return table.text(.table, width: width)
    }

    /// The lists as JSON.
    public var json: JSONValue {
        func lacking(_ list: [(index: Index, quantities: [Quantity])]) -> JSONValue {
            .object(list.map { .init($0.index.id, JSONValue($0.quantities.map(\.rawValue))) })
        }
        return .object([
            .init("by_default", JSONValue(byDefault.map(\.id))), .init("when_named", JSONValue(whenNamed.map(\.id))),
            .init("once_settled", lacking(onceSettled)), .init("missing", lacking(missing)),
        ])
    }

    /// Indices that lack the same quantities, those that lack few first.
    private static func groups(_ list: [(index: Index, quantities: [Quantity])]) -> [(String, [Index])] {
        var groups: [(quantities: [Quantity], indices: [Index])] = []
        for (index, quantities) in list {
            if let known = groups.firstIndex(where: { Set($0.quantities) == Set(quantities) }) {
                groups[known].indices.append(index)
            } else {
                groups.append((quantities, [index]))
            }
        }
        return groups.sorted { ($0.quantities.count, $1.indices.count) < ($1.quantities.count, $0.indices.count) }
            .map { ($0.quantities.map(\.rawValue).joined(separator: ", "), $0.indices) }
    }
}
