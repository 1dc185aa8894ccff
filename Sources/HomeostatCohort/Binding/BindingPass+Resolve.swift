/// The choice among the columns that stand for one quantity.
extension BindingPass {
    /// Formulas of one row of values share a slot with the sample at minute 0; every later or earlier sample has its
    /// own. So have a date and the time that passed since a load.
    private struct Slot: Hashable {
        var quantity: Quantity
        var minute: Int
        var isElapsed = false
    }

    /// Turns candidates into bound, unbound and unsettled columns.
    mutating func resolve() {
        var slots: [Slot: [BindingCandidate]] = [:]
        for candidate in candidates {
            let outcome = candidate.outcome(names)
            if candidate.isTentative, candidate.minute == nil {
                guard case .ready(_, let source) = outcome, source != .convention else {
                    explainTentative(candidate)
                    continue
                }
            }
            if case .missing = outcome { countWithoutUnit[candidate.quantity, default: 0] += 1 }
            var settled = candidate
            if case .ready(.fixed(let unit), _) = outcome, let measured = candidate.measured(in: unit) {
                settled.quantity = measured
            }
            var slot = Slot(quantity: settled.quantity, minute: settled.minute ?? 0)
            if settled.quantity == .time, case .ready(.fixed(let unit), _) = outcome { slot.isElapsed = unit != .none }
            slots[slot, default: []].append(settled)
        }
        for (slot, members) in slots { choose(among: members, for: slot) }
        binding.columns.sort { $0.column < $1.column }
        binding.unbound.sort { $0.column < $1.column }
        binding.unsettled.sort { ($0.columns.first ?? 0) < ($1.columns.first ?? 0) }
    }

    private mutating func choose(among all: [BindingCandidate], for slot: Slot) {
        var members = all
        // What cannot be the quantity is no rival of what is.
        if members.count > 1, members.contains(where: { !isWrong($0) }) {
            let wrong = members.filter { isWrong($0) && !$0.isMapped }
            members.removeAll { isWrong($0) && !$0.isMapped }
            for candidate in wrong { leave(candidate, "its unit does not fit \(slot.quantity.rawValue)") }
        }
        if isFastingTimeInTwoParts(members) {
            for candidate in members { take(candidate) }
            return
        }
        let best = members.map(\.rank).min() ?? Int.max
        let chosen = members.filter { $0.rank == best }
        let losers = best == Int.max ? [] : members.filter { $0.rank != best }
        let baselines = members.filter { $0.minute == 0 }
        if chosen.count == 1, let winner = chosen.first {
            take(winner)
            for loser in losers {
                if baselines.count == 1, loser.minute == 0, !isWrong(loser), take(loser, isSingleRow: false) {
                    continue
                }
                leave(loser, "\(names[winner.column]) is taken for \(slot.quantity.rawValue)")
            }
            return
        }
        let texts = chosen.map { names[$0.column] }
        let positions = chosen.map(\.column)
        let diagnostic =
            Set(texts).count == 1
            ? BindingProblem.repeated(texts[0], positions: positions)
            : BindingProblem.ambiguous(texts, slot.quantity, slot.minute, preset: presetChoice(chosen))
        binding.unsettled.append(
            .init(quantity: slot.quantity, minute: chosen[0].minute, columns: positions, diagnostic: diagnostic))
        // For the test with its samples the baseline is not in doubt.
        if baselines.count == 1 { take(baselines[0], isSingleRow: false) }
        for loser in losers { leave(loser, "it is not among the preferred columns") }
    }

    private func isWrong(_ candidate: BindingCandidate) -> Bool {
        if case .wrong(let diagnostic) = candidate.outcome(names) { return diagnostic.code == .unitOfOtherDimension }
        return false
    }

    /// `fast_h` and `fast_min`: hours, and the minutes beyond them.
    private func isFastingTimeInTwoParts(_ members: [BindingCandidate]) -> Bool {
        guard members.count == 2, members[0].quantity == .fastingTime, !members.contains(where: \.isMapped) else {
            return false
        }
        let units = members.compactMap { member -> Unit? in
            if case .ready(.fixed(let unit), _) = member.outcome(names) { unit } else { nil }
        }
        return Set(units) == [.hours, .minutes]
    }

    /// The column that `--preset nhanes` would take.
    private func presetChoice(_ chosen: [BindingCandidate]) -> String? {
        guard options.preset == nil else { return nil }
        let present = chosen.map { squashed[$0.column] }
        let taken = Preset.nhanes.columns.first { present.contains(ColumnTokens.squashed($0.name)) }
        return taken?.name
    }

    /// Binds the column, or notes what must be settled first.
    @discardableResult
    private mutating func take(_ candidate: BindingCandidate, isSingleRow: Bool? = nil) -> Bool {
        let single = isSingleRow ?? candidate.isFasting
        let diagnostic: Diagnostic
        switch candidate.outcome(names) {
        case .ready(let unit, let source):
            let column = columns[candidate.column]
            if candidate.sexCoding == .letters, column.isText == false {
                diagnostic = BindingProblem.unsettledSexCodes(column.name)
                break
            }
            binding.columns.append(
                BoundColumn(
                    quantity: candidate.quantity, minute: candidate.minute, column: candidate.column, unit: unit,
                    boundBy: candidate.boundBy, unitBy: source, sexCoding: candidate.sexCoding, isSingleRow: single))
            return true
        case .missing:
            diagnostic = BindingProblem.missingUnit(
                names[candidate.column], candidate.quantity, count: columnsWithoutUnit(candidate.quantity))
        case .wrong(let problem): diagnostic = problem
        }
        guard isSingleRow != false else { return false }
        binding.unsettled.append(
            .init(
                quantity: candidate.quantity, minute: candidate.minute, columns: [candidate.column],
                diagnostic: diagnostic))
        return false
    }

    /// How many columns `--unit QUANTITY=UNIT` would settle: none where a column has that very name.
    private func columnsWithoutUnit(_ quantity: Quantity) -> Int {
        namesOfCandidates.contains(ColumnTokens.squashed(quantity.rawValue)) ? 0 : countWithoutUnit[quantity] ?? 0
    }

    private mutating func leave(_ candidate: BindingCandidate, _ reason: String) {
        binding.unbound.append(.init(column: candidate.column, resembles: candidate.quantity, reason: reason))
    }

    private mutating func explainTentative(_ candidate: BindingCandidate) {
        let quantity = candidate.quantity
        guard let unit = quantity.columnUnits.first, unit != .none else {
            leave(candidate, "could be \(quantity.rawValue)")
            return
        }
        let option = BindingProblem.option("unit", names[candidate.column], unit.symbol)
        leave(candidate, "could be \(quantity.rawValue): \(option) would say so")
    }

    /// Finds the columns that identify a row.
    mutating func identify() {
        let wanted = options.preset?.identifiers.map(ColumnTokens.squashed) ?? []
        binding.identifiers = wanted.compactMap { name in squashed.firstIndex(of: name) }
        guard binding.identifiers.isEmpty else { return }
        let first = candidates.first { $0.quantity == .subject && $0.boundBy != .label }?.column
        // R writes row names under an empty header.
        let rowNames = names.first == "" ? 0 : nil
        binding.identifiers = [first ?? rowNames].compactMap(\.self)
    }
}
