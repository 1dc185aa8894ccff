import HomeostatNumerics

/// Made people with an oral glucose tolerance test of 75 g and five samples, computed from a model of glucose and
/// insulin whose insulin sensitivity is known: it stands in the last columns of the table.
///
/// Glucose follows the minimal model (Bergman et al., Am J Physiol 1979;236:E667, doi:10.1152/ajpendo.1979.236.6.E667)
/// with glucose from the gut (Dalla Man, Caumo and Cobelli, IEEE Trans Biomed Eng 2002;49:419,
/// doi:10.1109/10.995680); secretion has a part that follows the level of glucose with a delay and a part that follows
/// its rise (Breda et al., Diabetes 2001;50:150, doi:10.2337/diabetes.50.1.150). The distributions of the parameters
/// are chosen so that the curves of normal, impaired and diabetic tolerance all occur; they are no estimate for a
/// population.
public struct VirtualGlucoseTest: Sendable {
    /// What tells one table from another: the same seed gives the same people and tests.
    public var seed: UInt64
    /// The number of people, at least 1, with one test each.
    public var count: Int

    /// Tests, by default those in `Datasets/virtual`.
    public init(seed: UInt64 = 1979, count: Int = 200) {
        self.seed = seed
        self.count = count
    }

    static let minutes = [0, 30, 60, 90, 120]
    /// Relative errors of measurement.
    private static let errors = (glucose: 0.02, insulin: 0.06, cPeptide: 0.05)

    /// The whole table with its gaps.
    public func table() -> VirtualTable {
        var columns = ["id", "sex", "age_y", "height_cm", "weight_kg"]
        for quantity in ["glucose_mg_dl", "insulin_uu_ml", "c_peptide_ng_ml"] {
            columns += Self.minutes.map { "\(quantity)_\($0)" }
        }
        columns += ["truth_si_1e4_per_min_per_uu_ml", "truth_static_secretion", "truth_dynamic_secretion"]
        let cohort = VirtualCohort(seed: seed)
        let rows = (1...count).map { number in
            row(number, cohort.person(number), identity: "T" + padded("\(number)", to: 4))
        }
        return VirtualTable(name: "ogtt", columns: columns, rows: rows)
    }

    /// The random numbers of a person's test, apart from those of the person.
    static func stream(seed: UInt64, person number: Int) -> RandomStream {
        CounterRandom(seed: seed).stream(UInt64(number) + 2 << 32)
    }

    private func row(_ number: Int, _ person: VirtualCohort.Person, identity: String) -> [String] {
        var draws = Self.stream(seed: seed, person: number)
        let body = GlucoseInsulinModel(of: person, draws: &draws)
        let curve = body.samples(at: Self.minutes)
        var cells = [
            identity, person.isMale ? "M" : "F", fixedDecimal(person.age, places: 0),
            fixedDecimal(person.height, places: 1), fixedDecimal(person.weight, places: 1),
        ]
        for sample in curve {
            cells.append(fixedDecimal(sample.glucose * (1 + Self.errors.glucose * draws.normal()), places: 0))
        }
        for sample in curve {
            let insulin = sample.insulin * (1 + Self.errors.insulin * draws.normal())
            cells.append(insulin < 2 ? "<2" : fixedDecimal(insulin, places: 1))
        }
        for sample in curve {
            cells.append(fixedDecimal(sample.cPeptide * (1 + Self.errors.cPeptide * draws.normal()), places: 2))
        }
        // One sample in a hundred was lost.
        for column in 5..<cells.count where draws.happens(0.01) { cells[column] = "" }
        cells.append(fixedDecimal(body.sensitivity * 1e4, places: 3))
        cells.append(fixedDecimal(body.staticSecretion, places: 4))
        cells.append(fixedDecimal(body.dynamicSecretion, places: 4))
        return cells
    }
}

