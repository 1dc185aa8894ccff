import HomeostatNumerics

/// Made people on insulin with the log of their meals: carbohydrate as counted, glucose before, the dose taken, glucose
/// four hours later. The carbohydrate ratio and the correction factor that each of them truly has stand in the last
/// columns.
///
/// A meal of c grams at glucose g needs c / ratio + (g - 110) / factor units; what is missing or too much moves
/// glucose four hours later by the factor. People count carbohydrate with an error of 20 %. Three of them have severe
/// resistance (2 to 3.5 g/U), one always takes the same dose, from which no ratio can be learned, and the pump of one
/// is set 25 % too weak. All numbers are chosen, none is estimated; the rule that factor and ratio go together (about
/// 5 mg/dL/U for each g/U) is the one of the 1700 and 450 rules of pump therapy (Davidson et al., Endocr Pract
/// 2008;14:1095).
public struct VirtualMeals: Sendable {
    /// What tells one log from another: the same seed gives the same people and meals.
    public var seed: UInt64
    /// The number of people, at least 1.
    public var people: Int
    /// The days that each of them is followed, with three meals each; 0 or more.
    public var days: Int

    /// A log, by default the one in `Datasets/virtual`.
    public init(seed: UInt64 = 1922, people: Int = 20, days: Int = 14) {
        self.seed = seed
        self.people = people
        self.days = days
    }

    private static let columns = [
        "subject", "time", "carbs_g", "glucose_mg_dl", "insulin_dose_u", "glucose_mg_dl_240", "truth_carbs_g",
        "truth_g_per_u", "truth_mg_dl_per_u",
    ]
    private static let target = 110.0
    private static let slots: [(hour: Double, carbohydrate: Double)] = [(7.5, 45), (12.75, 60), (18.75, 70)]
    /// The first day: 4 March 2024, in days since 1 March 2000.
    private static let firstDay = 8_769

    /// How somebody comes to a dose.
    enum Habit { case counts, takesTheSame, isSetTooWeak }

    func habit(_ number: Int) -> Habit {
        switch number {
        case 8: .takesTheSame
        case 14: .isSetTooWeak
        default: .counts
        }
    }

    /// The true carbohydrate ratio, g/U, and correction factor, mg/dL/U.
    func truth(_ number: Int) -> (ratio: Double, factor: Double) {
        var draws = CounterRandom(seed: seed).stream(UInt64(number))
        let isResistant = number % 7 == 3
        let ratio = isResistant ? draws.uniform(in: 2...3.5) : 10 * exponential(0.35 * draws.normal())
        let factor = 5 * ratio * exponential(0.15 * draws.normal())
        return ((ratio * 100).rounded() / 100, (factor * 10).rounded() / 10)
    }

    /// The whole log.
    public func table() -> VirtualTable {
        var rows: [[String]] = []
        for number in 1...people {
            var draws = CounterRandom(seed: seed).stream(UInt64(number) + 1 << 32)
            for day in 0..<days {
                for slot in Self.slots {
                    rows.append(meal(number, day: day, slot: slot, draws: &draws))
                }
            }
        }
        return VirtualTable(name: "meals", columns: Self.columns, rows: rows)
    }

    private func meal(
        _ number: Int, day: Int, slot: (hour: Double, carbohydrate: Double), draws: inout RandomStream
    ) -> [String] {
        let truth = truth(number)
        let minute = Int((slot.hour * 60 + 25 * draws.normal()).rounded())
        let carbohydrate = (slot.carbohydrate * exponential(0.35 * draws.normal())).rounded()
        let counted = (carbohydrate * (1 + 0.2 * draws.normal())).rounded()
        let glucose = 140 * exponential(0.3 * draws.normal())
        let dose: Double
        switch habit(number) {
        case .takesTheSame: dose = 6
        case .counts, .isSetTooWeak:
            let weakness = habit(number) == .isSetTooWeak ? 0.75 : 1
            let wanted = weakness * (Swift.max(5, counted) / truth.ratio + (glucose - Self.target) / truth.factor)
            dose = Swift.max(0, wanted * (1 + 0.05 * draws.normal()))
        }
        let given = (dose * 20).rounded() / 20
        let need = carbohydrate / truth.ratio + (glucose - Self.target) / truth.factor
        let later = Self.target + truth.factor * (need - given) + 20 * draws.normal()
        let clock = "\(padded("\(minute / 60)", to: 2)):\(padded("\(minute % 60)", to: 2))"
        return [
            "M" + padded("\(number)", to: 2), "\(calendarDate(Self.firstDay + day)) \(clock)",
            fixedDecimal(Swift.max(5, counted), places: 0), reading(glucose), fixedDecimal(given, places: 2),
            draws.happens(0.03) ? "" : reading(later), fixedDecimal(carbohydrate, places: 0),
            fixedDecimal(truth.ratio, places: 2), fixedDecimal(truth.factor, places: 1),
        ]
    }

    /// What a sensor shows: words beyond 40 to 400 mg/dL.
    private func reading(_ glucose: Double) -> String {
        if glucose < 40 { return "Low" }
        if glucose > 400 { return "High" }
        return fixedDecimal(glucose, places: 0)
    }
}
