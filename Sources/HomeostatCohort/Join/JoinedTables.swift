/// Files that are joined to the input by a key, held in memory. A left join: every row of the input stays, and no row
/// is added.
struct JoinedTables: Sendable {
    /// The columns that the joined files add to those of the input.
    let requests: [ColumnRequest]
    /// What was read of each file.
    let summaries: [JoinedFile]
    /// The beginning of the added columns, for ``SampleCheck``.
    let samples: [SampleCheck.ColumnSample]
    /// Columns of sex among the added ones that give it in numbers.
    let numericSexes: [SampleCheck.NumericSex]
    private let tables: [JoinedTable]
    private let keys: JoinKeyReader
    private let keyNames: [String]
    private let inputName: String
    private let columnCount: Int
    private let added: [Added]
    private let filled: [Filled]
    private let comparisons: [Comparison]

    /// A column that a joined file adds.
    private struct Added: Sendable {
        var table: Int
        /// Position among the table's requests.
        var source: Int
    }

    /// A column whose empty cells are filled from a joined file.
    private struct Filled: Sendable {
        var table: Int
        var source: Int
        /// Position in ``CohortBlock/columns``.
        var target: Int
        var conversion: UnitConversion
    }

    /// A column that two files have.
    private struct Comparison: Sendable {
        var name: String
        /// `nil` for the input.
        var earlier: Int?
        var earlierColumn: Int
        var table: Int
        var column: Int
        var agreement: JoinAgreement
        /// Where both are measurements: positions among the requests of each, and from the later unit to the earlier.
        var numbers: (earlier: Int, later: Int, conversion: UnitConversion)?
    }

    /// A column with different values for one key.
    struct Conflict: Sendable {
        /// Row of the block.
        var row: Int
        var message: String
        var key: String
    }

    /// Reads the joined files.
    ///
    /// - Parameter own: what is read of the input itself.
    /// - Returns: `nil` where nothing is joined.
    /// - Throws: D402 for a key that is missing or not unique, and what reading a file throws.
    init?(_ input: CohortInput, choice: JoinChoice, own: [ColumnRequest]) throws(Diagnostic) {
        if input.joined.isEmpty { return nil }
        let files = [input] + input.joined
        let keyColumns = try JoinChoice.keyColumns(of: files, options: input.options)
        let shared = JoinedTables.sharedColumns(of: files, keys: keyColumns)
        var tables: [JoinedTable] = []
        var added: [Added] = []
        var requests: [ColumnRequest] = []
        // Where a column of a file stands in the blocks.
        var targets: [JoinChoice.Reference: Int] = [:]
        for (position, request) in own.enumerated() { targets[.init(file: 0, column: request.column)] = position }
        var filled: [Filled] = []
        for (position, file) in input.joined.enumerated() {
            let uses = choice.uses[position]
            let table = try JoinedTable(
                file, key: keyColumns[position + 1],
                requests: uses.map { use in
                    var request = file.request(for: use.bound)
                    request.joinedFile = file.source.name
                    return request
                },
                compared: Set(shared.flatMap { $0 }.filter { $0.file == position + 1 }.map(\.column)).sorted())
            for (source, use) in uses.enumerated() {
                let request = table.requests[source]
                guard let reference = use.fills else {
                    targets[.init(file: position + 1, column: request.column)] = own.count + requests.count
                    added.append(Added(table: position, source: source))
                    requests.append(request)
                    continue
                }
                guard let target = targets[reference] else { continue }
                let unit = target < own.count ? own[target].unit : requests[target - own.count].unit
                let conversion = UnitConversion(
                    request.quantity, from: request.unit, to: unit, factors: input.options.factors)
                guard let conversion else { continue }
                filled.append(Filled(table: position, source: source, target: target, conversion: conversion))
            }
            tables.append(table)
        }
        self.requests = requests
        self.tables = tables
        self.added = added
        self.filled = filled
        summaries = tables.map { JoinedFile(name: $0.fileName, rows: $0.rows, rowsWithoutKey: $0.rowsWithoutKey) }
        samples = added.compactMap { column in
            let table = tables[column.table]
            if table.requests[column.source].quantity.isCode { return nil }
            return SampleCheck.ColumnSample(
                request: table.requests[column.source], values: table.numbers[column.source].sample,
                rows: min(table.rows, TextInput.sampleRowLimit))
        }
        numericSexes = added.compactMap { column in
            let table = tables[column.table]
            guard case .sex(.letters) = table.requests[column.source].reading else { return nil }
            var sex = SampleCheck.NumericSex(request: table.requests[column.source])
            for (_, text) in table.numbers[column.source].failed.sorted(by: { $0.key < $1.key }) { sex.add(text) }
            return sex
        }
        keys = JoinKeyReader(
            columns: keyColumns[0], columnCount: input.columns.count, decimalMark: input.text.dialect.decimalMark)
        keyNames = keyColumns[0].map { input.columns[$0].name }
        inputName = input.source.name
        columnCount = input.columns.count
        comparisons = JoinedTables.comparisons(shared, files, own: own, tables: tables)
    }
}

