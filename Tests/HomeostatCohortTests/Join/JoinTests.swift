import HomeostatCohort
import HomeostatTestSupport
import Testing

/// `--join FILE --on KEY`.
@Suite struct JoinTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    @Test func numbersAreKeysByValueAndTextByItsCharacters() async throws {
        let input = try folder.write(
            "glucose.csv",
            """
            id,glucose_mg_dl
            93708,90
            93709.0,91
            9.371e4,92
             93711 ,93
            "93712",94
            0093713,95
            P1,96
            p1,97
            NA,98
            ,99
            12345678901234567,100
            12345678901234568,101

            """)
        let other = try folder.write(
            "insulin.csv",
            """
            id,insulin_uu_ml
            12345678901234568,13
            p1,9
            P1 ,8
            NA,70
            93713,7
            93712,6
            93711.00,5
            93710,4
            93709,3
            93708.0,2

            """)
        let made = try await IndicesOfFile(input, in: folder, indices: ["fasting_insulin"], joins: [other])
        #expect(made.column("fasting_insulin") == ["2", "3", "4", "5", "6", "7", "8", "9", "", "", "", "13"])
        #expect(made.column("reasons").filter { !$0.isEmpty } == .init(repeating: "insulin:not_joined", count: 3))
    }

    @Test func theKeyIdentifiesTheRowsWhereNothingElseIsNamed() async throws {
        let folder = try TemporaryDirectory()
        let main = try folder.write("main.csv", "k,glucose_mg_dl\n7,90\n8,95\n")
        let other = try folder.write("other.csv", "k,insulin_uu_ml\n8,6\n7,5\n")
        let made = try await IndicesOfFile(main, in: folder, indices: ["homa_ir"], joins: [other]) { options in
            options.joinKey = ["k"]
            options.identity = []
        }
        #expect(made.column("k") == ["7", "8"])
        let named = try await IndicesOfFile(main, in: folder, indices: ["homa_ir"], joins: [other]) { options in
            options.joinKey = ["k"]
            options.identity = ["glucose_mg_dl"]
        }
        #expect(named.column("glucose_mg_dl") == ["90", "95"])
        #expect(named.column("k") == ["no column", "no column"])
    }

    @Test func severalColumnsAreOneKey() async throws {
        let input = try folder.write(
            "glucose.csv", "id,visit,glucose_mg_dl\n1,1,90\n1,2,91\n11,2,92\n1,12,93\n2,a,94\n")
        let other = try folder.write(
            "insulin.csv", "visit,id,insulin_uu_ml\n2,1,7\n12,1,8\na,2,9\n1,1,6\n,1,5\n")
        let made = try await IndicesOfFile(input, in: folder, indices: ["fasting_insulin"], joins: [other]) {
            $0.joinKey = ["id", "visit"]
        }
        #expect(made.column("fasting_insulin") == ["6", "7", "", "8", "9"])
    }

    @Test func aRepeatedKeyOfTheJoinedFileNamesBothLines() async throws {
        let input = try folder.write("glucose.csv", "id,glucose_mg_dl\n1,90\n")
        let other = try folder.write(
            "insulin.csv", "id,note,insulin_uu_ml\n1,\"two\nlines\",5\n\n2,,6\n1.0,,7\n")
        let thrown = try await diagnostic {
            _ = try await IndicesOfFile(input, in: folder, indices: ["homa_ir"], joins: [other])
        }
        #expect(thrown.code == .joinKey)
        #expect(thrown.message == "lines 2 and 6 of \(other) have the same id")
        #expect(thrown.place?.line == 6)
    }

    @Test func aKeyThatAFileDoesNotHaveNamesTheFile() async throws {
        let input = try folder.write("glucose.csv", "id,glucose_mg_dl\n1,90\n")
        let other = try folder.write("insulin.csv", "person,insulin_uu_ml\n1,5\n")
        for (one, two) in [(input, other), (other, input)] {
            let thrown = try await diagnostic {
                _ = try await IndicesOfFile(one, in: folder, indices: ["homa_ir"], joins: [two]) { $0.identity = [] }
            }
            #expect(thrown.code == .joinKey)
            #expect(thrown.place?.file == other)
        }
    }

    @Test func aBrokenRowOfTheJoinedFileIsAnError() async throws {
        let input = try folder.write("glucose.csv", "id,glucose_mg_dl\n1,90\n2,91\n")
        let other = try folder.write("insulin.csv", "id,insulin_uu_ml\n1,5\n2,6,7\n")
        let thrown = try await diagnostic {
            _ = try await IndicesOfFile(input, in: folder, indices: ["homa_ir"], joins: [other])
        }
        #expect(thrown.code == .fieldCount)
        #expect(thrown.place?.line == 3)
        #expect(thrown.place?.file == other)
    }

    @Test(arguments: [1, 2, 7]) func theFirstContradictionOfTheFileIsTold(threads: Int) async throws {
        // More than one block of rows, each with a contradiction behind the first.
        var input = "id,glucose_mg_dl,bmi,centre,note\n"
        var other = "id,insulin_uu_ml,centre,BMI\n"
        let note = String(repeating: "n", count: 400)
        for id in 1...1200 {
            let centre = id >= 1100 ? "Ulm" : "Graz"
            input += "\(id),\(90 + id % 10),\(id >= 1000 ? "25.1" : "24.5"),\(centre),\(note)\n"
            other += "\(id),\(7 + id % 10),Graz,24.50\n"
        }
        let one = try folder.write("glucose.csv", input)
        let two = try folder.write("insulin.csv", other)
        let thrown = try await diagnostic {
            _ = try await IndicesOfFile(one, in: folder, indices: ["homa_ir"], joins: [two], threads: threads)
        }
        #expect(thrown.code == .joinConflict)
        #expect(
            thrown.message == "column bmi is 25.1 in \(one) and 24.50 in \(two) (line 1001) for id 1000")
        #expect(thrown.place?.line == 1001)
    }

    @Test func cellsAgreeWhereTheySayTheSame() async throws {
        let input = try folder.write(
            "input.csv",
            """
            id,waist_cm,tg_mmol_l,weight_sample,sex,number
            1,100,1,60586.1472935082,M,007
            2,100,1,NA,male,1e3
            3,100,1,.5,,

            """)
        let other = try folder.write(
            "other.csv",
            """
            id;insulin_uu_ml;Weight Sample;sex;number
            1;5;60586,14729350823;m;7,0
            2;6;12,5;MALE;1000
            3;7;0,50;F;3

            """)
        let made = try await IndicesOfFile(input, in: folder, indices: ["lap", "fasting_insulin"], joins: [other])
        // (waist - 65) x TG for men, (waist - 58) x TG for women.
        #expect(made.column("lap") == ["35", "35", "42"])
        #expect(made.column("fasting_insulin") == ["5", "6", "7"])
    }

    @Test func wholeNumbersAgreeExactly() async throws {
        let input = try folder.write("glucose.csv", "id,glucose_mg_dl,tube\n1,90,1234567890123456\n")
        let other = try folder.write("insulin.csv", "id,insulin_uu_ml,tube\n1,5,1234567890123457\n")
        let thrown = try await diagnostic {
            _ = try await IndicesOfFile(input, in: folder, indices: ["homa_ir"], joins: [other])
        }
        #expect(thrown.code == .joinConflict)
    }

    @Test func twoJoinedFilesMustAgreeToo() async throws {
        let input = try folder.write("glucose.csv", "id,glucose_mg_dl,tube\n1,90,\n2,91,\n")
        let second = try folder.write("insulin.csv", "id,insulin_uu_ml,tube\n1,5,8\n2,6,9\n")
        let third = try folder.write("lipids.csv", "id,tg_mg_dl,tube\n1,150,8\n2,100,4\n")
        let thrown = try await diagnostic {
            _ = try await IndicesOfFile(input, in: folder, indices: ["homa_ir"], joins: [second, third])
        }
        #expect(thrown.message == "column tube is 9 in \(second) and 4 in \(third) (line 3) for id 2")
    }

    @Test func anEmptyCellOfASharedColumnIsFilledInTheUnitOfTheInput() async throws {
        let input = try folder.write(
            "input.csv",
            """
            id,glucose,insulin_uu_ml
            ,mg/dL,uU/mL
            1,,5
            2,90,6
            3,<2,7
            4,NA,8
            5,NA,9
            6,81,

            """)
        let other = try folder.write(
            "other.csv",
            """
            id,glucose,insulin_uu_ml
            ,mmol/L,uU/mL
            1,5.5,5
            2,5.0,
            3,,
            4,x,
            6,4.5,10

            """)
        let made = try await IndicesOfFile(input, in: folder, indices: ["homa_ir"], joins: [other])
        // 5.5 mmol/L are 99 mg/dL: 99 x 5 / 405, 90 x 6 / 405, 81 x 10 / 405.
        #expect(made.column("homa_ir") == ["1.2222222222222223", "1.3333333333333333", "", "", "", "2"])
        #expect(
            made.column("reasons")
                == ["", "", "glucose:censored", "glucose:not_a_number", "glucose:missing", ""])
    }

    @Test func columnsOfTwoNamesNeedADecision() async throws {
        let input = try folder.write("input.csv", "id,glucose_mg_dl,insulin_uu_ml\n1,90,5\n")
        let other = try folder.write("other.csv", "id,fpg_mmol_l\n1,10\n")
        let thrown = try await diagnostic {
            _ = try await IndicesOfFile(input, in: folder, indices: ["homa_ir"], joins: [other])
        }
        #expect(thrown.code == .ambiguousColumns)
        #expect(thrown.message == "columns glucose_mg_dl of \(input) and fpg_mmol_l of \(other) both stand for glucose")
        #expect(thrown.help == ["--map glucose=glucose_mg_dl or --map glucose=fpg_mmol_l"])
        // 90 mg/dL and 10 mmol/L (180 mg/dL), insulin 5: 90 x 5 / 405 and 180 x 5 / 405.
        for (column, expected) in [("glucose_mg_dl", 450.0 / 405), ("fpg_mmol_l", 900.0 / 405)] {
            let made = try await IndicesOfFile(input, in: folder, indices: ["homa_ir"], joins: [other]) {
                $0.binding.map = [(quantity: "glucose", column: column)]
            }
            let value = try #require(Double(made.column("homa_ir")[0]))
            #expect(abs(value - expected) <= 1e-14)
        }
    }

    @Test func anOptionMayNameAColumnOfAnyFile() async throws {
        let input = try folder.write("input.csv", "id,sugar\n1,90\n")
        let other = try folder.write("other.csv", "id,hormone\n1,5\n")
        let made = try await IndicesOfFile(input, in: folder, indices: ["homa_ir"], joins: [other]) {
            $0.binding.map = [(quantity: "insulin", column: "hormone"), (quantity: "glucose", column: "sugar")]
            $0.binding.units = [(column: "hormone", unit: "uU/mL"), (column: "sugar", unit: "mg/dL")]
        }
        #expect(made.column("homa_ir") == ["1.1111111111111112"])
        for change: @Sendable (inout BindingOptions) -> Void in [
            { $0.map = [(quantity: "insulin", column: "hormon")] }, { $0.units = [(column: "shugar", unit: "mg/dL")] },
        ] {
            let thrown = try await diagnostic {
                _ = try await IndicesOfFile(input, in: folder, indices: ["homa_ir"], joins: [other]) {
                    change(&$0.binding)
                }
            }
            #expect(thrown.code == .unknownColumn)
        }
    }

    @Test func aFailedCellOfAJoinedFileIsReported() async throws {
        let input = try folder.write("input.csv", "id,glucose_mg_dl\n1,90\n2,91\n2,92\n")
        let other = try folder.write("other.csv", "id,insulin_uu_ml\n1,5\n2,-6\n")
        let made = try await IndicesOfFile(input, in: folder, indices: ["homa_ir"], joins: [other])
        #expect(made.column("reasons") == ["", "insulin:implausible", "insulin:implausible"])
        #expect(made.outcome.rejects.map(\.text) == ["-6", "-6"])
        #expect(made.outcome.rejects.map(\.column) == .init(repeating: "insulin_uu_ml of \(other)", count: 2))
        #expect(made.outcome.rejects.map(\.line) == [3, 4])
    }

    /// The same rows, joined by hand into one file, give the same numbers.
    @Test func aJoinEqualsTheTableJoinedByHand() async throws {
        var numbers = SeededGenerator(seed: 11)
        // The larger files have more than one block.
        let note = String(repeating: "n", count: 300)
        for count in [0, 1, 40, 1000] {
            var input = "id,glucose_mg_dl,note\n"
            var joined = "id,glucose_mg_dl,note,insulin_uu_ml,tg_mg_dl\n"
            var insulin: [Int: String] = [:]
            var lipids: [Int: String] = [:]
            for id in 0..<count {
                if Int.random(in: 0..<4, using: &numbers) > 0 {
                    insulin[id] = ["4", "17.25", "", "<2", "x", "9.5"].randomElement(using: &numbers)
                }
                if Int.random(in: 0..<4, using: &numbers) > 0 {
                    lipids[id] = "\(Int.random(in: 20...400, using: &numbers))"
                }
            }
            for _ in 0..<count {
                let id = Int.random(in: 0..<count, using: &numbers)
                let row = "\(id),\(Int.random(in: 60...200, using: &numbers)).5,\(id % 7 == 0 ? "\"a, b\"" : note)"
                input += row + "\n"
                joined += "\(row),\(insulin[id] ?? "none"),\(lipids[id] ?? "none")\n"
            }
            func table(_ name: String, _ cells: [Int: String]) -> String {
                cells.reduce(into: "\(name),id\n") { $0 += "\($1.value),\($1.key)\n" }
            }
            let one = try folder.write("one.csv", input)
            let two = try folder.write("two.csv", table("insulin_uu_ml", insulin))
            let three = try folder.write("three.csv", table("tg_mg_dl", lipids))
            let whole = try folder.write("whole.csv", joined)
            let indices = ["homa_ir", "tyg", "fasting_insulin"]
            let expected = try await IndicesOfFile(whole, in: folder, indices: indices) { $0.extraMissing = ["none"] }
            for threads in count > 40 ? [1, 2, 7] : [2] {
                let made = try await IndicesOfFile(
                    one, in: folder, indices: indices, joins: [two, three], threads: threads)
                #expect(made.text.replacing("not_joined", with: "missing") == expected.text)
                let absent = zip(made.outcome.counts.absentCells, expected.outcome.counts.absentCells)
                #expect(absent.allSatisfy { $0.values.reduce(0, +) == $1.values.reduce(0, +) })
            }
        }
    }
}
