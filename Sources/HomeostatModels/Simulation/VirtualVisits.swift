import HomeostatNumerics

/// Made people who are seen once a year, with a known trend of their insulin resistance: it stands in the last columns
/// of the table.
///
/// ln HOMA-IR is a straight line for three in four, and a level that falls once, in the middle, for one in four; the
/// scatter of a visit about it is that of fasting glucose within a person (5.7 %: Selvin et al., Arch Intern Med
/// 2007;167:1545, doi:10.1001/archinte.167.14.1545) and of insulin (20 %, assumed). Slopes are chosen: about -0.12,
/// 0 and 0.10 a year.
public struct VirtualVisits: Sendable {
    /// What tells one table from another: the same seed gives the same people and visits.
    public var seed: UInt64
    /// The number of people, at least 1.
    public var people: Int
    /// Yearly visits planned for each of them, 0 or more; some do not take place.
    public var visits: Int

    /// Visits, by default those in `Datasets/virtual`.
    public init(seed: UInt64 = 2001, people: Int = 80, visits: Int = 8) {
        self.seed = seed
        self.people = people
        self.visits = visits
    }

    private static let columns = [
        "subject", "visit_date", "sex", "age_y", "weight_kg", "glucose_mg_dl", "insulin_uu_ml", "hba1c_pct",
        "truth_pattern", "truth_slope_per_year",
    ]

    /// The course of a person's ln HOMA-IR.
    enum Pattern: String, CaseIterable { case falling, steady, rising, step }

    func pattern(_ number: Int) -> Pattern { Pattern.allCases[number % Pattern.allCases.count] }

    /// The whole table. A visit in sixteen did not take place.
    public func table() -> VirtualTable {
        let cohort = VirtualCohort(seed: seed)
        var rows: [[String]] = []
        for number in 1...people {
            var draws = CounterRandom(seed: seed).stream(UInt64(number) + 3 << 32)
            let person = cohort.person(number)
            let slope = slope(of: pattern(number), draws: &draws)
            // The first visit falls into 2012.
            let first = 4_323 + Int(draws.uniform(in: 0...360))
            for visit in 0..<visits {
                let day = first + visit * 365 + Int((20 * draws.normal()).rounded())
                let cells = self.visit(
                    number, person, day: day, years: Double(day - first) / 365.25, slope: slope, draws: &draws)
                if !draws.happens(1.0 / 16) || visit == 0 { rows.append(cells) }
            }
        }
        return VirtualTable(name: "visits", columns: Self.columns, rows: rows)
    }

    private func slope(of pattern: Pattern, draws: inout RandomStream) -> Double {
        let centre =
            switch pattern {
            case .falling: -0.12
            case .steady, .step: 0.0
            case .rising: 0.10
            }
        let spread = pattern == .steady || pattern == .step ? 0 : 0.02 * draws.normal()
        return ((centre + spread) * 1000).rounded() / 1000
    }

    private func visit(
        _ number: Int, _ person: VirtualCohort.Person, day: Int, years: Double, slope: Double,
        draws: inout RandomStream
    ) -> [String] {
        let pattern = pattern(number)
        let drop = pattern == .step && years > 3.5 ? -0.6 : 0
        let resistance = slope * years + drop
        // A tenth of a change of resistance shows in glucose, the rest in insulin.
        let glucose = person.glucose * exponential(0.1 * resistance + 0.057 * draws.normal())
        let insulin = person.insulin * exponential(0.9 * resistance + 0.20 * draws.normal())
        let hba1c = person.hba1c + 0.3 * resistance + 0.15 * draws.normal()
        let weight = person.weight * exponential(0.15 * resistance + 0.015 * draws.normal())
        return [
            "L" + padded("\(number)", to: 3), calendarDate(day), person.isMale ? "M" : "F",
            fixedDecimal((person.age + years).rounded(.down), places: 0), fixedDecimal(weight, places: 1),
            fixedDecimal(glucose, places: 0), insulin < 2 ? "<2" : fixedDecimal(insulin, places: 1),
            draws.happens(0.04) ? "NA" : fixedDecimal(hba1c, places: 1), pattern.rawValue,
            fixedDecimal(slope, places: 3),
        ]
    }
}
