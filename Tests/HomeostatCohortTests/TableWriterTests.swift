import HomeostatCohort
import Testing

@Suite struct TableWriterTests {
    private let table: TableWriter = {
        var table = TableWriter(header: ["name", "n", "value"])
        table.append([.text("a, \"b\""), TableCell(3), .number(0.1)])
        table.append([.text("c|d"), .nothing, .number(-1234567.891)])
        table.append([.nothing, TableCell(2_000_000), TableCell(nil)])
        return table
    }()

    @Test func writesEveryFormat() {
        #expect(
            table.text(.csv) == "name,n,value\n\"a, \"\"b\"\"\",3,0.1\nc|d,,-1234567.891\n,2000000,\n")
        #expect(
            table.text(.tsv) == "name\tn\tvalue\n\"a, \"\"b\"\"\"\t3\t0.1\nc|d\t\t-1234567.891\n\t2000000\t\n")
        #expect(
            table.text(.json) == """
                [
                  {"name": "a, \\"b\\"", "n": 3, "value": 0.1},
                  {"name": "c|d", "n": null, "value": -1234567.891},
                  {"name": null, "n": 2000000, "value": null}
                ]

                """)
        #expect(
            table.text(.ndjson) == """
                {"name": "a, \\"b\\"", "n": 3, "value": 0.1}
                {"name": "c|d", "n": null, "value": -1234567.891}
                {"name": null, "n": 2000000, "value": null}

                """)
        #expect(
            table.text(.markdown) == """
                | name | n | value |
                |---|--:|--:|
                | a, "b" | 3 | 0.1 |
                | c\\|d |  | -1234567.891 |
                |  | 2000000 |  |

                """)
        #expect(TableWriter(header: ["a"]).text(.json) == "[]\n")
    }

    @Test func alignsForATerminal() {
        #expect(
            table.text(.table) == """
                name          n     value
                a, "b"        3       0.1
                c\\|d             -1234570
                        2000000

                """)
        // What does not fit follows below, the names repeated.
        #expect(
            table.text(.table, width: 18) == """
                name          n
                a, "b"        3
                c\\|d
                        2000000

                name       value
                a, "b"       0.1
                c\\|d    -1234570


                """)
    }

    @Test(arguments: [
        (0.0, "0"), (3.0, "3"), (123456789.0, "123456789"), (0.1, "0.1"), (1.0 / 3, "0.333333"), (2.0 / 3, "0.666667"),
        (9.9999996, "10"), (99999.95, "100000"), (-12.345678, "-12.3457"), (1.23456789e-9, "1.23457e-9"),
        (1.23456789e20, "123457000000000000000"), (0.00099999996, "0.001"), (1234567.891, "1234570"),
    ])
    func roundsToSixDigits(value: Double, text: String) {
        #expect(Double(sixDigits(value)) == Double(text))
    }

    @Test func writesCounts() {
        var table = TableWriter(header: ["causes"])
        table.append([.counts([.init("a:b", 2), .init("c,d", 1)])])
        #expect(table.text(.csv) == "causes\n\"a:b 2;c,d 1\"\n")
        #expect(table.text(.ndjson) == "{\"causes\": {\"a:b\": 2, \"c,d\": 1}}\n")
        #expect(table.text(.table) == "causes\na:b 2;c,d 1\n")
    }
}
