/// One run of the binder over the columns of a file.
struct BindingPass {
    let columns: [ColumnDescription]
    let options: BindingOptions
    let names: [String]
    /// Names without case and separators.
    let squashed: [String]
    var candidates: [BindingCandidate] = []
    var binding = ColumnBinding()
    /// The squashed names of ``candidates``, as they were recognised.
    var namesOfCandidates: Set<String> = []
    /// How many columns of a quantity wait for a unit.
    var countWithoutUnit: [Quantity: Int] = [:]

    init(_ columns: [ColumnDescription], _ options: BindingOptions) {
        self.columns = columns
        self.options = options
        names = columns.map(\.name)
        squashed = names.map(ColumnTokens.squashed)
    }

    // MARK: Options

    /// The position of a column that an option names: exactly, or but for case and separators.
    func position(of name: String, in option: String) throws(Diagnostic) -> Int? {
        var found = names.indices.filter { names[$0] == name }
        if found.isEmpty {
            let wanted = ColumnTokens.squashed(name)
            found = names.indices.filter { !wanted.isEmpty && squashed[$0] == wanted }
        }
        guard found.count > 1 else { return found.first }
        if Set(found.map { names[$0] }).count == 1 { throw BindingProblem.repeated(names[found[0]], positions: found) }
        throw BindingProblem.invalidOption("\(option) could mean \(BindingProblem.list(found.map { names[$0] }))")
    }

    /// The columns of `--map`, with what each stands for.
    func mappedColumns() throws(Diagnostic) -> [Int: ColumnName] {
        var mapped: [Int: ColumnName] = [:]
        var slots: [String: String] = [:]
        for entry in options.map {
            let option = BindingProblem.option("map", entry.quantity, entry.column)
            let key: ColumnName
            if let quantity = Quantity(rawValue: entry.quantity), ColumnBinder.bindable.contains(quantity) {
                key = ColumnName(.init(quantity: quantity))
            } else if case .quantity(let name) = ColumnName.read(entry.quantity) {
                key = name
            } else {
                throw BindingProblem.unknownQuantity(entry.quantity)
            }
            guard let column = try position(of: entry.column, in: option) else {
                if options.isOneOfSeveral { continue }
                throw BindingProblem.unknownColumn(entry.column, option: option, columns: names)
            }
            let slot = "\(key.quantity.rawValue) \(key.minute ?? 0)"
            if mapped[column] != nil || slots[slot] != nil {
                let first = options.map.first { $0.quantity == slots[slot] || $0.column == entry.column }
                throw BindingProblem.invalidOption(
                    "\(option) contradicts \(BindingProblem.option("map", first?.quantity ?? "", first?.column ?? ""))")
            }
            mapped[column] = key
            slots[slot] = entry.quantity
        }
        return mapped
    }

    /// `--unit`: first the columns, then, where no column has the name, the columns of a quantity that say nothing
    /// themselves.
    mutating func attachUnitOptions() throws(Diagnostic) {
        for entry in options.units {
            let option = BindingProblem.option("unit", entry.column, entry.unit)
            let unit = Unit(spelling: entry.unit)
            var meant: [Int]
            if let column = try position(of: entry.column, in: option) {
                meant = candidates.indices.filter { candidates[$0].column == column }
                guard !meant.isEmpty else {
                    throw BindingProblem.invalidOption(
                        "\(option): column \(names[column]) stands for no quantity",
                        help: [BindingProblem.option("map", "QUANTITY", names[column])])
                }
            } else {
                let quantity = ColumnSynonyms.meanings[ColumnTokens.squashed(entry.column)]?.quantity
                meant = candidates.indices.filter { candidates[$0].quantity == quantity }
                guard !meant.isEmpty else {
                    if options.isOneOfSeveral { continue }
                    throw BindingProblem.unknownColumn(entry.column, option: option, columns: names)
                }
                meant.removeAll { !candidates[$0].claims.isEmpty || candidates[$0].unitColumn != nil }
            }
            for index in meant {
                guard let unit, candidates[index].measured(in: unit) != nil else {
                    throw BindingProblem.unknownUnit(
                        entry.unit, column: entry.column, quantity: candidates[index].quantity)
                }
                candidates[index].ordered = unit
            }
        }
    }

