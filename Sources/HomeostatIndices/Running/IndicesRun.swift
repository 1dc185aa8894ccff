import HomeostatCohort

/// What `indices` is asked to compute.
public struct IndicesOptions: Sendable {
    /// Named indices; `nil` for all with sufficient evidence.
    public var names: [String]?
    /// Every index, those with one source or low confidence included.
    public var all = false
    /// Values of `--normal-glucose`, `--normal-insulin` and `--normal-ffa`, in the base unit of the quantity.
    public var parameters: [Quantity: Double] = [:]
    /// Whether fasting indices are computed from any row: after a short fast, or from a sample after the load.
    public var allowNonFasting = false
    /// Whether classes of sensitivity are written behind the values.
    public var writesClasses = false

    /// Every index with sufficient evidence that the columns allow, and no parameters.
    public init() {}
}

/// A cohort file with the indices that can be computed from it.
public struct IndicesRun {
    /// The input, ready to be read.
    public let session: CohortSession
    /// The indices that are computed, and from which columns.
    public let plan: IndexPlan
    /// Wanted indices that the file does not allow, with what is missing.
    public let missing: [(index: Index, quantities: [Quantity])]
    let layout: RowLayout

    /// Opens an input and decides what is computed.
    ///
    /// - Throws: D601 for an unknown name, D603 for a missing parameter, D215 for a named index whose inputs the file
    ///   does not have, and everything that ``CohortSession`` throws.
    public init(_ input: CohortInput, options: IndicesOptions) throws(Diagnostic) {
        let wanted = try IndicesRun.indices(options)
        let session = try CohortSession(
            input, quantities: IndicesRun.quantities(for: wanted, of: input, options: options))
        let made = try IndicesRun.plan(wanted, for: session, options: options)
        if made.plan.indices.isEmpty {
            throw input.binding.nothingBound(input.columns.map(\.name))
                ?? Diagnostic(
                    .missingQuantity, "the columns of \(input.source.name) allow no index",
                    place: .init(file: input.source.name),
                    help: [
                        "homeostat check \(input.source.name)  shows what was recognised",
                        "homeostat list  shows what each index needs",
                    ])
        }
        self.session = session
        plan = made.plan
        missing = made.missing
        layout = try IndicesRun.layout(input, plan: made.plan, options: options)
    }

    private static func layout(
        _ input: CohortInput, plan: IndexPlan, options: IndicesOptions
    ) throws(Diagnostic) -> RowLayout {
        var cells: [Int] = []
        for cell in try input.identifyingColumns() where !cells.contains(cell) { cells.append(cell) }
        let kept =
            input.options.keepsAll
            ? Array(input.columns.indices) : try input.positions(of: input.options.keep, option: "--keep")
        for cell in kept where !cells.contains(cell) { cells.append(cell) }
        var layout = RowLayout(cells: cells, cellNames: cells.map { input.columns[$0].name }, indices: plan.indices)
        if options.writesClasses {
            layout.classified = plan.indices.indices.filter { index in
                SensitivityLimits.all.contains { $0.id == plan.indices[index].id }
            }
        }
        if let error = repeatedName(layout, input) { throw error }
        return layout
    }

    /// The error for a column that is passed on under a name that another column of the output has, too: nobody could
    /// tell them apart, and an object in JSON has each key once.
    private static func repeatedName(_ layout: RowLayout, _ input: CohortInput) -> Diagnostic? {
        var seen: Set<String> = []
        guard let name = layout.header.first(where: { !seen.insert($0).inserted }) else { return nil }
        let isOwn = layout.cellNames.count { $0 == name } < 2
        return Diagnostic(
            .repeatedColumnName,
            isOwn
                ? "the output would have two columns \(name): one of \(input.source.name), and one that is written"
                : "the output would have two columns \(name) of \(input.source.name)",
            place: .init(file: input.source.name, columnName: name),
            help: ["rename the column in the file, or name the columns that are wanted: --keep COLUMNS"])
    }
}
