extension CohortInput {
    /// Opens the files of `--join`.
    static func openJoined(_ source: InputSource, _ options: CohortOptions) throws(Diagnostic) -> [CohortInput] {
        guard !options.joins.isEmpty else { return [] }
        guard !options.joinKey.isEmpty else {
            throw Diagnostic(.invalidOption, "--join needs the key columns", help: ["--on COLUMN"])
        }
        let sources = [source] + options.joins.map { InputSource(argument: $0) }
        guard sources.count(where: { $0 == .standardInput }) <= 1 else {
            throw Diagnostic(.invalidOption, "standard input can be one of the files only")
        }
        var other = options
        other.joins = []
        other.foreignFormat = nil
        other.forcesText = false
        other.text.skipRows = 0
        other.text.hasHeader = true
        other.binding.isOneOfSeveral = true
        var joined: [CohortInput] = []
        for source in sources.dropFirst() {
            do throws(Diagnostic) {
                joined.append(try CohortInput(source, options: other, mustBeSeekable: false, joined: []))
            } catch {
                var told = error.placed(in: source.name)
                // The options that would help with the input do not reach a joined file.
                if error.code == .preamble { told.help = ["remove the lines above the header of \(source.name)"] }
                throw told
            }
        }
        return joined
    }

    /// A column that `--map` or `--unit` names must stand in one of the files at least.
    func checkJoinedNames() throws(Diagnostic) {
        guard !joined.isEmpty else { return }
        let files = [self] + joined
        let names = files.flatMap { $0.columns.map(\.name) }
        let known = Set(names.map(ColumnTokens.squashed))
        let quantities = Set(
            files.flatMap { file in file.binding.columns.map(\.quantity) + file.binding.unsettled.map(\.quantity) })
        for entry in options.binding.map where !known.contains(ColumnTokens.squashed(entry.column)) {
            throw BindingProblem.unknownColumn(
                entry.column, option: BindingProblem.option("map", entry.quantity, entry.column), columns: names)
        }
        for entry in options.binding.units where !known.contains(ColumnTokens.squashed(entry.column)) {
            if let meant = ColumnSynonyms.meanings[ColumnTokens.squashed(entry.column)]?.quantity,
                quantities.contains(meant)
            {
                continue
            }
            throw BindingProblem.unknownColumn(
                entry.column, option: BindingProblem.option("unit", entry.column, entry.unit), columns: names)
        }
    }

    /// The quantities for which this file or a joined one has a column, settled or not.
    public var offeredQuantities: Set<Quantity> {
        var offered: Set<Quantity> = []
        for file in [self] + joined {
            offered.formUnion(file.binding.columns.filter(\.isSingleRow).map(\.quantity))
            offered.formUnion(file.binding.unsettled.map(\.quantity))
        }
        return offered
    }
}
