/// Times of day without a date, as they follow each other in a column.
struct ClockTimeCheck: Sendable {
    private var times = 0
    private var others = 0
    private var previous: Int?
    /// How often a time is earlier than the one before it.
    private(set) var turns = 0

    /// Looks at the next cell.
    mutating func add(_ text: String) {
        guard let seconds = ClockTimeCheck.seconds(text) else {
            others += 1
            return
        }
        times += 1
        if let previous, seconds < previous { turns += 1 }
        previous = seconds
    }

    /// Whether the column holds times of day and nothing else.
    var isTimeOnly: Bool { times > 0 && others == 0 }

    /// The seconds since midnight of `07:29`, `23:55:14` or `7:05 PM`.
    static func seconds(_ text: String) -> Int? {
        var words = text.split(separator: " ")
        var afternoon: Bool?
        if words.count == 2, let word = words.last?.lowercased(), word == "am" || word == "pm" {
            afternoon = word == "pm"
            words.removeLast()
        }
        let parts = (words.count == 1 ? words[0] : "").split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.utf8.count) }) else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }), numbers.dropFirst().allSatisfy({ $0 < 60 })
        else { return nil }
        var hour = numbers[0]
        if let afternoon {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (afternoon ? 12 : 0)
        }
        guard hour < 24 else { return nil }
        return (hour * 60 + numbers[1]) * 60 + (numbers.count == 3 ? numbers[2] : 0)
    }
}

extension CohortInput {
    /// D404 for every column of time that holds times of day without a date, as far as the first rows show.
    static func timesWithoutDate(_ input: inout CohortInput) throws(Diagnostic) -> [Diagnostic] {
        let columns = input.binding.columns.filter { $0.quantity == .time && $0.unit == .fixed(.none) }.map(\.column)
        guard !columns.isEmpty else { return [] }
        var checks = columns.map { _ in ClockTimeCheck() }
        let run = CohortRun(input, requests: [], identity: [])
        try run.forEachSampleBlock(&input) { index, bytes, count in
            for (position, column) in columns.enumerated() {
                for row in 0..<count {
                    let text = CellInterpreter.trimmed(run.decoder.text(row, column, index, bytes))
                    if !run.decoder.interpreter.isMissing(text) { checks[position].add(text) }
                }
            }
        }
        return zip(columns, checks).filter(\.1.isTimeOnly).map { column, check in
            let name = input.columns[column].name
            let back =
                check.turns == 0
                ? ""
                : "; \(check.turns) \(check.turns == 1 ? "is" : "are") earlier than the one before "
                    + "(\(check.turns == 1 ? "a new day, or another person" : "new days, or other people"))"
            return Diagnostic(
                .timeOnly, "column \(name) holds times of day without a date\(back)", severity: .warning,
                place: .init(file: input.source.name, columnName: name),
                help: ["rows keep the order of the file; give the date, or minutes from a start"])
        }
    }
}
