import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Columns whose decimals are known: powers and products keep them beyond a Double.
@Suite struct ExactDesignTests {
    /// Decimals with `places` behind the point, as integers, and the table of them.
    private func table(seed: UInt64 = 7) throws -> (VariableTable, x: [Int64], z: [Int64]) {
        var random = SeededGenerator(seed: seed)
        let x = (0..<40).map { _ in Int64(random.below(4_000)) + 1 }
        let z = (0..<40).map { _ in Int64(random.below(20_000)) - 10_000 }
        var table = VariableTable(rowCount: 40)
        try table.set("x", numeric(x, places: 2))
        try table.set("z", numeric(z, places: 3))
        try table.set("t", numeric(z, places: 3))
        table.set("y", x.map { Double($0) })
        table.set("plain", x.map { Double($0) / 100 })
        table.set("a", texts: (0..<40).map { $0 % 3 == 0 ? "p" : "q" })
        return (table, x, z)
    }

    private func exact(_ significand: Int64, places: Int) throws -> DoubleDouble {
        try #require(DoubleDouble(significand: significand, exponent: Int16(-places)))
    }

    private func numeric(_ integers: [Int64], places: Int) throws -> SourceVariable {
        let exact = try integers.map { try self.exact($0, places: places) }
        return .numeric(NumericVariable(exact.map(\.high), remainders: exact.map(\.low)))
    }

    /// Compares a column with integers over a power of ten, which is one division and no product.
    private func expect(
        _ design: DesignMatrix, _ name: String, _ integers: [Int64], places: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let column = try #require(design.columnNames.firstIndex(of: name), sourceLocation: sourceLocation)
        let remainder = try #require(design.remainder, sourceLocation: sourceLocation)
        for (row, integer) in integers.enumerated() {
            let expected = try exact(integer, places: places)
            let made = DoubleDouble(high: design.matrix[row, column], low: remainder[row, column])
            #expect(
                (made - expected).magnitude.high <= 0x1p-98 * expected.magnitude.high, "\(name), row \(row)",
                sourceLocation: sourceLocation)
        }
    }

    @Test func powersAndProductsKeepTheDecimals() throws {
        let (table, x, z) = try table()
        let frame = try ModelFrame(
            try ModelFormula("t ~ x + I(x^2) + poly(x, 4, raw = TRUE) + x:z + I(x*z - x) + a:x + I(x/8) + rcs(x, 3)"),
            of: table)
        let design = frame.design
        try expect(design, "x", x, places: 2)
        try expect(design, "I(x^2)", x.map { $0 * $0 }, places: 4)
        try expect(design, "poly(x, 4, raw = TRUE)[3]", x.map { $0 * $0 * $0 }, places: 6)
        try expect(design, "poly(x, 4, raw = TRUE)[4]", x.map { $0 * $0 * $0 * $0 }, places: 8)
        try expect(design, "x:z", zip(x, z).map { $0 * $1 }, places: 5)
        try expect(design, "I(x * z - x)", zip(x, z).map { $0 * $1 - $0 * 1_000 }, places: 5)
        try expect(design, "x:a[q]", x.enumerated().map { $0 % 3 == 0 ? 0 : $1 }, places: 2)
        try expect(design, "I(x/8)", x.map { $0 * 125 }, places: 5)
        try expect(design, "rcs(x, 3)[1]", x, places: 2)
        #expect(frame.responseRemainder?.count == 40)
        for (row, integer) in z.enumerated() {
            #expect(frame.response[row] == Double(integer) / 1_000)
        }
    }

    @Test func rowsLeftOutTakeTheirRemaindersWithThem() throws {
        let (table, x, z) = try table()
        let frame = try ModelFrame(
            try ModelFormula("t ~ x:z + offset(0.1 * x)"), of: table, roles: ModelRoles(subset: "x > 10"))
        let used = frame.rows
        #expect(used == x.indices.filter { x[$0] > 1_000 })
        try expect(frame.design, "x:z", used.map { x[$0] * z[$0] }, places: 5)
        let low = try #require(frame.offsetRemainder)
        for (place, row) in used.enumerated() {
            let expected = try exact(x[row], places: 3)
            let made = DoubleDouble(high: try #require(frame.offset)[place], low: low[place])
            #expect((made - expected).magnitude.high <= 0x1p-98 * expected.high)
        }
    }

    @Test func whereNothingIsKnownBeyondDoublesNothingIsClaimed() throws {
        let (table, _, _) = try table()
        let frame = try ModelFrame(try ModelFormula("y ~ I(plain^2) + log(x) + exp(z) + plain:a"), of: table)
        #expect(frame.design.remainder == nil)
        #expect(frame.responseRemainder == nil)
    }

    /// 0.1 three times is more than 0.3 in Doubles, and equal to it.
    @Test func comparisonsAreDecidedByTheDecimals() throws {
        var table = VariableTable(rowCount: 3)
        try table.set("x", numeric([1, 2, 3], places: 1))
        table.set("y", [0.1, 0.2, 0.3])
        let exact = try ModelFrame(try ModelFormula("I(3 * x == 0.3) ~ 1"), of: table)
        #expect(exact.response == [1, 0, 0])
        #expect(try ModelFrame(try ModelFormula("I(3 * x > 0.3) ~ 1"), of: table).response == [0, 1, 1])
        // A column that is known as Doubles is compared with the Double of the number.
        #expect(try ModelFrame(try ModelFormula("I(y >= 0.1) ~ 1"), of: table).response == [1, 1, 1])
        #expect(try ModelFrame(try ModelFormula("I(y == 0.3 | y < 0.2) ~ 1"), of: table).response == [1, 0, 1])
    }
}