    // MARK: Recognition

    /// Finds what every column may stand for.
    mutating func recognise(mapped: [Int: ColumnName]) throws(Diagnostic) {
        let present = Set(squashed + names.flatMap { ColumnTokens($0).words })
        for column in columns.indices {
            var reading = ColumnName.read(names[column])
            let clock = ColumnSynonyms.partsOfClockTime
            if clock.names.contains(squashed[column]), !clock.company.isDisjoint(with: squashed) {
                reading = .other(resembles: .time, reason: "a part of a time of day, beside its hour")
            }
            let label = columns[column].label.map(ColumnName.read)
            guard var candidate = candidate(column, mapped[column], reading, label) else {
                if case .other(let resembles, let reason) = reading {
                    binding.unbound.append(.init(column: column, resembles: resembles, reason: reason))
                }
                continue
            }
            if let company = ColumnSynonyms.company[candidate.quantity], !company.isDisjoint(with: present) {
                candidate.isTentative = false
            }
            namesOfCandidates.insert(squashed[column])
            addClaims(to: &candidate, label: label)
            candidates.append(candidate)
        }
    }

    private func candidate(
        _ column: Int, _ key: ColumnName?, _ reading: ColumnName.Reading, _ label: ColumnName.Reading?
    ) -> BindingCandidate? {
        if let key { return mappedCandidate(column, key, reading) }
        if let rank = options.preset?.columns.firstIndex(where: { ColumnTokens.squashed($0.name) == squashed[column] }),
            let coded = options.preset?.columns[rank]
        {
            var candidate = BindingCandidate(
                column: column, quantity: coded.quantity, minute: coded.minute, boundBy: .preset, rank: rank + 1)
            if coded.unit != .none { candidate.claims = [.init(unit: coded.unit, source: .preset)] }
            if coded.quantity == .sex, let codes = options.preset?.sexCodes { candidate.sexCoding = .codes(codes) }
            return candidate
        }
        let (name, source): (ColumnName, BindingSource)
        switch (reading, label) {
        case (.quantity(let read), _): (name, source) = (read, read.unitIsStated ? .header : .name)
        case (_, .quantity(let read)?): (name, source) = (read, .label)
        default: return nil
        }
        var candidate = BindingCandidate(
            column: column, quantity: name.quantity, minute: name.minute, boundBy: source, isTentative: name.isTentative
        )
        if let unit = name.unit {
            candidate.claims = [.init(unit: unit, source: name.otherUnit == nil ? source : .name)]
        }
        if let unit = name.otherUnit { candidate.claims.append(.init(unit: unit, source: .header)) }
        candidate.sexCoding = name.sexCoding
        return candidate
    }

    /// A mapped column keeps the unit, the minute 0 and the coding of sex that its own header gives.
    private func mappedCandidate(_ column: Int, _ key: ColumnName, _ reading: ColumnName.Reading) -> BindingCandidate {
        var candidate = BindingCandidate(
            column: column, quantity: key.quantity, minute: key.minute, boundBy: .option, rank: 0)
        if let unit = key.unit { candidate.claims.append(.init(unit: unit, source: .option)) }
        if case .quantity(let own) = reading, own.quantity == key.quantity {
            if own.minute == 0, key.minute == nil { candidate.minute = 0 }
            if let unit = own.unit { candidate.claims.append(.init(unit: unit, source: .name)) }
            if let unit = own.otherUnit { candidate.claims.append(.init(unit: unit, source: .header)) }
            candidate.sexCoding = own.sexCoding
        } else if let (unit, isStated) = ColumnName.unit(in: names[column]) {
            // A last letter that does not fit is part of the name: glu_m.
            if isStated || unit.rawValue.utf8.count > 1 || key.quantity.columnUnits.contains(unit) {
                candidate.claims.append(.init(unit: unit, source: isStated ? .header : .name))
            }
        }
        return candidate
    }

