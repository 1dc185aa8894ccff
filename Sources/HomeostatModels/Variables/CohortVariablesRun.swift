import HomeostatCohort
import HomeostatIndices

/// A cohort file with the variables of a model that are to be read from it.
///
/// A name means, in this order: a column of exactly this name; an index (`homa_ir`), computed from the columns that it
/// needs; a quantity (`bmi`), read from the column that is bound to it; a column whose name differs in case or
/// separators only. Columns of which most cells are no numbers are categories.
public struct CohortVariablesRun {
    /// The input with the columns that are read.
    public let session: CohortSession
    /// The indices that are computed.
    public let plan: IndexPlan
    let names: [String]
    let requests: [String: Int]
    let texts: [String: Int]
    let indices: [String: Int]

    /// Finds the variables, and decides which of them are categories.
    ///
    /// Names that mean nothing are left out: ``ModelFrame`` says where in the formula they stand.
    ///
    /// - Parameters:
    ///   - names: the names of a formula and of the roles of its columns.
    ///   - options: parameters of indices.
    /// - Throws: what ``CohortSession`` and ``IndicesRun`` throw.
    public init(_ input: CohortInput, names: [String], options: IndicesOptions) throws(Diagnostic) {
        var columns: [String: Int] = [:]
        var quantities: [String: Quantity] = [:]
        var ids: [String] = []
        for name in names {
            if let column = input.column(exactly: name) {
                columns[name] = column
            } else if let bound = Quantity(rawValue: name).flatMap({ input.binding.bound($0) }) {
                if bound.quantity == .sex { quantities[name] = .sex } else { columns[name] = bound.column }
            } else if Registry.index(name) != nil {
                ids.append(name)
            } else if let column = try? input.positions(of: [name], option: "--formula").first {
                columns[name] = column
            }
        }
        let probe = try CohortSession(input, quantities: [], variables: Array(Set(columns.values)).sorted())
        let words = Set(
            probe.sample.samples.filter { $0.failed > $0.values.count }.map(\.request.column))
        texts = columns.filter { words.contains($0.value) }
        let numbers = columns.filter { !words.contains($0.value) }
        var indexOptions = options
        indexOptions.names = ids
        let wanted = try IndicesRun.indices(indexOptions)
        let needed = IndicesRun.quantities(for: wanted, of: input, options: indexOptions).union(quantities.values)
        session = try CohortSession(
            probe.input, quantities: needed, variables: Array(Set(numbers.values)).sorted())
        plan = try IndicesRun.plan(wanted, for: session, options: indexOptions).plan
        var requests: [String: Int] = [:]
        for (name, column) in numbers { requests[name] = session.request(ofColumn: column) }
        for (name, quantity) in quantities {
            requests[name] = session.requests.firstIndex { $0.quantity == quantity }
        }
        self.requests = requests
        self.names = names
        let planned = plan.indices
        indices = Dictionary(
            uniqueKeysWithValues: ids.compactMap { id in
                planned.firstIndex { $0.id == id }.map { (id, $0) }
            })
    }

    /// Reads all rows.
    ///
    /// - Parameter progress: called now and then with the number of rows read so far.
    public consuming func read(
        progress: (@Sendable (Int) -> Void)? = nil
    ) async throws(Diagnostic) -> CohortVariables {
        let session = self.session
        let plan = self.plan
        let input = session.input
        let numericNames = requests.keys.sorted()
        let textNames = texts.keys.sorted()
        let indexNames = indices.keys.sorted()
        let layout = VariableCollector.Layout(
            requests: numericNames.compactMap { requests[$0] }, texts: textNames.compactMap { texts[$0] },
            indices: indexNames.compactMap { indices[$0] }, isMissing: input.missingText)
        let collected = VariableColumns(layout)
        let requestsOfSession = session.requests
        let outcome = try await session.pass(progress: progress) {
            VariableCollector(plan: plan, layout: layout, collected: collected)
        }
        let columns = collected.finished
        var variables: [String: SourceVariable] = [:]
        var origins: [String: CohortVariables.Origin] = [:]
        for (position, name) in numericNames.enumerated() {
            let request = requestsOfSession[layout.requests[position]]
            let values = columns.numbers[position]
            if case .sex = request.reading {
                variables[name] = .categorical(values.sexes)
            } else {
                variables[name] = .numeric(values.variable)
            }
            origins[name] = .column(name: request.name, unit: request.unit == .none ? nil : request.unit)
        }
        for (position, name) in indexNames.enumerated() {
            variables[name] = .numeric(columns.indices[position].variable)
            origins[name] = .index(id: name)
        }
        for (position, name) in textNames.enumerated() {
            variables[name] = .categorical(CategoricalVariable(columns.texts[position]))
            origins[name] = .column(name: input.columns[layout.texts[position]].name, unit: nil)
        }
        return CohortVariables(
            rowCount: columns.rowCount, variableNames: input.columns.map(\.name) + Registry.all.map(\.id),
            origins: origins, outcome: outcome, variables: variables)
    }
}
