import HomeostatTestSupport
import Testing

@testable import HomeostatCohort

/// Binds headers alone.
func bind(_ names: [String], _ options: BindingOptions = BindingOptions()) throws(Diagnostic) -> ColumnBinding {
    try ColumnBinder.bind(names.map { ColumnDescription($0) }, options: options)
}

/// `glucose mg/dL @0 #3`: quantity, unit, minute, position from 0; `*` for a sample that one-row formulas do not take.
func described(_ binding: ColumnBinding) -> [String] {
    binding.columns.map { column in
        var text = column.quantity.rawValue
        switch column.unit {
        case .fixed(let unit): text += unit == .none ? "" : " " + unit.symbol
        case .perRow(let position): text += " by column \(position)"
        }
        if let minute = column.minute { text += " @\(minute)" }
        if column.minute == 0, !column.isSingleRow { text += "*" }
        return text + " #\(column.column)"
    }
}

func codes(_ binding: ColumnBinding) -> [String] { binding.unsettled.map(\.diagnostic.code.rawValue) }

func thrown(_ body: () throws(Diagnostic) -> Void) -> Diagnostic? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}

@Suite("Binding")
struct ColumnBinderTests {
    @Test("Names with suffixes bind as they stand")
    func names() throws {
        let binding = try bind(["seqn", "sex", "age_y", "glucose_mg_dl", "insulin_uu_ml", "bmi", "homa_ir_expected"])
        #expect(
            described(binding) == [
                "subject #0", "sex #1", "age y #2", "glucose mg/dL #3", "insulin uU/mL #4", "bmi kg/m2 #5",
            ])
        #expect(binding.unsettled.isEmpty)
        #expect(binding.identifierGuess == 0)
        #expect(binding.bound(.sex)?.sexCoding == .letters)
        #expect(binding.bound(.bmi)?.unitBy == .convention)
        #expect(binding.bound(.hdl) == nil)
    }

    @Test("A missing unit is an error only when the quantity is needed, and the offered option settles it")
    func missingUnit() throws {
        let names = ["id", "glucose_mg_dl", "tg_mg_dl", "insulin"]
        let binding = try bind(names)
        #expect(thrown { () throws(Diagnostic) in try binding.settle([.glucose, .triglycerides]) } == nil)
        let problem = thrown { () throws(Diagnostic) in try binding.settle([.glucose, .insulin]) }
        #expect(problem?.code == .missingUnit)
        #expect(problem?.help.first == "--unit insulin=uU/mL or --unit insulin=pmol/L")
        #expect(problem?.code.exitStatus == .data)
        let settled = try bind(names, .init(units: [("insulin", "pmol/L")]))
        #expect(settled.bound(.insulin)?.unit == .fixed(.picomolesPerLitre))
        #expect(settled.bound(.insulin)?.unitBy == .option)
    }

    @Test("--map takes any column, with the unit of its header or of --unit")
    func map() throws {
        let problem = thrown { () throws(Diagnostic) in
            try bind(["glu_f"], .init(map: [("glucose", "glu_f")])).settle()
        }
        #expect(problem?.help == ["--unit glu_f=mg/dL or --unit glu_f=mmol/L"])
        let settled = try bind(["glu_f"], .init(map: [("glucose", "glu_f")], units: [("glu_f", "mmol/L")]))
        #expect(described(settled) == ["glucose mmol/L #0"])
        #expect(try described(bind(["x (mmol/L)"], .init(map: [("glucose", "x (mmol/L)")]))) == ["glucose mmol/L #0"])
        #expect(
            try described(bind(["morning_mg_dl"], .init(map: [("tg", "Morning.mg.dl")]))) == ["triglycerides mg/dL #0"])
        #expect(try described(bind(["a_mg_dl"], .init(map: [("glucose_30", "a_mg_dl")]))) == ["glucose mg/dL @30 #0"])
        #expect(
            try described(bind(["glu_m"], .init(map: [("glucose", "glu_m")], units: [("glu_m", "mM")]))) == [
                "glucose mmol/L #0"
            ])
    }

    @Test("--unit for a quantity settles all its columns that say nothing")
    func unitOfQuantity() throws {
        let names = ["No", "O-PG(0)", "O-PG(30)", "O- IRI(0)"]
        let binding = try bind(names, .init(units: [("glucose", "mg/dL"), ("insulin", "uU/mL")]))
        #expect(
            described(binding) == ["subject #0", "glucose mg/dL @0 #1", "glucose mg/dL @30 #2", "insulin uU/mL @0 #3"])
        #expect(binding.timed(.glucose).map(\.column) == [1, 2])
        #expect(binding.bound(.glucose)?.column == 1)
    }

    @Test("One message offers every option that is needed")
    func together() throws {
        let binding = try bind(["No", "O-PG(0)", "O-PG(30)", "O-IRI(0)", "BH"])
        let problem = thrown { () throws(Diagnostic) in try binding.settle() }
        #expect(problem?.message == "nothing says in which unit column O-PG(0) (glucose) is (and 2 more)")
        #expect(
            problem?.help == [
                "--unit glucose=mg/dL or --unit glucose=mmol/L, for all 2 columns of glucose",
                "--unit 'O-PG(0)=mg/dL' or --unit 'O-PG(0)=mmol/L'",
                "--unit 'O-IRI(0)=uU/mL' or --unit 'O-IRI(0)=pmol/L'",
                "--unit BH=cm or --unit BH=m",
            ])
    }

    @Test("Samples after minute 0 are never fasting, and do not stop one-row formulas")
    func samples() throws {
        let binding = try bind(["glucose_120", "glucose_2h_mg_dl", "insulin_30", "glucose_mg_dl_-10"])
        #expect(binding.bound(.glucose) == nil)
        #expect(binding.bound(.insulin) == nil)
        #expect(codes(binding) == ["D203", "D201"])
        #expect(thrown { () throws(Diagnostic) in try binding.settle() } == nil)
        let problem = thrown { () throws(Diagnostic) in try binding.settle(timed: true) }
        #expect(problem?.help == ["--map glucose_120=glucose_120 or --map glucose_120=glucose_2h_mg_dl"])
    }

    @Test("Two columns for one quantity: both are named, and --map decides")
    func ambiguous() throws {
        let names = ["FPG (mg/dL)", "insulin_uu_ml", "glucose_mmol_l_0", "glucose_mmol_l_60"]
        let binding = try bind(names)
        let problem = thrown { () throws(Diagnostic) in try binding.settle([.glucose]) }
        #expect(problem?.code == .ambiguousColumns)
        #expect(problem?.message == "columns FPG (mg/dL) and glucose_mmol_l_0 both stand for glucose")
        #expect(problem?.help == ["--map 'glucose=FPG (mg/dL)' or --map glucose=glucose_mmol_l_0"])
        #expect(binding.timed(.glucose).map(\.minute) == [0, 60])
        #expect(binding.bound(.glucose) == nil)
        for (choice, column, times) in [("FPG (mg/dL)", 0, [0, 60]), ("glucose_mmol_l_0", 2, [0, 60])] {
            let settled = try bind(names, .init(map: [("glucose", choice)]))
            #expect(settled.unsettled.isEmpty)
            #expect(settled.bound(.glucose)?.column == column)
            #expect(settled.timed(.glucose).map(\.minute) == times)
        }
    }

    @Test("The same header twice")
    func repeated() throws {
        let names = ["seqn", "sex", "age_y", "glucose_mg_dl", "insulin_uu_ml", "bmi", "glucose_mg_dl", "note", "note"]
        let binding = try bind(names)
        let problem = thrown { () throws(Diagnostic) in try binding.settle() }
        #expect(problem?.code == .repeatedColumnName)
        #expect(problem?.message == "column glucose_mg_dl appears twice (columns 4 and 7)")
        #expect(thrown { () throws(Diagnostic) in try binding.settle([.insulin]) } == nil)
        let named = thrown { () throws(Diagnostic) in _ = try bind(names, .init(units: [("glucose_mg_dl", "mg/dL")])) }
        #expect(named?.code == .repeatedColumnName)
    }

    @Test("A unit of another dimension: insulin in U is a dose, glucose in U is nothing")
    func dimension() throws {
        let binding = try bind(["insulin_u", "glucose_u"])
        #expect(described(binding) == ["insulin_dose U #0"])
        #expect(codes(binding) == ["D202"])
        #expect(try described(bind(["insulin"], .init(units: [("insulin", "U")]))) == ["insulin_dose U #0"])
        #expect(try described(bind(["insulin"], .init(unitRow: ["U"]))) == ["insulin_dose U #0"])
        let mapped = thrown { () throws(Diagnostic) in
            _ = try bind(["d"], .init(map: [("insulin", "d")], units: [("d", "U")]))
        }
        #expect(mapped?.code == .unknownUnit)
        #expect(try described(bind(["glucose_mg_dl", "glucose_u"])) == ["glucose mg/dL #0"])
        #expect(try described(bind(["glucose_u"], .init(units: [("glucose_u", "mg/dL")]))) == ["glucose mg/dL #0"])
    }

    @Test("Two units in one header are a conflict, and --unit decides")
    func twoUnitsInOneHeader() throws {
        for name in ["glucose_mg_dl (mmol/L)", "Glucose mmol/L [mg/dL]", "glucose_mmol_l_mg_dl", "LBXGLU (mmol/L)"] {
            let binding = try bind([name])
            #expect(codes(binding) == ["D216"], "\(name)")
            #expect(codes(try bind([name], .init(map: [("glucose", name)]))) == ["D216"], "\(name)")
            #expect(try described(bind([name], .init(units: [(name, "mmol/L")]))) == ["glucose mmol/L #0"], "\(name)")
        }
        #expect(try described(bind(["glucose_mg_dl (mg/dL)"])) == ["glucose mg/dL #0"])
    }

    @Test("A unit row gives units, and must agree with the names")
    func unitRow() throws {
        let names = ["seqn", "glucose", "insulin (uU/mL)", "height"]
        let binding = try bind(names, .init(unitRow: ["", "[mg/dL]", "uU/mL", "cm"]))
        #expect(described(binding) == ["subject #0", "glucose mg/dL #1", "insulin uU/mL #2", "height cm #3"])
        #expect(binding.bound(.glucose)?.unitBy == .unitRow)
        let conflict = try bind(["glucose_mg_dl"], .init(unitRow: ["mmol/L"]))
        #expect(codes(conflict) == ["D216"])
        #expect(
            conflict.unsettled.first?.diagnostic.help == ["--unit glucose_mg_dl=mg/dL or --unit glucose_mg_dl=mmol/L"])
        #expect(codes(try bind(["age"], .init(unitRow: ["months"]))) == ["D207"])
        #expect(codes(try ColumnBinder.bind([ColumnDescription("age", label: "Age in months")])) == ["D207"])
        let settled = try bind(["glucose_mg_dl"], .init(units: [("glucose_mg_dl", "mmol/L")], unitRow: ["mmol/L"]))
        #expect(described(settled) == ["glucose mmol/L #0"])
    }

    @Test(
        "A unit column gives the unit of every row",
        arguments: ["glucose_unit", "glucose_units", "unit_glucose", "Glucose Unit"])
    func unitColumn(_ name: String) throws {
        let binding = try bind(["seqn", "glucose", "insulin_uu_ml", "bmi", name])
        #expect(described(binding) == ["subject #0", "glucose by column 4 #1", "insulin uU/mL #2", "bmi kg/m2 #3"])
        #expect(binding.unbound.map(\.column) == [4])
        #expect(codes(try bind(["glucose_mg_dl", name])) == ["D216"])
        let alone = try bind([name])
        #expect(alone.columns.isEmpty && alone.unsettled.isEmpty)
        let mapped = try bind(["x", "x_unit"], .init(map: [("glucose", "x")]))
        #expect(described(mapped) == ["glucose by column 1 #0"])
    }

    @Test("insulin_units is the unit of insulin, or a dose where nothing asks for a unit")
    func insulinUnits() throws {
        #expect(try described(bind(["insulin", "insulin_units"])) == ["insulin by column 1 #0"])
        #expect(try described(bind(["insulin_units"])) == ["insulin_dose U #0"])
        #expect(try described(bind(["insulin_uu_ml", "insulin_units"])) == ["insulin uU/mL #0", "insulin_dose U #1"])
    }

    @Test("Labels of foreign files give units and quantities")
    func labels() throws {
        let columns = [
            ColumnDescription("seqn", label: "id", isText: false),
            ColumnDescription("V1", label: "Fasting Glucose (mg/dL)", isText: false),
            ColumnDescription("insulin", label: "insulin, refrigerated serum (uU/mL)", isText: false),
            ColumnDescription("age", label: "age (y)"),
            ColumnDescription("sex", valueLabels: [(1, "Male"), (2, "Female")], isText: false),
        ]
        let binding = try ColumnBinder.bind(columns)
        #expect(
            described(binding) == ["subject #0", "glucose mg/dL #1", "insulin uU/mL #2", "age y #3", "sex #4"])
        #expect(binding.bound(.glucose)?.boundBy == .label)
        #expect(binding.bound(.insulin)?.unitBy == .label)
        #expect(binding.bound(.sex)?.sexCoding == .codes([1: .male, 2: .female]))
        let conflict = try ColumnBinder.bind([ColumnDescription("glucose_mmol_l", label: "Glucose (mg/dL)")])
        #expect(codes(conflict) == ["D216"])
    }

    @Test("The variables of the SPSS, Stata and SAS version 8 fixtures")
    func foreignFixtures() throws {
        let expected = ["subject #0", "sex #1", "age y #2", "glucose mg/dL #3", "insulin uU/mL #4", "bmi kg/m2 #5"]
        let names = ["seqn", "sex", "age_y", "glucose_mg_dl", "insulin_uu_ml", "bmi"]
        let labels = ["id", "sex", "age (y)", "fasting glucose (mg/dL)", "insulin (uU/mL)", "BMI"]
        let sav = zip(names, labels).map { ColumnDescription($0, label: $1, isText: $0 == "sex") }
        #expect(try described(ColumnBinder.bind(sav)) == expected)
        #expect(try described(bind(names)) == expected)
        let short = zip(["SEQN", "SEX", "AGE_Y", "GLUCOSE_", "INSULIN_", "BMI"], labels)
        #expect(try described(ColumnBinder.bind(short.map { ColumnDescription($0, label: $1) })) == expected)
    }

    @Test("The preset of NHANES decides between the original unit and its conversion, and knows the codes of sex")
    func nhanes() throws {
        let names = ["SEQN", "RIAGENDR", "LBXGLU", "LBDGLUSI", "LBXIN", "LBDINSI", "LBXGLT", "PHAFSTHR", "PHAFSTMN"]
        let free = try bind(names)
        #expect(codes(free) == ["D203", "D203"])
        #expect(free.unsettled.first?.diagnostic.help.contains("--preset nhanes takes LBXGLU") == true)
        #expect(free.bound(.sex)?.sexCoding == .letters)
        let binding = try bind(names, .init(preset: .nhanes))
        #expect(
            described(binding) == [
                "subject #0", "sex #1", "glucose mg/dL #2", "insulin uU/mL #4", "glucose mg/dL @120 #6",
                "fasting_time h #7",
                "fasting_time min #8",
            ])
        #expect(binding.unsettled.isEmpty)
        #expect(binding.bound(.sex)?.sexCoding == .codes([1: .male, 2: .female]))
        #expect(binding.parts(of: .fastingTime).map(\.column) == [7, 8])
        #expect(binding.unbound.first?.reason == "LBXGLU is taken for glucose")
        #expect(try described(bind(["lbdglusi"], .init(preset: .nhanes))) == ["glucose mmol/L #0"])
        let own = try bind(names, .init(map: [("glucose", "LBDGLUSI")], preset: .nhanes))
        #expect(own.bound(.glucose)?.unit == .fixed(.millimolesPerLitre))
    }

    @Test("REDCap: record, event and instance identify a row; nothing is assumed of sex")
    func redcap() throws {
        let names = [
            "record_id", "redcap_event_name", "redcap_repeat_instance", "sex", "glucose_mg_dl", "lab_complete",
        ]
        let binding = try bind(names, .init(preset: .redcap))
        #expect(binding.identifiers == [0, 1, 2])
        #expect(binding.bound(.sex)?.sexCoding == .letters)
        #expect(described(binding) == ["subject #0", "sex #3", "glucose mg/dL #4"])
        #expect(Preset.named("REDCap")?.name == "redcap")
        #expect(Preset.named("nothing") == nil)
    }

    @Test("Codes of sex come from options, indicators and headers; numeric without any is D209")
    func sex() throws {
        let coded: [Double: Sex] = [1: .male, 2: .female]
        #expect(try bind(["sex"], .init(sexCodes: coded)).bound(.sex)?.sexCoding == .codes(coded))
        #expect(try bind(["male"]).bound(.sex)?.sexCoding == .maleIndicator)
        #expect(try bind(["sex(male1)"]).bound(.sex)?.sexCoding == .maleIndicator)
        let numeric = try ColumnBinder.bind([ColumnDescription("sex", isText: false)])
        #expect(codes(numeric) == ["D209"])
        #expect(codes(try bind(["male", "sex"])) == ["D203"])
        let made = BindingProblem.unsettledSexCodes("RIAGENDR", codes: ["1", "2"])
        #expect(made.help == ["--preset nhanes", "--sex-codes 1=male,2=female or --sex-codes 1=female,2=male"])
    }

    @Test("Short names count with a unit, from wherever it comes, and in company")
    func tentative() throws {
        let binding = try bind(["ins", "wt", "cr"])
        #expect(binding.columns.isEmpty && binding.unsettled.isEmpty)
        #expect(binding.unbound.first?.reason == "could be insulin: --unit ins=uU/mL would say so")
        #expect(try described(bind(["ins"], .init(units: [("ins", "uU/mL")]))) == ["insulin uU/mL #0"])
        #expect(try described(bind(["wt"], .init(unitRow: ["kg"]))) == ["weight kg #0"])
        // In company CR is the carbohydrate ratio, and yet may be in g/U, in U per 10 g or in U per bread unit.
        let ratio = try bind(["CR", "TDI (U)"])
        #expect(described(ratio) == ["total_daily_dose U #1"])
        #expect(ratio.unsettled.first?.diagnostic.help.first == "--unit CR=g/U")
        #expect(codes(try bind(["ICR"])) == ["D201"])
        #expect(
            try described(bind(["CR (g/U)", "TDI (U)"])) == ["carbohydrate_ratio g/U #0", "total_daily_dose U #1"])
        #expect(codes(try bind(["G0", "I0"])) == ["D201", "D201"])
    }

    @Test("Options that cannot be followed")
    func badOptions() {
        func code(_ names: [String], _ options: BindingOptions) -> Diagnostic? {
            thrown { () throws(Diagnostic) in _ = try bind(names, options) }
        }
        let unknown = code(["glucose_mg_dl"], .init(map: [("glucose", "glucose_mgdll")]))
        #expect(unknown?.code == .unknownColumn)
        #expect(unknown?.help == ["did you mean glucose_mg_dl?"])
        #expect(code(["a"], .init(units: [("zzzz", "mg/dL")]))?.help == ["the columns are: a"])
        let quantity = code(["a"], .init(map: [("glucos", "a")]))
        #expect(quantity?.code == .unknownQuantity)
        #expect(quantity?.help.first == "did you mean glucose?")
        #expect(code(["a"], .init(map: [("normal_glucose", "a")]))?.code == .unknownQuantity)
        #expect(code(["glucose"], .init(units: [("glucose", "furlong")]))?.code == .unknownUnit)
        let kilograms = code(["glucose"], .init(units: [("glucose", "kg")]))
        #expect(kilograms?.code == .unknownUnit)
        #expect(kilograms?.help == ["--unit glucose=mg/dL or --unit glucose=mmol/L"])
        #expect(code(["leptin"], .init(units: [("leptin", "mg/dL")]))?.code == .invalidOption)
        #expect(code(["a", "b"], .init(map: [("glucose", "a"), ("glucose", "b")]))?.code == .invalidOption)
        #expect(code(["a", "b"], .init(map: [("glucose", "a"), ("insulin", "a")]))?.code == .invalidOption)
        #expect(code(["a_b", "a.b"], .init(map: [("glucose", "a-b")]))?.code == .invalidOption)
        #expect(code(["a_b", "a.b"], .init(map: [("glucose", "a.b")])) == nil)
    }

    @Test("Options are offered as a shell takes them")
    func quoting() {
        #expect(BindingProblem.option("unit", "glu_f", "mg/dL") == "--unit glu_f=mg/dL")
        #expect(BindingProblem.option("unit", "O-PG(0)", "mg/dL") == "--unit 'O-PG(0)=mg/dL'")
        #expect(BindingProblem.option("map", "glucose", "it's") == "--map 'glucose=it'\\''s'")
    }

    @Test("Headers of twenty thousand columns take no more than their length", .timeLimit(.minutes(1)))
    func manyColumns() throws {
        for pattern in [
            ["x unit"], ["glucose", "glucose unit"], ["pg1", "pg2"], ["x{} unit", "x{}"], ["pg{}"], ["ins"],
        ] {
            let names = (0..<20_000).map { index in
                pattern[index % pattern.count].split(separator: "{}", omittingEmptySubsequences: false)
                    .joined(separator: "\(index / pattern.count)")
            }
            let binding = try bind(names)
            #expect(binding.columns.count + binding.unbound.count <= names.count)
            #expect(binding.unsettled.allSatisfy { $0.diagnostic.rendered().utf8.count < 10_000 })
        }
    }

    @Test("No set of headers and options stops the binder, and every column is accounted for once")
    func randomFiles() {
        var generator = SeededGenerator(seed: 3)
        let pool = headers.map(\.header) + others + ["glucose_unit", "unit_insulin", "units"]
        for _ in 0..<2_000 {
            let names = (0..<Int.random(in: 0...10, using: &generator)).compactMap { _ in
                pool.randomElement(using: &generator)
            }
            var options = BindingOptions()
            if Bool.random(using: &generator) { options.preset = Preset.all.randomElement(using: &generator) }
            if Bool.random(using: &generator) { options.unitRow = names.map { _ in "mg/dL" } }
            if Int.random(in: 0..<4, using: &generator) == 0 {
                options.map = [("glucose", pool.randomElement(using: &generator) ?? "")]
                options.units = [(pool.randomElement(using: &generator) ?? "", "mg/dL")]
            }
            guard let binding = try? bind(names, options) else { continue }
            let bound = Set(binding.columns.map(\.column))
            let unbound = Set(binding.unbound.map(\.column))
            let unsettled = Set(binding.unsettled.flatMap(\.columns))
            #expect(bound.union(unbound).union(unsettled) == Set(names.indices), "\(names)")
            #expect(bound.isDisjoint(with: unbound) && unbound.isDisjoint(with: unsettled), "\(names)")
            for quantity in Quantity.allCases {
                let parts = binding.parts(of: quantity)
                // Hours and minutes of one fast; a date, and the time that passed since a load.
                #expect(parts.count <= (quantity == .fastingTime || quantity == .time ? 2 : 1), "\(names)")
                #expect(parts.allSatisfy { ($0.minute ?? 0) == 0 })
                let minutes = binding.timed(quantity).map(\.minute)
                #expect(Set(minutes).count == minutes.count, "\(names)")
            }
        }
    }
}
