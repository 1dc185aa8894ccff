import HomeostatCohort

extension IndicesRun {
    /// The indices that the options ask for.
    ///
    /// - Throws: D601 for a name that no index has, D603 for a parameter that is missing.
    public static func indices(_ options: IndicesOptions) throws(Diagnostic) -> [Index] {
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

    /// What a run needs of a file for some indices.
    public static func quantities(
        for wanted: [Index], of input: CohortInput, options: IndicesOptions
    ) -> Set<Quantity> {
        var quantities = neededQuantities(wanted, input: input)
        if !options.allowNonFasting, wanted.contains(where: { $0.sampling == .fasting }) {
            quantities.formUnion([.fastingTime, .time])
        }
        // Codes of sex that nothing explains stop only who needs them.
        if !computable(wanted, from: input, options).contains(where: { index in
            index.inputs.contains { $0.quantity == .sex }
        }) {
            quantities.remove(.sex)
        }
        return quantities
    }

    /// Plans indices on the columns of an open file.
    ///
    /// - Returns: the plan, and the indices that the file does not allow.
    /// - Throws: D215 where an index that was named cannot be computed.
    public static func plan(
        _ wanted: [Index], for session: CohortSession, options: IndicesOptions
    ) throws(Diagnostic) -> (plan: IndexPlan, missing: [(index: Index, quantities: [Quantity])]) {
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
            wanted, quantities: known, parameters: options.parameters, factors: session.input.options.factors,
            fasting: fasting)
        if options.names != nil, let first = made.missing.first { throw missingError(first, session.input) }
        return made
    }
}