    /// The units that the label and the unit row give.
    private func addClaims(to candidate: inout BindingCandidate, label: ColumnName.Reading?) {
        let column = candidate.column
        if candidate.boundBy != .label, let text = columns[column].label {
            if candidate.quantity == .age {
                candidate.foreignUnit = ColumnTokens(text).words.first { ColumnSynonyms.otherAges.contains($0) }
            }
            if case .quantity(let read)? = label, let unit = read.unit {
                candidate.claims.append(.init(unit: unit, source: .label))
            } else if let (unit, isStated) = ColumnName.unit(in: text), isStated {
                candidate.claims.append(.init(unit: unit, source: .label))
            }
        }
        if let row = options.unitRow, row.indices.contains(column) {
            let text = unitText(row[column])
            if let unit = Unit(spelling: text) {
                candidate.claims.append(.init(unit: unit, source: .unitRow))
            } else if !text.isEmpty, text != "-", !candidate.quantity.isCode {
                candidate.foreignUnit = text
            }
        }
        if candidate.quantity == .sex { addSexCoding(to: &candidate) }
    }

    private func addSexCoding(to candidate: inout BindingCandidate) {
        if let codes = options.sexCodes {
            candidate.sexCoding = .codes(codes)
        } else if candidate.sexCoding == nil || candidate.sexCoding == .letters {
            candidate.sexCoding = SexCoding.stated(by: columns[candidate.column].valueLabels) ?? .letters
        }
    }

    /// Columns such as `glucose_unit` and `unit_glucose` give the unit of every row.
    mutating func attachUnitColumns() {
        let indexOfColumn = Dictionary(uniqueKeysWithValues: candidates.indices.map { (candidates[$0].column, $0) })
        var unitColumns: [Int: String] = [:]
        var whose: Set<String> = []
        for column in columns.indices where columns[column].isText != false {
            guard let name = unitColumnOwner(column) else { continue }
            let own = indexOfColumn[column]
            if let own, candidates[own].isMapped { continue }
            // A second unit column for the same name is one too many, and left alone.
            let targets = whose.insert(name).inserted ? unitTargets(of: name, column, own) : []
            if targets.isEmpty, own == nil || !isWrong(own) { continue }
            for index in targets where candidates[index].unitColumn == nil { candidates[index].unitColumn = column }
            unitColumns[column] = targets.isEmpty ? "a unit without its column" : "the unit of every row"
        }
        candidates.removeAll { unitColumns[$0.column] != nil }
        binding.unbound.removeAll { unitColumns[$0.column] != nil }
        for (column, reason) in unitColumns {
            binding.unbound.append(.init(column: column, resembles: nil, reason: reason))
        }
    }

    /// The squashed name before or after the word `unit`.
    private func unitColumnOwner(_ column: Int) -> String? {
        let words = ColumnTokens(names[column]).words
        let isUnit: (String?) -> Bool = { $0 == "unit" || $0 == "units" }
        if isUnit(words.last) { return words.dropLast().joined() }
        return isUnit(words.first) ? words.dropFirst().joined() : nil
    }

    /// The candidates whose unit a column gives: those of that name, or of the quantity with that name.
    private func unitTargets(of name: String, _ column: Int, _ own: Int?) -> [Int] {
        let quantity = ColumnSynonyms.meanings[name]?.quantity
        guard quantity != nil || namesOfCandidates.contains(name) else { return [] }
        // insulin_units beside insulin_uu_ml is a dose.
        let mayBeDose = own != nil && !isWrong(own)
        return candidates.indices.filter { index in
            let target = candidates[index]
            return target.column != column && (squashed[target.column] == name || target.quantity == quantity)
                && !(mayBeDose && !target.claims.isEmpty)
        }
    }

    /// Whether the candidate's unit does not fit it, as `units` does not fit glucose.
    private func isWrong(_ index: Int?) -> Bool {
        guard let index, case .wrong = candidates[index].outcome(names) else { return false }
        return true
    }
}
