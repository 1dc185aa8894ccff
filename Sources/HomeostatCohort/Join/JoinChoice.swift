/// From which file each needed quantity is taken, where files are joined.
struct JoinChoice {
    /// A column of a joined file that is read.
    struct Use {
        var bound: BoundColumn
        /// A column of the same name and quantity in an earlier file: its empty cells are filled from this one. `nil`
        /// where this column is the quantity's own.
        var fills: Reference?
    }

    /// A column of the input (file 0) or of a joined file (from 1).
    struct Reference: Hashable {
        var file: Int
        var column: Int
    }

    /// Columns of the input, in its order.
    private(set) var own: [BoundColumn] = []
    /// By joined file, in the order of each.
    private(set) var uses: [[Use]]

    /// What one file offers for a quantity.
    private struct Claim {
        var file: Int
        var bound: [BoundColumn]
        var unsettled: [ColumnBinding.Unsettled]
        var names: [String]
        /// 0 for `--map`, then the order of the preset.
        var rank: Int
    }

    /// Chooses, and stops where nothing decides between two files.
    ///
    /// `--map` decides first, then the preset; then the columns must have one name, and the earlier file counts.
    init(_ input: CohortInput, quantities: Set<Quantity>) throws(Diagnostic) {
        uses = [[Use]](repeating: [], count: input.joined.count)
        let files = [input] + input.joined
        let keys = try JoinChoice.keyColumns(of: files, options: input.options)
        var held: [Set<Quantity>] = [Set<Quantity>](repeating: [], count: files.count)
        for quantity in Quantity.allCases where quantities.contains(quantity) {
            let claims = JoinChoice.claims(on: quantity, of: files, keys: keys)
            guard let best = claims.map(\.rank).min() else { continue }
            let rivals = claims.filter { $0.rank == best }
            guard let holder = rivals.first else { continue }
            let names = Set(holder.names.map(ColumnTokens.squashed))
            if let other = rivals.dropFirst().first(where: { Set($0.names.map(ColumnTokens.squashed)) != names }) {
                throw JoinChoice.ambiguous(quantity, holder, other, files)
            }
            held[holder.file].insert(quantity)
            if holder.file == 0 {
                own += holder.bound
            } else {
                uses[holder.file - 1] += holder.bound.map { Use(bound: $0) }
            }
            for rival in rivals.dropFirst() {
                for bound in rival.bound {
                    let name = ColumnTokens.squashed(files[rival.file].columns[bound.column].name)
                    let first = holder.bound.first {
                        ColumnTokens.squashed(files[holder.file].columns[$0.column].name) == name
                    }
                    guard let first else { continue }
                    uses[rival.file - 1].append(
                        Use(bound: bound, fills: Reference(file: holder.file, column: first.column)))
                }
            }
        }
        for (file, quantities) in zip(files, held) {
            do throws(Diagnostic) {
                try file.binding.settle(quantities)
            } catch {
                throw files.count == 1 ? error : error.placed(in: file.source.name)
            }
        }
        own.sort { $0.column < $1.column }
        for file in uses.indices { uses[file].sort { $0.bound.column < $1.bound.column } }
    }

    /// Positions of the key columns in each file.
    static func keyColumns(of files: [CohortInput], options: CohortOptions) throws(Diagnostic) -> [[Int]] {
        if files.count == 1 { return [[]] }
        guard !options.joinKey.isEmpty else {
            throw Diagnostic(.invalidOption, "--join needs the key columns", help: ["--on COLUMN"])
        }
        var keys: [[Int]] = []
        for file in files {
            do throws(Diagnostic) {
                keys.append(try file.positions(of: options.joinKey, option: "--on"))
            } catch {
                throw Diagnostic(.joinKey, error.message, place: .init(file: file.source.name), help: error.help)
            }
        }
        return keys
    }

    private static func claims(on quantity: Quantity, of files: [CohortInput], keys: [[Int]]) -> [Claim] {
        var claims: [Claim] = []
        for (position, file) in files.enumerated() {
            let key = keys[position]
            let bound = file.binding.columns.filter {
                $0.isSingleRow && $0.isReadable && $0.quantity == quantity
                    && !(position > 0 && key.contains($0.column))
            }
            let unsettled = file.binding.unsettled.filter { $0.quantity == quantity && ($0.minute ?? 0) == 0 }
            let columns = bound.map(\.column) + unsettled.flatMap(\.columns)
            if columns.isEmpty { continue }
            let names = columns.map { file.columns[$0].name }
            claims.append(
                Claim(
                    file: position, bound: bound, unsettled: unsettled, names: names,
                    rank: names.map { rank(of: $0, quantity, file.options.binding) }.min() ?? Int.max))
        }
        return claims
    }

    private static func rank(of name: String, _ quantity: Quantity, _ options: BindingOptions) -> Int {
        let squashed = ColumnTokens.squashed(name)
        let isMapped = options.map.contains { entry in
            guard entry.column == name || ColumnTokens.squashed(entry.column) == squashed else { return false }
            if let named = Quantity(rawValue: entry.quantity) { return named == quantity }
            if case .quantity(let read) = ColumnName.read(entry.quantity) { return read.quantity == quantity }
            return false
        }
        if isMapped { return 0 }
        let order = options.preset?.columns.firstIndex {
            $0.quantity == quantity && ColumnTokens.squashed($0.name) == squashed
        }
        return order.map { $0 + 1 } ?? Int.max
    }

    private static func ambiguous(
        _ quantity: Quantity, _ first: Claim, _ second: Claim, _ files: [CohortInput]
    ) -> Diagnostic {
        let names = [first, second].map { BindingProblem.list($0.names) + " of " + files[$0.file].source.name }
        let options = (first.names + second.names).map { BindingProblem.option("map", quantity.rawValue, $0) }
        return Diagnostic(
            .ambiguousColumns, "columns \(names.joined(separator: " and ")) both stand for \(quantity.rawValue)",
            place: .init(file: files[second.file].source.name), help: [options.joined(separator: " or ")])
    }
}

extension Diagnostic {
    /// The same, with the file where no place was given.
    func placed(in file: String) -> Diagnostic {
        var placed = self
        if placed.place == nil { placed.place = Place(file: file) }
        return placed
    }
}