/// Glucose, insulin and C-peptide in plasma after 75 g of glucose by mouth.
struct GlucoseInsulinModel: Sendable {
    /// Before the test: mg/dL, uU/mL, ng/mL.
    let basal: (glucose: Double, insulin: Double, cPeptide: Double)
    /// Insulin sensitivity SI, 1/min per uU/mL.
    var sensitivity: Double
    /// Glucose effectiveness SG, 1/min.
    let effectiveness: Double
    /// Secretion above basal as it reaches plasma, uU/mL/min: per mg/dL of glucose above basal, and per mg/dL/min of
    /// its rise.
    let staticSecretion: Double
    let dynamicSecretion: Double
    /// Rate of absorption from the gut, 1/min, and the weight, kg.
    let absorption: Double
    let weight: Double
    /// What reaches the circulation, mg: 90 % of 75 g.
    var dose = 0.9 * 75_000

    /// Rates, 1/min: of insulin action, of the delay of secretion, of the clearance of insulin and of C-peptide.
    static let action = 0.015
    static let delay = 0.08
    static let insulinClearance = 0.14
    static let cPeptideClearance = 0.025
    /// ng/mL of C-peptide in plasma for each uU/mL of insulin that passes the liver: 0.018 ng/mL by moles, about half
    /// of the insulin extracted, and a smaller volume of distribution of C-peptide.
    static let cPeptidePerInsulin = 0.022
    /// Volume of distribution of glucose, dL/kg.
    static let volume = 1.6

    init(of person: VirtualCohort.Person, draws: inout RandomStream) {
        basal = (person.glucose, person.insulin, person.cPeptide)
        weight = person.weight
        // The product of fasting glucose and insulin tells half of the sensitivity.
        let resistance = logarithm(person.glucose * person.insulin / 405)
        sensitivity = 7e-4 * exponential(-0.6 * (resistance - 0.6) + 0.35 * draws.normal())
        effectiveness = 0.024 * exponential(0.2 * draws.normal())
        // A beta cell that answers resistance fully keeps the product of both constant; in diabetes a sixth is left.
        let compensation = exponential(0.7 * 0.6 * (resistance - 0.6))
        let reserve = person.hasDiabetes ? 0.16 : 1
        staticSecretion = 0.08 * compensation * reserve * exponential(0.35 * draws.normal())
        dynamicSecretion = 1.4 * compensation * reserve * exponential(0.4 * draws.normal())
        absorption = 0.018 * exponential(0.2 * draws.normal())
    }

    struct Sample {
        var glucose: Double, insulin: Double, cPeptide: Double
    }

    /// Concentrations at whole minutes, rising from 0.
    ///
    /// Euler's method in steps of an eighth of a minute: a power of two, so that time is exact, and short beside every
    /// rate of the model.
    func samples(at minutes: [Int]) -> [Sample] {
        let step = 0.125
        var glucose = basal.glucose
        var insulinAction = 0.0
        var delayed = 0.0
        var excess = (insulin: 0.0, cPeptide: 0.0)
        var stomach = dose / weight
        var gut = 0.0
        var found: [Sample] = []
        for tick in 0... {
            if tick % 8 == 0, minutes.contains(tick / 8) {
                let sample = Sample(
                    glucose: glucose, insulin: basal.insulin + excess.insulin,
                    cPeptide: basal.cPeptide + excess.cPeptide)
                found.append(sample)
                if found.count == minutes.count { break }
            }
            let appearance = absorption * gut / Self.volume
            let glucoseChange =
                -(effectiveness + insulinAction) * glucose + effectiveness * basal.glucose + appearance
            let secretion =
                Swift.max(-0.8 * Self.insulinClearance * basal.insulin, delayed)
                + dynamicSecretion * Swift.max(0, glucoseChange)
            insulinAction += step * Self.action * (sensitivity * excess.insulin - insulinAction)
            delayed += step * Self.delay * (staticSecretion * (glucose - basal.glucose) - delayed)
            excess.insulin += step * (secretion - Self.insulinClearance * excess.insulin)
            excess.cPeptide += step * (Self.cPeptidePerInsulin * secretion - Self.cPeptideClearance * excess.cPeptide)
            let emptied = step * absorption * stomach
            gut += emptied - step * absorption * gut
            stomach -= emptied
            glucose += step * glucoseChange
        }
        return found
    }
}