/// What was read of a joined file.
public struct JoinedFile: Sendable, Hashable {
    /// The name of the file, as the user gave it.
    public let name: String
    /// Rows that were read, those without a key included.
    public let rows: Int
    /// Rows whose key is empty: they belong to nobody.
    public let rowsWithoutKey: Int
}

extension JoinedTables {
    /// The columns other than the key that stand in more than one file, each with its places.
    private static func sharedColumns(of files: [CohortInput], keys: [[Int]]) -> [[JoinChoice.Reference]] {
        var places: [String: [JoinChoice.Reference]] = [:]
        var order: [String] = []
        for (position, file) in files.enumerated() {
            for (column, description) in file.columns.enumerated() where !keys[position].contains(column) {
                let name = ColumnTokens.squashed(description.name)
                if name.isEmpty { continue }
                if places[name] == nil { order.append(name) }
                // Of two columns with one name in one file nobody can say which is meant.
                places[name, default: []].append(.init(file: position, column: column))
            }
        }
        return order.compactMap { name -> [JoinChoice.Reference]? in
            guard let found = places[name], found.count > 1 else { return nil }
            return Set(found.map(\.file)).count == found.count ? found : nil
        }
    }

    private static func comparisons(
        _ shared: [[JoinChoice.Reference]], _ files: [CohortInput], own: [ColumnRequest], tables: [JoinedTable]
    ) -> [Comparison] {
        var comparisons: [Comparison] = []
        func interpreter(_ file: Int) -> CellInterpreter {
            if file > 0 { return tables[file - 1].interpreter }
            return CellInterpreter(
                extraMissing: files[0].options.extraMissing, limitRule: files[0].options.limitRule,
                decimalMark: files[0].text.dialect.decimalMark)
        }
        for places in shared {
            for (position, later) in places.enumerated().dropFirst() {
                for earlier in places[..<position] {
                    var comparison = Comparison(
                        name: files[earlier.file].columns[earlier.column].name,
                        earlier: earlier.file == 0 ? nil : earlier.file - 1, earlierColumn: earlier.column,
                        table: later.file - 1, column: later.column,
                        agreement: JoinAgreement(
                            interpreter: interpreter(earlier.file), otherInterpreter: interpreter(later.file)))
                    let requests = earlier.file == 0 ? own : tables[earlier.file - 1].requests
                    let laterRequests = tables[later.file - 1].requests
                    if let first = requests.firstIndex(where: { $0.column == earlier.column }),
                        let second = laterRequests.firstIndex(where: { $0.column == later.column }),
                        requests[first].quantity == laterRequests[second].quantity,
                        let conversion = UnitConversion(
                            requests[first].quantity, from: laterRequests[second].unit, to: requests[first].unit,
                            factors: files[0].options.factors)
                    {
                        comparison.numbers = (first, second, conversion)
                    }
                    comparisons.append(comparison)
                }
            }
        }
        return comparisons
    }
}

