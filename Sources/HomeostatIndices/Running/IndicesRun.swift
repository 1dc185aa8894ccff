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

    public init() {}
}

/// A cohort file with the indices that can be computed from it.
public struct IndicesRun {
    public let session: CohortSession
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
        var quantities = IndicesRun.neededQuantities(wanted, input: input)
        if !options.allowNonFasting, wanted.contains(where: { $0.sampling == .fasting }) {
            quantities.formUnion([.fastingTime, .time])
        }
        // Codes of sex that nothing explains stop only who needs them.
        if !IndicesRun.computable(wanted, from: input, options).contains(where: { index in
            index.inputs.contains { $0.quantity == .sex }
        }) {
            quantities.remove(.sex)
        }
        let session = try CohortSession(input, quantities: quantities)
        let factors = input.options.factors
        var known: [Quantity: (request: Int, unit: Unit)] = [:]
        var fasting = IndexPlan.FastingEvidence.none
        for (position, request) in session.requests.enumerated() {
            if request.quantity == .fastingTime {
                let toHours = UnitConversion(.fastingTime, from: request.unit, to: .hours) ?? .identity
                if fasting.sinceMeal == nil {
                    fasting.sinceMeal = IndexPlan.FastingTime(request: position, toHours: toHours)
                } else if request.unit == .minutes {
                    fasting.sinceMeal?.minutes = position
                }
            } else if request.quantity == .time {
                fasting.sampleTime = position
            } else if known[request.quantity] == nil {
                known[request.quantity] = (position, request.unit)
            }
        }
        let made = IndexPlan.make(
            wanted, quantities: known, parameters: options.parameters, factors: factors, fasting: fasting)
        if options.names != nil, let first = made.missing.first { throw IndicesRun.missingError(first, input) }
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

    private static func indices(_ options: IndicesOptions) throws(Diagnostic) -> [Index] {
        guard let names = options.names else {
            return Registry.all.filter { index in
                (options.all || index.isDefault || index.inputs.contains { $0.quantity.isParameter })
                    && index.inputs.allSatisfy { !$0.quantity.isParameter || options.parameters[$0.quantity] != nil }
            }
        }
        var indices: [Index] = []
        for name in names where !indices.contains(where: { $0.id == name }) {
            guard let index = Registry.index(name) else { throw unknown(name) }
            if let parameter = index.inputs.first(where: {
                $0.quantity.isParameter && options.parameters[$0.quantity] == nil
            }) {
                let option = "--" + parameter.quantity.rawValue.map { $0 == "_" ? "-" : String($0) }.joined()
                throw Diagnostic(
                    .missingParameter, "\(name) needs the normal value of your laboratory and assay",
                    help: [parameter.quantity.units.map { "\(option) VALUE\($0.symbol)" }.joined(separator: " or ")])
            }
            indices.append(index)
        }
        return indices
    }

    /// The error for a name that no index has.
    public static func unknown(_ name: String) -> Diagnostic {
        if let unavailable = UnavailableIndex.all.first(where: { $0.id == name }) {
            return Diagnostic(
                .unknownIndex, "\(name) is not computed: \(unavailable.reason)", help: ["homeostat explain \(name)"])
        }
        let near = Registry.all.map(\.id).filter { $0.hasPrefix(name.prefix(3)) }.prefix(6)
        return Diagnostic(
            .unknownIndex, "no index is called \(name)",
            help: (near.isEmpty ? [] : ["did you mean \(near.joined(separator: ", "))?"]) + [
                "homeostat list  shows all"
            ])
    }

    /// A quantity that the file has itself needs nothing that it could be derived from.
    private static func neededQuantities(_ indices: [Index], input: CohortInput) -> Set<Quantity> {
        var needed = Set(indices.flatMap { $0.inputs.map(\.quantity) })
        let present = input.offeredQuantities
        if needed.contains(.bmi), !present.contains(.bmi) { needed.formUnion([.weight, .height]) }
        if needed.contains(.dailyDosePerKilogram), !present.contains(.dailyDosePerKilogram) {
            needed.formUnion([.totalDailyDose, .weight])
        }
        return needed
    }

    /// The indices for which the file offers all inputs, settled or not.
    private static func computable(_ wanted: [Index], from input: CohortInput, _ options: IndicesOptions) -> [Index] {
        let offered = input.offeredQuantities.map { ($0, (request: 0, unit: $0.baseUnit)) }
        return IndexPlan.make(
            wanted, quantities: Dictionary(uniqueKeysWithValues: offered), parameters: options.parameters
        ).plan.indices
    }

    private static func missingError(_ missing: (index: Index, quantities: [Quantity]), _ input: CohortInput)
        -> Diagnostic
    {
        let names = missing.quantities.map(\.rawValue)
        return Diagnostic(
            .missingQuantity,
            "\(missing.index.id) needs \(names.joined(separator: ", ")), which no column of \(input.source.name) is",
            place: .init(file: input.source.name), help: names.map { "--map \($0)=COLUMN" })
    }

    private static func layout(
        _ input: CohortInput, plan: IndexPlan, options: IndicesOptions
    ) throws(Diagnostic) -> RowLayout {
        var cells = try input.identifyingColumns()
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
        return layout
    }
}