extension JoinedTables {
    /// Adds the joined columns to a block whose own columns were read, and fills empty cells of shared ones.
    ///
    /// - Parameters:
    ///   - first: position of the first joined column.
    ///   - failed: called for each joined cell that could not be read.
    /// - Returns: the first row for which two files contradict each other.
    func fill(_ block: inout CohortBlock, requestsFrom first: Int, failed: (FailedCell) -> Void) -> Conflict? {
        let count = block.count
        let keys = (0..<count).map { self.keys.key($0, of: block.index, bytes: block.bytes) }
        let partners = tables.map { table in keys.map { table.row(of: $0) } }
        let conflict = firstConflict(block, partners)
        for (position, column) in added.enumerated() {
            let numbers = tables[column.table].numbers[column.source]
            let target = first + position
            block.columns[target] = MeasuredColumn(repeating: .nan, count: count)
            for row in 0..<count {
                guard let partner = partners[column.table][row] else {
                    block.columns[target].setAbsent(row, .notJoined, count: count)
                    continue
                }
                if let cause = Cause(rawValue: numbers.causes[partner]) {
                    block.columns[target].setAbsent(row, cause, count: count)
                    if let text = numbers.failed[partner] {
                        failed(FailedCell(cause: cause, request: target, row: row, text: text))
                    }
                } else {
                    block.columns[target][row] = numbers.values[partner]
                    let flags = Flag(rawValue: numbers.flags[partner])
                    if !flags.isEmpty { block.columns[target].addFlag(row, flags, count: count) }
                }
            }
        }
        for column in filled {
            let numbers = tables[column.table].numbers[column.source]
            for row in 0..<count {
                guard let partner = partners[column.table][row], let cause = block.columns[column.target].cause(row),
                    cause == .missing || cause == .notJoined
                else { continue }
                if let cause = Cause(rawValue: numbers.causes[partner]) {
                    block.columns[column.target].setAbsent(row, cause, count: count)
                } else {
                    block.columns[column.target].replace(
                        row, by: column.conversion(numbers.values[partner]),
                        flags: Flag(rawValue: numbers.flags[partner]), count: count)
                }
            }
        }
        return conflict
    }

    private func firstConflict(_ block: CohortBlock, _ partners: [[Int?]]) -> Conflict? {
        var first: Conflict?
        for comparison in comparisons {
            let end = first?.row ?? block.count
            let earlierCells = comparison.earlier.flatMap { tables[$0].texts[comparison.earlierColumn] }
            guard let cells = tables[comparison.table].texts[comparison.column] else { continue }
            for row in 0..<end {
                guard let partner = partners[comparison.table][row] else { continue }
                let earlierRow: Int
                let earlierCell: ArraySlice<UInt8>
                if let table = comparison.earlier {
                    guard let found = partners[table][row], let earlierCells else { continue }
                    earlierRow = found
                    earlierCell = earlierCells[found]
                } else {
                    earlierRow = row
                    earlierCell =
                        block.bytes[
                            block.index.field(row, comparison.earlierColumn, columns: columnCount, in: block.bytes)]
                }
                guard let texts = difference(comparison, earlierCell, earlierRow, cells[partner], partner, block)
                else { continue }
                let key = keys.shown(row, of: block.index, bytes: block.bytes)
                let earlierName = comparison.earlier.map { tables[$0].fileName } ?? inputName
                let table = tables[comparison.table]
                first = Conflict(
                    row: row,
                    message: "column \(comparison.name) is \(texts.0) in \(earlierName) and \(texts.1) in "
                        + "\(table.fileName) (line \(table.lines[partner])) for \(keyNames.joined(separator: ", ")) \(key)",
                    key: key)
                break
            }
        }
        return first
    }

    /// The two texts where a column says different things. Measurements are compared as such, in one unit.
    private func difference(
        _ comparison: Comparison, _ earlierCell: ArraySlice<UInt8>, _ earlierRow: Int, _ cell: ArraySlice<UInt8>,
        _ row: Int, _ block: CohortBlock
    ) -> (String, String)? {
        guard let numbers = comparison.numbers else { return comparison.agreement.difference(earlierCell, cell) }
        let earlier =
            comparison.earlier.map { tables[$0].numbers[numbers.earlier].values[earlierRow] }
            ?? block.columns[numbers.earlier][earlierRow]
        let later = tables[comparison.table].numbers[numbers.later].values[row]
        if earlier.isNaN || later.isNaN || numbers.conversion == .identity {
            guard let texts = comparison.agreement.difference(earlierCell, cell) else { return nil }
            return earlier == later ? nil : texts
        }
        if JoinAgreement.isClose(earlier, numbers.conversion(later), JoinedTables.conversionTolerance) { return nil }
        return (String(decoding: earlierCell, as: UTF8.self), String(decoding: cell, as: UTF8.self))
    }

    /// For a column that has another unit in each file: what the conversion itself rounds. Values that were rounded in
    /// each unit for itself are different values.
    private static let conversionTolerance = 1e-9
}
